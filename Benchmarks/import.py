#!/usr/bin/env python3
"""Measures import and export beside SQLite's own.

    Benchmarks/import.py [LOG.csv | LOG.csv.gz] [--server PATH] [--rows N]

Without a file it makes a conversation of its own. Two servers in turn take it in by one `curl -T`;
it is found by search, comes out as CSV, NDJSON and text, and goes into the second server; the two
CSV exports must be equal. The same rows go through `sqlite3 .import` into the same tables, and out
by `sqlite3 -csv`. Memory is looked at throughout, also with a reader at 10 kB/s. Everything listens
on 127.0.0.1 alone.
"""

import argparse
import csv
import gzip
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

from server import Server

ROOT = Path(__file__).resolve().parent.parent


class Watch(threading.Thread):
    """Looks at a server's memory five times a second."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.seen, self.ended = server, [server.memory()], threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(0.2):
            self.seen.append(self.server.memory())

    def end(self):
        self.ended.set()
        self.join()
        return f"{self.seen[0]:.0f} MB before, {max(self.seen):.0f} most, {self.seen[-1]:.0f} after"


def make_log(path, rows):
    words = "a kernel mounts the disk while nobody looks at kubuntu and sound works again".split()
    draw = random.Random(7)
    with open(path, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["at", "user", "type", "text"])
        for row in range(rows):
            at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(1_100_000_000 + row))
            text = " ".join(draw.choices(words, k=draw.randint(3, 22)))
            table.writerow([at, f"user{draw.randint(1, 900)}", "message", text])


def plain_log(path, folder, rows):
    log = folder / "log.csv"
    if path is None:
        make_log(log, rows)
    elif path.suffix == ".gz":
        with gzip.open(path) as source, open(log, "wb") as target:
            shutil.copyfileobj(source, target)
    else:
        shutil.copyfile(path, log)
    return log


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def sqlite(database, *commands):
    start = time.monotonic()
    text = "\n".join(commands) + "\n"
    subprocess.run(["sqlite3", str(database)], input=text.encode(), check=True,
                   stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def beside_sqlite(server, folder):
    """The rows of the server's table, into the same tables and out again; seconds of both."""
    source = server.folder / "burble.sqlite"
    if not source.exists():
        source = next(path for path in server.folder.glob("*.sqlite") if "search" not in path.name)
    schema = subprocess.run(["sqlite3", str(source), ".schema --nosys"], check=True,
                            capture_output=True).stdout.decode()
    # An empty cell is a text to `.import`, and would enter this index, which no row is in.
    schema += "\nDROP INDEX IF EXISTS events_by_file;"
    dump, other = folder / "rows.csv", folder / "other.sqlite"
    subprocess.run(["sqlite3", "-csv", str(source), "SELECT * FROM events"], check=True,
                   stdout=open(dump, "wb"))
    into = sqlite(other, "PRAGMA journal_mode=WAL;", "PRAGMA synchronous=FULL;", schema,
                  f".import --csv {dump} events")
    def count(database):
        asked = ["sqlite3", str(database), "SELECT count(*), sum(length(text)) FROM events"]
        return subprocess.run(asked, check=True, capture_output=True).stdout

    if count(source) != count(other):
        sys.exit("sqlite3 has imported something else")

    def out():
        start = time.monotonic()
        with open(folder / "out.csv", "wb") as file:
            subprocess.run(
                ["sqlite3", "-csv", str(other),
                 "SELECT r.name, seq, at, user_name, type, text, target, '' FROM events "
                 "LEFT JOIN rooms r ON r.id = events.room ORDER BY position"],
                check=True, stdout=file)
        return time.monotonic() - start

    return into, out


def settled(server):
    """Seconds until the search index has everything."""
    start = time.monotonic()
    while time.monotonic() - start < 300:
        url = f"{server.url}/search?q=kubuntu&limit=5"
        found = json.load(urllib.request.urlopen(url, timeout=30))
        if found["behind"] == 0:
            return time.monotonic() - start, found
        time.sleep(0.2)
    sys.exit("the index does not catch up")


