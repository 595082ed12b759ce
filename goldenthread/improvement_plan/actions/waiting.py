"""What an action waits for: said, dated, agreed by the other lead, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    mind_version,
    note_action,
    running,
)
from goldenthread.improvement_plan.models import Action, Dependency
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules import waiting
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused

_NOT_AGREED: dict[str, object] = {"agreed_on": None, "agreed_by_id": None, "agreed_by_label": ""}


@transaction.atomic
def add_dependency(
    *,
    action_id: UUID,
    waits_for_id: UUID,
    note: str = "",
    needed_by: date | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """The action waits for another of the same plan, until `needed_by`; never in a circle."""
    action = running(action_id, by=by)
    other = running(waits_for_id, by=by)
    policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    if other.plan_id != action.plan_id:
        raise Refused("Actions can only wait for actions of their own plan. Choose another one.")
    _no_circle(action, other)
    told = {"note": fitted(note, 500), "needed_by": needed_by}
    dependency, made = Dependency.objects.get_or_create(
        action=action,
        waits_for=other,
        defaults={"local_area_id": action.local_area_id, "plan_id": action.plan_id, **told},
    )
    if not made:
        changed(dependency, {**told, **_NOT_AGREED, "ended_on": None})
    note_action(
        "add_dependency",
        f"said that {action.reference} waits for {other.reference}",
        action,
        by=by,
        on=on,
        subjects=[("action", other.pk)],
    )
    return dependency.pk


def let_go(action: Action, keep: Sequence[UUID], *, on: date) -> str:
    """End what the action waits for and no longer is to; what it waited for before, in words."""
    standing = Dependency.objects.filter(
        action=action, ended_on__isnull=True, waits_for__ended_on__isnull=True
    ).select_related("waits_for")
    before = [(one, one.waits_for.reference) for one in standing.order_by("waits_for__position")]
    for one, _ in before:
        if one.waits_for_id not in keep:
            changed(one, {"ended_on": on})
    return ", ".join(reference for _, reference in before)


def begin_waiting(action: Action, others: Sequence[Action]) -> str:
    """The action waits for these, as a newer document says: not agreed yet where it is new."""
    for other in others:
        _no_circle(action, other)
        dependency, made = Dependency.objects.get_or_create(
            action=action,
            waits_for=other,
            defaults={"local_area_id": action.local_area_id, "plan_id": action.plan_id},
        )
        if not made and dependency.ended_on is not None:
            changed(dependency, {**_NOT_AGREED, "ended_on": None})
    return ", ".join(other.reference for other in sorted(others, key=lambda other: other.position))


def _no_circle(action: Action, other: Action) -> None:
    """Refused where each would wait for the other, with the chain that leads back."""
    if action.pk == other.pk:
        raise Refused(
            f"{action.reference} would wait for itself, so neither could begin. "
            "Choose another action."
        )
    waits: dict[UUID, list[UUID]] = {}
    for one, there in Dependency.objects.filter(
        plan_id=action.plan_id,
        ended_on__isnull=True,
        action__ended_on__isnull=True,
        waits_for__ended_on__isnull=True,
    ).values_list("action_id", "waits_for_id"):
        waits.setdefault(one, []).append(there)
    found = waiting.circle(waits, action.pk, other.pk)
    if not found:
        return
    names = dict(Action.objects.filter(pk__in=found).values_list("pk", "reference"))
    back = waiting.in_words([names[pk] for pk in found[1:]])
    raise Refused(
        f"{back} itself, so neither could begin if {action.reference} waited for "
        f"{other.reference} too. End one of these dependencies first."
    )


@transaction.atomic
def change_dependency(
    *,
    dependency_id: UUID,
    version: int,
    note: str,
    needed_by: date | None,
    by: Viewer,
    on: date,
) -> None:
    """What it needs and by when. What was agreed was agreed to the words before, so it is asked
    again."""
    dependency = locked(Dependency, dependency_id, by=by, what="dependency")
    action = running(dependency.action_id, by=by)
    policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    _standing(dependency)
    mind_version(dependency, version, "what it waits for")
    told: dict[str, object] = {"note": fitted(note, 500), "needed_by": needed_by}
    if all(getattr(dependency, name) == value for name, value in told.items()):
        return
    differing = changed(dependency, {**told, **_NOT_AGREED})
    note_action(
        "change_dependency",
        f"changed what {action.reference} waits for",
        action,
        by=by,
        on=on,
        changes={name: pair for name, pair in differing.items() if name != "agreed_by_id"},
        subjects=[("action", dependency.waits_for_id)],
    )


@transaction.atomic
def agree_dependency(*, dependency_id: UUID, by: Viewer, on: date) -> None:
    """The lead of the action waited for agrees to the day, and to what is needed."""
    dependency = locked(Dependency, dependency_id, by=by, what="dependency")
    other = running(dependency.waits_for_id, by=by)
    policies.require(policies.may_agree_to_wait(by, subjects.of_action(other, on=on)))
    _standing(dependency)
    if dependency.agreed_on is not None:
        raise Refused(
            f"{dependency.agreed_by_label} agreed to this on {say_date(dependency.agreed_on)} "
            "already."
        )
    action = running(dependency.action_id, by=by)
    changed(
        dependency,
        {"agreed_on": on, "agreed_by_id": by.user_id, "agreed_by_label": by.name},
    )
    until = f" by {say_date(dependency.needed_by)}" if dependency.needed_by else ""
    note_action(
        "agree_dependency",
        f"agreed that {action.reference} waits for {other.reference}{until}",
        other,
        by=by,
        on=on,
        subjects=[("action", action.pk)],
    )


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


def _standing(dependency: Dependency) -> None:
    if dependency.ended_on is not None:
        raise Refused("It no longer waits for this action. Look at the action again.")
