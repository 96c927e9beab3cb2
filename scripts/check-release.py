#!/usr/bin/env python3
"""Compiles what is Burble's as for release, as far as the compiler can refuse it.

    scripts/check-release.py [TARGET ...]     needs a debug build, `swift build`, of the same code

Some errors come from the optimizer alone, which a debug build does not run; a release build takes
minutes, nearly all for the libraries below. Here the debug build's own commands run with
optimization and without making code. Prints how long each target took; exits with 1 if one fails.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import time
from multiprocessing.pool import ThreadPool

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = re.compile(
    r'"C\.[^"]+-debug\.(?:module|exe)":\n(?:    .*\n)*?    args: (\[.*"-module-name".*\])\n')
# What makes files or goes for a debug build alone.
PLAIN = {
    "-c", "-emit-module", "-emit-dependencies", "-emit-objc-header", "-incremental",
    "-enable-batch-mode", "-serialize-diagnostics", "-parseable-output", "-Onone", "-DDEBUG",
}
WITH_VALUE = {
    "-emit-module-path", "-emit-objc-header-path", "-output-file-map", "-index-store-path",
    "-num-threads",
}
# The passes that make code quicker refuse nothing.
INSTEAD = ["-O", "-whole-module-optimization", "-Xfrontend", "-disable-sil-perf-optzns",
           "-emit-sil", "-o", "/dev/null"]


def targets():
    """The folders of the programs' sources in Swift."""
    return sorted(folder.name.replace("-", "_") for folder in (ROOT / "Sources").iterdir()
                  if any(folder.rglob("*.swift")))


def commands():
    """How the debug build compiles each target."""
    text = (ROOT / ".build/debug.yaml").read_text()
    found = [json.loads(match[1]) for match in COMMAND.finditer(text)]
    return {command[command.index("-module-name") + 1]: command for command in found}


def optimized(command):
    """The same command with optimization, without files."""
    rest = iter(command)
    kept = []
    for word in rest:
        if word in WITH_VALUE:
            next(rest)
        elif word not in PLAIN:
            kept.append(word)
    return kept + INSTEAD


def passes(target, command):
    began = time.monotonic()
    done = subprocess.run(optimized(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          cwd=ROOT, text=True)
    print(f"{target}: {time.monotonic() - began:.0f} s\n{done.stdout}", end="", flush=True)
    return done.returncode == 0


def main():
    known = commands()
    wanted = sys.argv[1:] or targets()
    missing = [target for target in wanted if target not in known]
    if missing:
        sys.exit(f"check-release: the debug build has no {', '.join(missing)}")
    with ThreadPool(os.cpu_count()) as pool:
        if not all(pool.map(lambda target: passes(target, known[target]), wanted, 1)):
            sys.exit(1)


main()
