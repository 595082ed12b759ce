"""Scales as data: their points, what each means, what it counts as.

A rating is never mapped by its colour. Each plan carries its own scale; each point of it says in
words what it means, which question (axis) it answers and what it counts as in the three shares.
An action that nobody has rated is "Not yet rated": in code `None`, never a red or a grey point.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

NOT_YET_RATED = "Not yet rated"


class Axis(StrEnum):
    """The question a rating answers; ratings on different axes are shown beside each other."""

    DELIVERY = "delivery"
    SCHEDULE = "schedule"
    IMPACT = "impact"
    EXTERNAL = "external"


WORDS: dict[Axis, str] = {
    Axis.DELIVERY: "delivery state",
    Axis.SCHEDULE: "schedule confidence",
    Axis.IMPACT: "embeddedness and impact",
    Axis.EXTERNAL: "external judgement",
}


class CountsAs(StrEnum):
    """Where a point falls in the three shares."""

    COMPLETE = "complete"
    ON_TRACK = "on_track"
    UNDER_WAY = "under_way"
    NONE = "none"


class Shape(StrEnum):
    """The shape drawn beside the word, so that a grey print still reads."""

    DOUBLE_TICK = "double_tick"
    FILLED_CIRCLE = "filled_circle"
    HALF_CIRCLE = "half_circle"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    RING = "ring"
    DASHED = "dashed"


class Colour(StrEnum):
    """The colour drawn behind the word; never enough by itself."""

    BLUE = "blue"
    GREEN = "green"
    LIGHT_GREEN = "light_green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"
    NONE = "none"


def folded(words: str) -> str:
    """Words with case, runs of space and space around / and - folded away, for comparing labels."""
    lowered = " ".join(words.casefold().replace("–", "-").replace("—", "-").split())
    return re.sub(r"\s*([/-])\s*", r"\1", lowered)


@dataclass(frozen=True)
class ScalePoint:
    """One point of a scale.

    `order` is 0 for the best. `halves` names the two whole points between which a half-rating
    stands: it is a point of its own, not their average. `not_started` marks "yet to commence",
    which is neither better nor worse than a late action; `no_judgement` marks a point that says
    nobody could judge (missing figures), which compares with nothing. `ended`: ratings given at it
    stand and are shown, no new one can be given.
    """

    key: str
    label: str
    meaning: str
    order: int
    colour: Colour
    shape: Shape
    axis: Axis
    counts_as: CountsAs
    halves: tuple[str, str] | None = None
    needs_evidence: bool = False
    needs_cause: bool = False
    needs_sign_off: bool = False
    not_started: bool = False
    no_judgement: bool = False
    ended: bool = False

    def as_data(self) -> dict[str, Any]:
        """Plain values for JSON; `from_data` reads them back unchanged."""
        return {
            "key": self.key,
            "label": self.label,
            "meaning": self.meaning,
            "order": self.order,
            "colour": self.colour.value,
            "shape": self.shape.value,
            "axis": self.axis.value,
            "counts_as": self.counts_as.value,
            "halves": list(self.halves) if self.halves else None,
            "needs_evidence": self.needs_evidence,
            "needs_cause": self.needs_cause,
            "needs_sign_off": self.needs_sign_off,
            "not_started": self.not_started,
            "no_judgement": self.no_judgement,
        } | ({"ended": True} if self.ended else {})

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "ScalePoint":
        """The point written by `as_data`. KeyError or ValueError where one is missing or wrong."""
        halves = data.get("halves")
        return ScalePoint(
            key=str(data["key"]),
            label=str(data["label"]),
            meaning=str(data["meaning"]),
            order=int(data["order"]),
            colour=Colour(data["colour"]),
            shape=Shape(data["shape"]),
            axis=Axis(data["axis"]),
            counts_as=CountsAs(data["counts_as"]),
            halves=(str(halves[0]), str(halves[1])) if halves else None,
            needs_evidence=bool(data.get("needs_evidence", False)),
            needs_cause=bool(data.get("needs_cause", False)),
            needs_sign_off=bool(data.get("needs_sign_off", False)),
            not_started=bool(data.get("not_started", False)),
            no_judgement=bool(data.get("no_judgement", False)),
            ended=bool(data.get("ended", False)),
        )


@dataclass(frozen=True)
class Scale:
    """A plan's own scale, best point first. A changed scale is a new version, never an edit."""

    key: str
    name: str
    version: int
    points: tuple[ScalePoint, ...]

    def __post_init__(self) -> None:
        """Refuse a scale that cannot be used: ValueError names what is wrong with it."""
        keys = [point.key for point in self.points]
        orders = [point.order for point in self.points]
        if not keys:
            raise ValueError(f"The scale {self.name!r} has no points.")
        if len(set(keys)) < len(keys):
            raise ValueError(f"Two points of the scale {self.name!r} have the same key.")
        if len({folded(point.label) for point in self.points}) < len(keys):
            raise ValueError(f"Two points of the scale {self.name!r} have the same label.")
        if any(later <= earlier for earlier, later in pairwise(orders)):
            raise ValueError(f"The points of the scale {self.name!r} are not in order, best first.")
        for point in self.points:
            if point.halves and not set(point.halves) <= set(keys) - {point.key}:
                raise ValueError(
                    f"{point.label!r} stands between points that are not on its scale."
                )

    @property
    def given(self) -> tuple[ScalePoint, ...]:
        """The points that can be given now."""
        return tuple(point for point in self.points if not point.ended)

    def point(self, key: str) -> ScalePoint:
        """The point with this key. KeyError if the scale has none."""
        for point in self.points:
            if point.key == key:
                return point
        raise KeyError(f"The scale {self.key!r} has no point {key!r}.")

    def find(self, label: str) -> ScalePoint | None:
        """The point whose label is these words (case and spaces aside); None if there is none."""
        wanted = folded(label)
        return next((point for point in self.points if folded(point.label) == wanted), None)

    def as_data(self) -> dict[str, Any]:
        """Plain values for JSON; `from_data` reads them back unchanged."""
        return {
            "key": self.key,
            "name": self.name,
            "version": self.version,
            "points": [point.as_data() for point in self.points],
        }

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Scale":
        """The scale written by `as_data`. KeyError or ValueError where one is missing or wrong."""
        return Scale(
            key=str(data["key"]),
            name=str(data["name"]),
            version=int(data["version"]),
            points=tuple(ScalePoint.from_data(point) for point in data["points"]),
        )
