#!/usr/bin/env python3
"""Makes docs/chat-tui.md: the first run of chat-tui, with screens of the real program.

    scripts/screens.py [FOLDER]     the folder of chat-server and chat-tui (.build/debug)

The server and the terminal (tmux, 80x24) are its own, and gone at the end.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/chat-tui.md"
ADDRESS = "127.0.0.1:9487"
SECOND = "127.0.0.1:9488"
SECONDS = 15

HEAD = """# chat-tui, from the first minute

This page shows what a newcomer sees. The screens are captured from the real program, 80 columns
wide (`make screens` makes this page). Colours, bold and links are lost here.
[REFERENCE.md](REFERENCE.md) has the options, [keys.md](keys.md) every key and command. F1 shows
them on the screen.
"""

TAIL = """
## What it counts and keeps

- **Unread** is what others said after you read last: no edit, deletion, reaction, topic or word of
  your own, and nothing of whom you ignore. Where messages are not loaded, the number is the
  server's, which knows neither whom you ignore nor your highlights: the client asks for those
  messages, up to 500 of each of eight words and eight members, in at most 20 rooms.
- A room that you come into for the first time begins with what is said next; what stood there
  before is not unread. Where nothing stood there, all of it is, at the next start too.
- Nothing is read while nobody looks: without the terminal's focus, in a tmux or screen that is
  detached or shows another window or zoomed pane, or after `/away`, which lasts until `/back` also
  over a restart. So does what `/unread` called so, until you come back to the room.
- In direct rooms, and in those of at most ten members, `read by bob` stands beside your newest
  message. `/set receipts off` neither shows nor tells it.
- Where the server counts no further than 1,000, the number has a `+`.
- A `!` behind a room in the list says that it is not there for you: you were put out of it, or it
  was taken away. It leaves the list with `/part`, or by itself once nothing of yours is in it.
- `/pin` keeps a message in your own list, `/pins` shows it. It goes where another message has its
  number, as in a room that was made anew.
- Your rooms come back at the next start, behind those that `--room` or the file name; `/part`
  takes one out. They are in `$XDG_STATE_HOME/burble`, beside drafts, history and unsent messages.
  With an account, rooms that you joined or were let into come into the list of your other machines
  at once.
- What waits to be sent goes out under the name that said it, also at that one's next start. A room
  in slow mode holds up its own messages alone. `/status` says why something waits; F4 tries it.
- An answer or a change that waited is refused if its message's number is another one's by then.
- A name calls where it stands alone or among signs: `anna:`, `(anna)`, `anna’s`, `annaさん`. A
  longer name (`old|anna`, `anna-b`) does not, nor does an address. An edit's text counts instead.

## On slow lines and unusual terminals

- A lone Esc waits 100 ms for the rest of a key, 300 ms over ssh. `escape` in `[screen]`, or
  `ESCDELAY`, says otherwise. The rest of a key or a letter that has begun may take half a second.
- A sign within that time behind Esc is that sign with Alt, as most terminals send both alike: `/`
  is Alt-/. Where Alt makes nothing of a sign, it is Esc and the sign, unless the terminal tells the
  two apart. `last-room = Alt-S` in `[keys]` leaves Esc and `/` alone. With `editing = vi` a capital
  letter is Esc and the letter: `B` goes back a word, and F7 shows or hides the rooms.
- A paste is one paste, also where its text holds the sequence that ends a paste, and where it
  stalls for up to ten seconds. Esc ends one that does not go on.
- A long word for you takes up to four rows; `/status` has the last one whole. On a narrow screen F1
  says what each key does below it.
- The tests run in tmux, on a bare terminal byte by byte, and in xterm, whose picture is looked at
  for emoji, wide letters, links, colours and a picture by sixels.
- With a `TERM` that the system does not know, the screen is drawn as `xterm-256color`, and a word
  says so. Where nothing can be drawn, lines are read and said instead (`--plain`).
- `--plain`, or `/plain` on the screen, says questions and results, and answers every line. While
  something is asked, a line is the answer and is never posted.

## In pipes

- A line that is too long, is not UTF-8 or is refused is told with its number, and the next one is
  posted. Lines of blanks are left out. The exit code is 65 if any line was not posted, or 77 where
  one of several rooms did not let you in.
