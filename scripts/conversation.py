"""What the demo needs to know of a conversation, and of what its readers show.

conversation.py posts CSV FROM TO       one post a line: user, media type and body (base64), by tabs
conversation.py said CSV FROM TO        what the log must hold: user, type and text as JSON
conversation.py log < NDJSON            what a log holds, in the same form
conversation.py screen NDJSON < SCREEN  compares a tall screen of chat-tui with a log
"""

import base64
import csv
import gzip
import itertools
import json
import sys

# Columns of a row of the message pane: HH:MM, the name at the right of its column, the text.
NAME, TEXT = slice(6, 18), slice(19, None)


def conversation(path, first, last):
    """The rows between two times; those in which nothing is said are left out."""
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if first <= row["at"] < last and row["text"].strip():
                yield row


def post(row):
    """The media type and the body that say a row."""
    if row["type"] == "action":
        body = json.dumps({"text": row["text"], "kind": "action"})
        return "application/json", body.encode()
    return "text/plain", row["text"].encode()


def said(user, kind, text):
    """One thing that was said, as a line to compare."""
    return json.dumps([user, kind, text.removesuffix("\n")], ensure_ascii=False)


def messages(lines):
    """The messages among events in NDJSON."""
    return [event for event in map(json.loads, lines) if event["type"] == "message"]


def squeezed(text):
    """Text without white space, at which a screen may break a line."""
    return "".join(text.split())


def message_pane(screen):
    """The rows of a screen's message pane: between the rooms' rule and the members'.

    A rule's place in a row is counted from its ends, since a wide character moves it.
    """
    for row in screen:
        rooms, rule, rest = row.rstrip("\n").partition("│")
        if rule:
            yield rest.rpartition("│")[0]


def shown(screen):
    """What a screen shows: of each message its name, as far as it fits, and its text."""
    found = []
    for row in message_pane(screen):
        if row[:5].count(":") == 1 and row[:2].isdigit():
            found.append([row[NAME].strip(), row[TEXT]])
        elif found and row.startswith(" " * TEXT.start):
            found[-1][1] += row[TEXT]
    return [(name, squeezed(text)) for name, text in found]


def matches(row, event):
    """Whether a screen's row is a message."""
    name, text = row
    if event.get("kind") == "action":
        return name == "*" and text == squeezed(event["user"] + event["text"])
    # A name that does not fit has a mark in place of its middle.
    start, _, end = name.partition("…")
    return event["user"].startswith(start) and event["user"].endswith(end) \
        and text == squeezed(event["text"])


def compare_screen(rows, events):
    """Says where a screen and a log differ first; exits 1 if they do."""
    for number, (row, event) in enumerate(itertools.zip_longest(rows, events), start=1):
        if row is None or event is None or not matches(row, event):
            sys.exit(f"message {number}: the screen shows {row}, the log has {event}")


def main():
    task, *rest = sys.argv[1:]
    if task == "posts":
        for row in conversation(*rest):
            media, body = post(row)
            print(row["user"], media, base64.b64encode(body).decode(), sep="\t")
    elif task == "said":
        for row in conversation(*rest):
            print(said(row["user"], row["type"], row["text"]))
    elif task == "log":
        for event in messages(sys.stdin):
            print(said(event["user"], event.get("kind", "message"), event["text"]))
    elif task == "screen":
        with open(rest[0], encoding="utf-8") as log:
            compare_screen(shown(sys.stdin), messages(log))


main()
