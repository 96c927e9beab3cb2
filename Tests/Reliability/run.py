#!/usr/bin/env python3
"""Makes faults and sees what must hold; writes the results into docs/reliability.md.

    Tests/Reliability/run.py [NAME ...] [--program PATH] [--seconds N] [--seed N] [--write]
    Tests/Reliability/run.py --short            a few seconds of each, as CI does
    Tests/Reliability/run.py --long SECONDS     one long self-test under kills
    Tests/Reliability/run.py --list
    Tests/Reliability/run.py --cluster [...]    the same for several servers of one PostgreSQL, into
                                                docs/cluster.md; --other PROGRAM is an older build

Everything runs on this machine alone. Who is root and has nginx, haproxy, caddy and faketime tries
all of it; what cannot be tried is told. The exit code is 1 if anything did not hold.
"""

import argparse
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

from cluster_scenarios import CLUSTER_SCENARIOS, SHORT_SCENARIOS
from lab import Broken, Skipped
from scenarios import SCENARIOS, Campaign

ROOT = Path(__file__).resolve().parents[2]
PAGES = {False: ROOT / "docs/reliability.md", True: ROOT / "docs/cluster.md"}
"""Where the results go: of one server, and of several."""
BEGIN, END = "<!-- {0}: written by a command -->", "<!-- end of {0} -->"


def rewrite(name, text, page):
    """Puts text into a part of the page."""
    old = page.read_text()
    begin, end = BEGIN.format(name), END.format(name)
    first, last = old.index(begin) + len(begin), old.index(end)
    page.write_text(old[:first] + "\n\n" + text.strip() + "\n\n" + old[last:])


def kept_rows(page, table="faults"):
    """The rows of a table of the page so far, by their names."""
    begin, end = BEGIN.format(table), END.format(table)
    part = page.read_text().split(begin)[1].split(end)[0]
    return {name: row for row, name in re.findall(r"^(\| `([\w-]+)` \|.*)$", part, re.M)}


def build(program):
    return "debug build" if "debug" in str(Path(program).resolve()) else "release build"


def circumstances(arguments):
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True,
                            text=True).stdout.strip()
    return f"{time.strftime('%Y-%m-%d')}, commit {commit}, {build(arguments.program)}, " \
           f"Linux {platform.release().split('-')[0]}, seed {arguments.seed}"


def try_all(arguments):
    scenarios, page = arguments.scenarios, PAGES[arguments.cluster]
    names = arguments.names or list(scenarios)
    if arguments.cluster and arguments.short and not arguments.names:
        names = SHORT_SCENARIOS
    rows, broken = kept_rows(page) if arguments.write else {}, []
    for name in names:
        scenario = scenarios[name]
        campaign = Campaign(arguments.program, arguments.seconds, arguments.seed, arguments.short,
                            arguments.other, arguments.nodes)
        began = time.monotonic()
        try:
            verdict, words = "ok", scenario(campaign)
        except Skipped as reason:
            verdict, words = "not tried", str(reason)
        except Broken as fault:
            verdict, words = "**FAULT**", str(fault)
            broken.append(name)
        print(f"{verdict:10} {name:16} {time.monotonic() - began:5.0f} s  {words}", flush=True)
        what = " ".join(scenario.__doc__.split())
        cell = " ".join(words.split())[:600].replace("|", "/")
        rows[name] = f"| `{name}` | {what} | {verdict}: {cell} |"
    if arguments.write:
        head = ["| scenario | what is done | result |", "| --- | --- | --- |"]
        table = head + [rows[name] for name in scenarios if name in rows]
        rewrite("faults", f"{circumstances(arguments)}, {arguments.seconds} s each.\n\n" + "\n".join(table),
                page)
    return 1 if broken else 0


def try_long(arguments):
    command = ["selftest", "--seconds", str(arguments.long), "--seed", str(arguments.seed),
               "--publishers", "16"]
    done = subprocess.run([arguments.program, *command], capture_output=True, text=True)
    print(done.stdout + done.stderr)
    if arguments.write:
        told = re.sub(r", in /\S+", "", done.stdout).strip()
        rewrite("long", f"{circumstances(arguments)}.\n\n```\n$ chat-server {' '.join(command)}\n{told}\n```",
                PAGES[False])
    return done.returncode


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--program", default=str(ROOT / ".build-bin/chat-server"))
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--long", type=int)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--other")
    parser.add_argument("--nodes", type=int, default=3)
    arguments = parser.parse_args()
    arguments.scenarios = CLUSTER_SCENARIOS if arguments.cluster else SCENARIOS
    if arguments.list:
        for name, scenario in arguments.scenarios.items():
            print(f"{name:16} {' '.join(scenario.__doc__.split())}")
        return 0
    unknown = set(arguments.names) - set(arguments.scenarios)
    if unknown:
        sys.exit(f"no scenario is called {', '.join(sorted(unknown))}")
    if arguments.short:
        arguments.seconds = 5
    return try_long(arguments) if arguments.long else try_all(arguments)


if __name__ == "__main__":
    sys.exit(main())
