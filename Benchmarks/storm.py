#!/usr/bin/env python3
"""All clients come back at once after a restart, each for what it has missed.

    Benchmarks/storm.py [--server PROGRAM]... [--streams N] [--rooms N] [--missed N] [--behind N]

Every room gets messages, the server is killed and started again, and then chat-bench opens the
streams as fast as they open. Each begins behind one of the first cursors, so that not all of them
have missed the same. It tells when half, nearly all and all of them were live with what they had
missed, and what the server spent. With several servers they take turns.
"""
import argparse
import json
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from server import Server, basic

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "Benchmarks/.build/release/chat-bench"
SIZE = 64
AHEAD = 256


def requests(rooms, missed):
    """Posts of a round that begins each room, and of those that will be missed."""
    field = "Authorization: " + basic("p00000")
    for number in range(-1, missed):
        # As chat-bench writes it: publisher, counter and time.
        text = "begin" if number < 0 else f"~0000 {number:08} {0:016} ".ljust(SIZE, "x")
        for room in range(rooms):
            yield (f"POST /rooms/bench-{room:05}/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                   f"{field}\r\nContent-Type: text/plain\r\n"
                   f"Content-Length: {len(text)}\r\n\r\n{text}").encode()


def fill(port, rooms, missed):
    """Posts all; returns the cursor behind each round."""
    cursors, all_ = [], list(requests(rooms, missed))
    with socket.create_connection(("127.0.0.1", port)) as connection:
        answers = connection.makefile("rb")
        for start in range(0, len(all_), AHEAD):
            block = all_[start:start + AHEAD]
            connection.sendall(b"".join(block))
            for number in range(start, start + len(block)):
                event = answer(answers)
                if number % rooms == rooms - 1:
                    cursors.append(event["cursor"])
    return cursors


def answer(file):
    """The event of an answer to a post."""
    line, length = file.readline(), 0
    if b" 201 " not in line:
        sys.exit(f"a post was answered with {line}")
    while (field := file.readline().lower()) != b"\r\n":
        if field.startswith(b"content-length:"):
            length = int(field.split(b":")[1])
    return json.loads(file.read(length))


def run(program, chosen):
    """One storm: chat-bench's report."""
    with tempfile.TemporaryDirectory(dir=ROOT / "Benchmarks") as folder:
        server = Server(program, folder, "--rate-limit", "0", *chosen.options.split())
        cursors = fill(server.start().port, chosen.rooms, chosen.missed)
        server.kill()
        server.start()
        try:
            done = subprocess.run(
                [BENCH, "--address", f"127.0.0.1:{server.port}", "--streams", str(chosen.streams),
                 "--rooms", str(chosen.rooms), "--since", ",".join(cursors[:chosen.behind]),
                 "--missed", str(chosen.missed), "--at-once", str(chosen.at_once), "--hold", "0.5",
                 "--size", str(SIZE), "--json", "--pid", str(server.process.pid),
                 *["--named"][:chosen.named]],
                capture_output=True, text=True)
        finally:
            server.kill()
    report = json.loads(done.stdout) if done.stdout else sys.exit(done.stderr)
    if done.returncode:
        sys.exit(f"not clean: {report['problems']} {report['read']['faults']}")
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--server", action="append", help="a chat-server; the release build")
    parser.add_argument("--options", default="", help="further options of the server")
    parser.add_argument("--named", action="store_true", help="each is a member of its own")
    for name, value, words in [
            ("streams", 10_000, "that come back"), ("rooms", 20, "over which they are spread"),
            ("missed", 25, "messages of each room"), ("behind", 20, "places where they begin"),
            ("at-once", 10_000, "streams that may be opening at a time"), ("rounds", 3, "of runs")]:
        parser.add_argument(f"--{name}", type=int, default=value, help=f"{words} ({value})")
    chosen = parser.parse_args()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    programs = chosen.server or [str(ROOT / ".build-bin/chat-server")]
    found = {number: [] for number in range(len(programs))}
    for turn in range(chosen.rounds):
        for number in sorted(found, key=lambda number: (number + turn) % len(programs)):
            found[number].append(run(programs[number], chosen))
    print(f"{chosen.streams} streams of {chosen.rooms} rooms, {chosen.missed} messages of each,"
          f" medians of {chosen.rounds}, ms")
    print(f"{'complete: p50':>14}{'p99':>8}{'last':>8}"
          f"{'live: p50':>12}{'p99':>8}{'last':>8}{'CPU':>8}")
    for number, reports in found.items():
        row = [statistics.median(report[part][key] for report in reports)
               for part in ("complete", "live") for key in ("p50", "p99", "max")]
        row.append(1_000 * statistics.median(
            report["serverUserSeconds"] + report["serverSystemSeconds"] for report in reports))
        widths = [14, 8, 8, 12, 8, 8, 8]
        print("".join(f"{value:{width}.0f}" for value, width in zip(row, widths)), programs[number])


if __name__ == "__main__":
    main()
