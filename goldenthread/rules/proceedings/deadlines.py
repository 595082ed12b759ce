"""`deadlines_of`: which deadlines the facts of a child's cases give, as at any day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from goldenthread.rules.clocks import Answer, Needs, find, last_day
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.clocks.exceptions import dates_allow
from goldenthread.rules.proceedings.facts import Claim, Event, Facts, claims_of, standing
from goldenthread.rules.proceedings.happenings import What
from goldenthread.rules.proceedings.running import Again, From, Owed, Running
from goldenthread.rules.proceedings.table import TABLE
from goldenthread.rules.refusals import Refused


class State(StrEnum):
    """How a deadline stands on a day."""

    RUNNING = "running"
    LATE = "late"
    WAITS = "waits for what it needs"
    PASSED = "its time is over, and nobody is late"
    MET_IN_TIME = "met in time"
    MET_LATE = "met late"
    MET = "met, with no day to be late for"
    ENDED = "ended without being met"


@dataclass(frozen=True)
class Excepted:
    """An exception claimed for a deadline: whether the dates allow it, and whether it had been
    accepted by the day asked about. A late deadline stays late."""

    claim: Claim
    dates_allow: bool
    accepted: bool


@dataclass(frozen=True)
class Deadline:
    """One running of one duty.

    Started by the event `started_by` on `started_on`; its clock counts from `counted_from`.
    `due_on` is what the clock answered: None where nothing can be late. `met_by` and `ended_by`
    are at most one of the two, with their days; a deadline that another one replaced ended by the
    event that started that one. `who` is who must act, by name where an event names a body.
    """

    duty: str
    kind: str
    case: str
    body: str
    started_by: str
    started_on: date
    counted_from: date
    answer: Answer
    due_on: date | None
    owed: Owed
    who: str
    state: State
    met_by: str = ""
    met_on: date | None = None
    ended_by: str = ""
    ended_on: date | None = None
    exceptions: tuple[Excepted, ...] = ()

    @property
    def open(self) -> bool:
        """Neither met nor ended: it still runs, waits, is late, or its time has passed."""
        return self.closed_on is None

    @property
    def closed_on(self) -> date | None:
        """The day it was met or ended."""
        return self.met_on or self.ended_on

    @property
    def excepted(self) -> bool:
        """Whether an exception that the dates allow had been accepted."""
        return any(one.accepted and one.dates_allow for one in self.exceptions)

    def days_late(self, on: date) -> int:
        """Days past the last day, when it was met or ended, or on `on`; 0 where nobody is late."""
        until = self.closed_on or on
        late = self.due_on is not None and self.owed is Owed.MUST and until > self.due_on
        return (until - self.due_on).days if late and self.due_on else 0


def deadlines_of(facts: Facts, *, on: date) -> tuple[Deadline, ...]:
    """Every deadline that had started by the end of `on`, open or closed, in the order they began.

    What happened after `on` changes nothing. Refuses a claim that the law does not know.
    """
    events = tuple(one for one in standing(facts) if one.on <= on)
    ran = [one for running in TABLE for one in _ran(running, events, facts.born)]
    found = [_deadline(one, events, on) for one in ran]
    claims = [one for one in claims_of(facts) if one.claimed_on <= on]
    excepted = (_with_exceptions(one, claims, on) for one in _lapsed(ran, found))
    return tuple(sorted(excepted, key=_order))


@dataclass(frozen=True)
class _Ran:
    """One start of one way of running, with what met it or ended it."""

    running: Running
    start: Event
    met: Event | None
    ended: Event | None

    @property
    def closed_on(self) -> date | None:
        closing = self.met or self.ended
        return closing.on if closing else None


def _ran(running: Running, events: tuple[Event, ...], born: date | None) -> Iterator[_Ran]:
    """Each start that counts. `events` are by day, so that the first of a thread comes first."""
    last: dict[tuple[str, str], _Ran] = {}
    for start in events:
        if not running.started_by(start) or (running.under_5 and not _under_5(born, start.on)):
            continue
        thread = running.thread(start)
        before = last.get(thread)
        if before and running.again is Again.STARTS_ANEW:
            if before.start.on == start.on:
                continue
            before = _replaced(before, start)
        elif before and (before.closed_on is None or before.closed_on >= start.on):
            continue
        if before:
            yield before
        last[thread] = _closed(running, start, events)
    yield from last.values()


def _closed(running: Running, start: Event, events: tuple[Event, ...]) -> _Ran:
    """On one day, meeting it goes before ending it."""
    met, ended = running.first_met(start, events), running.first_ended(start, events)
    if met and (ended is None or met.on <= ended.on):
        return _Ran(running, start, met, None)
    return _Ran(running, start, None, ended)


def _replaced(before: _Ran, start: Event) -> _Ran:
    still_open = before.closed_on is None or before.closed_on > start.on
    return replace(before, met=None, ended=start) if still_open else before


def _under_5(born: date | None, on: date) -> bool:
    return born is not None and (on.year - born.year) - ((on.month, on.day) < _day(born)) < 5


def _day(born: date) -> tuple[int, int]:
    return born.month, born.day


def _deadline(ran: _Ran, events: tuple[Event, ...], on: date) -> Deadline:
    duty, start, met, ended = find(ran.running.duty), ran.start, ran.met, ran.ended
    counted_from, answer = _answer(ran, events)
    due_on = last_day(answer)
    happened = {one.what for one in events if _within(ran, one)}
    found = Deadline(
        duty=duty.key,
        kind=ran.running.kind,
        case=start.case,
        body=start.body,
        started_by=start.key,
        started_on=start.on,
        counted_from=counted_from,
        answer=answer,
        due_on=due_on,
        owed=_owed(ran.running, happened),
        who=start.body or duty.holder.value,
        state=State.RUNNING,
        met_by=met.key if met else "",
        met_on=met.on if met else None,
        ended_by=ended.key if ended else "",
        ended_on=ended.on if ended else None,
    )
    return replace(found, state=_state(found, on))


def _within(ran: _Ran, event: Event) -> bool:
    """Of the same thread, from the start until it closed."""
    last = ran.closed_on
    same = ran.running.thread(event) == ran.running.thread(ran.start)
    return same and ran.start.on <= event.on and (last is None or event.on <= last)


def _answer(ran: _Ran, events: tuple[Event, ...]) -> tuple[date, Answer]:
    """The first day, and what the clock says."""
    running, start = ran.running, ran.start
    duty = find(running.duty)
    kind = running.kind if duty.kinds and running.kind else None
    told_of = start.day or start.on  # an event whose day counts cannot be without one
    match running.counts:
        case From.EVENT:
            return start.on, duty.answer(start.on, kind=kind)
        case From.DAY:
            return told_of, duty.answer(told_of, kind=kind)
        case From.DAY_AND_EVENT:
            return told_of, duty.answer(told_of, second=start.on)
        case From.EVENT_AND_CERTIFICATE:
            issued = (one.on for one in events if _certifies(ran, one))
            about = ran.met.about if ran.met else None
            kind = about.value if about is About.SECTION_I_ONLY else None
            return start.on, duty.answer(start.on, second=next(issued, None), kind=kind)


def _certifies(ran: _Ran, event: Event) -> bool:
    return event.what is What.CERTIFICATE_ISSUED and _within(ran, event)


def _owed(running: Running, happened: set[What]) -> Owed:
    turned = running.owed is Owed.IF and not happened.isdisjoint(running.owed_once)
    return Owed.MUST if turned else running.owed


def _state(deadline: Deadline, on: date) -> State:
    due = deadline.due_on
    if deadline.met_on:
        if due is None:
            return State.MET
        return State.MET_IN_TIME if deadline.met_on <= due else State.MET_LATE
    if deadline.ended_on:
        return State.ENDED
    if isinstance(deadline.answer, Needs):
        return State.WAITS
    if due is None or on <= due:
        return State.RUNNING
    return State.LATE if deadline.owed is Owed.MUST else State.PASSED


def _lapsed(ran: list[_Ran], found: list[Deadline]) -> Iterator[Deadline]:
    """What waits no longer because the time of the duty it waits with has passed."""
    passed = {(one.duty, one.started_by) for one in found if one.state is State.PASSED}
    for one, deadline in zip(ran, found, strict=True):
        with_it = (one.running.lapses_with, deadline.started_by)
        lapses = deadline.state is State.WAITS and with_it in passed
        yield replace(deadline, state=State.PASSED) if lapses else deadline


def _with_exceptions(deadline: Deadline, claims: list[Claim], on: date) -> Deadline:
    wanted = (deadline.duty, deadline.started_by)
    own = [one for one in claims if (one.duty, one.started_by) == wanted]
    return replace(deadline, exceptions=tuple(_excepted(deadline, one, on) for one in own))


def _excepted(deadline: Deadline, claim: Claim, on: date) -> Excepted:
    if claim.reason not in find(claim.duty).exceptions:
        raise Refused(f"The law gives {claim.duty} no exception “{claim.reason}”. Give another.")
    accepted = claim.accepted_on is not None and claim.accepted_on <= on
    if deadline.due_on is None:
        return Excepted(claim, dates_allow=False, accepted=accepted)
    first, last = sorted((deadline.counted_from, deadline.due_on))
    allowed = dates_allow(claim.reason, claim.fact, start=first, last_day=last)
    return Excepted(claim, dates_allow=allowed, accepted=accepted)


def _order(one: Deadline) -> tuple[date, str, str, str, str, str]:
    return one.started_on, one.duty, one.kind, one.case, one.body, one.started_by
