"""Update rounds: how many have returned, who has not, and what each said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.improvement_plan.models import (
    Action,
    ActionLevel,
    AskedOf,
    RoundAction,
    UpdateRequest,
    UpdateRound,
)
from goldenthread.improvement_plan.policies import RequestSubject
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.asking import part_subject, part_words
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.narrowing import matching
from goldenthread.improvement_plan.queries.reminding import round_mail
from goldenthread.improvement_plan.queries.round_facts import (
    PartCount,
    RequestFact,
    RoundBoard,
    RoundFact,
)
from goldenthread.notifications import queries as notifications
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.reminders import Reminders
from goldenthread.rules.rounds import (
    TO_CHASE,
    AskedState,
    RequestState,
    asked_state,
    is_late,
    request_state,
)


def rounds(
    plan_id: UUID,
    *,
    viewer: Viewer,
    on: date,
    open_only: bool = False,
    known: PlanContext | None = None,
) -> tuple[RoundFact, ...]:
    """The rounds of a plan, the latest cut-off first: a constant number of queries."""
    rows = UpdateRound.objects.visible_to(viewer).filter(plan_id=plan_id)
    if open_only:
        rows = rows.filter(closed_on__isnull=True)
    found = list(rows)
    if not found:
        return ()
    context = known or contexts.load_one(plan_id, viewer=viewer, on=on)
    return round_facts(found, context) if context else ()


def round_fact(round_id: UUID, *, viewer: Viewer, on: date) -> RoundFact | None:
    row = UpdateRound.objects.visible_to(viewer).filter(pk=round_id).first()
    context = contexts.load_one(row.plan_id, viewer=viewer, on=on) if row else None
    return round_facts([row], context)[0] if row and context else None


def round_board(round_id: UUID, *, viewer: Viewer, on: date) -> RoundBoard | None:
    """The board of returns: a constant number of queries, whatever the number of people."""
    row = UpdateRound.objects.visible_to(viewer).filter(pk=round_id).first()
    context = contexts.load_one(row.plan_id, viewer=viewer, on=on) if row else None
    if row is None or context is None:
        return None
    told = load([row])
    requests = request_facts(told, {row.pk: row}, {row.plan_id: context})
    standing = tuple(one for one in requests if one.withdrawn_on is None)
    links = [one.link_id for one in standing]
    links += [one.deputy_link_id for one in standing if one.deputy_link_id]
    keys = [one.last_message for one in standing if one.last_message]
    return RoundBoard(
        round=_round(row, told, context),
        requests=standing,
        withdrawn=tuple(one for one in requests if one.withdrawn_on is not None),
        parts=_parts(standing, told, context),
        deliveries=notifications.deliveries(keys, viewer=viewer),
        mail=round_mail(row.pk, viewer=viewer),
        opened_on={
            link_id: link.last_used_on
            for link_id, link in partnership.task_links_of(links, viewer=viewer).items()
            if link.last_used_on
        },
        not_asked=_not_asked(row, context),
    )


def my_requests(*, viewer: Viewer, on: date) -> tuple[RequestFact, ...]:
    """What the viewer is asked, or stands in for, in rounds that are open; the nearest cut-off
    first. What is answered already is among them. Nothing for somebody who came by a link."""
    if viewer.person_id is None or viewer.task is not None:
        return ()
    mine = UpdateRequest.objects.visible_to(viewer).filter(
        Q(person_id=viewer.person_id) | Q(deputy_id=viewer.person_id),
        withdrawn_on__isnull=True,
        round__closed_on__isnull=True,
    )
    rows = list(mine.select_related("round"))
    asked_in = {row.round_id: row.round for row in rows}
    found = contexts.load(plan_ids={one.plan_id for one in asked_in.values()}, viewer=viewer, on=on)
    told = load(asked_in.values(), requests=mine)
    facts = request_facts(told, asked_in, found)
    return tuple(sorted(facts, key=lambda fact: (fact.cut_off, fact.round_name)))


class AskedRow(NamedTuple):
    """One action of a round as the counts need it."""

    id: UUID
    round_id: UUID
    action_id: UUID
    state: AskedState
    late: bool
    answered_on: date | None


@dataclass(frozen=True)
class Told:
    """The rows of some rounds. `asked` is request id → its actions, in the plan's order."""

    requests: tuple[UpdateRequest, ...]
    actions: Mapping[UUID, AskedRow]
    asked: Mapping[UUID, tuple[AskedRow, ...]]


