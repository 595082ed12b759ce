"""Why an action is late: said with the day now expected, without a change of its rating."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.writing import (
    note_action,
    required,
    running,
    said_by,
)
from goldenthread.improvement_plan.models import ProgressUpdate
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.rules.rounds import UpdateStatus


@transaction.atomic
def explain_lateness(
    *, action_id: UUID, cause: str, expected_on: date, by: Viewer, on: date
) -> UUID:
    """Record that the action will be late, why, and when it is now expected; the update's id."""
    action = running(action_id, by=by)
    policies.require(policies.may_update(by, subjects.of_action(action, on=on)))
    cause = required(cause, "Say what is holding the action up.")
    if expected_on < on:
        raise Refused("The day it is now expected lies in the past. Give a day still to come.")
    update = ProgressUpdate.objects.create(
        local_area_id=action.local_area_id,
        plan_id=action.plan_id,
        action=action,
        progress=f"Will be late: {cause}",
        status=UpdateStatus.WILL_BE_LATE.value,
        cause=cause,
        expected_on=expected_on,
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )
    action.last_update_on = max(on, action.last_update_on or on)
    action.save(update_fields=["last_update_on"])
    words = f"said why {action.reference} is late, and expects it by {say_date(expected_on)}"
    note_action("record_update", words, action, by=by, on=on, subjects=[("update", update.pk)])
    return update.pk