def search_times(server):
    """The slowest word's median and the slowest of all, to the first byte; milliseconds."""
    medians, most = {}, 0
    for words in ("the", "ubuntu", "install sound", '"hard drive"', "zsh", "xyzzyq"):
        for order in ("newest", "rank"):
            query = urllib.parse.urlencode({"q": words, "order": order} if order == "rank" else {"q": words})
            times = [
                float(subprocess.run(
                    ["curl", "-sSf", "-o", os.devnull, "-w", "%{time_starttransfer}",
                     f"{server.url}/search?{query}"], check=True, capture_output=True).stdout) * 1000
                for _ in range(15)
            ]
            medians[f"{words}, {order}"], most = statistics.median(times), max(most, *times)
    slowest = max(medians, key=medians.get)
    return f"{slowest}: {medians[slowest]:.1f} ms the median, {most:.1f} ms the most of all {15 * len(medians)}"


def speed(name, seconds, rows, beside=None):
    ratio = "" if beside is None else f"   {beside / seconds:5.2f} of SQLite's speed"
    print(f"{name:<34}{seconds:7.2f} s {rows / seconds:10,.0f} rows/s{ratio}")


def warm(server, log, folder):
    """Does all that is measured with 200 rows: what grows after that grows with the log."""
    small = folder / "small.csv"
    with open(log) as source:
        small.write_text("".join(line for line, _ in zip(source, range(201))))
    for _ in range(2):
        server.take(small, "small")
    for form in ("csv", "ndjson", "text"):
        server.export("small", form, os.devnull)
    settled(server)


def measure(program, log, folder):
    first = Server(program, folder / "first").start()
    second = Server(program, folder / "second").start()
    fresh = first.memory()
    warm(first, log, folder)
    watch = Watch(first)
    seconds, done = first.take(log, "log")
    rows = done["imported"]
    print(f"{log.stat().st_size / 1e6:.1f} MB, {done}")
    behind, found = settled(first)
    first.export("log", "csv", folder / "one.csv")
    again, repeated = first.take(log, "log")
    slow = subprocess.Popen(["curl", "-sS", "--limit-rate", "10k", "-o", os.devnull, "-m", "12",
                             f"{first.url}/rooms/log/events?format=csv"], stderr=subprocess.DEVNULL)
    aside, _ = first.take(folder / "one.csv", "aside")
    slow.wait()
    memory = watch.end()
    between, moved = second.take(folder / "one.csv", "log")
    second.export("log", "csv", folder / "two.csv")
    into, from_sqlite = beside_sqlite(second, folder)
    settled(first), settled(second)
    exports = {form: [] for form in ("csv", "ndjson", "text", "sqlite")}
    for _ in range(5):
        for form, times in exports.items():
            times.append(from_sqlite() if form == "sqlite"
                         else first.export("log", form, folder / f"again.{form}"))
    out_csv, out_json, out_text, out = map(statistics.median, exports.values())
    speed("curl -T into a new room", seconds, rows, into)
    speed("the export into another server", between, rows, into)
    speed("sqlite3 .import", into, rows)
    speed("repeated, all there", again, rows)
    speed("with a reader at 10 kB/s", aside, rows)
    speed("export as CSV", out_csv, rows, out)
    speed("export as NDJSON", out_json, rows, out)
    speed("export as text", out_text, rows, out)
    speed("sqlite3 -csv", out, rows)
    equal = digest(folder / "one.csv") == digest(folder / "two.csv")
    print(f"the two CSV exports: {'equal' if equal else 'DIFFERENT'} ({digest(folder / 'one.csv')})")
    print(f"repeated: {repeated['imported']} imported; moved: {moved['imported']}; "
          f"found by search: {len(found['messages'])}")
    print(f"the index had everything {behind:.1f} s after the import; its search to the first byte: {search_times(first)}")
    print(f"memory: {fresh:.0f} MB fresh; {memory}")
    for server in (first, second):
        server.kill(signal.SIGTERM)
    return equal and repeated["imported"] == 0 and moved["imported"] == rows and found["messages"]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("log", nargs="?", type=Path)
    options.add_argument("--server", default=str(ROOT / ".build-bin" / "chat-server"))
    options.add_argument("--rows", type=int, default=100_000, help="of a log that is made")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="burble-import-") as name:
        folder = Path(name)
        log = plain_log(chosen.log, folder, chosen.rows)
        good = measure(chosen.server, log, folder)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
