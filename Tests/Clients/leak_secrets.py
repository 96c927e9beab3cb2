"""Uses every credential in every place it can be sent, and looks for it afterwards.

leak_secrets.py CHAT_SERVER FOLDER: starts the server with its log at trace, and searches the data
folder and the log for what lets anybody in. Exits with 1 if there is any. The operator's own file
is left out: it is there to be read by its owner.
"""

import base64
import http.client
import json
import os
import subprocess
import sys
from urllib.parse import quote

JSON = {"Content-Type": "application/json"}
MARK = "a text that has to be found"


class Server:
    """A server with accounts, on a port of this machine."""

    def __init__(self, program, folder):
        self.data = folder + "/data"
        self.log_path = folder + "/log"
        command = [program, "--listen", "127.0.0.1:0", "--auth", "accounts", "--data", self.data]
        command += ["--log-level", "trace", "--rate-limit", "0", "--sign-in-rate", "100000"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.log = ""
        while "listening address=" not in self.log:
            line = self.process.stderr.readline()
            if not line:
                sys.exit("the server did not start: " + self.log)
            self.log += line
        self.port = int(self.log.split("listening address=127.0.0.1:")[1].split()[0])

    def ask(self, method, path, fields=None, body=None):
        """Asks once; of a stream the first part is enough."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=240)
        client.putrequest(method, path, skip_host=True)
        for name, value in {"Host": f"127.0.0.1:{self.port}", **(fields or {})}.items():
            client.putheader(name, value)
        data = None if body is None else body.encode()
        if data is not None:
            client.putheader("Content-Length", str(len(data)))
        client.endheaders(data)
        answer = client.getresponse()
        is_stream = "stream" in path and answer.status == 200
        text = answer.read1(4096) if is_stream else answer.read()
        client.close()
        return answer.status, text.decode("utf-8", "replace")

    def made(self, path, fields, key, body=""):
        """Makes something by a POST, and gives a field of the answer."""
        status, text = self.ask("POST", path, {**fields, **JSON}, body)
        assert status == 201, (path, status, text)
        return json.loads(text)[key]

    def stop(self):
        """Stops it, and gives all that it logged."""
        self.process.terminate()
        self.log += self.process.stderr.read()
        assert self.process.wait() == 0
        return self.log


def credentials(server):
    """Draws one of each kind, and uses it as it is meant."""
    with open(server.data + "/operator.token", encoding="utf-8") as file:
        operator = file.read().strip()
    owner = {"Authorization": "Bearer " + operator}
    found = {"operator": operator, "password": "zebra-correct-horse-47"}
    found["invite"] = server.made("/invites", owner, "code", '{"uses":5}')
    account = {"name": "alice", "password": found["password"], "invite": found["invite"]}
    server.made("/accounts", {}, "name", json.dumps(account))
    found["basic"] = base64.b64encode(b"alice:" + found["password"].encode()).decode()
    basic = {"Authorization": "Basic " + found["basic"]}
    found["token"] = server.made("/tokens", basic, "token", '{"label":"x"}')
    token = {"Authorization": "Bearer " + found["token"]}
    assert server.ask("PUT", "/rooms/team", {**token, **JSON}, '{"visibility":"private"}')[0] == 201
    assert server.ask("POST", "/rooms/team/messages", token, MARK)[0] == 201
    found["room invite"] = server.made("/invites", token, "code", '{"room":"team","uses":3}')
    found["challenge"] = server.made("/challenges", {}, "challenge", '{"name":"alice"}')
    used = server.made("/tickets", token, "ticket")
    assert server.ask("GET", "/rooms/team/stream?format=ndjson&ticket=" + used)[0] == 200
    found["used ticket"] = used
    found["ticket"] = server.made("/tickets", token, "ticket")
    found["new password"] = found["password"] + "-8"
    change = {"password": found["password"], "newPassword": found["new password"]}
    assert server.ask("PATCH", "/me", {**token, **JSON}, json.dumps(change))[0] in (200, 204)
    return found, token, owner


def places(server, secret, token, owner):
    """Requests that have a secret where it does not belong."""
    text = quote(secret, safe="")
    for path in (
        "/rooms?token=" + text, "/stream?ticket=" + text, "/rooms/" + text, "/search?q=" + text,
        f"/files/{text}/x", "/metrics?x=" + text, "/rooms/a%zz" + text, "/" + text,
        f"http://alice:{text}@127.0.0.1:{server.port}/rooms",
    ):
        yield "GET", path, {}, None
    for name, value in (
        ("Cookie", "s=" + secret), ("X-Token", secret), ("Authorization", secret),
        ("Authorization", "Digest " + secret), ("Authorization", "Bearer x" + secret),
        ("Authorization", "Basic " + secret), ("Proxy-Authorization", "Bearer " + secret),
        ("Referer", "http://x/?t=" + secret), ("User-Agent", secret), ("Host", secret),
        ("Origin", "http://" + secret), ("X-Forwarded-For", secret), ("Last-Event-ID", secret),
        ("Forwarded", "for=" + secret), ("X-Request-Id", secret), ("Idempotency-Key", secret),
        ("Upgrade", secret), ("Expect", secret), ("Content-Type", secret),
    ):
        yield "GET", "/rooms", {name: value}, None
    name = "".join(c for c in secret if c.isalnum())
    yield name, "/rooms", {}, None
    yield "DELETE", "/tokens/" + text, token, None
    yield "DELETE", "/me/keys/" + text, token, None
    for path, fields, body in (
        ("/tokens", JSON, {"label": "y", "password": secret, "name": "alice"}),
        ("/tokens", JSON, {"name": "alice", "challenge": secret, "signature": secret}),
        ("/accounts", JSON, {"name": name[:32], "password": secret, "invite": secret}),
        ("/bans", {**owner, **JSON}, {"address": secret}),
        ("/me/keys", {**token, **JSON}, {"key": "ssh-ed25519 " + secret}),
        ("/invites", {**token, **JSON}, {"room": secret}),
    ):
        yield "POST", path, fields, json.dumps(body)


def main(program, folder):
    server = Server(program, folder)
    try:
        found, token, owner = credentials(server)
        for secret in found.values():
            for request in places(server, secret, token, owner):
                server.ask(*request)
    except BaseException:
        server.process.kill()
        raise
    texts = {"the log": server.stop().encode()}
    for root, _, names in os.walk(server.data):
        for name in names:
            if name != "operator.token":
                with open(os.path.join(root, name), "rb") as file:
                    texts[name] = file.read()
    if not any(MARK.encode() in text for text in texts.values()):
        sys.exit("the search finds nothing at all")
    leaks = [
        f"{kind} in {place}"
        for place, text in texts.items()
        for kind, secret in found.items()
        if secret.encode() in text or quote(secret, safe="").encode() in text
    ]
    print("\n".join(leaks) if leaks else "nothing")
    sys.exit(1 if leaks else 0)


main(*sys.argv[1:])
