"""Actions as a closed period froze them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.saying import (
    DueWords,
    due_words,
    shortened,
)
from goldenthread.pages.marks import RatingMark, mark_of
from goldenthread.rules.ratings import (
    Scale,
)
from goldenthread.rules.snapshots import SnapshotAction


@dataclass(frozen=True)
class FrozenLine:
    """An action as it stood at the cut-off."""

    reference: str
    title: str
    href: str
    leads: str
    due: DueWords
    rating: RatingMark
    now: RatingMark | None
    direction: str
    cause: str


def point_key_of(action: SnapshotAction) -> str | None:
    return action.rating.point_key if action.rating else None


def mark_at(scale: Scale | None, key: str | None) -> RatingMark:
    """The mark a point had on the frozen scale."""
    points = scale.points if scale else ()
    return mark_of(next((point for point in points if point.key == key), None), scale)


def frozen_line(
    action: SnapshotAction,
    scale: Scale | None,
    on: date,
    addresses: Addresses,
    *,
    now: RatingMark | None = None,
    way: str = "",
) -> FrozenLine:
    key = point_key_of(action)
    done = scale is not None and any(
        point.key == key and point.counts_as.value == "complete" for point in scale.points
    )
    return FrozenLine(
        reference=action.reference,
        title=shortened(action.text, 120),
        href=addresses.action(UUID(action.id)),
        leads="; ".join(action.leads) or "No lead",
        due=due_words(
            action.due,
            on=on,
            complete=done or action.completed_on is not None,
            as_written=action.due_as_written,
        ),
        rating=mark_at(scale, key),
        now=now,
        direction=way,
        cause=action.cause,
    )
