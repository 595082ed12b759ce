"""Every deadline of every child of a register: what `deadlines_of` says, as plain rows, quickly.

`deadlines_of` is the rule, asked for one child. This is its quick twin for all of them: it goes
once through a child's events, day after day, and keeps what is open as bits, one for each way of
running in the table. That the two agree is tested, not assumed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from goldenthread.rules.clocks import AS_THE_LAW_SAYS, Practice, find
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.clocks.counting import Counting
from goldenthread.rules.clocks.duties import LAST_YEAR
from goldenthread.rules.proceedings.compiled import DOES, NOTHING, WAYS, Does, places, starts_of
from goldenthread.rules.proceedings.happenings import What
from goldenthread.rules.proceedings.rows import Answered, DeadlineRow, History, Said, Told, said_by
from goldenthread.rules.proceedings.running import From, Owed, Within


def all_deadlines(
    histories: Iterable[History], *, on: date, practice: Practice = AS_THE_LAW_SAYS
) -> Iterator[list[DeadlineRow]]:
    """The rows of each child in turn, as at the end of `on`, in the order in which they began."""
    clocks = _clocks(practice)
    for told, born in histories:
        child = _Child(born)
        child.live(sorted(told), on)
        yield _rows(child.runs, clocks)


# --- what happens --------------------------------------------------------------------------------


# One start of one way: its place in the table, the event that started it, the first day of what
# decides its clock or its being owed, and the event that met or ended it. A list, because two
# million are made.
_Run = list[Any]
_PLACE, _START, _NOTED_ON, _CLOSED = range(4)


class _Thread:
    """What belongs together: of a child, a case, or a body in a case. `open` are the ways that
    run, `last` the latest run of each way."""

    __slots__ = ("last", "open")

    def __init__(self) -> None:
        self.open = 0
        self.last: dict[int, _Run] = {}

    def close(self, ways: int, by: Told) -> None:
        """Of these ways, those that are open are met or ended by an event."""
        if closing := self.open & ways:
            self.open ^= closing
            last = self.last
            for place in places(closing):
                last[place][_CLOSED] = by

    def note(self, ways: int, on: date) -> None:
        """What happened on a day is noted for those that are open, once."""
        for place in places(self.open & ways):
            self.last[place][_NOTED_ON] = self.last[place][_NOTED_ON] or on


class _Case(_Thread):
    """One case, with a thread for each body in it."""

    __slots__ = ("bodies",)

    def __init__(self) -> None:
        self.open = 0
        self.last = {}
        self.bodies: dict[str, _Thread] = {}

    def of(self, body: str) -> _Thread:
        """The thread of a body."""
        thread = self.bodies.get(body)
        if thread is None:
            thread = self.bodies[body] = _Thread()
        return thread


class _Child(_Thread):
    """One child's life with the authority, from day to day; `until` is the fifth birthday."""

    __slots__ = ("cases", "runs", "until")

    def __init__(self, born: date | None) -> None:
        super().__init__()
        self.cases: defaultdict[str, _Case] = defaultdict(_Case)
        self.runs: list[_Run] = []
        self.until = _fifth_birthday(born)

    def live(self, told: list[Told], on: date) -> None:
        """All that is told, in order, up to the end of a day."""
        days = [one.on for one in told]
        at, number = 0, bisect_right(days, on)
        while at < number:
            today, after = days[at], at + 1
            if after == number or days[after] != today:
                self._alone(told[at])
            else:
                while after < number and days[after] == today:
                    after += 1
                self._together(told[at:after])
            at = after

    def _alone(self, event: Told) -> None:
        """A day with one event: nothing that it starts is met or ended that day."""
        does, case = DOES[event.what], self.cases[event.case]
        if does.notes:
            case.note(does.notes, event.on)
        if does.of_child & self.open:
            self.close(does.of_child, event)
        if does.of_case & case.open:
            case.close(does.of_case, event)
        if does.of_bodies and case.bodies:
            self._close_bodies(case, does.of_bodies, event)
        if does.ends_anywhere:
            self._end_anywhere(does.ends_anywhere, event)
        if does.starts is not NOTHING:
            self._start(event)

    def _together(self, events: list[Told]) -> None:
        """Of one day, what meets goes before what ends, and both before what starts. What starts
        can then be met or ended by the same day's events, but not by one that starts it too."""
        does = [(DOES[one.what], one) for one in events]
        began = len(self.runs)
        self._note(does)
        for one, event in does:
            self._close(one.meets, event)
        self._end(does)
        for one, event in does:
            if one.starts is not NOTHING:
                self._start(event)
        if len(self.runs) > began and any(one.touches for one, _ in does):
            # What was open before the day is closed by now, so only what has just begun is left.
            self._note(does)
            for one, event in does:
                self._close(one.meets_of_the_day, event)
            self._end(does)

    def _note(self, does: list[tuple[Does, Told]]) -> None:
        for one, event in does:
            if one.notes:
                self.cases[event.case].note(one.notes, event.on)

    def _end(self, does: list[tuple[Does, Told]]) -> None:
        for one, event in does:
            self._close(one.ends, event)
            if one.ends_anywhere:
                self._end_anywhere(one.ends_anywhere, event)

    def _end_anywhere(self, ways: int, event: Told) -> None:
        """In all cases of the child."""
        self.close(ways, event)
        for case in self.cases.values():
            case.close(ways, event)
            for thread in case.bodies.values():
                thread.close(ways, event)

    def _close(self, ways: int, event: Told) -> None:
        """In the threads that an event reaches."""
        if ways:
            case = self.cases[event.case]
            self.close(ways, event)
            case.close(ways, event)
            if case.bodies:
                self._close_bodies(case, ways, event)

    def _close_bodies(self, case: _Case, ways: int, event: Told) -> None:
        """An event of no body reaches every body of its case."""
        for body in [event.body] if event.body else case.bodies:
            case.of(body).close(ways, event)

    def _start(self, event: Told) -> None:
        """A start that counts begins a run; one that begins anew ends the run before."""
        starts, today = DOES[event.what].starts, event.on
        if starts is None:
            starts = starts_of(event.what, event.asks, event.phase)
        for within, ways in starts:
            thread: _Thread = self if within is _CHILD else self.cases[event.case]
            if within is _BODY:
                thread = self.cases[event.case].of(event.body)
            last = thread.last
            for place, way, anew, under_5 in ways:
                if under_5 and (self.until is None or today >= self.until):
                    continue
                before = last.get(place)
                if before is not None:
                    if anew:
                        if before[_START].on == today:
                            continue
                        if thread.open & way:
                            before[_CLOSED] = event
                    elif thread.open & way or before[_CLOSED].on == today:
                        continue
                thread.open |= way
                last[place] = run = [place, event, None, None]
                self.runs.append(run)


