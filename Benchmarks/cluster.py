#!/usr/bin/env python3
"""Measures servers of one PostgreSQL whose fsync takes 2 ms: medians of several rounds.

    Benchmarks/cluster.py [--quick] [--rounds 5] [--only NAME ...] [--server PROGRAM]
    Benchmarks/cluster.py --server .build/debug/chat-server --quick --load 0.1    a try

It needs postgresql, and root or a user who may run it. Each round goes over all cases in turn, each
on a new log. `posts` cases say how many posts a second are acknowledged, and how many events each
other server has handed on by the end; `latency` cases what passes between a post at one server and
its arrival at a stream of another one. Each chat-bench checks that nothing is lost or doubled.
"""

import argparse
import json
import os
import pathlib
import secrets
import statistics
import subprocess
import sys
import tempfile

from server import Server

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
BENCH = HERE / ".build/release/chat-bench"

# name: servers, rooms, publishers and posts in flight of each server, posts/s of each (0: all it
# takes), streams of each, opened at the next server
CASES = {
    "posts-1": (1, 100, 64, 16, 0, 0),
    "posts-3": (3, 100, 64, 16, 0, 0),
    "posts-3-one-room": (3, 1, 64, 16, 0, 0),
    "posts-3-tailed": (3, 100, 64, 16, 0, 100),
    "latency-500": (2, 100, 8, 16, 500, 100),
    "latency-5000": (2, 100, 32, 16, 5000, 100),
    "latency-3x1500": (3, 100, 16, 16, 1500, 100),
}
TARGETS = {
    "posts-1": "25,000/s", "posts-3": "17,000/s", "posts-3-one-room": "17,000/s",
    "latency-500": "6/12 ms", "latency-5000": "9/20 ms", "latency-3x1500": "18/35 ms",
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


def run(case, given, database, folder):
    servers, rooms, publishers, pipeline, rate, streams = CASES[case]
    publishers = max(1, round(publishers * given.load))
    cluster = Cluster(given.server, database, folder, servers)
    # Who posts: at a `latency` case of two servers the first alone, and the second is read.
    posting = 1 if rate and servers == 2 else servers
    benches = []
    for index in range(posting):
        at, next_ = cluster.servers[index], cluster.servers[(index + 1) % servers]
        # The rooms are made during the warm-up, each by a question to the log.
        # Rooms are shared by all, but with streams, which expect the posts of one chat-bench alone.
        arguments = ["--address", f"127.0.0.1:{at.port}", "--stream-address", f"127.0.0.1:{next_.port}",
                     "--streams", str(streams), "--rooms", str(rooms), "--publishers", str(publishers),
                     "--pipeline", str(pipeline), "--seconds", str(given.seconds), "--warm-up", "3",
                     "--rate", str(round(rate * given.load)), "--json"]
        if streams and posting > 1:
            arguments += ["--prefix", f"bench{index}"]
        benches.append(subprocess.Popen([BENCH, *arguments], stdout=subprocess.PIPE, text=True))
    reports = [json.loads(bench.communicate()[0]) for bench in benches]
    for report in reports:
        faults = (report.get("read") or {}).get("faults", {})
        if report["problems"] or any(faults.get(name) for name in ("lost", "doubled", "disordered", "missing")):
            print(f"{case}: NOT CLEAN: {report['problems']} {faults}", file=sys.stderr)
    cluster.check()
    cluster.close()
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
