"""Update rounds: every lead asked, the cut-off moved, the round closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import round_messages
from goldenthread.improvement_plan.actions.writing import (
    Changes,
    changed,
    fitted,
    locked,
    note,
    required,
    said_by,
    storable,
)
from goldenthread.improvement_plan.models import (
    AskedOf,
    Plan,
    RoundAction,
    UpdateRequest,
    UpdateRound,
)
from goldenthread.improvement_plan.policies import UPDATE_REQUEST, ActionSubject
from goldenthread.improvement_plan.queries import asking, subjects
from goldenthread.improvement_plan.queries.round_facts import WhoIsAsked
from goldenthread.improvement_plan.queries.rounds import load
from goldenthread.notifications import actions as notifications
from goldenthread.partnership.actions import NewTaskLink, make_task_links
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.rules.reminders import Reminders
from goldenthread.rules.rounds import TO_CHASE, link_ends, request_state

_ROWS_AT_ONCE = 200


@transaction.atomic
def request_updates(
    *,
    plan_id: UUID,
    name: str,
    cut_off: date,
    level_id: UUID | None = None,
    note_to_leads: str = "",
    reminders: Reminders | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """Ask every lead of the plan, or of one part of it, for an update by the cut-off: one message
    with one link to one form each. Without `reminders` the plan's own days of reminders are taken.

    A constant number of statements for each few hundred people.
    """
    plan = locked(Plan, plan_id, by=by, what="plan")
    asked = asking.who_is_asked(plan_id, viewer=by, on=on, level_id=level_id)
    if asked is None:
        raise Refused("This part is not in the plan any more. Choose one that is.")
    policies.require(policies.may_request_updates(by, asked.subject))
    _check(plan, name, cut_off, asked, on=on)
    row = UpdateRound.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        level_id=level_id,
        name=fitted(name.strip(), 100),
        asked_on=on,
        cut_off=cut_off,
        note=storable(note_to_leads).strip(),
        reminders=(reminders or Reminders.from_data(plan.reminders)).as_data(),
        recorded_at=Now(),
        **said_by(by),
    )
    requests = _requests(row, asked, by=by, on=on)
    _asked_actions(row, asked, requests)
    _tell_leads(row, plan, asked, requests, by=by, on=on)
    many = len(asked.people)
    words = (
        f"asked {many} {'person' if many == 1 else 'people'} for updates on "
        f"{round_messages.actions_words(asked.actions)} by {say_date(cut_off)}"
    )
    note_round("request_updates", words, row, by=by, on=on)
    return row.pk


def _check(plan: Plan, name: str, cut_off: date, asked: WhoIsAsked, *, on: date) -> None:
    name = required(name, "Give the round a name, such as January 2020.")
    if cut_off < on:
        raise Refused("The cut-off is past. Choose today or a later day.")
    if UpdateRound.objects.filter(plan=plan, name=fitted(name, 100)).exists():
        raise Refused(f"There is a round called “{name}” already. Give this one another name.")
    if not asked.people:
        raise Refused(
            "There is nobody to ask: every action here is complete, asked about already, or has "
            "no lead who is known. The list below says which."
        )


def _requests(
    row: UpdateRound, asked: WhoIsAsked, *, by: Viewer, on: date
) -> dict[UUID, UpdateRequest]:
    """Person id → their request, each with its link."""
    requests = {
        person.person_id: UpdateRequest(
            local_area_id=row.local_area_id,
            plan_id=row.plan_id,
            round=row,
            person_id=person.person_id,
        )
        for person in asked.people
    }
    wanted = [
        NewTaskLink(
            person_id=request.person_id,
            task=UPDATE_REQUEST,
            object_id=request.pk,
            expires_on=link_ends(row.cut_off),
        )
        for request in requests.values()
    ]
    links = make_task_links(wanted, by=by, on=on)
    for request, link_id in zip(requests.values(), links, strict=True):
        request.link_id = link_id
        request.last_message, request.written_on = round_messages.key(request, "asked"), on
    UpdateRequest.objects.bulk_create(requests.values(), batch_size=_ROWS_AT_ONCE)
    return requests


def _asked_actions(
    row: UpdateRound, asked: WhoIsAsked, requests: dict[UUID, UpdateRequest]
) -> None:
    """Each action once, asked of each of its leads."""
    of_plan = {"local_area_id": row.local_area_id, "plan_id": row.plan_id}
    actions: dict[UUID, RoundAction] = {}
    pairs: list[AskedOf] = []
    for person in asked.people:
        for action in person.actions:
            once = actions.setdefault(
                action.id, RoundAction(round=row, action_id=action.id, **of_plan)
            )
            pairs.append(AskedOf(request=requests[person.person_id], round_action=once, **of_plan))
    RoundAction.objects.bulk_create(actions.values(), batch_size=_ROWS_AT_ONCE)
    AskedOf.objects.bulk_create(pairs, batch_size=_ROWS_AT_ONCE)


def _tell_leads(
    row: UpdateRound,
    plan: Plan,
    asked: WhoIsAsked,
    requests: dict[UUID, UpdateRequest],
    *,
    by: Viewer,
    on: date,
) -> None:
    messages = [
        round_messages.asked(
            requests[person.person_id], row, plan=plan.title, actions=len(person.actions)
        )
        for person in asked.people
    ]
    notifications.queue_many(messages, local_area_id=row.local_area_id, by=by, on=on)


@transaction.atomic
def change_cut_off(*, round_id: UUID, cut_off: date, version: int, by: Viewer, on: date) -> None:
    """Another last day; those who still owe something are told, and their links last as long."""
    row = open_round(round_id, by=by)
    policies.require(policies.may_request_updates(by, subject_of_round(row)))
    if cut_off < on:
        raise Refused("The new cut-off is past. Choose today or a later day.")
    if row.version != version:
        raise Refused("Somebody else changed this round meanwhile. Look at it again.")
    changes = changed(row, {"cut_off": cut_off})
    if not changes:
        raise Refused(f"The cut-off is {say_date(cut_off)} already.")
    owing = [request for request, left in still_owing(row) if left]
    wanted = [
        NewTaskLink(
            person_id=round_messages.in_hand(request)[0],
            task=UPDATE_REQUEST,
            object_id=request.pk,
            expires_on=link_ends(cut_off),
        )
        for request in owing
    ]
    make_task_links(wanted, by=by, on=on)
    messages = [round_messages.new_cut_off(one, row, plan=row.plan.title) for one in owing]
    notifications.queue_many(messages, local_area_id=row.local_area_id, by=by, on=on)
    round_messages.remember(messages, owing, on=on)
    UpdateRequest.objects.bulk_update(owing, round_messages.REMEMBERED, batch_size=_ROWS_AT_ONCE)
    words = f"moved the cut-off of “{row.name}” to {say_date(cut_off)}"
    note_round("change_cut_off", words, row, by=by, on=on, changes=changes)


@transaction.atomic
def close_round(*, round_id: UUID, by: Viewer, on: date) -> None:
    """Nobody is chased any more, and no link opens its form; what was answered stays."""
    row = open_round(round_id, by=by)
    policies.require(policies.may_request_updates(by, subject_of_round(row)))
    changed(row, {"closed_on": on})
    notifications.cancel(
        once_prefix=round_messages.prefix(row.pk),
        local_area_id=row.local_area_id,
        reason="The round was closed.",
    )
    note_round("close_round", f"closed the update round “{row.name}”", row, by=by, on=on)


def open_round(round_id: UUID, *, by: Viewer) -> UpdateRound:
    row = locked(UpdateRound, round_id, by=by, what="update round")
    if row.closed_on is not None:
        raise Refused(
            f"“{row.name}” was closed on {say_date(row.closed_on)}, so nothing more is asked in it."
        )
    return row


def subject_of_round(row: UpdateRound) -> ActionSubject:
    if row.level is None:
        return ActionSubject(plan_id=row.plan_id)
    return subjects.of_level(row.level)


def still_owing(
    row: UpdateRound, request_ids: Sequence[UUID] | None = None
) -> list[tuple[UpdateRequest, int]]:
    """The requests that still owe something, with how many actions wait."""
    told = load([row])
    found = []
    for request in told.requests:
        if request_ids is not None and request.pk not in request_ids:
            continue
        asked = told.asked.get(request.pk, ())
        state = request_state(
            (one.state for one in asked), withdrawn=request.withdrawn_on is not None
        )
        if state in TO_CHASE:
            left = sum(one.state.value in ("waiting", "asked_back") for one in asked)
            found.append((request, left))
    return found


def note_round(
    act: str,
    words: str,
    row: UpdateRound,
    *,
    by: Viewer,
    on: date,
    changes: Changes | None = None,
    reason: str = "",
    about: Sequence[tuple[str, UUID]] = (),
) -> None:
    note(
        act,
        words,
        kind="round",
        row=row,
        label=row.name,
        by=by,
        on=on,
        plan_id=row.plan_id,
        changes=changes,
        reason=reason,
        subjects=about,
    )
