"""A document's chosen findings, taken over into a running plan."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max

from goldenthread.improvement_plan.actions.answers import join
from goldenthread.improvement_plan.actions.inputs import AddedFinding, ChangedFinding
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    only,
    required,
    storable,
)
from goldenthread.improvement_plan.models import Finding, Plan, PlanLevel
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

Told = dict[str, tuple[object, object]]


def change_finding(
    plan: Plan, change: AddedFinding | ChangedFinding, *, by: Viewer
) -> tuple[UUID, Told]:
    """A finding added with the parts that answer it, or reworded: its id, and what to tell."""
    if isinstance(change, AddedFinding):
        return _add(plan, change, by=by)
    row = locked(Finding, change.finding_id, by=by, what="finding")
    if row.plan_id != plan.pk or row.ended_on is not None:
        raise Refused("A finding is no longer in this plan. Compare the documents again.")
    only(change.fields, ("text",))
    required(change.fields.get("text", ""), "The newer document has no words for a finding.")
    label = f"finding {row.reference}".strip()
    differing = changed(row, change.fields)
    return row.pk, {f"{label}: {name}": pair for name, pair in differing.items()}


def _add(plan: Plan, change: AddedFinding, *, by: Viewer) -> tuple[UUID, Told]:
    new = change.finding
    last = Finding.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    row = Finding.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        text=storable(required(new.text, "Write what the inspection found.")),
        reference=fitted(new.reference, 40),
        kind=fitted(new.kind, 80),
        responsible=fitted(new.responsible, 500),
        source=fitted(new.source, 300),
        on=new.on,
        position=0 if last is None else last + 1,
    )
    told: Told = {f"finding {row.reference or row.position + 1}": (None, row.text)}
    for level_id in change.level_ids:
        level = locked(PlanLevel, level_id, by=by, what="part of the plan")
        if level.plan_id != plan.pk or level.ended_on is not None:
            raise Refused(f"“{level}” is no longer in this plan. Compare the documents again.")
        join(row, level)
        told[f"finding answered by “{level}”"] = (None, row.text)
    return row.pk, told
