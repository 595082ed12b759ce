"""Rating cells: the words as written, the colour, several columns as history or as axes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from goldenthread.intake.reading.raw import Cell
from goldenthread.intake.understanding.content import looks_like_rating
from goldenthread.intake.understanding.kinds import ProblemKind
from goldenthread.intake.understanding.plan import ColumnUnderstood, RatingRead, ScaleFound
from goldenthread.intake.understanding.words import fold, plain, several, short, squeeze

_NOT_RATINGS = frozenset(
    {"", "n a", "na", "tbc", "none", "not rated", "not yet rated", "no rating"}
)
_EARLIER = ("initial", "previous", "last", "baseline", "start", "opening")
_FIRST = date(1, 1, 1)
_RATING_NAMES = several("rag brag bragg ragb rating ratings status of the for")
_NO_COLOUR = frozenset({"FFFFFF", "AUTO", ""})


@dataclass(frozen=True)
class RatingCells:
    """The ratings of one action and the questions they leave: (kind, sentence)."""

    current: RatingRead | None = None
    axes: tuple[RatingRead, ...] = ()
    history: tuple[RatingRead, ...] = ()
    problems: tuple[tuple[ProblemKind, str], ...] = field(default=())


def read_ratings(
    cells: Sequence[tuple[ColumnUnderstood, Cell]],
    scales: Sequence[ScaleFound],
    row_fills: frozenset[str],
    used: Mapping[str, int],
    reason: str = "",
) -> RatingCells:
    """The ratings of an action from its rating columns, in the order of the columns.

    Dated columns (or "initial", "previous") are a history, whose latest is the current one;
    undated columns with different words over them are axes side by side. row_fills: colours that
    are the row's own shading. used: how often the plan uses each word, folded; without a key a
    word used twice or more is taken for a label.
    """
    read: list[tuple[ColumnUnderstood, RatingRead]] = []
    problems: list[tuple[ProblemKind, str]] = []
    for column, cell in cells:
        rating = _one(column, cell, scales, row_fills, used, problems)
        if rating is not None:
            read.append((column, rating))
    columns = [column for column, _ in cells]
    dated = [column for column in columns if _is_history(column)]
    now = [rating for column, rating in read if column not in dated]
    past = [rating for column, rating in read if column in dated]
    past.sort(key=lambda rating: (rating.date is not None, rating.date or _FIRST))
    undated = [column for column in columns if column not in dated]
    if len(undated) > 1:
        now = [replace(one, axis=_axis(one.column) or one.column) for one in now]
    current = (now[0] if now else None) if undated else (past[-1] if past else None)
    if current is not None and reason:
        current = replace(current, reason=squeeze(reason))
    axes = tuple(now) if len(undated) > 1 else ((current,) if current else ())
    return RatingCells(current, axes, tuple(past), tuple(problems))


def _is_history(column: ColumnUnderstood) -> bool:
    folded = fold(column.heading)
    earlier = re.search(
        r"\b(?:last|previous) (?:month|quarter|period|report|time|meeting)\b", folded
    )
    return bool(column.as_of) or folded.startswith(_EARLIER) or bool(earlier)


def _axis(heading: str) -> str:
    words = [word for word in heading.split() if fold(word) not in _RATING_NAMES]
    return squeeze(re.sub(r"[()]", " ", " ".join(words))).strip(" -–:/")


def _one(
    column: ColumnUnderstood,
    cell: Cell,
    scales: Sequence[ScaleFound],
    row_fills: frozenset[str],
    used: Mapping[str, int],
    problems: list[tuple[ProblemKind, str]],
) -> RatingRead | None:
    text = squeeze(plain(cell.text))
    colour = cell.fill or ""
    if colour in _NO_COLOUR or colour in row_fills:
        colour = ""
    base = RatingRead(text, "", colour, column.heading, column.as_of, column.date)
    if fold(text) in _NOT_RATINGS:
        return _colour_only(base, scales, problems) if colour and not text else None
    label = label_of(text, scales)
    if label:
        return replace(base, label=label)
    keyed = any(scale.source in ("key", "summary") for scale in scales)
    label_like = looks_like_rating(text) or (used.get(fold(text), 0) > 1 and len(text.split()) < 6)
    if keyed or not label_like:
        problems.append(
            (
                ProblemKind.UNKNOWN_RATING,
                f"The rating “{short(text)}” is not in the plan's key. Say what it means."
                if keyed
                else f"“{short(text)}” stands in a rating column. Say which rating it is.",
            )
        )
    return base


def _colour_only(
    base: RatingRead,
    scales: Sequence[ScaleFound],
    problems: list[tuple[ProblemKind, str]],
) -> RatingRead:
    for scale in scales:
        found = [label for label in scale.labels if label.colour == base.colour]
        if len(found) == 1 and scale.source == "key":
            return replace(base, label=found[0].label or found[0].meaning)
    problems.append(
        (
            ProblemKind.RATING_COLOUR_ONLY,
            f"The rating is only a colour (#{base.colour}) and the document's key does not give "
            "it. Say which rating it is.",
        )
    )
    return base


def label_of(text: str, scales: Sequence[ScaleFound]) -> str:
    """The label of a key or summary that the words equal; one letter may stand for one label."""
    wanted = fold(text)
    for scale in sorted(scales, key=lambda one: one.source != "key"):
        labels = [label.label for label in scale.labels if label.label]
        same = [label for label in labels if fold(label) == wanted]
        if same:
            return same[0]
        if len(wanted) == 1:
            first = [label for label in labels if fold(label).startswith(wanted)]
            if len(first) == 1:
                return first[0]
    return ""