- Where the server does not take your name, or no room lets you in, the first line ends it with 77.
- `--plain` says at the end how many lines were not posted, and ends with the same codes. A line
  that is a mistake, no answer, or an order that is not done counts as well, also where it still is
  asked about at the end. Without a server it ends with 69 after a quarter of a minute. What is
  piped into it is not kept for Up.
- What prints (`--json`, `--since`, `--tail`, `--timeout`) posts nothing: text that is piped in ends
  it with 64, however late it comes.
- `--upload` of a file that cannot be read exits with 66, and into a room that is not there with
  65; 69 is for a server that does not answer.
- Only the server's own answer counts as done. Where a proxy's page or another program answers in
  its place, a message is tried again, and the pipe ends with 76 after a quarter of a minute; with
  69 where it is a proxy that answers `502` or the like while its server is away.

## Coming from WeeChat or irssi

### Keys

| there | here |
| --- | --- |
| Alt-A, next buffer with activity | Alt-A: mentions first, then direct rooms, then the rest, then back |
| Alt-1 to Alt-9, Alt-J | Alt-1 to Alt-9; `/room NUMBER`; Ctrl-G and a few letters |
| Alt-/ last buffer | Alt-/ |
| Ctrl-N, Ctrl-P, F5, F6 | Ctrl-N, Ctrl-P |
| Alt-Shift-B buflist, Alt-Shift-N nicklist | the same, or F7, F8: the rooms, the members |
| Ctrl-Up, Ctrl-Down, global history | the same, through all rooms of the server |
| PageUp, PageDown, Alt-N, Alt-P | the same: pages; the next and previous message that names you |
| Alt-H, Alt-U | F2 lists what is unread; Alt-U goes to the first unread message |
| Alt-L bare display | Alt-L; `/bare` leaves the screen for the terminal's own selection |
| Ctrl-R, history search | Ctrl-R |
| Ctrl-S, text search (WeeChat) | Ctrl-F; the same key again asks the server |
| Alt-M, mouse | Alt-M |
| cursor mode, irssi's scripts to copy | Ctrl-S selects a message: `y` copies its text as it was written |
| Ctrl-L, Ctrl-Z, Ctrl-C | redraw; suspend; clear the line |
| vi keys by a script | `/set editing vi` |

### Commands

| there | here |
| --- | --- |
| `/query`, `/msg` | `/msg NAME [TEXT]`, where the server has accounts |
| `/join`, `/part`, `/close`, `/wc` | `/join`, `/part` |
| `/buffer`, `/window` | `/room`; `/buffer move N` is `/move N` |
| `/names`, `/list`, `/topic`, `/nick`, `/me`, `/ignore` | the same |
| `/invite`, `/kick`, `/ban`, `/unban`, `/op`, `/deop` | the same, where the server has accounts |
| `/mode +i`, `/quiet`, `/kline` | `/private`, `/silence NAME 10m`, `/houseban NAME` |
| `/away [TEXT]`, `/away` | `/away [TEXT]`, `/back`; others do not see it |
| `/server add`, `/connect` | `/connect ADDRESS` for this run, `[server NAME]` sections for good |
| `/disconnect` | `/disconnect [NAME]` |
| `/set`, `/help OPTION` | `/set`, `/set NAME`, `/set NAME VALUE`: saved at once, no `/save` |
| `/color`, `/fset` | `/theme`, `/set link "#5fafff"`, and the other colours of `/set` |
| `/buffer notify`, `/mute` | `/notify all`, `mentions` or `none`; `/mute` |
| `/hilight` | `/highlight WORD` |
| `/exec`, `/exec -o` | the same |
| `/alias add hi /me waves` | `/alias hi /me waves`, for commands alone; `/alias -hi` |
| `/script`, `/python`, `/perl` | [programs in any language](../contrib/hooks/README.md): `hooks/`, `--control` |
| `/lastlog`, `/grep` | Ctrl-F, `/search`; `grep` over the logs |
| `/upgrade`, `/reload` | `/quit` and start again: rooms, drafts and unsent messages come back |

### Settings

