#!/usr/bin/env python3
"""Reads each example by curl, and checks that it arrives piece by piece and not all at the end.

    Examples/Tests/test_examples.py [PATH OF streaming-examples]
"""
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

BINARY = Path(__file__).resolve().parents[1] / ".build/release/streaming-examples"
LIMIT = 60


class Server:
    """The examples' server on a free port, with a folder of files."""

    def __init__(self, folder, *tls):
        self.process = subprocess.Popen([str(BINARY), "0", str(folder), *tls],
                                        stdout=subprocess.PIPE, text=True)
        # As it is printed: what answers there speaks TLS or does not, as the address says.
        self.url = self.process.stdout.readline().split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1])

    def get(self, path):
        return subprocess.run(["curl", "-sS", self.url + path], capture_output=True, text=True,
                              check=True).stdout

    def post(self, path, body):
        subprocess.run(["curl", "-sSf", "-d", body, self.url + path], check=True)

    def start(self, path):
        """Starts a task, and returns the path of its progress."""
        got = subprocess.run(["curl", "-sSf", "-X", "POST", "-o", os.devnull,
                              "-w", "%header{location}", self.url + path],
                             capture_output=True, text=True, check=True)
        return got.stdout

    def memory(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) << 10

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(LIMIT)
        self.process.stdout.close()
        return code


