"""What schemathesis does not know: how to send a part of an upload, and what a description of
problems has beside their statuses."""
import json

import schemathesis


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
