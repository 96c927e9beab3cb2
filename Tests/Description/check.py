#!/usr/bin/env python3
"""Asks a real server what its `/openapi.json` allows and forbids, and fails at any answer that the
description does not have: a status, a media type, a field of the head or of the body.

    Tests/Description/check.py [--seconds N] [--seed N] [--program PATH]

Schemathesis makes the requests, of the description alone. Run by `.venv/bin/python`.
"""
import argparse
import os
import secrets
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(FOLDER, "../Fuzz"))

from server import HOST, Server  # noqa: E402

# All that can be told of an answer by the description. Whether a valid request is refused depends
# on what was asked before (a key that was used, a message that was deleted), and what a request has
# beside what is described is ignored: the checks of these two do not make sense here.
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "unsupported_method",
    "allow_header_conformance", "use_after_free", "ensure_resource_availability",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=int, default=45)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--program", default=".build/debug/chat-server")
    options = parser.parse_args()
    seed = secrets.randbelow(1 << 32) if options.seed is None else options.seed
    server = Server(options.program, "--rate-limit", "0", "--drain-time", "1")
    connection = server.http()
    connection.request("POST", "/rooms/general/messages", "hello")
    assert connection.getresponse().status == 201
    try:
        code = subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "schemathesis"),
             "--config-file", "schemathesis.toml", "run",
             f"http://{HOST}:{server.port}/openapi.json", "--checks", ",".join(CHECKS),
             "--phases", "examples,coverage,fuzzing", "--max-time", str(options.seconds),
             "--max-examples", "20", "--workers", "1", "--seed", str(seed),
             "--request-timeout", "10", "--continue-on-failure", "--warnings", "off",
             "--generation-database", "none", "--no-color"],
            cwd=FOLDER).returncode
    finally:
        words = server.words()
        ended = server.stop()
    if code or ended:
        print(words[-3000:], file=sys.stderr)
    print(f"description: seed {seed}, the server ended with {ended}")
    return 1 if code or ended else 0


if __name__ == "__main__":
    sys.exit(main())
