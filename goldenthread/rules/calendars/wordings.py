"""Words around a date that change its meaning, and cells that hold words but no date."""

import re
from datetime import date

from goldenthread.rules.calendars.periods import plus
from goldenthread.rules.calendars.saying import say_date
from goldenthread.rules.calendars.written_dates import Precision, WrittenDate

ONGOING = re.compile(
    r"\b(?:on-?\s?going|continuous(?:ly)?|continuing|rolling|open[ -]ended|business as usual|bau|"
    r"permanent(?:ly)?)\b",
    re.I,
)
AFTERWARDS = re.compile(r"^\W*(?:and\s+)?(?:onwards?|on wards|onward|\+|and beyond)", re.I)
THEREAFTER = re.compile(r"\b(?:thereafter|there after|afterwards|then)\b", re.I)
REPEATS = re.compile(
    r"\b(?:daily|weekly|fortnightly|monthly|bi-?monthly|quarterly|termly|half[ -]termly|"
    r"annual(?:ly)?|bi-?annual(?:ly)?|yearly|six[ -]monthly|6[ -]monthly|"
    r"(?:each|every)\s+\w+(?:\s+(?:days?|weeks?|months?|terms?|years?))?)\b",
    re.I,
)
STARTS = re.compile(
    r"\b(?:from|start(?:s|ing|ed)?|begin(?:s|ning)?|commenc(?:es?|ing|ed)|since|effective)"
    r"(?:\s+(?:from|in|on|at|the|\s)+)?[\s:\-]*$",
    re.I,
)
ENDS = re.compile(
    r"\b(?:to|until|till|up to|by|through)(?:\s+(?:the|end|of|and|incl\w*))*\W*$", re.I
)
BEFORE = re.compile(r"\b(?:before|prior to|ahead of)(?:\s+the)?\s*$", re.I)
AFTER = re.compile(r"\b(?:after|following)(?:\s+the)?\s*$", re.I)
PART = re.compile(
    r"\b(?:(?P<part>early|mid(?:dle)?|late|first half|second half|start|beginning)"
    r"(?:[\s-]+(?:of|in))?(?:\s+the)?)[\s-]*$",
    re.I,
)
WEEK = re.compile(r"\b(?:w/?\s?(?P<c>c|b)|week (?P<commencing>commencing|beginning))\W*$", re.I)
WEEK_END = re.compile(r"\b(?:w/?\s?e|week ending)\W*$", re.I)
REVIEW = re.compile(r"\breview(?:ed|ing|s)?\b", re.I)
DONE_THEN = re.compile(
    r"(?<!be )(?<!to )\b(?:completed?|done|achieved|closed|finished)\b(?!\s+by)\W*(?:in|on)?\W*$",
    re.I,
)
NOT_BEFORE = re.compile(r"\bnot (?:before|earlier than|until)(?:\s+the)?\s*$", re.I)
DONE = re.compile(r"\b(?:completed?|done|achieved|closed|finished|delivered|in place)\b", re.I)
RANGE = re.compile(
    r"^\s*(?:-|to|until|till|through(?:\s+to)?|up\s+to|and\s+end(?:s|ing)?(?:\s+in)?)"
    r"\s*(?:the\s+)?(?:end(?:s|ing)?\s+(?:of\s+|in\s+)?)?(?:the\s+)?$",
    re.I,
)

_THROUGHOUT = re.compile(r"\bthroughout\b", re.I)
_IMMEDIATE = re.compile(
    r"\b(?:immediate(?:ly)?|asap|a\.s\.a\.p|as soon as (?:possible|practicable)|urgent(?:ly)?|"
    r"straight ?away|now)\b",
    re.I,
)
_UNSET = re.compile(
    r"^\W*$|\b(?:tb[acd]|to be (?:confirmed|agreed|advised|determined|decided|set)|"
    r"not (?:known|set|yet)|unknown|to follow|n/?a|none|not applicable|no date|awaiting)\b",
    re.I,
)
COUNTS = dict(
    zip(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        range(1, 13),
        strict=True,
    )
)
_WITHIN = re.compile(
    r"^\W*(?:(?:with)?in|after|at|by)?\s*(?:the\s+)?(?:next\s+)?(?P<count>\d{1,3}|"
    + "|".join(COUNTS)
    + r")\s*(?:-\s*)?(?:calendar\s+)?(?P<unit>day|week|month|year)s?\b",
    re.I,
)

WITHIN_OF = re.compile(
    r"\bwithin\s+(?P<count>\d{1,3}|" + "|".join(COUNTS) + r")\s*(?P<unit>day|week|month|year)s?"
    r"\s+(?:of|from|after)(?:\s+the)?\s*$",
    re.I,
)


def without_a_date(text: str, near: date | None) -> WrittenDate:
    """What a cell says that holds no date: ongoing, a rhythm, a length of time, nothing at all."""
    within = _WITHIN.search(text)
    if within and not re.search(r"\bevery\b|\bworking\b", text, re.I):
        return _within(text, within, near)
    for pattern, precision, problem in (
        (ONGOING, Precision.ONGOING, ""),
        (_THROUGHOUT, Precision.ONGOING, ""),
        (REPEATS, Precision.ONGOING, "Repeats; no first or last date is written."),
        (_IMMEDIATE, Precision.NONE, f"“{text.strip()}” names no day."),
        (_UNSET, Precision.NONE, "No date has been set."),
        (DONE, Precision.NONE, "Says that the work is done, not when it was due."),
    ):
        if pattern.search(text):
            return WrittenDate(text, None, None, precision, problem)
    return WrittenDate(text, None, None, Precision.NONE, f"No date could be read in “{text}”.")


def _within(text: str, match: re.Match[str], near: date | None) -> WrittenDate:
    """A length of time: proposed from the document's date where that is known."""
    if near is None:
        problem = "A length of time, and it does not say from when."
        return WrittenDate(text, None, None, Precision.NONE, problem)
    last = after(near, match)
    problem = f"Proposed by counting from {say_date(near)}, the document's date."
    return WrittenDate(text, None, last, Precision.DAY, problem)


def after(start: date, match: re.Match[str]) -> date:
    """The day that many days, weeks, months or years after `start`."""
    digits = match["count"].lower()
    return plus(start, COUNTS.get(digits) or int(digits), match["unit"].lower())
