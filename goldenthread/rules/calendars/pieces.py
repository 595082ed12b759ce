"""Finds the dates inside a cell's words: each pattern is one way in which councils write them.

Patterns are tried in order; what one has read is blanked out before the next looks, so that the
"2020" of "July 2020" is never read again as a year of its own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from goldenthread.rules.calendars import readers
from goldenthread.rules.calendars.periods import Span
from goldenthread.rules.calendars.readers import Reader
from goldenthread.rules.calendars.written_dates import Precision


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


_MONTH = (
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR = r"(?P<year>20\d\d)(?!\d)"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th)\b)?"
_TIME = r"(?:[t\s]+(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?(?:z|\s?[ap]m)?)?"
_WEEKDAY = r"(?:\b(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?)?"
_ANY_MONTH = _MONTH.replace("?P<month>", "?:")
_SHORT = r"'?(?P<short>\d\d)(?!\d|:|\.\d|/\d|\s*(?:st|nd|rd|th)\b)"
_DOUBLE = r"(?P<from>20\d\d)\s?[/-]\s?(?P<to>20\d\d|\d\d)(?![\d/])"
_TWO_SHORT = r"(?<![\d/.])(?P<from>\d\d)\s?/\s?(?P<to>\d\d)(?![\d/])"
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
    (r"^\s*(?P<serial>[3-6]\d{4})(?:\.\d+)?\s*$", readers.excel_day),
    (
        rf"(?<!\d)(?P<year>20\d\d)[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d){_TIME}",
        readers.iso,
    ),
    (
        r"(?<![\d/.])(?P<d>\d{1,2})\s?[/.\-]\s?(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>\d{4}|\d\d)(?!\d)"
        + _TIME,
        readers.numeric,
    ),
    (
        rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}\s?(?:-|to)\s?(?P<d2>\d{{1,2}}){_ORDINAL}\s*"
        rf"(?:of\s+)?{_MONTH}[\s,]*{_YEAR}",
        readers.named_days,
    ),
    (
        rf"{_WEEKDAY}(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}[\s\-./,]*(?:of\s+)?{_MONTH}"
        rf"[\s\-./,]*{_YEAR}{_TIME}",
        readers.named_day,
    ),
    (rf"{_MONTH}[ ]?(?P<d>\d{{1,2}}){_ORDINAL}(?:,[ ]?|[ ]){_YEAR}{_TIME}", readers.named_day),
    (
        rf"{_WEEKDAY}(?<![\d/.])(?P<d>\d{{1,2}}){_ORDINAL}[ \-./]?(?:of\s+)?{_MONTH}"
        rf"[ \-./]{{0,2}}{_SHORT}(?!\s*{_ANY_MONTH})",
        readers.named_day,
    ),
    (rf"{_MONTH}[\s\-./,']*(?:of\s+)?{_YEAR}", readers.month_year),
    (rf"{_WEEKDAY}(?<![\d/.])(?P<d>\d{{1,2}}){_ORDINAL}[ ]?(?:of\s+)?{_MONTH}", readers.named_day),
    (
        rf"{_MONTH}[ ]?(?P<d>\d{{1,2}})\s?(?:st|nd|rd|th)\b",
        readers.named_day,
    ),
    (rf"{_MONTH}(?P<gap>[ \-./,']{{0,2}}){_SHORT}", readers.month_short_year),
    (rf"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])\s?[/.\-]\s?{_YEAR}(?!\s?[/-])", readers.month_number_year),
    (rf"{_SEASON}[\s,\-]*(?:of\s+)?(?:{_DOUBLE}|{_YEAR}|{_SHORT})", readers.term),
    (rf"(?:{_DOUBLE}|{_YEAR})\s+{_SEASON}", readers.term),
    (rf"{_SEASON}", readers.term),
    (rf"\bterm\s?(?P<number>[1-6])[\s,]*(?:of\s+)?{_DOUBLE}", readers.numbered_term),
    (rf"{_NUMBER_OF_QUARTER}[\s,\-:]*(?:of\s+)?(?:the\s+)?(?:fy\s*)?{_DOUBLE}", readers.quarter),
    (rf"{_NUMBER_OF_QUARTER}[\s,\-:]*(?:of\s+)?(?:the\s+)?(?:fy\s*)?{_TWO_SHORT}", readers.quarter),
    (rf"{_DOUBLE}[\s,\-:]*{_NUMBER_OF_QUARTER}", readers.quarter),
    (rf"{_TWO_SHORT}[\s,\-:]*{_NUMBER_OF_QUARTER}", readers.quarter),
    (rf"{_NUMBER_OF_QUARTER}[\s,\-:]*(?:of\s+)?{_YEAR}", readers.quarter),
    (rf"{_NUMBER_OF_QUARTER}", readers.quarter),
    (rf"\b(?P<feast>christmas|easter)(?:\s+(?:holidays?|break))?[\s,]*(?:{_YEAR})?", readers.feast),
    (rf"\b(?P<name>[a-z]{{5,12}})[\s,]+{_YEAR}", readers.misspelt_month),
    (r"(?<!\d)(?P<year>20\d\d)-(?P<m>0[1-9]|1[0-2])(?!\d)", readers.month_number_year),
    (rf"{_KIND}{_DOUBLE}{_KIND_AFTER}", readers.double_year),
    (rf"{_KIND}{_TWO_SHORT}{_KIND_AFTER}", readers.double_year),
    (rf"{_KIND}(?<![\d/]){_YEAR}(?!/\d)", readers.only_year),
    (rf"{_MONTH}", readers.only_month),
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
                bare_year=reader is readers.only_year and not match["kind"],
            )
