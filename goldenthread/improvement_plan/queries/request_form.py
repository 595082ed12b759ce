"""The form of one request: its actions in the order it asks them, with what was said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from goldenthread.improvement_plan.models import (
    AskedOf,
    Plan,
    PlanLevel,
    ProgressUpdate,
    RoundAction,
    UpdateRequest,
)
from goldenthread.improvement_plan.policies import (
    UPDATE_REQUEST,
    ActionSubject,
    RequestSubject,
)
from goldenthread.improvement_plan.queries import subjects
from goldenthread.improvement_plan.queries.round_facts import (
    AskedAction,
    RequestFact,
    RequestForm,
    RoundFact,
)
from goldenthread.improvement_plan.queries.rounds import load, told_request
from goldenthread.improvement_plan.queries.rows import title_of
from goldenthread.improvement_plan.queries.statement_facts import UpdateFact
from goldenthread.improvement_plan.queries.statements import update_fact
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.reminders import Reminders
from goldenthread.rules.rounds import AskedState, asked_state, in_order, is_late


def requests_in_hand(viewer: Viewer) -> QuerySet[UpdateRequest]:
    """The requests a viewer may look at: those of the plans in sight; by a link, its own alone."""
    if viewer.task is not None:
        if viewer.task.task != UPDATE_REQUEST:
            return UpdateRequest.objects.none()
        return UpdateRequest.objects.filter(
            local_area_id=viewer.local_area_id, pk=viewer.task.object_id
        )
    return UpdateRequest.objects.visible_to(viewer)


def request_form(request_id: UUID, *, viewer: Viewer, on: date) -> RequestForm | None:
    """A constant number of queries, whatever the number of actions; None out of sight."""
    mine = requests_in_hand(viewer).filter(pk=request_id)
    row = mine.select_related("round", "plan").first()
    if row is None:
        return None
    part = subject_of_part(row)
    told = load([row.round], requests=mine)
    request = told_request(
        told.requests[0],
        told,
        row.round,
        plan_title=row.plan.title,
        subject=RequestSubject(row.pk, row.person_id, row.deputy_id, part),
    )
    return RequestForm(
        request=request,
        round=_round(row, request, part),
        local_area_name=viewer.local_area_name,
        actions=_actions(row, on=on),
        draft=row.drafts.get(draft_key(viewer), {}).get("fields", {}),
    )


def draft_key(viewer: Viewer) -> str:
    """Whose draft of the form it is: two people on one form keep a draft each."""
    return str(viewer.person_id or viewer.user_id)


def subject_of_part(row: UpdateRequest) -> ActionSubject:
    """The part of the plan a request's round asks about, for the policies."""
    level_ids: set[UUID] = set()
    level_id = row.round.level_id
    if level_id is not None:
        levels = PlanLevel.objects.filter(local_area_id=row.local_area_id, plan_id=row.plan_id)
        parents = dict(levels.values_list("pk", "parent_id"))
        while level_id is not None and level_id not in level_ids:
            level_ids.add(level_id)
            level_id = parents.get(level_id)
    return ActionSubject(plan_id=row.plan_id, level_ids=frozenset(level_ids))


def _round(row: UpdateRequest, request: RequestFact, part: ActionSubject) -> RoundFact:
    """As one person sees it: its counts are theirs."""
    asked_in, plan = row.round, row.plan
    assert isinstance(plan, Plan)
    owes = int(request.to_chase)
    return RoundFact(
        id=asked_in.pk,
        plan_id=row.plan_id,
        plan_title=plan.title,
        level_id=asked_in.level_id,
        part="",
        name=asked_in.name,
        asked_on=asked_in.asked_on,
        asked_by=asked_in.recorded_by_label,
        cut_off=asked_in.cut_off,
        note=asked_in.note,
        reminders=Reminders.from_data(asked_in.reminders),
        reminders_changed_on=asked_in.reminders_changed_on,
        escalated_on=asked_in.escalated_on,
        closed_on=asked_in.closed_on,
        requests=1,
        returned=1 - owes,
        partly=0,
        late=0,
        to_chase=owes,
        actions=request.actions,
        answered=request.answered,
        accepted=request.accepted,
        asked_back=request.asked_back,
        subject=part,
        version=asked_in.version,
    )