| there | here |
| --- | --- |
| `weechat.look.highlight`, `hilights` | `highlights` in `[notifications]` |
| `weechat.look.buffer_time_format`, `timestamp_format` | `time`: `24h`, `12h`, `seconds` or `none` |
| `weechat.bar.buflist.hidden`, `weechat.bar.nicklist.hidden` | `list`, `members`: `auto`, `on`, `off` |
| `buflist.look.sort` | `sort`: `hand`, `name`, `unread` |
| `weechat.look.mouse` | `mouse` |
| `weechat.look.color_…`, themes of irssi | `theme`, and `[colours]` |
| `logger.file.*`, `autolog = on` | `log = on` |
| `spell.check.default_dict` | `spelling`: `auto`, or `de_DE` |
| `/key bind`, `/bind` | `[keys]` in the file; `chat-tui --write-config` writes it with all names |
| `weechat.look.confirm_quit` | asked only if something is not sent |
| a bouncer, `logger.look.backlog` | the server keeps all: PageUp, `/search` |

### What is different

- One line for each room, and it is kept: also over a restart, and while no server answers.
- Up on an empty line changes your last message, or brings back a command that came to nothing;
  once more, it goes through what you sent.
- A paste of several lines is one message, and is asked about first.
- What you send while there is no server waits, is marked `…`, and is sent once.
- Not there: splits of the window, macros, DCC, scripts inside of the client's own process.
"""

SAID = [
    ("marta", "good morning"),
    ("marta", "did the **night build** finish? see https://example.org/builds/4711/with/a/long/path"),
    ("jun", "no: `ParserTests` failed\n```\nexpected 42\ngot      41\n```\nanna: can you look?"),
]


class Terminal:
    """A tmux of its own with the client in it."""

    def __init__(self, command, name="screens"):
        self.name = f"burble-{name}-{os.getpid()}"
        self.tmux("new-session", "-d", "-x", "80", "-y", "24", f"exec {command}")
        self.client = self.tmux("display-message", "-p", "#{pane_pid}").strip()

    def tmux(self, *arguments):
        """Runs a command of tmux and returns what it prints."""
        command = ["tmux", "-L", self.name, "-f", "/dev/null", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def until(self, text):
        """Waits for some text, and returns the screen."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            screen = self.tmux("capture-pane", "-p")
            if text in screen:
                return screen
            time.sleep(0.05)
        sys.exit(f"screens: no {text!r} on the screen:\n{screen}")

    def type(self, text):
        """Types text as it is."""
        self.tmux("send-keys", "-l", text)

    def press(self, *keys):
        """Presses keys by tmux's names."""
        self.tmux("send-keys", *keys)

    def escape(self):
        """Presses Esc, and waits until it cannot be taken for the beginning of another key."""
        self.press("Escape")
        time.sleep(0.3)

    def end(self):
        """Ends it, and waits for the client, which keeps what was written in its folder."""
        subprocess.run(["tmux", "-L", self.name, "kill-server"], check=False, capture_output=True)
        deadline = time.monotonic() + SECONDS
        while os.path.exists(f"/proc/{self.client}") and time.monotonic() < deadline:
            time.sleep(0.05)


def post(name, text, room="general", address=ADDRESS):
    """Says something by curl, as anyone may."""
    subprocess.run(
        ["curl", "-qsSf", "-u", f"{name}:", "-H", "Content-Type: text/plain", "--data-binary", "@-",
         f"http://{address}/rooms/{room}/messages"],
        input=text.encode(), check=True, capture_output=True,
    )


def shown(words, screen):
    """A paragraph and a screen under it, without the empty rows in its middle."""
    rows = [row.rstrip() for row in screen.rstrip("\n").split("\n")]
    kept = [row for row in rows if row.strip(" │")]
    paragraph = textwrap.fill(words, 100, break_long_words=False, break_on_hyphens=False)
    return f"\n{paragraph}\n\n```text\n" + "\n".join(kept) + "\n```\n"


