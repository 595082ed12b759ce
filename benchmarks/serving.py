"""A few pages from the web server itself, over the loopback, one person asking in turn."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from functools import partial

from benchmarks import building, pages
from benchmarks.browser import Browser
from benchmarks.figures import Timed, timed
from goldenthread.config.commands.running import web_server

ROUNDS = 30
NAMES = ("Plan", "List of actions", "Action")


def time_served() -> list[Timed]:
    """Wall clock is the answer's; the work is done in the server's process and is not counted."""
    office = Browser(building.office_email(building.FIRST))
    addresses = pages.addresses(building.FIRST)
    port = free_port()
    server = subprocess.Popen(web_server("127.0.0.1", port), stdout=subprocess.DEVNULL)
    try:
        connection = connected(server, port)

        def ask(address: str) -> None:
            headers = {"Cookie": office.cookie, "Accept-Encoding": "gzip"}
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}")

        return [timed(name, partial(ask, addresses[name]), rounds=ROUNDS) for name in NAMES]
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def connected(server: subprocess.Popen[bytes], port: int) -> http.client.HTTPConnection:
    """A connection kept open, once the server answers."""
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.connect()
        except OSError:
            time.sleep(0.1)
        else:
            return connection
        if server.poll() is not None:
            break
    raise RuntimeError("The web server does not answer.")
