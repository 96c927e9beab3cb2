"""nginx, HAProxy and Caddy before a server: as Debian has them, and as contrib/ says."""

import shutil
import signal
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from lab import Broken, Skipped, free_port, wait

CONTRIB = Path(__file__).resolve().parents[2] / "contrib"


class Proxy:
    """A proxy on a free port, in a folder of its own; each kind says how it is configured."""

    program = None

    def __init__(self, server):
        self.path = shutil.which(self.program) or shutil.which(self.program, path="/usr/sbin")
        if self.path is None:
            raise Skipped(f"{self.program} is not installed")
        self.server, self.port = f"{server.host}:{server.port}", free_port()
        self.home = tempfile.TemporaryDirectory(prefix="burble-proxy-")
        self.folder = Path(self.home.name)
        self.folder.chmod(0o755)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def is_up(self):
        try:
            return urllib.request.urlopen(self.url + "/readyz", timeout=1).status == 200
        except OSError:
            return False

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log)
        try:
            wait(lambda: self.is_up() or self.process.poll() is not None, f"{self.program} passes on")
        finally:
            if self.process.poll() is not None:
                raise Broken(f"{self.program}: {(self.folder / 'log').read_text()[-500:]}")

    def again(self):
        """Ends it in the middle of everything, and starts it anew."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.start()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.home.cleanup()


class Nginx(Proxy):
    program = "nginx"

    def http(self):
        """As Debian installs it: HTTP/1.0 to the server, with buffers."""
        return (f"server {{ listen 127.0.0.1:{self.port}; "
                f"location / {{ proxy_pass http://{self.server}; }} }}")

    def command(self):
        parts = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        kept = "".join(f"{part}_temp_path {self.folder}/{part};" for part in parts)
        (self.folder / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {self.folder}/pid; error_log stderr error;\n"
            f"events {{ worker_connections 4096; }}\n"
            f"http {{ access_log off; {kept}\n{self.http()} }}\n")
        return [self.path, "-c", str(self.folder / "nginx.conf"), "-e", "stderr"]


class ConfiguredNginx(Nginx):
    """contrib/nginx.conf, without TLS."""

    def http(self):
        text = (CONTRIB / "nginx.conf").read_text()
        kept = [line for line in text.splitlines() if "ssl_certificate" not in line]
        return "\n".join(kept).replace("listen 443 ssl http2", f"listen 127.0.0.1:{self.port}") \
            .replace("127.0.0.1:8080", self.server)


class HAProxy(Proxy):
    """contrib/haproxy.cfg, without TLS."""

    program = "haproxy"

    def command(self):
        text = (CONTRIB / "haproxy.cfg").read_text()
        tls = "bind :8443 ssl crt /etc/haproxy/chat.example.org.pem alpn h2,http/1.1"
        text = text.replace(tls, f"bind 127.0.0.1:{self.port}").replace("127.0.0.1:8080", self.server)
        (self.folder / "haproxy.cfg").write_text(text)
        return [self.path, "-f", str(self.folder / "haproxy.cfg")]


class Caddy(Proxy):
    """contrib/Caddyfile, without TLS."""

    program = "caddy"

    def command(self):
        text = (CONTRIB / "Caddyfile").read_text()
        text = text.replace("chat.example.org {", f"http://127.0.0.1:{self.port} {{") \
            .replace("127.0.0.1:8080", self.server)
        (self.folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text)
        return ["env", f"HOME={self.folder}", self.path, "run", "--adapter", "caddyfile", "--config",
                str(self.folder / "Caddyfile")]
