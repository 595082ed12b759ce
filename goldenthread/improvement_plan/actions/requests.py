"""One person's request: reminded, passed to a deputy, withdrawn; and what they typed so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import round_messages
from goldenthread.improvement_plan.actions.rounds import (
    note_round,
    open_round,
    still_owing,
    subject_of_round,
)
from goldenthread.improvement_plan.actions.writing import changed, fitted, mind_closed, required
from goldenthread.improvement_plan.models import RoundAction, UpdateRequest, UpdateRound
from goldenthread.improvement_plan.policies import UPDATE_REQUEST, RequestSubject
from goldenthread.improvement_plan.queries.request_form import (
    draft_key,
    requests_in_hand,
    subject_of_part,
)
from goldenthread.notifications import actions as notifications
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.actions import make_task_link, withdraw_task_link
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.handing_over import gone
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.rules.rounds import link_ends

VERSION = "-version"  # what follows an action's id in the name of the form's field
LARGEST_DRAFT = 1_000_000  # characters; a form of forty actions is about 40,000


@transaction.atomic
def remind(
    *, round_id: UUID, request_ids: Sequence[UUID] | None = None, by: Viewer, on: date
) -> int:
    """Remind those who still owe something (of these), but not on a day on which they were written
    to already: asked, reminded, passed on. How many were."""
    row = open_round(round_id, by=by)
    policies.require(policies.may_request_updates(by, subject_of_round(row)))
    owing = [pair for pair in still_owing(row, request_ids) if pair[0].written_on != on]
    if not owing:
        raise Refused(
            "Nobody is left to remind today: everybody has returned, or was written to today "
            "already. Tomorrow a reminder helps again."
        )
    messages = [
        round_messages.reminder(
            request, row, plan=row.plan.title, left=left, what=f"now:{on.isoformat()}", on=on
        )
        for request, left in owing
    ]
    notifications.queue_many(messages, local_area_id=row.local_area_id, by=by, on=on)
    reminded([request for request, _ in owing], messages, on=on)
    many = len(owing)
    words = f"reminded {many} {'person' if many == 1 else 'people'} of “{row.name}”"
    note_round("remind", words, row, by=by, on=on, about=[("request", one.pk) for one, _ in owing])
    return many


def reminded(
    requests: Sequence[UpdateRequest],
    messages: Sequence[notifications.NewMessage],
    *,
    on: date,
) -> None:
    """Keep on each request that it was reminded, and by which message."""
    round_messages.remember(messages, requests, on=on)
    for request in requests:
        request.reminded_on = on
        request.reminders_sent += 1
    UpdateRequest.objects.bulk_update(
        requests, [*round_messages.REMEMBERED, "reminded_on", "reminders_sent"], batch_size=200
    )


@transaction.atomic
def pass_to_deputy(*, request_id: UUID, person_id: UUID, by: Viewer, on: date) -> None:
    """Somebody else answers this request, by a link of their own; the person asked still can, by
    theirs. Refused where no link can reach the deputy."""
    request = request_in_hand(request_id, by=by)
    policies.require(policies.may_pass_to_deputy(by, subject_of_request(request)))
    row = _round_to_pass(request)
    person = _deputy(request, person_id, by=by, on=on)
    if request.deputy_link_id is not None:
        withdraw_task_link(
            link_id=request.deputy_link_id, reason="Passed to another deputy", by=by, on=on
        )
        notifications.cancel(
            once_prefix=round_messages.key(request, f"deputy:{request.deputy_id}:"),
            local_area_id=row.local_area_id,
            reason="Passed to another deputy.",
        )
    request.deputy_id, request.passed_on = person_id, on
    request.deputy_link_id = make_task_link(
        person_id=person_id,
        task=UPDATE_REQUEST,
        object_id=request.pk,
        expires_on=max(link_ends(row.cut_off), on),
        by=by,
        on=on,
    )
    asked = request.person.name
    message = round_messages.passed(request, row, plan=row.plan.title, person=asked)
    notifications.queue_many([message], local_area_id=row.local_area_id, by=by, on=on)
    request.last_message, request.written_on = message.once, on
    request.version += 1
    request.save()
    words = f"passed the request of {asked} in “{row.name}” to {person.name}"
    about = [("request", request.pk), ("person", person_id)]
    note_round("pass_to_deputy", words, row, by=by, on=on, about=about)


def _round_to_pass(request: UpdateRequest) -> UpdateRound:
    """The round, locked: in sight with the request, also of somebody who came by a link."""
    row = UpdateRound.objects.select_for_update().get(pk=request.round_id)
    if row.closed_on is not None:
        raise Refused(
            f"“{row.name}” was closed on {say_date(row.closed_on)}, so nobody is asked in it any "
            "more. Ask the programme office to record what you have to say."
        )
    return row


def _deputy(
    request: UpdateRequest, person_id: UUID, *, by: Viewer, on: date
) -> partnership.PersonFact:
    person = partnership.person(person_id, viewer=by, on=on)
    if person is None:
        raise Refused("This person is not known here. Choose one of those listed.")
    if person_id in gone(viewer=by, on=on):
        raise Refused(f"{person.name} has left. Choose somebody who is there.")
    if person_id == request.person_id:
        raise Refused(f"{person.name} was asked themselves. Choose somebody else.")
    if person_id == request.deputy_id:
        raise Refused(f"{person.name} stands in already.")
    if not person.email:
        raise Refused(
            f"No email address is recorded for {person.name}, so no link can reach them. Choose "
            "somebody else, or ask the programme office to record the address first."
        )
    return person


@transaction.atomic
def withdraw_request(*, request_id: UUID, reason: str, by: Viewer, on: date) -> None:
    """They are asked no more, because they left or were asked in error. Their links stop working;
    what they answered stays."""
    request = request_in_hand(request_id, by=by)
    row = open_round(request.round_id, by=by)
    policies.require(policies.may_request_updates(by, subject_of_round(row)))
    reason = required(reason, "Say why they are asked no more: the history keeps the reason.")
    for link_id in filter(None, (request.link_id, request.deputy_link_id)):
        withdraw_task_link(link_id=link_id, reason=reason, by=by, on=on)
    changed(request, {"withdrawn_on": on, "withdrawn_reason": fitted(reason, 500)})
    notifications.cancel(
        once_prefix=f"{round_messages.prefix(row.pk)}{request.pk}:",
        local_area_id=row.local_area_id,
        reason="They are asked no more.",
    )
    words = f"withdrew the request to {request.person.name} in “{row.name}”"
    note_round(
        "withdraw_request",
        words,
        row,
        by=by,
        on=on,
        reason=reason,
        about=[("request", request.pk)],
    )


@transaction.atomic
def keep_draft(
    *, request_id: UUID, fields: Mapping[str, Sequence[str]], by: Viewer, at: datetime
) -> bool:
    """Keep what is typed so far; False where it is too long to keep. Each person has their own.

    A page that is slow to say what was typed may say it after the form was sent. What it says of an
    action that was answered since the page was opened (`<id>-version`) is let go: kept, it would
    stand in the form again as if it had never been sent.
    """
    request = request_in_hand(request_id, by=by)
    subject = subject_of_request(request)
    policies.require(policies.may_answer(by, subject) and policies.may_answer_for(by, subject))
    moved_on = _answered_since(request, fields)
    kept = {
        name: list(values)
        for name, values in fields.items()
        if any(values) and not name.endswith(VERSION) and name.partition("-")[0] not in moved_on
    }
    if sum(len(value) for values in kept.values() for value in values) > LARGEST_DRAFT:
        return False
    if kept:
        request.drafts[draft_key(by)] = {"fields": kept, "at": at.isoformat(), "by": by.name}
    else:
        request.drafts.pop(draft_key(by), None)
    request.save(update_fields=["drafts"])
    return True


def _answered_since(request: UpdateRequest, fields: Mapping[str, Sequence[str]]) -> set[str]:
    """The actions, as the form's names begin, whose version is no longer the one it was opened
    with."""
    opened = {
        name.removesuffix(VERSION): values[-1]
        for name, values in fields.items()
        if name.endswith(VERSION) and values
    }
    if not opened:
        return set()
    asked = RoundAction.objects.filter(
        local_area_id=request.local_area_id, asked_of__request=request
    )
    now = {pk.hex: str(version) for pk, version in asked.values_list("pk", "version")}
    return {key for key, version in opened.items() if now.get(key) != version}


def request_in_hand(request_id: UUID, *, by: Viewer) -> UpdateRequest:
    """The request, in sight of the viewer, standing, locked until the commit."""
    rows = requests_in_hand(by).select_for_update(of=("self",)).select_related("round", "person")
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise Refused("This request is not in a plan that you can see. Look for it on the board.")
    mind_closed(request)
    if request.withdrawn_on is not None:
        raise Refused(
            f"This request was withdrawn on {say_date(request.withdrawn_on)}, so no update is "
            "needed any more."
        )
    return request


def subject_of_request(request: UpdateRequest) -> RequestSubject:
    return RequestSubject(
        request.pk, request.person_id, request.deputy_id, subject_of_part(request)
    )
