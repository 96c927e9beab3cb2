"""A cluster of a scenario's own: PostgreSQL with standbys, several servers, HAProxy before them."""

import json
import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from lab import Broken, Server, Skipped, Trial, claim, free_port, wait
from proxies import CONTRIB, HAProxy

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Database:
    """A PostgreSQL on a port of its own, whose processes are ours to end."""

    def __init__(self, *settings, of=None, host="127.0.0.1", folder=None, link=None, environment=None):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not found:
            raise Skipped("PostgreSQL is not installed")
        self.bin, self.host, self.port = found[-1], host, free_port(host)
        self.user = "postgres" if os.geteuid() == 0 else None
        self.home = Path(folder or tempfile.mkdtemp(prefix="burble-postgres-", dir=MEMORY))
        if self.user:
            shutil.chown(self.home, "postgres")
        self.data, self.process = self.home / "data", None
        self.settings, self.link, self.further = settings, link, environment or {}
        self.make(of)

    def run(self, name, *arguments):
        done = subprocess.run([self.bin / name, *map(str, arguments)], cwd=self.home, user=self.user,
                              env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        claim(done.returncode == 0, f"{name}: {done.stdout.decode()[-500:]}")

    @property
    def environment(self):
        return {**os.environ, "HOME": str(self.home), "LC_ALL": "C.UTF-8"}

    def make(self, primary):
        if primary:
            self.run("pg_basebackup", "-D", self.data, "-X", "stream", "-c", "fast", "-R",
                     "-d", f"host={self.link.NEAR if self.link else primary.host} port={primary.port}"
                     " user=burble application_name=standby")
        else:
            self.run("initdb", "--no-sync", "-D", self.data, "-A", "trust", "-U", "burble", "-E", "UTF8",
                     "--locale=C.UTF-8")
            with open(self.data / "pg_hba.conf", "a") as rules:
                rules.write("host all all samenet trust\nhost replication all samenet trust\n")
        lines = ["max_connections = 200", "wal_level = replica", "shared_buffers = 32MB",
                 "wal_receiver_timeout = 5s", "wal_sender_timeout = 5s", *self.settings]
        with open(self.data / "postgresql.conf", "a") as conf:
            conf.write("\n".join([f"listen_addresses = '{self.host}'", f"port = {self.port}",
                                  f"unix_socket_directories = '{self.home}'", *lines]) + "\n")

    @property
    def wrapper(self):
        """What runs it on the far side of a link: to enter a namespace takes root, to serve does not."""
        return [*self.link.prefix, "setpriv", "--reuid=postgres", "--regid=postgres",
                "--init-groups"] if self.link else []

    @property
    def hosts(self):
        return [f"{self.host}:{self.port}"]

    @property
    def url(self):
        return f"postgres://burble@{self.hosts[0]}/postgres"

    def start(self):
        with open(self.home / "log", "ab") as log:
            self.process = subprocess.Popen([*self.wrapper, self.bin / "postgres", "-D", self.data], cwd=self.home,
                                            user=None if self.wrapper else self.user, stdout=log, stderr=log,
                                            env={**self.environment, **self.further})
        wait(lambda: self.is_up() or self.process.poll() is not None, "PostgreSQL comes up")
        claim(self.is_up(), f"PostgreSQL does not start: {(self.home / 'log').read_text()[-500:]}")
        return self

    def is_up(self):
        return subprocess.run([self.bin / "pg_isready", "-q", "-h", self.host, "-p", str(self.port)]).returncode == 0

    def ask(self, text):
        done = subprocess.run(["psql", "-AtXqc", text, self.url], capture_output=True, text=True)
        claim(done.returncode == 0, f"psql: {done.stderr[-500:]}")
        return done.stdout.strip()

    def processes(self):
        """The numbers of its processes, by what they do."""
        found = {self.process.pid: "postmaster"}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                if int(stat[1]) == self.process.pid:
                    found[int(entry.name)] = (entry / "cmdline").read_text().rstrip("\0 ")
            except OSError:
                pass  # It has just gone.
        return found

    def signal(self, number, what=""):
        """Tells all of its processes, or those that do something."""
        for pid, name in self.processes().items():
            if what in name:
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass

    def kill(self):
        """Ends all of it at once, as the loss of its machine does."""
        left = self.processes()
        self.signal(signal.SIGKILL)
        self.process.wait()
        wait(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in left), "its processes are gone")

    def again(self):
        self.kill()
        return self.start()

    def be_synchronous(self):
        """Acknowledges nothing from now on that its standby has not."""
        self.ask("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        self.ask("SELECT pg_reload_conf()")
        wait(lambda: self.ask("SELECT sync_state FROM pg_stat_replication") == "sync",
             "the standby is synchronous")

    def be_alone(self):
        """Once promoted, it has no standby of its own, and would wait for it."""
        with open(self.data / "postgresql.auto.conf", "a") as conf:
            conf.write("\nsynchronous_standby_names = ''\n")

    def promote(self):
        self.run("pg_ctl", "promote", "-D", self.data, "-w")

    def close(self):
        if self.process and self.process.poll() is None:
            self.signal(signal.SIGCONT)
            self.kill()
        shutil.rmtree(self.home, ignore_errors=True)


class Way:
    """Passes the connections of one server to the database on. `mode` is `open`, `stalled` (nothing
    passes, and nobody is told) or `reset` (all are cut off, and nobody gets through)."""

    def __init__(self, target):
        self.target, self.mode = (target.host, target.port), "open"
        self.is_over, self.ends = threading.Event(), set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.listener.settimeout(0.1)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.is_over.is_set():
            try:
                client, _ = self.listener.accept()
                client.settimeout(None)
            except TimeoutError:
                continue
            except OSError:
                return
            if self.mode == "reset":
                self.cut(client)
                continue
            try:
                server = socket.create_connection(self.target, timeout=5)
                server.settimeout(None)
            except OSError:
                self.cut(client)
                continue
            self.ends |= {client, server}
            for source, to in ((client, server), (server, client)):
                threading.Thread(target=self.carry, args=(source, to), daemon=True).start()

    def carry(self, source, to):
        try:
            while part := source.recv(65536):
                while self.mode == "stalled" and not self.is_over.is_set():
                    time.sleep(0.01)
                to.sendall(part)
        except OSError:
            pass
        for end in (source, to):
            self.ends.discard(end)
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def reset(self):
        self.mode = "reset"
        for end in list(self.ends):
            self.cut(end)

    @staticmethod
    def cut(end):
        try:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        end.close()

    def close(self):
        self.is_over.set()
        self.listener.close()
        for end in list(self.ends):
            self.cut(end)


class Balancer(HAProxy):
    """contrib/haproxy-cluster.cfg, without TLS."""

    def __init__(self, nodes):
        super().__init__(nodes[0])
        self.nodes = nodes

    def command(self):
        text = (CONTRIB / "haproxy-cluster.cfg").read_text()
        tls = "bind :8443 ssl crt /etc/haproxy/chat.example.org.pem alpn h2,http/1.1"
        claim(tls in text, "contrib/haproxy-cluster.cfg listens as expected")
        kept = [line for line in text.splitlines() if not line.lstrip().startswith("server ")]
        servers = [f"    server node{index} {node.host}:{node.port}" for index, node in enumerate(self.nodes)]
        text = "\n".join(kept + servers) + "\n"
        text = text.replace(tls, f"bind 127.0.0.1:{self.port}")
        (self.folder / "haproxy.cfg").write_text(text)
        return [self.path, "-f", str(self.folder / "haproxy.cfg")]


class Cluster:
    """Servers of one database behind a balancer, and what must be the same on all of them."""

    def __init__(self, program, nodes=3, standbys=0, ways=False, programs=(), settings=(), folder=None,
                 far_standby=None, group=None, database_environment=None):
        self.program, self.count, self.programs = program, nodes, programs
        self.token = secrets.token_hex(32)
        self.databases, self.ways, self.nodes, self.balancer = [], [], [], None
        self.has_ways, self.standbys, self.settings, self.folder = ways, standbys, settings, folder
        self.far_standby, self.group, self.database_environment = far_standby, group, database_environment

    def __enter__(self):
        try:
            self.begin_databases()
            for index in range(self.count):
                self.add(index)
            self.balancer = Balancer(self.nodes)
            self.balancer.__enter__()
            return self
        except BaseException:
            self.__exit__()
            raise

    def begin_databases(self):
        if self.group:
            self.databases.append(self.group)
            self.group.start()
            return
        self.databases.append(Database(*self.settings, folder=self.folder,
                                       environment=self.database_environment))
        self.database.start()
        for _ in range(self.standbys):
            self.databases.append(Database(of=self.database).start())
        if link := self.far_standby:
            self.databases.append(Database(of=self.database, host=link.FAR, link=link).start())

    def add(self, index, *further, **more):
        program = self.programs[index % len(self.programs)] if self.programs else self.program
        options = ["--database", self.url(index), *further]
        if "--node" in subprocess.run([program, "--help"], capture_output=True, text=True).stdout:
            options += ["--node", f"node{index}"]
        node = Server(program, *options, **more)
        (node.folder / "operator.token").write_text(self.token + "\n")
        (node.folder / "operator.token").chmod(0o600)
        self.nodes.append(node)
        node.start()
        return node

    def far_node(self, link):
        """A further server, on the far side of a link, which the balancer knows too."""
        database = self.database
        database.host, near = link.NEAR, database.host
        node = self.add(len(self.nodes), "--host", "127.0.0.1", host=link.FAR, wrapper=link.prefix)
        database.host = near
        self.balancer.again()
        return node

    def url(self, index):
        hosts = [host for database in self.databases for host in database.hosts]
        if self.has_ways:
            self.ways.append(Way(self.databases[0]))
            hosts = [f"127.0.0.1:{self.ways[-1].port}"]
        return f"postgres://burble@{','.join(hosts)}/postgres"

    @property
    def database(self):
        """The one that takes writes: the first of those that are there."""
        return self.databases[0]

    def fail_over(self):
        """Ends the primary, and promotes the standby after it."""
        self.database.kill()
        self.databases.append(self.databases.pop(0))
        self.database.promote()

    def trial(self, seconds, seed, **more):
        return Trial(self.program, self.nodes[0].token_file, self.balancer.url, seconds, seed, **more)

    def get(self, node, path):
        request = urllib.request.Request(node.url + path, headers={"Authorization": "Bearer " + self.token})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def rooms(self):
        return self.database.ask("SELECT name FROM rooms WHERE is_deleted = 0 ORDER BY name").splitlines()

    def judge(self, trial):
        """Waits for the end; gives what was said and heard, or raises what does not hold."""
        told = trial.judge()
        for node in self.nodes:
            wait(node.is_ready, "a server is ready at the end")
        count = 0
        for room in self.rooms():
            first, *others = [self.get(node, f"/rooms/{room}/events?format=ndjson") for node in self.nodes]
            claim(all(other == first for other in others), f"the exports of {room} differ")
            count += first.count(b"\n")
        self.check_numbers()
        return f"{told}; {len(self.nodes)} exports of {count:,} lines are equal"

    def check_numbers(self):
        holes = self.database.ask(
            "SELECT (SELECT count(*) - coalesce(max(position), 0) FROM events), (SELECT count(*) FROM"
            " (SELECT 1 FROM events GROUP BY room HAVING count(*) <> max(seq)) r)")
        claim(holes == "0|0", f"positions and numbers have holes: {holes}")

    def tell(self):
        """Says what servers that ended by themselves said last."""
        for index, node in enumerate(self.nodes):
            if node.process and node.process.poll() is not None:
                print(f"server {index} left with {node.process.returncode}:\n{node.log.read_text()[-600:]}",
                      file=sys.stderr)

    def __exit__(self, kind=None, *_):
        if kind:
            self.tell()
        if self.balancer:
            self.balancer.__exit__()
        for node in self.nodes:
            if node.process and node.process.poll() is None:
                node.signal(signal.SIGCONT)
            node.__exit__()
        for thing in self.ways + self.databases:
            thing.close()


def request_to_post(node, text, room):
    return urllib.request.Request(f"{node.url}/rooms/{room}/messages", data=text.encode(), headers={
        "Authorization": "Basic YW5uOg==", "Idempotency-Key": text.replace(" ", "-"), "Content-Type": "text/plain"})


def post(node, text, room="general"):
    """Posts until it is acknowledged."""
    reason = None
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(request_to_post(node, text, room), timeout=30) as answer:
                return json.loads(answer.read())
        except OSError as error:
            reason = error
            time.sleep(0.1)
    raise Broken(f"{text} is not taken: {reason}")


def status_of_post(node, text, room="general"):
    """Posts once; the answer's status, or 0 where there is none within some seconds."""
    try:
        with urllib.request.urlopen(request_to_post(node, text, room), timeout=8) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def lines(node, query, token=None):
    """A stream in NDJSON of a node, as dictionaries."""
    head = {"Authorization": "Bearer " + token} if token else {}
    request = urllib.request.Request(f"{node.url}/stream?format=ndjson&{query}", headers=head)
    with urllib.request.urlopen(request, timeout=60) as answer:
        for line in answer:
            if line.startswith(b"{"):
                yield json.loads(line)
