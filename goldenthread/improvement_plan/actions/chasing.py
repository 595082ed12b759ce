"""What chases by itself each day: reminders to those who have not returned, then a word to whoever
answers for their actions. Done twice on a day, it is done once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan.actions import round_messages
from goldenthread.improvement_plan.actions.requests import reminded
from goldenthread.improvement_plan.actions.rounds import still_owing
from goldenthread.improvement_plan.models import UpdateRound
from goldenthread.improvement_plan.queries.rounds import Told, load
from goldenthread.notifications import actions as notifications
from goldenthread.partnership.queries.offices import holders_of, office_of_plan
from goldenthread.rules.reminders import Reminders, escalation_day, reminder_due
from goldenthread.rules.rounds import TO_CHASE, AskedState, request_state
from goldenthread.trail import actions as trail
from goldenthread.trail.verbs import Verb

BY_ITSELF = "Golden Thread"  # who the trail names where nobody pressed a button


@dataclass(frozen=True)
class Chased:
    """How many people were reminded and told, on this run."""

    rounds: int = 0
    reminded: int = 0
    told: int = 0


def chase(*, local_area_id: UUID, area: str, on: date) -> Chased:
    """The reminders and escalations that fall on the day, of every open round of an area; what a
    day missed is made good for once. `area` is the area's part of the address."""
    reminded_all = told_all = 0
    # A closed plan asks nobody; its rounds go on where they stood should it be reopened.
    rows = UpdateRound.objects.filter(
        local_area_id=local_area_id, closed_on__isnull=True, plan__closed_on__isnull=True
    )
    ids = list(rows.order_by("cut_off", "id").values_list("pk", flat=True))
    for round_id in ids:
        with transaction.atomic():
            row = (
                UpdateRound.objects.select_for_update(of=("self",))
                .select_related("plan")
                .filter(local_area_id=local_area_id, pk=round_id, closed_on__isnull=True)
                .first()
            )
            if row is None:
                continue
            reminders = Reminders.from_data(row.reminders)
            many = _remind(row, reminders, on=on)
            told = _escalate(row, reminders, area=area, on=on)
            _note(row, many, told, on=on)
        reminded_all, told_all = reminded_all + many, told_all + told
    return Chased(len(ids), reminded_all, told_all)


def _remind(row: UpdateRound, reminders: Reminders, *, on: date) -> int:
    since = max(filter(None, (row.asked_on, row.reminders_changed_on)))
    falls = reminder_due(row.cut_off, reminders, asked_on=since, on=on)
    if falls is None:
        return 0
    owing = [
        (request, left)
        for request, left in still_owing(row)
        if left and (request.reminded_on is None or request.reminded_on < falls.day)
    ]
    messages = [
        round_messages.reminder(
            request, row, plan=row.plan.title, left=left, what=f"remind:{falls.key}", on=on
        )
        for request, left in owing
    ]
    notifications.queue_many(messages, local_area_id=row.local_area_id, by=None, on=on)
    reminded([request for request, _ in owing], messages, on=on)
    return len(owing)


def _escalate(row: UpdateRound, reminders: Reminders, *, area: str, on: date) -> int:
    """One message to each person above, once a round."""
    day = escalation_day(row.cut_off, reminders)
    if day is None or on < day or row.escalated_on is not None:
        return 0
    missing = _missing(load([row]))
    if not missing:
        return 0
    address = f"/a/{area}/plans/rounds/{row.pk}/?list=chase"
    messages = []
    for person_id, action_ids in _above(row, missing, on=on).items():
        leads = set().union(*(missing[action_id] for action_id in action_ids))
        messages.append(
            round_messages.escalation(
                row,
                person_id=person_id,
                plan=row.plan.title,
                actions=len(action_ids),
                leads=len(leads),
                address=address,
            )
        )
    notifications.queue_many(messages, local_area_id=row.local_area_id, by=None, on=on)
    row.escalated_on = on
    row.save(update_fields=["escalated_on"])
    return len(messages)


def _missing(told: Told) -> Mapping[UUID, set[UUID]]:
    """Action id → the requests that owe it."""
    found: dict[UUID, set[UUID]] = {}
    for request in told.requests:
        asked = told.asked.get(request.pk, ())
        state = request_state(
            (one.state for one in asked), withdrawn=request.withdrawn_on is not None
        )
        if state not in TO_CHASE:
            continue
        for one in asked:
            if one.state is AskedState.WAITING:
                found.setdefault(one.action_id, set()).add(request.pk)
    return found


def _above(
    row: UpdateRound, missing: Mapping[UUID, set[UUID]], *, on: date
) -> Mapping[UUID, set[UUID]]:
    """Person id → the actions they answer for: whoever holds the accountable officer's post, else
    the programme office."""
    asked = row.asked_actions.filter(action_id__in=list(missing))
    posts = dict(asked.values_list("action_id", "action__accountable_post_id"))
    holders = holders_of(
        {post_id for post_id in posts.values() if post_id},
        local_area_id=row.local_area_id,
        on=on,
    )
    office = office_of_plan(row.plan_id, local_area_id=row.local_area_id, on=on)
    found: dict[UUID, set[UUID]] = {}
    for action_id in missing:
        post_id = posts.get(action_id)
        for person_id in (holders.get(post_id) if post_id else None) or office:
            found.setdefault(person_id, set()).add(action_id)
    return found


def _note(row: UpdateRound, many: int, told: int, *, on: date) -> None:
    done = []
    if many:
        done.append(f"reminded {many} {'person' if many == 1 else 'people'}")
    if told:
        done.append(f"told {told} {'person' if told == 1 else 'people'} what is missing")
    if not done:
        return
    trail.record(
        local_area_id=row.local_area_id,
        actor_id=None,
        actor_label=BY_ITSELF,
        verb=Verb.ALTERED,
        act="improvement_plan.chase",
        object_kind="round",
        object_id=row.pk,
        object_label=row.name,
        on=on,
        words=f"{' and '.join(done)} in “{row.name}”",
        subjects=[("plan", row.plan_id)],
    )
