"""Levels of a plan: priorities, workstreams, weaknesses, improvement areas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    mind_version,
    note_level,
    only,
    required,
    storable,
)
from goldenthread.improvement_plan.models import ActionLevel, Plan, PlanLevel
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

_WORDS = ("title", "reference", "aim", "impact")


@transaction.atomic
def add_level(
    *,
    plan_id: UUID,
    title: str,
    reference: str = "",
    parent_id: UUID | None = None,
    aim: str = "",
    impact: str = "",
    by: Viewer,
    on: date,
) -> UUID:
    """A level below `parent_id`, or at the top; last among its neighbours."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    parent = None
    if parent_id is not None:
        parent = locked(PlanLevel, parent_id, by=by, what="part of the plan")
        if parent.plan_id != plan_id or parent.ended_on is not None:
            raise Refused("What this should lie below is not in this plan. Choose again.")
    depth = parent.depth + 1 if parent else 0
    if depth >= len(plan.level_names):
        raise Refused(
            f"This plan has {len(plan.level_names)} levels ({', '.join(plan.level_names)}), "
            "so nothing can lie below this one. Add an action instead."
        )
    level = PlanLevel.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        parent=parent,
        depth=depth,
        reference=fitted(reference, 40),
        title=required(title, f"Give the {plan.level_names[depth].lower()} a title."),
        aim=storable(aim),
        impact=storable(impact),
        position=PlanLevel.objects.filter(plan=plan, depth=depth).count(),
    )
    above = [("level", parent.pk)] if parent else []
    words = f"added the {level.word.lower()} “{level}”"
    note_level("add_level", words, level, by=by, on=on, subjects=above)
    return level.pk


@transaction.atomic
def edit_level(
    *, level_id: UUID, version: int, changes: Mapping[str, object], by: Viewer, on: date
) -> None:
    """Title, reference, aim or impact; nothing happens where nothing differs."""
    level = locked(PlanLevel, level_id, by=by, what="part of the plan")
    policies.require(policies.may_edit_level(by, subjects.of_level(level)))
    only(changes, _WORDS)
    mind_version(level, version, "this part of the plan")
    if "title" in changes:
        required(str(changes["title"]), f"Give the {level.word.lower()} a title.")
    if differing := changed(level, changes):
        words = f"changed the {' and '.join(differing)} of “{level}”"
        note_level("edit_level", words, level, by=by, on=on, changes=differing)


@transaction.atomic
def end_level(*, level_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Take an empty level out of the plan; it stays readable in old snapshots."""
    level = locked(PlanLevel, level_id, by=by, what="part of the plan")
    policies.require(policies.may_edit_plan(by, level.plan_id))
    mind_version(level, version, "this part of the plan")
    held = ActionLevel.objects.filter(level=level, action__ended_on__isnull=True).count()
    if held or PlanLevel.objects.filter(parent=level, ended_on__isnull=True).exists():
        raise Refused(
            f"“{level}” still holds actions or other parts of the plan. Move or remove those first."
        )
    if changed(level, {"ended_on": on}):
        note_level("end_level", f"took “{level}” out of the plan", level, by=by, on=on)
