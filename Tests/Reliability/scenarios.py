"""The faults, each with what must hold. A scenario gives its figures, or raises what does not hold."""

import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import time
from pathlib import Path

from cluster import Cluster
from lab import Broken, Meanwhile, Server, Skipped, Trial, claim, wait
from network import LossyLink, UnkindProxy
from proxies import Caddy, ConfiguredNginx, HAProxy, Nginx

ROOT = Path(__file__).resolve().parents[2]
CGROUP = Path("/sys/fs/cgroup/memory")


class Campaign:
    """What all scenarios share: the program, how long each lasts, and chance."""

    def __init__(self, program, seconds, seed, is_short, other=None, nodes=3):
        self.program, self.seconds, self.seed, self.is_short = program, seconds, seed, is_short
        self.other, self.nodes, self.draw = other, nodes, random.Random(seed)

    def server(self, *options, **more):
        return Server(self.program, *options, **more)

    def trial(self, server, address=None, **more):
        return Trial(self.program, server.token_file, address or server.url, self.seconds, self.seed,
                     **more)

    def cluster(self, **more):
        return Cluster(self.program, **{"nodes": self.nodes, **more})

    def cluster_trial(self, cluster, **more):
        return cluster.trial(self.seconds, self.seed, **more)

    def pause(self, least, most):
        time.sleep(self.draw.uniform(least, most))


# The server's process

def kills(campaign):
    """The server is killed (`kill -9`), stopped (SIGTERM) and paused (SIGSTOP) at random, and the
    connections of its clients are cut and stalled."""
    done = subprocess.run(
        [campaign.program, "selftest", "--seconds", str(campaign.seconds), "--seed",
         str(campaign.seed)], capture_output=True, text=True, timeout=campaign.seconds + 150)
    claim(done.returncode == 0, done.stdout + done.stderr)
    told = re.search(r"done to it: (.*)", done.stdout).group(1)
    counts = re.search(r"messages (\d+), changes (\d+)", done.stdout)
    return f"{told}; {int(counts[1]):,} messages and {int(counts[2]):,} changes acknowledged; all rules hold"


def long_pauses(campaign):
    """The server stands still (SIGSTOP) for longer than a heartbeat, again and again."""
    with campaign.server() as server, campaign.trial(server) as trial:
        count = 0
        while trial.is_on():
            campaign.pause(0.5, 2)
            server.signal(signal.SIGSTOP)
            campaign.pause(5.5, 7)
            server.signal(signal.SIGCONT)
            count += 1
        return f"{count} pauses of 6 s; {trial.judge()}"


def killed_clients(campaign):
    """Clients are killed (`kill -9`) in the middle of posts, streams, two-way streams and uploads:
    nobody else notices, and what they held is free."""
    with campaign.server() as server:
        base = server.held_for_clients()
        with campaign.trial(server) as trial:
            count = 0
            while trial.is_on():
                room = f"{server.url}/rooms/victims"
                commands = [
                    ["curl", "-sN", f"{room}/stream?since=all"],
                    ["sh", "-c", f"yes hello | curl -sN -T - -u ann: {room}/stream"],
                    ["sh", "-c", f"head -c 50000000 /dev/zero | curl -s --limit-rate 5M -T - "
                                 f"-u ann: {room}/files/zero"],
                    ["curl", "-s", "-u", "ann:", "--data-binary", "x" * 10_000, f"{room}/messages"],
                ]
                running = [subprocess.Popen(campaign.draw.choice(commands), start_new_session=True,
                                            stdout=subprocess.DEVNULL) for _ in range(4)]
                campaign.pause(0.05, 0.6)
                for client in running:
                    os.killpg(client.pid, signal.SIGKILL)
                    client.wait()
                    count += 1
            told = trial.judge()
        wait(lambda: server.held_for_clients() <= base, "the descriptors of killed clients are free")
        left = [path for path in (server.folder / "files").rglob("*") if path.is_file()]
        claim(all(len(path.name) >= 60 for path in left), f"uploads of the killed are left: {left[:3]}")
        return f"{count} clients killed; {base} socket held afterwards, the server's own; {told}"


