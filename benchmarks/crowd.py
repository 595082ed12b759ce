"""Many people at once, each asking, reading and thinking, of the web server itself."""

from __future__ import annotations

import http.client
import select
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic, perf_counter, sleep

from benchmarks.figures import nearest_rank
from benchmarks.serving import connected, free_port
from goldenthread.config.commands.running import web_server

THINKS = 5.0  # seconds between an answer and the next question: by chance, so long in the middle


@dataclass
class Waited:
    """Milliseconds that each answer took, by what was asked; and of what did not answer with 200,
    what was asked and what came instead."""

    answers: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Crowd:
    """`people` at once for `seconds`: by what was asked, how many answers, p50 and p95 (ms)."""

    people: int
    seconds: float
    pages: dict[str, tuple[int, float, float]]
    errors: list[str]


Chosen = Callable[[Random], tuple[str, str]]  # what it is called, and its address


def crowd(cookies: Sequence[str], choose: Chosen, *, seconds: float) -> Crowd:
    """As many people as there are `cookies` of sessions, each asking what `choose` says."""
    port = free_port()
    server = subprocess.Popen(web_server("127.0.0.1", port, workers=2), stdout=subprocess.DEVNULL)
    waited, lock = Waited(), threading.Lock()
    try:
        connected(server, port).close()
        until = monotonic() + seconds
        people = [
            threading.Thread(
                target=_person, args=(port, cookie, choose, number, until, waited, lock)
            )
            for number, cookie in enumerate(cookies)
        ]
        for one in people:
            one.start()
        for one in people:
            one.join()
    finally:
        server.terminate()
        server.wait()
    return Crowd(
        len(cookies),
        seconds,
        {
            name: (len(took), nearest_rank(took, 0.5), nearest_rank(took, 0.95))
            for name, took in sorted(waited.answers.items())
        },
        waited.errors,
    )


def _person(
    port: int,
    cookie: str,
    choose: Chosen,
    number: int,
    until: float,
    waited: Waited,
    lock: threading.Lock,
) -> None:
    chance = Random(number)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
    sleep(chance.uniform(0, THINKS))  # they did not come in at one stroke
    while monotonic() < until:
        name, address = choose(chance)
        began = perf_counter()
        try:
            if _was_closed(connection):
                connection.close()  # asking opens it anew
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            said = "" if answer.status == 200 else f"{name}: {answer.status}"
        except (OSError, http.client.HTTPException) as problem:
            said = f"{name}: {type(problem).__name__}"
            connection.close()
        took = (perf_counter() - began) * 1000
        with lock:
            if said:
                waited.errors.append(said)
            else:
                waited.answers.setdefault(name, []).append(took)
        sleep(chance.expovariate(1 / THINKS))


def _was_closed(connection: http.client.HTTPConnection) -> bool:
    """Whether the web server has closed it meanwhile, as it does when nothing was asked for 30
    seconds: browsers see that before they ask, Python's client as it asks."""
    return connection.sock is not None and bool(select.select([connection.sock], [], [], 0)[0])
