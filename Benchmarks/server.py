"""A chat-server of our own for a measurement: started, asked by curl, killed."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


class Server:
    """A server of its own folder on a free port of 127.0.0.1."""

    def __init__(self, program, folder, *options):
        self.program, self.folder, self.options = program, Path(folder), options
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "--listen", f"127.0.0.1:{self.port}", "--data", str(self.folder),
             *self.options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            try:
                urllib.request.urlopen(self.url + "/readyz", timeout=1).read()
                return self
            except OSError:
                time.sleep(0.05)
        sys.exit("the server does not start")

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        self.process.wait()

    def memory(self, name="VmRSS"):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) / 1024
        return 0.0

    @property
    def token(self):
        return (self.folder / "operator.token").read_text().strip()

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
