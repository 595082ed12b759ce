"""Reads dates as councils write them."""

import re
from calendar import monthrange
from datetime import date

from goldenthread.rules.calendars.written_dates import Precision, WrittenDate

_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W*(20\d\d)", re.I)
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def read_dates(text: str, *, near: date | None = None) -> tuple[WrittenDate, ...]:
    """The dates in a cell, as written."""
    found = []
    for match in _MONTH.finditer(text):
        month, year = _NAMES.index(match[1].lower()) + 1, int(match[2])
        last = date(year, month, monthrange(year, month)[1])
        found.append(WrittenDate(match[0], date(year, month, 1), last, Precision.MONTH))
    if not found and text.strip():
        found.append(WrittenDate(text.strip(), None, None, Precision.NONE, "No date is written."))
    return tuple(found)


def last_acceptable_day(text: str, near: date | None = None) -> date | None:
    """The latest last acceptable day written."""
    days = [written.last_day for written in read_dates(text, near=near) if written.last_day]
    return max(days, default=None)
