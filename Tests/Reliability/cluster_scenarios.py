"""What is done to a cluster, and what must hold."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from cluster import MEMORY, post
from lab import Skipped, claim, wait
from network import LossyLink
from standby_scenarios import STANDBY_SCENARIOS


# The servers

def node_kills(campaign):
    """Servers are killed (`kill -9`) or drained (SIGTERM), one after the other, while clients use
    all of them."""
    with campaign.cluster() as cluster, campaign.cluster_trial(cluster) as trial:
        counts = {"kills": 0, "drains": 0}
        while trial.is_on():
            campaign.pause(0.3, 1.5)
            node = campaign.draw.choice(cluster.nodes)
            is_kill = campaign.draw.random() < 0.7
            code = node.end(signal.SIGKILL if is_kill else signal.SIGTERM)
            claim(is_kill or code == 0, f"a drained server left with {code}")
            counts["kills" if is_kill else "drains"] += 1
            campaign.pause(0, 1)
            node.start()
        return f"{counts['kills']} kills, {counts['drains']} drains; {cluster.judge(trial)}"


def node_pauses(campaign):
    """A server stands still (SIGSTOP) for up to five seconds, again and again, also while it has
    the log's lock."""
    with campaign.cluster() as cluster, campaign.cluster_trial(cluster) as trial:
        count = 0
        while trial.is_on():
            campaign.pause(0.2, 1)
            node = campaign.draw.choice(cluster.nodes)
            node.signal(signal.SIGSTOP)
            campaign.pause(0.5, 5)
            node.signal(signal.SIGCONT)
            count += 1
        return f"{count} pauses; {cluster.judge(trial)}"


def node_cut(campaign):
    """A server is cut off from everybody (a network namespace whose packets are lost, both ways or
    one way) for up to eight seconds, and comes back; it may be killed meanwhile."""
    with LossyLink(campaign.draw) as link, campaign.cluster(nodes=2, settings=(
            f"listen_addresses = '127.0.0.1,{link.NEAR}'",)) as cluster:
        far = cluster.far_node(link)
        with campaign.cluster_trial(cluster) as trial:
            cuts = kills = 0
            while trial.is_on():
                campaign.pause(1, 3)
                link.cut(campaign.draw.choice(link.WAYS))
                if campaign.draw.random() < 0.3:
                    far.end(signal.SIGKILL)
                    kills += 1
                campaign.pause(1, 8)
                link.heal()
                cuts += 1
                if far.process.poll() is not None:
                    far.start()
            return f"{cuts} cuts, the server killed in {kills} of them; {cluster.judge(trial)}"


def clocks(campaign):
    """The clocks of two of three servers are moved while they run, by up to an hour and to either
    side (libfaketime): the log's time is the database's."""
    with tempfile.TemporaryDirectory() as folder, campaign.cluster() as cluster:
        files = [MovedClock(Path(folder) / str(index)) for index in range(2)]
        for node, clock in zip(cluster.nodes, files):
            node.environment |= clock.environment
            # A shell comes first, as the library changes the environment of the first program.
            node.wrapper = ["sh", "-c", 'exec "$@"', "sh"]
            node.again(signal.SIGTERM)
        with campaign.cluster_trial(cluster) as trial:
            count = 0
            while trial.is_on():
                campaign.draw.choice(files).move(campaign.draw.randint(-3600, 3600))
                campaign.pause(1, 3)
                count += 1
            told = cluster.judge(trial)
        spread = cluster.database.ask(
            "SELECT (extract(epoch FROM now()) * 1000 - min(at))::bigint / 1000,"
            " (extract(epoch FROM now()) * 1000 - max(at))::bigint / 1000 FROM events")
        oldest, newest = map(int, spread.split("|"))
        claim(-2 <= newest <= oldest < campaign.seconds + 200, f"times are {newest} to {oldest} s ago")
        return f"moved {count} times, all times are the database's; {told}"


def database_clock(campaign):
    """The clock of PostgreSQL is moved while it runs, by up to an hour and to either side
    (libfaketime): the time by which the log is searched never goes back."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        clock = MovedClock(Path(folder) / "clock")
        with campaign.cluster(database_environment=clock.environment) as cluster:
            with campaign.cluster_trial(cluster) as trial:
                count = 0
                while trial.is_on():
                    campaign.pause(1, 3)
                    clock.move(campaign.draw.randint(-3600, 3600))
                    count += 1
                told = cluster.judge(trial)
            back = cluster.database.ask(
                "SELECT count(*) FROM (SELECT coalesce(logged_at, at) AS time, lag(coalesce(logged_at, at))"
                " OVER (ORDER BY position) AS before FROM events) AS times WHERE time < before")
            claim(back == "0", f"the log's time goes back {back} times")
            return f"moved {count} times; it never goes back; {told}"


class MovedClock:
    """The clock of a process, by libfaketime, which looks it up once a second."""

    def __init__(self, path):
        library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
        if library is None:
            raise Skipped("needs libfaketime")
        self.path = path
        self.move(0)
        self.environment = {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(path),
                            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_CACHE_DURATION": "1"}

    def move(self, seconds):
        """Sets how far the clock is ahead of the machine's, or behind it."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{seconds:+d}\n")
        fresh.replace(self.path)


def builds(campaign):
    """Servers of two builds share the log, and are replaced one by one (--other PROGRAM)."""
    if not campaign.other:
        raise Skipped("needs another build: --other PROGRAM")
    programs = [campaign.program, campaign.other]
    with campaign.cluster(programs=programs) as cluster, campaign.cluster_trial(cluster) as trial:
        count = 0
        while trial.is_on():
            campaign.pause(0.5, 2)
            node = campaign.draw.choice(cluster.nodes)
            claim(node.end(signal.SIGTERM) == 0, "a drained server left with a fault")
            node.program = campaign.draw.choice(programs)
            node.start()
            count += 1
        return f"{count} replaced; {cluster.judge(trial)}"


