"""Milestones of an action."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.inputs import NewDue
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    note_action,
    required,
    running,
)
from goldenthread.improvement_plan.models import Milestone
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused


@transaction.atomic
def add_milestone(
    *, action_id: UUID, text: str, due: NewDue | None = None, by: Viewer, on: date
) -> UUID:
    """A step with its own date."""
    action = running(action_id, by=by)
    policies.require(policies.may_update(by, subjects.of_action(action, on=on)))
    milestone = Milestone.objects.create(
        local_area_id=action.local_area_id,
        plan_id=action.plan_id,
        action=action,
        text=fitted(required(text, "Say what is to be reached by then."), 1000),
        as_written=fitted(due.as_written, 500) if due else "",
        first_day=due.first_day if due else None,
        last_day=due.last_day if due else None,
        precision=due.precision if due else "none",
        position=Milestone.objects.filter(action=action).count(),
    )
    words = f"added a milestone to {action.reference}"
    note_action(
        "add_milestone", words, action, by=by, on=on, changes={"milestone": ("", milestone.text)}
    )
    return milestone.pk


@transaction.atomic
def meet_milestone(*, milestone_id: UUID, met_on: date | None = None, by: Viewer, on: date) -> None:
    """Say that a milestone was met, on the day or on an earlier one."""
    milestone = locked(Milestone, milestone_id, by=by, what="milestone")
    action = running(milestone.action_id, by=by)
    policies.require(policies.may_update(by, subjects.of_action(action, on=on)))
    met_on = met_on or on
    if met_on > on:
        raise Refused("A milestone cannot be met in the future. Give the day it was met.")
    if milestone.met_on is not None or milestone.ended_on is not None:
        raise Refused("This milestone was met or taken away already. Look at the action again.")
    differing = changed(milestone, {"met_on": met_on})
    words = f"met a milestone of {action.reference}"
    note_action("meet_milestone", words, action, by=by, on=on, changes=differing)


@transaction.atomic
def end_milestone(*, milestone_id: UUID, by: Viewer, on: date) -> None:
    """Take a milestone away; it stays in the history."""
    milestone = locked(Milestone, milestone_id, by=by, what="milestone")
    action = running(milestone.action_id, by=by)
    policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    if differing := changed(milestone, {"ended_on": milestone.ended_on or on}):
        words = f"took a milestone away from {action.reference}"
        note_action("end_milestone", words, action, by=by, on=on, changes=differing)
