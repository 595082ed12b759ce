"""What each way of writing a date means: from a pattern's match to a span, and what was assumed.

A reader returns None where the match is no date after all; the next pattern then tries.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from difflib import get_close_matches

from goldenthread.rules.calendars import periods
from goldenthread.rules.calendars.periods import Span
from goldenthread.rules.calendars.saying import MONTHS, WEEKDAYS, say_date, say_weekday
from goldenthread.rules.calendars.written_dates import Precision

FIRST_SHORT_YEAR, LAST_SHORT_YEAR = 14, 49  # two digits that can be a year of a plan (2014–2049)

Found = tuple[Precision, Span | None, tuple[str, ...], Callable[[int], Span] | None]
"""Precision, span if it can be told, notes, and the span in a given year where none is written."""
Reader = Callable[[re.Match[str]], Found | None]


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its first three letters or more."""
    return 1 + [known[:3].lower() for known in MONTHS].index(name[:3].lower())


def short_year(digits: str) -> int | None:
    """2019 for "19"; None where the two digits are no year of a plan."""
    return 2000 + int(digits) if FIRST_SHORT_YEAR <= int(digits) <= LAST_SHORT_YEAR else None


def _checked(year: int, month: int, number: int, weekday: str | None, *notes: str) -> Found:
    """A day, or the note that there is no such day or that its weekday is another."""
    try:
        span = periods.day(year, month, number)
    except ValueError:
        named = f"{number} {MONTHS[month - 1]} {year}" if 1 <= month <= 12 else f"month {month}"
        gone = f"There is no {named}."
        return Precision.DAY, None, (*notes, gone), None
    if weekday and not WEEKDAYS[span[0].weekday()].lower().startswith(weekday.lower()):
        notes += (f"The weekday does not fit: the day is {say_weekday(span[0])}.",)
    return Precision.DAY, span, notes, None


def iso(match: re.Match[str]) -> Found:
    return _checked(int(match["year"]), int(match["m"]), int(match["d"]), None)


def numeric(match: re.Match[str]) -> Found | None:
    """Day before month, as in England; month first only where no other reading exists."""
    number, month = int(match["d"]), int(match["m"])
    year = int(match["y"]) if len(match["y"]) == 4 else short_year(match["y"])
    if year is None or not 2000 <= year <= 2099:
        return None
    if month > 12 >= number:
        american = f"There is no month {month}: read with the month first."
        return _checked(year, number, month, None, american)
    return _checked(year, month, number, None)


_NUMBERED_THING = re.compile(
    r"\b(?:phase|stage|part|cohort|term|year|tranche|step|group|wave|option|action|no\.?)\s*$", re.I
)

_AFTER_A_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s?$", re.I
)


def named_day(match: re.Match[str]) -> Found | None:
    """12 August 2019, Aug 12th 2019, 12-Aug-19, 12th August; but not "phase 1 May 2019"."""
    lead = match.string[: match.start("d")]
    groups = match.groupdict()
    if match.start("d") < match.start("month"):
        of_the_month_before = not groups.get("year") and _AFTER_A_MONTH.search(lead)
        if _NUMBERED_THING.search(lead) or of_the_month_before:
            return None
    month, number = month_number(match["month"]), int(match["d"])
    weekday = groups.get("weekday")
    if groups.get("year"):
        return _checked(int(match["year"]), month, number, weekday)
    if groups.get("short"):
        year = short_year(match["short"])
        return _checked(year, month, number, weekday) if year else None
    if not 1 <= number <= (29 if month == 2 else periods.month(2000, month)[1].day):
        return Precision.DAY, None, (f"There is no {number} {MONTHS[month - 1]}.",), None
    return Precision.DAY, None, (), lambda year: _day_or_eve(year, month, number)


def _day_or_eve(year: int, month: int, number: int) -> Span:
    """29 February of a year without one becomes its eve."""
    last = periods.month(year, month)[1].day
    return periods.day(year, month, min(number, last))


def named_days(match: re.Match[str]) -> Found | None:
    """4th-8th March 2019: a span of days."""
    month, year = month_number(match["month"]), int(match["year"])
    first, last = (_checked(year, month, int(match[name]), None) for name in ("d", "d2"))
    if first[1] is None or last[1] is None or last[1] < first[1]:
        return None
    return Precision.DAY, (first[1][0], last[1][1]), (), None


def month_year(match: re.Match[str]) -> Found:
    return (
        Precision.MONTH,
        periods.month(int(match["year"]), month_number(match["month"])),
        (),
        None,
    )


def month_short_year(match: re.Match[str]) -> Found | None:
    """Mar-24 and Sept '19 are years; "Sept 19" may be a day, "May 12" must be one."""
    month, year = month_number(match["month"]), short_year(match["short"])
    if year is None:
        number = int(match["short"])
        if not 1 <= number <= 31:
            return None
        return Precision.DAY, None, (), lambda chosen: _day_or_eve(chosen, month, number)
    notes: tuple[str, ...] = ()
    if match["gap"].isspace() and "'" not in match[0] and int(match["short"]) <= 31:
        name = MONTHS[month - 1]
        notes = (f"Read as {name} {year}, not as {int(match['short'])} {name}.",)
    return Precision.MONTH, periods.month(year, month), notes, None


def month_number_year(match: re.Match[str]) -> Found:
    return Precision.MONTH, periods.month(int(match["year"]), int(match["m"])), (), None


def misspelt_month(match: re.Match[str]) -> Found | None:
    close = get_close_matches(match["name"].capitalize(), MONTHS, n=1, cutoff=0.8)
    if not close:
        return None
    span = periods.month(int(match["year"]), month_number(close[0]))
    return Precision.MONTH, span, (f"“{match['name']}” is read as {close[0]}.",), None


