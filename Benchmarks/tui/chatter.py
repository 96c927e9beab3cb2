"""Servers that say what they are told: the same messages to an IRC client and to chat-tui.

They cost next to nothing, so that what is measured is the client.
"""

import json
import socket
import threading
import time

ROOM = "general"


class Chatter:
    """Waits for one client on a port of its own, and says messages to it."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.welcomed = threading.Event()
        self.joined = threading.Event()
        self.speaker = None
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def say(self, messages):
        """Says (author, text) pairs, as one piece."""
        data = b"".join(self.encoded(author, text) for author, text in messages)
        with self.lock:
            self.speaker.sendall(self.framed(data))

    def say_evenly(self, messages, rate, stop):
        """Says messages at a rate until told to stop."""
        begun, said = time.perf_counter(), 0
        while not stop.is_set():
            due = int((time.perf_counter() - begun) * rate)
            if due > said:
                self.say(messages[number % len(messages)] for number in range(said, due))
                said = due
            time.sleep(0.001)

    def framed(self, data):
        """As the wire has it."""
        return data

    def close(self):
        """Takes no more clients."""
        self.listener.close()


class IRC(Chatter):
    """As much of IRC as a client needs to be in a channel."""

    def encoded(self, author, text):
        return f":{author}!u@host PRIVMSG #{ROOM} :{text}\r\n".encode()

    def _serve(self, client):
        nick = "*"
        for line in client.makefile("rb"):
            word, _, rest = line.decode(errors="replace").strip().partition(" ")
            if word == "NICK":
                nick = rest.lstrip(":")
            elif word == "PING":
                self._tell(client, f":here PONG here {rest}")
            elif word == "CAP" and rest.startswith("LS"):
                self._tell(client, ":here CAP * LS :")
            elif word == "USER":
                for reply in (f"001 {nick} :welcome", f"375 {nick} :- motd", f"376 {nick} :end"):
                    self._tell(client, f":here {reply}")
                self.welcomed.set()
            elif word == "JOIN":
                self._join(client, nick)
        # The client has gone.

    def _join(self, client, nick):
        self._tell(client, f":{nick}!u@host JOIN #{ROOM}")
        self._tell(client, f":here 353 {nick} = #{ROOM} :{nick} ann bob")
        self._tell(client, f":here 366 {nick} #{ROOM} :end")
        self.speaker = client
        self.joined.set()

    def _tell(self, client, line):
        with self.lock:
            client.sendall(f"{line}\r\n".encode())


class Burble(Chatter):
    """As much of Burble as a client needs to be in a room."""

    def __init__(self):
        self.seq = 0
        super().__init__()

    def encoded(self, author, text):
        self.seq += 1
        event = {
            "type": "message", "room": ROOM, "seq": self.seq, "cursor": f"b3nch.{self.seq}",
            "at": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()), "user": author, "text": text,
        }
        return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def framed(self, data):
        return b"%x\r\n%b\r\n" % (len(data), data)

    def _serve(self, client):
        lines = client.makefile("rb")
        while True:
            request = lines.readline().decode()
            if not request:
                return
            length = 0
            while (field := lines.readline().strip().lower()):
                if field.startswith(b"content-length:"):
                    length = int(field.split(b":")[1])
            lines.read(length)
            method, path, *_ = request.split()
            self._answer(client, method, path.split("?")[0])

    def _answer(self, client, method, path):
        if path.endswith("stream") and method == "GET":
            return self._stream(client)
        body = b'{"rooms":[]}' if path == "/rooms" else b'{"messages":[],"members":[],"atStart":true,"atEnd":true}'
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        client.sendall(head.encode() + body)

    def _stream(self, client):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        room = {"room": ROOM, "oldest": 1, "newest": self.seq}
        events = [{"type": "open", "rooms": [room], "heartbeat": 20}, {"type": "live"}]
        data = b"".join(json.dumps(event).encode() + b"\n" for event in events)
        with self.lock:
            client.sendall(head + self.framed(data))
        self.speaker = client
        self.joined.set()
