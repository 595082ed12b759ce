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
                f"“{as_written}” was not understood as a {what}. Give the date, or leave the words.",
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
