"""Words of a source → the value of an item, or a sentence that says why they are not one.

XML is read strictly, as its schema is. Tables come from spreadsheets and databases, so dates are
taken in the ways in which those write them, as long as only one day can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.intake.registers import limits
from goldenthread.rules.sen2.items import Item, Kind

Value = str | int | bool | date | None

_FLAGS = {"1": True, "0": False, "true": True, "false": False}
_WORDS_OF_FLAGS = _FLAGS | {
    "y": True, "n": False, "yes": True, "no": False, "t": True, "f": False,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"),
        start=1,
    )
    for name in (names, names[:3])
} | {"sept": 9}  # fmt: skip
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?Z?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_YEAR_FIRST_IN_WORDS = re.compile(r"(\d{4})[- /]([A-Za-z]{3,9})[- /](\d{1,2})", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- /.]([A-Za-z]{3,9})[- /.,]+(\d{4})", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2}", re.ASCII)
_FIRST_SERIAL = date(1899, 12, 30)  # Excel's day 0, its 29 February 1900 reckoned in
# Days that a register of people alive, or of their plans, can hold.
EARLIEST, LATEST = date(1920, 1, 1), date(2100, 12, 31)
_SHAPES: dict[Kind, tuple[re.Pattern[str], str]] = {
    Kind.AUTHORITY: (re.compile(r"\d{3}", re.ASCII), "has three digits"),
    Kind.URN: (re.compile(r"\d{6}", re.ASCII), "has six digits"),
    Kind.UKPRN: (re.compile(r"\d{8}", re.ASCII), "has eight digits"),
}


class DateStyle(StrEnum):
    """How a source writes its days. Month first is never guessed: a person must say so."""

    XML = "2026-03-31 only"
    ANY = "any way in which only one day can be meant, day first"
    MONTH_FIRST = "03/31/2026: month first"


# Which groups are the year, the month and the day.
_WRITTEN = ((_YEAR_FIRST, (1, 2, 3)), (_YEAR_FIRST_IN_WORDS, (1, 2, 3)), (_IN_WORDS, (3, 2, 1)))
_ORDERS = {
    DateStyle.ANY: (*_WRITTEN, (_YEAR_LAST, (3, 2, 1))),
    DateStyle.MONTH_FIRST: (*_WRITTEN, (_YEAR_LAST, (3, 1, 2))),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A value and, where something is wrong, a sentence. `unread`: there is no value to use."""

    value: Value
    sentence: str = ""
    unread: bool = False


def read_date(words: str, style: DateStyle) -> date | None:
    """The one day that is meant, or None."""
    if style is DateStyle.XML:
        if len(words) > 10 and words[10:] in ("Z", "T00:00:00", "T00:00:00Z"):
            words = words[:10]
        return _iso(words) if len(words) == 10 else None
    words = _MIDNIGHT.sub("", words).strip()
    if _SERIAL.fullmatch(words):
        return _possible(_FIRST_SERIAL + timedelta(days=int(float(words))))
    for shape, order in _ORDERS[style]:
        if found := shape.fullmatch(words):
            year, month, day = (found[at] for at in order)
            return _day(year, month, day) if month.isdigit() else _named(year, month, day)
    return None


def _iso(words: str) -> date | None:
    found = _YEAR_FIRST.fullmatch(words) if words[4] == words[7] == "-" else None
    return _day(found[1], found[2], found[3]) if found else None


def _named(year: str, month: str, day: str) -> date | None:
    number = _MONTHS.get(month.lower())
    return _day(year, str(number), day) if number else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return _possible(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _possible(day: date) -> date | None:
    return day if EARLIEST <= day <= LATEST else None


def take(item: Item, words: str, style: DateStyle) -> Taken:
    """The value of an item. Words of an item that identifies somebody are never repeated."""
    words = words.strip()
    if not words:
        return Taken(None)
    if len(words) > limits.MAX_TEXT:
        return Taken(
            None, f"is longer than {limits.MAX_TEXT:,} characters, so it was not read.", unread=True
        )
    return _TAKERS.get(item.kind, _text)(item, words, style)


def _text(item: Item, words: str, style: DateStyle) -> Taken:
    return Taken(words)


def _date(item: Item, words: str, style: DateStyle) -> Taken:
    found = read_date(words, style)
    if found is not None:
        return Taken(found)
    wanted = "2026-03-31" if style is DateStyle.XML else "31/03/2026 or 2026-03-31"
    short = _SHORT_YEAR.fullmatch(words) and style is not DateStyle.XML
    why = "has a year of two digits" if short else "is not a day that can be read"
    return Taken(None, f"{_said(item, words)}{why}. Write it as {wanted}.", unread=True)


def _flag(item: Item, words: str, style: DateStyle) -> Taken:
    known = _FLAGS if style is DateStyle.XML else _WORDS_OF_FLAGS
    found = known.get(words.lower())
    if found is None:
        return Taken(None, f"{_said(item, words)}is neither 1 nor 0.", unread=True)
    return Taken(found)


def _whole(item: Item, words: str, style: DateStyle) -> Taken:
    try:
        found = int(words.removesuffix(".0"))
    except ValueError:
        return Taken(None, f"{_said(item, words)}is not a whole number.", unread=True)
    if item.codes and str(found) not in {code.value for code in item.codes}:
        return Taken(found, f"{_said(item, words)}is not one of {_codes(item)}.")
    return Taken(found)


def _code(item: Item, words: str, style: DateStyle) -> Taken:
    """Kept as it is where it is on no list, so that the checks can say so."""
    known = {code.value.casefold(): code.value for code in item.codes}
    if words.casefold() in known:
        return Taken(known[words.casefold()])
    return Taken(words, f"{_said(item, words)}is not one of {_codes(item)}.")


def _shaped(item: Item, words: str, style: DateStyle) -> Taken:
    shape, asked = _SHAPES[item.kind]
    words = words.removesuffix(".0")
    if shape.fullmatch(words):
        return Taken(words)
    return Taken(words, f"{_said(item, words)}is not right: it {asked}.")


_TAKERS: dict[Kind, Callable[[Item, str, DateStyle], Taken]] = {
    Kind.DATE: _date,
    Kind.FLAG: _flag,
    Kind.WHOLE: _whole,
    Kind.CODE: _code,
    Kind.AUTHORITY: _shaped,
    Kind.URN: _shaped,
    Kind.UKPRN: _shaped,
}


def _said(item: Item, words: str) -> str:
    """The words, shortened, in quotation marks; nothing where they would say who somebody is."""
    if item.identifies:
        return ""
    shown = words if len(words) <= 40 else f"{words[:39]}…"
    printable = "".join(mark if mark.isprintable() else " " for mark in shown)
    return f"“{printable}” "


def _codes(item: Item) -> str:
    return ", ".join(code.value for code in item.codes)
