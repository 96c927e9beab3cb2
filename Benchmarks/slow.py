#!/usr/bin/env python3
"""What slow clients cost the others: the times of posts and reads beside them, and alone.

    Benchmarks/slow.py [--seconds N] [PROGRAM]

The slow ones are slowhttptest's in its four modes, 1,000 clients that read nothing of a stream or
of an export, and more idle connections than a server with 256 descriptors can hold. The times alone
are taken before and after each case, in turn. All on this machine; every load ends by itself.
"""
import argparse
import http.client
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Tests/Fuzz"))

from fuzzed_server import HOST, Server, percentile  # noqa: E402

# How much longer the others' p99 may be.
ALLOWED = 1.2
# Times below this many milliseconds are not told apart: a switch of threads is of this order.
GRAIN = 2.0


def times(server, seconds, connection=None, rate=200):
    """Milliseconds of posts and reads in turn, so many a second on a connection that is kept."""
    connection = connection or http.client.HTTPConnection(HOST, server.port, timeout=30)
    found, number, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        answer = ask(connection, number)
        if answer.status not in (200, 201):
            raise SystemExit(f"{answer.status} for one of the others")
        found.append((time.monotonic() - start) * 1000)
        number += 1
        time.sleep(max(0, start + 1 / rate - time.monotonic()))
    connection.close()
    return found


def ask(connection, number):
    """An answer; on a new connection where this one has made way for others, being idle."""
    for attempt in range(3):
        try:
            if number % 2:
                connection.request("GET", "/rooms/general/messages?limit=5")
            else:
                connection.request("POST", "/rooms/general/messages", f"hello {number}")
            answer = connection.getresponse()
            answer.read()
            return answer
        except (OSError, http.client.HTTPException):
            connection.close()
    raise SystemExit("one of the others gets no answer")


class SlowHTTPTest:
    """One of slowhttptest's modes with a thousand connections."""

    def __init__(self, *mode):
        self.mode = mode

    def __call__(self, server, seconds):
        url = f"http://{HOST}:{server.port}/rooms/general/events?format=ndjson"
        self.process = subprocess.Popen(
            ["slowhttptest", *self.mode, "-c", "1000", "-r", "1000", "-l", str(seconds + 5),
             "-u", url, "-i", "5", "-p", "3"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(3)

    def end(self):
        self.process.kill()
        self.process.wait()


class Stalled:
    """Clients that ask and take nothing, with the smallest buffers that there are."""

    def __init__(self, count, path):
        self.count, self.path = count, path

    def __call__(self, server, seconds):
        self.sockets = []
        for _ in range(self.count):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.settimeout(2)
            try:
                client.connect((HOST, server.port))
                if self.path:
                    client.sendall(
                        f"GET {self.path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            except OSError:
                # Where the server has no place left, that is the case that is looked at.
                pass
            self.sockets.append(client)
        time.sleep(2)

    def end(self):
        for client in self.sockets:
            client.close()


CASES = {
    "slowhttptest -H (head)": (SlowHTTPTest("-H"), None),
    "slowhttptest -B (body)": (SlowHTTPTest("-B"), None),
    "slowhttptest -R (ranges)": (SlowHTTPTest("-R"), None),
    "slowhttptest -X (reading)": (SlowHTTPTest("-X", "-w", "512", "-y", "1024", "-n", "5"), None),
    "1,000 stalled streams": (Stalled(1000, "/rooms/general/stream?since=all&format=ndjson"), None),
    "1,000 stalled exports": (Stalled(1000, "/rooms/general/events?format=ndjson"), None),
    "300 idle, ulimit -n 256": (Stalled(300, None), 256),
}


def fill(server):
    """A room of some megabytes, so that a client that takes nothing leaves something waiting."""
    rows = "at,user,text\n" + "".join(
        f"2026-01-01T00:00:{i % 60:02d}Z,m{i % 40},{'x' * 400}\n" for i in range(20_000))
    connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
    connection.request("POST", "/rooms/general/import", rows,
                       {"Authorization": "Bearer " + server.token, "Content-Type": "text/csv"})
    connection.getresponse().read()
    connection.close()


def measure(name, program, seconds):
    load, descriptors = CASES[name]
    server = Server(program, "--rate-limit", "0", "--drain-time", "1", descriptors=descriptors)
    try:
        fill(server)
        alone = times(server, seconds / 2)
        # With all places taken only those who came before are served: so one is opened now.
        kept = http.client.HTTPConnection(HOST, server.port, timeout=30)
        kept.connect()
        load(server, seconds)
        beside = times(server, seconds, kept)
        memory = server.memory() >> 20
        load.end()
        time.sleep(1)
        alone += times(server, seconds / 2)
        worst = percentile(alone, 0.99), percentile(beside, 0.99)
        return *worst, statistics.median(beside), memory, server.lives()
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", nargs="?", default=".build-bin/chat-server")
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    if not shutil.which("slowhttptest"):
        raise SystemExit("slowhttptest is missing: apt-get install slowhttptest")
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
    failed = []
    print("| case | p99 alone | p99 beside | median | memory | |\n|---|---|---|---|---|---|")
    for name in CASES:
        alone, beside, median, memory, lives = measure(name, options.program, options.seconds)
        is_good = lives and (beside <= alone * ALLOWED or beside <= alone + GRAIN)
        failed += [] if is_good else [name]
        print(f"| {name} | {alone:.1f} ms | {beside:.1f} ms | {median:.1f} ms | {memory} MiB | "
              f"{'good' if is_good else 'BAD'} |", flush=True)
    print(f"slow: BAD: {', '.join(failed)}" if failed else
          f"slow: good: others' p99 is within {ALLOWED:g} times what it is alone, or {GRAIN:g} ms")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
