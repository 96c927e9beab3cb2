#!/usr/bin/env python3
"""Kills server or client (-9) in the middle of long work, and looks at what is left.

    Benchmarks/kills.py [--server PATH] [--rounds N] [--rows N] [--megabytes N] [--seed N]

Rounds of five kinds: an import, a file's upload, one in several requests, a download and an export,
each killed at a random point. What was acknowledged must be whole, what was not must leave nothing,
and repeating the command must finish the work. Everything listens on 127.0.0.1 alone.
"""

import argparse
import csv
import filecmp
import importlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from server import Server

ROOT = Path(__file__).resolve().parent.parent
ROOM = "killed"
MEMBER = ["-u", "ann:"]
# Seconds in which what was cut off is to be gone, and the share of a member that no run fills.
PATIENCE = 10
QUOTA = "100G"


class Campaign:
    """What every kind of round needs: a server, a file, a log and chance."""

    def __init__(self, server, folder, log, draw, megabytes):
        self.server, self.folder, self.log, self.draw = server, folder, log, draw
        self.bytes = megabytes * 1_000_000
        self.rate = ["--limit-rate", f"{megabytes}M"]
        self.got = folder / "got"

    def file(self):
        """A new file, so that no round finds another's."""
        path = self.folder / "sent.bin"
        path.write_bytes(self.draw.randbytes(1_000_000) * (self.bytes // 1_000_000))
        return path

    def cut(self, command, least, most):
        """Kills a command or the server after some seconds; gives who fell, and what it said."""
        whom = self.draw.choice(["server", "client"])
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        time.sleep(self.draw.uniform(least, most))
        if whom == "server":
            self.server.kill()
        else:
            running.kill()
        said = running.communicate()[0].decode(errors="replace")
        if whom == "server":
            self.server.start()
        return whom, said

    def curl(self, *arguments):
        return subprocess.run(["curl", "-sS", *arguments], capture_output=True, text=True).stdout

    def files(self):
        """The files that the room's messages tell of."""
        rows = self.curl(f"{self.server.url}/rooms/{ROOM}/events?format=ndjson&types=message")
        return [row["file"] for row in map(json.loads, rows.splitlines()) if "file" in row]

    def stored(self):
        """Bytes of files in the data folder, whole or not."""
        held = self.server.folder / "files"
        return sum(path.stat().st_size for path in held.rglob("*") if path.is_file())

    def only(self, whole):
        """Whether the data folder comes to hold those files alone."""
        until = time.monotonic() + PATIENCE
        while self.stored() != sum(file["size"] for file in whole):
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def fetched(self, file, path):
        """Whether a file comes down as it was sent."""
        self.got.unlink(missing_ok=True)
        self.curl("-f", "-o", str(self.got), self.server.url + file["url"])
        return self.got.exists() and filecmp.cmp(self.got, path, shallow=False)

    def ended(self, before, path):
        """Whether one more file is there, whole, and nothing beside what is told of."""
        files = self.files()
        return len(files) == before + 1 and self.fetched(files[-1], path) and self.only(files)


def imports(campaign, number):
    """An import: the rows that were told are there, and the same again brings the rest."""
    server, room = campaign.server, f"k{number}"
    whom, said = campaign.cut(server.upload(campaign.log, room, "-N", *campaign.rate), 0.1, 2.0)
    rows = told(said.splitlines())
    _, done = taken(server, campaign.log, room)
    server.export(room, "csv", campaign.got)
    with open(campaign.got, newline="") as file:
        there = sum(1 for _ in csv.reader(file)) - 1
    right = done["failed"] == 0 and there == done["imported"] + done["skipped"]
    return right and done["skipped"] >= rows, whom, f"{rows} rows told, {done['skipped']} there"


def taken(server, log, room):
    """Imports, once the killed import's end was noticed: a room takes one at a time."""
    for _ in range(100):
        seconds, done = server.take(log, room)
        if done["type"] == "done":
            break
        time.sleep(0.1)
    return seconds, done


def told(lines):
    """The rows that an answer said are durable."""
    rows = 0
    for line in lines:
        try:
            rows = max(rows, json.loads(line).get("rows", 0))
        except ValueError:
            pass
    return rows


def uploads(campaign, _):
    """`curl -T`: all of it or nothing, and the same again sends it."""
    server, path = campaign.server, campaign.file()
    before = len(campaign.files())
    command = ["curl", "-sS", "-T", str(path), *MEMBER, f"{server.url}/rooms/{ROOM}/files/"]
    whom, said = campaign.cut(command + campaign.rate, 0.02, 1.4)
    files = campaign.files()
    acknowledged, there = '"type":"message"' in said, len(files) - before
    right = campaign.only(files) and (there == 1 if acknowledged else there <= 1)
    if not there:
        subprocess.run(command, check=True, capture_output=True)
    return right and campaign.ended(before, path), whom, f"{there} there"


def resumed(campaign, _):
    """Several requests: what came counts, and the rest ends it."""
    server, path = campaign.server, campaign.file()
    before = len(campaign.files())
    place = started(campaign)
    whom, _ = campaign.cut(appending(place, path, 0) + campaign.rate, 0.02, 0.9)
    offset = reached(campaign, place)
    if offset is not None:
        rest = campaign.folder / "rest.bin"
        rest.write_bytes(path.read_bytes()[offset:])
        subprocess.run(appending(place, rest, offset), check=True, capture_output=True)
    return campaign.ended(before, path), whom, f"went on from byte {offset}"


def started(campaign):
    """Begins an upload of several requests; gives its address."""
    head = campaign.curl(
        *MEMBER, "-X", "PUT", "-H", "Upload-Complete: ?0",
        "-H", f"Upload-Length: {campaign.bytes}", "-H", "Content-Length: 0", "-D", "-", "-o", os.devnull,
        f"{campaign.server.url}/rooms/{ROOM}/files/sent.bin")
    places = [line.split(":", 1)[1].strip() for line in head.splitlines()
              if line.lower().startswith("location:")]
    return campaign.server.url + places[-1]


def appending(place, path, offset):
    return ["curl", "-sS", "-f", *MEMBER, "-X", "PATCH", "-T", str(path),
            "-H", f"Upload-Offset: {offset}", "-H", "Upload-Complete: ?1",
            "-H", "Content-Type: application/partial-upload", place]


def reached(campaign, place):
    """How far an upload is; nothing once it is whole."""
    head = campaign.curl(*MEMBER, "-I", place)
    for line in head.splitlines():
        if line.lower().startswith("upload-offset:"):
            offset = int(line.split(":")[1])
            return offset if offset < campaign.bytes else None
    return None


def downloads(campaign, _):
    """`curl -C -` goes on where the other ended."""
    server, path = campaign.server, campaign.file()
    before = len(campaign.files())
    campaign.curl("-T", str(path), *MEMBER, f"{server.url}/rooms/{ROOM}/files/")
    address, out = server.url + campaign.files()[-1]["url"], campaign.folder / "down.bin"
    out.unlink(missing_ok=True)
    whom, _ = campaign.cut(["curl", "-sS", "-o", str(out), *campaign.rate, address], 0.02, 0.4)
    there = out.stat().st_size if out.exists() else 0
    if there < campaign.bytes:
        campaign.curl("-C", "-", "-o", str(out), address)
    right = filecmp.cmp(out, path, shallow=False) and campaign.ended(before, path)
    return right, whom, f"went on from byte {there}"


def exports(campaign, _):
    """`chat-server export`: the file is whole or not there, and the same again makes it."""
    server, whole, out = campaign.server, campaign.folder / "whole.csv", campaign.folder / "out.csv"
    server.export("exported", "csv", whole)
    out.unlink(missing_ok=True)
    command = [server.program, "export", str(out), "--room", "exported", "--server", server.url]
    whom, _ = campaign.cut(command, 0.02, 0.3)
    there = out.exists()
    right = not there or filecmp.cmp(out, whole, shallow=False)
    subprocess.run(command, check=True, capture_output=True)
    return right and filecmp.cmp(out, whole, shallow=False), whom, "whole" if there else "no file"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--server", default=str(ROOT / ".build-bin" / "chat-server"))
    options.add_argument("--rounds", type=int, default=6, help="of each kind")
    options.add_argument("--rows", type=int, default=60_000, help="of the log")
    options.add_argument("--megabytes", type=int, default=20, help="of a file")
    options.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}")
    with tempfile.TemporaryDirectory(prefix="burble-kills-") as name:
        good = run(chosen, Path(name))
    sys.exit(0 if good else 1)


def run(chosen, folder):
    log = folder / "log.csv"
    importlib.import_module("import").make_log(log, chosen.rows)
    server = Server(chosen.server, folder / "data", "--member-file-quota", QUOTA).start()
    try:
        server.take(log, "exported")
        campaign = Campaign(server, folder, log, random.Random(chosen.seed), chosen.megabytes)
        return all([right for number in range(chosen.rounds)
                    for right in round_of(campaign, number)])
    finally:
        server.kill(signal.SIGTERM)


def round_of(campaign, number):
    """One of each kind; says and gives how each went."""
    for kind in (imports, uploads, resumed, downloads, exports):
        right, whom, what = kind(campaign, number)
        print(f"{kind.__name__:<10}{whom} killed: {what}: {'right' if right else 'WRONG'}",
              flush=True)
        yield right


if __name__ == "__main__":
    main()
