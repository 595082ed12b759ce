"""Lawful exceptions: closed sets, each reason with its own condition.

An exception disapplies a limit where meeting it is impractical for that reason. It never makes a
new date, and the step stays due as soon as practicable: nothing here returns a day. Whether it was
impractical is for people to judge; the conditions here only say whether the dates allow the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WEEK = timedelta(weeks=1)


class LawfulException(StrEnum):
    """A reason in the law for not keeping a limit."""

    SCHOOL_CLOSED = "school-closed"
    EARLY_YEARS_CLOSED = "early-years-closed"
    PERSONAL_CIRCUMSTANCES = "personal-circumstances"
    ABSENT_4_WEEKS = "absent-4-weeks"
    ABSENT_2_WEEKS = "absent-2-weeks"
    MISSED_APPOINTMENT = "missed-appointment"
    AGREED_IN_WRITING = "agreed-in-writing"
    TRIBUNAL_ALLOWED = "tribunal-allowed"
    OWN_ARRANGEMENTS = "own-arrangements"
    CORONAVIRUS = "coronavirus"


WORDS: dict[LawfulException, str] = {
    LawfulException.SCHOOL_CLOSED: "Advice was asked of a head or principal between one week "
    "before the school or college closed for at least 4 weeks and one week before it opens again.",
    LawfulException.EARLY_YEARS_CLOSED: "Advice was asked of an early years provider between one "
    "week before it closed for at least 4 weeks and one week before it opens again.",
    LawfulException.PERSONAL_CIRCUMSTANCES: "Exceptional personal circumstances affected the "
    "child, their parent or the young person during the time.",
    LawfulException.ABSENT_4_WEEKS: "The child, their parent or the young person was away from the "
    "authority’s area for at least 4 weeks without a break during the time.",
    LawfulException.ABSENT_2_WEEKS: "The child, their parent or the young person was away from the "
    "authority’s area for at least 2 weeks without a break during the time.",
    LawfulException.MISSED_APPOINTMENT: "The child or young person did not keep an appointment for "
    "an examination or a test made by the body during the time.",
    LawfulException.AGREED_IN_WRITING: "Those at the mediation agreed another time in writing.",
    LawfulException.TRIBUNAL_ALLOWED: "The Tribunal allowed or directed another time.",
    LawfulException.OWN_ARRANGEMENTS: "The child’s parent or the young person has made suitable "
    "arrangements of their own.",
    LawfulException.CORONAVIRUS: "A reason to do with coronavirus, from 1 May to 25 September 2020 "
    "only.",
}

# In force only between two days, both within; all others as long as their limit.
_ONLY_BETWEEN = {LawfulException.CORONAVIRUS: (date(2020, 5, 1), date(2020, 9, 25))}

NONE: tuple[LawfulException, ...] = ()
# Regs 5(4), 10(4), 13(3) and 27(3).
X4 = (
    LawfulException.SCHOOL_CLOSED,
    LawfulException.EARLY_YEARS_CLOSED,
    LawfulException.PERSONAL_CIRCUMSTANCES,
    LawfulException.ABSENT_4_WEEKS,
)
# SI 2015/62: as X4, without the early years.
X4_DETAINED = tuple(one for one in X4 if one is not LawfulException.EARLY_YEARS_CLOSED)
# Reg 8(2). A closed school does not excuse whoever gives advice.
X8 = (
    LawfulException.PERSONAL_CIRCUMSTANCES,
    LawfulException.ABSENT_4_WEEKS,
    LawfulException.MISSED_APPOINTMENT,
)
# Reg 44(3): an absence of 2 weeks is enough, and every circumstance of reg 13(3) counts too.
X2 = (
    LawfulException.PERSONAL_CIRCUMSTANCES,
    LawfulException.ABSENT_2_WEEKS,
    LawfulException.SCHOOL_CLOSED,
    LawfulException.EARLY_YEARS_CLOSED,
    LawfulException.ABSENT_4_WEEKS,
)


def in_force(exception: LawfulException, *, first: date, last: date) -> bool:
    """Whether the reason was law on any day from `first` to `last`."""
    if exception not in _ONLY_BETWEEN:
        return True
    begins, ends = _ONLY_BETWEEN[exception]
    return first <= ends and last >= begins


@dataclass(frozen=True)
class Closure:
    """Advice asked for on a day; the setting's first day closed, and the day it opens again."""

    asked_on: date
    closed_from: date
    opens_on: date


@dataclass(frozen=True)
class Away:
    """First day away from the authority's area, and first day back."""

    left_on: date
    back_on: date


@dataclass(frozen=True)
class During:
    """Anything else that has a first and a last day, both within it; one day may be both."""

    first: date
    last: date


Fact = Closure | Away | During


def dates_allow(exception: LawfulException, fact: Fact, *, start: date, last_day: date) -> bool:
    """Whether the dates allow the reason for a limit that ran from `start` to `last_day`.

    A fact of another shape than the reason's is a mistake of whoever calls: ValueError.
    """
    if not in_force(exception, first=start, last=last_day):
        return False
    match exception, fact:
        case ((LawfulException.SCHOOL_CLOSED | LawfulException.EARLY_YEARS_CLOSED), Closure()):
            return _asked_around(fact)
        case LawfulException.ABSENT_4_WEEKS, Away():
            return _days_away(fact, start, last_day) >= 28
        case LawfulException.ABSENT_2_WEEKS, Away():
            return _days_away(fact, start, last_day) >= 14
        case LawfulException.CORONAVIRUS, During():
            begins, ends = _ONLY_BETWEEN[exception]
            return _meets(fact, max(start, begins), min(last_day, ends))
        case _, During() if exception not in _OF_ANOTHER_SHAPE:
            return _meets(fact, start, last_day)
        case _:
            raise ValueError(f"{exception} is not told by {type(fact).__name__}.")


_OF_ANOTHER_SHAPE = {
    LawfulException.SCHOOL_CLOSED,
    LawfulException.EARLY_YEARS_CLOSED,
    LawfulException.ABSENT_4_WEEKS,
    LawfulException.ABSENT_2_WEEKS,
}


def _asked_around(closure: Closure) -> bool:
    """Closed for 4 weeks or more, and asked from a week before it closed to a week before it opens:
    reg 10(4)(a), (b)."""
    long_enough = closure.opens_on - closure.closed_from >= 4 * _WEEK
    asked = closure.closed_from - _WEEK <= closure.asked_on <= closure.opens_on - _WEEK
    return long_enough and asked


def _days_away(away: Away, start: date, last_day: date) -> int:
    """Days away without a break that fall within the limit's own time."""
    first, back = max(away.left_on, start), min(away.back_on, last_day + timedelta(days=1))
    return max((back - first).days, 0)


def _meets(during: During, start: date, last_day: date) -> bool:
    return during.first <= last_day and during.last >= start
