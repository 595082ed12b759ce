"""The deadlines of a child for all days at once, as rows that can be asked as at any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from goldenthread.rules.clocks import AS_THE_LAW_SAYS, Practice
from goldenthread.rules.proceedings.deadlines import State
from goldenthread.rules.proceedings.happenings import What
from goldenthread.rules.proceedings.register_wide import all_deadlines
from goldenthread.rules.proceedings.rows import Answered, DeadlineRow, History, Told
from goldenthread.rules.proceedings.running import From, Owed, Running, Within
from goldenthread.rules.proceedings.table import TABLE

_EVER = date(9999, 12, 31)
_WAYS = {(one.duty, one.kind): one for one in TABLE}
# What is known of these turns while they are open; of all others it is known from the start.
_TURNING = {
    key: way
    for key, way in _WAYS.items()
    if way.owed_once or way.counts is From.EVENT_AND_CERTIFICATE
}
_ALWAYS_OWED = {key for key, way in _WAYS.items() if way.owed is Owed.MUST}


class Row(NamedTuple):
    """A deadline with the days on which what is known of it turned.

    Its last day is known from `known_from` on. Somebody must from `must_from` on: None where it is
    a time to act in, or never came to it.
    """

    deadline: DeadlineRow
    known_from: date
    must_from: date | None

    @property
    def closed_on(self) -> date | None:
        """The day it was met or ended."""
        return self.deadline.met_on or self.deadline.ended_on

    def open_on(self, day: date) -> bool:
        """Started by the end of the day, and neither met nor ended by then."""
        closed = self.closed_on
        return self.deadline.started_on <= day and (closed is None or closed > day)

    def state_on(self, day: date) -> State | None:
        """How it stood at the end of a day, None before it started. That what waits can lapse with
        another duty is not told here: `states` does."""
        one = self.deadline
        if one.started_on > day:
            return None
        known = one.answered is not Answered.NEEDS and self.known_from <= day
        due = one.due_on if known else None
        if not self.open_on(day):
            return _closed(one.met_on, due)
        if not known:
            return State.WAITS
        if due is None or day <= due:
            return State.RUNNING
        must = self.must_from is not None and self.must_from <= day
        return State.LATE if must else State.PASSED


def rows_over_time(
    histories: Iterable[History], *, practice: Practice = AS_THE_LAW_SAYS
) -> Iterator[list[Row]]:
    """Of each child in turn: every deadline that their events give, whenever."""
    kept: list[History] = []

    def remembered() -> Iterator[History]:
        for one in histories:
            kept.append(one)
            yield one

    for rows in all_deadlines(remembered(), on=_EVER, practice=practice):
        told = kept.pop().told
        yield [_row(one, told) for one in rows]


def _closed(met_on: date | None, due: date | None) -> State:
    if met_on is None:
        return State.ENDED
    if due is None:
        return State.MET
    return State.MET_IN_TIME if met_on <= due else State.MET_LATE


def _row(one: DeadlineRow, told: Sequence[Told]) -> Row:
    key = one.duty, one.kind
    way = _TURNING.get(key)
    if way is None:
        return Row(one, one.started_on, one.started_on if key in _ALWAYS_OWED else None)
    must = one.started_on if key in _ALWAYS_OWED else _first(one, way.owed_once, way, told)
    return Row(one, _known_from(one, way, told), must)


def _known_from(one: DeadlineRow, way: Running, told: Sequence[Told]) -> date:
    """An appeal’s last day turns on the certificate, or on what it turns out to be about."""
    if way.counts is not From.EVENT_AND_CERTIFICATE or one.answered is Answered.NEEDS:
        return one.started_on
    issued = _first(one, (What.CERTIFICATE_ISSUED,), way, told)
    return issued or one.met_on or one.started_on


def _first(
    one: DeadlineRow, kinds: tuple[What, ...], way: Running, told: Sequence[Told]
) -> date | None:
    """The first event of these kinds in the same thread while it was open."""
    closed, thread = one.met_on or one.ended_on, _thread(one, way)
    days = [
        event.on
        for event in told
        if event.what in kinds
        and event.on >= one.started_on
        and (closed is None or event.on <= closed)
        and thread == _thread(event, way)
    ]
    return min(days, default=None)


def _thread(one: DeadlineRow | Told, way: Running) -> tuple[str, str]:
    if way.within is Within.CHILD:
        return "", ""
    return one.case, one.body if way.within is Within.BODY else ""
