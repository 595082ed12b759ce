"""How the law counts.

* "Within 20 weeks of" a day: that day is day 0. "In calculating the period that has elapsed after
  the occurrence of the specified event … the day on which the event occurs is excluded": Dodds v
  Walker [1981] 1 WLR 1027 (HL), following Lester v Garland (1808).
* "15 days beginning with" a day: that day is day 1.
* Months go by the corresponding date: the same day of the later month, or that month's last day
  where it has no such day (Dodds v Walker). A period of months that starts with a day ends on the
  day before the corresponding date, or on the month's last day where it has none.
* Days are calendar days. The law says "working days" where it means them: weekends and bank
  holidays in England are then left out.
* A last day on a weekend stays there: the SEND Regulations move nothing. The Tribunal's rules do
  (see tribunal_days).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from goldenthread.rules.calendars import add_working_days, say_weekday
from goldenthread.rules.calendars.periods import plus_months
from goldenthread.rules.clocks import tribunal_days
from goldenthread.rules.clocks.answers import LastDay


class Unit(StrEnum):
    """What is counted."""

    DAYS = "day"
    WEEKS = "week"
    MONTHS = "month"
    WORKING_DAYS = "working day"
    TRIBUNAL_DAYS = "working day of the Tribunal"


class Start(StrEnum):
    """How the first day is treated."""

    DAY_0 = "day 0"
    DAY_1 = "day 1"
    BACK = "back"


@dataclass(frozen=True)
class Counting:
    """A number of units from a first day, on it, or back from it. `number` is at least 1."""

    number: int
    unit: Unit
    start: Start

    def day(self, first: date) -> date:
        """The last day in time."""
        match self.start:
            case Start.DAY_0:
                return _forward(first, self.number, self.unit)
            case Start.DAY_1:
                return _including(first, self.number, self.unit)
            case Start.BACK:
                return _forward(first, -self.number, self.unit)

    def last_day(self, first: date) -> LastDay:
        """The last day in time, with a sentence on how it was counted."""
        return LastDay(self.day(first), self.said(first))

    @property
    def length(self) -> str:
        """2 weeks, 1 month, 30 working days."""
        unit = Unit.WORKING_DAYS if self.unit is Unit.TRIBUNAL_DAYS else self.unit
        return f"{self.number} {unit}{'' if self.number == 1 else 's'}"

    def phrase(self, starts: str, *, at_least: bool = False) -> str:
        """The limit in words: "Within 20 weeks of the day …. That day is not counted."."""
        start = "At least" if at_least else "Within"
        left_out = f" {_LEFT_OUT[self.unit]}" if self.unit in _LEFT_OUT else ""
        match self.start:
            case Start.DAY_0:
                return f"{start} {self.length} of {starts}. That day is not counted.{left_out}"
            case Start.DAY_1:
                return (
                    f"{start} {self.length} beginning with {starts}. That day is day 1.{left_out}"
                )
            case Start.BACK:
                return f"At least {self.length} before {starts}.{left_out}"

    def said(self, first: date) -> str:
        """How the last day follows from this first day."""
        begin, end = say_weekday(first), say_weekday(self.day(first))
        if self.start is Start.BACK:
            return f"{self.length} back from {begin} is {end}. Earlier is in time too."
        match self.unit:
            case Unit.DAYS | Unit.WEEKS:
                return self._said_in_days(begin, end)
            case Unit.MONTHS:
                return self._said_in_months(first, begin, end)
            case Unit.WORKING_DAYS | Unit.TRIBUNAL_DAYS:
                return self._said_in_working_days(first, end)

    def _said_in_days(self, begin: str, end: str) -> str:
        days = self.number * (7 if self.unit is Unit.WEEKS else 1)
        are = "is" if self.number == 1 else "are"
        counted = f"{self.length} {are} {days} days. " if self.unit is Unit.WEEKS else ""
        return f"{counted}{begin} is {self.start}, so day {days} is {end}."

    def _said_in_working_days(self, first: date, end: str) -> str:
        begin = f"{say_weekday(first)} is {self.start}."
        if self.start is Start.DAY_1 and (day_1 := _including(first, 1, self.unit)) != first:
            begin = f"{say_weekday(first)} is no working day, so {say_weekday(day_1)} is day 1."
        return f"{begin} Working day {self.number} is {end}. {_LEFT_OUT[self.unit]}"

    def _said_in_months(self, first: date, begin: str, end: str) -> str:
        if self.start is Start.DAY_1:
            return f"{self.length} that start with {begin} end with {end}."
        same = plus_months(first, self.number).day == first.day
        why = "the same day of that month" if same else "that month has no such day, so its last"
        return f"{self.length} after {begin} is {end}: {why}."


_LEFT_OUT = {
    Unit.WORKING_DAYS: "Weekends and bank holidays in England are left out.",
    Unit.TRIBUNAL_DAYS: "Weekends, bank holidays, August and 25 December to 1 January are left "
    "out.",
}


def within(number: int, unit: Unit) -> Counting:
    """Within so much of a day, which is day 0."""
    return Counting(number, unit, Start.DAY_0)


def beginning_with(number: int, unit: Unit) -> Counting:
    """So much beginning with a day, which is day 1."""
    return Counting(number, unit, Start.DAY_1)


def back(number: int, unit: Unit) -> Counting:
    """At least so much before a day."""
    return Counting(number, unit, Start.BACK)


def _forward(first: date, number: int, unit: Unit) -> date:
    """`number` units after `first`, or before it where negative; `first` is day 0."""
    match unit:
        case Unit.DAYS:
            return first + timedelta(days=number)
        case Unit.WEEKS:
            return first + timedelta(weeks=number)
        case Unit.MONTHS:
            return plus_months(first, number)
        case Unit.WORKING_DAYS:
            return add_working_days(first, number)
        case Unit.TRIBUNAL_DAYS:
            return tribunal_days.add(first, number)
        case _:
            assert_never(unit)


def _including(first: date, number: int, unit: Unit) -> date:
    """The last of `number` units of which `first` is the first day."""
    if unit is Unit.MONTHS:
        return _end_of_months(first, number)
    return _forward(first - timedelta(days=1), number, unit)


def _end_of_months(first: date, number: int) -> date:
    """12 months that start with 1 March 2023 end with 29 February 2024."""
    corresponding = plus_months(first, number)
    if corresponding.day == first.day:
        return corresponding - timedelta(days=1)
    return corresponding.replace(day=monthrange(corresponding.year, corresponding.month)[1])
