#!/usr/bin/env python3
"""What a server does beyond what it can do, and whether its memory stays flat.

    Benchmarks/overload.py [NAME ...] [--server PATH] [--scale PART] [--write]

Each part gets a server of its own on 127.0.0.1. `--scale 0.1` does a tenth of everything. `--write`
puts the figures into docs/reliability.md. The exit code is 1 if a claim does not hold.
"""

import argparse
import json
import re
import resource
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/Reliability"))
from lab import Broken, Meanwhile, Server, basic, claim, percentile  # noqa: E402
from run import PAGES, build, kept_rows, rewrite  # noqa: E402


class Prober(Meanwhile):
    """A member that posts ten times a second, as everybody does: how long it waits."""

    def __init__(self, server):
        self.server, self.times, self.codes = server, [], {}

    def once(self):
        began = time.monotonic()
        code = post(self.server, "probe", "prober", b"hello")
        self.codes[code] = self.codes.get(code, 0) + 1
        if code == 201:
            self.times.append(time.monotonic() - began)

    @property
    def words(self):
        if not self.times:
            return f"the prober was answered {self.codes}"
        return (f"another member's posts meanwhile: median {self.most(0.5):.0f} ms, "
                f"99th {self.most(0.99):.0f} ms, answers {self.codes}")

    def most(self, part):
        """Milliseconds that a part of the posts does not exceed."""
        return percentile(self.times, part) * 1000


