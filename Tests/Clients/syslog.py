#!/usr/bin/env python3
"""Runs a program as an ordinary user, and prints what it has told the system's log at its end.

    unshare --mount Tests/Clients/syslog.py PROGRAM [ARGUMENTS]

For root: /dev is another one in this program's own mount namespace, with a log of its own.
"""
import os
import socket
import subprocess
import sys
import tempfile

NODES = ["null", "zero", "random", "urandom", "tty"]


def mount(*words):
    subprocess.run(["mount", *words], check=True)


def log():
    """A socket at /dev/log."""
    folder = tempfile.mkdtemp()
    mount("--make-rprivate", "/")
    mount("-t", "tmpfs", "tmpfs", folder)
    for node in NODES:
        open(f"{folder}/{node}", "w", encoding="utf-8").close()
        mount("--bind", f"/dev/{node}", f"{folder}/{node}")
    os.symlink("/proc/self/fd", f"{folder}/fd")
    mount("--move", folder, "/dev")
    os.rmdir(folder)
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind("/dev/log")
    os.chmod("/dev/log", 0o666)
    told.setblocking(False)
    return told


def main():
    told = log()
    code = subprocess.run(sys.argv[1:], user=65534, group=65534, extra_groups=[], check=False,
                          env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"}).returncode
    try:
        while True:
            print("told", told.recv(65536).decode(errors="replace"))
    except BlockingIOError:
        pass
    print("ended", code)


if __name__ == "__main__":
    main()
