"""What is measured, as plain values that travel between processes as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True)
class Timed:
    """Milliseconds of wall clock and of work done, over many rounds.

    `pace` says how much more processor time a fixed piece of work took between the rounds than at
    its quickest: 1.0 on a quiet machine, 2.0 where neighbours slow every step by half.
    """

    name: str
    rounds: int
    p50: float
    p95: float
    cpu_p50: float
    cpu_p95: float
    pace: float


def nearest_rank(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def timed(
    name: str,
    work: Callable[[], object],
    *,
    rounds: int,
    warm_up: int = 3,
    work_done: Callable[[], float] = process_time,
    prepare: Callable[[], object] = lambda: None,
) -> Timed:
    """`work_done` gives the seconds of processor time used so far; `prepare` is done before each
    round, outside the clock."""
    for _ in range(warm_up):
        prepare()
        work()
    walls, cpus, paces = [], [], []
    for _ in range(rounds):
        prepare()
        paces.append(_yardstick())
        wall, cpu = perf_counter(), work_done()
        work()
        cpus.append((work_done() - cpu) * 1000)
        walls.append((perf_counter() - wall) * 1000)
    return Timed(
        name,
        rounds,
        nearest_rank(walls, 0.5),
        nearest_rank(walls, 0.95),
        nearest_rank(cpus, 0.5),
        nearest_rank(cpus, 0.95),
        nearest_rank(paces, 0.5) / _quickest(),
    )


_seen: list[float] = []


def pace() -> float:
    """How much slower than at its quickest a fixed piece of work is just now."""
    return nearest_rank([_yardstick() for _ in range(25)], 0.5) / _quickest()


def _quickest() -> float:
    """The yardstick's quickest in this process, over 200 rounds at least."""
    while len(_seen) < 200:
        _yardstick()
    return min(_seen)


def _yardstick() -> float:
    """Seconds of processor time for a fixed piece of work of about a millisecond."""
    began = process_time()
    sum(number * number for number in range(20_000))
    _seen.append(process_time() - began)
    return _seen[-1]
