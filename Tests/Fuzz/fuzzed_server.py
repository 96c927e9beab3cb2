"""A chat-server of its own: a free port of this machine, a data folder that is thrown away."""
import http.client
import json
import os
import resource
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))

import burble_lab  # noqa: E402
from burble_lab import HOST, basic, certificate, percentile  # noqa: E402, F401

# Address space of the server: what asks for more than this fails, and does not take the machine.
MOST_BYTES = 16 << 30


class Server(burble_lab.Server):
    """Begins when it is made; `stop` ends it by SIGTERM and takes its folder away."""

    def __init__(self, program, *options, descriptors=None, is_secure=False):
        self.home = Path(tempfile.mkdtemp(prefix="burble-fuzz-"))
        self.is_secure = is_secure
        more = certificate(self.home) if is_secure else []
        super().__init__(program, self.home / "data", *options, *more)
        self.log = open(self.home / "server.log", "wb")

        def limits():
            resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

        self.start(stdout=self.log, stderr=self.log, preexec_fn=limits,
                   env={**os.environ, "SWIFT_BACKTRACE": "enable=yes,color=no"})

    def http(self):
        """A client's connection."""
        if not self.is_secure:
            return http.client.HTTPConnection(HOST, self.port, timeout=30)
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(HOST, self.port, timeout=30, context=trusting)

    def words(self):
        with open(self.log.name, "rb") as log:
            return log.read()[-20_000:].decode(errors="replace")

    def memory(self):
        """Resident bytes."""
        return self.status() << 10

    def json(self, path, headers={}):
        connection = self.http()
        try:
            connection.request("GET", path, headers=headers)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def is_ready(self):
        return self.health() < 30

    def health(self):
        """Seconds until `/healthz` answers on a new connection."""
        start = time.monotonic()
        connection = self.http()
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            if answer.status != 200 or answer.read() != b"ok\n":
                return 30.0
        except OSError:
            return 30.0
        finally:
            connection.close()
        return time.monotonic() - start

    def stop(self):
        """Ends it; the exit code has to be 0 when it lived."""
        try:
            self.end(seconds=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)
        return self.process.returncode