def only_month(match: re.Match[str]) -> Found | None:
    """A month alone; "may", "march" and "mar" in lower case inside a sentence are only words."""
    if match["month"].islower() and len(match.string.split()) > 3:
        return None
    month = month_number(match["month"])
    return Precision.MONTH, None, (), lambda year: periods.month(year, month)


def years_of(match: re.Match[str]) -> tuple[int, int] | None:
    """(2019, 2020) for 2019/20, 2019-2020 or 19/20; None where the second is not a year."""
    first = int(match["from"]) if len(match["from"]) == 4 else short_year(match["from"])
    if first is None:
        return None
    last = int(match["to"]) if len(match["to"]) == 4 else first // 100 * 100 + int(match["to"])
    return (first, last) if last > first else None


def double_year(match: re.Match[str]) -> Found | None:
    """2019/20: a financial or an academic year; 2019-2022: several."""
    years = years_of(match)
    if years is None:
        return None
    first, last = years
    words = (match["kind"] or match["kind2"] or "").lower()
    if words.startswith(("academic", "school", "ay")):
        return Precision.YEAR, (date(first, 9, 1), date(last, 8, 31)), (), None
    if words.startswith(("financial", "fiscal", "fy")):
        return Precision.YEAR, (date(first, 4, 1), date(last, 3, 31)), (), None
    if last > first + 1:
        note = f"Read as the years {first} to {last}."
        return Precision.YEAR, (date(first, 1, 1), date(last, 12, 31)), (note,), None
    note = (
        f"May be the financial year, to 31 March {last}, or the academic year, to 31 August "
        f"{last}: the earlier is taken."
    )
    return Precision.YEAR, periods.financial_year(first), (note,), None


def only_year(match: re.Match[str]) -> Found:
    year, words = int(match["year"]), (match["kind"] or "").lower()
    if words.startswith(("academic", "school")):
        span, name = periods.academic_year(year - 1), "academic"
    elif words.startswith(("financial", "fiscal", "fy")):
        span, name = periods.financial_year(year - 1), "financial"
    else:
        return Precision.YEAR, periods.calendar_year(year), (), None
    note = f"Read as the {name} year that ends on {say_date(span[1])}; it may be the one after."
    return Precision.YEAR, span, (note,), None


def term(match: re.Match[str]) -> Found | None:
    """Autumn term 2019, Spring 2020, Summer term 2019/20 (which falls in 2020)."""
    groups = match.groupdict()
    season, years = match["season"].lower(), years_of(match) if groups.get("from") else None
    if groups.get("from") and years is None:
        return None
    notes: tuple[str, ...] = ()
    if season == "winter":
        in_year, notes = periods.winter, ("Winter is read as December to February.",)
    else:
        in_year = lambda year: periods.term(season, year)  # noqa: E731
        if not match["term"]:
            notes = (f"Read as the {season} term.",)
    if match["half"] or match["part"]:
        notes += ("Half terms are not read: the whole term is taken.",)
    if years:
        year: int | None = years[0] if season in ("autumn", "winter") else years[1]
    elif groups.get("short"):
        year = short_year(match["short"])
    else:
        year = int(groups["year"]) if groups.get("year") else None
    return Precision.TERM, in_year(year) if year else None, notes, None if year else in_year


def numbered_term(match: re.Match[str]) -> Found | None:
    """Term 3 2019/20, where a council has six terms a year."""
    years = years_of(match)
    if years is None:
        return None
    number = int(match["number"])
    year = years[0] if number <= 2 else years[1]
    note = "Read as one of six terms a year."
    span = periods.months(year, *periods.SIX_TERM_MONTHS[number])
    return Precision.TERM, span, (note,), None


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}


def quarter(match: re.Match[str]) -> Found | None:
    """Q1 2024/25 is April to June 2024; Q3 2019 may be of the calendar or the financial year."""
    word = (match["number"] or match["nth"] or "").lower()
    number = _ORDINALS.get(word) or int(word[0])
    groups = match.groupdict()
    if groups.get("from"):
        years = years_of(match)
        if years is None or years[1] != years[0] + 1:
            return None
        return Precision.QUARTER, periods.financial_quarter(number, years[0]), (), None
    if not groups.get("year"):
        return Precision.QUARTER, None, (), lambda year: periods.financial_quarter(number, year)
    year = int(groups["year"])
    calendar = periods.calendar_quarter(number, year)
    financial = periods.financial_quarter(number, year)
    note = (
        f"May be the calendar year's quarter, to {say_date(calendar[1])}, or the financial "
        f"year's, to {say_date(financial[1])}: the earlier is taken."
    )
    return Precision.QUARTER, calendar, (note,), None


def feast(match: re.Match[str]) -> Found:
    """Christmas and Easter: the last day before the holiday."""
    is_easter = match["feast"].lower() == "easter"

    def eve(year: int) -> Span:
        last = periods.easter(year) - timedelta(days=3) if is_easter else date(year, 12, 24)
        return last, last

    note = "Read as the day before " + ("Good Friday." if is_easter else "Christmas Day.")
    year = int(match["year"]) if match["year"] else None
    return Precision.DAY, eve(year) if year else None, (note,), None if year else eve


def excel_day(match: re.Match[str]) -> Found | None:
    """Excel counts days from 30 December 1899."""
    found = date(1899, 12, 30) + timedelta(days=int(match["serial"]))
    if not 2000 <= found.year <= 2099:
        return None
    return Precision.DAY, (found, found), ("Read as a day number from a workbook.",), None
