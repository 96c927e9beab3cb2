#!/usr/bin/env python3
"""Time from exec to the first whole frame of chat-tui, on a pty, with no server to answer.

    scripts/first-frame.py [RUNS] [COMMAND...]

The frame counts as there when the input line's prompt has come through the pty. Prints the median,
the best and the worst of RUNS (default 21) in milliseconds; the default command is the release
build. Exits 1 when the median is over 30 ms.
"""
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time

LIMIT_MS = 30
RELEASE = ".build-bin/chat-tui"


def run(command, environment):
    """Start the command on a fresh 120x36 pty; return the milliseconds until its prompt shows."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(master)
        os.login_tty(slave) if hasattr(os, "login_tty") else adopt(slave)
        os.execvpe(command[0], command, environment)
    os.close(slave)
    seen = b""
    taken = None
    while time.perf_counter() - begun < 5:
        ready, _, _ = select.select([master], [], [], 0.05)
        if not ready:
            continue
        try:
            seen += os.read(master, 65536)
        except OSError:
            break
        if "] › ".encode() in seen:
            taken = (time.perf_counter() - begun) * 1000
            break
    os.kill(child, signal.SIGTERM)
    # What is left to read must be read, or the child waits for the pty to take it.
    while True:
        try:
            if not os.read(master, 65536):
                break
        except OSError:
            break
    os.close(master)
    os.waitpid(child, 0)
    return taken


def adopt(slave):
    """Make the pty the controlling terminal and the three standard descriptors."""
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for descriptor in range(3):
        os.dup2(slave, descriptor)


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
