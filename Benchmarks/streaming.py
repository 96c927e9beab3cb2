#!/usr/bin/env python3
"""Measures StreamingHTTP's examples beside FastAPI under uvicorn and nginx, in one run.

The tutorial's routes, a large file, a million rows from a generator, and a thousand slow readers.
Every round asks each server in turn; the table has the medians. See Benchmarks/README.md.

    Benchmarks/streaming.py [--rounds N] [--quick]
"""
import argparse
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time

import peers
from peers import HERE, ROOT, Peer

EXAMPLES = ROOT / "Examples/.build/release/streaming-examples"
FILES = HERE / ".data-streaming"
SLOW_READERS, SLOW_SECONDS, SLOW_BYTES = 1_000, 8, 1_024
CALL_LIMIT = 300
DOWNLOADS = 6  # in turn, of a file in a round: each takes a fraction of a noisy second.
FIRST_BYTE_LIMIT = 5
# The tutorial's routes without their waits, and how long each is asked for in a round.
ROUTES = ["/stream", "/countdown?tick=0", "/stream-csv", "/sse?tick=0", "/async-stream?tick=0",
          "/process-stream?tick=0", "/stream-with-error-handling?tick=0"]
ROUTE_SECONDS = 3


# --- the servers --------------------------------------------------------------------------------

def burble(port, folder):
    return [str(EXAMPLES), str(port), str(FILES)]


def fastapi(port, folder):
    return ["env", f"FILES={FILES}", str(peers.VENV / "bin/uvicorn"), "fastapi_streaming:app",
            "--port", str(port), "--loop", "uvloop", "--http", "httptools", "--no-access-log",
            "--backlog", "4096"]


def nginx(port, folder):
    text = (HERE / "peers/streaming.conf.in").read_text()
    for name, value in {"PORT": port, "DIR": folder, "FILES": FILES}.items():
        text = text.replace(f"@{name}@", str(value))
    (folder / "nginx.conf").write_text(text)
    return ["nginx", "-c", str(folder / "nginx.conf")]


def servers():
    no_nginx = None if shutil.which("nginx") else "nginx is not installed (Debian: nginx-light)"
    no_examples = None if EXAMPLES.exists() else "not built: make examples-build"
    return [
        Peer("burble-streaming", "", burble, no_examples),
        Peer("fastapi-streaming", "", fastapi, peers.why_no_fastapi(True)),
        Peer("nginx-streaming", "", nginx, no_nginx),
    ]


# --- what a server costs ------------------------------------------------------------------------

def family(pid):
    """A process and its children: nginx's worker is one."""
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [pid] + [other for child in file.read().split() for other in family(int(child))]


