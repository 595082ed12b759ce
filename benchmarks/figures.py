"""What is measured, as plain values that travel between processes as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True)
class Timed:
    """Milliseconds of wall clock and of this process's own work, over many rounds."""

    name: str
    rounds: int
    p50: float
    p95: float
    cpu_p50: float
    cpu_p95: float


def nearest_rank(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def timed(name: str, work: Callable[[], object], *, rounds: int, warm_up: int = 3) -> Timed:
    for _ in range(warm_up):
        work()
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = perf_counter(), process_time()
        work()
        cpus.append((process_time() - cpu) * 1000)
        walls.append((perf_counter() - wall) * 1000)
    return Timed(
        name,
        rounds,
        nearest_rank(walls, 0.5),
        nearest_rank(walls, 0.95),
        nearest_rank(cpus, 0.5),
        nearest_rank(cpus, 0.95),
    )
