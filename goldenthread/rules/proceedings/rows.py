"""Events and deadlines as plain rows, for whoever keeps the register of a whole area.

A row of a deadline holds what does not change while nothing happens: neither today nor a state is
in it. `states` tells how the rows of one child stand on a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from goldenthread.rules.clocks import Answer, AtOnce, LastDay, Needs, NoLimit, Range, last_day
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.proceedings.deadlines import State, stands
from goldenthread.rules.proceedings.facts import Facts, standing
from goldenthread.rules.proceedings.happenings import Asked, Phase, What
from goldenthread.rules.proceedings.running import Owed
from goldenthread.rules.proceedings.table import TABLE


class Told(NamedTuple):
    """An event as it was recorded, and so not checked again. Its first two fields are its order."""

    on: date
    key: str
    case: str
    what: What
    body: str = ""
    day: date | None = None
    asks: Asked | None = None
    phase: Phase | None = None
    about: About | None = None


class History(NamedTuple):
    """One child's events that stand, corrections made, in any order."""

    told: Sequence[Told]
    born: date | None = None


class Answered(StrEnum):
    """Which kind of answer a clock gave."""

    LAST_DAY = "last day"
    RANGE = "range"
    AT_ONCE = "at once"
    NO_LIMIT = "no limit"
    NEEDS = "needs"


class DeadlineRow(NamedTuple):
    """One running of one duty: its first five fields say which, the others what became of it.

    `due_on` is the last day, None where there is none. `other_day` is the day to work towards
    where there is no limit, and the first day of a range. `turned_on` is the day from which it is
    owed, where it was not from the start, or the day of the certificate that an appeal waited for.
    """

    duty: str
    kind: str
    case: str
    body: str
    started_by: str
    started_on: date
    counted_from: date
    answered: Answered
    due_on: date | None
    other_day: date | None
    owed: Owed
    met_by: str = ""
    met_on: date | None = None
    ended_by: str = ""
    ended_on: date | None = None
    turned_on: date | None = None


def history_of(facts: Facts) -> History:
    """The facts of one child as the register's rows are made of them; claims change no row."""
    told = [Told._make(getattr(one, name) for name in Told._fields) for one in standing(facts)]
    return History(told, facts.born)


# What a row keeps of an answer: its kind, the last day, and the other day.
Said = tuple[Answered, date | None, date | None]

_ANSWERED: dict[type[Answer], Answered] = {
    LastDay: Answered.LAST_DAY,
    Range: Answered.RANGE,
    AtOnce: Answered.AT_ONCE,
    NoLimit: Answered.NO_LIMIT,
    Needs: Answered.NEEDS,
}


def said_by(answer: Answer) -> Said:
    """What a row keeps of an answer."""
    other = answer.aim if isinstance(answer, NoLimit) else None
    other = answer.first if isinstance(answer, Range) else other
    return _ANSWERED[type(answer)], last_day(answer), other


def states(rows: Sequence[DeadlineRow], *, on: date) -> list[State]:
    """How each row of one child stands on a day, with what waits no longer because the time of
    the duty that it waits with has passed."""
    found = [
        stands(
            due_on=one.due_on,
            waits=one.answered is Answered.NEEDS,
            owed=one.owed,
            met_on=one.met_on,
            ended=one.ended_on is not None,
            on=on,
        )
        for one in rows
    ]
    passed = {
        (one.duty, one.started_by)
        for one, state in zip(rows, found, strict=True)
        if state is State.PASSED
    }
    return [
        State.PASSED
        if state is State.WAITS and (_LAPSES_WITH.get(one.duty), one.started_by) in passed
        else state
        for one, state in zip(rows, found, strict=True)
    ]


_LAPSES_WITH = {way.duty: way.lapses_with for way in TABLE if way.lapses_with}