def processor_seconds(pid):
    total = 0
    for one in family(pid):
        with open(f"/proc/{one}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid):
    pages = 0
    for one in family(pid):
        with open(f"/proc/{one}/statm") as file:
            pages += int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# --- what is asked ------------------------------------------------------------------------------

def open_stream(port, path, buffer=None):
    connection = socket.socket()
    if buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.connect(("127.0.0.1", port))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return connection


def file_rate(port, size):
    """Gigabytes a second of one download, by a reader that costs next to nothing: the kernel drops
    what has come (MSG_TRUNC), so that the server is what is measured."""
    began = time.monotonic()
    with open_stream(port, "/download-large-file/large") as connection:
        connection.settimeout(30)
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(1)
        assert b" 200 " in head.split(b"\r\n")[0], head
        left, scratch = size, bytearray(1 << 20)
        while left > 0:
            count = connection.recv_into(scratch, min(left, 1 << 20), socket.MSG_TRUNC)
            assert count, f"{left} bytes are missing"
            left -= count
    return size / 1e9 / (time.monotonic() - began)


def row_rate(port, path, count):
    """Million rows a second, as curl reads them to their proper end."""
    began = time.monotonic()
    done = subprocess.run(
        ["curl", "-sN", "--max-time", str(CALL_LIMIT), "-o", "/dev/null", "-w", "%{size_download}",
         f"http://127.0.0.1:{port}{path}?count={count}"], capture_output=True, text=True)
    seconds = time.monotonic() - began
    assert done.returncode == 0 and int(done.stdout) > count * 20, done
    return count / 1e6 / seconds


def content(connection):
    """The body of an answer in chunks, read to its proper end."""
    with connection.makefile("rb") as file:
        assert b" 200 " in file.readline()
        while file.readline() != b"\r\n":
            pass
        body = b""
        while size := int(file.readline(), 16):
            body += file.read(size)
            assert file.read(2) == b"\r\n"
        return body


def route_rate(process, port, path, seconds):
    """Answers a second of one route, each over a connection of its own, one after the other; and
    the server's seconds for a thousand of them."""
    spent, began, count = processor_seconds(process.pid), time.monotonic(), 0
    while (passed := time.monotonic() - began) < seconds:
        with open_stream(port, path) as connection:
            content(connection)
        count += 1
    return count / passed, (processor_seconds(process.pid) - spent) / count * 1_000


def same_bytes(running):
    """Fails unless Burble's and FastAPI's routes send the same."""
    for path in ROUTES:
        bodies = set()
        for name in ("burble", "fastapi"):
            with open_stream(running[name][1], path) as connection:
                bodies.add(content(connection))
        assert len(bodies) == 1, f"{path} differs: {bodies}"


def slow_readers(process, port, path, seconds):
    """A thousand readers at 10 kB/s; what they cost, and how soon one more gets its first byte."""
    before = resident_megabytes(process.pid)
    readers = []
    for _ in range(SLOW_READERS):
        reader = open_stream(port, path, buffer=4_096)
        reader.setblocking(False)
        readers.append(reader)
    spent, first_bytes = processor_seconds(process.pid), []
    began = time.monotonic()
    turn = 0
    while time.monotonic() < began + seconds:
        turn += 1
        due = began + turn * 0.1
        for reader in readers:
            try:
                reader.recv(SLOW_BYTES)
            except BlockingIOError:
                pass
        if turn % 5 == 0:
            asked = time.monotonic()
            with open_stream(port, path, buffer=4_096) as one:
                one.settimeout(FIRST_BYTE_LIMIT)
                try:
                    one.recv(1)
                except TimeoutError:
                    pass  # It counts as long as it was waited for.
            first_bytes.append((time.monotonic() - asked) * 1_000)
        time.sleep(max(0, due - time.monotonic()))
    cost = {
        "KB each": (resident_megabytes(process.pid) - before) * 1_000 / SLOW_READERS,
        "CPU %": (processor_seconds(process.pid) - spent) / (time.monotonic() - began) * 100,
        "first byte ms": statistics.median(first_bytes),
    }
    for reader in readers:
        reader.close()
    return cost


# --- the run ------------------------------------------------------------------------------------

def measured(results, key, process, call):
    before = processor_seconds(process.pid)
    value = call()
    results.setdefault(key, []).append((value, processor_seconds(process.pid) - before))


def run_round(running, size, rows, seconds, results):
    for path in ROUTES:
        for name, (process, port) in running.items():
            if name != "nginx":
                found = route_rate(process, port, path, seconds)
                results.setdefault((path, name), []).append(found)
    for name, (process, port) in running.items():
        paths = {"burble": ["/bench/rows", "/bench/lines"], "fastapi": ["/bench/rows"]}
        for path in paths.get(name, []):
            measured(results, (path, name), process, lambda: row_rate(port, path, rows))
    for _ in range(DOWNLOADS):
        for name, (process, port) in running.items():
            measured(results, ("file", name), process, lambda: file_rate(port, size))


def make_file(size):
    FILES.mkdir(exist_ok=True)
    path = FILES / "large"
    if not path.exists() or path.stat().st_size != size:
        block = os.urandom(1 << 20)
        with open(path, "wb") as file:
            for _ in range(size >> 20):
                file.write(block)
    with open(path, "rb") as file:
        while file.read(1 << 22):
            pass


def label_of(what, size, rows):
    if what == "file":
        return f"{size >> 20} MiB file", "GB/s"
    return (f"{rows:,} of {what}", "M rows/s") if what.startswith("/bench") else (what, "a s")


def report(results, slow, size, rows):
    median = {key: statistics.median(value for value, _ in all_) for key, all_ in results.items()}
    spent = {key: statistics.median(cpu for _, cpu in all_) for key, all_ in results.items()}
    print(f"\n{'':46}{'median':>9}{'CPU s':>15}{'ratio':>8}")
    for (what, name), value in sorted(median.items()):
        base = {"file": ("file", "nginx"), "/bench/lines": ("/bench/rows", "fastapi")}.get(
            what, (what, "fastapi"))
        label, unit = label_of(what, size, rows)
        ratio = f"{value / median[base]:8.2f}" if base in median else ""
        print(f"{label:36}{name:10}{value:>9.3f} {unit:8}{spent[what, name]:>6.2f}{ratio}")
    print(f"\n{SLOW_READERS} readers at 10 kB/s")
    for name, cost in slow.items():
        print(f"  {name:10}" + "".join(f"{key} {value:9.1f}   " for key, value in cost.items()))
    targets = [("file", "nginx", "file", 1), ("/bench/rows", "fastapi", "/bench/rows", 10)]
    print()
    for what, peer, base, factor in targets:
        if (base, peer) in median and (what, "burble") in median:
            ratio = median[what, "burble"] / median[base, peer]
            verdict = "holds" if ratio >= factor else "does not hold"
            print(f"{what}: {ratio:.2f} x {peer}'s; wanted {factor}: {verdict}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round, a tenth of the size")
    chosen = parser.parse_args()
    rounds = 1 if chosen.quick else chosen.rounds
    size, rows = (128 << 20, 100_000) if chosen.quick else (1 << 30, 1_000_000)
    seconds = ROUTE_SECONDS / 3 if chosen.quick else ROUTE_SECONDS
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit, 20_000), limit))
    make_file(size)
    results, slow = {}, {}
    try:
        running = {}
        for peer in servers():
            if peer.missing:
                print(f"without {peer.name}: {peer.missing}", file=sys.stderr)
                continue
            running[peer.name.split("-")[0]] = peer.start()
        if {"burble", "fastapi"} <= running.keys():
            same_bytes(running)
        for number in range(rounds):
            run_round(running, size, rows, seconds, results)
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for name, (process, port) in running.items():
            endless = "/bench/rows?count=100000000"
            path = "/download-large-file/large" if name == "nginx" else endless
            slow[name] = slow_readers(process, port, path, SLOW_SECONDS)
        report(results, slow, size, rows)
    finally:
        peers.stop_all()
        shutil.rmtree(FILES, ignore_errors=True)


if __name__ == "__main__":
    main()
