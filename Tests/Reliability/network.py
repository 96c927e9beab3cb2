"""Ways to a server that lose, delay, cut and reset."""

import fcntl
import heapq
import os
import random
import select
import shutil
import socket
import struct
import subprocess
import threading
import time

from lab import Skipped

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
PACKET = 65536


class LossyLink:
    """A network of its own (a namespace) behind two tunnels, whose packets pass through here.

    `loss` is the part of packets that is lost, `delay` the most seconds that one is held back, so
    that they overtake each other. `cut()` makes a partition, `heal()` ends it.
    """

    NAMESPACE, NEAR, FAR = "burble-lab", "10.77.0.1", "10.77.0.2"
    WAYS = ("both ways", "to the far side", "to the near side")
    """How a partition may be: nothing passes at all, or nothing in one direction."""

    def __init__(self, draw, loss=0.0, delay=0.0):
        self.draw, self.loss, self.delay, self.is_cut_from = draw, loss, delay, ()
        self.passed = self.lost = 0
        self.is_over = threading.Event()

    def __enter__(self):
        if os.geteuid() != 0 or not os.path.exists("/dev/net/tun") or not shutil.which("ip"):
            raise Skipped("needs root, /dev/net/tun and ip")
        # What a run before may have left.
        subprocess.run(["ip", "netns", "del", self.NAMESPACE], stderr=subprocess.DEVNULL)
        self.run("ip", "netns", "add", self.NAMESPACE)
        try:
            self.near, self.far = self.tunnel("burble-near"), self.tunnel("burble-far")
        except OSError as reason:
            raise Skipped(f"/dev/net/tun: {reason}") from reason
        self.run("ip", "link", "set", "burble-far", "netns", self.NAMESPACE)
        self.run("ip", "addr", "add", f"{self.NEAR}/30", "dev", "burble-near")
        self.run("ip", "link", "set", "burble-near", "up")
        self.run(*self.prefix, "ip", "addr", "add", f"{self.FAR}/30", "dev", "burble-far")
        self.run(*self.prefix, "ip", "link", "set", "burble-far", "up")
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()
        return self

    def cut(self, way="both ways"):
        """Lets nothing pass any more, in one direction or in both; nobody is told."""
        sides = {"both ways": (self.near, self.far), "to the far side": (self.near,),
                 "to the near side": (self.far,)}
        self.is_cut_from = sides[way]

    def heal(self):
        self.is_cut_from = ()

    @property
    def prefix(self):
        """What runs a command on the far side."""
        return ["ip", "netns", "exec", self.NAMESPACE]

    @staticmethod
    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise Skipped(f"{' '.join(command)}: {done.stderr.strip()}")

    @staticmethod
    def tunnel(name):
        descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(descriptor, TUNSETIFF,
                    struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
        return descriptor

    def carry(self):
        held = []
        number = 0
        while not self.is_over.is_set():
            pause = max(0.0, held[0][0] - time.monotonic()) if held else 0.05
            for source in select.select([self.near, self.far], [], [], min(pause, 0.05))[0]:
                packet = os.read(source, PACKET)
                if source in self.is_cut_from or self.draw.random() < self.loss:
                    self.lost += 1
                    continue
                number += 1
                due = time.monotonic() + self.draw.random() * self.delay
                heapq.heappush(held, (due, number, self.far if source == self.near else self.near, packet))
            while held and held[0][0] <= time.monotonic():
                _, _, target, packet = heapq.heappop(held)
                try:
                    os.write(target, packet)
                    self.passed += 1
                except OSError:
                    self.lost += 1

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()
        for descriptor in (self.near, self.far):
            os.close(descriptor)
        subprocess.run(["ip", "netns", "del", self.NAMESPACE], stderr=subprocess.DEVNULL)


class UnkindProxy:
    """Passes connections on, and resets, closes by half or stalls some of them at random."""

    def __init__(self, port, seed, life=200_000):
        self.upstream, self.draw, self.life = port, random.Random(seed), life
        self.counts = {"reset": 0, "half-closed": 0, "stalled": 0}
        self.is_over = threading.Event()

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.listener.settimeout(0.1)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def accept(self):
        while not self.is_over.is_set():
            try:
                client, _ = self.listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            fate = self.draw.choices(["none", "reset", "half-closed", "stalled"], [6, 2, 1, 1])[0]
            life = self.draw.randrange(1, self.life if self.draw.random() < 0.5 else 600)
            threading.Thread(target=self.pass_on, args=(client, fate, life), daemon=True).start()

    def pass_on(self, client, fate, life):
        try:
            server = socket.create_connection(("127.0.0.1", self.upstream), timeout=5)
        except OSError:
            return self.reset(client)
        other = {client: server, server: client}
        left, open_ends = life, {client, server}
        end = time.monotonic() + 60
        try:
            while open_ends and time.monotonic() < end and not self.is_over.is_set():
                for source in select.select(list(open_ends), [], [], 0.2)[0]:
                    part = source.recv(65536)
                    if not part:
                        open_ends.discard(source)
                        other[source].shutdown(socket.SHUT_WR)
                        continue
                    left -= len(part)
                    if fate != "none" and left <= 0:
                        self.counts[fate] += 1
                        if fate == "reset":
                            # The server sees a reset too, in the middle of whatever it does.
                            other[source].sendall(part[:len(part) // 2])
                            self.reset(server)
                            return self.reset(client)
                        if fate == "half-closed":
                            server.shutdown(socket.SHUT_WR)
                        else:
                            time.sleep(self.draw.uniform(0.5, 3))
                        fate = "none"
                    other[source].sendall(part)
        except OSError:
            pass
        finally:
            for end in (client, server):
                end.close()

    @staticmethod
    def reset(connection):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    def __exit__(self, *_):
        self.is_over.set()
        self.listener.close()
