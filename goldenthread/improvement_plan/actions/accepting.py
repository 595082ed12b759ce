"""What the programme office does with an answer: accepts it, or asks it back with a question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import round_messages
from goldenthread.improvement_plan.actions.rounds import note_round, open_round
from goldenthread.improvement_plan.actions.writing import locked, required
from goldenthread.improvement_plan.models import RoundAction, UpdateRequest, UpdateRound
from goldenthread.improvement_plan.policies import UPDATE_REQUEST
from goldenthread.improvement_plan.queries import subjects
from goldenthread.notifications import actions as notifications
from goldenthread.partnership.actions import NewTaskLink, make_task_links
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.rules.rounds import link_ends


@transaction.atomic
def accept(
    *,
    round_id: UUID,
    request_id: UUID | None = None,
    ids: Sequence[UUID] = (),
    by: Viewer,
    on: date,
) -> int:
    """Accept answers of a round: these, or every one of a request, or every one there is; how many.
    What was asked back, or is not answered, is left as it is."""
    row = locked(UpdateRound, round_id, by=by, what="update round")
    waiting = RoundAction.objects.filter(
        round=row, answer__isnull=False, accepted_on__isnull=True, asked_back_on__isnull=True
    )
    if ids:
        waiting = waiting.filter(pk__in=list(ids))
    if request_id is not None:
        waiting = waiting.filter(asked_of__request_id=request_id)
    found = list(waiting.select_related("action").select_for_update(of=("self",)))
    if not found:
        raise Refused("There is no answer here that waits to be accepted.")
    for subject in subjects.of_actions([one.action for one in found], on=on).values():
        policies.require(policies.may_accept(by, subject))
    for one in found:
        one.accepted_on, one.accepted_by_id, one.accepted_by_label = on, by.user_id, by.name
        one.version += 1
    RoundAction.objects.bulk_update(
        found, ["accepted_on", "accepted_by_id", "accepted_by_label", "version"], batch_size=200
    )
    many = len(found)
    words = f"accepted {many} {'answer' if many == 1 else 'answers'} in “{row.name}”"
    about = [("action", one.action_id) for one in found]
    note_round("accept", words, row, by=by, on=on, about=about)
    return many


@transaction.atomic
def ask_back(*, round_action_id: UUID, words: str, by: Viewer, on: date) -> None:
    """Send an answer back with a question to everybody who was asked about the action. The answer
    stays; the next one clears the question."""
    one = locked(RoundAction, round_action_id, by=by, what="answer")
    row = open_round(one.round_id, by=by)
    policies.require(policies.may_accept(by, subjects.of_action(one.action, on=on)))
    question = required(words, "Say what is missing or unclear: the lead reads these words.")
    if one.answer_id is None:
        raise Refused(
            f"{one.action.reference} is not answered yet, so there is nothing to ask back."
        )
    one.asked_back_on, one.asked_back_words, one.asked_back_by_label = on, question, by.name
    one.accepted_on = one.accepted_by_id = None
    one.accepted_by_label = ""
    one.version += 1
    one.save()
    requests = list(
        UpdateRequest.objects.filter(asked__round_action=one, withdrawn_on__isnull=True)
    )
    _tell_those_asked(one, row, requests, by=by, on=on)
    said = f"asked back what was answered for {one.action.reference} in “{row.name}”"
    note_round(
        "ask_back", said, row, by=by, on=on, reason=question, about=[("action", one.action_id)]
    )


def _tell_those_asked(
    one: RoundAction, row: UpdateRound, requests: list[UpdateRequest], *, by: Viewer, on: date
) -> None:
    """By links that work: one that has ended works again for as long as after a cut-off."""
    wanted = [
        NewTaskLink(
            person_id=round_messages.in_hand(request)[0],
            task=UPDATE_REQUEST,
            object_id=request.pk,
            expires_on=link_ends(max(row.cut_off, on)),
        )
        for request in requests
    ]
    make_task_links(wanted, by=by, on=on)
    messages = [
        round_messages.back(
            request, plan=row.plan.title, round_action_id=one.pk, version=one.version
        )
        for request in requests
    ]
    notifications.queue_many(messages, local_area_id=row.local_area_id, by=by, on=on)
    round_messages.remember(messages, requests, on=on)
    UpdateRequest.objects.bulk_update(requests, round_messages.REMEMBERED)
