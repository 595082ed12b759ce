"""Reminders of reviews that are due: of who has which right, and of restricted records."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from goldenthread.partnership.actions.telling import REVIEW_DUE, Letter, tell
from goldenthread.partnership.models import Restriction
from goldenthread.partnership.queries.access_reviews import review_due_in
from goldenthread.partnership.queries.restrictions import administrators_of
from goldenthread.rules.access import reminder_of
from goldenthread.rules.calendars import say_date


def remind_of_reviews(*, local_area_id: UUID, name: str, slug: str, on: date) -> int:
    """To the administrators, and to whoever answers for a restriction; how many letters. Each is
    written once for its stage, so asking again changes nothing."""
    with transaction.atomic():
        letters = _access(local_area_id, name, slug, on)
        letters += _restrictions(local_area_id, name, slug, on)
        for letter in letters:
            tell(letter, by=None, on=on)
    return len(letters)


def _access(local_area_id: UUID, name: str, slug: str, on: date) -> list[Letter]:
    due = review_due_in(local_area_id)
    stage = reminder_of(due, on=on) if due else ""
    if not due or not stage:
        return []
    return [
        Letter(
            local_area_id=local_area_id,
            person_id=person_id,
            kind=REVIEW_DUE,
            subject=f"Access review of {name}: due by {say_date(due)}",
            words="Each quarter an administrator looks at who has which right, and keeps or "
            f"removes it. It is due by {say_date(due)}.",
            once=f"access_review:{due.isoformat()}:{stage}:{person_id}",
            address=reverse("partnership:access_reviews", args=[slug]),
        )
        for person_id in administrators_of(local_area_id, on=on)
    ]


def _restrictions(local_area_id: UUID, name: str, slug: str, on: date) -> list[Letter]:
    """No letter says which record, or why it is restricted."""
    found = []
    rows = Restriction.objects.filter(local_area_id=local_area_id, lifted_on__isnull=True)
    for row in rows:
        stage = reminder_of(row.review_due, on=on)
        if stage:
            found.append(
                Letter(
                    local_area_id=local_area_id,
                    person_id=row.owner_id,
                    kind=REVIEW_DUE,
                    subject=f"A restricted record of {name}: review due",
                    words="A restriction that you answer for is to be reviewed by "
                    f"{say_date(row.review_due)}. Say whether it is still needed, or lift it.",
                    once=f"restriction:{row.pk}:{row.review_due.isoformat()}:{stage}",
                    address=reverse("partnership:restrictions", args=[slug]),
                )
            )
    return found
