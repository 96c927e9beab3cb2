#!/usr/bin/env python3
"""Makes scripts/chat-tui.order: the functions that a session of chat-tui calls, for lld to lay side by side.

    scripts/order.py     needs valgrind, and a chat-server in .build-bin

The client runs a session under valgrind: a room is opened, read, written in and left, and messages come
meanwhile. What it called after its start comes first in the file, then what the start alone called. A name that the
linker does not know any more is passed over, so that the file may be older than the code: it is made anew
when much has changed, as `make bench-tui` shows by the memory.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

from server import Server  # noqa: E402
from tui.screen import Screen  # noqa: E402

ORDER = ROOT / "scripts/chat-tui.order"
ROOM = "general"
# Seconds for what valgrind slows down by fifty.
PATIENCE = 120
# Bytes of a page of memory.
PAGE = 4096
# What a person does, and a word that the screen has afterwards.
STEPS = [
    ("good morning, all\r", "good morning"),
    ("a link https://example.org/a/b and **marks** :tada:\r", "marks"),
    ("mistaek\x7f\x7f\x7fake\x01now \x05\x0b\x19\x1b\x7f\x15", None),
    ("\x1b[5~\x1b[5~\x1b[6~\x1b[6~", None),
    ("\x1b[A\x1b[B\x1b[D\x1b[C\t\x15", None),
    ("\x13\x1b[A\x1b[A\x1b[B\x1b", None),
    ("\x0bgen\x1b", None),
    ("/help\r\x1b", None),
    ("/me waves\r", "waves"),
]


def post(server, name, texts):
    """Posts as someone else."""
    for text in texts:
        subprocess.run(["curl", "-sSf", "-o", "/dev/null", "-u", f"{name}:", "-H", "Content-Type: text/plain",
                        "--data-binary", text, f"{server.url}/rooms/{ROOM}/messages"], check=True)


def wait(screen, text):
    """Until some text is drawn, which has to come."""
    if screen.until(text, PATIENCE) is None:
        sys.exit(f"order: {text!r} was not drawn")


def session(server, screen):
    """A conversation; the start is counted apart."""
    wait(screen, "before")
    screen.quiet(2)
    subprocess.run(["callgrind_control", "--dump=start", str(screen.pid)], check=True, stdout=subprocess.DEVNULL)
    for keys, seen in STEPS:
        screen.type(keys)
        if seen:
            wait(screen, seen)
        screen.quiet(1)
    post(server, "ann", [f"message {number}, *as* `they` come 👍🏽" for number in range(40)])
    post(server, "bob", ["me: look at this", "theend"])
    wait(screen, "theend")
    screen.quiet(2)
    subprocess.run(["callgrind_control", "--dump=session", str(screen.pid)], check=True, stdout=subprocess.DEVNULL)


def called(dump, program):
    """The names of the program's functions that were run until a dump was made."""
    names, found, is_ours = {}, set(), False
    for line in dump.read_text(errors="replace").splitlines():
        # A name is written once, with a number that stands for it from there on.
        match = re.fullmatch(r"(c?)(fn|ob)=\((\d+)\)(?: (.*))?", line)
        if not match:
            continue
        call, kind, number, name = match.groups()
        if name:
            names[kind, number] = name
        if call:
            continue
        if kind == "ob":
            is_ours = names[kind, number] == str(program)
        elif is_ours:
            # A recursive function has a number behind its name.
            found.add(names[kind, number].partition("'")[0])
    return found


def trace(client, server, folder):
    """Runs the session, and returns what the start called and what was called afterwards."""
    program = folder / "chat-tui"
    # Without what debuggers read: valgrind 3.19 gives up on a part of it.
    subprocess.run(["strip", "--strip-debug", "-o", program, client], check=True)
    command = ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={folder}/calls",
               f"--log-file={folder}/valgrind.log", program,
               "--server", server.url, "--name", "me", "--room", ROOM]
    # Neither the person's settings nor what their client keeps.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(folder)}
    with Screen([str(word) for word in command], environment) as screen:
        session(server, screen)
    return called(folder / "calls.1", program), called(folder / "calls.2", program)


class Section:
    """What the linker moves as one: a function of ours, or a whole file of Swift's own libraries."""

    def __init__(self, size):
        self.size = size
        self.functions = {}

    def called(self, names):
        """Bytes of those of its functions that are among some names."""
        return sum(size for name, size in self.functions.items() if name in names)

    def is_dense(self, names):
        """Whether little comes along with what is called."""
        return self.size <= PAGE or self.called(names) * 2 >= self.size


def sections(path):
    """The sections of code in the linker's map, each by the names of its functions."""
    found, section = {}, None
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            words = line.split(None, 4)
            if len(words) < 5 or words[0] == "VMA":
                continue
            name = words[4].strip()
            if re.search(r":\(\.text[^)]*\)$", name):
                section = Section(int(words[2], 16))
            elif name.startswith(".") or ":(" in name:
                section = None
            elif section:
                section.functions[name] = int(words[2], 16)
                found[name] = section
    return found


def ordered(start, session, where):
    """A name of each section that is called, in the order in which they are to lie."""
    first = {}
    for name in [*sorted(session), *sorted(start)]:
        if name in where:
            first.setdefault(where[name], name)
    wanted = {section for section, name in first.items() if name in session}

    def place(section):
        if section in wanted and section.is_dense(session):
            return 0, 0.0
        if section in wanted:
            return 1, -section.called(session) / section.size
        return 2, 0.0

    return [first[section] for section in sorted(first, key=place)]


def main():
    """Builds the client, watches it, and builds it again in the order that was found."""
    built = ROOT / ".build-bin"
    build = [ROOT / "scripts/build.sh", "client"]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        layout = folder / "map"
        subprocess.run(build, check=True, env=os.environ | {"CLIENT_MAP": str(layout)})
        server = Server(built / "chat-server", folder / "data", "--rate-limit", "0").start()
        try:
            post(server, "ann", [f"before {number}" for number in range(60)])
            start, called_since = trace(built / "chat-tui", server, folder)
        finally:
            server.kill()
        names = ordered(start, called_since, sections(layout))
    ORDER.write_text("".join(f"{name}\n" for name in names))
    subprocess.run(build, check=True)
    print(f"{ORDER.name}: {len(names)} of {len(start | called_since)} functions that were called")


if __name__ == "__main__":
    main()
