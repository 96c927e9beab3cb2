#!/usr/bin/env python3
"""Runs Burble beside its peers, interleaved, and prints medians, ratios and what is reached."""
import argparse
import fnmatch
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import peers
import tables
from scenarios import SCENARIOS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BENCH = HERE / ".build/release/chat-bench"


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, help="how often all is run (5; quick: 1)")
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--only", action="append", metavar="NAME",
                        help="a scenario, or a pattern such as 'fan-*'; may be repeated")
    parser.add_argument("--peers", metavar="A,B", help="only these servers")
    parser.add_argument("--server", help="a chat-server to measure instead of building one")
    parser.add_argument("--before", metavar="SERVER",
                        help="an earlier chat-server, run in turn with Burble as the peer 'before'")
    parser.add_argument("--from", dest="source", type=Path, metavar="FILE",
                        help="print the tables of earlier results, and run nothing")
    parser.add_argument("--list", action="store_true", help="list scenarios and servers")
    chosen = parser.parse_args()
    chosen.rounds = chosen.rounds or (1 if chosen.quick else 5)
    return chosen


def build(server):
    """Builds what is measured and what measures; returns the path of the server."""
    subprocess.run(["swift", "build", "-c", "release", "--package-path", str(HERE),
                    "--scratch-path", str(HERE / ".build"), "--product", "chat-bench"],
                   check=True, stdout=sys.stderr)
    if server:
        return str(Path(server).resolve())
    subprocess.run([str(ROOT / "scripts/build.sh"), "server"], check=True, stdout=sys.stderr)
    return str(ROOT / ".build-bin/chat-server")


def chosen_runs(chosen):
    """The scenarios that were asked for, each with the servers that were."""
    wanted = chosen.peers.split(",") if chosen.peers else None
    patterns = chosen.only or ["*"]
    runs = []
    for scenario in SCENARIOS:
        if not any(fnmatch.fnmatch(scenario.name, pattern) for pattern in patterns):
            continue
        names = [name for name in scenario.peers if wanted is None or name in wanted]
        if wanted and len(scenario.peers) > 1:
            names += [name for name in wanted if name not in names]
        if chosen.before and "burble" in names:
            names.append("before")
        if names:
            runs.append((scenario, names))
    return runs


def measure(scenario, peer, quick):
    """One run against one fresh server; returns the report, whether it is clean, and an error."""
    process = None
    try:
        process, port = peer.start()
        arguments = [str(BENCH), "--target", peer.target, "--address", f"127.0.0.1:{port}",
                     "--pid", str(process.pid), "--json", *scenario.arguments(quick)]
        bench = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 start_new_session=True)
        peers.STARTED.append(bench)
        try:
            output, errors = bench.communicate(timeout=240)
        finally:
            peers.stop(bench)
        report = json.loads(output) if output.strip() else None
        return report, bench.returncode == 0, errors.decode().strip() or None
    except (RuntimeError, OSError, ValueError, subprocess.TimeoutExpired) as error:
        return None, False, str(error)
    finally:
        if process:
            peers.stop(process)


def measure_undisturbed(scenario, peer, quick):
    """Measures again, twice at most, when the machine stood still: a paused machine says nothing."""
    for _ in range(3):
        report, is_clean, error = measure(scenario, peer, quick)
        if not report or report["longestStallSeconds"] < 2:
            break
        print(f"  {scenario.name} {peer.name}: the machine stood still for "
              f"{report['longestStallSeconds']:.0f} s", file=sys.stderr)
    return report, is_clean, error


def say(scenario, peer, row):
    figures = ", ".join(
        f"{metric.name} {tables.number(metric.of(row['report'] or {}))} {metric.unit}"
        for metric in scenario.metrics)
    mark = "" if row["clean"] else "  NOT CLEAN " + (row["error"] or "")
    print(f"  {row['round']} {scenario.name:28} {peer:10} {figures}{mark}", file=sys.stderr)


def rotated(names, by):
    """So that no server is always the one that runs after the same other."""
    by %= len(names)
    return names[by:] + names[:by]


def run_all(runs, servers, chosen, file):
    rows = []
    for number in range(1, chosen.rounds + 1):
        for scenario, names in runs:
            for name in rotated(names, number - 1):
                load = os.getloadavg()[0]
                report, is_clean, error = measure_undisturbed(
                    scenario, servers[name], chosen.quick)
                row = {"scenario": scenario.name, "peer": name, "round": number, "load": load,
                       "clean": is_clean, "error": error, "report": report}
                rows.append(row)
                file.write(json.dumps(row) + "\n")
                file.flush()
                say(scenario, name, row)
    return rows


def without_missing(runs, servers):
    """Leaves out, loudly, what cannot be started."""
    for peer in servers.values():
        if peer.missing and any(peer.name in names for _, names in runs):
            print(f"SKIPPED: {peer.name}: {peer.missing}", file=sys.stderr)
    return [(scenario, [name for name in names if not servers[name].missing])
            for scenario, names in runs]


def warn_of_noise():
    load = os.getloadavg()[0]
    if load > 0.7:
        print(f"WARNING: the load average is {load:.1f}: other work shares the cores, and these "
              "figures are not worth keeping", file=sys.stderr)


def main():
    chosen = options()
    if chosen.source:
        print(tables.everything([json.loads(line) for line in open(chosen.source)]))
        return 0
    runs = chosen_runs(chosen)
    if chosen.list:
        for scenario, names in runs:
            print(f"{scenario.name:28} {' '.join(names)}")
        return 0
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = build(chosen.server)
    wanted = {name for _, names in runs for name in names}
    servers = peers.all_peers(server, wanted, chosen.before)
    unknown = wanted - servers.keys()
    if unknown:
        print(f"no such server: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 64
    runs = without_missing(runs, servers)
    seconds = chosen.rounds * sum(
        scenario.seconds(chosen.quick) * len(names) for scenario, names in runs)
    count = chosen.rounds * sum(len(names) for _, names in runs)
    print(f"{count} runs, about {seconds / 60:.0f} minutes", file=sys.stderr)
    warn_of_noise()
    begun = time.monotonic()
    (HERE / "results").mkdir(exist_ok=True)
    path = HERE / "results" / time.strftime("%Y%m%d-%H%M%S.jsonl")
    with open(path, "w") as file:
        rows = run_all([run for run in runs if run[1]], servers, chosen, file)
    print(tables.everything(rows))
    print(f"{(time.monotonic() - begun) / 60:.1f} minutes; each run in {path.relative_to(ROOT)}")
    return 0


def interrupt(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    # A shell starts what is in the background with SIGINT ignored, and TERM would end us unheard.
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
    finally:
        peers.stop_all()
