"""Targets and what they reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.inputs import NewTarget
from goldenthread.improvement_plan.actions.writing import (
    Changes,
    changed,
    fitted,
    locked,
    mind_version,
    note_action,
    note_level,
    required,
    running,
    said_by,
)
from goldenthread.improvement_plan.models import (
    Action,
    PlanLevel,
    Target,
    TargetReading,
    TargetStep,
)
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

_FIGURES = ("text", "measure", "value", "unit", "comparator", "baseline", "baseline_on")
_DATE = ("as_written", "first_day", "last_day", "precision")
_SPOKEN = {"as_written": "by when", "value": "target figure"}


@transaction.atomic
def add_target(
    *,
    target: NewTarget,
    level_id: UUID | None = None,
    action_id: UUID | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """A target of a level or an action, with its trajectory."""
    action, level = _aimed(action_id, level_id, by=by, on=on)
    _may_set(action, level, by=by, on=on)
    owner = action or level
    assert owner is not None
    position = Target.objects.filter(plan_id=owner.plan_id).count()
    row = target_row(owner, target, position)
    row.save()
    TargetStep.objects.bulk_create(step_rows(row, target))
    _tell("add_target", "added a target to", row, action, level, by=by, on=on)
    return row.pk


def _aimed(
    action_id: UUID | None, level_id: UUID | None, *, by: Viewer, on: date
) -> tuple[Action | None, PlanLevel | None]:
    if (action_id is None) == (level_id is None):
        raise ValueError("A target belongs to one action or one level.")
    if action_id is not None:
        return running(action_id, by=by), None
    assert level_id is not None
    return None, locked(PlanLevel, level_id, by=by, what="part of the plan")


@transaction.atomic
def edit_target(*, target_id: UUID, version: int, target: NewTarget, by: Viewer, on: date) -> None:
    """What a target says, its figures and its trajectory; the history keeps what it said before.
    Nothing happens where nothing differs."""
    row = locked(Target, target_id, by=by, what="target")
    action, level = _aimed(row.action_id, row.level_id, by=by, on=on)
    _may_set(action, level, by=by, on=on)
    mind_version(row, version, "this target")
    if row.ended_on is not None:
        raise Refused("This target was taken away. Add it again instead.")
    owner = action or level
    assert owner is not None
    wanted = target_row(owner, target, row.position)
    names = _FIGURES if wanted.as_written == row.as_written else (*_FIGURES, *_DATE)
    trajectory = _new_trajectory(row, target)
    differing = changed(row, {name: getattr(wanted, name) for name in names})
    if trajectory and not differing:
        row.version += 1
        row.save(update_fields=["version"])
    told = {_SPOKEN.get(name, name): differing[name] for name in differing if name not in _DATE[1:]}
    if told | trajectory:
        told |= trajectory
        _tell("edit_target", "changed a target of", row, action, level, by=by, on=on, changes=told)


def _new_trajectory(row: Target, target: NewTarget) -> dict[str, tuple[object, object]]:
    """Set the steps; what they were and are, in words, where they differ. A step whose words stay
    keeps the days they were understood as."""
    standing = list(TargetStep.objects.filter(target=row).order_by("position", "id"))
    wanted = step_rows(row, target)
    before, after = _in_words(standing), _in_words(wanted)
    if before == after:
        return {}
    understood = {step.as_written: step for step in standing}
    for step in wanted:
        if (same := understood.get(step.as_written)) is not None:
            step.first_day, step.last_day = same.first_day, same.last_day
            step.precision = same.precision
    TargetStep.objects.filter(target=row).delete()
    TargetStep.objects.bulk_create(wanted)
    return {"steps": (before, after)}


def _in_words(steps: Iterable[TargetStep]) -> str:
    return "; ".join(
        " by ".join(
            filter(
                None, ("" if step.value is None else f"{step.value.normalize():f}", step.as_written)
            )
        )
        for step in steps
    )


def _may_set(action: Action | None, level: PlanLevel | None, *, by: Viewer, on: date) -> None:
    if action:
        policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    elif level:
        policies.require(policies.may_edit_level(by, subjects.of_level(level)))


def target_row(owner: Action | PlanLevel, target: NewTarget, position: int) -> Target:
    due = target.due
    return Target(
        local_area_id=owner.local_area_id,
        plan_id=owner.plan_id,
        action=owner if isinstance(owner, Action) else None,
        level=owner if isinstance(owner, PlanLevel) else None,
        text=required(target.text, "Say what the target is."),
        measure=fitted(target.measure, 300),
        value=target.value,
        unit=fitted(target.unit, 40),
        comparator=fitted(target.comparator, 100),
        baseline=target.baseline,
        baseline_on=target.baseline_on,
        as_written=fitted(due.as_written, 500) if due else "",
        first_day=due.first_day if due else None,
        last_day=due.last_day if due else None,
        precision=due.precision if due else "none",
        position=position,
    )


def step_rows(row: Target, target: NewTarget) -> list[TargetStep]:
    return [
        TargetStep(
            local_area_id=row.local_area_id,
            plan_id=row.plan_id,
            target=row,
            as_written=fitted(step.due.as_written, 500),
            first_day=step.due.first_day,
            last_day=step.due.last_day,
            precision=step.due.precision,
            value=step.value,
            position=position,
        )
        for position, step in enumerate(target.steps)
    ]


@transaction.atomic
def end_target(*, target_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Take a target away; its readings stay."""
    target = locked(Target, target_id, by=by, what="target")
    action, level = _aimed(target.action_id, target.level_id, by=by, on=on)
    policies.require(policies.may_edit_plan(by, target.plan_id))
    mind_version(target, version, "this target")
    if changed(target, {"ended_on": target.ended_on or on}):
        _tell("end_target", "took a target away from", target, action, level, by=by, on=on)


@transaction.atomic
def record_reading(
    *, target_id: UUID, value: Decimal, read_on: date, source: str, by: Viewer, on: date
) -> UUID:
    """What was reached, when, and who says so."""
    target = locked(Target, target_id, by=by, what="target")
    action, level = _aimed(target.action_id, target.level_id, by=by, on=on)
    if action:
        policies.require(policies.may_update(by, subjects.of_action(action, on=on)))
    elif level:
        policies.require(policies.may_edit_level(by, subjects.of_level(level)))
    if read_on > on:
        raise Refused("A reading cannot come from the future. Give the day it was taken.")
    if not value.is_finite() or abs(value) >= Decimal(10) ** 9:
        raise Refused("Give the reading as a number below 1,000,000,000.")
    reading = TargetReading.objects.create(
        local_area_id=target.local_area_id,
        plan_id=target.plan_id,
        target=target,
        value=value,
        on=read_on,
        source=fitted(required(source, "Say where the figure comes from."), 300),
        recorded_at=Now(),
        **said_by(by),
    )
    _tell(
        "record_reading", "recorded a reading of a target of", target, action, level, by=by, on=on
    )
    return reading.pk


def _tell(
    act: str,
    deed: str,
    target: Target,
    action: Action | None,
    level: PlanLevel | None,
    *,
    by: Viewer,
    on: date,
    changes: Changes | None = None,
) -> None:
    about: dict[str, Any] = {"subjects": [("target", target.pk)], "changes": changes}
    if action:
        note_action(act, f"{deed} {action.reference}", action, by=by, on=on, **about)
    elif level:
        note_level(act, f"{deed} “{level}”", level, by=by, on=on, **about)
