"""Date cells: the dates as written, and what is left over when a row was broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.intake.understanding.kinds import ProblemKind
from goldenthread.intake.understanding.plan import Due
from goldenthread.intake.understanding.words import fold, is_open, squeeze
from goldenthread.rules.calendars import Precision, WrittenDate, read_dates

_NOTHING = frozenset({"", "tbc", "tba", "n a", "na", "tbd", "to be confirmed", "none"})


@dataclass(frozen=True)
class DateCell:
    """The dates of one cell and the questions it leaves: (kind, sentence)."""

    as_written: str
    dues: tuple[Due, ...] = ()
    problems: tuple[tuple[ProblemKind, str], ...] = ()


def read_date_cell(pieces: Sequence[str], *, near: date | None, what: str = "due date") -> DateCell:
    """The dates of a cell that stood in one piece, or in several after a broken row.

    A broken-off year or month ("2020") after dates that are whole adds no date: it is reported.
    near: a date of the document, for proposing a year that is not written.
    """
    whole, stray = _pieces(pieces)
    as_written = squeeze(whole)
    problems: list[tuple[ProblemKind, str]] = []
    for left in stray:
        problems.append(
            (
                ProblemKind.STRAY_DATE,
                f"“{left}” stands alone after “{as_written}”: it is part of a date that was "
                "cut by the page. It was not taken as another date.",
            )
        )
    if fold(whole) in _NOTHING:
        return DateCell(as_written, (), tuple(problems))
    found = _each_once(read_dates(whole, near=near))
    dated = [one for one in found if one.precision is not Precision.NONE]
    if not dated:
        problems.insert(
            0,
            (
                ProblemKind.DATE_NOT_UNDERSTOOD,
                f"“{as_written}” was not understood as a {what}. Give the date, or "
                "leave the words.",
            ),
        )
    said = " ".join(_sentence(one.problem) for one in dated if one.problem)
    if len(dated) > 1:
        words = said or f"{len(dated)} dates stand in one cell; all are kept."
        problems.append((ProblemKind.SEVERAL_DATES, f"“{as_written}”: {words}"))
    elif said:
        problems.append((ProblemKind.DATE_AMBIGUOUS, f"“{as_written}”: {said}"))
    kept = dated or [one for one in found if one.as_written]
    return DateCell(as_written, tuple(_due(one) for one in kept), tuple(problems))


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_LEAD_IN = r"\b(?P<lead>by|before|until|till|no later than|from|in|for|during|on)\s+"
_PART = r"(?:the\s+)?(?:(?:end|start|beginning|middle)\s+(?:of\s+)?)?(?:the\s+)?"
_NAMED = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+'?(?:20)?\d\d\b)?|"
    r"(?:spring|summer|autumn|easter|christmas)(?:\s+(?:half\s+)?term)?\s+20\d\d(?:/\d\d)?|"
    r"\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d|20\d\d-\d\d-\d\d|q[1-4]\s+20\d\d(?:/\d\d)?|"
    r"20\d\d(?:/\d\d)?\b)"
)
_IN_WORDS = re.compile(
    rf"(?:{_LEAD_IN})?(?P<date>{_PART}{_NAMED}(?:\s*(?:to|until|–|-)\s*{_PART}{_NAMED})?)",
    re.IGNORECASE,
)
_DEADLINE = frozenset({"by", "before", "until", "till", "no later than"})


def dates_in_words(text: str, *, near: date | None, deadlines_only: bool) -> DateCell:
    """The dates inside an action's own words ("Recruit six writers by 30 June 2023").

    deadlines_only: only what follows "by", "before", "until"; a month without a year counts only
    there, too.
    """
    found: list[WrittenDate] = []
    for match in _IN_WORDS.finditer(text):
        firm = (match["lead"] or "").casefold() in _DEADLINE
        if firm or (not deadlines_only and re.search(r"\d", match["date"])):
            found.extend(read_dates(squeeze(match["date"]), near=near))
    dated = [one for one in _each_once(found) if one.precision is not Precision.NONE]
    said = [f"“{one.as_written}”: {_sentence(one.problem)}" for one in dated if one.problem]
    kind = ProblemKind.SEVERAL_DATES if len(dated) > 1 else ProblemKind.DATE_AMBIGUOUS
    if len(dated) > 1 and not said:
        said = [f"{len(dated)} dates stand in the action's words; all are kept."]
    return DateCell(
        "; ".join(one.as_written for one in dated),
        tuple(_due(one) for one in dated),
        ((kind, " ".join(said)),) if said else (),
    )


def _sentence(problem: str) -> str:
    problem = problem.strip()
    if not problem.endswith("."):
        problem += "."
    return problem[:1].upper() + problem[1:]


def _due(one: WrittenDate) -> Due:
    return Due(squeeze(one.as_written), one.last_day, one.precision.value, one.first_day)


def _pieces(pieces: Sequence[str]) -> tuple[str, list[str]]:
    """The cell's words, and the pieces of dates that a page break left over."""
    whole = ""
    stray: list[str] = []
    for piece in pieces:
        if not piece.strip():
            continue
        if not whole:
            whole = piece
        elif _complete(whole) and _fragment(piece):
            stray.append(squeeze(piece))
        elif is_open(whole) or not _complete(whole):
            whole = f"{whole} {piece}"
        else:
            whole = f"{whole}\n{piece}"
    return whole, stray


def _fragment(text: str) -> bool:
    return bool(re.fullmatch(r"\W*(?:(?:19|20)\d\d|\d{1,2}|[A-Za-z]{3,9})\W*", text.strip()))


def _complete(text: str) -> bool:
    """Does the last date of the words have its year?"""
    found = read_dates(text)
    return bool(found) and found[-1].last_day is not None and not is_open(text)


def _each_once(found: Sequence[WrittenDate]) -> list[WrittenDate]:
    out: dict[tuple[str, date | None], WrittenDate] = {}
    for one in found:
        out.setdefault((fold(one.as_written), one.last_day), one)
    return list(out.values())
