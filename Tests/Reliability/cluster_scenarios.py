"""What is done to a cluster, and what must hold."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from cluster import MEMORY, Cluster, lines
from lab import Broken, Skipped, claim, wait
from network import LossyLink


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
    """A server is cut off from everybody (a network namespace whose packets are lost) for up to
    eight seconds, and comes back; it may be killed meanwhile."""
    with LossyLink(campaign.draw) as link, campaign.cluster(nodes=2, settings=(
            f"listen_addresses = '127.0.0.1,{link.NEAR}'",)) as cluster:
        far = cluster.far_node(link)
        with campaign.cluster_trial(cluster) as trial:
            cuts = kills = 0
            while trial.is_on():
                campaign.pause(1, 3)
                link.is_cut = True
                if campaign.draw.random() < 0.3:
                    far.end(signal.SIGKILL)
                    kills += 1
                campaign.pause(1, 8)
                link.is_cut = False
                cuts += 1
                if far.process.poll() is not None:
                    far.start()
            link.is_cut = False
            return f"{cuts} cuts, the server killed in {kills} of them; {cluster.judge(trial)}"


def clocks(campaign):
    """The clock of one of three servers is an hour ahead, that of another one behind (libfaketime):
    the log's time is the database's."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        raise Skipped("needs libfaketime")
    with campaign.cluster() as cluster:
        for node, offset in zip(cluster.nodes, ("+1h", "-1h")):
            node.environment |= {"LD_PRELOAD": str(library), "FAKETIME": offset,
                                 "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
            # A shell comes first, as the library changes the environment of the first program.
            node.wrapper = ["sh", "-c", 'exec "$@"', "sh"]
            node.again(signal.SIGTERM)
        with campaign.cluster_trial(cluster) as trial:
            told = cluster.judge(trial)
        spread = cluster.database.ask(
            "SELECT (extract(epoch FROM now()) * 1000 - min(at))::bigint / 1000,"
            " (extract(epoch FROM now()) * 1000 - max(at))::bigint / 1000 FROM events")
        oldest, newest = map(int, spread.split("|"))
        claim(-2 <= newest <= oldest < campaign.seconds + 200, f"times are {newest} to {oldest} s ago")
        return f"all times are the database's; {told}"


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
    folder = Path(tempfile.mkdtemp(prefix="burble-disk-", dir=MEMORY))
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", folder], capture_output=True).returncode:
        raise Skipped("needs root, to mount a tmpfs")
    try:
        with campaign.cluster(folder=folder, settings=("max_wal_size = 64MB", "min_wal_size = 32MB",
                                                       "restart_after_crash = on")) as cluster:
            with campaign.cluster_trial(cluster) as trial:
                count = ends = 0
                while trial.is_on():
                    campaign.pause(0.5, 2)
                    subprocess.run(["sh", "-c", f"cat /dev/zero >{folder}/filler"], stderr=subprocess.DEVNULL)
                    campaign.pause(1, 3)
                    os.remove(folder / "filler")
                    count += 1
                    if cluster.database.process.poll() is not None:
                        # It ends itself where it cannot write its log.
                        cluster.database.start()
                        ends += 1
                return f"full {count} times, PostgreSQL ended by it {ends} times; {cluster.judge(trial)}"
    finally:
        subprocess.run(["umount", "-l", folder])
        shutil.rmtree(folder, ignore_errors=True)


# Standbys

def promotion(campaign):
    """The primary is killed and its synchronous standby promoted by hand; the servers go there by
    themselves (`--database postgres://one,two/…`). Nothing that was acknowledged is lost."""
    with campaign.cluster(standbys=1) as cluster:
        cluster.database.ask("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        cluster.database.ask("SELECT pg_reload_conf()")
        wait(lambda: cluster.database.ask("SELECT sync_state FROM pg_stat_replication") == "sync",
             "the standby is synchronous")
        with campaign.cluster_trial(cluster) as trial:
            campaign.pause(2, max(3, campaign.seconds / 2))
            # The new one has no standby of its own, and would wait for it.
            (cluster.databases[1].data / "postgresql.auto.conf").open("a").write(
                "\nsynchronous_standby_names = ''\n")
            began = time.monotonic()
            cluster.fail_over()
            wait(lambda: any(node.is_ready() for node in cluster.nodes), "a server is ready again")
            took = time.monotonic() - began
            return f"a server was ready again after {took:.1f} s; {cluster.judge(trial)}"


def lost_standby(campaign):
    """The only synchronous standby is gone for some seconds: posts wait for it, none is lost."""
    with campaign.cluster(standbys=1) as cluster:
        cluster.database.ask("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        cluster.database.ask("SELECT pg_reload_conf()")
        with campaign.cluster_trial(cluster) as trial:
            count = 0
            while trial.is_on():
                campaign.pause(1, 3)
                cluster.databases[1].kill()
                campaign.pause(1, 5)
                cluster.databases[1].start()
                count += 1
            return f"{count} times gone; {cluster.judge(trial)}"


def lossy_fail_over(campaign):
    """An asynchronous standby that lacks acknowledged messages is promoted: they are lost, and this
    is told. Streams end with `bye log_changed`, and the servers end themselves, to be started anew;
    the log has another name; a cursor of the old one is good up to where both agree, and gets a
    `gap` beyond it."""
    with campaign.cluster(nodes=2, standbys=1) as cluster:
        one, two = cluster.nodes
        for number in range(5):
            post(one, f"kept {number}")
        primary, standby = cluster.databases
        wait(lambda: standby.ask("SELECT count(*) FROM events") == "5", "the standby has followed")
        good = cursor(two, tail=1)
        standby.signal(signal.SIGSTOP, "walreceiver")
        heard = []

        def hear():
            for event in lines(two, "rooms=general&since=all&heartbeat=5"):
                heard.append(event)

        thread = threading.Thread(target=hear, daemon=True)
        thread.start()
        for number in range(5):
            post(one, f"lost {number}")
        wait(lambda: sum(event["type"] == "message" for event in heard) == 10, "the stream has heard all")
        lost = cursor(two, tail=1)
        primary.kill()
        standby.signal(signal.SIGKILL, "walreceiver")
        cluster.databases.reverse()
        standby.promote()
        for node in cluster.nodes:
            # Its manager does it.
            wait(lambda: node.process.poll() is not None, "the server has found what is lost")
            node.start()
        post(one, "after it")
        thread.join(timeout=30)
        ends = [event for event in heard if event["type"] == "bye"]
        claim(ends and ends[-1]["reason"] == "log_changed", f"the stream is told: {heard[-2:]}")
        texts = [event["text"] for event in read(two, f"since={lost}") if event["type"] == "message"]
        told = [event for event in read(two, f"since={lost}") if event["type"] == "gap"]
        claim(told, f"a lost cursor gets no gap: {texts}")
        texts = [event["text"] for event in read(one, f"since={good}") if event["type"] == "message"]
        claim(texts == ["after it"], f"a cursor from before goes on: {texts}")
        cluster.check_numbers()
        return "5 acknowledged messages lost with the primary; the stream was told, the lost cursor got " \
               "a gap, and the one from before went on"


def post(node, text, room="general"):
    """Posts until it is acknowledged."""
    key, reason = text.replace(" ", "-"), None
    end = time.monotonic() + 30
    while time.monotonic() < end:
        request = urllib.request.Request(f"{node.url}/rooms/{room}/messages", data=text.encode(), headers={
            "Authorization": "Basic YW5uOg==", "Idempotency-Key": key, "Content-Type": "text/plain"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read())
        except OSError as error:
            reason = error
            time.sleep(0.1)
    raise Broken(f"{text} is not taken: {reason}")


def read(node, query):
    """What a stream tells until it is live."""
    events = []
    for event in lines(node, f"rooms=general&{query}"):
        if event["type"] == "live":
            break
        events.append(event)
    return events


def cursor(node, tail):
    return [event["cursor"] for event in read(node, f"tail={tail}") if "cursor" in event][-1]


CLUSTER_SCENARIOS = {
    "node-kills": node_kills, "node-pauses": node_pauses, "node-cut": node_cut, "clocks": clocks,
    "builds": builds, "database-kills": database_kills, "database-pauses": database_pauses,
    "database-cut": database_cut, "full-database-disk": full_database_disk, "promotion": promotion,
    "lost-standby": lost_standby, "lossy-fail-over": lossy_fail_over,
}
"""By the names of the command line."""

SHORT_SCENARIOS = ["node-kills", "database-kills", "database-cut", "promotion", "lossy-fail-over"]
"""Those that the short run does."""
