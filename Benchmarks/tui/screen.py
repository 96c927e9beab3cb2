"""A program on a pty of its own, watched from outside: what it writes, when, and what it costs."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

COLUMNS, ROWS = 120, 36


class Screen:
    """One terminal program; use as a context."""

    def __init__(self, command, environment):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        # The kernel must not echo: what is seen is what the program drew.
        attributes = termios.tcgetattr(slave)
        attributes[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        self.written, self.is_over = 0, False
        self.begun = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.master)
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for descriptor in range(3):
                os.dup2(slave, descriptor)
            os.closerange(3, 64)
            os.execvpe(command[0], command, environment)
        os.close(slave)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.perf_counter() + 3
        while time.perf_counter() < deadline:
            self.read(0.05)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                break
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)

    def read(self, seconds):
        """What comes within some time, at once when something comes; empty when nothing does."""
        ready, _, _ = select.select([self.master], [], [], max(0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self.master, 1 << 20)
        except OSError:
            # The program is gone, and has nothing more to say.
            self.is_over = True
            return b""
        self.written += len(data)
        return data

    def type(self, text):
        """Presses keys."""
        os.write(self.master, text.encode())

    def until(self, wanted, seconds=10):
        """Seconds until some text comes; None if it does not."""
        wanted, seen = wanted.encode(), b""
        begun = time.perf_counter()
        while not self.is_over and time.perf_counter() - begun < seconds:
            seen = (seen + self.read(0.2))[-(1 << 20):]
            if wanted in seen:
                return time.perf_counter() - begun
        return None

    def quiet(self, pause, seconds=30):
        """Reads until nothing has come for a while."""
        begun = last = time.perf_counter()
        while time.perf_counter() - begun < seconds and time.perf_counter() - last < pause:
            if self.read(0.02):
                last = time.perf_counter()

    # What it costs.

    def cpu(self):
        """Seconds of CPU of all its threads."""
        return sum(int(self._thread(task, "schedstat").split()[0]) for task in self._threads()) / 1e9

    def wakes(self):
        """How often each of its threads gave the CPU up to wait."""
        texts = {task: self._thread(task, "status") for task in self._threads()}
        return {
            task: int(text.split("\nvoluntary_ctxt_switches:")[1].split()[0])
            for task, text in texts.items()
        }

    def memory(self):
        """Resident, private and written kB.

        Private counts the program's own code too, as long as one process alone maps it; what was written is what
        the machine cannot read from the disk again.
        """
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as file:
            rows = dict(line.split()[:2] for line in file.readlines()[1:])
        private = int(rows["Private_Clean:"]) + int(rows["Private_Dirty:"])
        return int(rows["Rss:"]), private, int(rows["Anonymous:"])

    def _threads(self):
        return os.listdir(f"/proc/{self.pid}/task")

    def _thread(self, task, name):
        with open(f"/proc/{self.pid}/task/{task}/{name}", encoding="ascii") as file:
            return file.read()