def story(terminal):
    """Walks through the first run, and yields the page's parts."""
    yield shown("`chat-tui --room general` joins the room, and shows its messages and what to press.",
                terminal.until("can you look?"))
    terminal.type("looking :ey")
    yield shown("Names, rooms, `/commands` and `:emoji` are completed while you type. Tab takes "
                "the first one, Enter the marked one.",
                terminal.until("eyes"))
    terminal.press("Tab", "Enter", "Enter")
    terminal.until("anna: looking")
    post("jun", "anna: coffee first?", "random")
    yield shown("Enter sends. Somebody mentions you in another room: the count and the `@` show "
                "beside that room, and in the terminal's title.",
                terminal.until("1 @1"))
    terminal.press("F2")
    yield shown("F2 lists what is unread in all rooms, and Enter goes there. Alt-A goes from one "
                "unread room to the next, mentions first, and then back.",
                terminal.until("Names you"))
    terminal.escape()
    terminal.press("C-s")
    terminal.until("select ›")
    terminal.press("k", "k")
    yield shown("Ctrl-S selects a message: reply, edit, react, copy, open its link, see its "
                "thread. Esc leads back.",
                terminal.until("r reply"))
    terminal.press("r")
    terminal.type("it did, at four")
    yield shown("`r` replies to it. Up on an empty line edits your last message.",
                terminal.until("it did, at four"))
    terminal.press("Enter")
    terminal.until("↳")
    terminal.press("C-f")
    terminal.type("night")
    yield shown("Ctrl-F finds an old message in the room. The same key again searches the whole "
                "history on the server.",
                terminal.until("1 of 1"))
    terminal.escape()
    terminal.press("C-g")
    terminal.type("ran")
    yield shown("Ctrl-G goes to any room by a few letters of its name.", terminal.until("go to ›"))
    terminal.escape()
    terminal.press("F1")
    yield shown("F1 shows the keys you need first, and all others and the commands below. Ctrl-D on an "
                "empty line, or `/quit`, leaves.",
                terminal.until("The keys you need first"))
    terminal.escape()
    terminal.press("C-d")


def several(built, folder):
    """Walks through two servers of which one goes away, and yields that part of the page."""
    file = pathlib.Path(folder, "two.conf")
    file.write_text(
        f"[server work]\naddress = {ADDRESS}\nrooms = general, random\n"
        f"[server home]\naddress = {SECOND}\nname = anna.b\nrooms = general, ops\n"
    )
    second = serve(built, f"{folder}/second", SECOND)
    terminal = Terminal(
        f"env XDG_STATE_HOME={folder} LANG=C.UTF-8 USER=anna {built}/chat-tui --config {file}"
    )
    try:
        terminal.until("live · anna · #general · work")
        terminal.press("M-4")
        terminal.until("live · anna.b · #ops · home")
        terminal.press("M-1")
        post("jun", "anna.b: the backup failed", "ops", SECOND)
        terminal.until("home: ops 1 @1")
        second.terminate()
        terminal.until("offline")
        terminal.type("/server")
        terminal.press("Enter")
        yield shown("Several servers ([`--server` twice, or `[server NAME]` "
                    "sections](REFERENCE.md#chat-tui)) stand in one list, each with its rooms. "
                    "Ctrl-N, Alt-1 to 9, Alt-A, Ctrl-G and F2 work across servers. `/server` lists "
                    "them. A server that is down does not affect the others.",
                    terminal.until("Servers:"))
    finally:
        terminal.end()
        second.terminate()
        second.wait()


def serve(built, data, address):
    """Starts a server, and waits until it listens."""
    server = subprocess.Popen(
        [built / "chat-server", "--listen", address, "--data", data],
        stderr=subprocess.PIPE, text=True,
    )
    while "listening" not in server.stderr.readline():
        pass
    return server


def main():
    """Starts the programs and writes the page."""
    built = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/debug").resolve()
    with tempfile.TemporaryDirectory() as folder:
        server = serve(built, f"{folder}/data", ADDRESS)
        terminal = None
        try:
            for name, text in SAID:
                post(name, text)
            post("jun", "hello", "random")
            settings = f"XDG_STATE_HOME={folder} XDG_CONFIG_HOME={folder} LANG=C.UTF-8"
            terminal = Terminal(
                f"env {settings} {built}/chat-tui --server http://{ADDRESS} --name anna"
                " --room general --room random"
            )
            page = HEAD + "".join(story(terminal))
            terminal.end()
            PAGE.write_text(
                page + "".join(several(built, folder)) + TAIL, encoding="utf-8"
            )
        finally:
            if terminal:
                terminal.end()
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
