"""A chat-server of its own: a free port of this machine, a data folder that is thrown away."""
import http.client
import json
import os
import random
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time

HOST = "127.0.0.1"
# Address space of the server: what asks for more than this fails, and does not take the machine.
MOST_BYTES = 16 << 30


def free_port():
    """A port that is free, below those that the kernel gives to whoever asks for any."""
    while True:
        port = random.randrange(20_000, 32_768)
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port


class Server:
    """Begins when it is made; `stop` ends it by SIGTERM and takes its folder away."""

    def __init__(self, program, *arguments, descriptors=None, is_secure=False):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="burble-fuzz-")
        self.is_secure = is_secure
        if is_secure:
            arguments += self._certificate()
        self.log = open(os.path.join(self.folder, "server.log"), "wb")

        def limits():
            resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

        self.process = subprocess.Popen(
            [program, "--listen", f"{HOST}:{self.port}", "--data", self.folder + "/data",
             *arguments],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=limits,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=yes,color=no"})
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.lives():
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise SystemExit("the server did not start:\n" + self.words())

    def _certificate(self):
        pair = [self.folder + "/cert.pem", self.folder + "/key.pem"]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-out", pair[0], "-keyout", pair[1]],
            check=True, capture_output=True)
        return ("--tls-certificate", pair[0], "--tls-key", pair[1])

    def http(self):
        """A client's connection."""
        if not self.is_secure:
            return http.client.HTTPConnection(HOST, self.port, timeout=30)
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(HOST, self.port, timeout=30, context=trusting)

    def lives(self):
        return self.process.poll() is None

    def words(self):
        """The end of what it wrote."""
        with open(self.log.name, "rb") as log:
            return log.read()[-20_000:].decode(errors="replace")

    def token(self):
        with open(self.folder + "/data/operator.token") as file:
            return file.read().strip()

    def memory(self):
        """Resident bytes."""
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def json(self, path, headers={}):
        connection = self.http()
        try:
            connection.request("GET", path, headers=headers)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

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
        if self.lives():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return self.process.returncode
