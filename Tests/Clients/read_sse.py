"""Reads a stream as httpx-sse's documentation shows, and comes back by Last-Event-ID when it breaks.

read_sse.py URL LAST_TEXT: prints the data of each message, a line each, until one says LAST_TEXT.
"""

import json
import sys
import time

import httpx
import httpx_sse

RETRY_SECONDS = 2.0


def events(client, url):
    """Every event of the stream, over as many connections as it takes."""
    last_id, retry = "", RETRY_SECONDS
    while True:
        headers = {"Last-Event-ID": last_id} if last_id else {}
        try:
            with httpx_sse.connect_sse(client, "GET", url, headers=headers) as source:
                print("connected", source.response.status_code, flush=True)
                for event in source.iter_sse():
                    last_id = event.id or last_id
                    retry = event.retry / 1000 if event.retry is not None else retry
                    yield event
        except httpx.TransportError as error:
            print("broken", type(error).__name__, flush=True)
        # The wait between two connections that the stream's own `retry:` asks for.
        time.sleep(retry)


def main():
    url, last_text = sys.argv[1:]
    timeout = httpx.Timeout(240.0)
    with httpx.Client(timeout=timeout, trust_env=False) as client:
        for event in events(client, url):
            if event.event != "message":
                continue
            print(event.data, flush=True)
            if json.loads(event.data)["text"] == last_text:
                return


main()
