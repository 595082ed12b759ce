"""Days as the First-tier Tribunal counts them: SI 2008/2699, rule 12.

Rule 12(2): a time that ends on a day other than a working day is kept on the next working day.
Rule 12(3), in a special educational needs case: (a) the time to start an appeal that ends in August
or from 25 December to 1 January is kept on the first working day after; (b) for anything else those
days are not counted at all.
"""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.rules.calendars import is_working_day

_AUGUST = 8


def in_a_pause(day: date) -> bool:
    """In August, or from 25 December to 1 January."""
    return (
        day.month == _AUGUST
        or (day.month == 12 and day.day >= 25)
        or (day.month == 1 and day.day == 1)
    )


def counts(day: date) -> bool:
    """A working day outside the pauses."""
    return is_working_day(day) and not in_a_pause(day)


def add(day: date, number: int) -> date:
    """The nth day that counts after `day`; before it if `number` is negative."""
    step = timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left:
        day += step
        if counts(day):
            left -= 1
    return day


def kept_on(day: date) -> date:
    """The day on which a time to appeal that ends on `day` is still kept: rule 12(2), (3)(a)."""
    while not counts(day):
        day += timedelta(days=1)
    return day
