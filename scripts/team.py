#!/usr/bin/env python3
"""Makes docs/team.md: a server for a team, from its start to a ban, with the real programs.

    scripts/team.py [FOLDER]     the folder of chat-server and chat-tui (.build/debug)

The server, its certificate and the terminals (tmux, 80x24) are its own, and gone at the end.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from burble_lab import certificate
from screens import ROOT, Terminal, shown

PAGE = ROOT / "docs/team.md"
SECURE = "127.0.0.1:9489"
LOCAL = "127.0.0.1:9490"
PASSWORD = "a long password\n"

HEAD = """# A server for a team

This page walks from an empty machine to a team that talks in private: TLS, accounts, an SSH key,
a direct conversation, and somebody who has to go. Commands and screens are captured from the real
programs (`make screens` makes this page). [security.md](security.md)
says what is promised, [REFERENCE.md](REFERENCE.md) has every option.
"""


class World:
    """A server, and the homes of those who use it."""

    def __init__(self, built, folder):
        self.built, self.folder = built, pathlib.Path(folder)
        self.terminals = []
        self.page = [HEAD]
        self.server = subprocess.Popen(
            [built / "chat-server", "--listen", SECURE, "--listen", f"http://{LOCAL}", "--auth",
             "accounts", "--data", f"{folder}/data", *certificate(folder, "chat.example")],
            stderr=subprocess.PIPE, text=True)
        for _ in range(2):
            while "listening" not in (line := self.server.stderr.readline()):
                assert line, "the server does not start"

    def say(self, words):
        """A paragraph of the page."""
        self.page.append(f"\n{words}\n")

    def run(self, command, *hidden, home="operator", given=None):
        """Runs a command, shows it as a person types it with what it prints, and gives that."""
        environment = {**os.environ, "HOME": f"{self.folder}/{home}", "XDG_STATE_HOME": "",
                       "XDG_CONFIG_HOME": "", "SSH_AUTH_SOCK": ""}
        words = command.replace("~", environment["HOME"]).split()
        # A person is asked for the password on the terminal.
        words += ["--password-stdin"] if given else []
        result = subprocess.run(
            [self.built / words[0], *words[1:], *hidden], input=given, text=True,
            capture_output=True, env=environment)
        assert result.returncode == 0, (command, result.stdout, result.stderr)
        printed = result.stdout.replace(str(self.folder), "").rstrip()
        self.page.append(f"\n```console\n$ {command}\n{printed}\n```\n")
        return result.stdout

    def operator(self, command, given=None):
        """Runs a subcommand of the server as its operator."""
        return self.run(command, "--server", f"http://{LOCAL}", "--data", f"{self.folder}/data",
                        given=given)

    def person(self, name, command, given=None):
        """Runs a command of the client as somebody."""
        return self.run(command, "--server", f"https://{SECURE}", home=name, given=given)

    def open(self, name, room):
        """Somebody's terminal."""
        settings = (f"HOME={self.folder}/{name} XDG_STATE_HOME= XDG_CONFIG_HOME= LANG=C.UTF-8 "
                    f"SSH_AUTH_SOCK=")
        terminal = Terminal(
            f"env {settings} {self.built}/chat-tui --server https://{SECURE} --room {room}", name)
        self.terminals.append(terminal)
        return terminal

    def show(self, words, screen):
        """A screen with what it shows."""
        self.page.append(shown(words, screen))

    def end(self):
        """Ends everything."""
        for terminal in self.terminals:
            terminal.end()
        self.server.terminate()
        self.server.wait()


def enter(terminal, line):
    """Types a line and sends it."""
    terminal.type(line)
    terminal.press("Enter")


