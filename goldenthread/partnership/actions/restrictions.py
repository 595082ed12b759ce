"""Verbs of restricted records. Words here name no child: the trail keeps them for ever."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from goldenthread.partnership import person_linked, policies
from goldenthread.partnership.actions.telling import BREAK_GLASS, Letter, tell
from goldenthread.partnership.actions.writing import named, note, of_area, one_of
from goldenthread.partnership.models import (
    BreakGlass,
    Found,
    GlassReason,
    NamedGrant,
    Person,
    RestrictedAs,
    Restriction,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.restrictions import administrators_of, reference_of
from goldenthread.rules.access import GLASS_STAYS_BROKEN, NAMED_GRANT_LASTS, RESTRICTION_STANDS
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.verbs import Verb

UNKNOWN = "No restricted record has this reference. Copy it from the page or the message it is in."


def restrict(
    *, about_id: UUID, category: str, reason: str, owner_id: UUID, by: Viewer, on: date
) -> UUID:
    """Take everything about one child or young person out of everybody's sight, from now on; to be
    looked at again within 90 days."""
    policies.require(policies.may_restrict(by))
    one_of(RestrictedAs, category)
    reason = named(reason, "Say why, for whoever reviews it.")
    with transaction.atomic():
        if not person_linked.is_known(about_id, local_area_id=by.local_area_id):
            raise Refused(f"No record in {by.local_area_name} has this reference.")
        row = Restriction(
            local_area_id=by.local_area_id,
            about_id=about_id,
            category=category,
            reason=reason[:500],
            owner=of_area(Person, owner_id, by, "person"),
            restricted_by_id=by.user_id,
            from_date=on,
            review_due=on + RESTRICTION_STANDS,
        )
        _once(row)
        words = f"restricted a record as {row.get_category_display().lower()}"
        note(Verb.ALTERED, "restrict", row, words, by=by, on=on, reason=row.reason)
    return row.pk


def review_restriction(
    *, restriction_id: UUID, version: int, reason: str, by: Viewer, on: date
) -> None:
    """It is still needed: it stands for another 90 days."""
    policies.require(policies.may_restrict(by))
    reason = named(reason, "Say why it is still needed.")
    with transaction.atomic():
        row = _standing(restriction_id, version, by)
        before, row.review_due = row.review_due, on + RESTRICTION_STANDS
        row.reviewed_on = on
        row.version += 1
        row.save()
        words = "reviewed the restriction of a record: it stays"
        changes = {"review_due": (before.isoformat(), row.review_due.isoformat())}
        act = "review_restriction"
        note(Verb.ALTERED, act, row, words, by=by, on=on, changes=changes, reason=reason)


def lift(*, restriction_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """Everybody whose role reaches the record sees it again, from their next page on."""
    policies.require(policies.may_restrict(by))
    reason = named(reason, "Say why it is lifted.")
    with transaction.atomic():
        row = _standing(restriction_id, version, by)
        row.lifted_on, row.lifted_because = on, reason[:500]
        row.version += 1
        row.save()
        words = "lifted the restriction of a record"
        note(Verb.ALTERED, "lift_restriction", row, words, by=by, on=on, reason=reason)


def name_grant(
    *,
    restriction_id: UUID,
    user_id: UUID,
    until: date,
    reason: str,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Let one named person see one restricted record, for 90 days at most."""
    policies.require(policies.may_name(by, user_id=user_id))
    reason = named(reason, "Say why they need to see it.")
    if until < on:
        raise Refused("The last day is in the past. Enter a later day.")
    if until > on + NAMED_GRANT_LASTS:
        latest = say_date(on + NAMED_GRANT_LASTS)
        raise Refused(f"Access to a restricted record ends by {latest} at the latest.")
    with transaction.atomic():
        restriction = _standing(restriction_id, None, by)
        if not Person.objects.filter(local_area_id=by.local_area_id, user_id=user_id).exists():
            raise Refused(f"That person has no account in {by.local_area_name}. Invite them first.")
        row = NamedGrant.objects.create(
            local_area_id=by.local_area_id,
            about_id=restriction.about_id,
            user_id=user_id,
            from_date=on,
            until=until,
            reason=reason[:500],
            granted_by_id=by.user_id,
            recorded_at=at,
        )
        words = f"let {row.user} see a restricted record until {say_date(until)}"
        about = [row.user]
        note(
            Verb.ALTERED, "name_grant", restriction, words, by=by, on=on, about=about, reason=reason
        )
    return row.pk


