#!/usr/bin/env python3
"""Asks a real server whatever can be asked, and checks that each answer is right.

    Tests/Fuzz/fuzz.py [--seconds N] [--seed N] [--program PATH]

The requests come from the server's own `/openapi.json`, over connections that are fresh, kept,
pipelined and broken off. The seed is printed: with it the same requests are made again, up to what
depends on the moment. The first fault ends it with 1 and shows what was sent.
"""
import argparse
import base64
import os
import random as randomness
import secrets
import sys
import time
import traceback

import floods
from fuzzed_server import HOST, Server
from grammar import Grammar
from invariants import Invariants
from second import SecondConnection
from wire import Connection, Ended, Fault

# Seconds in which an answer has to be there; a debug build on two busy cores is slow.
PATIENCE = 15
# Seconds in which `/healthz` has to answer, and how often as many over TLS, where a new connection
# waits for the loop four times.
HEALTHY, SECURE = 0.1, 4
# How often a server is asked before it counts as held.
TRIES = 10
# Bytes that the server may grow by once it is warm.
GROWTH = 400 << 20
# Rounds after which it is warm, and between two looks at the whole.
WARM, EVERY = 1500, 200


class State:
    """What is known of the server: names that are there, so that requests find something."""

    def __init__(self, server):
        self.token = server.token
        self.log = "k3f9"
        self.rooms = ["general", "side"]
        self.hashes, self.uploads = [], []
        self.fresh = 0
        self.asked = set()

    def fresh_room(self):
        self.fresh += 1
        name = f"nobody-{self.fresh}"
        self.asked.add(name)
        return name

    def learn(self, answer):
        place = answer.field("location")
        parts = place.split("/")
        if place.startswith("/uploads/"):
            self.uploads = (self.uploads + [parts[2]])[-20:]
        text = answer.body[:2000].decode(errors="replace")
        if '"sha256":"' in text:
            self.hashes = (self.hashes + [text.split('"sha256":"')[1][:64]])[-20:]
        if '"cursor":"' in text:
            self.log = text.split('"cursor":"')[1].split(".")[0]


