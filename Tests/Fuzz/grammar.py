"""Requests of every address, method and parameter, taken from the server's own description."""
import json
from urllib.parse import quote

import values
from fuzzed_server import basic

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "LOCK"]
HEADERS = {
    "Origin": ["null", "http://127.0.0.1", "https://evil.example", "https://ok.example", "é", ""],
    "Sec-Fetch-Site": ["same-origin", "cross-site", "none", "same-site", "x"],
    "Sec-Fetch-Mode": ["navigate", "cors", "x"],
    "Connection": ["close", "keep-alive", "Close", "TE, close", "upgrade", "close, close", ",", ""],
    "Expect": ["100-continue", "100-Continue", "200-ok", ""],
    "Upgrade": ["h2c", "websocket", "TLS/1.0", ""],
    "Content-Encoding": ["gzip", "identity", "br, gzip", ""],
    "Content-Range": ["bytes 0-1/2", "x"],
    "Content-Type": ["application/json", "text/plain", "text/csv", "application/x-ndjson",
                     "application/partial-upload", "application/json; charset=latin1", "x", ""],
    "Idempotency-Key": ["k1", "k2", "k" * 64, "k" * 65, "", "é", "a b"],
    "Last-Event-ID": ["x", "all", "0"],
    "Accept": ["*/*", "text/event-stream", "application/json", "text/csv;q=0", "x/y", "*/*;q=0",
               "text/*, text/csv;q=1.5", ",;,=", "application/openmetrics-text"],
    "Range": ["bytes=0-3", "bytes=-3", "bytes=5-1", "bytes=0-1,3-4", "bytes=9007199254740993-",
              "lines=1-2", "bytes=18446744073709551616-", "bytes=-0", "bytes=0-0,0-0,0-0", "bytes=-",
              "bytes=9007199254740991-9007199254740991", "bytes=-18446744073709551616", "bytes=",
              "bytes=" + ",".join(["0-0"] * 500), "bytes= 0 - 1", "BYTES=0-1", "bytes=0-1,"],
    "If-None-Match": ["*", '"x"', "x", 'W/"x", "y"', "*, *", '"' * 500, ",", ""],
    "If-Match": ["*", '"x"', "x", ""],
    "If-Unmodified-Since": ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "x"],
    "If-Modified-Since": ["Sat, 28 Nov 2026 00:00:00 GMT", "x", "Fri, 31 Dec 9999 23:59:59 GMT",
                          "Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 00 Nov 0000 99:99:99 GMT"],
    "If-Range": ['"x"', "x", "Sat, 28 Nov 2026 00:00:00 GMT", 'W/"x"', "*"],
    "Max-Forwards": ["0", "9223372036854775808"], "Prefer": ["return=minimal"], "Date": ["x"],
    "Upload-Complete": ["?0", "?1", "1", "true"],
    "Upload-Length": values.NUMBERS[:16],
    "Upload-Offset": values.NUMBERS[:16],
    "Upload-Draft-Interop-Version": ["8"],
    "Access-Control-Request-Method": ["PUT", "x"],
    "Access-Control-Request-Private-Network": ["true"],
    "TE": ["trailers"], "X-Forwarded-For": ["1.2.3.4"], "Via": ["1.1 x"], "Cookie": ["a=b; c"],
    "X-Long": ["x" * 8000, "x" * 20_000], "X-Odd": ["\x00", "\x1b[31m", "é", "a\tb"],
}
# Fields of which two make a request none.
SINGLE = ["Host", "Origin", "Content-Type", "Authorization", "Idempotency-Key", "Range", "Expect",
          "Content-Range", "Content-Encoding", "If-Range", "If-None-Match", "Upload-Complete",
          "Upload-Length", "Upload-Offset", "Last-Event-ID", "Accept", "Upgrade", "TE"]


class Request:
    """The bytes of a request, and what may be expected of the answer."""

    def __init__(self, method, path):
        self.method = method
        # As the description has it; `None` where the address may be any.
        self.path = path
        self.operation = None
        self.data = b""
        # The same before it is framed for the wire of HTTP/1.
        self.target, self.fields, self.body = "", [], b""
        # Whether all that is sent is a request of HTTP to its end, so that an answer is due.
        self.is_exact = True
        self.version = "HTTP/1.1"
        self.is_endless = False
        self.new_room = None

    @property
    def is_safe(self):
        return self.method in ("GET", "HEAD", "OPTIONS")

    @property
    def has_rows(self):
        """Whether it may be answered by rows, written as they are made."""
        answers = (self.operation or {}).get("responses", {})
        return any("ndjson" in kind for answer in answers.values()
                   for kind in answer.get("content", {}))


