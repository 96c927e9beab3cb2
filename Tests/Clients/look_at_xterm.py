#!/usr/bin/env python3
"""Looks at chat-tui in xterm, a real terminal beside tmux, under Xvfb: at the picture, cell by cell.

    Tests/Clients/look_at_xterm.py TUI SERVER [PICTURE]

TUI is the program, SERVER the address of a server in open mode with an empty room `general`. Says
what is not as it should be, and exits with 1 then; 0 is that all is. PICTURE, a `.ppm`, is what was
seen last. Needs xterm, Xvfb and a font; chafa for the picture.

xterm draws a terminal of this process's making (`-S`, see xterm(1)): keys are written to it, and
xterm's own answers go to the client beside them. Xvfb keeps its screen in a file (`-fbdir`), which
is XWD: see XWDFile.h.
"""
import base64
import collections
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tty
import urllib.request
import zlib

COLUMNS, ROWS = 100, 30
TEXT, GROUND = 0xD0D0D0, 0x101010
# How long something may take to show.
PATIENCE = 60
# Whether a font has a coloured picture of what is said below.
HAS_EMOJI = bool(subprocess.run(
    ["fc-list", ":charset=1f44d:color=true"], capture_output=True).stdout)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What is said, and how that reads, with `?` for what is no plain letter; code comes last.
LINK = "https://example.org/a"
MESSAGES = {
    "one 👍🏽 skin": "one ?? skin",
    "two 👩‍💻 joined": "two ?? joined",
    "three 日本 wide": "three ???? wide",
    f"see {LINK} there": "see " + "?" * len(LINK) + " there",
    "```python\ndef name(): return 'text'\n```": None,
}


class Fault(Exception):
    """Something does not look as it should."""


class Picture:
    """What an X server shows at a moment."""

    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        head = struct.unpack(">25I", data[:100])
        size, self.width, self.height = head[0], head[4], head[5]
        self.line, colors = head[12], head[19]
        self.order = ">" if head[7] else "<"
        if head[11] != 32:
            raise Fault(f"{head[11]} bits a pixel, not 32")
        # Each colour of the map takes twelve bytes.
        start = size + colors * 12
        self.pixels = data[start:start + self.line * self.height]

    def pixel(self, x, y):
        at = y * self.line + x * 4
        return struct.unpack(self.order + "I", self.pixels[at:at + 4])[0] & 0xFFFFFF

    def cell(self, column, row, cell, columns=1):
        """The pixels of a cell, or of some, from the top."""
        width, height = cell
        return [
            self.pixel(x, y)
            for y in range(row * height, (row + 1) * height)
            for x in range(column * width, (column + columns) * width)
        ]

    def write(self, path):
        with open(path, "wb") as file:
            file.write(b"P6 %d %d 255\n" % (self.width, self.height))
            for y in range(self.height):
                for x in range(self.width):
                    file.write(self.pixel(x, y).to_bytes(3, "big"))


