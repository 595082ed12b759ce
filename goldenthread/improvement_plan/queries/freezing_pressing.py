"""What pressed on a plan at a cut-off: open risks and issues, and decisions not taken yet.

Two queries each at most, whatever the number of rows.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from goldenthread.improvement_plan.models import Escalation, Risk, RiskReview
from goldenthread.improvement_plan.queries.conditions import awaits_decision
from goldenthread.rules.risks import Score
from goldenthread.rules.snapshots import SnapshotEscalation, SnapshotRisk


def escalations_as_at(plan_id: UUID, cut_off: date) -> tuple[SnapshotEscalation, ...]:
    """Raised by then and still waiting at the end of the day; the decision needed first, those
    without a date last."""
    rows = Escalation.objects.filter(awaits_decision(cut_off), plan_id=plan_id, on__lte=cut_off)
    found = [
        SnapshotEscalation(
            id=str(row.pk),
            action_id=_text(row.action_id),
            level_id=_text(row.level_id),
            blocked=row.blocked,
            decision_needed=row.decision_needed,
            forum=row.forum.name if row.forum else "",
            needed_by=row.needed_by,
            raised_on=row.on,
            raised_by=row.recorded_by_label,
        )
        for row in rows.select_related("forum")
    ]
    return tuple(sorted(found, key=lambda one: (one.needed_by or date.max, one.raised_on, one.id)))


def risks_as_at(plan_id: UUID, cut_off: date) -> tuple[SnapshotRisk, ...]:
    """Open at the end of the day, scored as the latest review of then said; highest first."""
    rows = (
        Risk.objects.filter(plan_id=plan_id, on__lte=cut_off)
        .exclude(closed_on__lte=cut_off)
        .select_related("owner_post", "owner_person")
        .prefetch_related(
            Prefetch(
                "reviews",
                RiskReview.objects.filter(on__lte=cut_off).order_by("on", "recorded_at", "id"),
                to_attr="reviews_then",
            )
        )
    )
    found = [_risk(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (-(one.score_now or 0), one.reference, one.id)))


def _risk(row: Risk) -> SnapshotRisk:
    reviews: list[RiskReview] = row.reviews_then  # type: ignore[attr-defined]
    before = Score(row.likelihood_before, row.impact_before).value
    now = Score(reviews[-1].likelihood, reviews[-1].impact).value if reviews else before
    if row.owner_post:
        owner = row.owner_post.title
    else:
        owner = row.owner_person.name if row.owner_person else row.owner_as_written
    return SnapshotRisk(
        id=str(row.pk),
        kind=row.kind,
        action_id=_text(row.action_id),
        level_id=_text(row.level_id),
        words=row.words,
        mitigation=row.mitigation,
        owner=owner,
        score_before=before,
        score_now=now,
        review_on=row.review_on,
        reference=row.reference,
    )


def _text(pk: UUID | None) -> str | None:
    return str(pk) if pk else None
