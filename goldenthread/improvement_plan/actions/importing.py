"""A whole plan at once, from a document that somebody has looked through: one transaction, a
fixed number of statements, one entry in the trail.

Ratings come in "as imported, no evidence recorded": nothing is demanded of them, and the plan's
page lists them as gaps. A rating at a point that means "complete and signed off" completes and
signs off its action, marked as imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.changing import (
    add_to_plan,
    change_in_plan,
    remove_from_plan,
    wait_anew,
)
from goldenthread.improvement_plan.actions.importing_findings import change_finding
from goldenthread.improvement_plan.actions.importing_levels import (
    change_level,
    change_target,
    target_ids,
)
from goldenthread.improvement_plan.actions.importing_rows import Rows
from goldenthread.improvement_plan.actions.inputs import (
    Added,
    AddedFinding,
    Change,
    Changed,
    ChangedFinding,
    ChangedLevel,
    NewAction,
    NewFinding,
    NewLevel,
    NewScale,
    NewTarget,
    Removed,
)
from goldenthread.improvement_plan.actions.plans import new_plan
from goldenthread.improvement_plan.actions.standing import repeat_all_ratings
from goldenthread.improvement_plan.actions.writing import fitted, locked, note_plan
from goldenthread.improvement_plan.models import Plan
from goldenthread.partnership.queries import Viewer
from goldenthread.trail.verbs import Verb


@transaction.atomic
def make_plan(
    *,
    title: str,
    kind_name: str,
    level_names: Sequence[str],
    levels: Sequence[NewLevel],
    scales: Sequence[NewScale],
    actions: Sequence[NewAction],
    targets: Sequence[NewTarget] = (),
    findings: Sequence[NewFinding] = (),
    layout: Sequence[str] = (),
    source_label: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """The plan's id. `levels` may come in any order; `source_label` names the document.

    Refused where a key points nowhere, a rating is on no scale of the plan, or a post, person or
    forum is not of the local area.
    """
    policies.require(policies.may_create_plan(by))
    plan = new_plan(
        title=title,
        kind_name=kind_name,
        level_names=level_names,
        layout=layout,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
    )
    rows = Rows(plan, by=by, on=on)
    rows.scales(scales)
    rows.findings(findings)
    rows.levels(levels)
    rows.actions(actions)
    rows.targets(targets)
    rows.save()
    words = (
        f"brought in the plan “{plan.title}” with {len(actions)} actions "
        f"from {fitted(source_label, 200)}"
    )
    subjects = [("action", action_id) for action_id in rows.action_ids]
    subjects += [("level", level_id) for level_id in rows.level_ids]
    subjects += [("finding", finding_id) for finding_id in rows.finding_ids]
    subjects += [("target", target_id) for target_id in rows.target_ids]
    note_plan("make_plan", words, plan, by=by, on=on, subjects=subjects, verb=Verb.COLLECTED)
    return plan.pk


@transaction.atomic
def apply_changes(
    *, plan_id: UUID, changes: Sequence[Change], source_label: str, by: Viewer, on: date
) -> tuple[UUID, ...]:
    """Take the chosen differences of a newer document over; the ids of the actions touched.

    One transaction and one entry in the trail, which is in the history of every action touched.
    """
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    added = add_to_plan(
        plan, [change.action for change in changes if isinstance(change, Added)], by=by, on=on
    )
    told: dict[str, tuple[object, object]] = {}
    touched = list(added)
    beside: list[tuple[str, UUID]] = []
    for change in changes:
        if isinstance(change, Changed):
            told |= change_in_plan(plan, change, by=by, on=on)
            touched.append(change.action_id)
        elif isinstance(change, Removed):
            told |= remove_from_plan(plan, change, by=by, on=on)
            touched.append(change.action_id)
        elif isinstance(change, ChangedLevel):
            told |= change_level(plan, change, by=by)
            beside.append(("level", change.level_id))
        elif isinstance(change, (AddedFinding, ChangedFinding)):
            finding_id, said = change_finding(plan, change, by=by)
            told |= said
            beside.append(("finding", finding_id))
        elif not isinstance(change, Added):
            told |= change_target(plan, change, by=by, on=on)
            beside += target_ids([change])
    keys = [change.action.key for change in changes if isinstance(change, Added)]
    told |= wait_anew(
        plan,
        [change for change in changes if isinstance(change, Changed)],
        dict(zip(keys, added, strict=True)),
        by=by,
        on=on,
    )
    repeat_all_ratings(plan_id, touched)
    if changes:
        words = (
            f"took over {len(changes)} {'change' if len(changes) == 1 else 'changes'} "
            f"from {fitted(source_label, 200)}"
        )
        note_plan(
            "apply_changes",
            words,
            plan,
            by=by,
            on=on,
            changes=told,
            subjects=[*(("action", action_id) for action_id in touched), *beside],
        )
    return tuple(touched)
