"""Progress in words; complete and signed off, two acts by two people."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.rating import evidence_for, write_rating
from goldenthread.improvement_plan.actions.standing import main_scale, repeat_ratings
from goldenthread.improvement_plan.actions.writing import (
    fitted,
    note_action,
    required,
    running,
    said_by,
    storable,
)
from goldenthread.improvement_plan.models import (
    Action,
    Completion,
    Evidence,
    ProgressUpdate,
    Rating,
    RatingScale,
)
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.ratings import ScalePoint
from goldenthread.rules.refusals import Refused


@transaction.atomic
def record_update(
    *,
    action_id: UUID,
    progress: str,
    impact: str = "",
    next_steps: str = "",
    by: Viewer,
    on: date,
) -> UUID:
    """What was done, what families notice, what comes next."""
    action = running(action_id, by=by)
    policies.require(policies.may_update(by, subjects.of_action(action, on=on)))
    update = ProgressUpdate.objects.create(
        local_area_id=action.local_area_id,
        plan_id=action.plan_id,
        action=action,
        progress=required(progress, "Say what progress was made since the last update."),
        impact=storable(impact),
        next_steps=storable(next_steps),
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )
    action.last_update_on = max(on, action.last_update_on or on)
    action.save(update_fields=["last_update_on"])
    words = f"recorded progress on {action.reference}"
    note_action("record_update", words, action, by=by, on=on, subjects=[("update", update.pk)])
    return update.pk


@transaction.atomic
def mark_complete(*, action_id: UUID, note: str = "", by: Viewer, on: date) -> UUID:
    """Say that the work is done. Somebody else signs it off."""
    action = running(action_id, by=by)
    policies.require(policies.may_mark_complete(by, subjects.of_action(action, on=on)))
    if action.completed_on is not None:
        raise Refused(
            f"{action.reference} was marked complete on {say_date(action.completed_on)} already."
        )
    completion = write_completion(action, note, by=by, on=on)
    words = f"marked {action.reference} complete"
    note_action("mark_complete", words, action, by=by, on=on, reason=note)
    return completion.pk


def write_completion(action: Action, note: str, *, by: Viewer, on: date) -> Completion:
    """The rows of a completion, for a verb that has asked its own policy."""
    completion = Completion.objects.create(
        local_area_id=action.local_area_id,
        plan_id=action.plan_id,
        action=action,
        note=storable(note),
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )
    action.completed_on = on
    action.save(update_fields=["completed_on"])
    return completion


@transaction.atomic
def sign_off(*, action_id: UUID, reason: str = "", by: Viewer, on: date) -> None:
    """Sign a completed action off, and rate it at the scale's point for that, where it has one."""
    action = running(action_id, by=by)
    subject = subjects.of_action(action, on=on)
    policies.require(policies.may_sign_off(by, subject))
    completion = _standing(action)
    if completion.signed_off_on is not None:
        raise Refused(
            f"{action.reference} was signed off on {say_date(completion.signed_off_on)} already."
        )
    if on < completion.on:
        raise Refused("The sign-off lies before the completion. Give a later day.")
    scale = main_scale(action.plan_id)
    point = _sign_off_point(scale)
    if point and point.needs_evidence:
        evidence_for(
            Evidence.objects.filter(action=action, withdrawn_on__isnull=True),
            point,
            "that it is done",
        )
    completion.signed_off_on, completion.signed_off_by_id = on, by.user_id
    completion.signed_off_by_label = by.name
    completion.save(update_fields=["signed_off_on", "signed_off_by_id", "signed_off_by_label"])
    action.signed_off_on = on
    action.save(update_fields=["signed_off_on"])
    if scale and point:
        write_rating(
            action,
            scale,
            point,
            capacity="council",
            raters=[by.name],
            rated_on=on,
            reason=reason,
            by=by,
        )
        repeat_ratings(action)
    words = f"signed {action.reference} off as complete"
    note_action("sign_off", words, action, by=by, on=on, reason=reason)


def _standing(action: Action) -> Completion:
    completion = Completion.objects.filter(action=action, withdrawn_on__isnull=True).first()
    if completion is None:
        raise Refused(
            f"{action.reference} has not been marked complete. Its lead marks it complete first; "
            "then it can be signed off."
        )
    return completion


def _sign_off_point(scale: RatingScale | None) -> ScalePoint | None:
    if scale is None:
        return None
    return next((point for point in scale.as_scale().given if point.needs_sign_off), None)


@transaction.atomic
def reopen_completion(
    *, action_id: UUID, reason: str, point_key: str = "", by: Viewer, on: date
) -> None:
    """Take back that the action is complete, and its sign-off with it.

    A signed-off action is rated anew: at `point_key`, or as it stood before it was signed off.
    """
    action = running(action_id, by=by)
    policies.require(policies.may_reopen_completion(by, subjects.of_action(action, on=on)))
    reason = required(reason, "Say why the action is reopened: its history keeps the reason.")
    completion = _standing(action)
    completion.withdrawn_on, completion.withdrawn_reason = on, fitted(reason, 500)
    completion.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    action.completed_on = action.signed_off_on = None
    action.save(update_fields=["completed_on", "signed_off_on"])
    _rate_anew(action, point_key, reason, by=by, on=on)
    words = f"reopened {action.reference}"
    note_action("reopen_completion", words, action, by=by, on=on, reason=reason)


def _rate_anew(action: Action, point_key: str, reason: str, *, by: Viewer, on: date) -> None:
    scale = main_scale(action.plan_id)
    now = action.current_rating
    if scale is None or now is None:
        return
    points = {point.key: point for point in scale.as_scale().points}
    if not points[now.point_key].needs_sign_off and not point_key:
        return
    open_keys = [key for key, point in points.items() if not point.needs_sign_off]
    before = (
        Rating.objects.filter(
            action=action,
            capacity="council",
            scale__key=scale.key,
            superseded_by__isnull=True,
            point_key__in=[point_key] if point_key else open_keys,
        )
        .order_by("-on", "-recorded_at", "-id")
        .first()
    )
    wanted = point_key or (before.point_key if before else "")
    if wanted not in open_keys:
        raise Refused("Say how the action is rated now that it is open again: choose a rating.")
    write_rating(
        action,
        scale,
        points[wanted],
        capacity="council",
        raters=[by.name],
        rated_on=max(on, now.on),
        reason=f"Reopened: {reason}",
        cause=before.cause if before else "",
        recovery_date=before.recovery_date if before else None,
        by=by,
    )
    repeat_ratings(action)