def withdraw_named_grant(
    *, grant_id: UUID, reason: str, by: Viewer, on: date, at: datetime
) -> None:
    """They see the record no more, from their next page on."""
    policies.require(policies.may_restrict(by))
    reason = named(reason, "Say why it is withdrawn.")
    with transaction.atomic():
        row = of_area(NamedGrant, grant_id, by, "right")
        if row.taken_back_at or row.until < on:
            raise Refused("This right has ended already.")
        row.until, row.taken_back_at = max(on, row.from_date), at
        row.version += 1
        row.save()
        words = f"withdrew the right of {row.user} to see a restricted record"
        note(Verb.ALTERED, "withdraw_named_grant", row.user, words, by=by, on=on, reason=reason)


def break_glass(
    *, about_id: UUID, reason: str, words: str, by: Viewer, on: date, at: datetime
) -> UUID:
    """Open a restricted record in an emergency, for 60 minutes. The owner of the restriction and
    the area's administrators are told at once; somebody else looks at it afterwards."""
    policies.require(policies.may_break_glass(by))
    one_of(GlassReason, reason)
    words = named(words, "Say what the emergency is.")
    with transaction.atomic():
        restriction = Restriction.objects.filter(
            local_area_id=by.local_area_id, about_id=about_id, lifted_on__isnull=True
        ).first()
        if restriction is None:
            raise Refused(UNKNOWN)
        row = BreakGlass.objects.create(
            local_area_id=by.local_area_id,
            about_id=about_id,
            user_id=by.user_id,
            reason=reason,
            words=words[:1000],
            opened_on=on,
            opened_at=at,
            ends_at=at + GLASS_STAYS_BROKEN,
        )
        _tell(row, restriction, by=by, on=on)
        said = f"opened a restricted record in an emergency: {row.get_reason_display().lower()}"
        note(
            Verb.CONSULTED, "break_glass", row, said, by=by, on=on, about=[restriction, row.user]
        )  # fmt: skip
    return row.pk


def review_glass(
    *, glass_id: UUID, version: int, found: str, words: str, by: Viewer, on: date
) -> None:
    """Somebody else says afterwards whether it was right; once."""
    one_of(Found, found)
    words = named(words, "Say what you looked at, and what follows.")
    with transaction.atomic():
        row = of_area(BreakGlass, glass_id, by, "emergency opening")
        policies.require(policies.may_review_glass(by, opened_by_id=row.user_id))
        if row.version != version or row.found:
            raise ChangedMeanwhile("Somebody has looked at this opening already.")
        row.found, row.found_words = found, words[:1000]
        row.reviewed_on, row.reviewed_by_id = on, by.user_id
        row.version += 1
        row.save()
        said = f"looked at an emergency opening: {row.get_found_display().lower()}"
        note(Verb.ALTERED, "review_glass", row, said, by=by, on=on, about=[row.user])


def _once(row: Restriction) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(
            f"The record {reference_of(row.about_id)} is restricted already. Open it in the list."
        ) from clash


def _standing(restriction_id: UUID, version: int | None, by: Viewer) -> Restriction:
    row = of_area(Restriction, restriction_id, by, "restriction")
    if row.lifted_on:
        raise Refused(f"This restriction was lifted on {say_date(row.lifted_on)}.")
    if version is not None and row.version != version:
        raise ChangedMeanwhile("Somebody else changed this restriction. Look at it again.")
    return row


def _tell(row: BreakGlass, restriction: Restriction, *, by: Viewer, on: date) -> None:
    """Each once: neither the record nor whoever opened it is named in the mail."""
    told = dict.fromkeys((restriction.owner_id, *administrators_of(by.local_area_id, on=on)))
    for person_id in told:
        letter = Letter(
            local_area_id=by.local_area_id,
            person_id=person_id,
            kind=BREAK_GLASS,
            subject="A restricted record was opened in an emergency",
            words=(
                f"Somebody opened a restricted record of {by.local_area_name} in an emergency. "
                "They see it for 60 minutes. An area administrator looks at it afterwards: who it "
                "was, and why, is shown once you sign in."
            ),
            once=f"break_glass:{row.pk}:{person_id}",
            address=reverse("partnership:restrictions", args=[by.local_area_slug]),
        )
        tell(letter, by=by, on=on)
