"""Answering a request: by the person asked, their deputy, or somebody on their behalf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.answer_checks import checked, last_said
from goldenthread.improvement_plan.actions.progress import write_completion
from goldenthread.improvement_plan.actions.requests import request_in_hand, subject_of_request
from goldenthread.improvement_plan.actions.writing import fitted, label_of, said_by, storable
from goldenthread.improvement_plan.models import (
    Action,
    ActionForum,
    Escalation,
    Evidence,
    ProgressUpdate,
    RoundAction,
    UpdateRequest,
)
from goldenthread.improvement_plan.queries.answer_inputs import NewAnswer, NewProof
from goldenthread.improvement_plan.queries.request_form import draft_key
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.rules.rounds import STATUS_WORDS, UpdateStatus
from goldenthread.trail import actions as trail
from goldenthread.trail.actions import Act
from goldenthread.trail.verbs import Verb

TITLE_LENGTH = 80


@transaction.atomic
def answer(
    *, request_id: UUID, answers: Sequence[NewAnswer], by: Viewer, on: date
) -> tuple[UUID, ...]:
    """Say where some or all of the actions of a request stand; the ids of the updates. Each is in
    the history of its action. After the cut-off it is kept and marked late."""
    request = request_in_hand(request_id, by=by)
    policies.require(policies.may_answer(by, subject_of_request(request)))
    return _write(request, answers, answered_for="", by=by, on=on)


@transaction.atomic
def answer_for(
    *, request_id: UUID, answers: Sequence[NewAnswer], by: Viewer, on: date
) -> tuple[UUID, ...]:
    """The same on behalf of the person asked, and shown so wherever the update is shown."""
    request = request_in_hand(request_id, by=by)
    policies.require(policies.may_answer_for(by, subject_of_request(request)))
    return _write(request, answers, answered_for=fitted(request.person.name, 200), by=by, on=on)


def _write(
    request: UpdateRequest,
    answers: Sequence[NewAnswer],
    *,
    answered_for: str,
    by: Viewer,
    on: date,
) -> tuple[UUID, ...]:
    row = request.round
    if row.closed_on is not None:
        raise Refused(
            f"“{row.name}” was closed on {say_date(row.closed_on)}. Ask the programme office to "
            "record what you have to say."
        )
    if not answers:
        raise Refused("Nothing is answered yet. Choose how at least one action stands.")
    asked = _locked(request, answers)
    before = last_said([one.action_id for one in asked.values()], row.plan_id)
    updates = {}
    for one in answers:
        action = asked[one.round_action_id].action
        words = checked(one, action, before.get(action.pk), on=on)
        updates[one.round_action_id] = ProgressUpdate(
            local_area_id=row.local_area_id,
            plan_id=row.plan_id,
            action=action,
            round=row,
            answered_for=answered_for,
            by_link=by.task is not None,
            on=on,
            recorded_at=Now(),
            **words,
            **said_by(by),
        )
    ProgressUpdate.objects.bulk_create(updates.values())
    _mark(asked, updates, on=on)
    for one in answers:
        _follow(one, asked[one.round_action_id].action, updates[one.round_action_id], by=by, on=on)
    _forget_draft(request, answers, by=by)
    _tell(request, asked, updates, by=by, on=on)
    return tuple(update.pk for update in updates.values())


def _locked(request: UpdateRequest, answers: Iterable[NewAnswer]) -> dict[UUID, RoundAction]:
    wanted = [one.round_action_id for one in answers]
    if len(set(wanted)) != len(wanted):
        raise Refused("The same action is answered twice. Send each once.")
    rows = (
        RoundAction.objects.filter(pk__in=wanted, asked_of__request=request)
        .select_related("action")
        .select_for_update(of=("self", "action"))
    )
    found = {one.pk: one for one in rows}
    if len(found) != len(wanted):
        raise Refused("One of these actions is not asked of you. Open the form again.")
    for one in found.values():
        if one.action.ended_on is not None:
            raise Refused(
                f"{one.action.reference} is no longer in the plan, so nothing can be said of it. "
                "Leave it out."
            )
    return {pk: found[pk] for pk in wanted}


def _mark(
    asked: Mapping[UUID, RoundAction], updates: Mapping[UUID, ProgressUpdate], *, on: date
) -> None:
    """A new answer is the latest, and is neither accepted nor asked back yet."""
    for pk, one in asked.items():
        one.answer = updates[pk]
        one.first_answered_on = one.first_answered_on or on
        one.accepted_on = one.accepted_by_id = one.asked_back_on = None
        one.accepted_by_label = one.asked_back_words = one.asked_back_by_label = ""
        one.version += 1
        one.action.last_update_on = max(on, one.action.last_update_on or on)
    RoundAction.objects.bulk_update(
        asked.values(),
        [
            "answer", "first_answered_on", "accepted_on", "accepted_by_id", "accepted_by_label",
            "asked_back_on", "asked_back_words", "asked_back_by_label", "version",
        ],
    )  # fmt: skip
    Action.objects.bulk_update([one.action for one in asked.values()], ["last_update_on"])


def _follow(
    one: NewAnswer, action: Action, update: ProgressUpdate, *, by: Viewer, on: date
) -> None:
    """What an answer brings with it: a completion, evidence, a decision that is needed."""
    if one.status == UpdateStatus.COMPLETE and action.completed_on is None:
        write_completion(action, update.progress, by=by, on=on)
    if one.proof is not None:
        _prove(one.proof, action, by=by, on=on)
    if one.blocked:
        _escalate(action, update, by=by, on=on)


def _prove(proof: NewProof, action: Action, *, by: Viewer, on: date) -> None:
    first = " ".join(proof.shows.split())
    title = proof.file_name or (
        first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1]}…"
    )
    Evidence.objects.create(
        local_area_id=action.local_area_id,
        plan_id=action.plan_id,
        action=action,
        kind=proof.kind,
        title=fitted(title, 300),
        shows=storable(proof.shows).strip(),
        file_id=proof.file_id,
        link=proof.link.strip(),
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )


def _escalate(action: Action, update: ProgressUpdate, *, by: Viewer, on: date) -> None:
    """A decision that is needed goes to the forum the action reports to; said again in the same
    words, it is the same one."""
    standing = Escalation.objects.filter(
        action=action,
        decision_needed=update.decision_needed,
        decided_on__isnull=True,
        withdrawn_on__isnull=True,
    )
    if standing.exists():
        return
    forums = ActionForum.objects.filter(action=action).order_by("position", "id")
    Escalation.objects.create(
        local_area_id=action.local_area_id,
        plan_id=action.plan_id,
        action=action,
        blocked=update.cause or update.progress,
        decision_needed=update.decision_needed,
        forum_id=forums.values_list("forum_id", flat=True).first(),
        needed_by=update.decision_by,
        update=update,
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )


def _forget_draft(request: UpdateRequest, answers: Iterable[NewAnswer], *, by: Viewer) -> None:
    """What was typed about the actions that are sent; the rest stays."""
    kept = request.drafts.get(draft_key(by))
    if kept is None:
        return
    sent = {one.round_action_id.hex for one in answers}
    fields = {
        name: values
        for name, values in kept["fields"].items()
        if name.partition("-")[0] not in sent
    }
    if fields:
        request.drafts[draft_key(by)] = {**kept, "fields": fields}
    else:
        del request.drafts[draft_key(by)]
    request.save(update_fields=["drafts"])


def _tell(
    request: UpdateRequest,
    asked: Mapping[UUID, RoundAction],
    updates: Mapping[UUID, ProgressUpdate],
    *,
    by: Viewer,
    on: date,
) -> None:
    row = request.round
    late = " after the cut-off" if on > row.cut_off else ""
    acts = [_act(request, one, updates[pk], late) for pk, one in asked.items()]
    trail.record_many(
        acts, local_area_id=by.local_area_id, actor_id=by.user_id, actor_label=by.name, on=on
    )


def _act(request: UpdateRequest, one: RoundAction, update: ProgressUpdate, late: str) -> Act:
    status = STATUS_WORDS[UpdateStatus(update.status)]
    subjects: list[tuple[str, Any]] = [
        ("plan", request.plan_id),
        ("round", request.round_id),
        ("request", request.pk),
        ("update", update.pk),
    ]
    behalf = f" on behalf of {update.answered_for}" if update.answered_for else ""
    return Act(
        act="improvement_plan.answer",
        verb=Verb.ALTERED,
        object_kind="action",
        object_id=one.action_id,
        object_label=label_of(one.action),
        words=f"answered “{status}” for {one.action.reference} in “{request.round.name}”"
        f"{behalf}{late}",
        subjects=subjects,
    )
