#!/usr/bin/env python3
"""What accounts cost: sign-ins, the start with many of them, and idle streams over HTTP/2.

    Benchmarks/access.py [--rounds N] [--streams N] [PROGRAM]

A wrong password, a name that nobody has and a disabled account are tried in turn, so that whatever
else the machine does falls on all alike; their medians must be the same within noise. Starts with
an empty data folder and with 10,000 accounts and 100,000 memberships are timed in turn too. Idle
streams are h2load's. All on this machine; every load ends by itself.
"""
import argparse
import http.client
import json
import sqlite3
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from server import Server, basic, certificate, percentile

ACCOUNTS = 10_000
ROOMS = 200
# A sign-in takes its time by design, and two of the same kind differ by about as much.
ALLOWED = 1.05
OPTIONS = ("--auth", "accounts", "--sign-in-rate", "1000000", "--log-level", "error")
PASSWORD = "a long password"


def ask(server, method, path, field, body=None):
    """Asks on a connection of its own; gives the status and the milliseconds."""
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    client.connect()
    fields = {"Authorization": field, "Content-Type": "application/json"}
    start = time.monotonic()
    client.request(method, path, body, fields)
    answer = client.getresponse()
    answer.read()
    client.close()
    return answer.status, (time.monotonic() - start) * 1000


def sign_ins(server, rounds):
    """Milliseconds of each kind of sign-in that fails, and of one that does not."""
    operator = "Bearer " + server.token
    for name in ("ann", "bob"):
        account = json.dumps({"name": name, "password": PASSWORD})
        assert ask(server, "POST", "/accounts", operator, account)[0] == 201
    assert ask(server, "PATCH", "/accounts/bob", operator, '{"disabled":true}')[0] == 200
    kinds = {
        "right password": (200, "ann", PASSWORD), "wrong password": (401, "ann", "not the word"),
        "unknown name": (401, "zoe", "not the word"), "disabled": (401, "bob", PASSWORD),
    }
    found = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind, (status, name, password) in kinds.items():
            answer, taken = ask(server, "GET", "/me", basic(name, password))
            assert answer == status, (kind, answer)
            found[kind].append(taken)
    return found


def rate(server, seconds, clients=8):
    """Sign-ins a second of clients at once, and the milliseconds of each."""
    taken, end, lock = [], time.monotonic() + seconds, threading.Lock()

    def client():
        while time.monotonic() < end:
            status, time_taken = ask(server, "GET", "/me", basic("ann", PASSWORD))
            assert status == 200, status
            with lock:
                taken.append(time_taken)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(taken) / (time.monotonic() - start), sorted(taken)


def fill(folder):
    """Writes accounts and memberships as the server would, without its hashes."""
    database = sqlite3.connect(folder / "burble.sqlite")
    with database:
        database.executemany(
            "INSERT INTO accounts VALUES (?, ?, NULL, 0, 0, 0, 0)",
            ((f"m{number}", f"m{number}") for number in range(ACCOUNTS)))
        database.executemany(
            "INSERT INTO rooms (name, topic, visibility, created_at) VALUES (?, '', 'private', 0)",
            ((f"r{number}",) for number in range(ROOMS)))
        database.executemany(
            "INSERT INTO members (room, member, name, role) VALUES (?, ?, ?, 'member')",
            ((f"r{room}", f"m{number}", f"m{number}")
             for room in range(ROOMS) for number in range(room, ACCOUNTS, ACCOUNTS // 500)))
        count = database.execute("SELECT count(*) FROM members").fetchone()[0]
    database.close()
    return count


def starts(program, folder, rounds):
    """Milliseconds from the start to the first answer, empty and full in turn."""
    found = {"empty": [], "full": []}
    servers = {name: Server(program, folder / name, *OPTIONS) for name in found}
    for server in servers.values():
        server.start().kill()
    count = fill(folder / "full")
    for _ in range(rounds):
        for name, server in servers.items():
            start = time.monotonic()
            server.process = subprocess.Popen(
                [*server.command(), "--log-level", "info"],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            while "listening" not in (line := server.process.stderr.readline()):
                assert line, "the server does not start"
            found[name].append((time.monotonic() - start) * 1000)
            server.kill()
    return count, found


def idle(program, folder, count):
    """Kilobytes of an idle stream over HTTP/2, a hundred on each connection."""
    clear = Server(program, folder / "idle", "--auth", "open", "--log-level", "error")
    secure = clear.port + 1
    clear.listen = clear.url
    clear.options += (
        "--listen", f"https://127.0.0.1:{secure}", *certificate(folder),
        "--connection-limit", str(count + 100))
    with open(folder / "idle.log", "w", encoding="utf-8") as log:
        clear.start(stderr=log)
    # What the first connections make once is not a stream's.
    load(secure, 200, 3)
    before = clear.memory()
    client = load(secure, count, 0)
    time.sleep(15)
    after, open_now = clear.memory(), streams(clear)
    client.kill()
    client.wait()
    clear.kill()
    return open_now, (after - before) * 1024 / max(1, open_now)


def load(port, count, seconds):
    client = subprocess.Popen(
        ["h2load", "-n", str(count), "-c", str(max(1, count // 100)), "-m", "100",
         f"https://127.0.0.1:{port}/rooms/general/stream?format=ndjson&heartbeat=60"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if seconds:
        time.sleep(seconds)
        client.kill()
        client.wait()
        time.sleep(2)
    return client


def streams(server):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    client.request("GET", "/stats")
    found = json.loads(client.getresponse().read())["streams"]
    client.close()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--streams", type=int, default=5000)
    parser.add_argument("program", nargs="?", default=".build/release/chat-server")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = Server(given.program, folder / "people", *OPTIONS).start()
        found = sign_ins(server, given.rounds)
        per_second, taken = rate(server, 10)
        server.kill()
        for kind, times in found.items():
            print(f"{kind:15} {statistics.median(times):7.1f} ms, median of {len(times)}")
        medians = [statistics.median(found[k]) for k in found if k != "right password"]
        ratio = max(medians) / min(medians)
        print(f"of those that fail the slowest to the quickest: {ratio:.3f}")
        p50, p99 = percentile(taken, 0.5), percentile(taken, 0.99)
        print(f"8 clients at once: {per_second:.1f} sign-ins a second, "
              f"p50 {p50:.0f} ms, p99 {p99:.0f} ms")
        count, times = starts(given.program, folder, 9)
        empty, full = (statistics.median(times[k]) for k in ("empty", "full"))
        print(f"start empty {empty:.0f} ms, with {ACCOUNTS} accounts and {count} memberships "
              f"{full:.0f} ms")
        open_now, each = idle(given.program, folder, given.streams)
        print(f"{open_now} idle streams over HTTP/2: {each:.1f} kB each")
    return 0 if ratio <= ALLOWED else 1


if __name__ == "__main__":
    raise SystemExit(main())