class Fuzz:
    def __init__(self, server, secure, seed):
        self.server, self.secure, self.seed = server, secure, seed
        description = server.json("/openapi.json")
        codes = set(description["components"]["schemas"]["Problem"]["properties"]["code"]["enum"])
        self.state = State(server)
        self.grammar = Grammar(description, self.state)
        self.invariants = Invariants(description, codes)
        self.sent = []
        self.answers = self.rounds = 0
        self.statuses = {}
        self.warm = {}
        # What the machine allows at the moment, with nothing asked of the server.
        self.quick = {one: min(one.health() for _ in range(5)) for one in self.servers}

    def connect(self):
        return Connection(HOST, self.server.port, PATIENCE)

    def run(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            random = randomness.Random(f"{self.seed}/{self.rounds}")
            self.sent = []
            way = random.choices(
                [self.kept, self.pipelined, self.broken, self.pieces, self.closing, self.second,
                 self.talk, self.flood, self.flood_second],
                [10, 6, 4, 2, 2, 6, 2, 1, 1])[0]
            way(random)
            if not all(server.lives() for server in self.servers):
                raise Fault("the server is gone")
            self.rounds += 1
            if self.rounds % EVERY == 0:
                self.look()
        self.look()

    # --- Ways to ask

    def kept(self, random):
        """One after the other on a connection, as long as it is kept."""
        connection = self.connect()
        for _ in range(random.choice([1, 1, 1, 2, 5])):
            request = self.grammar.request(random)
            if not self.ask(connection, request):
                break
        else:
            self.ask(connection, self.grammar.probe())
        connection.close(reset=random.random() < 0.3)

    def pipelined(self, random):
        """Several at once."""
        connection = self.connect()
        requests = [self.grammar.request(random) for _ in range(random.randint(2, 6))]
        # Behind one that is none, nobody knows which answer belongs to which.
        requests.sort(key=lambda request: not request.is_exact)
        self.sent = [request.data for request in requests]
        connection.send(b"".join(self.sent))
        for request in requests:
            if not self.take(connection, request):
                break
        connection.close(reset=random.random() < 0.3)

    def broken(self, random):
        """The beginning of one, and the end of the connection."""
        connection = self.connect()
        request = self.grammar.request(random)
        self.sent = [request.data[:random.randrange(len(request.data))]]
        connection.send(self.sent[0])
        if random.random() < 0.5:
            connection.finish()
            request.path, request.is_exact = None, False
            self.take(connection, request)
        connection.close(reset=random.random() < 0.5)

    def pieces(self, random):
        """One in pieces that end anywhere."""
        connection = self.connect()
        request = self.grammar.request(random)
        self.sent = [request.data]
        rest = request.data[:20_000]
        tail = request.data[20_000:]
        while rest:
            count = random.choice([1, 2, 3, 50, 1000])
            if not connection.send(rest[:count]):
                break
            rest = rest[count:]
        connection.send(tail)
        if self.take(connection, request):
            self.ask(connection, self.grammar.probe())
        connection.close()

    def closing(self, random):
        """One, after which the client says that nothing more comes."""
        connection = self.connect()
        request = self.grammar.request(random)
        self.sent = [request.data]
        connection.send(request.data)
        connection.finish()
        # A client that has ended its half has left an answer of rows, and has a second to wait for
        # others: comparing a password may take longer.
        request.is_exact = request.is_exact and not request.has_rows and not has_password(request)
        self.take(connection, request)
        connection.close()

    def second(self, random):
        """Several at a time over HTTP/2, some of which are given up."""
        connection = SecondConnection(HOST, self.secure.port, PATIENCE)
        due = {}
        for _ in range(random.choice([1, 2, 8])):
            request = self.grammar.request(random)
            self.sent.append(repr((request.method, request.target, request.fields,
                                   request.body[:500])).encode(errors="replace"))
            number, is_due = connection.begin(request, random)
            if number is None:
                continue
            if random.random() < 0.1:
                connection.reset(number)
            elif is_due and not request.is_endless:
                due[number] = request
        connection.read(set(due), PATIENCE if due else 0.1)
        for number, request in due.items():
            answer = connection.answers.get(number)
            if answer is None or number not in connection.whole:
                if not (connection.is_broken and connection.may_break):
                    raise Fault(f"no answer to {request.method} {request.path} over HTTP/2")
                continue
            self.answers += 1
            self.invariants.check(request, answer)
        connection.close()

    def talk(self, random):
        """Lines on a stream that reads and posts, which is broken off anywhere."""
        connection = self.connect()
        head = (f"{random.choice(['PUT', 'POST'])} /rooms/{random.choice(self.state.rooms)}/stream"
                f"?format={random.choice(['ndjson', 'sse', 'csv', 'text'])} HTTP/1.1\r\n"
                "Host: 127.0.0.1\r\nAuthorization: Basic YWxpY2U6\r\n"
                "Transfer-Encoding: chunked\r\n\r\n")
        lines = b"".join(
            random.choice([b"hello\n", b"\xff\n", b"\n", b"x" * 20_000 + b"\n", b"no end", b"\r\n"])
            for _ in range(random.randint(0, 30)))
        data = head.encode() + (b"%x\r\n" % len(lines) + lines + b"\r\n" if lines else b"")
        data += random.choice([b"0\r\n\r\n", b"0\r\n\r\n", b"", b"ff\r\n", b"zz\r\n"])
        self.sent = [data]
        # Cut off in one of three.
        cut = random.choice([len(data), len(data), random.randrange(len(data))])
        connection.send(data[:cut])
        if random.random() < 0.5:
            connection.finish()
        connection.close(reset=random.random() < 0.5)

    def flood(self, random):
        """Much at once over HTTP/1, while another connection asks whether the server is well."""
        opening, piece = floods.first(random)
        connection = self.connect()
        self.sent = [opening + piece, b"and so on"]
        connection.patience = 2
        connection.send(opening + piece * (floods.MOST // len(piece)))
        self.look_at_health(self.server)
        connection.close(reset=random.random() < 0.5)

    def flood_second(self, random):
        """Much at once over HTTP/2, likewise."""
        opening, make = floods.second(random)
        connection = SecondConnection(HOST, self.secure.port, 2)
        self.sent = [opening + make(0), b"and so on"]
        try:
            connection.socket.sendall(opening)
            number = size = 0
            while size < floods.MOST:
                data = b"".join(make(number + each) for each in range(100))
                connection.socket.sendall(data)
                number, size = number + 100, size + len(data)
        except OSError:
            # It was given up, as it may be.
            pass
        self.look_at_health(self.secure)
        connection.close()

    # --- Asking and taking

    def ask(self, connection, request):
        self.sent.append(request.data)
        connection.send(request.data)
        return self.take(connection, request)

    def take(self, connection, request):
        """Takes an answer and checks it; true if the connection goes on."""
        # What was torn may ask by another method: the head of its answer alone is looked at.
        is_head = request.method == "HEAD" or not request.is_exact
        connection.patience = PATIENCE if request.is_exact else 0.3
        try:
            answer = connection.answer(is_head, endless=0.3 if request.is_endless else 0)
        except Ended as error:
            if request.is_exact and not connection.bytes:
                raise Fault(f"no answer to {request.method} {request.path}") from error
            return False
        except TimeoutError as error:
            if request.is_exact:
                raise Fault(
                    f"no answer to {request.method} {request.path} in {PATIENCE} s; "
                    f"{connection.bytes[:200]!r} came") from error
            return False
        self.answers += 1
        key = f"{request.method} {request.path}"
        self.statuses.setdefault(key, {}).setdefault(answer.status, 0)
        self.statuses[key][answer.status] += 1
        self.invariants.check(request, answer)
        self.state.learn(answer)
        if not answer.is_whole or not request.is_exact:
            return False
        if answer.closes:
            if not connection.is_ended(5):
                raise Fault("Connection: close, and it is open after 5 s")
            return False
        if request.version == "HTTP/1.0" and "keep-alive" not in answer.field("connection"):
            if not connection.is_ended(5):
                raise Fault("open after an answer to HTTP/1.0")
            return False
        return True

    # --- The whole

    @property
    def servers(self):
        return [self.server, self.secure]

    def look(self):
        for server in self.servers:
            self.look_at(server)

    def look_at_health(self, server):
        """Fails if the server's loop is held, and not the machine, which would hold the other."""
        other = next(each for each in self.servers if each is not server)
        bound = max(HEALTHY * (SECURE if server.is_secure else 1), 5 * self.quick[server])
        times, others = [server.health()], [other.health()]
        while min(times) > bound and len(times) < TRIES:
            times.append(server.health())
            others.append(other.health())
        if min(times) > bound and min(times) > 3 * min(others):
            raise Fault(f"/healthz takes {min(times):.3f} s, at another {min(others):.3f} s")

    def look_at(self, server):
        self.look_at_health(server)
        memory = server.memory()
        if server not in self.warm and self.rounds >= WARM:
            self.warm[server] = memory
        if memory > self.warm.get(server, memory) + GROWTH:
            raise Fault(f"{memory >> 20} MiB of memory, from {self.warm[server] >> 20}")
        if server.descriptors() > 500:
            raise Fault(f"{server.descriptors()} descriptors")
        self.look_at_files(server)
        rooms = {room["name"] for room in server.json("/rooms")["rooms"]}
        if made := rooms & self.state.asked:
            raise Fault(f"a safe method made {sorted(made)}")

    def look_at_files(self, server):
        """Of what was cut off nothing may be left but the uploads that can go on."""
        folder = server.folder / "files/incoming"
        left = len(os.listdir(folder)) if os.path.isdir(folder) else 0
        # Two files each of the most that there may be, and some that are under way.
        if left > 2 * 256 + 16:
            raise Fault(f"{left} files in files/incoming")

    def summary(self):
        asked = len([key for key in self.statuses])
        return (f"{self.rounds} rounds, {self.answers} answers of {asked} addresses with methods, "
                f"{self.server.memory() >> 20} MiB")


def has_password(request):
    """Whether a password has to be compared, which is slow by design."""
    for name, value in request.fields:
        if name.lower() == "authorization" and value.startswith("Basic "):
            try:
                return not base64.b64decode(value[6:]).endswith(b":")
            except ValueError:
                return False
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--program", default=".build/debug/chat-server")
    parser.add_argument("--statuses", action="store_true", help="print what was answered")
    options = parser.parse_args()
    seed = secrets.randbelow(1 << 32) if options.seed is None else options.seed
    print(f"fuzz: seed {seed}, {options.seconds:g} s", flush=True)
    settings = ["--rate-limit", "0", "--allow-origin", "https://ok.example", "--host",
                "ok.example", "--upload-limit", "1M", "--drain-time", "1"]
    server = Server(options.program, *settings)
    secure = Server(options.program, *settings, is_secure=True)
    fuzz = Fuzz(server, secure, seed)
    try:
        fuzz.run(options.seconds)
    except Exception:
        traceback.print_exc()
        print(f"fuzz: round {fuzz.rounds} of seed {seed}; what was sent:", file=sys.stderr)
        for data in fuzz.sent:
            print(f"  {data[:3000]!r}", file=sys.stderr)
        for server in fuzz.servers:
            print(server.words()[-3000:], file=sys.stderr)
            server.stop()
        return 1
    if options.statuses:
        for key, counts in sorted(fuzz.statuses.items()):
            print(f"  {key}: {counts}")
    print(f"fuzz: {fuzz.summary()}")
    codes = [server.stop() for server in fuzz.servers]
    if any(codes):
        print(f"fuzz: the servers ended with {codes}", file=sys.stderr)
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
