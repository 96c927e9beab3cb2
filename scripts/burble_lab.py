"""What the programs share that start servers of their own: measurements, faults and wrong requests.

Those that lie elsewhere import it by their folder's module for servers.
"""
import atexit
import base64
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HOST = "127.0.0.1"


def leave(number, _):
    """Ends the program as a failure would, so that what it started ends too."""
    sys.exit(128 + number)


for _number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(_number, leave)


def free_port(host=HOST):
    """A port that is free, below those that the kernel gives to whoever asks for any."""
    while True:
        port = random.randrange(20_000, 32_768)
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) != 0:
                return port


def basic(name, password=""):
    """The field by which somebody signs in; without a password it is a guest."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def percentile(times, part):
    """What a part of some times does not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def certificate(folder, name=HOST):
    """Makes a certificate that vouches for itself; gives the server's options for it."""
    chain, key = f"{folder}/chain.pem", f"{folder}/key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", f"/CN={name}", "-out", chain, "-keyout", key],
        check=True, capture_output=True)
    return ["--tls-certificate", chain, "--tls-key", key]


class Server:
    """A chat-server on a free port, and what it costs."""

    failure = SystemExit
    """What is raised where it does not start."""

    def __init__(self, program, folder, *options, host=HOST):
        self.program, self.folder, self.options = program, Path(folder), options
        self.host, self.port, self.process = host, free_port(), None
        self.listen = f"{host}:{self.port}"

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    @property
    def pid(self):
        return self.process.pid

    @property
    def token(self):
        """The operator's."""
        return (self.folder / "operator.token").read_text().strip()

    def command(self):
        return [self.program, "--listen", self.listen, "--data", str(self.folder),
                *map(str, self.options)]

    def start(self, **more):
        """Starts it, and waits until it serves; `more` is for `subprocess.Popen`."""
        quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        self.process = subprocess.Popen(self.command(), **{**quiet, **more})
        # Its servers end with the program, however it ends: `leave`.
        atexit.register(self.process.kill)
        end = time.monotonic() + 30
        while self.lives() and time.monotonic() < end:
            if self.is_ready():
                return self
            time.sleep(0.02)
        raise self.failure(f"the server does not start: {self.words()}")

    def is_ready(self):
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    def words(self):
        """The end of what it wrote, where that is kept."""
        return ""

    def lives(self):
        return self.process is not None and self.process.poll() is None

    def end(self, number=signal.SIGTERM, seconds=60):
        """Ends it, if it runs; gives its exit code."""
        if self.lives():
            self.process.send_signal(number)
        return self.process.wait(seconds) if self.process else 0

    def status(self, name="VmRSS"):
        """A figure of the kernel's about it: of memory in kB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        return 0

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))
