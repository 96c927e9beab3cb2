#!/usr/bin/env python3
"""Measures servers of one PostgreSQL whose fsync takes 2 ms: medians of several rounds.

    Benchmarks/cluster.py [--quick] [--rounds 5] [--only NAME ...] [--server PROGRAM]
    Benchmarks/cluster.py --server .build/debug/chat-server --quick --load 0.1    a try

It needs postgresql, and root or a user who may run it. Each round goes over all cases in turn, each
on a new log. `posts` cases say how many posts a second are acknowledged, and how many events each
other server has handed on by the end; `latency` cases what passes between a post at one server and
its arrival at a stream of another one. Each chat-bench checks that nothing is lost or doubled.

The two `core-busy` cases have something else burn one core, and say what passes between the first
two servers of three. In the second the third server is starved of the rest, at `nice 19`.
"""

import argparse
import contextlib
import json
import os
import pathlib
import secrets
import statistics
import subprocess
import sys
import tempfile
from typing import NamedTuple

from server import Server

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
BENCH = HERE / ".build/release/chat-bench"


class Case(NamedTuple):
    """What is asked of how many servers. All but the first two figures are for each server."""

    servers: int
    rooms: int
    publishers: int
    pipeline: int
    rate: int = 0  # posts/s; 0: all that it takes
    streams: int = 0  # opened at the server that `readers` names
    is_core_busy: bool = False
    is_starved: bool = False  # the last server

    @property
    def readers(self):
        """Who posts, and where it is read; the figures are of those that are not starved."""
        if self.is_core_busy:
            return {0: 1, 1: 0, 2: 2}
        # At a `latency` case of two servers the first alone posts, and the second is read.
        posting = 1 if self.rate and self.servers == 2 else self.servers
        return {index: (index + 1) % self.servers for index in range(posting)}


CASES = {
    "posts-1": Case(1, 100, 64, 16),
    "posts-3": Case(3, 100, 64, 16),
    "posts-3-one-room": Case(3, 1, 64, 16),
    "posts-3-tailed": Case(3, 100, 64, 16, streams=100),
    "latency-500": Case(2, 100, 8, 16, 500, 100),
    "latency-5000": Case(2, 100, 32, 16, 5000, 100),
    "latency-3x1500": Case(3, 100, 16, 16, 1500, 100),
    "core-busy-3x200": Case(3, 100, 8, 16, 200, 100, is_core_busy=True),
    "core-busy-3x200-starved": Case(3, 100, 8, 16, 200, 100, is_core_busy=True, is_starved=True),
}
TARGETS = {
    "posts-1": "25,000/s", "posts-3": "17,000/s", "posts-3-one-room": "17,000/s",
    "latency-500": "6/12 ms", "latency-5000": "9/20 ms", "latency-3x1500": "18/35 ms",
    "core-busy-3x200-starved": "p99 1.2 of the row above",
}


