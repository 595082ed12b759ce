"""Findings: what an inspection said must improve, and which part of the plan answers it."""

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
    note_plan,
    only,
    required,
)
from goldenthread.improvement_plan.models import Finding, Plan, PlanLevel
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused


@transaction.atomic
def add_finding(
    *,
    plan_id: UUID,
    text: str,
    reference: str = "",
    source: str = "",
    found_on: date | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """What an inspection said must improve."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    finding = Finding.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        text=required(text, "Write what the inspection found."),
        reference=fitted(reference, 40),
        source=fitted(source, 300),
        on=found_on,
        position=Finding.objects.filter(plan=plan).count(),
    )
    words = f"added the finding {finding.reference}".strip()
    note_plan("add_finding", words, plan, by=by, on=on, subjects=[("finding", finding.pk)])
    return finding.pk


@transaction.atomic
def edit_finding(
    *, finding_id: UUID, version: int, changes: Mapping[str, object], by: Viewer, on: date
) -> None:
    """Words, reference, source or date (`on`) of a finding; nothing where nothing differs."""
    finding = locked(Finding, finding_id, by=by, what="finding")
    policies.require(policies.may_edit_plan(by, finding.plan_id))
    only(changes, ("text", "reference", "source", "on"))
    mind_version(finding, version, "this finding")
    if "text" in changes:
        required(str(changes["text"]), "Write what the inspection found.")
    if differing := changed(finding, changes):
        told = {"date" if name == "on" else name: pair for name, pair in differing.items()}
        note_plan(
            "edit_finding",
            f"changed the finding {finding.reference}".strip(),
            finding.plan,
            by=by,
            on=on,
            changes=told,
            subjects=[("finding", finding_id)],
        )


@transaction.atomic
def link_finding(
    *, level_id: UUID, finding_id: UUID | None, version: int, by: Viewer, on: date
) -> None:
    """Say which finding a level answers; None: none."""
    level = locked(PlanLevel, level_id, by=by, what="part of the plan")
    policies.require(policies.may_edit_plan(by, level.plan_id))
    mind_version(level, version, "this part of the plan")
    finding = None
    if finding_id is not None:
        finding = locked(Finding, finding_id, by=by, what="finding")
        if finding.plan_id != level.plan_id:
            raise Refused("That finding belongs to another plan. Choose one of this plan.")
    if differing := changed(level, {"finding_id": finding_id}):
        words = (
            f"said that “{level}” answers the finding {finding.reference or 'of the inspection'}"
            if finding
            else f"said that “{level}” answers no finding"
        )
        subjects = [("finding", finding_id)] if finding_id else []
        note_level("link_finding", words, level, by=by, on=on, changes=differing, subjects=subjects)
