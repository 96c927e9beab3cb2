"""The servers that are compared: how each is started, and how one learns that it listens."""
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from server import free_port

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATA = HERE / ".data"
VENV = ROOT / ".venv-bench"
NCHAN_MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
LIMIT_SOURCE = ROOT.parent / "shared/bench/limit.c"
STARTED: list[subprocess.Popen] = []


class Peer:
    """One server in one setting; `target` is chat-bench's word for it."""

    def __init__(self, name, target, command, missing=None):
        self.name, self.target = name, target
        self.command, self.missing = command, missing

    def start(self):
        """Starts it on a free port in an empty folder; returns the process and its port."""
        folder = DATA / self.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        port = free_port()
        with open(folder / "output.log", "wb") as log:
            process = subprocess.Popen(
                self.command(port, folder), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                cwd=HERE / "peers", start_new_session=True)
        STARTED.append(process)
        if not listens(port, process):
            raise RuntimeError(f"{self.name} does not listen; see {folder}/output.log")
        return process, port


def listens(port, process, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.02)
    return False


def stop(process, seconds=5):
    """Ends a process that we started, by its id: asked first, then killed."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process in STARTED:
        STARTED.remove(process)


def stop_all():
    for process in list(STARTED):
        stop(process, 2)
    shutil.rmtree(DATA, ignore_errors=True)


# --- the commands -------------------------------------------------------------------------------

def burble(server):
    def command(port, folder):
        return [server, "--listen", f"127.0.0.1:{port}", "--data", str(folder / "data"),
                "--rate-limit", "0"]
    return command


def redis(port, folder):
    # No persistence, and no limit at which Redis drops a reader: both are in its favour. Protected
    # mode would refuse the further loopback addresses that streams come from.
    return ["redis-server", "--port", str(port), "--bind", "127.0.0.1",
            "--protected-mode", "no", "--save", "",
            "--appendonly", "no", "--maxclients", "19900", "--tcp-backlog", "4096",
            "--client-output-buffer-limit", "pubsub 0 0 0", "--dir", str(folder)]


def nchan(workers):
    def command(port, folder):
        text = (HERE / "peers/nchan.conf.in").read_text()
        for name, value in {
            "WORKERS": workers, "PORT": port, "DIR": folder, "BUFLEN": 100,
            "REUSEPORT": "reuseport" if workers > 1 else "",
        }.items():
            text = text.replace(f"@{name}@", str(value))
        (folder / "nginx.conf").write_text(text)
        return ["nginx", "-c", str(folder / "nginx.conf")]
    return command


def fastapi(port, folder):
    return [str(VENV / "bin/uvicorn"), "fastapi_chat:app", "--port", str(port), "--loop", "uvloop",
            "--http", "httptools", "--no-access-log", "--backlog", "4096"]


def limit(*options):
    return lambda port, folder: [str(DATA / "limit"), str(port), *options]


# --- what is there ------------------------------------------------------------------------------

def why_no_nchan():
    if not shutil.which("nginx"):
        return "nginx is not installed (Debian: nginx, libnginx-mod-nchan)"
    return None if NCHAN_MODULE.exists() else f"no {NCHAN_MODULE} (Debian: libnginx-mod-nchan)"


def why_no_redis():
    return None if shutil.which("redis-server") else "redis-server is not installed"


def why_no_fastapi(wanted):
    """Makes the virtual environment when it is missing and wanted."""
    if not wanted or (VENV / "bin/uvicorn").exists():
        return None
    print(f"making {VENV} with fastapi and uvicorn[standard] from pip", file=sys.stderr)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        subprocess.run([str(VENV / "bin/pip"), "install", "--quiet",
                        "--disable-pip-version-check", "fastapi", "uvicorn[standard]"], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        return f"its virtual environment could not be made: {error}"
    return None


def why_no_limit():
    """Compiles the yardstick when its source lies beside the project."""
    if not LIMIT_SOURCE.exists():
        return f"no {os.path.relpath(LIMIT_SOURCE, ROOT)}"
    compiler = shutil.which("cc")
    if not compiler:
        return "no cc"
    DATA.mkdir(exist_ok=True)
    done = subprocess.run([compiler, "-O2", "-w", str(LIMIT_SOURCE), "-o", str(DATA / "limit")])
    return None if done.returncode == 0 else "limit.c does not compile"


def all_peers(server, wanted, before=None):
    """Every server by its name; what cannot be started says why in `missing`."""
    no_nchan, no_limit = why_no_nchan(), why_no_limit()
    peers = [
        Peer("burble", "burble", burble(server)),
        Peer("redis", "redis", redis, why_no_redis()),
        Peer("nchan-1", "nchan", nchan(1), no_nchan),
        Peer("nchan-2", "nchan", nchan(2), no_nchan),
        Peer("nchan-es-1", "nchan-es", nchan(1), no_nchan),
        Peer("nchan-es-2", "nchan-es", nchan(2), no_nchan),
        Peer("fastapi", "fastapi", fastapi, why_no_fastapi("fastapi" in wanted)),
        Peer("limit", "limit", limit(), no_limit),
        Peer("limit-c", "limit", limit("-c"), no_limit),
        Peer("limit-s", "limit", limit("-s", "64"), no_limit),
    ]
    if before:
        peers.append(Peer("before", "burble", burble(str(Path(before).resolve()))))
    return {peer.name: peer for peer in peers}