class Grammar:
    def __init__(self, description, state):
        self.schemas = description["components"]["schemas"]
        self.state = state
        self.paths = description["paths"]
        self.operations = [
            (method.upper(), path, operation)
            for path, methods in description["paths"].items()
            for method, operation in methods.items()]

    def request(self, random):
        method, path, operation = random.choice(self.operations)
        request = Request(method, path)
        request.operation = operation
        if random.random() < 0.04:
            request.method = random.choice(METHODS)
            request.operation = self.paths[path].get(request.method.lower())
        # A description that is right for this request is needed for each status to be known.
        is_odd = random.random() < 0.5
        target = self._target(request, path, operation, random, is_odd)
        fields = self._fields(request, operation, random, is_odd)
        body, body_fields = self._body(request, operation, random, is_odd)
        if random.random() < 0.05:
            target, request.path = random.choice([
                target.replace("/", "//"), target + "/", target + "?" + target, "http://x" + target,
                "http://127.0.0.1" + target, "*", "x", target + "#x", "127.0.0.1:80", "http://",
                "HTTP://127.0.0.1:99999" + target, "//127.0.0.1" + target, "http://a@127.0.0.1/", "/%2e%2e/" + target, "/é",
                target.upper(), "/" + "a/" * 3000, "?", "/rooms/%00/messages"]), None
        if random.random() < 0.1:
            request.version = "HTTP/1.0"
        self._frame(request, target, fields + body_fields, body, random)
        if random.random() < 0.04:
            self._tear(request, random)
        return request

    def probe(self):
        """A plain request, whose answer shows that a connection is in order."""
        request = Request("GET", "/healthz")
        request.data = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        return request

    # --- The parts

    def _value(self, parameter, random, is_odd):
        if is_odd and random.random() < 0.4:
            return values.odd(random, self.state)
        return str(values.fitting(parameter["schema"], self.schemas, random, self.state))

    def _target(self, request, path, operation, random, is_odd):
        target, query = path, []
        for parameter in operation.get("parameters", []):
            name = parameter["name"]
            if parameter["in"] == "path":
                value = self._value(parameter, random, is_odd)
                if name == "room" and request.is_safe and random.random() < 0.2:
                    # One that nobody else speaks of: it must not be there afterwards.
                    value = request.new_room = self.state.fresh_room()
                if not value or "/" in value or value in (".", ".."):
                    request.path = None
                target = target.replace("{" + name + "}", quote(value, safe=""))
            elif name == "ticket" and random.random() < 0.95:
                # None is right, and who comes with one is nobody.
                continue
            elif parameter["in"] == "query":
                if parameter["required"] or random.random() < 0.3:
                    value = self._value(parameter, random, is_odd)
                    if name == "rooms" and request.is_safe and random.random() < 0.3:
                        value = request.new_room = self.state.fresh_room()
                    query.append((name, value))
        if is_odd and random.random() < 0.2:
            query.append((random.choice(["x", "", "limit", "since", "format", "é"]),
                          values.odd(random, self.state)))
        request.is_endless = request.method != "HEAD" and any(
            "endless" in each.get("tags", []) for each in self.paths[path].values())
        if request.is_endless and random.random() < 0.8:
            query.append(("timeout", "20ms"))
        safe = random.choice(["", ",", "!*'()@"])
        text = "&".join(
            quote(name, safe="") + random.choice(["=", "=", "=", ""]) + quote(value, safe=safe)
            for name, value in query)
        return target + ("?" + text if text or random.random() < 0.05 else "")

    def _fields(self, request, operation, random, is_odd):
        fields = []
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "header" and random.random() < 0.4:
                fields.append((parameter["name"], self._value(parameter, random, is_odd)))
        if random.random() < 0.7:
            fields.append(("Authorization", self._credentials(operation, random)))
        if is_odd:
            for _ in range(random.choice([0, 0, 1, 1, 2, 5])):
                name = random.choice(list(HEADERS))
                fields.append((name, random.choice(HEADERS[name])))
        if is_odd and random.random() < 0.05:
            name = random.choice(SINGLE)
            fields.append((name, random.choice(HEADERS.get(name, ["x"]))))
            fields.append((name, random.choice(HEADERS.get(name, ["x"]))))
        return fields

    def _credentials(self, operation, random):
        if random.random() < 0.1:
            return random.choice(["", "Basic", "Basic x", "Basic " + "A" * 3000, "Bearer x", "x y",
                                  "Bearer ", "basic YQ==", "Digest x"])
        wants_operator = {"bearer": []} in operation["security"][:1]
        if random.random() < (0.8 if wants_operator else 0.05):
            return "Bearer " + self.state.token
        name = random.choice(values.NAMES if random.random() < 0.2 else ["alice", "Bob", "x|away"])
        password = random.choice(["", "", "", "", "", "", "secret"])
        return basic(name, password)

    def _body(self, request, operation, random, is_odd):
        content = operation.get("requestBody", {}).get("content")
        if not content:
            return (b"x" * random.choice([1, 100, 70_000]), []) if random.random() < 0.1 else (b"", [])
        kind = random.choice(list(content))
        schema = content[kind].get("schema", {})
        fields = [("Content-Type", kind)] if random.random() < 0.9 else []
        if kind.endswith("json") and "ndjson" not in kind:
            value = values.fitting(schema, self.schemas, random, self.state)
            text = values.odd_json(value, random, self.state) if is_odd else json.dumps(value)
            return text.encode(errors="surrogatepass"), fields
        if "csv" in kind or "ndjson" in kind:
            return values.rows(random, self.state), fields
        choices = [values.odd(random, self.state).encode(), b"hello", b"a\nb\r\nc\n", b"\xff\xfe\n" * 5,
                   b"", b"x" * random.choice([1, 16_383, 16_384, 16_385, 200_000])]
        return (random.choice(choices) if is_odd else b"hello %d" % random.randrange(1000)), fields

    # --- On the wire

    def _frame(self, request, target, fields, body, random):
        host = "127.0.0.1" if random.random() < 0.97 else random.choice(
            ["localhost", "ok.example:80", "evil.example", "", "a b", "[::1]", "127.0.0.1:99999"])
        fields = [("Host", host)] + fields
        if random.random() < 0.01:
            fields = fields[1:]
        request.target, request.fields, request.body = target, fields, body
        is_chunked = request.version == "HTTP/1.1" and body and random.random() < 0.3
        if is_chunked:
            fields = fields + [("Transfer-Encoding", "chunked")]
            body = self._chunks(request, body, random)
        elif body or random.random() < 0.5:
            fields = fields + [("Content-Length", str(len(body)))]
        # A random order, as no client has to keep any.
        fields = list(fields)
        random.shuffle(fields)
        head = f"{request.method} {target} {request.version}\r\n".encode(errors="surrogatepass")
        for name, value in fields:
            if "\r" in value or "\n" in value:
                value = value.replace("\r", " ").replace("\n", " ")
            head += name.encode() + b": " + value.encode(errors="surrogatepass") + b"\r\n"
        request.data = head + b"\r\n" + body

    @staticmethod
    def _chunks(request, body, random):
        framed, rest = b"", body
        while rest:
            count = random.choice([1, 7, 100, 16_384, 65_536])
            piece, rest = rest[:count], rest[count:]
            extension = random.choice([b"", b"", b"", b";a=b", b";a=\"q\""])
            size = random.choice([b"%x", b"%X", b"%04x"]) % len(piece)
            framed += size + extension + b"\r\n" + piece + b"\r\n"
            if len(framed) > 60_000:
                framed += b"%x\r\n" % len(rest) + rest + b"\r\n" if rest else b""
                break
        trailer = random.choice([b"", b"", b"X-After: 1\r\n"])
        if random.random() < 0.05:
            # RFC 9110, section 6.5.1: not to be sent as trailers.
            request.is_exact = False
            trailer = random.choice([b"Content-Length: 5\r\n", b"Host: evil.example\r\n"])
        return framed + b"0\r\n" + trailer + b"\r\n"

    @staticmethod
    def _tear(request, random):
        """Makes it something that may be no request at all."""
        request.is_exact, request.path = False, None
        data = bytearray(request.data)
        for _ in range(random.choice([1, 1, 2, 10])):
            place = random.randrange(min(len(data), 400))
            way = random.randrange(5)
            if way == 0:
                data[place] = random.randrange(256)
            elif way == 1:
                del data[place:place + random.choice([1, 2, 20])]
            elif way == 2:
                data[place:place] = random.choice([b"\r\n", b"\n", b" ", b"\x00", b"\r", b":", b"\r\n "])
            elif way == 3:
                data[place:place] = data[place:place + 20] * random.choice([1, 3])
            else:
                data = data[:max(place, 20)] + bytearray(b"Content-Length: 3, 3\r\n\r\n")
            if len(data) < 20:
                break
        request.data = bytes(data)
