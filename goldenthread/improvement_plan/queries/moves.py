"""What changed since the last report: as a condition on actions, and of one in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from goldenthread.improvement_plan.queries.conditions import NEVER, NOT_IN_SQL, rated
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.filters import NOT_RATED
from goldenthread.rules.ratings import Direction, direction


def was(keys: Iterable[str], context: PlanContext) -> Q:
    """Stood at one of these points in the last closed period."""
    wanted = {"" if key == NOT_RATED else key for key in keys}
    then = context.then or {}
    return Q(pk__in=[action_id for action_id, key in then.items() if key in wanted])


def _moved(context: PlanContext, wanted: frozenset[Direction] | None) -> Q:
    """Went from one point to another since the last report; `wanted` None: any change."""
    moved = NEVER
    then = context.then or {}
    for before in sorted(set(then.values())):
        after = [
            key or NOT_RATED
            for key in ("", *context.points)
            if key != before and (wanted is None or travel(before, key, context) in wanted)
        ]
        if after:
            moved |= was([before or NOT_RATED], context) & rated(after)
    return moved


def travel(before: str | None, now: str, context: PlanContext) -> Direction:
    """Direction between two point keys of the main scale ("" unrated; before None: not there)."""
    return direction(
        context.points.get(before) if before else None, context.points.get(now) if now else None
    )


def compared_states(action_id: UUID, now: str, context: PlanContext) -> frozenset[str]:
    """What an action at point `now` ("" unrated) did since the last report, in plain Python: the
    twin of the conditions below."""
    if context.then is None:
        return frozenset()
    before = context.then.get(str(action_id))
    if before is None:
        return frozenset({"added"})
    if before == now:
        return frozenset()
    way = travel(before, now, context)
    return frozenset({"moved", way.value} & NOT_IN_SQL)


def changed(state: str, context: PlanContext) -> Q:
    """That an action did so since the last report: moved, better, worse or added."""
    if state == "moved":
        return _moved(context, None)
    if state == "better":
        return _moved(context, frozenset({Direction.BETTER}))
    if state == "worse":
        return _moved(context, frozenset({Direction.WORSE}))
    if context.then is None:
        return NEVER
    return ~Q(pk__in=list(context.then))  # added
