"""Somebody's account in the area ends: at once, or on the day they leave."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from goldenthread.partnership import policies
from goldenthread.partnership.actions.accounts import sign_out_everywhere, sign_out_leaver
from goldenthread.partnership.actions.writing import named, note, of_area
from goldenthread.partnership.models import (
    DetailGrant,
    Grant,
    LocalArea,
    NamedGrant,
    Person,
    TaskLink,
    User,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb

_RIGHTS = (Grant, DetailGrant, NamedGrant)


def close_account(*, person_id: UUID, reason: str, by: Viewer, on: date, at: datetime) -> None:
    """End everything somebody may do here, at once: every role and right, every link; their
    sessions die with their next request. Where no other area knows the account, nobody signs in
    with it again. What they did and led stays, and is handed over apart from this."""
    policies.require(policies.may_grant(by))
    reason = named(reason, "Say why, for the history, such as: left the council on 31 January.")
    with transaction.atomic():
        # Two administrators who close each other's accounts take turns.
        LocalArea.objects.select_for_update().get(pk=by.local_area_id)
        row = of_area(Person, person_id, by, "person")
        if row.user_id is None:
            raise Refused(f"{row} does not sign in, so there is no account to close.")
        if row.user_id == by.user_id:
            raise Refused("Nobody closes their own account. Ask another area administrator.")
        keeping = Grant.objects.keeping(local_area_id=by.local_area_id)
        if not keeping.exclude(user_id=row.user_id).exists():
            raise Refused(
                "This is the area’s last administrator. Give somebody else the role first, "
                "without an end."
            )
        ended = _end_rights(row.user_id, by=by, on=on, at=at)
        ended += _withdraw_links(row, on=on)
        elsewhere = Person.objects.filter(user_id=row.user_id).exclude(pk=row.pk).exists()
        if not elsewhere:
            User.objects.filter(pk=row.user_id).update(is_active=False)
        sign_out_everywhere(row.user_id)
        row.left_on = row.left_on or on
        row.version += 1
        row.save()
        what = "their rights here" if elsewhere else "the account"
        words = f"closed {what} of {row}; rights and links ended: {ended}"
        about = [User.objects.get(pk=row.user_id)]
        note(Verb.ALTERED, "close_account", row, words, by=by, on=on, about=about, reason=reason)


def _end_rights(user_id: UUID, *, by: Viewer, on: date, at: datetime) -> int:
    """Every right that counts today or later ends now; how many."""
    ended = 0
    for model in _RIGHTS:
        rows = model.objects.filter(
            local_area_id=by.local_area_id, user_id=user_id, taken_back_at__isnull=True
        ).exclude(until__lt=on)
        for row in rows.select_for_update():
            row.until, row.taken_back_at = max(on, row.from_date), at
            row.version += 1
            row.save()
            ended += 1
    return ended


def _withdraw_links(row: Person, *, on: date) -> int:
    links = TaskLink.objects.filter(
        local_area_id=row.local_area_id, person=row, withdrawn_on__isnull=True
    )
    return links.update(
        withdrawn_on=on, withdrawn_because="The account was closed", version=F("version") + 1
    )


def sign_out_who_left(*, local_area_id: UUID, on: date) -> int:
    """Whoever's day of leaving has come is signed out, where no area gives them a right any more;
    how many. Done again, it signs nobody out twice. That they leave stands in the trail since it
    was recorded."""
    left = Person.objects.filter(
        local_area_id=local_area_id, left_on__lte=on, user__isnull=False
    ).select_related("user")
    out = 0
    for row in left:
        assert row.user is not None
        assert row.left_on is not None
        done = row.user.signed_out_at
        if done is None or done.date() < row.left_on:
            sign_out_leaver(row.user.pk, on=on)
            row.user.refresh_from_db(fields=["signed_out_at"])
            out += row.user.signed_out_at != done
    return out