class Screen:
    """xterm under Xvfb, and the terminal that it draws."""

    def __init__(self, folder):
        self.folder = folder
        self.path = os.path.join(folder, "Xvfb_screen0")
        # What is to be ended, the last one first.
        self.processes = []

    def start(self, *arguments, **options):
        process = subprocess.Popen(*arguments, **options)
        self.processes.append(process)
        return process

    def open(self):
        reading, writing = os.pipe()
        self.start(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-fbdir",
             self.folder, "-nolisten", "tcp"],
            pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        self.display = ":" + self.line(reading, "Xvfb").decode()
        os.close(reading)
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("4H", ROWS, COLUMNS, 0, 0))
        self.start(
            ["xterm", f"-S{os.ttyname(self.slave)}/{self.master}", "-geometry",
             f"{COLUMNS}x{ROWS}+0+0", "-b", "0", "-bw", "0", "+sb", "-fa", "DejaVu Sans Mono",
             "-fs", "11", "-fg", f"#{TEXT:06x}", "-bg", f"#{GROUND:06x}", "-ti", "vt340", "-xrm",
             "*cursorBlink: false"],
            env=dict(os.environ, DISPLAY=self.display, LC_ALL="C.UTF-8"),
            pass_fds=[self.master], stderr=subprocess.DEVNULL)
        # The first line is the window's number.
        self.line(self.slave, "xterm")

    @staticmethod
    def line(descriptor, who):
        """The first line that comes; the others stay."""
        line = b""
        while not line.endswith((b"\r", b"\n")):
            isThere, _, _ = select.select([descriptor], [], [], PATIENCE)
            byte = os.read(descriptor, 1) if isThere else b""
            if not byte:
                raise Fault(f"{who} says nothing")
            line += byte
        return line.strip()

    def run(self, command):
        self.client = self.start(
            command, env=self.environment, start_new_session=True,
            stdin=self.slave, stdout=self.slave, stderr=self.slave,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def until(self, what, found):
        """What is found in a picture, once it is."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if answer := found(self.picture()):
                return answer
            time.sleep(0.05)
        raise Fault(f"xterm does not show {what}")

    def type(self, text):
        """Types, as if xterm had sent it."""
        os.write(self.master, text.encode())

    def picture(self):
        return Picture(self.path)

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def color(pixels):
    """The commonest colour that is not the ground's."""
    counts = collections.Counter(pixel for pixel in pixels if pixel != GROUND)
    return counts.most_common(1)[0][0] if counts else GROUND


class Reader:
    """Reads plain letters off a picture, by how xterm draws each."""

    def __init__(self, screen):
        self.screen = screen
        os.write(screen.slave, f"\x1b[?25l\x1b[2J\x1b[H{LETTERS}\x1b[7m ".encode())
        self.cell = self.measured(screen)
        picture = screen.picture()
        self.letters = {self.inner(picture, at, 0): letter for at, letter in enumerate(LETTERS)}
        self.letters[(GROUND,) * ((self.cell[0] - 2) * self.cell[1])] = " "
        os.write(screen.slave, b"\x1b[m\x1b[2J\x1b[H\x1b[?25h")

    def measured(self, screen):
        """The size of a cell, by the reversed blank behind the letters."""
        at = len(LETTERS)

        def found(picture):
            column = next((x for x in range(picture.width - 1, -1, -1)
                           if picture.pixel(x, 0) == TEXT), None)
            if column is None or (column + 1) % (at + 1):
                return None
            height = next(y for y in range(picture.height) if picture.pixel(column, y) != TEXT)
            return (column + 1) // (at + 1), height

        return screen.until("letters", found)

    def inner(self, picture, column, row):
        """A cell without its edges, where the letter beside it may reach."""
        pixels = picture.cell(column, row, self.cell)
        width = self.cell[0]
        return tuple(pixel for at, pixel in enumerate(pixels) if 0 < at % width < width - 1)

    def row(self, picture, row):
        """A row's text, with `?` for what is no plain letter."""
        return "".join(
            self.letters.get(self.inner(picture, column, row), "?")
            for column in range(COLUMNS))

    def place(self, picture, text):
        """Where a text stands, in which `?` is any cell: its column and row."""
        pattern = re.compile(re.escape(text).replace(r"\?", "."))
        for row in range(ROWS):
            if found := pattern.search(self.row(picture, row)):
                return found.start(), row
        return None


def expect(isSo, words):
    if not isSo:
        raise Fault(words)


def request(server, path, data):
    name = base64.b64encode(b"bob:").decode()
    headers = {"Authorization": f"Basic {name}"}
    urllib.request.urlopen(urllib.request.Request(server + path, data, headers)).close()


def look_at_messages(reader, picture):
    cell = reader.cell
    for shown in MESSAGES.values():
        if shown:
            expect(reader.place(picture, shown), f"no row reads {shown!r}")
    for shown in ["one ?? skin", "two ?? joined"]:
        column, row = reader.place(picture, shown)
        colors = set(picture.cell(column + 4, row, cell, 2))
        if not HAS_EMOJI:
            continue
        yellow = [c for c in colors if c >> 16 > 180 and c >> 8 & 255 > 120 and c & 255 < 110]
        expect(len(yellow) > 3, f"the emoji of {shown!r} has no picture")
    column, row = reader.place(picture, "see ?")
    link = picture.cell(column + 4, row, cell, len(LINK))
    blue = color(link)
    width = cell[0] * len(LINK)
    lines = [link[at:at + width] for at in range(0, len(link), width)]
    expect(blue != TEXT, "the link has no colour")
    expect(any(set(line) == {blue} for line in lines), "the link is not underlined")
    row += 1

    def word(at, length):
        return color(picture.cell(column + at, row, cell, length))

    keyword, name, text = word(2, 3), word(6, 4), word(21, 6)
    expect(word(14, 6) == keyword, "two keywords are of two colours")
    expect(len({keyword, name, text, TEXT, GROUND}) == 5, "code is not coloured by its words")
    expect(word(-4, 3) not in (TEXT, GROUND), "a name has no colour")
    for row in [0, ROWS - 2]:
        pixels = collections.Counter(picture.cell(0, row, cell, COLUMNS))
        expect(pixels.most_common(1)[0][0] == TEXT, f"row {row} is not reversed")


def red_png(side):
    """A red square."""
    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))
    lines = (b"\0" + b"\xff\0\0" * side) * side
    head = struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines))
            + chunk(b"IEND", b""))


