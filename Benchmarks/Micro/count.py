#!/usr/bin/env python3
"""Count instructions and allocations of each micro-benchmark, and compare them with what is stored.

The counts come from valgrind, and are the difference of two runs divided by the difference of their
operations, so that the start of the program is no part of them. They are the same from run to run
where times are not: this machine's hardware counters are not to be had.

    count.py            compare with thresholds.txt; exit 1 where a count has grown
    count.py update     store the counts
    count.py NAME...    print the counts of these cases
"""

import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
STORED = HERE / "thresholds.txt"
BUILT = HERE / ".build/release/micro-count"
# Without what debuggers read: valgrind 3.19 gives up on a part of it.
PROGRAM = BUILT.with_name("micro-count.stripped")
# Operations of the two runs. Decoding goes by pages of a hundred.
FEW, MANY = 1000, 3000
# Seconds of one run under valgrind; one that takes longer hangs.
SECONDS = 120
# Growth below this share is the compiler's mood (another order of the same code).
TOLERANCE = 0.02


def build():
    """Build the program that does one case, in release."""
    command = ["swift", "build", "-c", "release", "--product", BUILT.name]
    subprocess.run(command, cwd=HERE, check=True, stdout=sys.stderr)
    subprocess.run(["strip", "--strip-debug", "-o", PROGRAM, BUILT], check=True)


def figure(tool, pattern, name, count):
    """Run one case under a tool of valgrind, and return the number that its report has."""
    command = ["valgrind", *tool, str(PROGRAM), name, str(count)]
    # A dictionary's order is drawn at each start, and with it the way through its buckets.
    environment = os.environ | {"SWIFT_DETERMINISTIC_HASHING": "1"}
    run = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=SECONDS, env=environment
    )
    found = re.search(pattern, run.stderr)
    if not found:
        sys.exit(f"valgrind said nothing of {name}:\n{run.stderr}")
    return int(found[1].replace(",", ""))


def each(tool, pattern, name):
    """A figure for one operation."""
    few, many = (figure(tool, pattern, name, count) for count in (FEW, MANY))
    return (many - few) / (MANY - FEW)


def counts(name):
    """Instructions and allocations of one operation."""
    cachegrind = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    instructions = each(cachegrind, r"I\s+refs:\s+([\d,]+)", name)
    memcheck = ["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"]
    allocations = each(memcheck, r"total heap usage: ([\d,]+) allocs", name)
    return round(instructions), round(allocations, 1)


def stored():
    """The stored counts by name."""
    lines = STORED.read_text().splitlines() if STORED.exists() else []
    rows = (line.rsplit(maxsplit=2) for line in lines if line and not line.startswith("#"))
    return {name.strip(): (int(first), float(second)) for name, first, second in rows}


def row(name, instructions, allocations):
    """A line of the table."""
    return f"{name:<28}{instructions:>10}{allocations:>8}"


def update(names):
    """Store what is counted now."""
    head = "# One operation: instructions, allocations. Made by count.py update."
    STORED.write_text("\n".join([head, *(row(name, *counts(name)) for name in names)]) + "\n")


def compare(names):
    """Print each case beside what is stored, and return how many have grown."""
    old = stored()
    grown = 0
    for name in names:
        now = counts(name)
        before = old.get(name, now)
        is_worse = any(a > b * (1 + TOLERANCE) + 0.05 for a, b in zip(now, before))
        grown += is_worse
        change = f"{now[0] / before[0] - 1:+.1%}" if before[0] else ""
        print(row(name, *now), change, "GROWN" if is_worse else "", flush=True)
    return grown


def main():
    """Do what the arguments say."""
    build()
    listing = subprocess.run([PROGRAM], capture_output=True, text=True, check=True).stdout
    names = listing.splitlines()
    arguments = sys.argv[1:]
    if arguments == ["update"]:
        update(names)
    elif arguments:
        for name in arguments:
            print(row(name, *counts(name)))
    elif compare(names):
        sys.exit(1)


if __name__ == "__main__":
    main()
