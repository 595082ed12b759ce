"""Named stretches of time as first and last days: months, terms, quarters, years.

A span is a pair of dates, both within it.

* Terms are those of the Local Authority (Duty to Secure Early Years Provision Free of Charge)
  Regulations 2014 for autumn (1 September to 31 December) and spring (1 January to 31 March).
  Summer runs from 1 April to 31 July, not to 31 August: a summer term's deadline means before
  schools close. Each council sets its own days; a plan that needs them writes the day.
* A financial year runs from 1 April to 31 March, its quarters from April; an academic year from
  1 September to 31 August.
"""

from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date, date]

TERM_MONTHS: dict[str, tuple[int, int]] = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}
SIX_TERM_MONTHS: dict[int, tuple[int, int]] = {
    1: (9, 10),
    2: (11, 12),
    3: (1, 2),
    4: (2, 3),
    5: (4, 5),
    6: (6, 7),
}


def day(year: int, month: int, number: int) -> Span:
    """One day. ValueError where there is no such day."""
    only = date(year, month, number)
    return only, only


def months(year: int, first: int, last: int) -> Span:
    """From the first day of one month to the last of another, in one year."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def month(year: int, number: int) -> Span:
    """The whole month: February has 29 days in leap years."""
    return months(year, number, number)


def term(name: str, year: int) -> Span:
    """The autumn, spring or summer term of a calendar year."""
    return months(year, *TERM_MONTHS[name])


def winter(year: int) -> Span:
    """December of this year to February of the next."""
    return date(year, 12, 1), month(year + 1, 2)[1]


def calendar_quarter(number: int, year: int) -> Span:
    """Quarter 1 is January to March."""
    return months(year, 3 * number - 2, 3 * number)


def financial_quarter(number: int, year: int) -> Span:
    """Quarter 1 of the financial year that begins in `year` is April to June of `year`."""
    return months(year, 3 * number + 1, 3 * number + 3) if number < 4 else months(year + 1, 1, 3)


def calendar_year(year: int) -> Span:
    """1 January to 31 December."""
    return date(year, 1, 1), date(year, 12, 31)


def financial_year(year: int) -> Span:
    """The financial year that begins on 1 April of `year`."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def academic_year(year: int) -> Span:
    """The academic year that begins on 1 September of `year`."""
    return date(year, 9, 1), date(year + 1, 8, 31)


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, odd = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * leaps - epact - odd) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    number, offset = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, number, offset + 1)


def plus_months(start: date, count: int) -> date:
    """The same day `count` months later, or that month's last day where it has no such day."""
    years, index = divmod(start.month - 1 + count, 12)
    year, number = start.year + years, index + 1
    return date(year, number, min(start.day, monthrange(year, number)[1]))


def plus(start: date, count: int, unit: str) -> date:
    """`count` days, weeks, months or years after `start`."""
    if unit == "day":
        return start + timedelta(days=count)
    if unit == "week":
        return start + timedelta(weeks=count)
    return plus_months(start, count * (12 if unit == "year" else 1))
