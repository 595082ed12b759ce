"""When leads are reminded and those above them are told: of a plan's rounds, and of one round."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.rounds import note_round, open_round, subject_of_round
from goldenthread.improvement_plan.actions.writing import changed, locked, mind_version, note_plan
from goldenthread.improvement_plan.models import Plan, UpdateRound
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.rules.reminders import Reminders, say_escalation, say_reminders


@transaction.atomic
def change_plan_reminders(
    *, plan_id: UUID, version: int, reminders: Reminders, by: Viewer, on: date
) -> None:
    """The days that every round asked from now on begins with; those under way keep theirs."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_request_updates(by, ActionSubject(plan.pk)))
    mind_version(plan, version, "this plan")
    words = _changed(plan, reminders)
    note_plan(
        "change_plan_reminders",
        "changed when the leads of its update rounds are reminded",
        plan,
        by=by,
        on=on,
        changes=words,
    )


@transaction.atomic
def change_round_reminders(
    *, round_id: UUID, version: int, reminders: Reminders, by: Viewer, on: date
) -> None:
    """The days of one round, from tomorrow: no day that is past is made good for."""
    row = open_round(round_id, by=by)
    policies.require(policies.may_request_updates(by, subject_of_round(row)))
    mind_version(row, version, "this round")
    words = _changed(row, reminders)
    changed(row, {"reminders_changed_on": on})
    said = f"changed when the leads of “{row.name}” are reminded"
    note_round("change_round_reminders", said, row, by=by, on=on, changes=words)


def _changed(row: Plan | UpdateRound, reminders: Reminders) -> dict[str, tuple[object, object]]:
    """Set the days; what differs in words, for the history."""
    before = Reminders.from_data(row.reminders)
    if before == reminders:
        raise Refused("These are the days already. Change one of them, or cancel.")
    changed(row, {"reminders": reminders.as_data()})
    said = {
        "reminders": (say_reminders(before), say_reminders(reminders)),
        "those above are told": (say_escalation(before), say_escalation(reminders)),
    }
    return {name: pair for name, pair in said.items() if pair[0] != pair[1]}
