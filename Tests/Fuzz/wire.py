"""HTTP/1 as it stands on the wire, read strictly: what a careful client would not take is a fault."""
import re
import select
import socket
import struct
import time

STATUS = re.compile(rb"HTTP/1\.1 ([1-5][0-9][0-9]) ([\t -~]*)\r\n")
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*\r\n")
SIZE = re.compile(rb"([0-9A-Fa-f]+)\r\n")


class Fault(Exception):
    """Something that must not be."""


class Ended(Exception):
    """The server has ended the connection."""


class Answer:
    def __init__(self, status, fields):
        self.status = status
        self.fields = fields
        self.body = b""
        # Whether it went to its end.
        self.is_whole = True

    def all(self, name):
        return [value for key, value in self.fields if key == name]

    def field(self, name):
        return ", ".join(self.all(name))

    @property
    def closes(self):
        return "close" in [word.strip().lower() for word in self.field("connection").split(",")]


class Connection:
    """A connection whose answers are read one after the other."""

    def __init__(self, host, port, patience):
        self.socket = socket.create_connection((host, port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.settimeout(0.05)
        self.patience = patience
        self.bytes = b""

    def send(self, data):
        """Sends while reading, so that neither side waits for the other; False once it is ended."""
        view = memoryview(data)
        deadline = time.monotonic() + self.patience
        while view:
            if time.monotonic() > deadline:
                return False
            readable, writable, _ = select.select([self.socket], [self.socket], [], 0.5)
            try:
                if readable and len(self.bytes) < 4_000_000:
                    piece = self.socket.recv(65536)
                    if not piece:
                        return False
                    self.bytes += piece
                if writable:
                    view = view[self.socket.send(view[:65536]):]
            except OSError:
                return False
        return True

    def _more(self, deadline):
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if not select.select([self.socket], [], [], left)[0]:
                continue
            try:
                piece = self.socket.recv(262_144)
            except (ConnectionError, OSError) as error:
                raise Ended from error
            if not piece:
                raise Ended
            self.bytes += piece
            return

    def _line(self, deadline, most=65536):
        while b"\r\n" not in self.bytes:
            if len(self.bytes) > most:
                raise Fault(f"a line of {len(self.bytes)} bytes without an end")
            self._more(deadline)
        line, self.bytes = self.bytes.split(b"\r\n", 1)
        return line + b"\r\n"

    def _take(self, count, deadline):
        while len(self.bytes) < count:
            self._more(deadline)
        taken, self.bytes = self.bytes[:count], self.bytes[count:]
        return taken

    def answer(self, is_head, endless=0.0):
        """The next answer that is no interim one.

        An answer that may go on for ever is read for `endless` seconds, and is then not whole.
        """
        deadline = time.monotonic() + self.patience
        while True:
            answer = self._head(deadline)
            if answer.status >= 200:
                break
        answer.body = b""
        if is_head or answer.status in (204, 304):
            return answer
        try:
            self._body(answer, time.monotonic() + endless if endless else deadline)
        except TimeoutError:
            if not endless:
                raise
            answer.is_whole = False
        return answer

    def _head(self, deadline):
        line = self._line(deadline)
        match = STATUS.fullmatch(line)
        if not match:
            raise Fault(f"no status line: {line[:200]!r}")
        answer = Answer(int(match[1]), [])
        while (line := self._line(deadline)) != b"\r\n":
            match = FIELD.fullmatch(line)
            if not match:
                raise Fault(f"no field: {line[:200]!r}")
            answer.fields.append((match[1].decode().lower(), match[2].decode("latin-1")))
        lengths = answer.all("content-length")
        if len(lengths) > 1 or (lengths and answer.field("transfer-encoding")):
            raise Fault(f"two lengths: {answer.fields}")
        if answer.status < 200 and (lengths or answer.field("transfer-encoding")):
            raise Fault(f"an interim answer with a length: {answer.fields}")
        return answer

    def _body(self, answer, deadline):
        if answer.field("transfer-encoding").lower() == "chunked":
            while True:
                match = SIZE.fullmatch(self._line(deadline))
                if not match:
                    raise Fault("no chunk size")
                size = int(match[1], 16)
                if size == 0:
                    while self._line(deadline) != b"\r\n":
                        pass
                    return
                answer.body += self._take(size, deadline)
                if self._take(2, deadline) != b"\r\n":
                    raise Fault("a chunk without an end")
        elif lengths := answer.all("content-length"):
            answer.body = self._take(int(lengths[0]), deadline)
        else:
            if not answer.closes:
                raise Fault("no length, and the connection is not said to close")
            try:
                while True:
                    self._more(deadline)
            except Ended:
                answer.body, self.bytes = self.bytes, b""

    def is_ended(self, seconds):
        """Whether the server ends the connection within some seconds, sending nothing more."""
        try:
            while True:
                self._more(time.monotonic() + seconds)
                if self.bytes:
                    raise Fault(f"bytes behind the last answer: {self.bytes[:200]!r}")
        except Ended:
            return True
        except TimeoutError:
            return False

    def finish(self):
        """Says that nothing more comes, as `nc` does."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self, reset=False):
        if reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()
