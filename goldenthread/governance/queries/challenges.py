"""Challenges: what was asked of papers, who is to answer by when, and how each stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from goldenthread.governance.models import (
    Challenge,
    ChallengeStatement,
    ClosedHow,
    StatementKind,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date

CLOSED_HOW: dict[str, str] = {how.value: str(how.label) for how in ClosedHow}
WAITING, ANSWERED, CLOSED = "waiting", "answered", "closed"
STATE_WORDS = {
    WAITING: "Waits for an answer",
    ANSWERED: "Answered, not closed yet",
    CLOSED: "Closed",
}


@dataclass(frozen=True)
class StatementFact:
    """An answer, a further question or the closing."""

    kind: str
    kind_words: str
    words: str
    how_words: str  # of a closing
    on: date
    by: str
    answered_for: str


@dataclass(frozen=True)
class ChallengeFact:
    """A challenge as at a day. `rounds` are what was said since, oldest first; `answer_by` the day
    of the latest question; `mine` is "answer" or "close" where the viewer's turn it is, else ""."""

    id: UUID
    plan_id: UUID
    plan_title: str
    paper_id: UUID | None
    report_id: UUID | None
    of_what: str  # the paper's title and period
    action_id: UUID | None
    level_id: UUID | None
    about: str
    words: str
    asked_post_id: UUID | None
    asked_person_id: UUID | None
    asked: str
    answer_by: date
    raised_on: date
    raised_by: str
    raised_by_id: UUID | None
    raised_as: str
    rounds: tuple[StatementFact, ...]
    state: str
    overdue: bool  # waits for an answer after its day
    mine: str

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def open(self) -> bool:
        return self.state != CLOSED

    @property
    def answers(self) -> tuple[StatementFact, ...]:
        return tuple(one for one in self.rounds if one.kind == StatementKind.ANSWER)

    @property
    def closing(self) -> StatementFact | None:
        return next((one for one in self.rounds if one.kind == StatementKind.CLOSED), None)


_WITH = ("plan", "paper__snapshot__period", "report__level", "report__snapshot__period")
_LEFT_OUT = (
    "report__frozen",
    *(
        f"{which}__snapshot__{column}"
        for which in ("paper", "report")
        for column in ("rows", "points", "counts")
    ),
)


def _rows(viewer: Viewer, on: date) -> Any:
    return (
        Challenge.objects.visible_to(viewer)
        .filter(on__lte=on)
        .select_related(*_WITH)
        .defer(*_LEFT_OUT)
        .prefetch_related(
            Prefetch(
                "statements",
                ChallengeStatement.objects.filter(
                    local_area_id=viewer.local_area_id, on__lte=on
                ).order_by("number"),
                to_attr="said",
            )
        )
    )


def challenges(
    *,
    viewer: Viewer,
    on: date,
    plan_id: UUID | None = None,
    paper_id: UUID | None = None,
    report_id: UUID | None = None,
    level_ids: frozenset[UUID] | None = None,
    open_only: bool = False,
) -> tuple[ChallengeFact, ...]:
    """As at a day, open ones first, the earliest day for an answer at the top. `level_ids` asks for
    what is about one of these parts, or about a report of one. Two queries."""
    rows = _rows(viewer, on)
    if plan_id:
        rows = rows.filter(plan_id=plan_id)
    if paper_id:
        rows = rows.filter(paper_id=paper_id)
    if report_id:
        rows = rows.filter(report_id=report_id)
    if level_ids is not None:
        of_part = Q(level_id__in=level_ids) | Q(report__level_id__in=level_ids)
        rows = rows.filter(of_part | Q(action__placings__level_id__in=level_ids)).distinct()
    found = [_fact(row, viewer=viewer, on=on) for row in rows]
    if open_only:
        found = [fact for fact in found if fact.open]
    return tuple(sorted(found, key=lambda one: (not one.open, one.answer_by, str(one.id))))


def challenge(challenge_id: UUID, *, viewer: Viewer, on: date) -> ChallengeFact | None:
    row = _rows(viewer, on).filter(pk=challenge_id).first()
    return _fact(row, viewer=viewer, on=on) if row else None


def my_challenges(*, viewer: Viewer, on: date) -> tuple[ChallengeFact, ...]:
    """What waits for this viewer: to answer (`mine` is "answer"), as the person or by a post held
    today, or to close what they raised and was answered ("close"). Overdue ones first."""
    concerned = Q(asked_post_id__in=viewer.post_ids) | Q(raised_by_id=viewer.user_id)
    if viewer.person_id:
        concerned |= Q(asked_person_id=viewer.person_id)
    # Most people have none: those are told before the papers and reports are joined.
    theirs = Challenge.objects.visible_to(viewer).filter(concerned, on__lte=on)
    ids = list(theirs.order_by().values_list("pk", flat=True))
    if not ids:
        return ()
    found = [_fact(row, viewer=viewer, on=on) for row in _rows(viewer, on).filter(pk__in=ids)]
    return tuple(sorted((one for one in found if one.mine), key=lambda one: one.answer_by))


def _fact(row: Any, *, viewer: Viewer, on: date) -> ChallengeFact:
    said: list[ChallengeStatement] = row.said
    kinds = [one.kind for one in said]
    if StatementKind.CLOSED in kinds:
        state = CLOSED
    else:
        state = ANSWERED if kinds and kinds[-1] == StatementKind.ANSWER else WAITING
    days = [one.answer_by for one in said if one.answer_by]
    answer_by = days[-1] if days else row.answer_by
    asked = (viewer.person_id is not None and row.asked_person_id == viewer.person_id) or (
        row.asked_post_id in viewer.post_ids
    )
    mine = "answer" if state == WAITING and asked else ""
    if state == ANSWERED and row.raised_by_id == viewer.user_id:
        mine = "close"
    return ChallengeFact(
        id=row.pk,
        plan_id=row.plan_id,
        plan_title=row.plan.title,
        paper_id=row.paper_id,
        report_id=row.report_id,
        of_what=_of_what(row),
        action_id=row.action_id,
        level_id=row.level_id,
        about=row.about,
        words=row.words,
        asked_post_id=row.asked_post_id,
        asked_person_id=row.asked_person_id,
        asked=row.asked_label,
        answer_by=answer_by,
        raised_on=row.on,
        raised_by=row.raised_by_label,
        raised_by_id=row.raised_by_id,
        raised_as=row.raised_as,
        rounds=tuple(_statement(one) for one in said),
        state=state,
        overdue=state == WAITING and answer_by < on,
        mine=mine,
    )


def _of_what(row: Any) -> str:
    if row.paper:
        return f"{row.paper.title}, {row.paper.snapshot.period.name}"
    names = row.plan.level_names
    part = f"{names[0] if names else 'Part'} {row.report.level.reference}".strip()
    when = row.report.snapshot.period.name if row.report.snapshot else say_date(row.report.as_at)
    return f"Highlight report: {part}, {when}"


def _statement(row: ChallengeStatement) -> StatementFact:
    return StatementFact(
        kind=row.kind,
        kind_words=str(StatementKind(row.kind).label),
        words=row.words,
        how_words=CLOSED_HOW.get(row.closed_how, ""),
        on=row.on,
        by=row.said_by_label,
        answered_for=row.answered_for,
    )
