#!/usr/bin/env python3
"""chat-tui beside WeeChat and irssi: the same messages, the same pty, in turn.

    Benchmarks/tui.py [--runs 5] [--flood 20000] [--client PATH] [--only weechat,irssi,burble]

Each run starts the client on a fresh 120x36 pty against a small server in this process, and measures: when the
first key that was typed before the start is drawn, memory, wake-ups in ten idle seconds, key to echo (idle, and while 1,000
messages a second come), and what a flood costs in CPU and in bytes to the terminal. Medians over the runs.
"""

import argparse
import csv
import gzip
import itertools
import os
import pathlib
import shutil
import statistics
import tempfile
import threading
import time

from server import percentile
from tui.chatter import IRC, ROOM, Burble
from tui.screen import Screen

ROOT = pathlib.Path(__file__).resolve().parent.parent
HISTORY = ROOT.parent / "shared/data/ubuntu-irc.csv.gz"
# Letters that no message has: what comes of them on the terminal is an echo.
KEYS = "ЖЩЮФЦЭЙЁЪЫ"
ECHOES = 100
IDLE_SECONDS = 10
SETTLE_SECONDS = 3
MEASURES = [
    ("first key drawn, ms", "start"), ("RSS idle, MB", "rss"), ("private idle, code included, MB", "private"),
    ("private idle, written, MB", "written"),
    ("wake-ups in 10 s idle", "wakes"), ("echo idle: median, ms", "echo50"), ("95th percentile, ms", "echo95"),
    ("echo under 1,000/s: median, ms", "load50"), ("95th percentile, ms", "load95"),
    ("flood: CPU, s", "flood_cpu"), ("seconds until drawn", "flood_time"), ("kB to the terminal", "flood_bytes"),
    ("RSS after it, MB", "flood_rss"), ("private after it, MB", "flood_private"),
]


def messages(count):
    """Real messages: of the history where it is at hand, else of the demo."""
    source = HISTORY if HISTORY.exists() else ROOT / "scripts/demo.csv"
    opened = gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else open(source, encoding="utf-8")
    with opened as file:
        rows = [
            (row["user"], row["text"]) for row in itertools.islice(csv.DictReader(file), count)
            if row["text"] and row["text"].isprintable() and not set(row["text"]) & set(KEYS)
        ]
    return [row for row, _ in zip(itertools.cycle(rows), range(count))]


def commands(client, folder, port):
    """What starts each client against a port."""
    return {
        "weechat": ["weechat", "-d", folder, "-P", "irc", "-r",
                    f"/server add here 127.0.0.1/{port} -notls -nicks=me; /connect here"],
        "irssi": ["irssi", "--home", folder, "-c", "127.0.0.1", "-p", str(port), "-n", "me"],
        "burble": [str(client), "--server", f"http://127.0.0.1:{port}", "--name", "me", "--room", "general"],
    }


def echoes(screen):
    """Milliseconds from each of some keys to its echo."""
    times = []
    for number in range(ECHOES):
        key = KEYS[number % len(KEYS)]
        screen.type(key)
        taken = screen.until(key, 2)
        if taken is None:
            raise RuntimeError("a key was not drawn")
        times.append(taken * 1000)
        if number % 20 == 19:
            screen.type("\x15")
            # What is drawn of this must not be waited for by the next key.
            screen.quiet(0.02, 0.1)
        # Not in step with the messages.
        end = time.perf_counter() + 0.011 + number % 7 / 1000
        while time.perf_counter() < end:
            screen.read(end - time.perf_counter())
    screen.type("\x15")
    return times


def run(name, client, said):
    """One run of one client, as a dictionary of figures."""
    server = Burble() if name == "burble" else IRC()
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(
            os.environ, TERM="xterm-256color", LANG="C.UTF-8", HOME=folder, XDG_STATE_HOME=folder,
            XDG_CONFIG_HOME=folder, XDG_DATA_HOME=folder, XDG_CACHE_HOME=folder,
        )
        with Screen(commands(client, folder, server.port)[name], environment) as screen:
            screen.type("Ж")
            figures = {"start": screen.until("Ж", 10) * 1000}
            screen.type("\x15")
            if name != "burble" and server.welcomed.wait(15):
                screen.quiet(0.3)
                screen.type(f"/join #{ROOM}\r")
            if not server.joined.wait(15):
                raise RuntimeError(f"{name} did not join")
            measure(screen, server, said, figures)
    server.close()
    return figures


def measure(screen, server, said, figures):
    """All that is measured once the client is in the room."""
    server.say(said[:50])
    # Until what a client does behind the last message is done too, such as telling how far one has read.
    screen.quiet(SETTLE_SECONDS + 1, SETTLE_SECONDS)
    wakes = screen.wakes()
    screen.quiet(IDLE_SECONDS + 1, IDLE_SECONDS)
    # A thread that ended in between slept to its end.
    figures["wakes"] = sum(max(0, now - wakes.get(task, 0)) for task, now in screen.wakes().items())
    figures["rss"], figures["private"], figures["written"] = megabytes(screen)
    idle = echoes(screen)
    figures["echo50"], figures["echo95"] = statistics.median(idle), percentile(idle, 0.95)
    stop = threading.Event()
    talk = threading.Thread(target=server.say_evenly, args=(said, 1000, stop))
    talk.start()
    loaded = echoes(screen)
    stop.set()
    talk.join()
    figures["load50"], figures["load95"] = statistics.median(loaded), percentile(loaded, 0.95)
    flood(screen, server, said, figures)


def megabytes(screen):
    """Resident, private and written MB."""
    return (kilobytes / 1024 for kilobytes in screen.memory())


def flood(screen, server, said, figures):
    """Everything at once."""
    screen.quiet(0.5)
    cpu, written = screen.cpu(), screen.written
    talk = threading.Thread(target=server.say, args=([*said, ("bob", "theveryend")],))
    talk.start()
    taken = screen.until("theveryend", 60)
    figures["flood_time"] = taken if taken is not None else float("nan")
    screen.quiet(0.7)
    talk.join()
    figures["flood_cpu"] = screen.cpu() - cpu
    figures["flood_bytes"] = (screen.written - written) / 1000
    figures["flood_rss"], figures["flood_private"], _ = megabytes(screen)


def main():
    """Runs all in turn and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of each client (5)")
    parser.add_argument("--flood", type=int, default=20_000, help="messages of the flood (20,000)")
    parser.add_argument("--client", default=ROOT / ".build-bin/chat-tui", help="a chat-tui; the release build")
    parser.add_argument("--only", default="weechat,irssi,burble", help="clients, with commas")
    arguments = parser.parse_args()
    names = [name for name in arguments.only.split(",") if name == "burble" or shutil.which(name)]
    for name in set(arguments.only.split(",")) - set(names):
        print(f"{name} is not installed, and left out")
    said = messages(arguments.flood)
    results = {name: [] for name in names}
    for turn in range(arguments.runs):
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            results[name].append(run(name, arguments.client, said))
    print(f"{'median of ' + str(arguments.runs):34}" + "".join(f"{name:>12}" for name in names))
    for words, key in MEASURES:
        medians = [statistics.median(figures[key] for figures in results[name]) for name in names]
        print(f"{words:34}" + "".join(f"{median:12.2f}" for median in medians))


if __name__ == "__main__":
    main()
