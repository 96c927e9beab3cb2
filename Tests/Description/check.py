#!/usr/bin/env python3
"""Asks a real server what its `/openapi.json` allows and forbids, and fails at any answer that the
description does not have: a status, a problem's code, a media type, a field of the head or of the
body.

    Tests/Description/check.py [--seconds N] [--seed N] [--program PATH] [--caller NAME]

Schemathesis makes the requests, of the description alone, as every kind of caller. Run by
`.venv/bin/python`.
"""
import argparse
import json
import os
import secrets
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(FOLDER, "../Fuzz"))

from fuzzed_server import HOST, Server, basic  # noqa: E402

# All that can be told of an answer by the description. Whether a valid request is refused depends
# on what was asked before (a key that was used, a message that was deleted), and what a request has
# beside what is described is ignored: the checks of these two do not make sense here.
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "unsupported_method",
    "allow_header_conformance", "use_after_free", "ensure_resource_availability",
    # Of hooks.py.
    "code_conformance", "field_conformance",
]


PASSWORD = "a long password"
# Who asks, one after the other. The operator comes last: what it does may end the others.
CALLERS = ["nobody", "stranger", "member", "moderator", "owner", "reading", "operator"]


class World:
    """A server with accounts, a public room and people with every part in it."""

    def __init__(self, program):
        self.server = Server(
            program, "--auth", "accounts", "--rate-limit", "0", "--sign-in-rate", "1000000",
            "--registration", "open", "--drain-time", "1")
        self.fields = {"nobody": None, "operator": "Bearer " + self.server.token}
        for name in ("owner", "stranger", "member", "moderator"):
            self.ask("POST", "/accounts", "operator", {"name": name, "password": PASSWORD})
            self.fields[name] = basic(name, PASSWORD)
            made = self.ask("POST", "/tokens", name, {"label": "check"})
            self.fields[name] = "Bearer " + made["token"]
        made = self.ask("POST", "/tokens", "member", {"label": "check", "scope": "read"})
        self.fields["reading"] = "Bearer " + made["token"]
        for room in ({"name": "general"}, {"name": "team", "visibility": "private"}):
            path = "/rooms/" + room.pop("name")
            self.ask("PUT", path, "owner", room)
            for role in ("member", "moderator"):
                self.ask("PUT", f"{path}/members/{role}", "owner", {"role": role})
            self.ask("POST", path + "/messages", "member", {"text": "hello"})
        # A direct room of two who ask, and a token for it alone.
        self.ask("POST", "/rooms/@owner/messages", "member", {"text": "hello"})
        self.ask("POST", "/tokens", "member", {"label": "direct", "rooms": ["@owner"]})

    def ask(self, method, path, caller, body):
        """What a caller is answered who does what has to go well."""
        connection = self.server.http()
        fields = {"Content-Type": "application/json", "Authorization": self.fields[caller]}
        connection.request(method, path, json.dumps(body), fields)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status in (200, 201, 204), (method, path, answer.status, text)
        return json.loads(text) if text else None


def check(world, caller, seconds, seed):
    """Has schemathesis ask as a caller; gives its exit code."""
    field = world.fields[caller]
    return subprocess.run(
        [os.path.join(os.path.dirname(sys.executable), "schemathesis"),
         "--config-file", "schemathesis.toml", "run",
         f"http://{HOST}:{world.server.port}/openapi.json", "--checks", ",".join(CHECKS),
         "--phases", "examples,coverage,fuzzing", "--max-time", str(seconds),
         "--max-examples", "20", "--workers", "1", "--seed", str(seed),
         "--request-timeout", "10", "--continue-on-failure", "--warnings", "off",
         "--generation-database", "none", "--no-color",
         *(["-H", "Authorization: " + field] if field else [])],
        cwd=FOLDER).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=int, default=70, help="of all callers together")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--program", default=".build/debug/chat-server")
    parser.add_argument("--caller", choices=CALLERS, action="append")
    options = parser.parse_args()
    seed = secrets.randbelow(1 << 32) if options.seed is None else options.seed
    callers = [name for name in CALLERS if name in (options.caller or CALLERS)]
    world = World(options.program)
    codes = {}
    try:
        for caller in callers:
            print(f"description: as {caller}", flush=True)
            codes[caller] = check(world, caller, max(1, options.seconds // len(callers)), seed)
    finally:
        words = world.server.words()
        ended = world.server.stop()
    failed = [caller for caller, code in codes.items() if code]
    if failed or ended:
        print(words[-3000:], file=sys.stderr)
    print(f"description: seed {seed}, failed as {failed or 'nobody'}, "
          f"the server ended with {ended}")
    return 1 if failed or ended else 0


if __name__ == "__main__":
    sys.exit(main())
