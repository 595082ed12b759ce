"""Verbs of the access review: every right of the area is looked at, and kept or removed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from goldenthread.partnership import policies
from goldenthread.partnership.actions.details import end_detail
from goldenthread.partnership.actions.restrictions import withdraw_named_grant
from goldenthread.partnership.actions.rights import end_grant
from goldenthread.partnership.actions.writing import named, note, of_area, saved_once
from goldenthread.partnership.models import (
    AccessReview,
    Decision,
    DetailGrant,
    Grant,
    NamedGrant,
    ReviewedRight,
    RightKind,
    User,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.access_reviews import another_administrator
from goldenthread.partnership.queries.restrictions import reference_of
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.verbs import Verb

LONDON = ZoneInfo("Europe/London")


def open_access_review(*, by: Viewer, on: date) -> UUID:
    """Write down every right that counts today, to be decided one by one or several at a time."""
    policies.require(policies.may_review_rights(by))
    with transaction.atomic():
        review = saved_once(
            AccessReview(local_area_id=by.local_area_id, opened_on=on, opened_by_id=by.user_id),
            "An access review is under way already. Open it and go on.",
        )
        rows = [*_roles(review, by, on), *_details(review, by, on), *_named(review, by, on)]
        ReviewedRight.objects.bulk_create(rows)
        words = f"began an access review of {len(rows)} rights"
        note(Verb.CONSULTED, "open_access_review", review, words, by=by, on=on)
    return review.pk


def decide_right(
    *,
    row_id: UUID,
    version: int,
    decision: str,
    because: str,
    by: Viewer,
    on: date,
    at: datetime,
) -> None:
    """Keep one right, or remove it: then it ends at once."""
    policies.require(policies.may_review_rights(by))
    with transaction.atomic():
        row = of_area(ReviewedRight, row_id, by, "right under review")
        if row.version != version:
            raise ChangedMeanwhile("Somebody else decided about this right. Look at it again.")
        _decide([row], decision, because, by=by, on=on, at=at)


def keep_rights(
    *, review_id: UUID, row_ids: Collection[UUID], because: str, by: Viewer, on: date, at: datetime
) -> int:
    """Keep several rights for one reason; how many. All of them, or none."""
    policies.require(policies.may_review_rights(by))
    with transaction.atomic():
        rows = list(
            ReviewedRight.objects.select_for_update().filter(
                local_area_id=by.local_area_id, review_id=review_id, pk__in=row_ids
            )
        )
        if not rows or len(rows) != len(set(row_ids)):
            raise Refused("Choose at least one right of this review.")
        _decide(rows, Decision.KEEP, because, by=by, on=on, at=at)
    return len(rows)


def finish_access_review(*, review_id: UUID, by: Viewer, on: date) -> None:
    """Once every right is decided; the next is due three months later."""
    policies.require(policies.may_review_rights(by))
    with transaction.atomic():
        review = of_area(AccessReview, review_id, by, "access review")
        _under_way(review)
        rows = ReviewedRight.objects.filter(review=review)
        left = rows.filter(decision="").count()
        if left:
            raise Refused(
                f"{left} {'right is' if left == 1 else 'rights are'} not decided yet. Keep or "
                "remove each, then finish the review."
            )
        review.finished_on, review.finished_by_id = on, by.user_id
        review.version += 1
        review.save()
        removed = rows.filter(decision=Decision.REMOVE).count()
        words = f"finished an access review: {rows.count() - removed} kept, {removed} removed"
        note(Verb.ALTERED, "finish_access_review", review, words, by=by, on=on)


def _decide(
    rows: list[ReviewedRight], decision: str, because: str, *, by: Viewer, on: date, at: datetime
) -> None:
    if decision not in Decision.values:
        raise Refused("Choose whether the right is kept or removed.")
    because = named(because, "Say why, for the record of this review.")
    review = of_area(AccessReview, rows[0].review_id, by, "access review")
    _under_way(review)
    others = another_administrator(viewer=by, on=on)
    for row in rows:
        policies.require(policies.may_decide_right(by, user_id=row.user_id, others=others))
        if row.decision == Decision.REMOVE:
            raise Refused(f"The right of {row.user} was removed. Give it again if it is wanted.")
        if decision == Decision.REMOVE:
            _end(row, because, by=by, on=on, at=at)
        row.decision, row.because = decision, because[:500]
        row.decided_on, row.decided_by_id = on, by.user_id
        row.version += 1
        row.save()
    done = "kept" if decision == Decision.KEEP else "removed"
    what = str(rows[0]) if len(rows) == 1 else f"{len(rows)} rights"
    words = f"{done} {what} in an access review: {because}"
    people = {row.user_id: row.user for row in rows}
    note(Verb.ALTERED, "decide_right", review, words, by=by, on=on, about=list(people.values()))


def _under_way(review: AccessReview) -> None:
    if review.finished_on:
        raise Refused("This access review is finished. Begin a new one.")


def _end(row: ReviewedRight, because: str, *, by: Viewer, on: date, at: datetime) -> None:
    """A right that ended meanwhile is removed already."""
    if row.kind == RightKind.NAMED:
        if NamedGrant.objects.in_force(on=on).filter(pk=row.right_id).exists():
            withdraw_named_grant(grant_id=row.right_id, reason=because, by=by, on=on, at=at)
    elif row.kind == RightKind.DETAIL:
        if DetailGrant.objects.in_force(on=on).filter(pk=row.right_id).exists():
            end_detail(grant_id=row.right_id, until=None, by=by, on=on, at=at)
    elif Grant.objects.in_force(on=on).filter(pk=row.right_id).exists():
        end_grant(grant_id=row.right_id, until=None, by=by, on=on, at=at)


def _roles(review: AccessReview, by: Viewer, on: date) -> Iterator[ReviewedRight]:
    rows = Grant.objects.in_force(on=on).filter(local_area_id=by.local_area_id)
    for row in rows.select_related("user"):
        scope = row.scope_label or row.get_scope_kind_display()
        yield _row(review, RightKind.ROLE, row, row.get_role_display(), scope)


def _details(review: AccessReview, by: Viewer, on: date) -> Iterator[ReviewedRight]:
    rows = DetailGrant.objects.in_force(on=on).filter(local_area_id=by.local_area_id)
    for row in rows.select_related("user", "team"):
        scope = f"Records of {row.team}" if row.team else "Every record of the local area"
        words = f"Details: {row.get_detail_display().lower()}"
        yield _row(review, RightKind.DETAIL, row, words, scope)


def _named(review: AccessReview, by: Viewer, on: date) -> Iterator[ReviewedRight]:
    rows = NamedGrant.objects.in_force(on=on).filter(local_area_id=by.local_area_id)
    for row in rows.select_related("user"):
        scope = f"Reference {reference_of(row.about_id)}"
        yield _row(review, RightKind.NAMED, row, "Restricted record", scope)


def _row(
    review: AccessReview,
    kind: RightKind,
    right: Grant | DetailGrant | NamedGrant,
    words: str,
    scope: str,
) -> ReviewedRight:
    return ReviewedRight(
        local_area_id=review.local_area_id,
        review=review,
        kind=kind,
        right_id=right.pk,
        user=right.user,
        right_words=words,
        scope_words=scope,
        reason=right.reason,
        from_date=right.from_date,
        until=right.until,
        last_used_on=right.last_used_on,
        last_signed_in_on=_signed_in(right.user, review.opened_on),
    )


def _signed_in(user: User, on: date) -> date | None:
    """The area's own day at the latest: a demonstration lives on an earlier one."""
    return min(user.last_login.astimezone(LONDON).date(), on) if user.last_login else None
