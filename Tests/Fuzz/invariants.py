"""What is right of every answer, whatever was asked."""
import json
import re

from wire import Fault

# Words of the inside: types of Swift, the libraries, its files.
INSIDE = re.compile(
    rb"\bNIO\w*|SQLite|GRDB|Foundation|Hummingbird|Swift\.|\.swift\b|Optional\(|Error Domain|"
    rb"\bEXPLAIN\b|\bSELECT\b|0x[0-9a-f]{8,}|dataCorrupted|keyNotFound|typeMismatch|DecodingError|"
    rb"Fatal error|CodingKey|JSONDecoder|/work/|/tmp/|\.build/")


class Invariants:
    def __init__(self, description, codes):
        self.paths = description["paths"]
        self.codes = codes
        self.statuses = {int(status) for methods in self.paths.values()
                         for operation in methods.values() for status in operation["responses"]}
        # What is answered where the description has nothing.
        self.elsewhere = self.statuses | {404, 405, 204}

    def check(self, request, answer):
        self._status(request, answer)
        if answer.status >= 400:
            self._problem(request, answer)
        if not answer.field("date"):
            raise Fault("no Date")
        if answer.status != 304 and "authorization" not in answer.field("vary").lower():
            raise Fault("no Vary: Authorization")
        if answer.field("cache-control").startswith("public"):
            raise Fault("a cache may keep it for all")

    def _status(self, request, answer):
        if answer.status == 500:
            raise Fault("500")
        if request.operation is None or request.path is None:
            known = self.elsewhere
        else:
            known = {int(status) for status in request.operation["responses"]}
        if answer.status not in known:
            raise Fault(f"{answer.status} is not declared for {request.method} {request.path}")

    def _problem(self, request, answer):
        kind = answer.field("content-type")
        if kind != "application/problem+json":
            raise Fault(f"a problem of type {kind!r}")
        if not answer.body and (request.method == "HEAD" or not request.is_exact):
            return
        if INSIDE.search(answer.body):
            raise Fault(f"words of the inside: {answer.body!r}")
        if not answer.body.endswith(b"}\n"):
            raise Fault(f"a problem without a newline: {answer.body[-80:]!r}")
        if any(byte < 0x20 or byte == 0x7f for byte in answer.body[:-1]):
            raise Fault(f"control bytes in a problem: {answer.body!r}")
        problem = json.loads(answer.body)
        if problem.get("code") not in self.codes:
            raise Fault(f"an unknown code: {problem}")
        if problem.get("status") != answer.status:
            raise Fault(f"another status in the problem: {problem}")
        if problem.get("type") != "urn:burble:problem:" + problem["code"]:
            raise Fault(f"another type: {problem}")
        if answer.status in (429, 503) and not answer.field("retry-after"):
            raise Fault(f"no Retry-After: {problem}")
        if answer.status == 405 and not answer.field("allow"):
            raise Fault("no Allow")
        if answer.status == 401 and not answer.field("www-authenticate"):
            raise Fault("no WWW-Authenticate")
