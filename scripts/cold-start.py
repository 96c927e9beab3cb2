"""Times a server from exec to the first 200 on /readyz: cold-start.py SERVER MILLISECONDS_MAX."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from burble_lab import free_port

STARTS = 10
LIMIT_SECONDS = 10
REQUEST = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def is_ready(port):
    """Whether /readyz answers 200 now; a server that does not listen yet refuses at once."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=LIMIT_SECONDS) as connection:
            connection.sendall(REQUEST)
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def start_once(server, folder):
    """Milliseconds from exec to ready, of one start on a folder of its own."""
    port = free_port()
    command = [server, "--listen", f"127.0.0.1:{port}", "--data", folder, "--log-level", "error"]
    began = time.perf_counter()
    process = subprocess.Popen(command)
    try:
        while not is_ready(port):
            if process.poll() is not None or time.perf_counter() - began > LIMIT_SECONDS:
                sys.exit("cold-start: the server does not become ready")
        return (time.perf_counter() - began) * 1000
    finally:
        process.terminate()
        process.wait()


def main():
    server, ceiling = sys.argv[1], float(sys.argv[2])
    with tempfile.TemporaryDirectory() as root:
        times = [start_once(server, os.path.join(root, str(n))) for n in range(STARTS)]
    median = statistics.median(times)
    print(
        f"cold start to /readyz: median {median:.0f} ms, "
        f"{min(times):.0f} to {max(times):.0f} ms, {STARTS} starts"
    )
    if median > ceiling:
        sys.exit(f"cold-start: slower than {ceiling:.0f} ms")


main()
