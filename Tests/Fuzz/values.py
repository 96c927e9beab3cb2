"""Values of parameters, fields and bodies: those that fit a schema, and the extremes of all kinds."""
import json
import re

NUMBERS = [
    "0", "1", "2", "5", "60", "500", "501", "10000", "9007199254740990", "9007199254740991",
    "9007199254740992", "9223372036854775807", "9223372036854775808", "18446744073709551616",
    "-1", "-0", "+1", "1e400", "1e3", "1.5", ".5", "0x10", "00", "٣", "１２", "1_000", "NaN", "inf",
    "-9223372036854775808", "1" * 400,
]
WORDS = [
    "", " ", "a", "A", "é", "e\u0301", "日本", "👩‍👩‍👧", "\x00", "\x1b]0;x\x07", "\x9b31m", "\u202e", "\u200b",
    "\ufeff", "\ufffd", "..", "../../etc/passwd", "%00", "%", "%zz", "'", "\"", "\\", "a,b", ",",
    "x" * 33, "x" * 65, "x" * 300, "x" * 20_000, "=1+1", "-x", "@", "@ann", "\r\nX-Injected: 1",
    "null", "true", "{}", "[]", "{" * 200, "\U0010ffff", "a\u0300" * 200, "ﷺ" * 50,
]
SPANS = ["0s", "1ms", "50ms", "1s", "10m", "2h", "1w", "99999999999w", "-1s", "1", "1y", "s", "1.5s",
         "9223372036854775807ms", "９s"]
TIMES = [
    "2026-11-28T00:00:00Z", "2026-11-28T00:00:00.123Z", "2026-11-28T00:00:00+01:00",
    "2026-11-28T00:00:00 01:00", "0000-01-01T00:00:00Z", "9999-12-31T23:59:60Z",
    "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "99999-01-01T00:00:00Z", "2026-11-28",
    "1970-01-01T00:00:00-23:59", "2026-11-28T24:00:00Z",
]
FORMATS = ["text", "ndjson", "sse", "csv", "json", "xml", "TEXT", "", "text,csv"]
ROOMS = ["general", "side", "General", "a" * 64, "a" * 65, "-a", "@ann", "é", "", ".", "a b", "new"]
EMOJI = ["👍", "+1", ":x:", "❤", "❤️", "\u200b", "a b", "👩‍👩‍👧" * 9, "1\ufe0f\u20e3"]
NAMES = ["alice", "Bob", "guest", "operator", "x|away", "[tom]`^{}", "a" * 32, "a" * 33, "é", ""]
FILES = ["a.txt", "a.html", "ü.png", "..", ".", "a" * 255, "a" * 256, "a\x00b", " a", "x.csv"]


def cursors(state):
    log = state.log
    return ["all", "now", f"{log}.0", f"{log}.1", f"{log}.9007199254740991",
            f"{log}.9007199254740992", f"{log}.-1", f"{log}.", "k3f9.4711", ".", f"{log}.1.1",
            "é.1", "a" * 40 + ".1", f"{log}.٣"]


def fitting(schema, schemas, random, state):
    """A value that fits a schema, roughly; patterns are met by what is known of them."""
    if name := schema.get("$ref"):
        return fitting(schemas[name.rsplit("/", 1)[1]], schemas, random, state)
    if "anyOf" in schema:
        return fitting(random.choice(schema["anyOf"]), schemas, random, state)
    if "enum" in schema:
        return random.choice(schema["enum"])
    kind = schema.get("type")
    if kind == "integer":
        low, high = schema.get("minimum", 0), schema.get("maximum", 100)
        return random.choice([low, high, min(high, low + random.randint(0, 30)), low])
    if kind == "number":
        return random.choice([0, 0.5, 1e9])
    if kind == "boolean":
        return random.random() < 0.5
    if kind == "array":
        return [fitting(schema["items"], schemas, random, state)
                for _ in range(random.randint(0, 3))]
    if kind == "object":
        return {key: fitting(value, schemas, random, state)
                for key, value in schema.get("properties", {}).items()
                if key in schema.get("required", []) or random.random() < 0.5}
    return text(schema, random, state)


def text(schema, random, state):
    pattern = schema.get("pattern", "")
    pools = [state.rooms, NAMES[:6], cursors(state)[:4], SPANS[2:5], TIMES[:2], EMOJI[:2],
             FILES[:3], ["hello", "build", "a=1,b", "message", "message,edit"], state.hashes,
             state.uploads, ["bytes=0-3", "bytes=-1", "/x"], [f'"{hash}"' for hash in state.hashes]]
    known = [value for pool in pools for value in pool
             if not pattern or re.fullmatch(pattern, value)]
    return random.choice(known or schema.get("examples") or ["hello"])


def odd(random, state):
    """A value that fits hardly anything."""
    return random.choice(random.choice([
        NUMBERS, WORDS, SPANS, TIMES, FORMATS, ROOMS, EMOJI, NAMES, FILES, cursors(state),
        state.rooms, state.hashes or [""], state.uploads or [""]]))


def odd_json(value, random, state):
    """A JSON value that differs from one that fits, as text; it may be no JSON."""
    way = random.randrange(12)
    if isinstance(value, dict) and value and way < 6:
        key = random.choice(list(value))
        value = dict(value)
        value[key] = random.choice([
            None, True, [], {}, -1, 2**53, 2**63, 1.5, odd(random, state), odd(random, state),
            {key: value[key]}, [value[key]] * 3])
        return json.dumps(value, ensure_ascii=random.random() < 0.5)
    texts = [
        "[" * 5000, '{"a":' * 2000 + "1", '{"text":"a","text":"b"}', '{"text":"\\ud800"}',
        '{"seq":1e400}', '{"seq":9007199254740992}', '{"text":1}', "null", "", " ", "{}x",
        '{"text":"' + "x" * 70_000 + '"}', "\ufeff{}", '{"text":"a\u0000b"}', "nul", '{"a"}',
        '{"replyTo":-1,"text":"x"}', json.dumps(odd(random, state))]
    return random.choice(texts)


def rows(random, state):
    """A body of lines: CSV or NDJSON as an import takes it, with odd rows in it."""
    at = random.choice(TIMES)
    csv = "at,user,text\r\n" + "".join(
        f"{random.choice(TIMES)},{random.choice(NAMES)},{random.choice(WORDS)}\r\n"
        for _ in range(random.randint(0, 20)))
    ndjson = "".join(
        json.dumps({"type": random.choice(["message", "edit", "react", "x"]), "at": at,
                    "user": random.choice(NAMES), "text": random.choice(WORDS),
                    "seq": random.choice([1, -1, 2**63])}) + "\n"
        for _ in range(random.randint(0, 20)))
    return random.choice([csv, ndjson, '"', "at;user;text\n1;2;3\n", "a\n" * 3000, "\n\n", '{"',
                          '"' * 3001, "at,user,text\n" + "," * 5000]).encode()
