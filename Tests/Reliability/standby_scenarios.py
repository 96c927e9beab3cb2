"""What is done to the primary and the standbys of a cluster, and what must hold."""

import signal
import threading
import time

from autofailover import AutoFailover
from cluster import lines, post, status_of_post
from lab import claim, wait
from network import LossyLink


def promotion(campaign):
    """The primary is killed and its synchronous standby promoted by hand; the servers go there by
    themselves (`--database postgres://one,two/…`). Nothing that was acknowledged is lost."""
    with campaign.cluster(standbys=1) as cluster:
        cluster.database.be_synchronous()
        with campaign.cluster_trial(cluster) as trial:
            campaign.pause(2, max(3, campaign.seconds / 2))
            cluster.databases[1].be_alone()
            began = time.monotonic()
            cluster.fail_over()
            wait(lambda: any(node.is_ready() for node in cluster.nodes), "a server is ready again")
            took = time.monotonic() - began
            return f"a server was ready again after {took:.1f} s; {cluster.judge(trial)}"


def lost_standby(campaign):
    """The only synchronous standby is gone for some seconds: posts wait for it, none is lost."""
    with campaign.cluster(standbys=1) as cluster:
        cluster.database.be_synchronous()
        with campaign.cluster_trial(cluster) as trial:
            count = 0
            while trial.is_on():
                campaign.pause(1, 3)
                cluster.databases[1].kill()
                campaign.pause(1, 5)
                cluster.databases[1].start()
                count += 1
            return f"{count} times gone; {cluster.judge(trial)}"


def standby_cut(campaign):
    """A synchronous standby is cut off from its primary (a network namespace), both ways or one way:
    nothing is acknowledged meanwhile. Cut off once more, it is promoted by hand while the old
    primary still runs and the servers hold to it, which is ended last."""
    with LossyLink(campaign.draw) as link, campaign.cluster(
            settings=(f"listen_addresses = '127.0.0.1,{link.NEAR}'",), far_standby=link) as cluster:
        primary, standby = cluster.databases
        primary.be_synchronous()
        with campaign.cluster_trial(cluster) as trial:
            count = 0
            while count == 0 or trial.left > 15:
                campaign.pause(1, 3)
                link.cut(campaign.draw.choice(link.WAYS))
                claim_held(cluster, f"held {count}")
                campaign.pause(0, 3)
                link.heal()
                post(cluster.nodes[0], f"held {count}", room="held")
                count += 1
            campaign.pause(0.5, 1)
            link.cut()
            claim_held(cluster, "split")
            standby.be_alone()
            standby.promote()
            claim_held(cluster, "split")
            link.heal()
            primary.kill()
            cluster.databases.reverse()
            post(cluster.nodes[0], "split", room="held")
            told = cluster.judge(trial)
            texts = [event["text"] for event in read(cluster.nodes[1], "since=all", room="held")
                     if event["type"] == "message"]
            claim(sorted(texts) == sorted([f"held {number}" for number in range(count)] + ["split"]),
                  f"what was repeated is in the log once: {texts}")
            return f"{count + 1} cuts, nothing acknowledged in them; promoted in the last; {told}"


def claim_held(cluster, text):
    """A post that no second disk can have is not acknowledged."""
    for node in cluster.nodes:
        status = status_of_post(node, text, room="held")
        claim(status in (0, 503), f"a post without a standby is answered by {status}")


def auto_failover(campaign):
    """pg_auto_failover with a monitor and three data nodes: the primary's machine is lost
    (`kill -9` of all that it runs), and comes back as a standby; or its operator switches over.
    Nothing that was acknowledged is lost. A primary is missed after 5 s here, by default after 20."""
    group = AutoFailover()
    with campaign.cluster(group=group) as cluster, campaign.cluster_trial(cluster) as trial:
        took, switches = [], 0
        while not took or trial.left > 25:
            campaign.pause(1, 3)
            group.settle()
            if took and campaign.draw.random() < 0.3:
                group.switch_over()
                switches += 1
                continue
            lost, began = group.primary(), time.monotonic()
            group.kill(lost)
            wait(lambda: group.primary() not in (None, lost), "another one is the primary", seconds=120)
            wait(lambda: any(node.is_ready() for node in cluster.nodes), "a server is ready again", seconds=60)
            took.append(time.monotonic() - began)
            group.look_after(lost)
        group.settle()
        times = ", ".join(f"{seconds:.0f}" for seconds in took)
        return f"{len(took)} primaries lost, {switches} switched; a server was ready again after {times} s; " \
               f"{cluster.judge(trial)}"


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
        # Begun anew, it has what is on its disk, and not what waits in a socket.
        standby.again()
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


def read(node, query, room="general"):
    """What a stream tells until it is live."""
    events = []
    for event in lines(node, f"rooms={room}&{query}"):
        if event["type"] == "live":
            break
        events.append(event)
    return events


def cursor(node, tail):
    return [event["cursor"] for event in read(node, f"tail={tail}") if "cursor" in event][-1]


STANDBY_SCENARIOS = {
    "promotion": promotion, "lost-standby": lost_standby, "standby-cut": standby_cut,
    "auto-failover": auto_failover, "lossy-fail-over": lossy_fail_over,
}
"""By the names of the command line."""
