"""Finds the dates inside a cell's words: each pattern is one way in which councils write them.

Patterns are tried in order; what one has read is blanked out before the next looks, so that the
"2020" of "July 2020" is never read again as a year of its own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches

from goldenthread.rules.calendars import periods
from goldenthread.rules.calendars.periods import Span
from goldenthread.rules.calendars.saying import MONTHS, WEEKDAYS, say_date, say_weekday
from goldenthread.rules.calendars.written_dates import Precision

FIRST_SHORT_YEAR, LAST_SHORT_YEAR = 14, 49  # two digits that can be a year of a plan (2014–2049)


@dataclass(frozen=True)
class Piece:
    """One date found: where it stands, its span if it can be told, and what was assumed.

    `in_year` gives the span once a year is known, for dates written without one.
    """

    start: int
    end: int
    words: str
    precision: Precision
    span: Span | None
    notes: tuple[str, ...] = ()
    in_year: Callable[[int], Span] | None = None
    bare_year: bool = False
    joined: bool = False  # two dates written as one span

    def noting(self, *notes: str) -> "Piece":
        """The same piece with more said about it."""
        return replace(self, notes=self.notes + notes)


Found = tuple[Precision, Span | None, tuple[str, ...], Callable[[int], Span] | None]
Reader = Callable[[re.Match[str]], "Found | None"]

_MONTH = (
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR = r"(?P<year>20\d\d)(?!\d)"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th)\b)?"
_TIME = r"(?:[t\s]+(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?(?:z|\s?[ap]m)?)?"
_WEEKDAY = r"(?:\b(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?)?"
_ANY_MONTH = _MONTH.replace("?P<month>", "?:")
_SHORT = rf"'?(?P<short>\d\d)(?!\d|:|\.\d|/\d|\s*(?:st|nd|rd|th)\b|\s*{_ANY_MONTH})"
_DOUBLE = r"(?P<from>20\d\d)\s?[/-]\s?(?P<to>20\d\d|\d\d)(?![\d/])"
_TWO_SHORT = r"(?<![\d/.])(?P<from>\d\d)\s?/\s?(?P<to>\d\d)(?![\d/])"


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
        name = MONTHS[month - 1] if 1 <= month <= 12 else f"month {month}"
        gone = f"There is no {number} {name} {year}."
        return Precision.DAY, None, (*notes, gone), None
    if weekday and not WEEKDAYS[span[0].weekday()].lower().startswith(weekday.lower()):
        notes += (f"The weekday does not fit: the day is {say_weekday(span[0])}.",)
    return Precision.DAY, span, notes, None


def _iso(match: re.Match[str]) -> Found:
    return _checked(int(match["year"]), int(match["m"]), int(match["d"]), None)


def _numeric(match: re.Match[str]) -> Found | None:
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


def _named_day(match: re.Match[str]) -> Found | None:
    """12 August 2019, Aug 12th 2019, 12-Aug-19, 12th August; but not "phase 1 May 2019"."""
    if _NUMBERED_THING.search(match.string[: match.start("d")]):
        return None
    month, number = month_number(match["month"]), int(match["d"])
    groups = match.groupdict()
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


def _named_days(match: re.Match[str]) -> Found | None:
    """4th-8th March 2019: a span of days."""
    month, year = month_number(match["month"]), int(match["year"])
    first, last = (_checked(year, month, int(match[name]), None) for name in ("d", "d2"))
    if first[1] is None or last[1] is None or last[1] < first[1]:
        return None
    return Precision.DAY, (first[1][0], last[1][1]), (), None


def _month_year(match: re.Match[str]) -> Found:
    return (
        Precision.MONTH,
        periods.month(int(match["year"]), month_number(match["month"])),
        (),
        None,
    )


def _month_short_year(match: re.Match[str]) -> Found | None:
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


def _month_number_year(match: re.Match[str]) -> Found:
    return Precision.MONTH, periods.month(int(match["year"]), int(match["m"])), (), None


def _misspelt_month(match: re.Match[str]) -> Found | None:
    close = get_close_matches(match["name"].capitalize(), MONTHS, n=1, cutoff=0.8)
    if not close:
        return None
    span = periods.month(int(match["year"]), month_number(close[0]))
    return Precision.MONTH, span, (f"“{match['name']}” is read as {close[0]}.",), None


def _only_month(match: re.Match[str]) -> Found | None:
    """A month alone; "may", "march" and "mar" in lower case inside a sentence are only words."""
    if match["month"].islower() and len(match.string.split()) > 3:
        return None
    month = month_number(match["month"])
    return Precision.MONTH, None, (), lambda year: periods.month(year, month)


def _years_of(match: re.Match[str]) -> tuple[int, int] | None:
    """(2019, 2020) for 2019/20, 2019-2020 or 19/20; None where the second is not a year."""
    first = int(match["from"]) if len(match["from"]) == 4 else short_year(match["from"])
    if first is None:
        return None
    last = int(match["to"]) if len(match["to"]) == 4 else first // 100 * 100 + int(match["to"])
    return (first, last) if last > first else None


def _double_year(match: re.Match[str]) -> Found | None:
    """2019/20: a financial or an academic year; 2019-2022: several."""
    years = _years_of(match)
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


def _only_year(match: re.Match[str]) -> Found:
    year, words = int(match["year"]), (match["kind"] or "").lower()
    if words.startswith(("academic", "school")):
        span, name = periods.academic_year(year - 1), "academic"
    elif words.startswith(("financial", "fiscal", "fy")):
        span, name = periods.financial_year(year - 1), "financial"
    else:
        return Precision.YEAR, periods.calendar_year(year), (), None
    note = f"Read as the {name} year that ends on {say_date(span[1])}; it may be the one after."
    return Precision.YEAR, span, (note,), None


def _term(match: re.Match[str]) -> Found | None:
    """Autumn term 2019, Spring 2020, Summer term 2019/20 (which falls in 2020)."""
    groups = match.groupdict()
    season, years = match["season"].lower(), _years_of(match) if groups.get("from") else None
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


def _numbered_term(match: re.Match[str]) -> Found | None:
    """Term 3 2019/20, where a council has six terms a year."""
    years = _years_of(match)
    if years is None:
        return None
    number = int(match["number"])
    year = years[0] if number <= 2 else years[1]
    note = "Read as one of six terms a year."
    span = periods.months(year, *periods.SIX_TERM_MONTHS[number])
    return Precision.TERM, span, (note,), None


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}


def _quarter(match: re.Match[str]) -> Found | None:
    """Q1 2024/25 is April to June 2024; Q3 2019 may be of the calendar or the financial year."""
    word = (match["number"] or match["nth"] or "").lower()
    number = _ORDINALS.get(word) or int(word[0])
    groups = match.groupdict()
    if groups.get("from"):
        years = _years_of(match)
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


def _feast(match: re.Match[str]) -> Found:
    """Christmas and Easter: the last day before the holiday."""
    is_easter = match["feast"].lower() == "easter"

    def eve(year: int) -> Span:
        last = periods.easter(year) - timedelta(days=3) if is_easter else date(year, 12, 24)
        return last, last

    note = "Read as the day before " + ("Good Friday." if is_easter else "Christmas Day.")
    year = int(match["year"]) if match["year"] else None
    return Precision.DAY, eve(year) if year else None, (note,), None if year else eve


def _excel_day(match: re.Match[str]) -> Found | None:
    """Excel counts days from 30 December 1899."""
    found = date(1899, 12, 30) + timedelta(days=int(match["serial"]))
    if not 2000 <= found.year <= 2099:
        return None
    return Precision.DAY, (found, found), ("Read as a day number from a workbook.",), None


_KIND = r"(?:\b(?P<kind>academic|financial|fiscal|school|fy|ay)(?:\s+year)?\s*(?:of\s+)?)?"
_KIND_AFTER = r"(?:\s+(?P<kind2>academic|financial|fiscal|school)\s+year)?"
_SEASON = (
    r"\b(?P<season>autumn|spring|summer|winter)\b(?P<half>\s+half)?(?P<term>\s+term)?"
    r"(?P<part>\s+[12]\b(?!/))?"
)
_NUMBER_OF_QUARTER = (
    r"\b(?:q(?:uarter|tr)?\.?\s?(?P<number>[1-4])\b"
    r"|(?P<nth>first|second|third|fourth|last|final|1st|2nd|3rd|4th)\s+quarter\b)"
)

_PATTERNS: tuple[tuple[str, Reader], ...] = (
    (r"^\s*(?P<serial>[3-6]\d{4})(?:\.\d+)?\s*$", _excel_day),
    (rf"(?<!\d)(?P<year>20\d\d)[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d){_TIME}", _iso),
    (
        r"(?<![\d/.])(?P<d>\d{1,2})\s?[/.\-]\s?(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>\d{4}|\d\d)(?!\d)"
        + _TIME,
        _numeric,
    ),
    (
        rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}\s?(?:-|to)\s?(?P<d2>\d{{1,2}}){_ORDINAL}\s*"
        rf"(?:of\s+)?{_MONTH}[\s,]*{_YEAR}",
        _named_days,
    ),
    (
        rf"{_WEEKDAY}(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}[\s\-./,]*(?:of\s+)?{_MONTH}"
        rf"[\s\-./,]*{_YEAR}{_TIME}",
        _named_day,
    ),
    (rf"{_MONTH}[ ]?(?P<d>\d{{1,2}}){_ORDINAL}(?:,[ ]?|[ ]){_YEAR}{_TIME}", _named_day),
    (
        rf"{_WEEKDAY}(?<![\d/.])(?P<d>\d{{1,2}}){_ORDINAL}[ \-./]?(?:of\s+)?{_MONTH}"
        rf"[ \-./]{{0,2}}{_SHORT}",
        _named_day,
    ),
    (rf"{_MONTH}[\s\-./,']*(?:of\s+)?{_YEAR}", _month_year),
    (rf"{_WEEKDAY}(?<![\d/.])(?P<d>\d{{1,2}}){_ORDINAL}[ ]?(?:of\s+)?{_MONTH}", _named_day),
    (
        rf"{_MONTH}[ ]?(?P<d>\d{{1,2}})\s?(?:st|nd|rd|th)\b",
        _named_day,
    ),
    (rf"{_MONTH}(?P<gap>[ \-./,']{{0,2}}){_SHORT}", _month_short_year),
    (rf"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])\s?[/.\-]\s?{_YEAR}(?!\s?[/-])", _month_number_year),
    (rf"{_SEASON}[\s,\-]*(?:of\s+)?(?:{_DOUBLE}|{_YEAR}|{_SHORT})", _term),
    (rf"(?:{_DOUBLE}|{_YEAR})\s+{_SEASON}", _term),
    (rf"{_SEASON}", _term),
    (rf"\bterm\s?(?P<number>[1-6])[\s,]*(?:of\s+)?{_DOUBLE}", _numbered_term),
    (rf"{_NUMBER_OF_QUARTER}[\s,\-:]*(?:of\s+)?(?:the\s+)?(?:fy\s*)?{_DOUBLE}", _quarter),
    (rf"{_NUMBER_OF_QUARTER}[\s,\-:]*(?:of\s+)?(?:the\s+)?(?:fy\s*)?{_TWO_SHORT}", _quarter),
    (rf"{_DOUBLE}[\s,\-:]*{_NUMBER_OF_QUARTER}", _quarter),
    (rf"{_TWO_SHORT}[\s,\-:]*{_NUMBER_OF_QUARTER}", _quarter),
    (rf"{_NUMBER_OF_QUARTER}[\s,\-:]*(?:of\s+)?{_YEAR}", _quarter),
    (rf"{_NUMBER_OF_QUARTER}", _quarter),
    (rf"\b(?P<feast>christmas|easter)(?:\s+(?:holidays?|break))?[\s,]*(?:{_YEAR})?", _feast),
    (rf"\b(?P<name>[a-z]{{5,12}})[\s,]+{_YEAR}", _misspelt_month),
    (r"(?<!\d)(?P<year>20\d\d)-(?P<m>0[1-9]|1[0-2])(?!\d)", _month_number_year),
    (rf"{_KIND}{_DOUBLE}{_KIND_AFTER}", _double_year),
    (rf"{_KIND}{_TWO_SHORT}{_KIND_AFTER}", _double_year),
    (rf"{_KIND}(?<![\d/]){_YEAR}(?!/\d)", _only_year),
    (rf"{_MONTH}", _only_month),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), reader) for pattern, reader in _PATTERNS)
_BLANK = "\x00"


def find_pieces(text: str) -> list[Piece]:
    """Every date in the words, in the order written."""
    pieces: list[Piece] = []
    left = text
    for pattern, reader in _COMPILED:
        for piece in _read_all(pattern, reader, left):
            pieces.append(piece)
            left = left[: piece.start] + _BLANK * (piece.end - piece.start) + left[piece.end :]
    return sorted(pieces, key=lambda piece: piece.start)


def _read_all(pattern: re.Pattern[str], reader: Reader, text: str) -> Iterator[Piece]:
    for match in pattern.finditer(text):
        found = reader(match)
        if found is not None:
            precision, span, notes, in_year = found
            yield Piece(
                match.start(),
                match.end(),
                match[0].strip(),
                precision,
                span,
                notes,
                in_year,
                bare_year=reader is _only_year and not match["kind"],
            )