def ask(server, path, method="GET", body=None, headers=None, timeout=60):
    """Status, body, headers."""
    request = urllib.request.Request(server.url + path, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers
    except OSError:
        return 0, b"", {}


def post(server, room, name, text):
    return ask(server, f"/rooms/{room}/messages", "POST", text,
               {"Authorization": basic(name), "Content-Type": "text/plain"})[0]


def load(server, count, clients, depth, size=100, room="flood", name="loader"):
    """Posts by h2load; gives seconds, counts by the status's class, and the longest wait."""
    with tempfile.NamedTemporaryFile() as body:
        body.write(b"x" * size)
        body.flush()
        done = subprocess.run(
            ["h2load", "--h1", "-n", str(count), "-c", str(clients), "-m", str(depth), "-d", body.name,
             "-H", f"Authorization: {basic(name)}", "-H", "Content-Type: text/plain",
             f"{server.url}/rooms/{room}/messages"], capture_output=True, text=True).stdout
    took = re.search(r"finished in ([\d.]+)(m?s)", done)
    seconds = float(took[1]) / (1000 if took[2] == "ms" else 1)
    codes = dict(zip(("2xx", "3xx", "4xx", "5xx"),
                     map(int, re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", done).groups())))
    return seconds, codes, re.search(r"time for request:.*", done)[0]


def answered(server, status):
    """How often the server has answered with a status."""
    told = ask(server, "/metrics")[1].decode()
    found = re.search(rf'^burble_answers_total\{{[^}}]*status="{status}"[^}}]*\}} (\d+)', told, re.M)
    return int(found[1]) if found else 0


class Streams:
    """Thousands of streams in one thread."""

    def __init__(self, server, count, room="crowd"):
        self.server, self.count, self.room = server, count, room
        self.selector = selectors.DefaultSelector()
        self.live = self.ended = self.messages = 0
        self.cursors = {}

    def open(self, count=None, pause=0):
        for _ in range(self.count if count is None else count):
            connection = socket.socket()
            connection.setblocking(False)
            connection.connect_ex((self.server.host, self.server.port))
            self.selector.register(connection, selectors.EVENT_WRITE, [b"", False])
        return self

    def serve(self, until, seconds):
        """Reads until something is so; gives the seconds it took."""
        began = time.monotonic()
        while not until() and time.monotonic() < began + seconds:
            for key, mask in self.selector.select(0.05):
                self.turn(key, mask)
        claim(until(), f"after {seconds} s {self.live} streams are live, {self.ended} ended")
        return time.monotonic() - began

    def turn(self, key, mask):
        connection = key.fileobj
        try:
            if mask & selectors.EVENT_WRITE:
                connection.sendall(f"GET /rooms/{self.room}/stream?format=ndjson HTTP/1.1\r\n"
                                   f"Host: localhost\r\n\r\n".encode())
                self.selector.modify(connection, selectors.EVENT_READ, key.data)
                return
            part = connection.recv(65536)
        except OSError:
            part = b""
        if not part:
            self.selector.unregister(connection)
            connection.close()
            self.ended += 1
            self.live -= key.data[1]
            return
        self.messages += part.count(b'"type":"message"')
        if not key.data[1] and b'"type":"live"' in part:
            key.data[1] = True
            self.live += 1

    def close(self):
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        self.selector.close()


# The parts

def one_member(options):
    """One member floods, at the usual limit of 10 a second."""
    with Server(options.server, "--rate-limit", "10") as server, Prober(server) as prober:
        seconds, codes, _ = load(server, options.scaled(50_000), 50, 4)
    claim(codes["5xx"] == 0 and codes["4xx"] > codes["2xx"], f"{codes}")
    claim(prober.most(0.99) < 1000, prober.words)
    return f"{codes['2xx']:,} taken and {codes['4xx']:,} refused (429) in {seconds:.1f} s; {prober.words}"


def all_at_once(options):
    """More posts at once than may wait for the disk (16,384), without a limit of rate."""
    with Server(options.server) as server, Prober(server) as prober:
        seconds, codes, waited = load(server, options.scaled(400_000), 1000, 32)
        alive = ask(server, "/readyz")[0]
    claim(alive == 200, "the server is not ready afterwards")
    claim(codes["4xx"] == 0, f"{codes}")
    return (f"{codes['2xx']:,} taken ({codes['2xx'] / seconds:,.0f} a second), {codes['5xx']:,} refused (503); "
            f"{waited}; {prober.words}")


def bytes_at_once(options):
    """More text at once than may wait for the disk (64 MiB): messages of 250 KB, a thousand at a time."""
    clients, size = 1000, 250_000
    with Server(options.server, "--message-limit", "1M") as server, Prober(server) as prober:
        seconds, codes, waited = load(server, max(clients, options.scaled(3000)), clients, 1, size)
        alive, refused = ask(server, "/readyz")[0], answered(server, 503)
        words = f"{codes}, {refused} times 503"
    claim(alive == 200, "the server is not ready afterwards")
    claim(codes["4xx"] == 0 and codes["2xx"] > 0 and refused >= codes["5xx"] > 0, words)
    return (f"{codes['2xx']:,} taken ({codes['2xx'] * size / seconds / 1e6:,.0f} MB a second), {codes['5xx']:,} "
            f"refused (503); {waited}; {prober.words}")


def streams_return(options):
    """Ten thousand streams come back at once after a kill."""
    count = options.scaled(10_000)
    with Server(options.server) as server:
        streams = Streams(server, count).open()
        first = streams.serve(lambda: streams.live == count, 120)
        server.end(signal.SIGKILL)
        streams.serve(lambda: streams.ended == count, 60)
        server.start()
        streams.ended = 0
        with Prober(server) as prober:
            streams.open()
            again = streams.serve(lambda: streams.live == count, 120)
        lost = streams.ended
        streams.close()
    claim(lost == 0, f"{lost} streams were refused")
    return f"{count:,} streams opened in {first:.1f} s, and again in {again:.1f} s, none refused; {prober.words}"


def large_room(options):
    """One room of ten thousand streams."""
    count, said = options.scaled(10_000), 50
    with Server(options.server) as server:
        streams = Streams(server, count).open()
        streams.serve(lambda: streams.live == count, 120)
        before = server.status("VmRSS")

        def say():
            for number in range(said):
                post(server, "crowd", "speaker", f"message {number}".encode())
        speaker = threading.Thread(target=say)
        speaker.start()
        took = streams.serve(lambda: streams.messages >= count * said, 120)
        speaker.join()
        claim(streams.messages == count * said, f"{streams.messages} deliveries of {count * said}")
        grown = (server.status("VmRSS") - before) / 1024
        streams.close()
    return (f"{said} messages to {count:,} streams: {count * said:,} deliveries in {took:.1f} s "
            f"(read by Python), memory +{grown:.0f} MB, none ended")


def many_rooms(options):
    """A hundred thousand rooms."""
    count = options.scaled(100_000)
    with Server(options.server, "--room-limit", "1000000") as server:
        began = time.monotonic()
        make_rooms(server, count)
        made = time.monotonic() - began
        claim(server.end() == 0, "it does not stop")
        began = time.monotonic()
        server.start()
        started = time.monotonic() - began
        memory = server.status("VmRSS") / 1024
        times = {}
        with Prober(server) as prober:
            for path in ["/rooms", "/stream?timeout=1s&format=ndjson", "/search?q=hello", "/rooms/r77/messages",
                         "/metrics", "/stats"]:
                began = time.monotonic()
                code, body, _ = ask(server, path, headers={"Authorization": basic("reader")})
                claim(code == 200, f"{path}: {code} {body[:200]}")
                times[path] = time.monotonic() - began
        again = server.status("VmRSS") / 1024
    told = ", ".join(f"`{path}` {seconds * 1000:.0f} ms" for path, seconds in times.items())
    return (f"{count:,} rooms made in {made:.0f} s; started in {started:.2f} s, {memory:.0f} MB, then {again:.0f} MB; "
            f"{told}; {prober.words}")


def make_rooms(server, count):
    """A message in each, over one connection with many requests in flight."""
    with socket.create_connection((server.host, server.port)) as connection:
        lines = connection.makefile("rb")
        sent = taken = 0
        while taken < count:
            block = b"".join(
                f"POST /rooms/r{number}/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: {basic('maker')}\r\n"
                f"Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello".encode()
                for number in range(sent, min(count, sent + 200)))
            connection.sendall(block)
            sent = min(count, sent + 200)
            while taken < sent:
                line = lines.readline()
                claim(line, "the connection ended")
                if line.startswith(b"HTTP/1.1 "):
                    claim(line.split()[1] == b"201", f"{line}")
                    taken += 1


def slope(points):
    """Of a line through points, by least squares."""
    xs, ys = zip(*points)
    middle, mean = statistics.mean(xs), statistics.mean(ys)
    return sum((x - middle) * (y - mean) for x, y in points) / sum((x - middle) ** 2 for x in xs)


def flat_messages(options):
    """A million messages."""
    rounds, each = 20, options.scaled(50_000)
    points = []
    with Server(options.server) as server:
        load(server, each, 32, 8)
        for number in range(1, rounds + 1):
            _, codes, _ = load(server, each, 32, 8)
            claim(codes["2xx"] == each, f"{codes}")
            points.append((number * each / 1e6, server.status("VmRSS") / 1024))
    # The caches are full after the first half.
    late = points[rounds // 2:]
    grows = slope(late)
    # A short run is all warming up.
    claim(grows < 20 or options.scale < 0.5, f"{grows:.1f} MB for each million messages")
    return (f"{rounds * each:,} messages: {points[0][1]:.0f} MB after the first twentieth, {points[-1][1]:.0f} MB "
            f"at the end; slope of the second half {grows:+.1f} MB for a million messages")


def flat_connects(options):
    """Ten thousand streams opened and closed, a thousand at a time."""
    rounds, each = 10, options.scaled(1000)
    points = []
    with Server(options.server) as server:
        for number in range(1, rounds + 1):
            streams = Streams(server, each).open()
            streams.serve(lambda: streams.live == each, 60)
            streams.close()
            end = time.monotonic() + 30
            while server.descriptors() > 100 and time.monotonic() < end:
                time.sleep(0.05)
            points.append((number * each / 1e4, server.status("VmRSS") / 1024))
    grows = slope(points[3:])
    claim(grows < 10, f"{grows:.1f} MB for ten thousand connections")
    return (f"{points[0][1]:.0f} MB after the first thousand, {points[-1][1]:.0f} MB after the last; slope "
            f"{grows:+.1f} MB for ten thousand")


def bounds(options):
    """The log's quota and the disk's floor."""
    told = []
    for setting, value in [("log-quota", "2M"), ("disk-floor", "900G")]:
        with Server(options.server, f"--{setting}", value) as server:
            code, count = 201, -1
            while code == 201 and count < 2000:
                code, body, _ = ask(server, "/rooms/a/messages", "POST", b"x" * 4000,
                                    {"Authorization": basic("ann"), "Content-Type": "text/plain"})
                count += 1
            problem = json.loads(body)
            claim(code == 507 and problem["configKey"] == setting, f"{code} {problem}")
            claim(ask(server, "/rooms/a/events")[0] in (200, 404), "reading is refused as well")
            told.append(f"`{setting}`: 507 `{problem['code']}` after {count} posts, naming `{problem['configKey']}`")
    return "; ".join(told)


PARTS = {
    "one-member": one_member, "all-at-once": all_at_once, "bytes-at-once": bytes_at_once,
    "streams-return": streams_return, "large-room": large_room, "many-rooms": many_rooms,
    "flat-messages": flat_messages, "flat-connects": flat_connects, "bounds": bounds,
}


class Options:
    def __init__(self, server, scale):
        self.server, self.scale = server, scale

    def scaled(self, count):
        return max(1, int(count * self.scale))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--server", default=str(ROOT / ".build-bin/chat-server"))
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    options = Options(arguments.server, arguments.scale)
    rows, is_broken = kept_rows(PAGES[False], "overload") if arguments.write else {}, False
    for name in arguments.names or PARTS:
        began = time.monotonic()
        try:
            words = " ".join(PARTS[name](options).split())
        except Broken as fault:
            words, is_broken = f"**FAULT**: {fault}", True
        print(f"{name:16} {time.monotonic() - began:4.0f} s  {words}", flush=True)
        rows[name] = f"| `{name}` | {PARTS[name].__doc__} | {words.replace('|', '/')} |"
    if arguments.write:
        told = f"{time.strftime('%Y-%m-%d')}, {build(arguments.server)}, `--scale {arguments.scale:g}`, " \
               f"two cores shared with the load.\n\n"
        kept = [rows[name] for name in PARTS if name in rows]
        table = "\n".join(["| what | load | figures |", "| --- | --- | --- |", *kept])
        rewrite("overload", told + table, PAGES[False])
    return 1 if is_broken else 0


if __name__ == "__main__":
    sys.exit(main())