def look_at_picture(screen, tui, server, folder):
    path = os.path.join(folder, "red.png")
    with open(path, "wb") as file:
        file.write(red_png(64))
    subprocess.run(
        [tui, "--server", server, "--name", "bob", "--room", "general", "--upload", path],
        check=True, stdout=subprocess.DEVNULL, env=screen.environment)
    def is_red(picture):
        reds = sum(1 for y in range(0, ROWS * screen.reader.cell[1], 3)
                   for x in range(0, COLUMNS * screen.reader.cell[0], 3)
                   if (c := picture.pixel(x, y)) >> 16 > 200 and c >> 8 & 255 < 60 and c & 255 < 60)
        return reds > 1_000

    # The file has come to the server, and not yet to the client: until then there is none to view.
    asked = [0.0]

    def shows(picture):
        if is_red(picture):
            return True
        if time.monotonic() > asked[0]:
            asked[0] = time.monotonic() + 5
            screen.type("/view\r")
        return False

    screen.until("the picture", shows)
    screen.type("\n")
    screen.until("the room again", lambda picture: screen.reader.place(picture, "one ?? skin"))


def settled(screen, check):
    """Has a picture checked until it is as it should be."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return check(screen.reader, screen.picture())
        except Fault:
            if time.monotonic() > end:
                raise
        time.sleep(0.05)


def look(screen, tui, server, folder):
    screen.open()
    screen.reader = Reader(screen)
    for text in MESSAGES:
        request(server, "/rooms/general/messages", text.encode())
    screen.environment = dict(
        os.environ, TERM="xterm-256color", HOME=folder, LC_ALL="C.UTF-8", XDG_STATE_HOME="",
        XDG_CONFIG_HOME="", TMUX="", STY="", NO_COLOR="", COLORFGBG="", VTE_VERSION="")
    screen.run([tui, "--server", server, "--room", "general", "--name", "alice"])
    settled(screen, look_at_messages)
    if shutil.which("chafa"):
        screen.type("/set pictures sixel\r")
        look_at_picture(screen, tui, server, folder)
    screen.type("\x04")
    try:
        screen.client.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        raise Fault("Ctrl-D does not end the client") from None


def main():
    tui, server = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(folder)
        try:
            look(screen, tui, server, folder)
        except Fault as fault:
            print(fault)
            return 1
        finally:
            try:
                if len(sys.argv) > 3 and os.path.exists(screen.path):
                    screen.picture().write(sys.argv[3])
            finally:
                screen.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
