"""Escalations: blocked, needs a decision by a day; decided, or withdrawn."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.belonging import Belonging, belonging, told_in
from goldenthread.improvement_plan.actions.writing import changed, locked, required, said_by
from goldenthread.improvement_plan.models import ActionForum, Escalation
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused


@transaction.atomic
def raise_escalation(
    *,
    action_id: UUID | None = None,
    level_id: UUID | None = None,
    blocked: str,
    decision_needed: str,
    forum_id: UUID | None = None,
    needed_by: date | None = None,
    update_id: UUID | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """Blocked, needs a decision. Without `forum_id` it goes to the forum that the action reports
    to. May be called inside the transaction of an update (`update_id`), by the action's lead."""
    place = belonging(action_id, level_id, by=by, on=on)
    policies.require(policies.may_raise(by, place.subject))
    if needed_by is not None and needed_by < on:
        raise Refused("The decision is needed by a day that is past. Give today or a later day.")
    forum_id = forum_id or _reports_to(place)
    if forum_id is not None:
        _known_forum(forum_id, by=by)
    escalation = Escalation.objects.create(
        **place.columns,
        blocked=required(blocked, "Say in a sentence what is blocked, and by what."),
        decision_needed=required(decision_needed, "Say which decision is needed."),
        forum_id=forum_id,
        needed_by=needed_by,
        update=told_in(update_id, place),
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )
    when = f" by {say_date(needed_by)}" if needed_by else ""
    place.note(
        "raise_escalation",
        f"said that {place.name} is blocked and needs a decision{when}",
        about=("escalation", escalation.pk),
        by=by,
        on=on,
        reason=escalation.decision_needed,
    )
    return escalation.pk


def _reports_to(place: Belonging) -> UUID | None:
    if place.action is None:
        return None
    links = ActionForum.objects.filter(action=place.action).order_by("position", "id")
    return links.values_list("forum_id", flat=True).first()


def _known_forum(forum_id: UUID, *, by: Viewer) -> None:
    if partnership.forum(forum_id, viewer=by) is None:
        raise Refused("This forum is not known here. Choose one of those listed.")


@transaction.atomic
def record_decision(
    *,
    escalation_id: UUID,
    decision: str,
    forum_id: UUID | None = None,
    decided_on: date | None = None,
    by: Viewer,
    on: date,
) -> None:
    """What was decided, by which forum (the one asked, unless told), on which day."""
    escalation, place = _open(escalation_id, by=by, on=on)
    policies.require(policies.may_record_decision(by, place.subject))
    forum_id = forum_id or escalation.forum_id
    if forum_id is None:
        raise Refused("Say which forum decided.")
    _known_forum(forum_id, by=by)
    decided_on = decided_on or on
    if decided_on > on:
        raise Refused("A decision cannot be recorded before it is made. Give the day it was made.")
    if decided_on < escalation.on:
        raise Refused(
            f"This was escalated on {say_date(escalation.on)}, and cannot have been decided "
            "before. Give a later day, or withdraw it."
        )
    words = required(decision, "Say in a sentence what was decided.")
    changed(
        escalation,
        {
            "decided_on": decided_on,
            "decision": words,
            "decided_by_id": forum_id,
            "decision_recorded_by_label": by.name,
        },
    )
    place.note(
        "record_decision",
        f"recorded what was decided for {place.name}",
        about=("escalation", escalation.pk),
        by=by,
        on=on,
        reason=words,
    )


@transaction.atomic
def withdraw_escalation(*, escalation_id: UUID, reason: str, by: Viewer, on: date) -> None:
    """No decision is needed any more."""
    escalation, place = _open(escalation_id, by=by, on=on)
    policies.require(policies.may_raise(by, place.subject))
    reason = required(reason, "Say why no decision is needed any more.")
    changed(escalation, {"withdrawn_on": on, "withdrawn_reason": reason})
    place.note(
        "withdraw_escalation",
        f"withdrew the escalation of {place.name}",
        about=("escalation", escalation.pk),
        by=by,
        on=on,
        reason=reason,
    )


def _open(escalation_id: UUID, *, by: Viewer, on: date) -> tuple[Escalation, Belonging]:
    escalation = locked(Escalation, escalation_id, by=by, what="escalation")
    place = belonging(escalation.action_id, escalation.level_id, by=by, on=on, ended=True)
    if escalation.decided_on is not None:
        raise Refused(f"This was decided on {say_date(escalation.decided_on)} already.")
    if escalation.withdrawn_on is not None:
        raise Refused(f"This was withdrawn on {say_date(escalation.withdrawn_on)} already.")
    return escalation, place
