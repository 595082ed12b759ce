"""Legal holds: what must not be erased, whatever its age."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.partnership.queries import Viewer
from goldenthread.retention import policies, schedule
from goldenthread.retention.actions.writing import note, said
from goldenthread.retention.models import LegalHold
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.rules.retention import kept_until


def place_hold(
    *, kind: str, object_id: UUID | None, reason: str, review_due: date, by: Viewer, on: date
) -> UUID:
    """From now on nothing of this is erased, until somebody releases it: of every kind (""), of one
    kind, or one record (of a child or young person: everything about them)."""
    policies.require(policies.may_keep_retention(by))
    reason = said(reason, "Say which claim, inquiry or request it is for. Name no child.")
    _mind_what(kind, object_id)
    _mind_review(review_due, on=on)
    with transaction.atomic():
        row = LegalHold.objects.create(
            local_area_id=by.local_area_id,
            kind=kind,
            object_id=object_id,
            reason=reason,
            placed_on=on,
            placed_by_id=by.user_id,
            placed_by_label=by.name[:200],
            review_due=review_due,
        )
        words = f"placed a legal hold, to be reviewed by {say_date(review_due)}"
        note("place_hold", row, words, by=by, on=on, reason=reason)
    return row.pk


def review_hold(*, hold_id: UUID, version: int, review_due: date, by: Viewer, on: date) -> None:
    """It is still needed; it is looked at again on another day."""
    policies.require(policies.may_keep_retention(by))
    _mind_review(review_due, on=on)
    with transaction.atomic():
        row = _standing(hold_id, version, by)
        before, row.review_due = row.review_due, review_due
        row.version += 1
        row.save()
        words = f"reviewed a legal hold: it stays until {say_date(review_due)} at least"
        changes = {"review_due": (before.isoformat(), review_due.isoformat())}
        note("review_hold", row, words, by=by, on=on, changes=changes)


def release_hold(*, hold_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """What it held back goes when its time is over, from tonight on."""
    policies.require(policies.may_keep_retention(by))
    reason = said(reason, "Say why it is released.")
    with transaction.atomic():
        row = _standing(hold_id, version, by)
        row.released_on, row.released_because = on, reason
        row.released_by_label = by.name[:200]
        row.version += 1
        row.save()
        note("release_hold", row, "released a legal hold", by=by, on=on, reason=reason)


def _mind_what(kind: str, object_id: UUID | None) -> None:
    if kind and kind not in schedule.BY_KEY:
        raise Refused("Choose what is held back from the list.")
    if object_id is not None and not kind:
        raise Refused("Choose which kind of record the reference belongs to.")


def _mind_review(review_due: date, *, on: date) -> None:
    if review_due < on:
        raise Refused("The day of the review is in the past. Enter a later day.")
    if review_due > kept_until(on, 1):
        raise Refused("Look at it again within a year: enter an earlier day.")


def _standing(hold_id: UUID, version: int, by: Viewer) -> LegalHold:
    rows = LegalHold.objects.select_for_update().filter(local_area_id=by.local_area_id)
    row = rows.filter(pk=hold_id).first()
    if row is None:
        raise Refused(f"That legal hold is not in {by.local_area_name}.")
    if row.released_on:
        raise Refused(f"It was released on {say_date(row.released_on)} already.")
    if row.version != version:
        raise ChangedMeanwhile(
            "Somebody else changed this legal hold while you had it open. Look at it again."
        )
    return row
