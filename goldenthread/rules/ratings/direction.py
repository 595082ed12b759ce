"""Direction of travel between two ratings of one thing, and disagreement between several."""

from collections.abc import Sequence
from enum import StrEnum

from goldenthread.rules.ratings.scales import Axis, Scale, ScalePoint


class Direction(StrEnum):
    """Direction of travel between two ratings of one thing."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NEW = "new"
    NOT_COMPARABLE = "not_comparable"


def direction(before: ScalePoint | None, now: ScalePoint | None) -> Direction:
    """Better, the same or worse, for two points of one scale; NEW where nothing was rated before.

    Points on different axes answer different questions and are not comparable. For points that may
    come from two scales use `direction_between`.
    """
    if now is None:
        return Direction.NOT_COMPARABLE
    if before is None:
        return Direction.NEW
    if before.axis is not now.axis or before.no_judgement or now.no_judgement:
        return Direction.NOT_COMPARABLE
    if before.key == now.key:
        return Direction.SAME
    if before.not_started or now.not_started:
        return _direction_from_the_start(before, now)
    return Direction.BETTER if now.order < before.order else Direction.WORSE


def _direction_from_the_start(before: ScalePoint, now: ScalePoint) -> Direction:
    """Starting is better unless it starts late; going back to not started is worse.

    Between late and not started there is no order: neither is better than the other, save that an
    action which starts late has got worse.
    """
    if before.not_started:
        return Direction.WORSE if now.needs_cause else Direction.BETTER
    return Direction.NOT_COMPARABLE if before.needs_cause else Direction.WORSE


def direction_between(before: tuple[Scale, str] | None, now: tuple[Scale, str] | None) -> Direction:
    """Like `direction`, for (scale, point key) pairs: two scales are never compared."""
    if before and now and (before[0].key, before[0].version) != (now[0].key, now[0].version):
        return Direction.NOT_COMPARABLE
    return direction(
        before[0].point(before[1]) if before else None, now[0].point(now[1]) if now else None
    )


def disagreement(ratings: Sequence[tuple[str, ScalePoint]]) -> bool:
    """Do these (capacity, point) ratings of one thing say different things?

    On one axis two different points disagree. An external judgement is set against every other by
    what it counts as, since it has a scale of its own. Delivery, schedule and impact answer
    different questions: a complete action whose impact is not yet shown is no disagreement.
    """
    points = [point for _, point in ratings if not point.no_judgement]
    for position, one in enumerate(points):
        for other in points[position + 1 :]:
            if one.axis is other.axis:
                if one.key != other.key:
                    return True
            elif Axis.EXTERNAL in (one.axis, other.axis) and one.counts_as is not other.counts_as:
                return True
    return False
