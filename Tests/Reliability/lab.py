"""A server of a scenario's own, and the self-test that runs against it while things are done to it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))

import burble_lab  # noqa: E402
from burble_lab import HOST, basic, free_port, percentile  # noqa: E402, F401


class Broken(Exception):
    """A claim that does not hold."""


class Skipped(Exception):
    """What a scenario needs is not here."""


def claim(holds, words):
    if not holds:
        raise Broken(words)


def wait(until, words, seconds=30):
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return
        time.sleep(0.02)
    raise Broken(f"{words}: not within {seconds} s")


class Meanwhile:
    """Tries something again and again, on a thread of its own, while a `with` block runs."""

    pause = 0.1
    """Seconds between two tries."""

    def __enter__(self):
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    def run(self):
        while not self.is_over.wait(self.pause):
            self.once()

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()


class Server(burble_lab.Server):
    """A chat-server on a free port, in a folder of its own."""

    failure = Broken

    def __init__(self, program, *options, host=HOST, wrapper=(), environment=None, folder=None):
        self.home = tempfile.TemporaryDirectory(prefix="burble-rel-")
        super().__init__(
            program, folder or self.home.name + "/data", "--auth", "open", "--rate-limit", "0",
            "--address-rate", "0", "--connections-per-address", "20000", "--log-level", "warning",
            *options, host=host)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.wrapper, self.environment = wrapper, {**os.environ, **(environment or {})}

    @property
    def log(self):
        return Path(self.home.name) / "server.log"

    def words(self):
        return self.log.read_text()[-500:]

    def command(self):
        return [*self.wrapper, *super().command()]

    def start(self):
        with open(self.log, "ab") as log:
            return super().start(stderr=log, env=self.environment)

    def get(self, path, timeout=10):
        try:
            with urllib.request.urlopen(self.url + path, timeout=timeout) as answer:
                answer.read()
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def again(self, number=signal.SIGKILL):
        self.end(number)
        return self.start()

    def signal(self, number):
        os.kill(self.pid, number)

    def held_for_clients(self):
        """Sockets, and files that are being received; the log's own are opened as they are needed."""
        links = []
        for name in os.listdir(f"/proc/{self.pid}/fd"):
            try:
                links.append(os.readlink(f"/proc/{self.pid}/fd/{name}"))
            except OSError:
                pass  # It was closed meanwhile.
        return sum(link.startswith("socket:") or "/files/" in link for link in links)

    def ticks(self):
        """Processor time, in seconds."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def token_file(self):
        return str(self.folder / "operator.token")

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.end(signal.SIGKILL)
        self.home.cleanup()


class Trial:
    """The self-test against a running server: it says and hears, and its checker judges."""

    def __init__(self, program, token_file, address, seconds, seed, publishers=4, prefix=()):
        self.seconds, self.began = seconds, time.monotonic()
        self.output = tempfile.NamedTemporaryFile("w+", prefix="burble-trial-")
        self.process = subprocess.Popen(
            [*prefix, program, "selftest", "--server", address, "--seconds", str(seconds),
             "--seed", str(seed), "--publishers", str(publishers),
             "--operator-token-file", token_file],
            stdout=self.output, stderr=subprocess.STDOUT)

    @property
    def left(self):
        return self.began + self.seconds - time.monotonic()

    def is_on(self):
        """Whether there is time for something more to be done."""
        return self.process.poll() is None and self.left > 1

    def judge(self):
        """Waits for the end; gives what was said and heard, or raises what did not hold."""
        try:
            code = self.process.wait(timeout=self.seconds + 150)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Broken("the trial does not come to its end")
        self.output.seek(0)
        text = self.output.read()
        claim(code == 0, "\n" + text.strip())
        told = re.search(r"messages (\d+), changes (\d+); sent again: (\d+); heard: (\d+)", text)
        messages, changes, again, heard = map(int, told.groups())
        claim(messages > 0, "nothing was acknowledged at all")
        return (f"{messages:,} messages and {changes:,} changes acknowledged, {again:,} sent again, "
                f"{heard:,} heard; all rules hold")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
