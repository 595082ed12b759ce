"""`python -m benchmarks.clocks`: every deadline of the largest authority found anew.

20,635 children (the most that any authority keeps plans of), six years of events each. Each round
measures everything in turn, each in processes of its own in which nothing is remembered yet, and
beside it the least that could be done: to look at each event once and make one date of it.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from multiprocessing.connection import Connection
from time import perf_counter, process_time
from typing import NamedTuple

from benchmarks.apart import ROOT, say
from benchmarks.figures import nearest_rank, pace
from benchmarks.lives import ON, facts_of, lives
from goldenthread.rules.proceedings import (
    DeadlineRow,
    Facts,
    History,
    all_deadlines,
    deadlines_of,
    difference,
)

PAGE = ROOT / "docs" / "benchmarks-clocks.md"
CHILDREN, SAMPLE = 20_635, 1_000
WANTED = 3.0  # seconds for all of them, on two cores
Share = Sequence[History]


class Round(NamedTuple):
    """Seconds by the clock, and of work: of all processes of the round, and of the longest."""

    wall: float
    work: float
    longest: float
    rows: int
    pace: float


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.clocks", description=__doc__)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--children", type=int, default=CHILDREN)
    asked.add_argument("--rounds", type=int, default=9)
    given = asked.parse_args()
    histories = list(lives(given.children))
    facts = [facts_of(one) for one in histories[:SAMPLE]]
    gc.freeze()  # what is measured did not make the histories, so it need not look after them
    found: dict[str, list[Round]] = {}
    for number in range(given.rounds):
        say(f"round {number + 1} of {given.rounds}")
        for name, works in _measured(histories, facts):
            found.setdefault(name, []).append(_round(histories, works))
    page = _page(found, histories)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


LOOKED_AT = "Each event looked at once, and one date made of it"
ONE, TWO = "All deadlines, one process", "All deadlines, two processes"
COMPARED = "All deadlines, compared with those kept, two processes"
RULE, SAMPLED = f"The rule itself, {SAMPLE:,} children", f"All deadlines, {SAMPLE:,} children"


def _measured(
    histories: Share, facts: Sequence[Facts]
) -> Iterable[tuple[str, list[Callable[[], int]]]]:
    """What each row of the table does, by process."""
    half = len(histories) // 2
    halves = histories[:half], histories[half:]
    yield LOOKED_AT, [partial(_look, histories)]
    yield ONE, [partial(_find, histories)]
    yield TWO, [partial(_find, share) for share in halves]
    yield COMPARED, [partial(_compare, share) for share in halves]
    yield SAMPLED, [partial(_find, histories[:SAMPLE])]
    yield RULE, [partial(_ask_the_rule, facts)]


# --- the work -----------------------------------------------------------------------------------


def _look(histories: Share) -> int:
    looked = 0
    for told, _ in histories:
        for one in told:
            if date(one.on.year, 1, 1):
                looked += 1
    return looked


def _find(histories: Share) -> int:
    return sum(len(rows) for rows in all_deadlines(histories, on=ON))


def _compare(histories: Share) -> int:
    """With rows that are equal, as almost all are, but not the same: kept rows are read anew."""
    found = 0
    for rows in all_deadlines(histories, on=ON):
        if difference(map(DeadlineRow._make, rows), rows):
            raise RuntimeError("the same rows differ")
        found += len(rows)
    return found


def _ask_the_rule(facts: Sequence[Facts]) -> int:
    return sum(len(deadlines_of(one, on=ON)) for one in facts)


# --- the measuring ------------------------------------------------------------------------------

_forked = multiprocessing.get_context("fork")


def _round(histories: Share, works: list[Callable[[], int]]) -> Round:
    """A new process for each work; by the clock, from when all are ready to the last answer."""
    noise = pace()
    ends = [_forked.Pipe() for _ in works]
    processes = [
        _forked.Process(target=_inside, args=(work, histories, far))
        for work, (_, far) in zip(works, ends, strict=True)
    ]
    for process in processes:
        process.start()
    for near, _ in ends:
        near.recv()
    began = perf_counter()
    for near, _ in ends:
        near.send("go")
    answers = [near.recv() for near, _ in ends]
    wall = perf_counter() - began
    for process in processes:
        process.join()
    worked = [seconds for seconds, _ in answers]
    return Round(wall, sum(worked), max(worked), sum(found for _, found in answers), noise)


def _inside(work: Callable[[], int], histories: Share, end: Connection) -> None:
    """A forked process gets the memory that it looks at copied at the first look: not measured,
    since it would have read its events itself."""
    _look(histories)
    end.send("ready")
    end.recv()
    began = process_time()
    found = work()
    end.send((process_time() - began, found))


# --- the telling --------------------------------------------------------------------------------


def _page(found: dict[str, list[Round]], histories: Share) -> str:
    parts = [
        "# Clocks: benchmark",
        _made(found),
        _about(found[ONE][0].rows, histories),
        _wanted(found),
        _table(found),
        _ratios(found, len(histories)),
        "“Work” is processor time of all processes of a row together. At a pace of 2.0 "
        "neighbours on the machine slow every step by half.",
    ]
    return "\n\n".join(parts) + "\n"


def _made(found: dict[str, list[Round]]) -> str:
    on = datetime.now().astimezone().date()
    return (
        f"`python -m benchmarks.clocks --write` makes this page again. Measured on {on.day} "
        f"{on:%B %Y} in {len(found[ONE])} rounds, on a machine with {os.cpu_count()} cores that "
        f"other programs share, with Python {platform.python_version()}."
    )


def _about(rows: int, histories: Share) -> str:
    children, events = len(histories), sum(len(one.told) for one in histories)
    return (
        f"{children:,} children, six years each: {events:,} events ({events / children:.1f} a "
        f"child) that give {rows:,} deadlines ({rows / children:.1f} a child). The events are in "
        "memory before the time begins: reading them from a database and writing to one is not in "
        "it. Each measurement is made in new processes that remember no day, so that working out "
        "each last day is in it."
    )


def _wanted(found: dict[str, list[Round]]) -> str:
    walls = [one.wall for one in found[TWO]]
    longest = nearest_rank([one.longest for one in found[TWO]], 0.5)
    return (
        f"Wanted: all deadlines in {WANTED:.0f} seconds on two cores. Found, with two processes: "
        f"{min(walls):.1f} s by the clock in the quietest round, {nearest_rank(walls, 0.5):.1f} s "
        f"in half of the rounds or less. The longer of the two worked {longest:.1f} s, about what "
        "the clock would show if no other program had needed the cores."
    )


def _ratios(found: dict[str, list[Round]], children: int) -> str:
    looked, wide = _work(found[LOOKED_AT]), _work(found[ONE])
    rule, sampled = _work(found[RULE]) / SAMPLE, _work(found[SAMPLED]) / SAMPLE
    return (
        f"Finding all deadlines is {wide / looked:.0f} times the work of only looking at each "
        f"event once and making one date. It takes {wide / children * 1e6:.0f} µs of work a "
        f"child. Of {SAMPLE:,} children alone, where more of the days are met for the first time, "
        f"it takes {sampled * 1e6:.0f} µs a child, and the rule `deadlines_of`, which says the "
        f"same of one child, {rule * 1e6:.0f} µs: {rule / sampled:.1f} times as much."
    )


def _work(rounds: list[Round]) -> float:
    return nearest_rank([one.work for one in rounds], 0.5)


def _table(found: dict[str, list[Round]]) -> str:
    lines = [
        "| seconds | best | p50 | slowest | work p50 | pace |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, rounds in found.items():
        walls, paces = [one.wall for one in rounds], [one.pace for one in rounds]
        lines.append(
            f"| {name} | {min(walls):.2f} | {nearest_rank(walls, 0.5):.2f} | {max(walls):.2f} "
            f"| {_work(rounds):.2f} | {nearest_rank(paces, 0.5):.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
