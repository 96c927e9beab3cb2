"""A collector of traces for tests.

take_traces.py [CERTIFICATE KEY]: listens on a free port, prints "port N", and then a line for each
thing that a server sends: "service NAME", and "span TRACE SPAN PARENT KIND NAME STATUS", where
STATUS is the answer's, or "-". What is no request of OTLP/HTTP in JSON ends it with 1.
"""

import http.server
import json
import os
import ssl
import sys


def values(attributes):
    """Attributes as a plain dictionary."""
    return {pair["key"]: next(iter(pair["value"].values())) for pair in attributes}


class Collector(http.server.BaseHTTPRequestHandler):
    """Takes POST /v1/traces alone."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        try:
            assert self.path == "/v1/traces", self.path
            assert self.headers["Content-Type"] == "application/json"
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.take(body)
        except Exception as error:  # Whatever it is: the test is to see it.
            print(f"bad {error!r}", flush=True)
            os._exit(1)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def take(self, body):
        for resource in body["resourceSpans"]:
            service = values(resource["resource"]["attributes"])["service.name"]
            print(f"service {service}", flush=True)
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    assert len(span["traceId"]) == 32 and len(span["spanId"]) == 16
                    assert int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"])
                    told = values(span.get("attributes", []))
                    print(
                        "span", span["traceId"], span["spanId"], span.get("parentSpanId", "-"),
                        span["kind"], span["name"].replace(" ", "_"),
                        told.get("http.response.status_code", "-"), flush=True)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(f"port {server.server_address[1]}", flush=True)
server.serve_forever()