def people(world):
    """The operator lets people in."""
    fingerprint = subprocess.run(
        ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in",
         f"{world.folder}/chain.pem"], check=True, capture_output=True, text=True,
    ).stdout.split("=")[1].strip()
    world.say("""## The operator begins

The server speaks TLS to everybody, and in the clear to this machine alone, for its own commands:

```console
$ chat-server --listen :443 --listen http://127.0.0.1:8080 --host chat.example \\
    --tls-certificate chain.pem --tls-key key.pem
```

The first account is the operator's own; passwords are asked for without echo. A code lets two
people register within seven days.""")
    world.operator("chat-server user add marta --operator", PASSWORD)
    code = world.operator("chat-server invite add --uses 2").strip()
    world.say("""## Marta and Jun come in

A certificate that an authority vouches for needs nothing. This one vouches for itself: each trusts
it once, by the fingerprint that the operator tells them another way. Another certificate is
refused from then on, with both fingerprints.

```console
$ export CHAT_SERVER=https://chat.example
```
""")
    for name in ("marta", "jun", "rollo"):
        (world.folder / name).mkdir()
    pin = f"chat-tui pin --fingerprint {fingerprint}"
    world.person("marta", pin)
    world.person("marta", "chat-tui login --name marta", PASSWORD)
    world.say("Jun has the code, and from now on signs in with an SSH key.")
    kept = len(world.page)
    world.person("jun", pin)
    world.person("rollo", pin)
    del world.page[kept:]
    register = f"chat-tui register --name jun --invite {code}"
    world.person("jun", register, PASSWORD)
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{world.folder}/jun/id"],
        check=True)
    world.person("jun", "chat-tui keys add ~/id.pub")
    world.person("jun", "chat-tui logout")
    world.person("jun", "chat-tui login --name jun --ssh ~/id")
    kept = len(world.page)
    world.person("rollo", register.replace("jun", "rollo"), PASSWORD)
    del world.page[kept:]


def talk(world):
    """They talk, and somebody has to go."""
    world.say("## They talk in private")
    marta = world.open("marta", "team")
    marta.until("/join team makes it")
    enter(marta, "/join team")
    marta.until("live")
    enter(marta, "/private")
    marta.until("private")
    for name in ("jun", "rollo"):
        enter(marta, f"/invite {name}")
        marta.until(name)
    jun, rollo = world.open("jun", "team"), world.open("rollo", "team")
    for terminal in (jun, rollo):
        terminal.until("live")
    enter(jun, "the key works, no password any more")
    world.show("Marta makes the room `team`, which is for those alone whom she invites. To others "
               "it looks as if it were not there.", marta.until("the key works"))
    enter(marta, "/join @jun")
    enter(marta, "lunch? only you can read this")
    marta.until("lunch?")
    enter(jun, "/join @marta")
    jun.until("lunch?")
    world.show("`/join @marta` is the direct room of the two, in nobody else's lists, search or "
               "files; the operator's neither.", jun.until(" live ·"))
    enter(rollo, "BUY MY COINS")
    enter(marta, "/join team")
    marta.until("BUY MY COINS")
    enter(marta, "/silence rollo 10m no advertising")
    marta.until("silenced rollo")
    enter(rollo, "you cannot stop me")
    world.show("Rollo does not behave. `/silence rollo 10m` mutes him, and he is told so.",
               rollo.until("not sent"))
    enter(marta, "/ban rollo advertising")
    world.show("`/ban rollo` ends it: the room is gone for him at once.",
               rollo.until("none of these rooms"))
    world.show("Who did what is in the room, and in the audit (`GET /audit`) for its moderators and "
               "the operator.",
               marta.until("marta banned rollo"))


def main():
    """Walks, and writes the page."""
    built = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/debug").resolve()
    with tempfile.TemporaryDirectory() as folder:
        world = World(built, folder)
        try:
            people(world)
            talk(world)
            page = re.sub(r"\n{3,}", "\n\n", "".join(world.page))
            # Whole ones are wider than the page.
            page = re.sub(r"((?:[0-9A-F]{2}:){4})[0-9A-F:]{80,}([0-9A-F]{2})", r"\1...:\2", page)
            page = page.replace(SECURE, "chat.example")
            PAGE.write_text(page, encoding="utf-8")
        finally:
            world.end()


if __name__ == "__main__":
    main()
