"""The deadlines of a child for all days at once, as rows that can be asked as at any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.rules.clocks import Needs
from goldenthread.rules.proceedings.deadlines import Deadline, State, deadlines_of
from goldenthread.rules.proceedings.facts import Event, Facts, standing
from goldenthread.rules.proceedings.happenings import What
from goldenthread.rules.proceedings.running import From, Owed, Running, Within
from goldenthread.rules.proceedings.table import TABLE

_EVER = date(9999, 12, 31)
_RUNNINGS = {(one.duty, one.kind): one for one in TABLE}


@dataclass(frozen=True, slots=True)
class Row:
    """A deadline with the days on which what is known of it turned.

    Its last day is known from `known_from` on. Somebody must from `must_from` on: None where it is
    a time to act in, or never came to it. What waits for its day waits no longer after `lapses_on`.
    """

    deadline: Deadline
    known_from: date
    must_from: date | None
    lapses_on: date | None

    def open_on(self, day: date) -> bool:
        """Started by the end of the day, and neither met nor ended by then."""
        closed = self.deadline.closed_on
        return self.deadline.started_on <= day and (closed is None or closed > day)

    def state_on(self, day: date) -> State | None:
        """How it stood at the end of a day; None before it started."""
        one = self.deadline
        if one.started_on > day:
            return None
        due = one.due_on if self.known_from <= day else None
        if not self.open_on(day):
            return _closed(one.met_on, due)
        if isinstance(one.answer, Needs) or self.known_from > day:
            lapsed = self.lapses_on is not None and day > self.lapses_on
            return State.PASSED if lapsed else State.WAITS
        if due is None or day <= due:
            return State.RUNNING
        must = self.must_from is not None and self.must_from <= day
        return State.LATE if must else State.PASSED


def rows_of(facts: Facts) -> tuple[Row, ...]:
    """Every deadline that the facts give, whenever. Refuses a claim that the law does not know."""
    found = deadlines_of(facts, on=_EVER)
    events = standing(facts)
    due = {(one.duty, one.started_by): one.due_on for one in found if one.owed is Owed.MAY}
    return tuple(_row(one, events, due) for one in found)


def _closed(met_on: date | None, due: date | None) -> State:
    if met_on is None:
        return State.ENDED
    if due is None:
        return State.MET
    return State.MET_IN_TIME if met_on <= due else State.MET_LATE


def _row(one: Deadline, events: tuple[Event, ...], due: dict[tuple[str, str], date | None]) -> Row:
    running = _RUNNINGS[one.duty, one.kind]
    return Row(
        deadline=one,
        known_from=_known_from(one, running, events),
        must_from=_must_from(one, running, events),
        lapses_on=due.get((running.lapses_with, one.started_by)),
    )


def _must_from(one: Deadline, running: Running, events: tuple[Event, ...]) -> date | None:
    if running.owed is Owed.MUST:
        return one.started_on
    return _first(one, running.owed_once, running, events)


def _known_from(one: Deadline, running: Running, events: tuple[Event, ...]) -> date:
    """An appeal’s last day turns on the certificate; of all others it is known at the start."""
    if running.counts is From.EVENT_AND_CERTIFICATE and not isinstance(one.answer, Needs):
        issued = _first(one, (What.CERTIFICATE_ISSUED,), running, events)
        return issued or one.met_on or one.started_on
    return one.started_on


def _first(
    one: Deadline, kinds: tuple[What, ...], running: Running, events: tuple[Event, ...]
) -> date | None:
    """The first event of these kinds in the same thread while it was open."""
    closed, thread = one.closed_on, _thread(one, running)
    days = [
        event.on
        for event in events
        if event.what in kinds
        and event.on >= one.started_on
        and (closed is None or event.on <= closed)
        and running.thread(event) == thread
    ]
    return min(days, default=None)


def _thread(one: Deadline, running: Running) -> tuple[str, str]:
    if running.within is Within.CHILD:
        return "", ""
    return one.case, one.body if running.within is Within.BODY else ""
