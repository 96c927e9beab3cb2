#!/usr/bin/env python3
"""Reads each example by curl, and checks that it arrives piece by piece and not all at the end.

    Examples/Tests/test_examples.py [PATH OF streaming-examples]
"""
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
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

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

    # --- the tutorial

    def test_stream(self):
        lines, code = self.timed("/stream")
        self.assertEqual([text for _, text in lines], [f"Chunk {n}\n" for n in range(1, 11)])
        self.assertEqual(code, 0)
        self.assert_arrives(lines, 9, 100)

    def test_countdown(self):
        lines, _ = self.timed("/countdown?tick=50")
        self.assertEqual([text.strip() for _, text in lines],
                         [str(n) for n in range(10, 0, -1)] + ["Liftoff!"])
        self.assert_arrives(lines, 10, 50)

    def test_csv(self):
        lines, _ = self.timed("/stream-csv?tick=30")
        self.assertEqual(lines[0][1], "id,name,value\r\n")
        self.assertEqual(lines[3][1], '3,"Item ""3""",30\r\n')
        self.assertEqual(len(lines), 21)
        self.assert_arrives(lines, 19, 30)

    def test_download(self):
        target = self.root / "got"
        content = (self.folder / "large").read_bytes()
        target.write_bytes(content[:5_000_000])
        url = self.server.url + "/download-large-file/large"
        subprocess.run(["curl", "-s", "-C", "-", "-o", target, url], check=True)
        self.assertEqual(target.read_bytes(), content)
        got = subprocess.run(["curl", "-s", "-r", "7-9", url], check=True, capture_output=True)
        self.assertEqual(got.stdout, content[7:10])

    def test_download_slowly(self):
        curl = Curl(self.server.url + "/download-large-file/large", "--limit-rate", "10M")
        start, first, count = time.monotonic(), None, 0
        while piece := os.read(curl.process.stdout.fileno(), 65536):
            first = first or time.monotonic()
            count += len(piece)
        self.assertEqual((count, curl.end()), (32 << 20, 0))
        self.assertLess(first - start, (time.monotonic() - start) / 2)

    def test_download_cannot_leave(self):
        for path in ["../secret", "%2e%2e/secret", "..%2fsecret", "%2e%2e%2fsecret", "link",
                     "/etc/passwd", "%2fetc/passwd", "x/../../secret", "large%00", ".", ""]:
            got = subprocess.run(
                ["curl", "-s", "--path-as-is", "-w", "%{http_code}",
                 f"{self.server.url}/download-large-file/{path}"], capture_output=True, text=True)
            self.assertIn(got.stdout[-3:], ("404", "400"), path)
            self.assertNotIn("secret", got.stdout, path)

    def test_events(self):
        lines, _ = self.timed("/sse?tick=30", "-H", "Last-Event-ID: 4")
        texts = "".join(text for _, text in lines)
        self.assertEqual(texts.split("\n\n")[0], 'event: update\nid: 5\ndata: {"count":5}')
        self.assertEqual(texts.count("data: "), 6)
        self.assert_arrives(lines, 5, 30)

    def test_async_stream(self):
        lines, _ = self.timed("/async-stream?tick=50")
        self.assertEqual(lines[9][1], "Async chunk 10\n")
        self.assert_arrives(lines, 9, 50)

    def test_process_stream(self):
        upload = Upload(self.server, "POST", "/process-stream")
        for total in (3, 6):
            upload.write(b"abc")
            # Answered before the upload has ended.
            self.assertEqual(upload.line(), f"Processed 3 bytes, {total} in all\n")
        upload.end()
        self.assertEqual(upload.line(), "Done: 6 bytes\n")
        self.assertEqual(upload.line(), "")
        upload.close()

    def test_error_handling(self):
        lines, code = self.timed("/stream-with-error-handling?tick=30")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(lines[-1][1]),
                         {"type": "error", "code": "no-more-items", "message": "There is no item 6."})
        self.assert_arrives(lines, 5, 30)
        lines, code = self.timed("/stream-with-error-handling?tick=1&format=text")
        self.assertEqual((len(lines), code), (5, 18))

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
        table = self.root / "table.csv"
        table.write_text("n\n" * 100_000)
        lines, code = self.timed("/transform", "-T", str(table))
        self.assertEqual((lines[-1][1], len(lines), code), ("99999,n\r\n", 100_000, 0))

    def test_chat(self):
        readers = [Curl(self.server.url + "/chat") for _ in range(3)]
        for reader in readers:
            self.assertEqual(reader.line(), "event: here\n")
            reader.line(), reader.line()
        for text in ("hello", "two\nlines"):
            subprocess.run(["curl", "-s", "-d", text, self.server.url + "/chat"], check=True)
            for reader in readers:
                for line in text.split("\n"):
                    self.assertEqual(reader.line(), f"data: {line}\n")
                reader.line()
        for reader in readers:
            reader.process.terminate()
            reader.end()

    def test_progress(self):
        lines, _ = self.timed("/progress?tick=30")
        self.assertEqual(lines[1][1], 'data: {"percent":10}\n')
        self.assertEqual(lines[-2][1], 'data: {"sum":5050}\n')
        self.assert_arrives(lines, 9, 30)

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
            lines = Curl(server.url + "/countdown?tick=30", version).lines()
            self.assert_arrives(lines, 10, 30)
            table = self.root / "small.csv"
            table.write_text("name\na\nb\n")
            fields = subprocess.run(
                ["curl", "-sk", version, "-D", "-", "-o", os.devnull, "-T", str(table),
                 server.url + "/transform"], capture_output=True, check=True).stdout.lower()
            # Behind the body, and not in the head.
            self.assertIn(b"rows: 2\r\n", fields.split(b"\r\n\r\n", 1)[1])
        failing = Curl(server.url + "/stream-with-error-handling?tick=1&format=text", "--http2")
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
