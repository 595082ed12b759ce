"""`deadlines_of`: which deadlines the facts of a child's cases give, as at any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Protocol

from goldenthread.rules.clocks import DUTIES, Answer, Days, Needs, last_day
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.clocks.exceptions import dates_allow
from goldenthread.rules.clocks.practice import AS_THE_LAW_SAYS, Practice
from goldenthread.rules.proceedings.facts import Claim, Event, Facts, claims_of, standing
from goldenthread.rules.proceedings.happenings import What
from goldenthread.rules.proceedings.running import Again, From, Happened, Owed, Running
from goldenthread.rules.proceedings.table import TABLE
from goldenthread.rules.refusals import Refused

_DUTIES = {one.key: one for one in DUTIES}


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


@dataclass(frozen=True, slots=True)
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


def deadlines_of(
    facts: Facts, *, on: date, practice: Practice = AS_THE_LAW_SAYS
) -> tuple[Deadline, ...]:
    """Every deadline that had started by the end of `on`, open or closed, in the order they began.

    What happened after `on` changes nothing. `practice` is the area's, where the law leaves one.
    Refuses a claim that the law does not know.
    """
    happened: defaultdict[What, list[Event]] = defaultdict(list)
    for one in standing(facts):
        if one.on <= on:
            happened[one.what].append(one)
    ran = [
        run
        for running in TABLE
        if not happened.keys().isdisjoint(running.starts)
        for run in _ran(running, happened, facts.born)
    ]
    found = _lapsed(ran, [_deadline(one, happened, on, practice) for one in ran])
    claims = [one for one in claims_of(facts) if one.claimed_on <= on]
    if claims:
        found = [replace(one, exceptions=excepted(one, claims, on=on)) for one in found]
    return tuple(sorted(found, key=_order))


class _Ran(NamedTuple):
    """One start of one way of running, with what met it or ended it."""

    running: Running
    start: Event
    met: Event | None
    ended: Event | None

    @property
    def closed_on(self) -> date | None:
        closing = self.met or self.ended
        return closing.on if closing else None


def _ran(running: Running, happened: Happened, born: date | None) -> list[_Ran]:
    """Each start that counts; the first of a day comes first."""
    runs: list[_Ran] = []
    last: dict[tuple[str, str], int] = {}  # the place in `runs` of each thread's last
    for start in _starts(running, happened, born):
        thread = running.thread(start)
        place = last.get(thread)
        if place is not None:
            before = runs[place]
            if running.again is Again.FIRST_COUNTS:
                if before.closed_on is None or before.closed_on >= start.on:
                    continue
            elif before.start.on == start.on:
                continue
            else:
                runs[place] = _replaced(before, start)
        last[thread] = len(runs)
        runs.append(_closed(running, start, happened))
    return runs


def _starts(running: Running, happened: Happened, born: date | None) -> list[Event]:
    starts = [
        one
        for what in running.starts
        for one in happened.get(what, ())
        if running.started_by(one) and not (running.under_5 and not _under_5(born, one.on))
    ]
    return sorted(starts, key=lambda one: (one.on, one.key)) if len(starts) > 1 else starts


def _closed(running: Running, start: Event, happened: Happened) -> _Ran:
    """On one day, meeting it goes before ending it."""
    met, ended = running.first_met(start, happened), running.first_ended(start, happened)
    if met and (ended is None or met.on <= ended.on):
        return _Ran(running, start, met, None)
    return _Ran(running, start, None, ended)


def _replaced(before: _Ran, start: Event) -> _Ran:
    still_open = before.closed_on is None or before.closed_on > start.on
    return before._replace(met=None, ended=start) if still_open else before


def _under_5(born: date | None, on: date) -> bool:
    if born is None:
        return False
    birthday_to_come = (on.month, on.day) < (born.month, born.day)
    return on.year - born.year - birthday_to_come < 5


def _deadline(ran: _Ran, happened: Happened, on: date, practice: Practice) -> Deadline:
    running, start, met, ended = ran
    duty = _DUTIES[running.duty]
    counted_from, answer = _answer(ran, happened, practice.days(duty.key))
    due_on, owed = last_day(answer), _owed(ran, happened)
    return Deadline(
        duty=duty.key,
        kind=running.kind,
        case=start.case,
        body=start.body,
        started_by=start.key,
        started_on=start.on,
        counted_from=counted_from,
        answer=answer,
        due_on=due_on,
        owed=owed,
        who=start.body or duty.holder.value,
        state=_state(ran, answer, owed, on),
        met_by=met.key if met else "",
        met_on=met.on if met else None,
        ended_by=ended.key if ended else "",
        ended_on=ended.on if ended else None,
    )


def _during(ran: _Ran, kinds: tuple[What, ...], happened: Happened) -> Iterator[Event]:
    """The events of these kinds in the same thread, from the start until it closed."""
    running, start, last = ran.running, ran.start, ran.closed_on
    for what in kinds:
        for one in happened.get(what, ()):
            same = running.thread(one) == running.thread(start)
            if same and start.on <= one.on and (last is None or one.on <= last):
                yield one


def _answer(ran: _Ran, happened: Happened, days: Days | None) -> tuple[date, Answer]:
    """The first day, and what the clock says."""
    running, start = ran.running, ran.start
    kind = running.kind if running.kind and _DUTIES[running.duty].kinds else None
    told_of = start.day or start.on  # an event whose day counts cannot be without one
    match running.counts:
        case From.EVENT:
            return start.on, _clock(running.duty, start.on, None, kind, days)
        case From.DAY:
            return told_of, _clock(running.duty, told_of, None, kind, days)
        case From.DAY_AND_EVENT:
            return told_of, _clock(running.duty, told_of, start.on, None, days)
        case From.EVENT_AND_CERTIFICATE:
            issued = next(_during(ran, (What.CERTIFICATE_ISSUED,), happened), None)
            about = ran.met.about if ran.met else None
            kind = about.value if about is About.SECTION_I_ONLY else None
            second = issued.on if issued else None
            return start.on, _clock(running.duty, start.on, second, kind, days)


@lru_cache(maxsize=1 << 16)
def _clock(
    key: str, first: date, second: date | None, kind: str | None, days: Days | None
) -> Answer:
    """The clocks are pure, and thousands of children share their days."""
    return _DUTIES[key].answer(first, second=second, kind=kind, days=days)


def _owed(ran: _Ran, happened: Happened) -> Owed:
    turned = any(_during(ran, ran.running.owed_once, happened))
    return Owed.MUST if turned else ran.running.owed


def _state(ran: _Ran, answer: Answer, owed: Owed, on: date) -> State:
    met_on = ran.met.on if ran.met else None
    return stands(
        due_on=last_day(answer),
        waits=isinstance(answer, Needs),
        owed=owed,
        met_on=met_on,
        ended=ran.ended is not None,
        on=on,
    )


def stands(
    *, due_on: date | None, waits: bool, owed: Owed, met_on: date | None, ended: bool, on: date
) -> State:
    """How a deadline stands on a day, whatever other deadlines do."""
    if met_on:
        if due_on is None:
            return State.MET
        return State.MET_IN_TIME if met_on <= due_on else State.MET_LATE
    if ended:
        return State.ENDED
    if waits:
        return State.WAITS
    if due_on is None or on <= due_on:
        return State.RUNNING
    return State.LATE if owed is Owed.MUST else State.PASSED


def _lapsed(ran: list[_Ran], found: list[Deadline]) -> list[Deadline]:
    """With what waits no longer, because the time of the duty it waits with has passed."""
    passed = {(one.duty, one.started_by) for one in found if one.state is State.PASSED}
    return [
        replace(deadline, state=State.PASSED)
        if deadline.state is State.WAITS
        and (one.running.lapses_with, deadline.started_by) in passed
        else deadline
        for one, deadline in zip(ran, found, strict=True)
    ]


class Counted(Protocol):
    """A deadline, however it is kept, as far as an exception is about it."""

    @property
    def duty(self) -> str: ...
    @property
    def started_by(self) -> str: ...
    @property
    def counted_from(self) -> date: ...
    @property
    def due_on(self) -> date | None: ...


def excepted(deadline: Counted, claims: Iterable[Claim], *, on: date) -> tuple[Excepted, ...]:
    """The exceptions claimed for a deadline by a day; refused where the law does not know one."""
    wanted = (deadline.duty, deadline.started_by)
    return tuple(
        _excepted(deadline, one, on)
        for one in claims
        if (one.duty, one.started_by) == wanted and one.claimed_on <= on
    )


def _excepted(deadline: Counted, claim: Claim, on: date) -> Excepted:
    if claim.reason not in _DUTIES[claim.duty].exceptions:
        raise Refused(f"The law gives {claim.duty} no exception “{claim.reason}”. Give another.")
    accepted = claim.accepted_on is not None and claim.accepted_on <= on
    if deadline.due_on is None:
        return Excepted(claim, dates_allow=False, accepted=accepted)
    first, last = sorted((deadline.counted_from, deadline.due_on))
    allowed = dates_allow(claim.reason, claim.fact, start=first, last_day=last)
    return Excepted(claim, dates_allow=allowed, accepted=accepted)


def _order(one: Deadline) -> tuple[date, str, str, str, str, str]:
    return one.started_on, one.duty, one.kind, one.case, one.body, one.started_by
