"""Invented plans for tests, made by the same verbs as everything else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan import actions
from goldenthread.improvement_plan.actions.inputs import (
    NewAction,
    NewDue,
    NewLead,
    NewLevel,
    NewRating,
    NewScale,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import KNOWN_SCALES

FIVE_POINT = KNOWN_SCALES["five-point"]
BEGAN = date(2019, 9, 2)
RATED = date(2019, 10, 1)


def new_action(number: int, **given: Any) -> NewAction:
    """An action with everything said of it, unless told otherwise."""
    usual: dict[str, Any] = {
        "key": f"a{number}",
        "reference": f"1.{number}",
        "text": f"Agree how the {number}th pathway is to work and tell families about it",
        "level_keys": ("area",),
        "success_measures": "Families say that they know the pathway",
        "leads": (NewLead("Head of Inclusion"),),
        "dues": (NewDue("May 2020", date(2020, 5, 1), date(2020, 5, 31), "month"),),
    }
    return NewAction(**(usual | given))


def rating(point_key: str, on: date = RATED, **given: Any) -> NewRating:
    return NewRating(FIVE_POINT.key, point_key, on, point_key.title(), **given)


def make_plan(
    *,
    by: Viewer,
    on: date = RATED,
    title: str = "Eastmere SEND improvement plan",
    new_actions: Sequence[NewAction] = (),
    **given: Any,
) -> UUID:
    """A plan with one priority, one improvement area in it, and these actions."""
    usual: dict[str, Any] = {
        "kind_name": "Written statement of action",
        "level_names": ("Priority", "Improvement area"),
        "levels": (
            NewLevel("priority", "Joint working", reference="1", aim="One plan for each child"),
            NewLevel("area", "Pathways", reference="1.1", parent_key="priority"),
        ),
        "scales": (NewScale(FIVE_POINT, main=True),),
        "source_label": "plan.docx",
    }
    return actions.make_plan(**(usual | given), title=title, actions=new_actions, by=by, on=on)


def big_plan(count: int, *, by: Viewer, on: date = RATED, **given: Any) -> UUID:
    """A plan of many actions in every state: rated and not, led and not, dated and not."""
    points = [*(point.key for point in FIVE_POINT.points), None]
    many = []
    for number in range(count):
        key = points[number % len(points)]
        many.append(
            new_action(
                number,
                rating=rating(key) if key else None,
                leads=() if number % 7 == 0 else (NewLead(f"Team {number % 3}"),),
                dues=()
                if number % 5 == 0
                else (NewDue("soon", None, BEGAN + timedelta(days=number * 7), "day"),),
                success_measures="" if number % 4 == 0 else "It works",
                progress="Begun" if number % 3 else "",
            )
        )
    return make_plan(by=by, on=on, new_actions=many, **given)


def action_ids(plan_id: UUID, *, by: Viewer, on: date) -> dict[str, UUID]:
    """Reference → id of what is in the plan of the area on that day, in its order."""
    from goldenthread.improvement_plan.models import Action

    rows = Action.objects.filter(plan_id=plan_id, plan__local_area_id=by.local_area_id)
    in_it = rows.exclude(ended_on__lte=on).order_by("position")
    return dict(in_it.values_list("reference", "pk"))
