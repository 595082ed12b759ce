"""Rating scales: keys with labels and meanings, summary tables, the ratings in use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from goldenthread.intake.reading.raw import RawDocument
from goldenthread.intake.understanding.content import looks_like_rating
from goldenthread.intake.understanding.furniture import rows_of, scale_pairs
from goldenthread.intake.understanding.kinds import ProblemKind, TableKind
from goldenthread.intake.understanding.plan import Problem, RatingRead, ScaleFound, ScaleLabel
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import fold, squeeze

_LINE = re.compile(
    r"^(?P<label>(?:light|dark|pale|bright)?\s*(?:red|amber|green|blue|grey|gray|white|yellow|"
    r"black|purple|brown)(?:\s*/\s*\w+)?(?:\s+rating)?|b?rag\b|[ragbw])\s*(?:[:=–—]|\s-\s)\s*"
    r"(?P<meaning>\S.{3,})$",
    re.IGNORECASE,
)

_KEY_OPENS = re.compile(
    r"^[^:;–—]{0,40}\b(?:key|b?rag\w*|ratings?|status)\b[^:;–—]{0,20}:\s*", re.IGNORECASE
)
_BETWEEN = re.compile(r";|\.\s|,\s(?=[A-Z][a-z]+\s*[:=–—-])")


def read_scales(document: RawDocument, tables: Sequence[ReadTable]) -> tuple[ScaleFound, ...]:
    """The keys and summary tables of the document, in order; equal ones once."""
    out: list[ScaleFound] = []
    for table in tables:
        if table.kind is TableKind.SCALE:
            labels = tuple(ScaleLabel(*pair) for pair in scale_pairs(table.table))
            out.append(ScaleFound(_name(table), "key", labels))
        elif table.kind is TableKind.SUMMARY:
            out.append(ScaleFound(_name(table), "summary", _summary_labels(table)))
        elif table.kind is TableKind.PLAN and (above := _above_the_header(table)):
            out.append(ScaleFound("Rating key", "key", above))
    out.extend(_from_paragraphs(document))
    kept: list[ScaleFound] = []
    for scale in out:
        same = [other for other in kept if other.source == scale.source]
        if scale.labels and not any(other.labels == scale.labels for other in same):
            kept.append(scale)
    return tuple(kept)


def _name(table: ReadTable) -> str:
    first = next((text for row in rows_of(table.table) for text in row if text), "")
    return first if not looks_like_rating(first) else "Rating key"


def _summary_labels(table: ReadTable) -> tuple[ScaleLabel, ...]:
    labels: dict[str, ScaleLabel] = {}
    for row in table.table.rows:
        for cell in row.cells:
            text = squeeze(cell.text)
            if looks_like_rating(text):
                labels.setdefault(fold(text), ScaleLabel(text, "", cell.fill or ""))
    return tuple(labels.values())


def _above_the_header(table: ReadTable) -> tuple[ScaleLabel, ...]:
    """A key in the rows above a sheet's own header: a label and its meaning in each."""
    pairs = scale_pairs(replace(table.table, rows=table.above)) if table.above else []
    named = [ScaleLabel(*pair) for pair in pairs if looks_like_rating(pair[0])]
    return tuple(named) if len(named) >= 2 else ()


def _in_one_line(text: str) -> list[ScaleLabel]:
    """ "Key: Green – on track; Amber – some slippage; Red – late" in one paragraph."""
    parts = [squeeze(part).rstrip(".") for part in _BETWEEN.split(_KEY_OPENS.sub("", text))]
    found = [(part, _LINE.match(part)) for part in parts if part]
    labels = [
        ScaleLabel(squeeze(match["label"]), squeeze(match["meaning"]))
        for _, match in found if match
    ]  # fmt: skip
    return labels if len(labels) >= 2 and len(labels) == len(found) else []


def _from_paragraphs(document: RawDocument) -> list[ScaleFound]:
    """A key written as lines: "Red – not started", "Amber – started, some delay"."""
    out: list[ScaleFound] = []
    run: list[ScaleLabel] = []
    for block in [*document.paragraphs, None]:
        if block is not None and (labels := _in_one_line(squeeze(block.text))):
            out.append(ScaleFound("Rating key", "key", tuple(labels)))
            continue
        match = _LINE.match(squeeze(block.text)) if block is not None else None
        if match:
            run.append(ScaleLabel(squeeze(match["label"]), squeeze(match["meaning"])))
            continue
        if len({fold(label.label) for label in run}) >= 2:
            out.append(ScaleFound("Rating key", "key", tuple(run)))
        run = []
    return out


def in_use(ratings: Iterable[RatingRead]) -> ScaleFound | None:
    """The labels the actions carry, for a plan without a key; None when there is none."""
    labels: dict[str, ScaleLabel] = {}
    for rating in ratings:
        if rating.as_written:
            labels.setdefault(
                fold(rating.as_written), ScaleLabel(rating.as_written, "", rating.colour)
            )
    return ScaleFound("Ratings in use", "in use", tuple(labels.values())) if labels else None


def conflicts(scales: Sequence[ScaleFound]) -> list[Problem]:
    """Where two scales of the document do not have the same labels."""
    out: list[Problem] = []
    stated = [scale for scale in scales if scale.source in ("key", "summary")]
    for at, one in enumerate(stated):
        for other in stated[at + 1 :]:
            mine, theirs = _labels(one), _labels(other)
            if mine and theirs and mine.keys() != theirs.keys():
                out.append(
                    Problem(
                        None,
                        ProblemKind.SCALES_CONFLICT,
                        f"{_described(one)} has {_list(mine)}; {_described(other)} has "
                        f"{_list(theirs)}. Say which scale the plan is rated on.",
                    )
                )
            elif mine and one.source == other.source == "key":
                out.append(
                    Problem(
                        None,
                        ProblemKind.SCALES_CONFLICT,
                        f"Two keys have the labels {_list(mine)} with different meanings. "
                        "Say which one the plan is rated on.",
                    )
                )
    return out


def _labels(scale: ScaleFound) -> dict[str, str]:
    return {fold(label.label): label.label for label in scale.labels if label.label}


def _described(scale: ScaleFound) -> str:
    kind = "The key" if scale.source == "key" else "the summary table"
    return f"{kind} “{scale.name}”"


def _list(labels: dict[str, str]) -> str:
    return f"{len(labels)} labels ({', '.join(labels.values())})"
