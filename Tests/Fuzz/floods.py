"""Much at once from one connection, of which nothing is waited for: for others nothing changes."""
import struct

HEAD = b"Host: 127.0.0.1\r\n"
NAME = b"Authorization: Basic YWxpY2U6\r\n"
# What is sent of a flood at most.
MOST = 300_000


def first(random):
    """A flood of HTTP/1: what opens it, and what is said again and again."""
    chunked = HEAD + NAME + b"Transfer-Encoding: chunked\r\n\r\n"
    return random.choice([
        (b"", b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n"),
        (b"", b"GET /rooms/general/messages?limit=1 HTTP/1.1\r\n" + HEAD + b"\r\n"),
        (b"", b"POST /rooms/general/messages HTTP/1.1\r\n" + HEAD + NAME
         + b"Content-Length: 1\r\n\r\nx"),
        (b"", b"POST /rooms/general/messages HTTP/1.1\r\n" + HEAD + b"Content-Length: 0\r\n\r\n"),
        (b"", b"OPTIONS /rooms HTTP/1.1\r\n" + HEAD + b"\r\n"),
        (b"POST /rooms/general/messages HTTP/1.1\r\n" + chunked, b"1\r\nx\r\n"),
        (b"PUT /rooms/general/files/a.txt HTTP/1.1\r\n" + chunked, b"1\r\nx\r\n"),
        (b"PUT /rooms/general/stream?format=ndjson HTTP/1.1\r\n" + chunked, b"1\r\n\n\r\n"),
        (b"PUT /rooms/general/stream?format=ndjson HTTP/1.1\r\n" + chunked, b"2\r\n\xff\n\r\n"),
        (b"POST /rooms/general/messages HTTP/1.1\r\n" + chunked, b"1;a=b\r\nx\r\n"),
        (b"POST /rooms/general/messages HTTP/1.1\r\n" + chunked + b"0\r\n", b"a: b\r\n"),
        (b"GET /healthz HTTP/1.1\r\n" + HEAD, b"a: b\r\n"),
        (b"", b"\r\n"),
        (b"", b"\x00"),
    ])


def frame(kind, flags, stream, payload=b""):
    """Source: RFC 9113, section 4.1."""
    return (struct.pack(">I", len(payload))[1:] + bytes([kind, flags])
            + struct.pack(">I", stream) + payload)


def head(method=b"GET", path=b"/healthz"):
    """A request's fields, none of them from a table. Source: RFC 7541, section 6.2.2."""
    def text(value):
        return bytes([len(value)]) + value
    return (b"\x02" + text(method) + b"\x87\x04" + text(path) + b"\x01" + text(b"127.0.0.1"))


def second(random):
    """A flood of HTTP/2: what opens it, and what makes each frame of it by its number."""
    get, post = head(), head(b"POST", b"/rooms/general/messages")
    begun, cancel = frame(1, 1, 1, get), b"\0\0\0\x08"
    return random.choice([
        (b"", lambda n: frame(6, 0, 0, b"x" * 8)),
        (b"", lambda n: frame(6, 1, 0, b"x" * 8)),
        (b"", lambda n: frame(4, 0, 0)),
        (b"", lambda n: frame(4, 0, 0, struct.pack(">HI", random.randrange(8), n % 70_000) * 5)),
        # CVE-2023-44487.
        (b"", lambda n: frame(1, 5, 2 * n + 1, get) + frame(3, 0, 2 * n + 1, cancel)),
        (b"", lambda n: frame(1, 4, 2 * n + 1, post) + frame(3, 0, 2 * n + 1, cancel)),
        (b"", lambda n: frame(1, 5, 2 * n + 1, get)),
        (b"", lambda n: frame(1, 5, 2 * n + 1, b"\x82")),
        # Malformed for another handler than the protocol's.
        (b"", lambda n: frame(1, 5, 2 * n + 1, get + b"\x00\x01x\x02 y")),
        (b"", lambda n: frame(1, 4, 2 * n + 1, post)
         + frame(1, 5, 2 * n + 1, b"\x00\x01x\x02y\t")),
        (b"", lambda n: frame(2, 0, 2 * (n % 50) + 1, b"\0\0\0\0\x10")),
        (b"", lambda n: frame(8, 0, 0, b"\0\0\0\1")),
        (b"", lambda n: frame(8, 0, 0, b"\x7f\xff\xff\xff")),
        (b"", lambda n: frame(7, 0, 0, b"\0" * 8)),
        (b"", lambda n: frame(99, 0, 0, b"x")),
        (frame(1, 4, 1, post), lambda n: frame(0, 0, 1)),
        (begun, lambda n: frame(9, 0, 1, b"\x00\x01a\x01b")),
        (begun, lambda n: frame(9, 0, 1)),
        # No window at all, and many who want to write.
        (frame(4, 0, 0, struct.pack(">HI", 4, 0)), lambda n: frame(1, 5, 2 * n + 1, get)),
    ])