def handover(campaign):
    """The server is restarted (SIGTERM) under load on a socket that is held for it, as systemd does:
    nobody is refused, streams are told when to come back, each at another time."""
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        server = campaign.server()
        server.port = listener.getsockname()[1]
        # The socket is descriptor 3 of the server, and the variables are about its own process.
        server.wrapper = ["sh", "-c", f'exec 3<&{listener.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"', "sh"]
        os.set_inheritable(listener.fileno(), True)
        original = subprocess.Popen
        subprocess.Popen = lambda *given, **more: original(*given, **{"close_fds": False, **more})
        try:
            with server, campaign.trial(server) as trial, \
                    Probe(server.port) as probe:
                restarts, waits = 0, []
                while trial.is_on():
                    campaign.pause(0.5, 2)
                    streams = [Stream(server.port) for _ in range(20)]
                    code = server.end(signal.SIGTERM)
                    claim(code == 0, f"the server left with {code}")
                    waits += [stream.farewell() for stream in streams]
                    server.start()
                    restarts += 1
                told = trial.judge()
                claim(probe.refused == 0, f"{probe.refused} of {probe.tried} connections were refused")
                claim(len(set(waits)) > 1, f"all streams are told to wait {set(waits)} s")
                return (f"{restarts} restarts, {probe.tried} connections meanwhile and none refused; "
                        f"{len(waits)} streams told to come back in {min(waits)} to {max(waits)} s; {told}")
        finally:
            subprocess.Popen = original


class Probe(Meanwhile):
    """Connects again and again, and counts who is refused."""

    pause = 0.02

    def __init__(self, port):
        self.port, self.tried, self.refused = port, 0, 0

    def once(self):
        self.tried += 1
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=30).close()
        except OSError:
            self.refused += 1


class Stream:
    """A stream in NDJSON, read by hand."""

    def __init__(self, port, query="heartbeat=5", host="127.0.0.1"):
        self.connection = socket.create_connection((host, port), timeout=60)
        self.connection.sendall(f"GET /rooms/probe/stream?format=ndjson&{query} HTTP/1.1\r\n"
                                f"Host: localhost\r\n\r\n".encode())
        self.lines = self.connection.makefile("rb")
        self.next("live")

    def next(self, type_):
        """The next event of a type, past all others."""
        for line in self.lines:
            if line.startswith(b"{") and f'"type":"{type_}"'.encode() in line:
                return json.loads(line)
        raise Broken(f"a stream ended before its {type_}")

    def farewell(self):
        bye = self.next("bye")
        claim(bye["reconnect"] and "cursor" in bye, f"a farewell without a way back: {bye}")
        self.connection.close()
        return bye.get("retryAfter", 0)


# The disk

def full_disk(campaign):
    """The disk fills up and has room again, again and again (a tmpfs of 24 MB)."""
    folder = "/tmp/burble-small-disk"
    os.makedirs(folder, exist_ok=True)
    wrapper = ["unshare", "-rm", "sh", "-c",
               f'mount -t tmpfs -o size=24m tmpfs {folder} && exec "$@"', "sh"]
    if subprocess.run([*wrapper, "true"], capture_output=True).returncode != 0:
        raise Skipped("this system lets nobody here mount a tmpfs (unshare -rm)")
    with campaign.server("--disk-floor", "0", wrapper=wrapper, folder=folder) as server:
        disk = f"/proc/{server.pid}/root{folder}"
        server.folder = Path(disk)
        count = 0
        with campaign.trial(server, publishers=2) as trial:
            while trial.is_on():
                campaign.pause(0.3, 1.5)
                subprocess.run(["sh", "-c", f"cat /dev/zero >{disk}/filler"], stderr=subprocess.DEVNULL)
                campaign.pause(0.3, 1.5)
                os.remove(f"{disk}/filler")
                count += 1
            return f"full {count} times; {trial.judge()}"


def power_cut(campaign):
    """Power cuts below SQLite: what was not synced is lost, written in part or torn; and writes and
    syncs that fail with EIO and ENOSPC (a VFS of the tests; PowerCutTests)."""
    done = subprocess.run(
        ["swift", "test", "--skip-build", "--disable-xctest", "--filter", "PowerCutTests"],
        cwd=ROOT, capture_output=True, text=True, timeout=400)
    text = done.stdout + done.stderr
    if not re.search(r"Test run with [1-9]", text):
        raise Skipped("the tests are not built: swift build --build-tests")
    claim(done.returncode == 0, text[-2000:])
    return "; ".join(re.findall(r"figures: (.*)", text)) + "; none lost, doubled or by half"


