"""Access reviews: those held, what was decided about each right, and when the next is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from goldenthread.partnership.models import AccessReview, Decision, Grant, ReviewedRight
from goldenthread.partnership.policies import may_review_rights
from goldenthread.partnership.queries.viewers import Viewer
from goldenthread.rules.access import next_access_review


@dataclass(frozen=True)
class AccessReviewFact:
    """One review and how many of its rights are kept, removed and still to be decided."""

    id: UUID
    opened_on: date
    opened_by: str
    finished_on: date | None
    finished_by: str
    total: int
    kept: int
    removed: int
    version: int

    @property
    def undecided(self) -> int:
        return self.total - self.kept - self.removed


@dataclass(frozen=True)
class ReviewedRightFact:
    """One right as it stood when the review was opened, and the decision ("" is none yet)."""

    id: UUID
    review_id: UUID
    user_id: UUID
    user_name: str
    email: str
    kind_words: str
    right_words: str
    scope_words: str
    reason: str
    from_date: date
    until: date | None
    last_used_on: date | None
    last_signed_in_on: date | None
    decision: str
    decision_words: str
    because: str
    decided_on: date | None
    decided_by: str
    version: int


def access_reviews(*, viewer: Viewer) -> tuple[AccessReviewFact, ...]:
    """Every review of the area, latest first; none for who may not review."""
    if may_review_rights(viewer):
        return ()
    return tuple(_review(row) for row in _rows(viewer))


def access_review(review_id: UUID, *, viewer: Viewer) -> AccessReviewFact | None:
    if may_review_rights(viewer):
        return None
    row = _rows(viewer).filter(pk=review_id).first()
    return _review(row) if row else None


def reviewed_rights(review_id: UUID, *, viewer: Viewer) -> tuple[ReviewedRightFact, ...]:
    """The rights of one review, by name."""
    if may_review_rights(viewer):
        return ()
    rows = ReviewedRight.objects.filter(local_area_id=viewer.local_area_id, review_id=review_id)
    return tuple(_right(row) for row in rows.select_related("user", "decided_by"))


def reviewed_right(row_id: UUID, *, viewer: Viewer) -> ReviewedRightFact | None:
    if may_review_rights(viewer):
        return None
    rows = ReviewedRight.objects.filter(local_area_id=viewer.local_area_id, pk=row_id)
    row = rows.select_related("user", "decided_by").first()
    return _right(row) if row else None


def access_review_due(*, viewer: Viewer) -> date | None:
    """The day by which the area's next review is to be finished; None where it has no rights."""
    return review_due_in(viewer.local_area_id)


def review_due_in(local_area_id: UUID) -> date | None:
    """The same, asked by what reminds when nobody is there to ask as."""
    rows = AccessReview.objects.filter(local_area_id=local_area_id, finished_on__isnull=False)
    last = rows.order_by("-finished_on").values_list("finished_on", flat=True).first()
    if last is None:
        grants = Grant.objects.filter(local_area_id=local_area_id).order_by("from_date")
        last = grants.values_list("from_date", flat=True).first()
    return next_access_review(last) if last else None


def another_administrator(*, viewer: Viewer, on: date) -> bool:
    """Whether somebody else could look at the viewer's own rights."""
    keeping = Grant.objects.in_force(on=on).filter(
        local_area_id=viewer.local_area_id, role="area_administrator", scope_kind="local_area"
    )
    return keeping.filter(user__is_active=True).exclude(user_id=viewer.user_id).exists()


def _rows(viewer: Viewer) -> QuerySet[Any]:
    return (
        AccessReview.objects.filter(local_area_id=viewer.local_area_id)
        .select_related("opened_by", "finished_by")
        .annotate(
            total=Count("rights"),
            kept=Count("rights", filter=Q(rights__decision=Decision.KEEP)),
            removed=Count("rights", filter=Q(rights__decision=Decision.REMOVE)),
        )
        .order_by("-opened_on", "-id")
    )


def _review(row: Any) -> AccessReviewFact:
    return AccessReviewFact(
        id=row.pk,
        opened_on=row.opened_on,
        opened_by=str(row.opened_by),
        finished_on=row.finished_on,
        finished_by=str(row.finished_by or ""),
        total=row.total,
        kept=row.kept,
        removed=row.removed,
        version=row.version,
    )


def _right(row: ReviewedRight) -> ReviewedRightFact:
    return ReviewedRightFact(
        id=row.pk,
        review_id=row.review_id,
        user_id=row.user_id,
        user_name=row.user.name,
        email=row.user.email,
        kind_words=row.get_kind_display(),
        right_words=row.right_words,
        scope_words=row.scope_words,
        reason=row.reason,
        from_date=row.from_date,
        until=row.until,
        last_used_on=row.last_used_on,
        last_signed_in_on=row.last_signed_in_on,
        decision=row.decision,
        decision_words=row.get_decision_display() if row.decision else "",
        because=row.because,
        decided_on=row.decided_on,
        decided_by=str(row.decided_by or ""),
        version=row.version,
    )
