"""What is true of the actions of a plan, by one statement: the conditions of the filters, side by
side.

The answer is read as it comes from the database: a model instance for each of a hundred actions,
with a mark for each of two dozen states, would cost more than the statement does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F

from goldenthread.improvement_plan.models import Action
from goldenthread.improvement_plan.queries.conditions import STATES_IN_SQL, mark, marked
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import PlanFact, ScaleFact

PLANS_REMEMBERED = 200
_ID, _DUE = Action._meta.pk, Action._meta.get_field("due")
_Shown = tuple[PlanFact, UUID, tuple[ScaleFact, ...]]  # and the plan's local area


class Marked(NamedTuple):
    """An action with the states of `conditions.STATES_IN_SQL` that hold of it; `point` is "" where
    not yet rated."""

    id: UUID
    due: date | None
    position: int
    point: str
    states: frozenset[str]


def marked_rows(context: PlanContext) -> list[Marked]:
    """Every action in the plan, in its order. One query."""
    sql, params = _statement((_shown(context),), context.on)
    return _answered(f"{sql} ORDER BY position, id", params)


def marks_of(
    action_ids: Collection[UUID], contexts: Mapping[UUID, PlanContext]
) -> dict[UUID, Marked]:
    """The same of these actions alone, ended ones too, whichever of the plans they are in. One
    query."""
    if not action_ids or not contexts:
        return {}
    known = tuple(contexts.values())
    sql, params = _statement(tuple(map(_shown, known)), known[0].on, ended=True)
    wanted = [_ID.get_db_prep_value(pk, connection) for pk in action_ids]
    places = ", ".join(["%s"] * len(wanted))
    return {row.id: row for row in _answered(f"{sql} WHERE id IN ({places})", (*params, *wanted))}


def _answered(sql: str, params: Iterable[Any]) -> list[Marked]:
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(params))
        return [
            Marked(
                _ID.to_python(pk),
                _DUE.to_python(due),
                position,
                point or "",
                frozenset(compress(STATES_IN_SQL, marks)),
            )
            for pk, due, position, point, *marks in cursor.fetchall()
        ]


def _shown(context: PlanContext) -> _Shown:
    return context.plan, context.local_area_id, context.all_scales


@lru_cache(maxsize=PLANS_REMEMBERED)
def _statement(
    plans: tuple[_Shown, ...], on: date, *, ended: bool = False
) -> tuple[str, tuple[Any, ...]]:
    """The statement in SQL, to be narrowed or put in order. Putting twenty conditions into words
    takes longer than the answer, so the words are remembered, never the answer; they follow from
    the plans, their scales and the day, and the conditions are shown nothing else."""
    contexts = [
        PlanContext(plan, area_id, scales, levels={}, last_report=None, then=None, on=on)
        for plan, area_id, scales in plans
    ]
    actions = Action.objects.filter(plan_id__in=[plan.id for plan, *_ in plans])
    if not ended:
        actions = actions.filter(ended_on__isnull=True)
    rows = marked(actions, contexts).annotate(point_now=F("current_rating__point_key"))
    named = rows.values_list("id", "due", "position", "point_now", *map(mark, STATES_IN_SQL))
    sql, params = named.order_by().query.sql_with_params()
    return f"SELECT * FROM ({sql}) AS marked", tuple(params)  # noqa: S608  (the ORM's own words)
