"""What schemathesis does not know: how to send a part of an upload, what a description of problems
has beside their statuses, and which of all that is described is worth sending."""
import json

import schemathesis


WORD = "(?:[A-Za-z0-9]{1,12}|caf\u00e9|\u65e5\u672c|don't|\"two words\")"
NAME = "@?[A-Za-z0-9][A-Za-z0-9._-]{0,20}"
# Of parameters whose bounds let in much that gets nowhere: the pattern to make values by, which
# lies within what is described; `None` for what is never sent, where others say the same (a place)
# or no value could be right (a ticket).
SENT = {
    "q": f"^{WORD}(?: {WORD}){{0,9}}$",
    "rooms": f"^{NAME}(?:,{NAME}){{0,9}}$",
    # A slash is never sent within a part of a path.
    "fingerprint": "^SHA256:[A-Za-z0-9+]{43}$",
    "lastEventId": None,
    "ticket": None,
}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Narrows what is made and sent; what is answered is held against all that is described."""
    for path in raw_schema["paths"].values():
        for operation in path.values():
            operation["parameters"] = [
                one for one in operation["parameters"] if SENT.get(one["name"], "") is not None]
            for one in operation["parameters"]:
                if one["name"] in SENT:
                    one["schema"]["pattern"] = SENT[one["name"]]


@schemathesis.serializer("application/partial-upload")
def partial_upload(context, value):
    return {"data": value if isinstance(value, bytes) else str(value).encode()}


def described(case, response):
    """What the description has of an answer; `None` where it says nothing of the status."""
    found = case.operation.responses.find_by_status_code(response.status_code)
    return found.definition if found else None


@schemathesis.check
def code_conformance(context, response, case):
    """A problem's code stands where its operation and its status are described."""
    answer = described(case, response)
    types = response.headers.get("content-type") or [""]
    if answer is None or types[0] != "application/problem+json" or not response.content:
        return
    code = json.loads(response.content)["code"]
    told = answer["description"].split(", ")
    assert code in told, f"{response.status_code} {code} is not one of {', '.join(told)}"


def known_fields(schema):
    """The fields that the description has anywhere, in lower case."""
    known = {
        name.lower()
        for path in schema["paths"].values() for operation in path.values()
        for answer in operation["responses"].values() for name in answer.get("headers", {})}
    # On every answer, for caches; where it decides over the format it is described.
    return known - {"vary"}


@schemathesis.check
def field_conformance(context, response, case):
    """A field that the description knows is described wherever it comes."""
    answer = described(case, response)
    if answer is None:
        return
    told = {name.lower() for name in answer.get("headers", {})}
    known = known_fields(case.operation.schema.raw_schema)
    more = sorted(known & {name.lower() for name in response.headers} - told)
    assert not more, f"{response.status_code} has {', '.join(more)}, which is not described"
