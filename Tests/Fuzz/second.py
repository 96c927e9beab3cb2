"""Requests over HTTP/2, by the h2 package, which `scripts/setup.sh test` installs."""
import select
import socket
import ssl
import time

from wire import Answer, Fault

try:
    import h2.config
    import h2.connection
    import h2.errors
    import h2.events
    import h2.exceptions
except ImportError as error:
    # A run that leaves a version of the protocol out must not pass for a whole one.
    raise SystemExit(
        "fuzz: Python has no h2 here: scripts/setup.sh test, then .venv/bin/python") from error

# Fields that speak of one connection, which a request of HTTP/2 must not have.
# Source: RFC 9113, section 8.2.2.
OF_CONNECTION = {"connection", "upgrade", "transfer-encoding", "keep-alive", "host", "te"}


class SecondConnection:
    """A connection with several requests at a time."""

    def __init__(self, host, port, patience):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])
        plain = socket.create_connection((host, port), timeout=10)
        self.socket = context.wrap_socket(plain)
        self.state = h2.connection.H2Connection(h2.config.H2Configuration(
            validate_outbound_headers=False, normalize_outbound_headers=False,
            header_encoding="utf-8"))
        self.state.initiate_connection()
        self.patience = patience
        # Whether the server has ended it, and whether it may: a head too long is no request's alone.
        self.is_broken = self.may_break = self.has_given_up = False
        self.waiting, self.answers, self.ended, self.whole = {}, {}, set(), set()
        self._flush()

    def _flush(self):
        data = self.state.data_to_send()
        if data and not self.is_broken:
            try:
                self.socket.sendall(data)
            except OSError:
                self.is_broken = True

    def begin(self, request, random):
        """Sends one; returns its number, and whether an answer is due to it."""
        number = self.state.get_next_available_stream_id()
        fields = [(name.lower(), value) for name, value in request.fields]
        host = next((value for name, value in fields if name == "host"), "127.0.0.1")
        is_due = request.is_exact and request.method != "CONNECT"
        kept = []
        for name, value in fields:
            if name in OF_CONNECTION and random.random() < 0.95:
                continue
            is_due = is_due and name not in OF_CONNECTION
            is_due = is_due and value == value.strip() and value.isascii() and value.isprintable()
            kept.append((name, value.replace("\r", " ").replace("\n", " ").replace("\x00", "")))
        if sum(len(value) + 32 for _, value in kept) + len(request.target) > 12_000:
            self.may_break = True
        head = [(":method", request.method), (":scheme", "https"), (":authority", host),
                (":path", request.target or "/")]
        if not all(value.isascii() and value.isprintable() and " " not in value
                   for _, value in head):
            is_due = False
            head = [(name, value.encode("ascii", "replace").decode()) for name, value in head]
        try:
            self.state.send_headers(number, head + kept, end_stream=not request.body)
        except (h2.exceptions.ProtocolError, UnicodeError):
            return None, False
        if request.body:
            self.waiting[number] = memoryview(request.body)
        self._flush()
        self._feed()
        return number, is_due

    def _feed(self):
        """Sends of the bodies what the server takes."""
        for number, rest in list(self.waiting.items()):
            try:
                while rest:
                    count = min(self.state.local_flow_control_window(number), 16_384, len(rest))
                    if count <= 0:
                        break
                    self.state.send_data(number, bytes(rest[:count]),
                                         end_stream=count == len(rest))
                    rest = rest[count:]
            except h2.exceptions.ProtocolError:
                # It has been answered, or given up, before the end of its body.
                rest = b""
            if rest:
                self.waiting[number] = rest
            else:
                del self.waiting[number]
        self._flush()

    def reset(self, number):
        """Gives one up."""
        self.has_given_up = True
        try:
            self.state.reset_stream(number, h2.errors.ErrorCodes.CANCEL)
            self._flush()
        except h2.exceptions.ProtocolError:
            pass
        self.ended.add(number)
        self.waiting.pop(number, None)

    def read(self, wanted, seconds):
        """Reads until all that is wanted has ended, or the time is over; False once it closed."""
        deadline = time.monotonic() + seconds
        while not wanted <= self.ended:
            left = deadline - time.monotonic()
            if left <= 0:
                return True
            if not self.socket.pending() and not select.select([self.socket], [], [], left)[0]:
                continue
            try:
                data = self.socket.recv(65_536)
            except OSError:
                data = b""
            if not data:
                self.is_broken = True
                return False
            try:
                events = self.state.receive_data(data)
            except (h2.exceptions.ProtocolError, KeyError) as error:
                # h2 does not know an interim answer to a request that it has given up itself.
                if not self.has_given_up:
                    raise Fault(f"no HTTP/2: {error!r}") from error
                self.is_broken = self.may_break = True
                return False
            for event in events:
                if not self._take(event):
                    return False
            self._feed()
        return True

    def _take(self, event):
        if isinstance(event, h2.events.ResponseReceived):
            if event.stream_id in self.answers:
                raise Fault("two answers to one request of HTTP/2")
            fields = [(name, value) for name, value in event.headers if not name.startswith(":")]
            status = int(dict(event.headers)[":status"])
            if bad := {name for name, _ in fields} & (OF_CONNECTION - {"te"}):
                raise Fault(f"fields of a connection over HTTP/2: {bad}")
            self.answers[event.stream_id] = Answer(status, fields)
        elif isinstance(event, h2.events.DataReceived):
            answer = self.answers[event.stream_id]
            answer.body += event.data
            self.state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            self.ended.add(event.stream_id)
            self.whole.add(event.stream_id)
        elif isinstance(event, h2.events.StreamReset):
            self.ended.add(event.stream_id)
            self.waiting.pop(event.stream_id, None)
        elif isinstance(event, h2.events.ConnectionTerminated):
            self.is_broken = True
            return False
        return True

    def close(self):
        self.socket.close()
