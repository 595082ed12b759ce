"""The table, turned round: what one event starts, meets, ends and notes, as bits.

Bit n stands for way n of the table, so that `open & does.meets` is all that an event meets.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from goldenthread.rules.clocks import DUTIES
from goldenthread.rules.proceedings.happenings import Asked, Phase, What
from goldenthread.rules.proceedings.running import Again, From, Owed, Running, Within
from goldenthread.rules.proceedings.table import TABLE

_DUTIES = {one.key: one for one in DUTIES}


class Way(NamedTuple):
    """One way of running, as far as its rows need it; `kind_of_clock` is what its clock asks."""

    duty: str
    kind: str
    kind_of_clock: str | None
    counts: From
    owed: Owed
    meets: frozenset[What]
    turns: bool  # owed only once something has happened
    lapses_with: str


# Which ways an event starts, by how far they reach: place and bit of each, whether it begins anew,
# and whether it is for children under 5 only.
Starts = tuple[tuple[Within, tuple[tuple[int, int, bool, bool], ...]], ...]
NOTHING: Starts = ()


class Does(NamedTuple):
    """What one kind of event does, each a set of ways.

    `meets_of_the_day` leaves out what the event would itself have started: of one day, that is
    not met. `notes` are ways whose clock, or whose being owed, the event decides. `of_child`,
    `of_case` and `of_bodies` part what it meets or ends by how far that reaches. `starts` is None
    where it depends on what the event asks for, or on the phase.
    """

    meets: int
    meets_of_the_day: int
    ends: int
    ends_anywhere: int
    notes: int
    of_child: int
    of_case: int
    of_bodies: int
    touches: bool  # whether it meets, ends or notes anything at all
    starts: Starts | None


def _ways(holds: Callable[[Running], bool]) -> int:
    return sum(1 << place for place, running in enumerate(TABLE) if holds(running))


def _within(reach: Within) -> int:
    return _ways(lambda one: one.within is reach)


def _does(what: What) -> Does:
    meets = _ways(lambda one: what in one.meets)
    ends = _ways(lambda one: what in one.ends)
    ends_anywhere = _ways(lambda one: what in one.ends_anywhere)
    notes = _ways(
        lambda one: (
            what in one.owed_once
            or (what is What.CERTIFICATE_ISSUED and one.counts is From.EVENT_AND_CERTIFICATE)
        )
    )
    depends = any(
        what in one.starts and (one.asks or one.asks_nothing or one.phase) for one in TABLE
    )
    return Does(
        meets=meets,
        meets_of_the_day=_ways(lambda one: what in one.meets and what not in one.starts),
        ends=ends,
        ends_anywhere=ends_anywhere,
        notes=notes,
        of_child=(meets | ends) & _within(Within.CHILD),
        of_case=(meets | ends) & _within(Within.CASE),
        of_bodies=(meets | ends) & _within(Within.BODY),
        touches=bool(meets | ends | ends_anywhere | notes),
        starts=None if depends else starts_of(what, None, None),
    )


def _way(running: Running) -> Way:
    return Way(
        duty=running.duty,
        kind=running.kind,
        kind_of_clock=running.kind if running.kind and _DUTIES[running.duty].kinds else None,
        counts=running.counts,
        owed=running.owed,
        meets=frozenset(running.meets),
        turns=bool(running.owed_once),
        lapses_with=running.lapses_with,
    )


@lru_cache(maxsize=1 << 10)
def starts_of(what: What, asks: Asked | None, phase: Phase | None) -> Starts:
    """What an event that carries these starts, the child's age left aside."""
    found = {
        within: tuple(
            (place, 1 << place, one.again is Again.STARTS_ANEW, one.under_5)
            for place, one in enumerate(TABLE)
            if one.within is within and what in one.starts and one.started_by_what(asks, phase)
        )
        for within in Within
    }
    return tuple((within, ways) for within, ways in found.items() if ways) or NOTHING


@lru_cache(maxsize=1 << 12)
def places(ways: int) -> tuple[int, ...]:
    """The places in the table of these ways."""
    return tuple(place for place in range(ways.bit_length()) if ways >> place & 1)


WAYS = tuple(_way(running) for running in TABLE)
DOES = {what: _does(what) for what in What}