_CHILD, _BODY = Within.CHILD, Within.BODY


def _fifth_birthday(born: date | None) -> date | None:
    """Of somebody born on 29 February, 1 March."""
    if born is None:
        return None
    if (born.month, born.day) == (2, 29):
        return date(born.year + 5, 3, 1)
    return born.replace(year=born.year + 5)


# --- what the clocks say ------------------------------------------------------------------------


class OneClock(dict[date, Said]):
    """What one clock says, by its first day: thousands of children share their days."""

    def __init__(self, duty: str, kind: str | None, practice: Practice) -> None:
        self.duty, self.kind, self.days = find(duty), kind, practice.days(duty)
        counting = self.duty.counting
        asks_nothing = not (self.duty.second or self.duty.kinds or self.duty.days_may_differ)
        self.counting = counting if isinstance(counting, Counting) and asks_nothing else None

    def __missing__(self, first: date) -> Said:
        """Where a limit is one number of units, that number alone: saying how it was counted,
        which no row keeps, takes most of an answer's time."""
        if self.counting and self.duty.law.in_force(first) and first.year <= LAST_YEAR:
            said: Said = (Answered.LAST_DAY, self.counting.day(first), None)
        else:
            said = said_by(self.duty.answer(first, kind=self.kind, days=self.days))
        self[first] = said
        return said


# A way's duty and kind, where its clock counts from, whether somebody must and whether that turns,
# what meets it, and its days.
_Clock = tuple[str, str, From, Owed, bool, frozenset[What], OneClock]


@lru_cache(maxsize=8)
def _clocks(practice: Practice) -> tuple[_Clock, ...]:
    """A clock for each way; the ways of one clock share it."""
    kept: dict[tuple[str, str | None], OneClock] = {}
    for way in WAYS:
        named = way.duty, way.kind_of_clock
        kept.setdefault(named, OneClock(*named, practice))
    return tuple(
        (
            way.duty,
            way.kind,
            way.counts,
            way.owed,
            way.turns,
            way.meets,
            kept[way.duty, way.kind_of_clock],
        )
        for way in WAYS
    )


@lru_cache(maxsize=1 << 16)
def _of_two_days(duty: str, first: date, second: date | None, kind: str | None) -> Said:
    return said_by(find(duty).answer(first, second=second, kind=kind))


def _rows(runs: list[_Run], clocks: tuple[_Clock, ...]) -> list[DeadlineRow]:
    """The rows from their fields in order, in one loop: the largest authority has two million."""
    rows = []
    for place, start, noted_on, closed in runs:
        duty, kind, counts, owed, turns, meets, days = clocks[place]
        on, key, case, _, body, day, _, _, _ = start
        first, met_by, met_on, ended_by, ended_on = on, "", None, "", None
        if closed is not None:
            if closed.what in meets:
                met_by, met_on = closed.key, closed.on
            else:
                ended_by, ended_on = closed.key, closed.on
        if counts is _EVENT:
            answered, due_on, other = days[on]
        elif counts is _DAY:
            first = day or on
            answered, due_on, other = days[first]
        elif counts is _DAY_AND_EVENT:
            first = day or on
            answered, due_on, other = _of_two_days(duty, first, on, None)
        else:
            about = _SECTION_I if met_on and closed.about == _SECTION_I else None
            answered, due_on, other = _of_two_days(duty, on, noted_on, about)
        if turns and noted_on:
            owed = _MUST
        # fmt: off
        rows.append(_new(DeadlineRow, (
            duty, kind, case, body, key, on, first, answered, due_on, other, owed,
            met_by, met_on, ended_by, ended_on, noted_on,
        )))
        # fmt: on
    return rows


_EVENT, _DAY, _DAY_AND_EVENT, _MUST = From.EVENT, From.DAY, From.DAY_AND_EVENT, Owed.MUST
_SECTION_I = About.SECTION_I_ONLY.value
_new = tuple.__new__  # half the time of calling the class
