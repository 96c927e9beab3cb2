#!/usr/bin/env python3
"""Appends to the log by SQL alone, by pgbench, and says rows a second: medians of several rounds.

append.py FOLDER [--rounds 5] [--seconds 4] [--only NAME ...], FOLDER as cluster.sh made it.
Each round goes over all cases in turn. After each run the log is checked: positions and numbers
dense, and how far each tail was behind.
"""

import argparse
import os
import pathlib
import signal
import statistics
import subprocess
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
BATCH = 512

# name: writers, their script, tails, the index (room, position), rooms, whether a writer is stopped
CASES = {
    "one": (1, "append", 0, True, 100, False),
    "one-two-indexes": (1, "append", 0, False, 100, False),
    "one-keys": (1, "append-keys", 0, True, 100, False),
    "one-call": (1, "append-call", 0, True, 100, False),
    "one-turn": (1, "append-turn", 0, True, 100, False),
    "three": (3, "append", 0, True, 100, False),
    "three-turn": (3, "append-turn", 0, True, 100, False),
    "three-tails": (3, "append", 3, True, 100, False),
    "three-tails-two-indexes": (3, "append", 3, False, 100, False),
    "three-tails-keys": (3, "append-keys", 3, True, 100, False),
    "three-tails-one-room": (3, "append", 3, True, 1, False),
    "three-tails-stopped": (3, "append", 3, True, 100, True),
    "three-turn-stopped": (3, "append-turn", 3, True, 100, True),
}


def ask(text):
    done = subprocess.run(["psql", "-AtXqc", text], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def start(script, seconds, folder, name, more=()):
    command = ["pgbench", "-n", "-M", "prepared", "-f", here / f"{script}.sql", "-c", "1"]
    command += ["-T", str(seconds), "--log", f"--log-prefix={folder}/{name}", *more]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def latencies(folder, name):
    lines = [line for path in folder.glob(f"{name}.*") for line in path.read_text().splitlines()]
    return sorted(int(line.split()[2]) / 1000 for line in lines)


def run(case, seconds):
    writers, script, tails, third, rooms, stops = CASES[case]
    variables = [f"-vthird={int(third)}", f"-vrooms={rooms}", f"-vbatch={BATCH}"]
    subprocess.run(
        ["psql", "-Xq", *variables, "-f", here / "schema.sql"], check=True, stderr=subprocess.DEVNULL
    )
    ask("CHECKPOINT")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        readers = [start("tail", seconds, folder, f"tail{i}", ["-Dlast=-1"]) for i in range(tails)]
        nodes = [start(script, seconds, folder, f"node{i}") for i in range(writers)]
        began = time.monotonic()
        time.sleep(0.5)
        first, first_at = int(ask("SELECT coalesce(max(position), 0) FROM events")), time.monotonic()
        while time.monotonic() < began + seconds - 0.7:
            if stops:
                nodes[0].send_signal(signal.SIGSTOP)
                time.sleep(0.4)
                nodes[0].send_signal(signal.SIGCONT)
            time.sleep(0.2)
        last, last_at = int(ask("SELECT max(position) FROM events")), time.monotonic()
        behind = ask(
            "SELECT max(e.head - split_part(application_name, ' ', 2)::bigint) FROM pg_stat_activity,"
            " (SELECT max(position) AS head FROM events) e WHERE application_name LIKE 'tail %'"
        )
        for process in nodes + readers:
            process.wait()
            if process.returncode:
                print(process.stderr.read())
        others = latencies(folder, "node1") if writers > 1 else latencies(folder, "node0")
    holes = ask(
        "SELECT (SELECT count(*) - max(position) FROM events) || ' ' || (SELECT count(*) FROM"
        " (SELECT 1 FROM events GROUP BY room HAVING count(*) <> max(seq)) r)"
    )
    if holes != "0 0":
        print(f"{case}: holes: {holes}")
    rate = (last - first) / (last_at - first_at)
    return rate, others[len(others) // 2], others[-1], int(behind or 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--only", nargs="*", default=list(CASES))
    given = parser.parse_args()
    os.environ |= {"PGHOST": given.folder, "PGUSER": "postgres", "PGDATABASE": "postgres"}
    os.environ["PGOPTIONS"] = "-c search_path=bench -c client_min_messages=warning"
    results = {case: [] for case in given.only}
    for number in range(given.rounds):
        order = given.only[number % len(given.only):] + given.only[: number % len(given.only)]
        for case in order:
            results[case].append(run(case, given.seconds))
    print(f"load {os.getloadavg()[0]:.1f}, batches of {BATCH}")
    print("case                       rows/s (least–most)     ms a batch  slowest  tail behind")
    for case, runs in results.items():
        rates = [r[0] for r in runs]
        middle = [statistics.median(column) for column in zip(*runs)]
        print(
            f"{case:26} {middle[0]:6.0f} ({min(rates):5.0f}–{max(rates):5.0f})"
            f" {middle[1]:12.1f} {middle[2]:8.0f} {middle[3]:12.0f}"
        )


main()