def load(rows: Iterable[UpdateRound], *, requests: QuerySet[UpdateRequest] | None = None) -> Told:
    """Three queries."""
    asked_in = {row.pk: row for row in rows}
    if requests is None:
        requests = UpdateRequest.objects.filter(round_id__in=list(asked_in))
    people = tuple(
        requests.select_related("person", "deputy").order_by("person__name", "person_id")
    )
    actions = {row.id: row for row in _asked_rows(asked_in)}
    asked: dict[UUID, list[AskedRow]] = {}
    for request_id, action_id in (
        AskedOf.objects.filter(round_action__round_id__in=list(asked_in))
        .order_by("round_action__action__position", "id")
        .values_list("request_id", "round_action_id")
    ):
        asked.setdefault(request_id, []).append(actions[action_id])
    return Told(people, actions, {key: tuple(found) for key, found in asked.items()})


def _asked_rows(rows_by_id: Mapping[UUID, UpdateRound]) -> Iterable[AskedRow]:
    found = RoundAction.objects.filter(round_id__in=list(rows_by_id)).values_list(
        "id", "round_id", "action_id", "answer_id", "accepted_on", "asked_back_on",
        "first_answered_on", "answer__on",
    )  # fmt: skip
    for pk, round_id, action_id, answer_id, accepted, back, first, answered_on in found:
        state = asked_state(
            answered=answer_id is not None,
            accepted=accepted is not None,
            asked_back=back is not None,
        )
        late = is_late(first, rows_by_id[round_id].cut_off)
        yield AskedRow(pk, round_id, action_id, state, late, answered_on)


def round_facts(rows: Iterable[UpdateRound], context: PlanContext) -> tuple[RoundFact, ...]:
    """Rounds of one plan."""
    found = list(rows)
    told = load(found)
    return tuple(_round(row, told, context) for row in found)


def _round(row: UpdateRound, told: Told, context: PlanContext) -> RoundFact:
    mine = [one for one in told.requests if one.round_id == row.pk and one.withdrawn_on is None]
    states = [_state(one, told) for one in mine]
    actions = [one for one in told.actions.values() if one.round_id == row.pk]
    return RoundFact(
        id=row.pk,
        plan_id=row.plan_id,
        plan_title=context.plan.title,
        level_id=row.level_id,
        part=part_words(context, row.level_id),
        name=row.name,
        asked_on=row.asked_on,
        asked_by=row.recorded_by_label,
        cut_off=row.cut_off,
        note=row.note,
        reminders=Reminders.from_data(row.reminders),
        reminders_changed_on=row.reminders_changed_on,
        escalated_on=row.escalated_on,
        closed_on=row.closed_on,
        requests=len(mine),
        returned=sum(state not in TO_CHASE for state in states),
        partly=states.count(RequestState.PARTLY),
        late=states.count(RequestState.RETURNED_LATE),
        to_chase=sum(state in TO_CHASE for state in states),
        actions=len(actions),
        answered=sum(one.state is not AskedState.WAITING for one in actions),
        accepted=sum(one.state is AskedState.ACCEPTED for one in actions),
        asked_back=sum(one.state is AskedState.ASKED_BACK for one in actions),
        subject=part_subject(context, row.level_id),
        version=row.version,
    )


def _state(request: UpdateRequest, told: Told) -> RequestState:
    asked = told.asked.get(request.pk, ())
    return request_state(
        (one.state for one in asked),
        late=any(one.late for one in asked),
        withdrawn=request.withdrawn_on is not None,
    )


