"""What presenters hand to the rating, chart and thread components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.rules.ratings.scales import (
    NOT_YET_RATED,
    Colour,
    Scale,
    ScalePoint,
    Shape,
)


@dataclass(frozen=True)
class RatingMark:
    """A rating as it is always shown: word, shape and colour; of a half-rating, both shapes."""

    label: str
    colour: str
    shape: str
    second_colour: str = ""
    second_shape: str = ""
    meaning: str = ""


NOT_RATED = RatingMark(NOT_YET_RATED, Colour.NONE.value, Shape.DASHED.value)


def mark_of(point: ScalePoint | None, scale: Scale | None = None) -> RatingMark:
    """The mark of a scale's point; `scale` finds the two halves of a half-rating."""
    if point is None:
        return NOT_RATED
    if point.halves and scale is not None:
        first, second = (scale.point(key) for key in point.halves)
        return RatingMark(
            point.label,
            first.colour.value,
            first.shape.value,
            second.colour.value,
            second.shape.value,
            point.meaning,
        )
    return RatingMark(point.label, point.colour.value, point.shape.value, meaning=point.meaning)


@dataclass(frozen=True)
class RatingCount:
    """How many have one rating; `href` opens them."""

    mark: RatingMark
    number: int
    href: str = ""

    @property
    def label(self) -> str:
        return self.mark.label


@dataclass(frozen=True)
class PeriodCounts:
    """The counts of one reporting period, in the scale's order."""

    label: str
    counts: Sequence[RatingCount]
    href: str = ""


@dataclass(frozen=True)
class Measured:
    """One moment of a line: "Autumn 2024", 71.5; None where nothing was measured."""

    label: str
    value: float | None
    said: str = ""


@dataclass(frozen=True)
class Station:
    """One of the five stations of the golden thread.

    `kind` is Finding, Priority, Action, Evidence or Measure, or the plan's own word for it.
    A station with `gap` is missing: the thread breaks there, and `gap` says what is missing.
    `href` then leads to where it can be mended.
    """

    kind: str
    title: str = ""
    href: str = ""
    detail: str = ""
    gap: str = ""
    current: bool = False
    mark: RatingMark | None = None
