"""The deadlines of a child for all days at once, as rows that can be asked as at any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from goldenthread.rules.clocks import AS_THE_LAW_SAYS, Practice
from goldenthread.rules.proceedings.deadlines import State
from goldenthread.rules.proceedings.register_wide import all_deadlines
from goldenthread.rules.proceedings.rows import Answered, DeadlineRow, History
from goldenthread.rules.proceedings.running import From, Owed
from goldenthread.rules.proceedings.table import TABLE

_EVER = date(9999, 12, 31)
# Of all others it is known from the start when they are due, and whether somebody must.
_BY_CERTIFICATE = {
    (one.duty, one.kind) for one in TABLE if one.counts is From.EVENT_AND_CERTIFICATE
}
_OWED_ONCE = {(one.duty, one.kind) for one in TABLE if one.owed_once}
_ALWAYS_OWED = {(one.duty, one.kind) for one in TABLE if one.owed is Owed.MUST}


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
    for rows in all_deadlines(histories, on=_EVER, practice=practice):
        yield [_row(one) for one in rows]


def _closed(met_on: date | None, due: date | None) -> State:
    if met_on is None:
        return State.ENDED
    if due is None:
        return State.MET
    return State.MET_IN_TIME if met_on <= due else State.MET_LATE


def _row(one: DeadlineRow) -> Row:
    started, key = one.started_on, one[:2]
    known_from = _known_from(one) if key in _BY_CERTIFICATE else started
    always = started if key in _ALWAYS_OWED else None
    return Row(one, known_from, one.turned_on if key in _OWED_ONCE else always)


def _known_from(one: DeadlineRow) -> date:
    """An appeal’s last day turns on the certificate, or on what it turns out to be about."""
    if one.answered is Answered.NEEDS:
        return one.started_on
    return one.turned_on or one.met_on or one.started_on
