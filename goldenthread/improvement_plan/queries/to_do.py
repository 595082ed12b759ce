"""What waits for one person beside the actions they lead: each kind in one query, for a home that
is opened often and a digest that is made for many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from goldenthread.improvement_plan.models import (
    ActionLead,
    Dependency,
    Escalation,
    Risk,
    RoundAction,
    UpdateRequest,
    UpdateRound,
)
from goldenthread.improvement_plan.queries.conditions import awaits_decision, leading
from goldenthread.improvement_plan.queries.rows import title_of
from goldenthread.partnership.queries import Viewer

SOON = timedelta(days=7)


@dataclass(frozen=True)
class ToDo:
    """One thing to do. `number` counts what it holds: actions to answer, people to chase."""

    id: UUID
    plan_id: UUID
    plan_title: str
    words: str
    due: date | None
    number: int = 0
    more: str = ""
    other_id: UUID | None = None


_OWED_OF_REQUEST = Q(asked__round_action__answer__isnull=True) | Q(
    asked__round_action__asked_back_on__isnull=False
)


def to_answer(*, viewer: Viewer) -> tuple[ToDo, ...]:
    """The viewer's own requests with an action that waits: `number` of them, `more` whom they stand
    in for."""
    if viewer.person_id is None or viewer.task is not None:
        return ()
    rows = (
        UpdateRequest.objects.visible_to(viewer)
        .filter(
            Q(person_id=viewer.person_id) | Q(deputy_id=viewer.person_id),
            withdrawn_on__isnull=True,
            round__closed_on__isnull=True,
        )
        .annotate(owed=Count("asked", filter=_OWED_OF_REQUEST))
        .filter(owed__gt=0)
        .order_by("round__cut_off", "id")
        .values_list(
            "id", "plan_id", "plan__title", "round__name", "round__cut_off", "owed",
            "person_id", "person__name",
        )
    )  # fmt: skip
    return tuple(
        ToDo(
            pk,
            plan_id,
            title,
            round_name,
            cut_off,
            owed,
            more=name if person_id != viewer.person_id else "",
        )
        for pk, plan_id, title, round_name, cut_off, owed, person_id, name in rows
    )


def to_chase(plan_ids: Collection[UUID], *, viewer: Viewer) -> tuple[ToDo, ...]:
    """Open rounds with people who still owe something: `number` of them."""
    rows = (
        UpdateRound.objects.visible_to(viewer)
        .filter(plan_id__in=plan_ids, closed_on__isnull=True)
        .annotate(
            owing=Count(
                "requests",
                filter=Q(requests__withdrawn_on__isnull=True)
                & (
                    Q(requests__asked__round_action__answer__isnull=True)
                    | Q(requests__asked__round_action__asked_back_on__isnull=False)
                ),
                distinct=True,
            )
        )
        .filter(owing__gt=0)
        .order_by("cut_off", "id")
        .values_list("id", "plan_id", "plan__title", "name", "cut_off", "owing")
    )
    return tuple(ToDo(*told) for told in rows)


def to_accept(plan_ids: Collection[UUID], *, viewer: Viewer) -> tuple[ToDo, ...]:
    """Open rounds with answers that nobody has accepted or asked back: `number` of them."""
    rows = (
        RoundAction.objects.visible_to(viewer)
        .filter(
            plan_id__in=plan_ids,
            round__closed_on__isnull=True,
            answer__isnull=False,
            accepted_on__isnull=True,
            asked_back_on__isnull=True,
        )
        .order_by("round__cut_off", "round_id")
        .values_list("round_id", "plan_id", "plan__title", "round__name", "round__cut_off")
        .annotate(Count("id"))
    )
    return tuple(
        ToDo(pk, plan_id, title, name, cut_off, number)
        for pk, plan_id, title, name, cut_off, number in rows
    )


def to_review(*, viewer: Viewer, on: date) -> tuple[ToDo, ...]:
    """Risks and issues of the viewer, in person or by a post held today, whose review is due within
    a week or past."""
    rows = Risk.objects.visible_to(viewer).filter(
        Q(owner_person_id=viewer.person_id, owner_person__isnull=False)
        | Q(owner_post_id__in=viewer.post_ids),
        closed_on__isnull=True,
        plan__closed_on__isnull=True,
        review_on__lte=on + SOON,
    )
    return tuple(
        ToDo(
            row.pk,
            row.plan_id,
            row.plan.title,
            title_of(row.words),
            row.review_on,
            more=row.reference,
        )
        for row in rows.select_related("plan")
        .only("plan__title", "words", "review_on", "kind", "number")
        .order_by("review_on", "number")
    )


def to_decide(plan_ids: Collection[UUID], *, viewer: Viewer, on: date) -> tuple[ToDo, ...]:
    """Decisions that somebody needs from a forum: `more` names it."""
    rows = Escalation.objects.visible_to(viewer).filter(awaits_decision(on), plan_id__in=plan_ids)
    return tuple(
        ToDo(
            row.pk,
            row.plan_id,
            row.plan.title,
            title_of(row.decision_needed),
            row.needed_by,
            more=row.forum.name if row.forum else "",
        )
        for row in rows.select_related("plan", "forum").order_by("needed_by", "on", "id")
    )


def to_agree(*, viewer: Viewer, on: date) -> tuple[ToDo, ...]:
    """Others wait for an action of the viewer's, who has not agreed by when. `other_id` is that
    action."""
    mine = ActionLead.objects.visible_to(viewer).filter(
        leading(on),
        Q(person_id=viewer.person_id, person__isnull=False) | Q(post_id__in=viewer.post_ids),
    )
    rows = Dependency.objects.visible_to(viewer).filter(
        waits_for_id__in=mine.values("action_id"),
        agreed_on__isnull=True,
        ended_on__isnull=True,
        action__ended_on__isnull=True,
        waits_for__ended_on__isnull=True,
        waits_for__completed_on__isnull=True,
        plan__closed_on__isnull=True,
    )
    told = rows.order_by("needed_by", "id").values_list(
        "id", "plan_id", "plan__title", "needed_by", "action_id", "action__reference",
        "action__text", "waits_for__reference",
    )  # fmt: skip
    return tuple(
        ToDo(
            pk,
            plan_id,
            title,
            f"{reference} waits for {other}",
            needed_by,
            more=title_of(text),
            other_id=action_id,
        )
        for pk, plan_id, title, needed_by, action_id, reference, text, other in told
    )
