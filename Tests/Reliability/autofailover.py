"""PostgreSQL under pg_auto_failover: a monitor and three data nodes, which fail over by themselves."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from lab import Skipped, claim, free_port, wait

TUNED = ["ALTER SYSTEM SET pgautofailover.health_check_period = 1000",
         "ALTER SYSTEM SET pgautofailover.health_check_retry_delay = 500",
         "ALTER SYSTEM SET pgautofailover.node_considered_unhealthy_timeout = 5000",
         "ALTER SYSTEM SET pgautofailover.primary_demote_timeout = 5000",
         "SELECT pg_reload_conf()"]
"""So that a fail-over takes seconds; by default a primary is missed after 20 s."""


class AutoFailover:
    """A monitor and data nodes, each with the processes that look after it."""

    def __init__(self, nodes=3, is_tuned=True):
        self.programs = next(Path("/usr/lib/postgresql").glob("*/bin"), None)
        if os.geteuid() != 0 or not shutil.which("pg_autoctl") or not self.programs:
            raise Skipped("needs root and pg_autoctl (postgresql-15-auto-failover, pg-auto-failover-cli)")
        self.count, self.is_tuned = nodes, is_tuned
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.home = Path(tempfile.mkdtemp(prefix="burble-failover-", dir=memory))
        shutil.chown(self.home, "postgres")
        self.ports, self.processes = {}, {}

    @property
    def environment(self):
        home = str(self.home)
        return {**os.environ, "HOME": home, "TMPDIR": home, "XDG_CONFIG_HOME": f"{home}/config",
                "XDG_DATA_HOME": f"{home}/share", "XDG_RUNTIME_DIR": f"{home}/run", "LC_ALL": "C.UTF-8",
                "PATH": f"{self.programs}:{os.environ['PATH']}"}

    def start(self):
        self.create("monitor", "monitor")
        if self.is_tuned:
            for text in TUNED:
                self.ask(text, self.monitor.replace("autoctl_node", "postgres"))
        for index in range(self.count):
            self.create(f"node{index}", "postgres", "--name", f"node{index}", "--username", "burble",
                        "--dbname", "postgres", "--monitor", self.monitor)
        self.settle()
        return self

    def create(self, name, kind, *options):
        self.ports[name] = free_port()
        self.run("create", kind, "--pgdata", self.home / name, "--pgport", self.ports[name], "--hostname",
                 "127.0.0.1", "--auth", "trust", "--no-ssl", "--pgctl", self.programs / "pg_ctl", *options)
        self.look_after(name)

    def run(self, *arguments):
        done = subprocess.run(["pg_autoctl", *map(str, arguments)], cwd=self.home, user="postgres",
                              env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        claim(done.returncode == 0, f"pg_autoctl {arguments[0]}: {done.stdout.decode()[-500:]}")
        return done.stdout.decode()

    def look_after(self, name):
        """Starts what keeps a node running."""
        with open(self.home / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                ["pg_autoctl", "run", "--pgdata", self.home / name], cwd=self.home, user="postgres",
                env=self.environment, stdout=log, stderr=log, start_new_session=True)
        wait(lambda: self.is_up(name), f"{name} comes up", seconds=60)

    def is_up(self, name):
        return subprocess.run([self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p",
                               str(self.ports[name])]).returncode == 0

    @property
    def monitor(self):
        return f"postgres://autoctl_node@127.0.0.1:{self.ports['monitor']}/pg_auto_failover"

    @property
    def hosts(self):
        return [f"127.0.0.1:{port}" for name, port in self.ports.items() if name != "monitor"]

    @property
    def url(self):
        return f"postgres://burble@{','.join(self.hosts)}/postgres?target_session_attrs=read-write"

    def ask(self, text, url=None):
        done = subprocess.run(["psql", "-AtXqc", text, url or self.url], capture_output=True, text=True)
        claim(done.returncode == 0, f"psql: {done.stderr[-500:]}")
        return done.stdout.strip()

    def states(self):
        rows = self.ask("SELECT nodename, reportedstate, goalstate FROM pgautofailover.node", self.monitor)
        return {name: (is_now, shall_be) for name, is_now, shall_be in
                (row.split("|") for row in rows.splitlines())}

    def primary(self):
        """Which one takes writes; `None` while none does."""
        for name, state in self.states().items():
            if state[1] in ("primary", "wait_primary", "join_primary", "apply_settings", "single"):
                return name
        return None

    def is_settled(self):
        found = sorted(self.states().values())
        return found == sorted([("primary", "primary")] + [("secondary", "secondary")] * (self.count - 1))

    def settle(self):
        """Waits until there is a primary, and all others follow it."""
        wait(self.is_settled, "pg_auto_failover has settled", seconds=120)

    def family(self, name):
        """The numbers of all processes of a node."""
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    pass  # It has just gone.
        found = {self.processes[name].pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def kill(self, name):
        """Ends all of a node at once, as the loss of its machine does."""
        for pid in self.family(name):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.processes[name].wait()
        wait(lambda: not self.is_up(name), f"{name} is gone")

    def switch_over(self):
        """Makes another one the primary, as its operator would."""
        self.run("perform", "switchover", "--pgdata", self.home / "monitor")

    def close(self):
        for name in list(self.processes):
            if self.processes[name].poll() is None:
                self.kill(name)
        shutil.rmtree(self.home, ignore_errors=True)
