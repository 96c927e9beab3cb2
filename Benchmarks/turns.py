#!/usr/bin/env python3
"""How long one request waits beside connections that send many ahead, at the worst.

    Benchmarks/turns.py PROGRAM...

A thousand connections send twenty requests each at once, and then one connection sends twenty
thousand. Beside them a client asks five times, one time after the other. Each program has its turn
twice, four times over; what is printed is the longest wait of each time, in milliseconds.
"""
import socket
import sys
import tempfile
import time

from server import Server

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
CROWDS = ((1000, 20), (1, 20_000))
ROUNDS, TIMES, ASKED = 2, 4, 5


def ask(client):
    start = time.monotonic()
    client.sendall(REQUEST)
    client.recv(4096)
    return (time.monotonic() - start) * 1000


def longest(port, connections, requests):
    crowd = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    ask(client)
    for one in crowd:
        one.setblocking(False)
        try:
            one.send(REQUEST * requests)
        except BlockingIOError:
            pass  # The kernel takes no more: it is full of them.
    waits = [ask(client) for _ in range(ASKED)]
    for one in [*crowd, client]:
        one.close()
    time.sleep(0.5)
    return max(waits)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for program in sys.argv[1:] * ROUNDS:
        with tempfile.TemporaryDirectory() as folder:
            server = Server(program, folder, "--log-level", "error").start()
            for connections, requests in CROWDS:
                waits = [longest(server.port, connections, requests) for _ in range(TIMES)]
                print(f"{program}: {connections} x {requests}:",
                      *(f"{wait:.0f}" for wait in waits), "ms", flush=True)
            server.kill()


if __name__ == "__main__":
    main()