def request_facts(
    told: Told, rounds_by_id: Mapping[UUID, UpdateRound], plans: Mapping[UUID, PlanContext]
) -> tuple[RequestFact, ...]:
    """`plans`: the contexts of their plans, by id; a request of another plan is left out."""
    return tuple(
        request_fact(one, told, rounds_by_id[one.round_id], plans[one.plan_id])
        for one in told.requests
        if one.plan_id in plans
    )


def request_fact(
    one: UpdateRequest, told: Told, row: UpdateRound, context: PlanContext
) -> RequestFact:
    subject = RequestSubject(
        one.pk, one.person_id, one.deputy_id, part_subject(context, row.level_id)
    )
    return told_request(one, told, row, plan_title=context.plan.title, subject=subject)


def told_request(
    one: UpdateRequest, told: Told, row: UpdateRound, *, plan_title: str, subject: RequestSubject
) -> RequestFact:
    asked = told.asked.get(one.pk, ())
    counts: dict[str, Any] = {
        "actions": len(asked),
        "answered": sum(each.state is not AskedState.WAITING for each in asked),
        "accepted": sum(each.state is AskedState.ACCEPTED for each in asked),
        "asked_back": sum(each.state is AskedState.ASKED_BACK for each in asked),
        "late": sum(each.late for each in asked),
    }
    return RequestFact(
        id=one.pk,
        round_id=row.pk,
        round_name=row.name,
        plan_id=row.plan_id,
        plan_title=plan_title,
        cut_off=row.cut_off,
        closed_on=row.closed_on,
        person_id=one.person_id,
        person_name=one.person.name,
        email=one.person.email,
        deputy_id=one.deputy_id,
        deputy_name=one.deputy.name if one.deputy else "",
        passed_on=one.passed_on,
        state=_state(one, told),
        **counts,
        last_answered_on=max(
            (each.answered_on for each in asked if each.answered_on), default=None
        ),
        last_message=one.last_message,
        written_on=one.written_on or row.asked_on,
        reminded_on=one.reminded_on,
        reminders_sent=one.reminders_sent,
        link_id=one.link_id,
        deputy_link_id=one.deputy_link_id,
        has_draft=bool(one.drafts),
        withdrawn_on=one.withdrawn_on,
        withdrawn_reason=one.withdrawn_reason,
        action_ids=tuple(each.action_id for each in asked),
        subject=subject,
        version=one.version,
    )


def _parts(
    requests: Iterable[RequestFact], told: Told, context: PlanContext
) -> tuple[PartCount, ...]:
    """The top parts of the plan, each with how far its actions are: one query."""
    actions = {one.action_id: one for one in told.actions.values()}
    owing: dict[UUID, set[UUID]] = {}
    for request in requests:
        if request.to_chase:
            for action_id in request.action_ids:
                if actions[action_id].state in (AskedState.WAITING, AskedState.ASKED_BACK):
                    owing.setdefault(action_id, set()).add(request.id)
    within: dict[UUID, set[UUID]] = {}
    placed = ActionLevel.objects.filter(action_id__in=list(actions))
    for action_id, level_id in placed.values_list("action_id", "level_id"):
        for above in context.with_ancestors([level_id]):
            within.setdefault(above, set()).add(action_id)
    return tuple(
        PartCount(
            level=level,
            asked=len(within[level.id]),
            answered=sum(actions[pk].state is not AskedState.WAITING for pk in within[level.id]),
            to_chase=len(set().union(*(owing.get(pk, set()) for pk in within[level.id]))),
            action_ids=frozenset(within[level.id]),
        )
        for level in context.levels.values()
        if level.depth == 0 and level.id in within
    )


def _not_asked(row: UpdateRound, context: PlanContext) -> int:
    """Actions of the part, not complete, that no open round asks about, this one neither."""
    level = (row.level_id,) if row.level_id else ()
    wanted = matching(ActionFilters(level=level, state=("not-complete",)), context, tuple)
    asked = RoundAction.objects.filter(
        Q(round=row) | Q(round__closed_on__isnull=True), plan_id=row.plan_id
    )
    rows = Action.objects.filter(wanted, plan_id=row.plan_id)
    return rows.exclude(pk__in=asked.values("action_id")).count()