def _actions(row: UpdateRequest, *, on: date) -> tuple[AskedAction, ...]:
    """Four queries."""
    asked = list(
        RoundAction.objects.filter(local_area_id=row.local_area_id, asked_of__request=row)
        .select_related("action")
        .defer("action__as_written", "action__steps")
        .order_by("action__position", "id")
    )
    ids = [one.action_id for one in asked]
    said = _updates(ids, row)
    others = _others(asked, row)
    found = [_asked(one, row, said.get(one.action_id, ()), others) for one in asked]
    return tuple(
        in_order(found, lambda one: (one.due, one.complete), cut_off=row.round.cut_off, on=on)
    )


def _updates(action_ids: Iterable[UUID], row: UpdateRequest) -> Mapping[UUID, list[UpdateFact]]:
    """By action, latest first: the updates of this round, and the latest that is not."""
    of_plan = ProgressUpdate.objects.filter(plan_id=row.plan_id)
    latest = of_plan.filter(action=OuterRef("action_id")).exclude(round_id=row.round_id)
    before = latest.order_by("-on", "-recorded_at", "-id").values("pk")[:1]
    rows = of_plan.filter(
        Q(round_id=row.round_id) | Q(pk=Subquery(before)), action_id__in=list(action_ids)
    )
    found: dict[UUID, list[UpdateFact]] = {}
    for said in rows.order_by("-on", "-recorded_at", "-id"):
        found.setdefault(said.action_id, []).append(update_fact(said))
    return found


def _others(asked: Iterable[RoundAction], row: UpdateRequest) -> Mapping[UUID, tuple[str, ...]]:
    found: dict[UUID, list[str]] = {}
    pairs = AskedOf.objects.filter(
        local_area_id=row.local_area_id,
        round_action__in=list(asked),
        request__withdrawn_on__isnull=True,
    ).exclude(request=row)
    for action_id, name in pairs.order_by("request__person__name").values_list(
        "round_action_id", "request__person__name"
    ):
        found.setdefault(action_id, []).append(name)
    return {key: tuple(names) for key, names in found.items()}


def _asked(
    one: RoundAction,
    row: UpdateRequest,
    said: Iterable[UpdateFact],
    others: Mapping[UUID, tuple[str, ...]],
) -> AskedAction:
    action: Any = one.action
    state = asked_state(
        answered=one.answer_id is not None,
        accepted=one.accepted_on is not None,
        asked_back=one.asked_back_on is not None,
    )
    answers = tuple(each for each in said if each.round_id == one.round_id)
    return AskedAction(
        id=one.pk,
        action_id=one.action_id,
        reference=action.reference,
        title=title_of(action.text),
        text=action.text,
        due=action.due,
        due_as_written=action.due_as_written,
        complete=action.completed_on is not None and state is not AskedState.ASKED_BACK,
        state=state,
        first_answered_on=one.first_answered_on,
        late=is_late(one.first_answered_on, row.round.cut_off),
        accepted_on=one.accepted_on,
        accepted_by=one.accepted_by_label,
        asked_back_on=one.asked_back_on,
        asked_back_words=one.asked_back_words,
        asked_back_by=one.asked_back_by_label,
        also_asked=others.get(one.pk, ()),
        answers=answers,
        before=next((each for each in said if each.round_id != one.round_id), None),
        version=one.version,
    )


@dataclass(frozen=True)
class AnswerInQuestion:
    """An answer that may be asked back; `request_id` is one of those asked about it."""

    round_id: UUID
    request_id: UUID
    reference: str
    title: str
    progress: str
    subject: ActionSubject


def answer_in_question(
    round_action_id: UUID, *, viewer: Viewer, on: date
) -> AnswerInQuestion | None:
    rows = RoundAction.objects.visible_to(viewer).filter(pk=round_action_id)
    one = rows.select_related("action", "answer").first()
    if one is None or one.answer is None:
        return None
    asked = AskedOf.objects.filter(round_action=one).order_by("request__withdrawn_on", "id")
    return AnswerInQuestion(
        round_id=one.round_id,
        request_id=asked.values_list("request_id", flat=True)[0],
        reference=one.action.reference,
        title=title_of(one.action.text),
        progress=one.answer.progress,
        subject=subjects.of_action(one.action, on=on),
    )