class Curl:
    """A running curl whose output is read line by line, each with the time when it came."""

    def __init__(self, url, *options, stdin=subprocess.DEVNULL):
        self.process = subprocess.Popen(
            ["curl", "-N", "-k", "--max-time", str(LIMIT), *options, url], bufsize=0,
            stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.rest = b""

    def line(self):
        while b"\n" not in self.rest:
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                line, self.rest = self.rest, b""
                return line.decode()
            self.rest += piece
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode() + "\n"

    def lines(self):
        timed = []
        while line := self.line():
            timed.append((time.monotonic(), line))
        return timed

    def end(self):
        code = self.process.wait(LIMIT)
        self.process.stdout.close()
        return code


class Upload:
    """An upload whose pieces go out when they are written, and whose answer is read meanwhile.

    Not curl: while it waits for more of a pipe it does not hand on what it has read.
    """

    def __init__(self, server, method, path):
        self.socket = socket.create_connection(("127.0.0.1", server.port), LIMIT)
        self.socket.sendall(f"{method} {path} HTTP/1.1\r\nHost: a\r\n"
                            "Transfer-Encoding: chunked\r\n\r\n".encode())
        self.answer = http.client.HTTPResponse(self.socket)

    def write(self, piece):
        self.socket.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))

    def end(self):
        self.socket.sendall(b"0\r\n\r\n")

    def line(self):
        if self.answer.fp and self.answer.status == "UNKNOWN":
            self.answer.begin()
        return self.answer.readline().decode()

    def close(self):
        self.answer.close()
        self.socket.close()


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.root = Path(cls.temporary.name)
        cls.folder = cls.root / "files"
        cls.folder.mkdir()
        (cls.root / "secret").write_text("secret")
        (cls.folder / "link").symlink_to(cls.root / "secret")
        (cls.folder / "large").write_bytes(os.urandom(1 << 20) * 32)
        cls.server = Server(cls.folder)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.temporary.cleanup()
        assert code == 0, f"the server exited with {code}"

    def timed(self, path, *options):
        """All lines, and the exit code, of a stream."""
        curl = Curl(self.server.url + path, *options)
        lines = curl.lines()
        return lines, curl.end()

    def assert_arrives(self, lines, ticks, milliseconds):
        """The time from first to last line is that of the ticks between them."""
        span = lines[-1][0] - lines[0][0]
        self.assertGreater(span, ticks * milliseconds / 1000 * 0.8)

    def status(self, path):
        got = subprocess.run(["curl", "-s", "-o", os.devnull, "-w", "%{http_code}",
                              self.server.url + path], capture_output=True, text=True, check=True)
        return int(got.stdout)

    def assert_sends(self, path, type_, body):
        """A route sends this and nothing else; returns the head's fields."""
        head, _, got = subprocess.run(
            ["curl", "-siN", "--max-time", str(LIMIT), self.server.url + path],
            capture_output=True, check=True).stdout.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        fields = {name.lower(): value for name, value in
                  (line.split(": ", 1) for line in lines[1:])}
        self.assertEqual(lines[0], "HTTP/1.1 200 OK")
        self.assertEqual(fields["content-type"], type_)
        self.assertEqual(got, body if isinstance(body, bytes) else body.encode())
        return fields

    # --- the tutorial, byte for byte

    def test_stream(self):
        self.assert_sends("/stream", "text/plain; charset=utf-8",
                          "".join(f"Line {n}\n" for n in range(10)))
        lines, _ = self.timed("/stream?tick=50")
        self.assert_arrives(lines, 9, 50)

    def test_countdown(self):
        began = time.monotonic()
        self.assert_sends("/countdown", "text/plain; charset=utf-8",
                          "".join(f"Counting: {n}\n" for n in range(5, 0, -1)) + "Blast off!\n")
        self.assertGreater(time.monotonic() - began, 5)
        lines, _ = self.timed("/countdown?tick=50")
        self.assert_arrives(lines, 5, 50)

    def test_csv(self):
        fields = self.assert_sends(
            "/stream-csv", "text/csv; charset=utf-8; header=present",
            "id,name,value\n" + "".join(f"{n},item-{n},{n * 10}\n" for n in range(1000)))
        self.assertEqual(fields["content-disposition"], "attachment; filename=data.csv")
        lines, _ = self.timed("/stream-csv?tick=2")
        self.assert_arrives(lines, 999, 2)

    def test_download(self):
        target = self.root / "got"
        content = (self.folder / "large").read_bytes()
        target.write_bytes(content[:5_000_000])
        url = self.server.url + "/download-large-file/large"
        subprocess.run(["curl", "-s", "-C", "-", "-o", target, url], check=True)
        self.assertEqual(target.read_bytes(), content)
        got = subprocess.run(["curl", "-s", "-r", "7-9", url], check=True, capture_output=True)
        self.assertEqual(got.stdout, content[7:10])

    def test_download_says_type_and_name(self):
        for name, type_, said in [
            ("paper.pdf", "application/pdf", "paper.pdf"),
            ("notes.txt", "text/plain; charset=utf-8", "notes.txt"),
            ("data.csv", "text/csv; charset=utf-8", "data.csv"),
            ("film.mp4", "video/mp4", "film.mp4"),
            ("song.mp3", "audio/mpeg", "song.mp3"), ("large", "application/octet-stream", "large"),
            ("song.OGG", "audio/ogg", "song.OGG"), ("song.m4a", "audio/mp4", "song.m4a"),
            ("film.mov", "video/quicktime", "film.mov"),
            ("inner/x.unknown", "application/octet-stream", "x.unknown"),
            ("two words.txt", "text/plain; charset=utf-8",
             "\"two words.txt\"; filename*=UTF-8''two%20words.txt"),
        ]:
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            if not path.exists():
                path.write_text("content of " + name)
            fields = self.assert_sends("/download-large-file/" + name.replace(" ", "%20"), type_,
                                       path.read_bytes())
            self.assertEqual(fields["content-disposition"], f"attachment; filename={said}")

    def test_head_says_what_get_says(self):
        for path in ["/download-large-file/large", "/stream", "/sse", "/stream-csv", "/countdown",
                     "/query", "/chat", "/follow/large"]:
            got = subprocess.run(["curl", "-sI", "-m", "20", self.server.url + path],
                                 capture_output=True, text=True, check=True).stdout
            self.assertTrue(got.startswith("HTTP/1.1 200"), got)
            self.assertIn("content-type: ", got.lower())
            if "download" in path:
                self.assertIn(f"content-length: {32 << 20}", got.lower())
            else:
                # Nobody knows it yet, and it is not 0.
                self.assertNotIn("content-length", got.lower(), path)

    def test_head_has_nothing_behind_it(self):
        with socket.create_connection(("127.0.0.1", self.server.port), LIMIT) as client:
            client.sendall(b"HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n"
                           b"GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            got = b"".join(iter(lambda: client.recv(1 << 20), b""))
        head, rest = got.split(b"\r\n\r\n", 1)
        self.assertNotIn(b"transfer-encoding", head.lower())
        self.assertTrue(rest.startswith(b"HTTP/1.1 200"), rest)
        self.assertTrue(rest.endswith(b"\r\n0\r\n\r\n"), rest)

    def test_client_of_http_1_0(self):
        for path, length in [("/stream", 70), ("/query?rows=3", None), ("/sse?tick=1", None),
                             ("/stream-csv", None), ("/download-large-file/large", 32 << 20)]:
            with socket.create_connection(("127.0.0.1", self.server.port), LIMIT) as client:
                client.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
                # To the end of the connection, which is that of the body.
                got = b"".join(iter(lambda: client.recv(1 << 20), b""))
            head, body = got.split(b"\r\n\r\n", 1)
            self.assertTrue(head.startswith(b"HTTP/1.1 200"), head)
            self.assertNotIn(b"transfer-encoding", head.lower(), path)
            self.assertIn(b"connection: close", head.lower(), path)
            if length:
                self.assertEqual(len(body), length)
            else:
                self.assertEqual(body.decode(), self.server.get(path))

    def test_other_methods_are_told_what_is_taken(self):
        for method, path, allowed in [
            ("POST", "/stream", "GET, HEAD"), ("DELETE", "/chat", "GET, HEAD, POST"),
            ("GET", "/transform", "POST, PUT"), ("HEAD", "/transform", "POST, PUT"),
            ("PUT", "/progress/1", "GET, HEAD"), ("OPTIONS", "/follow/log", "GET, HEAD"),
            ("POST", "/download-large-file/large", "GET, HEAD"), ("GET", "/progress", "POST"),
        ]:
            options = ["-I"] if method == "HEAD" else ["-X", method]
            got = subprocess.run(["curl", "-si", "-m", "20", *options, self.server.url + path],
                                 capture_output=True, text=True, check=True).stdout
            self.assertTrue(got.startswith("HTTP/1.1 405"), (method, path, got))
            fields = [line.lower().split(": ", 1) for line in got.splitlines()]
            self.assertIn(["allow", allowed.lower()], fields, (method, path))
        self.assertEqual(self.status("/nothing"), 404)

    def test_download_slowly(self):
        before = self.server.memory()
        curl = Curl(self.server.url + "/download-large-file/large", "--limit-rate", "10M")
        start, first, count = time.monotonic(), None, 0
        while piece := os.read(curl.process.stdout.fileno(), 65536):
            first = first or time.monotonic()
            count += len(piece)
        self.assertEqual((count, curl.end()), (32 << 20, 0))
        self.assertLess(first - start, (time.monotonic() - start) / 2)
        # Never whole in memory.
        self.assertLess(self.server.memory() - before, 8 << 20)

    def test_download_cannot_leave(self):
        for path in ["../secret", "%2e%2e/secret", "..%2fsecret", "%2e%2e%2fsecret", "link",
                     "/etc/passwd", "%2fetc/passwd", "x/../../secret", "large%00", ".", ""]:
            got = subprocess.run(
                ["curl", "-s", "--path-as-is", "-w", "%{http_code}",
                 f"{self.server.url}/download-large-file/{path}"], capture_output=True, text=True)
            self.assertIn(got.stdout[-3:], ("404", "400"), path)
            self.assertNotIn("secret", got.stdout, path)

    def test_events(self):
        self.assert_sends(
            "/sse", "text/event-stream; charset=utf-8",
            "".join(f'data: {{"id":{n},"message":"Update {n}"}}\n\n' for n in range(10)))
        lines, _ = self.timed("/sse?tick=50")
        for number, (_, line) in enumerate(lines[::2]):
            self.assertEqual(json.loads(line.removeprefix("data: ")),
                             {"id": number, "message": f"Update {number}"})
        self.assert_arrives(lines, 9, 50)

    def test_async_stream(self):
        began = time.monotonic()
        readers = [Curl(self.server.url + "/async-stream") for _ in range(50)]
        for reader in readers:
            text = "".join(line for _, line in reader.lines())
            self.assertEqual(text, "".join(f"Async line {n}\n" for n in range(10)))
            reader.end()
        # Half a second before each line, of fifty streams at once: no thread is held.
        self.assertGreater(time.monotonic() - began, 4.9)
        self.assertLess(time.monotonic() - began, 25)

    def test_process_stream(self):
        totals = [sum(range(10, item * 10 + 1, 10)) for item in range(1, 11)]
        self.assert_sends(
            "/process-stream", "text/plain; charset=utf-8",
            "Processing data in real-time...\n"
            + "".join(f"Processed item {item}: result {item * 10}, total {total}\n"
                      for item, total in enumerate(totals, 1))
            + "Processing complete. Final total: 550\n")
        lines, _ = self.timed("/process-stream?tick=50")
        self.assert_arrives(lines, 10, 50)

    def test_client_that_half_closes_gets_all(self):
        for path in ["/stream?tick=5", "/countdown?tick=5", "/stream-csv", "/sse?tick=5",
                     "/async-stream?tick=5", "/process-stream?tick=5", "/query?rows=5000"]:
            with socket.create_connection(("127.0.0.1", self.server.port), LIMIT) as client:
                client.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
                client.shutdown(socket.SHUT_WR)
                got = b"".join(iter(lambda: client.recv(1 << 20), b""))
            self.assertTrue(got.endswith(b"\r\n0\r\n\r\n"), (path, got[-80:]))

    def test_body_that_is_wrapped_is_refused(self):
        for path in ["/transform", "/process-stream", "/chat"]:
            for options in [["-F", "text=hi"], ["-d", "x", "-H", "Content-Encoding: gzip"]]:
                got = subprocess.run(["curl", "-s", "-o", os.devnull, "-w", "%{http_code}",
                                      *options, self.server.url + path], capture_output=True,
                                     text=True, check=True)
                self.assertEqual(got.stdout, "415", (path, options))

    def test_arguments(self):
        for arguments, code, said in [
            (["abc"], 64, "usage"), (["--help"], 64, "usage"), (["65536"], 64, "usage"),
            (["0", "/nowhere"], 64, "usage"),
            ([str(self.server.port), str(self.folder)], 69, "Address already in use"),
        ]:
            got = subprocess.run([str(BINARY), *arguments], capture_output=True, text=True,
                                 timeout=LIMIT)
            self.assertEqual(got.returncode, code, arguments)
            self.assertIn(said, got.stderr)

    def test_process_upload(self):
        upload = Upload(self.server, "POST", "/process-stream")
        for total in (3, 6):
            upload.write(b"abc")
            # Answered before the upload has ended.
            self.assertEqual(upload.line(), f"Processed 3 bytes, {total} in all\n")
        upload.end()
        self.assertEqual(upload.line(), "Processing complete. Final total: 6\n")
        self.assertEqual(upload.line(), "")
        upload.close()

    def test_error_handling(self):
        path = "/stream-with-error-handling"
        five = "".join(f"Line {n}\n" for n in range(5))
        self.assert_sends(path, "text/plain; charset=utf-8",
                          five + "Error occurred: Something went wrong!\n"
                          + "Stream complete (with or without errors).\n")
        lines, code = self.timed(path + "?tick=50")
        self.assertEqual(code, 0)
        self.assert_arrives(lines, 5, 50)
        lines, code = self.timed(path + "?tick=1&format=ndjson")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(lines[-1][1]),
                         {"type": "error", "code": "no-more-lines",
                          "message": "Something went wrong!"})
        lines, code = self.timed(path + "?tick=1&format=cut")
        self.assertEqual(("".join(line for _, line in lines), code), (five, 18))

    def test_clean_up_when_the_client_goes(self):
        path = self.server.url + "/stream-with-error-handling"
        # It would wait a minute before its next line.
        reader = Curl(path + "?tick=60000")
        self.assertEqual(reader.line(), "Line 0\n")
        self.assertEqual(self.server.get("/stream-with-error-handling/open"), "1\n")
        reader.process.kill()
        reader.end()
        deadline = time.monotonic() + LIMIT / 2
        while self.server.get("/stream-with-error-handling/open") != "0\n":
            self.assertLess(time.monotonic(), deadline)

    # --- the exercises

    def test_follow(self):
        log = self.folder / "log"
        log.write_text("one\n")
        curl = Curl(self.server.url + "/follow/log?tick=10")
        self.assertEqual(curl.line(), "one\n")
        for text in ("two\n", "three\n"):
            with log.open("a") as file:
                file.write(text)
            self.assertEqual(curl.line(), text)
        # Emptied, and filled beyond the place where the reader is.
        log.write_text("longer than all that was there before\n")
        self.assertEqual(curl.line(), "longer than all that was there before\n")
        # Moved away, while its writer still has it, and begun anew.
        with log.open("a") as old:
            log.rename(self.folder / "log.1")
            print("last of the old one", file=old, flush=True)
            self.assertEqual(curl.line(), "last of the old one\n")
            log.write_text("first of the new one\n")
            self.assertEqual(curl.line(), "first of the new one\n")
        curl.process.terminate()
        curl.end()

    def test_transform(self):
        upload = Upload(self.server, "PUT", "/transform")
        for sent, got in [(b'name,text\n', "row,NAME,TEXT\r\n"), (b'a,"b ""c"', None),
                          (b'", d"\n', '1,a,"b ""c"", d"\r\n')]:
            upload.write(sent)
            if got:
                self.assertEqual(upload.line(), got)
        upload.write(b"e,f")
        upload.end()
        self.assertEqual(upload.line(), "2,e,f\r\n")
        self.assertEqual(upload.line(), "")
        upload.close()
        # Of a byte order mark, cut anywhere, nothing shows.
        upload = Upload(self.server, "PUT", "/transform")
        for piece in (b"\xef", b"\xbb\xbfid,", b"b\n"):
            upload.write(piece)
        upload.end()
        self.assertEqual(upload.line(), "row,ID,B\r\n")
        upload.close()
        for sent, got in [
            (b'a,b\r1,2\r\r3,4', "row,A,B\r\n1,1,2\r\n2,3,4\r\n"),
            (b'a,b\r\n1,2\r\n', "row,A,B\r\n1,1,2\r\n"),
            (b'a\n5" disk\n""x"y\n"6"""\n"1\r\n2"\n',
             'row,A\r\n1,"5"" disk"\r\n2,"x""y"\r\n3,"6"""\r\n4,"1\r\n2"\r\n'),
            # More bytes than a row may have.
            (b"\r\n" * 70_000 + b"a\nb\n", "row,A\r\n1,b\r\n"),
        ]:
            answer = subprocess.run(
                ["curl", "-sS", "-T", "-", self.server.url + "/transform"], input=sent,
                capture_output=True, check=True)
            self.assertEqual(answer.stdout.decode(), got)
        table = self.root / "table.csv"
        table.write_text("n\n" * 100_000)
        lines, code = self.timed("/transform", "-T", str(table))
        self.assertEqual((lines[-1][1], len(lines), code), ("99999,n\r\n", 100_000, 0))

    def test_chat(self):
        readers = [Curl(self.server.url + "/chat") for _ in range(3)]
        for reader in readers:
            self.assertEqual(reader.line(), "event: here\n")
            reader.line(), reader.line()
        ids = []
        for text in ("hello", "two\nlines"):
            self.server.post("/chat", text)
            said = {reader.line() for reader in readers}
            self.assertEqual(len(said), 1)
            ids.append(said.pop().removeprefix("id: ").strip())
            for reader in readers:
                for line in text.split("\n"):
                    self.assertEqual(reader.line(), f"data: {line}\n")
                self.assertEqual(reader.line(), "\n")
        for reader in readers:
            reader.process.terminate()
            reader.end()
        self.server.post("/chat", "missed")
        # Back with the last message that it has, as a browser comes back.
        reader = Curl(self.server.url + "/chat", "-H", f"Last-Event-ID: {ids[0]}")
        texts = [line for line in (reader.line() for _ in range(10)) if line.startswith("data: ")]
        self.assertEqual(texts[1:], ["data: two\n", "data: lines\n", "data: missed\n"])
        reader.process.terminate()
        reader.end()

    def test_chat_says_that_messages_are_missing(self):
        server = Server(self.folder)
        self.addCleanup(server.stop)

        def come_back(last):
            reader = Curl(server.url + "/chat", "-H", f"Last-Event-ID: {last}")
            events = []
            while len(events) < 2:
                lines = []
                while line := reader.line().strip():
                    lines.append(line)
                events.append(lines)
            reader.process.terminate()
            reader.end()
            return events[1]
        # Of another run, also while nothing has been said in this one.
        event, place, _ = come_back("another-46")
        self.assertEqual(event, "event: gap")
        run = place.removeprefix("id: ").removesuffix("-0")
        self.assertEqual(come_back("99"), ["event: gap", f"id: {run}-0",
                                           "data: Messages are missing here."])
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port)) as client:
            for number in range(1, 301):
                client.request("POST", "/chat", f"m{number}")
                client.getresponse().read()
        # 256 are kept.
        self.assertEqual(come_back(f"{run}-1")[:2], ["event: gap", f"id: {run}-44"])
        self.assertEqual(come_back(f"{run}-301")[0], "event: gap")
        self.assertEqual(come_back(f"{run}-44"), [f"id: {run}-45", "data: m45"])

    def test_progress(self):
        path = self.server.start("/progress?tick=50")
        watchers = [Curl(self.server.url + path) for _ in range(3)]
        for watcher in watchers:
            self.assertEqual(watcher.line(), "event: progress\n")
        # One that goes ends the task for nobody.
        watchers[0].process.terminate()
        watchers[0].end()
        for watcher in watchers[1:]:
            lines = watcher.lines()
            self.assertEqual([line for _, line in lines[-3:]],
                             ["id: end\n", 'data: {"sum":5050}\n', "\n"])
            percents = [json.loads(line.removeprefix("data: "))["percent"]
                        for _, line in lines if '"percent"' in line]
            self.assertEqual(percents, sorted(set(percents)))
            self.assertEqual(percents[-1], 100)
            self.assertEqual(watcher.end(), 0)
        # One that comes afterwards learns the end.
        lines, code = self.timed(path)
        self.assertEqual(("".join(line for _, line in lines), code),
                         ('event: result\nid: end\ndata: {"sum":5050}\n\n', 0))
        # A browser that has the end asks again, and stops at an answer without content.
        got = subprocess.run(["curl", "-si", "-H", "Last-Event-ID: end", self.server.url + path],
                             capture_output=True, text=True, check=True).stdout
        self.assertTrue(got.startswith("HTTP/1.1 204 "), got)
        self.assertEqual(self.status("/progress/0"), 404)
        self.assertEqual(self.status("/progress/x"), 404)

    def test_progress_arrives(self):
        lines, _ = self.timed(self.server.start("/progress?tick=100"))
        self.assert_arrives(lines, 9, 100)

    def test_query(self):
        lines, _ = self.timed("/query?rows=1000&tick=20")
        rows = [json.loads(text) for _, text in lines]
        self.assertEqual(rows[999], {"id": 1000, "name": "Item 1000", "value": 10000})
        self.assert_arrives(lines, 9, 20)

    # --- the end, and HTTP/2

    def test_stop_and_http2(self):
        key, certificate = self.root / "key.pem", self.root / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=localhost"],
            check=True, capture_output=True)
        server = Server(self.folder, str(certificate), str(key))
        # What fails below must not leave a server that the run then waits for.
        self.addCleanup(server.process.kill)
        for version, number in (("--http1.1", "1.1"), ("--http2", "2")):
            got = subprocess.run(
                ["curl", "-sk", version, "-w", "%{http_version}", "-r", "5-8",
                 server.url + "/download-large-file/large"], capture_output=True, check=True)
            self.assertEqual(got.stdout,
                             (self.folder / "large").read_bytes()[5:9] + number.encode())
            head = subprocess.run(["curl", "-skI", version, server.url + "/countdown"],
                                  capture_output=True, text=True, check=True).stdout.lower()
            self.assertIn("content-type: text/plain", head)
            self.assertNotIn("content-length", head)
            lines = Curl(server.url + "/countdown?tick=50", version).lines()
            self.assert_arrives(lines, 5, 50)
            table = self.root / "small.csv"
            table.write_text("name\na\nb\n")
            fields = subprocess.run(
                ["curl", "-sk", version, "-D", "-", "-o", os.devnull, "-T", str(table),
                 server.url + "/transform"], capture_output=True, check=True).stdout.lower()
            # Behind the body, and not in the head.
            self.assertIn(b"rows: 2\r\n", fields.split(b"\r\n\r\n", 1)[1])
        failing = Curl(server.url + "/stream-with-error-handling?tick=1&format=cut", "--http2")
        self.assertEqual(len(failing.lines()), 5)
        self.assertNotEqual(failing.end(), 0)
        curl = Curl(server.url + "/chat", "--http2")
        self.assertEqual(curl.line(), "event: here\n")
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        self.assertTrue("event: bye\n" in [text for _, text in curl.lines()])
        self.assertEqual(curl.end(), 0)
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - began, 8)

    def test_client_that_goes_frees_its_stream(self):
        def here():
            reader = Curl(self.server.url + "/chat")
            reader.line()
            count = int(reader.line().split()[1])
            reader.process.kill()
            reader.end()
            return count
        for _ in range(5):
            here()
        # The last one may still be seen going.
        self.assertLessEqual(here(), 5)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        BINARY = Path(sys.argv.pop(1)).resolve()
    # A curl that was read to its end may still be waited for by nobody.
    unittest.main(verbosity=2, warnings="ignore")
