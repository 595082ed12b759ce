"""Milestones of an action, and what it waits for."""

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
from goldenthread.improvement_plan.models import Dependency, Milestone
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


@transaction.atomic
def add_dependency(
    *, action_id: UUID, waits_for_id: UUID, note: str = "", by: Viewer, on: date
) -> UUID:
    """The action waits for another of the same plan; never in a circle."""
    action = running(action_id, by=by)
    other = running(waits_for_id, by=by)
    policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    if other.plan_id != action.plan_id:
        raise Refused("Actions can only wait for actions of their own plan. Choose another one.")
    if other.pk == action.pk or action.pk in _waited_for(other.pk, action.plan_id):
        raise Refused(
            f"{other.reference} waits for {action.reference} itself, so neither could begin. "
            "End the other dependency first."
        )
    dependency, made = Dependency.objects.get_or_create(
        action=action,
        waits_for=other,
        defaults={
            "local_area_id": action.local_area_id,
            "plan_id": action.plan_id,
            "note": fitted(note, 500),
        },
    )
    if not made:
        changed(dependency, {"note": fitted(note, 500), "ended_on": None})
    note_action(
        "add_dependency",
        f"said that {action.reference} waits for {other.reference}",
        action,
        by=by,
        on=on,
        subjects=[("action", other.pk)],
    )
    return dependency.pk


def _waited_for(action_id: UUID, plan_id: UUID) -> set[UUID]:
    """Everything an action waits for, directly or not."""
    edges = list(
        Dependency.objects.filter(plan_id=plan_id, ended_on__isnull=True).values_list(
            "action_id", "waits_for_id"
        )
    )
    found: set[UUID] = set()
    waiting = [action_id]
    while waiting:
        here = waiting.pop()
        further = {there for one, there in edges if one == here} - found
        found |= further
        waiting += further
    return found


@transaction.atomic
def end_dependency(*, dependency_id: UUID, by: Viewer, on: date) -> None:
    dependency = locked(Dependency, dependency_id, by=by, what="dependency")
    action = running(dependency.action_id, by=by)
    policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    if changed(dependency, {"ended_on": dependency.ended_on or on}):
        note_action(
            "end_dependency",
            f"said that {action.reference} no longer waits for another action",
            action,
            by=by,
            on=on,
            subjects=[("action", dependency.waits_for_id)],
        )