class Cluster:
    """A schema of its own, and servers on it."""

    def __init__(self, program, database, folder, count):
        schema = "bench" + secrets.token_hex(4)
        self.database = database
        self.ask(f"CREATE SCHEMA {schema}")
        url = f"postgres://postgres@/postgres?host={database}&options=-csearch_path%3D{schema}"
        named = "--node" in subprocess.run([program, "--help"], capture_output=True, text=True).stdout
        token, self.servers = secrets.token_hex(32), []
        for number in range(count):
            data = pathlib.Path(folder) / f"{schema}-{number}"
            data.mkdir()
            (data / "operator.token").write_text(token + "\n")
            (data / "operator.token").chmod(0o600)
            node = ["--node", f"node{number}"] if named else []
            options = ["--database", url, *node, "--auth", "open", "--rate-limit", "0", "--address-rate",
                       "0", "--connections-per-address", "10000", "--log-level", "error"]
            self.servers.append(Server(program, data, *options).start())
        self.schema = schema

    def ask(self, text):
        done = subprocess.run(["psql", "-h", self.database, "-U", "postgres", "-AtXqc", text, "postgres"],
                              capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def check(self):
        holes = self.ask(
            f"SELECT count(*) - max(position) + (SELECT count(*) FROM (SELECT 1 FROM {self.schema}.events"
            f" GROUP BY room HAVING count(*) <> max(seq)) r) FROM {self.schema}.events")
        if holes != "0":
            sys.exit(f"the log has holes: {holes}")

    def close(self):
        for server in self.servers:
            server.kill()
        self.ask(f"DROP SCHEMA {self.schema} CASCADE")


@contextlib.contextmanager
def busy_core(is_busy):
    """Burns one core meanwhile."""
    if not is_busy:
        yield
        return
    burner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    os.sched_setaffinity(burner.pid, {max(os.sched_getaffinity(0))})
    try:
        yield
    finally:
        burner.kill()
        burner.wait()


def starve(process):
    """Lets all others run before a process; threads that it starts later inherit it."""
    for thread in os.listdir(f"/proc/{process}/task"):
        os.setpriority(os.PRIO_PROCESS, int(thread), 19)


def start_benches(case, cluster, given):
    """A chat-bench for each server that posts, with the server's number."""
    benches = {}
    for index, reader in case.readers.items():
        at, read = cluster.servers[index], cluster.servers[reader]
        publishers = max(1, round(case.publishers * given.load))
        # The rooms are made during the warm-up, each by a question to the log.
        # Rooms are shared by all, but with streams, which expect the posts of one chat-bench alone.
        arguments = ["--address", f"127.0.0.1:{at.port}", "--stream-address", f"127.0.0.1:{read.port}",
                     "--streams", str(case.streams), "--rooms", str(case.rooms),
                     "--publishers", str(publishers), "--pipeline", str(case.pipeline),
                     "--seconds", str(given.seconds), "--warm-up", "3",
                     "--rate", str(round(case.rate * given.load)), "--json"]
        if case.streams and len(case.readers) > 1:
            arguments += ["--prefix", f"bench{index}"]
        benches[index] = subprocess.Popen([BENCH, *arguments], stdout=subprocess.PIPE, text=True)
    return benches


def run(name, given, database, folder):
    case = CASES[name]
    cluster = Cluster(given.server, database, folder, case.servers)
    if case.is_starved:
        starve(cluster.servers[-1].process.pid)
    with busy_core(case.is_core_busy):
        benches = start_benches(case, cluster, given)
        reports = {index: json.loads(bench.communicate()[0]) for index, bench in benches.items()}
    check(name, reports.values())
    cluster.check()
    cluster.close()
    if case.is_core_busy:
        del reports[case.servers - 1]
    return summary(reports.values())


def check(name, reports):
    for report in reports:
        faults = (report.get("read") or {}).get("faults", {})
        if report["problems"] or any(faults.get(one) for one in ("lost", "doubled", "disordered", "missing")):
            print(f"{name}: NOT CLEAN: {report['problems']} {faults}", file=sys.stderr)


def summary(reports):
    latency = [report["read"]["latency"] for report in reports if report.get("read")]
    acks = [report["postLatency"] for report in reports]
    return {
        "posts": sum(report["postsPerSecond"] for report in reports),
        "ack50": max(ack["p50"] for ack in acks), "ack99": max(ack["p99"] for ack in acks),
        "read50": max((one["p50"] for one in latency), default=None),
        "read99": max((one["p99"] for one in latency), default=None),
    }


def median(results, name):
    values = [result[name] for result in results if result[name] is not None]
    return f"{statistics.median(values):,.1f}" if values else "–"


def show(results):
    print(f"load average {os.getloadavg()[0]:.1f}; worst server of each; ms\n")
    print("| case | posts/s (least–most) | acknowledged p50/p99 | posted here, read there p50/p99 | wanted |")
    print("| --- | --- | --- | --- | --- |")
    for case, runs in results.items():
        rates = [result["posts"] for result in runs]
        print(f"| `{case}` | {statistics.median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f})"
              f" | {median(runs, 'ack50')}/{median(runs, 'ack99')}"
              f" | {median(runs, 'read50')}/{median(runs, 'read99')} | {TARGETS.get(case, '')} |")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="*", default=list(CASES))
    parser.add_argument("--server")
    parser.add_argument("--load", type=float, default=1.0, help="a part of it, for a slow machine")
    given = parser.parse_args()
    if given.quick:
        given.rounds, given.seconds = 1, 3
    subprocess.run(["swift", "build", "-c", "release", "--package-path", HERE, "--scratch-path",
                    HERE / ".build", "--product", "chat-bench"], check=True, stdout=sys.stderr)
    if not given.server:
        subprocess.run([ROOT / "scripts/build.sh", "server"], check=True, stdout=sys.stderr)
        given.server = ROOT / ".build-bin/chat-server"
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="burble-cluster-", dir=memory) as folder:
        os.chmod(folder, 0o755)
        database = f"{folder}/database"
        subprocess.run([HERE / "Cluster/cluster.sh", "up", database], check=True, stdout=subprocess.DEVNULL)
        try:
            results = {case: [] for case in given.only}
            for number in range(given.rounds):
                for case in given.only[number % len(given.only):] + given.only[: number % len(given.only)]:
                    results[case].append(run(case, given, database, folder))
                    print(case, results[case][-1], file=sys.stderr)
            show(results)
        finally:
            subprocess.run([HERE / "Cluster/cluster.sh", "down", database])


main()
