"""The points of a scale as choices: word, shape, meaning, and what each asks for."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.improvement_plan.queries.facts import ScaleFact
from goldenthread.pages.marks import RatingMark, mark_of
from goldenthread.rules.ratings import ScalePoint


@dataclass(frozen=True)
class RatingChoice:
    """`refused` says why a point cannot be chosen; `wants` what it will ask for."""

    value: str
    mark: RatingMark
    meaning: str
    refused: str
    wants: str
    needs_cause: bool


def rating_choices(scale: ScaleFact, *, kind: str, proven: bool) -> tuple[RatingChoice, ...]:
    """`kind` is "action" or "level"; `proven` whether evidence is recorded."""
    return tuple(
        RatingChoice(
            value=point.key,
            mark=mark_of(point, scale.scale),
            meaning=point.meaning,
            refused=_refused(point, kind),
            wants="" if _refused(point, kind) else _wants(point, proven),
            needs_cause=point.needs_cause,
        )
        for point in scale.scale.given
    )


def _refused(point: ScalePoint, kind: str) -> str:
    if point.needs_sign_off and kind == "action":
        return (
            "Reached by signing off: mark the action complete, then somebody other than the lead "
            "signs it off."
        )
    return ""


def _wants(point: ScalePoint, proven: bool) -> str:
    if point.needs_evidence and not proven:
        return "Wants evidence, and none is recorded yet."
    if point.needs_cause:
        return "Asks for the cause and the date it should be back on track."
    return ""
