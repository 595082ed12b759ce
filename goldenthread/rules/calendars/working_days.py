"""Working days in England, and how long before a meeting its agenda must be published.

Local Government Act 1972, section 100B(3): agenda and reports are open to inspection at least five
clear days before the meeting. Clear: neither the day of publication nor the day of the meeting
counts. Councils' constitutions do not count Saturdays, Sundays and bank holidays either.
Bank holidays are England's, from the `holidays` library, which works offline.
"""

from datetime import date, timedelta
from functools import cache

import holidays

AGENDA_CLEAR_DAYS = 5


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England in this year."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, not a bank holiday in England."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The nth working day after `day` (before it, if n is negative); `day` itself if n is 0."""
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        if is_working_day(day):
            left -= 1
    return day


def clear_working_days(published: date, meeting: date) -> int:
    """Working days strictly between the two: neither publication nor meeting counts; 0 at least."""
    between = (meeting - published).days
    days = (published + timedelta(days=ahead) for ahead in range(1, between))
    return sum(1 for day in days if is_working_day(day))


def last_publication_day(meeting: date, clear_days: int = AGENDA_CLEAR_DAYS) -> date:
    """The last working day to publish so that `clear_days` clear working days remain.

    For a meeting on 25 July 2019 and five clear days: 17 July 2019.
    """
    return add_working_days(add_working_days(meeting, -clear_days), -1)
