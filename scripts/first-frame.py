#!/usr/bin/env python3
"""Time from exec to the first whole frame of chat-tui, on a pty, with no server to answer.

    scripts/first-frame.py [RUNS] [COMMAND...]

The frame counts as there when the input line's prompt has come through the pty. Prints the median,
the best and the worst of RUNS (default 21) in milliseconds; the default command is the release
build. Exits 1 when the median is over 30 ms.
"""
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "Benchmarks"))

from tui.screen import Screen  # noqa: E402

LIMIT_MS = 30
RELEASE = ".build-bin/chat-tui"


def run(command, environment):
    """Starts the command on a fresh 120x36 pty; gives the milliseconds until its prompt shows."""
    with Screen(command, environment) as screen:
        seen = screen.until("] › ", 5)
        return None if seen is None else (time.perf_counter() - screen.begun) * 1000


def main():
    """Measure, print, judge."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    # Port 9 is discard's: nothing listens there on a machine of today.
    command = sys.argv[2:] or [RELEASE, "--server", "http://127.0.0.1:9", "--name", "first"]
    with tempfile.TemporaryDirectory() as state:
        environment = dict(
            os.environ, TERM="xterm-256color", LANG="C.UTF-8", XDG_STATE_HOME=state
        )
        run(command, environment)  # warms the file cache
        times = [run(command, environment) for _ in range(runs)]
    if None in times:
        sys.exit("first-frame: no frame came")
    median = statistics.median(times)
    print(f"first frame: median {median:.1f} ms of {runs}, {min(times):.1f} to {max(times):.1f} ms")
    sys.exit(1 if median > LIMIT_MS else 0)


main()