# The clock

def clock(campaign):
    """The clock jumps ahead and back by hours (libfaketime)."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        raise Skipped("needs libfaketime")
    with campaign.server() as server:
        offset = Path(server.home.name) / "offset"
        offset.write_text("+0\n")
        server.environment |= {
            "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(offset),
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        # The library changes the environment of the first program that has it, beside which Swift
        # then finds no arguments: a shell comes first.
        server.wrapper = ["sh", "-c", 'exec "$@"', "sh"]
        server.again(signal.SIGTERM)
        stream = Stream(server.port)
        pings, times, jumps = [], [], 0
        with campaign.trial(server) as trial:
            while trial.is_on():
                offset.write_text(campaign.draw.choice(["+3h", "-5h", "+40h", "-40h", "+0"]) + "\n")
                jumps += 1
                began = time.monotonic()
                pings.append(stream.next("ping"))
                times.append(time.monotonic() - began)
            offset.write_text("+0\n")
            told = trial.judge()
        claim(max(times) < 9, f"a heartbeat of 5 s came after {max(times):.1f} s")
        # The first came when it was due before the jumps.
        shortest = min(times[1:] or times)
        claim(len(times) < 2 or shortest > 2, f"a heartbeat of 5 s came after {shortest:.1f} s")
        days = {ping["at"][:10] for ping in pings}
        claim(len(days) > 1 or jumps < 3, f"the times do not follow the clock: {days}")
        return (f"{jumps} jumps of up to 80 h; heartbeats of 5 s came after {shortest:.1f} to "
                f"{max(times):.1f} s; times follow the clock, the order does not; {told}")


# What a process may take

def descriptors(campaign):
    """The server may have 256 descriptors, and 600 clients come at a time."""
    with campaign.server(wrapper=["sh", "-c", 'ulimit -n 256; exec "$@"', "sh"]) as server:
        crowds = 0
        with campaign.trial(server) as trial:
            while trial.is_on():
                crowd = []
                for _ in range(600):
                    try:
                        crowd.append(socket.create_connection(("127.0.0.1", server.port), timeout=0.2))
                    except OSError:
                        break
                before = server.ticks()
                campaign.pause(1, 2)
                for client in crowd:
                    client.close()
                crowds += 1
                campaign.pause(0.3, 1)
            told = trial.judge()
        wait(lambda: server.get("/healthz") == 200, "the server answers again")
        idle = Crowd(server.port, 600)
        time.sleep(2)
        before = server.ticks()
        time.sleep(3)
        share = (server.ticks() - before) / 3
        idle.close()
        claim(share < 0.5, f"the crowd alone takes {share:.0%} of a core")
        return f"{crowds} crowds; one that only waits takes {share:.0%} of a core; {told}"


class Crowd:
    """Connections that ask for nothing."""

    def __init__(self, port, count):
        self.connections = []
        for _ in range(count):
            try:
                self.connections.append(socket.create_connection(("127.0.0.1", port), timeout=0.2))
            except OSError:
                return

    def close(self):
        for connection in self.connections:
            connection.close()


def memory(campaign):
    """The server has no more memory than it needs (a cgroup), beside hundreds of readers that take nothing."""
    # What it holds takes 25 to 32 MB, and with the pages of its files 50 and more: the system has to
    # take pages back, again and again.
    limit = 40
    group = CGROUP / f"burble-{os.getpid()}"
    try:
        group.mkdir()
        (group / "memory.limit_in_bytes").write_text(f"{limit}M")
    except OSError:
        raise Skipped("needs a memory cgroup (v1) and root")
    try:
        wrapper = ["sh", "-c", f'echo $$ >{group}/cgroup.procs; exec "$@"', "sh"]
        with campaign.server(wrapper=wrapper) as server:
            readers = []
            with campaign.trial(server) as trial:
                for _ in range(300):
                    stream = socket.create_connection(("127.0.0.1", server.port))
                    stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                    stream.sendall(b"GET /rooms/flood/stream?since=all HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    readers.append(stream)
                while trial.is_on():
                    claim(server.process.poll() is None, f"the server was ended for lack of memory ({limit} MB)")
                    subprocess.run(["curl", "-s", "-o", "/dev/null", "-u", "ann:", "--data-binary", "@-",
                                    f"{server.url}/rooms/flood/messages"], input=b"x" * 16_000)
                told = trial.judge()
            peak = server.status("VmHWM") / 1024
            claim(server.process.poll() is None, "the server was ended")
            for reader in readers:
                reader.close()
            refused = int((group / "memory.failcnt").read_text())
            claim(refused > 0 or campaign.is_short, f"{limit} MB were enough: nothing was exhausted")
            return (f"{limit} MB allowed, and {refused:,} times exhausted; {peak:.0f} MB resident at most, those of "
                    f"the program's file among them; 300 readers that take nothing; {told}")
    finally:
        wait(lambda: not (group / "cgroup.procs").read_text(), "the group is empty")
        group.rmdir()


# The way

def loss(campaign):
    """Packets are lost (2 %), late (up to 20 ms) and out of order, in a network namespace."""
    draw = random.Random(campaign.seed)
    with LossyLink(draw, loss=0.02, delay=0.02) as link:
        with campaign.server(host=link.NEAR) as server, \
                campaign.trial(server, prefix=link.prefix) as trial:
            told = trial.judge()
        return f"{link.lost:,} packets lost of {link.lost + link.passed:,}; {told}"


def partition(campaign):
    """The network is cut for up to 12 seconds and whole again, and the server is killed meanwhile."""
    draw = random.Random(campaign.seed)
    with LossyLink(draw) as link:
        with campaign.server(host=link.NEAR) as server, \
                campaign.trial(server, prefix=link.prefix) as trial:
            cuts = kills = 0
            while trial.is_on():
                campaign.pause(1, 3)
                link.cut()
                if campaign.draw.random() < 0.5:
                    server.again(signal.SIGKILL)
                    kills += 1
                campaign.pause(1, 12)
                link.heal()
                cuts += 1
            told = trial.judge()
        return f"{cuts} cuts, the server killed in {kills} of them; {told}"


def resets(campaign):
    """Connections are reset, closed by half and stalled in the middle of anything."""
    with campaign.server() as server, UnkindProxy(server.port, campaign.seed) as proxy:
        with campaign.trial(server, proxy.url) as trial:
            told = trial.judge()
        claim(proxy.counts["reset"] > 10, f"too few resets: {proxy.counts}")
        counts = ", ".join(f"{count:,} {what}" for what, count in proxy.counts.items())
        return f"{counts}; {told}"


def between(kind):
    """A scenario with a proxy between, which is ended and started anew, as is the server."""
    def scenario(campaign):
        with campaign.server("--host", "chat.example.org") as server, kind(server) as proxy:
            with campaign.trial(server, proxy.url) as trial:
                restarts = 0
                while trial.is_on():
                    campaign.pause(1.5, 3)
                    proxy.again()
                    campaign.pause(1.5, 3)
                    server.again(signal.SIGKILL)
                    restarts += 1
                return f"each ended {restarts} times; {trial.judge()}"
    scenario.__doc__ = kind.title
    return scenario


Nginx.title = "nginx as Debian has it (HTTP/1.0 to the server, with buffers) is between; it and the server are killed."
ConfiguredNginx.title = "nginx with contrib/nginx.conf is between; it and the server are killed."
HAProxy.title = "HAProxy with contrib/haproxy.cfg is between; it and the server are killed."
Caddy.title = "Caddy with contrib/Caddyfile is between; it and the server are killed."

SCENARIOS = {
    "kills": kills, "long-pauses": long_pauses, "killed-clients": killed_clients, "handover": handover,
    "full-disk": full_disk, "power-cut": power_cut, "clock": clock, "descriptors": descriptors,
    "memory": memory, "loss": loss, "partition": partition, "resets": resets,
    "nginx": between(Nginx), "nginx-contrib": between(ConfiguredNginx), "haproxy": between(HAProxy),
    "caddy": between(Caddy),
}
