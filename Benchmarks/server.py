"""A chat-server of our own for a measurement: started, asked by curl, killed."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "scripts"))

import burble_lab  # noqa: E402
from burble_lab import basic, certificate, free_port, percentile  # noqa: E402, F401


class Server(burble_lab.Server):
    """A server of its own folder on a free port of 127.0.0.1."""

    def kill(self, number=signal.SIGKILL):
        self.end(number)

    def memory(self):
        """Resident megabytes."""
        return self.status() / 1024

    def upload(self, path, room, *more):
        return ["curl", "-sS", "-T", str(path), "-H", f"Authorization: Bearer {self.token}", *more,
                f"{self.url}/rooms/{room}/import"]

    def take(self, path, room):
        """Imports; gives the seconds and the last line."""
        start = time.monotonic()
        answer = subprocess.run(self.upload(path, room), check=True, capture_output=True).stdout
        return time.monotonic() - start, json.loads(answer.splitlines()[-1])

    def export(self, room, form, path, *more):
        start = time.monotonic()
        subprocess.run(["curl", "-sSf", "-o", str(path), *more,
                        f"{self.url}/rooms/{room}/events?format={form}"], check=True)
        return time.monotonic() - start