# The database

def database_kills(campaign):
    """All processes of PostgreSQL are killed (`kill -9`) at once, and it comes up again; or one
    backend of it is, upon which it starts anew by itself."""
    with campaign.cluster() as cluster, campaign.cluster_trial(cluster) as trial:
        counts = {"kills": 0, "backends": 0}
        while trial.is_on():
            campaign.pause(1, 3)
            backends = [pid for pid, name in cluster.database.processes().items() if "burble postgres" in name]
            if campaign.draw.random() < 0.5 and backends:
                os.kill(campaign.draw.choice(backends), signal.SIGKILL)
                wait(cluster.database.is_up, "PostgreSQL has recovered")
                counts["backends"] += 1
            else:
                cluster.database.kill()
                campaign.pause(0, 4)
                cluster.database.start()
                counts["kills"] += 1
        return f"{counts['kills']} kills of all, {counts['backends']} of a backend; {cluster.judge(trial)}"


def database_pauses(campaign):
    """PostgreSQL stands still (SIGSTOP), all of it or the backend of one server, for up to six
    seconds."""
    with campaign.cluster() as cluster, campaign.cluster_trial(cluster) as trial:
        count = 0
        while trial.is_on():
            campaign.pause(0.5, 2)
            backends = [pid for pid, name in cluster.database.processes().items() if "burble postgres" in name]
            one = campaign.draw.choice(backends) if backends and campaign.draw.random() < 0.6 else None
            for number in (signal.SIGSTOP, signal.SIGCONT):
                if one and os.path.exists(f"/proc/{one}"):
                    os.kill(one, number)
                elif not one:
                    cluster.database.signal(number)
                if number == signal.SIGSTOP:
                    campaign.pause(0.5, 6)
            count += 1
        return f"{count} pauses; {cluster.judge(trial)}"


def database_cut(campaign):
    """The way of one server to the database is reset, or stalls without a word, for up to six
    seconds; the others go on."""
    with campaign.cluster(ways=True) as cluster, campaign.cluster_trial(cluster) as trial:
        counts = {"reset": 0, "stalled": 0}
        while trial.is_on():
            campaign.pause(0.5, 2)
            way = campaign.draw.choice(cluster.ways)
            what = campaign.draw.choice(list(counts))
            way.reset() if what == "reset" else setattr(way, "mode", what)
            campaign.pause(0.2, 6)
            way.mode = "open"
            counts[what] += 1
        return f"{counts['reset']} resets, {counts['stalled']} stalls; {cluster.judge(trial)}"


def full_database_disk(campaign):
    """The disk of PostgreSQL fills up (a tmpfs of 200 MB), and has room again."""
    with SmallDisk("200m") as disk, campaign.cluster(folder=disk.folder, settings=(
            "max_wal_size = 64MB", "min_wal_size = 32MB", "restart_after_crash = on")) as cluster:
        with campaign.cluster_trial(cluster) as trial:
            count = ends = 0
            while trial.is_on():
                campaign.pause(0.5, 2)
                disk.fill()
                campaign.pause(1, 3)
                disk.clear()
                count += 1
                if cluster.database.process.poll() is not None:
                    # It ends itself where it cannot write its log.
                    cluster.database.start()
                    ends += 1
            return f"full {count} times, PostgreSQL ended by it {ends} times; {cluster.judge(trial)}"


def full_server_disk(campaign):
    """The disk of one server fills up (a tmpfs of 16 MB: its search index, its copies of files), and
    has room again: messages are not in its keeping."""
    with SmallDisk("16m") as disk, campaign.cluster(nodes=2) as cluster:
        node = cluster.add(2, folder=disk.folder / "data")
        cluster.balancer.again()
        with campaign.cluster_trial(cluster) as trial:
            count = 0
            while trial.is_on():
                campaign.pause(0.5, 2)
                disk.fill()
                claim(post(node, f"full {count}")["seq"] > 0, "a server with a full disk takes a message")
                campaign.pause(1, 3)
                disk.clear()
                count += 1
            return f"full {count} times; {cluster.judge(trial)}"


class SmallDisk:
    """A disk of a few megabytes, in memory."""

    def __init__(self, size):
        self.size = size
        self.folder = Path(tempfile.mkdtemp(prefix="burble-disk-", dir=MEMORY))

    def __enter__(self):
        command = ["mount", "-t", "tmpfs", "-o", f"size={self.size}", "tmpfs", self.folder]
        if subprocess.run(command, capture_output=True).returncode:
            os.rmdir(self.folder)
            raise Skipped("needs root, to mount a tmpfs")
        return self

    def fill(self):
        subprocess.run(["sh", "-c", f"cat /dev/zero >{self.folder}/filler"], stderr=subprocess.DEVNULL)

    def clear(self):
        os.remove(self.folder / "filler")

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.folder])
        shutil.rmtree(self.folder, ignore_errors=True)


CLUSTER_SCENARIOS = {
    "node-kills": node_kills, "node-pauses": node_pauses, "node-cut": node_cut, "clocks": clocks,
    "full-server-disk": full_server_disk, "builds": builds, "database-kills": database_kills,
    "database-pauses": database_pauses, "database-cut": database_cut, "database-clock": database_clock,
    "full-database-disk": full_database_disk, **STANDBY_SCENARIOS,
}
"""By the names of the command line."""

SHORT_SCENARIOS = ["node-kills", "database-kills", "database-cut", "promotion", "lossy-fail-over"]
"""Those that the short run does."""
