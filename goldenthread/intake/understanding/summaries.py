"""The document's own summary of ratings beside what its rows give: shown, never corrected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from goldenthread.intake.understanding.content import looks_like_rating
from goldenthread.intake.understanding.furniture import rows_of
from goldenthread.intake.understanding.kinds import ProblemKind, TableKind
from goldenthread.intake.understanding.plan import Action, Problem, RatingRead, StatedCount
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import fold
from goldenthread.rules.calendars import read_dates

_NUMBER = re.compile(r"^(\d{1,4})(?:\s*\(.*\))?$")
_EARLIER = ("initial", "previous", "last", "baseline", "start", "opening")


def stated_counts(
    tables: Sequence[ReadTable], actions: Sequence[Action]
) -> tuple[StatedCount, ...]:
    """Every number of every summary table beside the rows that have that rating.

    A number belongs to the label on its left; the heading over it says which ratings are meant:
    those of that month, the initial ones, or, where it says neither, the ratings now.
    """
    out: list[StatedCount] = []
    for table in tables:
        if table.kind is not TableKind.SUMMARY or not actions:
            continue
        headings = _headings(table)
        for row in rows_of(table.table):
            label = ""
            for at, cell in enumerate(row):
                if looks_like_rating(cell):
                    label = cell
                elif label and (match := _NUMBER.match(cell)):
                    heading = headings[at] if at < len(headings) else ""
                    rated = _meant(heading, actions)
                    if rated is not None:
                        out.append(
                            StatedCount(
                                table.table.index, heading, label, int(match[1]),
                                rated[fold(label)],
                            )
                        )  # fmt: skip
    return tuple(out)


def _headings(table: ReadTable) -> list[str]:
    """The words over each column: the first row's that names no rating, spread to the right."""
    rows = rows_of(table.table)
    first = rows[0]
    if any(looks_like_rating(cell) for cell in first) or any(map(_NUMBER.match, first)):
        return []
    out: list[str] = []
    for cell in first:
        out.append(cell or (out[-1] if out else ""))
    return out


def _meant(heading: str, actions: Sequence[Action]) -> Counter[str] | None:
    """How often each rating stands in the columns a heading means; None where it means none."""
    words = fold(heading)
    if words.startswith(_EARLIER):
        past = [
            rating
            for action in actions for rating in action.ratings_history
            if fold(rating.column).startswith(_EARLIER)
        ]  # fmt: skip
        return _counted(past) if past else None
    if re.search(r"\b(?:change|direction|movement|travel|total|per cent|target)\b|%", words):
        return None
    day = _month(heading)
    dated = [r for action in actions for r in action.ratings_history if r.date]
    if day and dated:
        same = [r for r in dated if r.date and (r.date.year, r.date.month) == (day.year, day.month)]
        return _counted(same) if same else None
    return _counted(action.rating for action in actions if action.rating)


def _month(heading: str) -> date | None:
    found = [one.last_day for one in read_dates(heading) if one.last_day]
    return found[0] if len(found) == 1 else None


def _counted(ratings: Iterable[RatingRead]) -> Counter[str]:
    return Counter(fold(rating.label or rating.as_written) for rating in ratings)


def differences(stated: Sequence[StatedCount]) -> list[Problem]:
    """One question for each table and column whose numbers are not those of the rows."""
    apart: dict[tuple[int, str], list[StatedCount]] = {}
    for one in stated:
        if one.stated != one.counted:
            apart.setdefault((one.table, one.column), []).append(one)
    return [
        Problem(
            None,
            ProblemKind.STATED_COUNT_DIFFERS,
            f"The document’s summary{f' for “{column}”' if column else ''} says "
            + ", ".join(f"{one.stated} {one.label}" for one in lines)
            + "; its rows give "
            + ", ".join(str(one.counted) for one in lines)
            + ". Both are shown under “Ratings”; neither was changed.",
        )
        for (_, column), lines in apart.items()
    ]
