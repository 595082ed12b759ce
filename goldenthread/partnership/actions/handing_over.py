"""Posts, memberships and roles go from one person to another; and somebody leaves the area.

Called inside the transaction of the whole handover, which has compared what was seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from goldenthread.partnership import policies
from goldenthread.partnership.actions.accounts import sign_out_leaver
from goldenthread.partnership.actions.rights import end_grant, grant
from goldenthread.partnership.actions.writing import note, of_area
from goldenthread.partnership.models import (
    Forum,
    ForumMembership,
    Grant,
    Person,
    Post,
    PostHolding,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.handing_over import FORUM, GRANT, POST, Passed
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb


def handed_over_words(giver: str, taker: str, day: date) -> str:
    """How every history says it; `taker` "" is nobody."""
    if taker:
        return f"handed over from {giver} to {taker} on {say_date(day)}"
    return f"left by {giver} on {say_date(day)}, with nobody to follow yet"


def take_turns(*, person_id: UUID, by: Viewer) -> None:
    """Whoever hands over the same person's work at the same moment waits until this is done."""
    of_area(Person, person_id, by, "person")


def hand_over(
    *, person_id: UUID, passed: Iterable[Passed], day: date, by: Viewer, on: date, at: datetime
) -> None:
    """From the day on the successors hold the posts and sit on the forums, and the person until the
    day before; roles begin and end on the day itself."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        giver = of_area(Person, person_id, by, "person")
        for one in passed:
            taker = of_area(Person, one.to, by, "person") if one.to else None
            if one.kind == POST:
                _post(one.id, giver, taker, day, by=by, on=on)
            elif one.kind == FORUM:
                _membership(one.id, giver, taker, day, by=by, on=on)
            elif one.kind == GRANT:
                _grant(one.id, giver, taker, day, by=by, on=on, at=at)


def _post(
    holding_id: UUID, giver: Person, taker: Person | None, day: date, *, by: Viewer, on: date
) -> None:
    row = of_area(PostHolding, holding_id, by, "holding of a post")
    _end(row, giver, str(row.post), day)
    if taker:
        going_on = {"post": row.post, "person": taker, "until__isnull": True}
        if not PostHolding.objects.filter(**going_on).exists():
            PostHolding.objects.create(
                local_area_id=by.local_area_id, post=row.post, person=taker, from_date=day
            )
    _told("post", row.post, giver, taker, day, by=by, on=on)


def _membership(
    membership_id: UUID, giver: Person, taker: Person | None, day: date, *, by: Viewer, on: date
) -> None:
    row = of_area(ForumMembership, membership_id, by, "membership")
    _end(row, giver, str(row.forum), day)
    if taker:
        going_on = {"forum": row.forum, "person": taker, "until__isnull": True}
        if not ForumMembership.objects.filter(**going_on).exists():
            ForumMembership.objects.create(
                local_area_id=by.local_area_id,
                forum=row.forum,
                person=taker,
                capacity=row.capacity,
                from_date=day,
            )
    _told("seat", row.forum, giver, taker, day, by=by, on=on)


def _end(row: PostHolding | ForumMembership, giver: Person, what: str, day: date) -> None:
    last = day - timedelta(days=1)
    if row.from_date > last:
        raise Refused(
            f"{giver} took up {what} on {say_date(row.from_date)}. "
            "Choose a later day for the handover, or let it stay with them."
        )
    row.until = last
    row.version += 1
    row.save()


def _told(
    what: str,
    row: Post | Forum,
    giver: Person,
    taker: Person | None,
    day: date,
    *,
    by: Viewer,
    on: date,
) -> None:
    words = f"recorded that {row} was {handed_over_words(str(giver), str(taker or ''), day)}"
    people = [giver, *([taker] if taker else [])]
    note(Verb.ALTERED, f"hand_over_{what}", row, words, by=by, on=on, about=people)


def _grant(
    grant_id: UUID,
    giver: Person,
    taker: Person | None,
    day: date,
    *,
    by: Viewer,
    on: date,
    at: datetime,
) -> None:
    """First given, then ended: an area keeps its administrator."""
    row = of_area(Grant, grant_id, by, "right")
    if taker and taker.user_id is None:
        raise Refused(
            f"{taker} does not sign in, so the role {row.get_role_display().lower()} cannot go to "
            "them. Give them an account under Who may do what, or let the role end."
        )
    if taker and taker.user_id and not _has_it(taker.user_id, row, day):
        grant(
            user_id=taker.user_id,
            role=row.role,
            reason=f"Handed over from {giver} to {taker} on {say_date(day)}",
            from_date=day,
            until=row.until if row.until and row.until >= day else None,
            scope_kind=row.scope_kind,
            scope_id=row.scope_id,
            scope_label=row.scope_label,
            by=by,
            on=on,
            at=at,
        )
    if row.until is None or row.until > day:
        end_grant(grant_id=row.pk, until=day, by=by, on=on)


def _has_it(user_id: UUID, row: Grant, day: date) -> bool:
    same = {"role": row.role, "scope_kind": row.scope_kind, "scope_id": row.scope_id}
    held = Grant.objects.in_force(on=day).filter(
        local_area_id=row.local_area_id, user_id=user_id, **same
    )
    return held.filter(until=row.until).exists()


def leave_area(*, person_id: UUID, day: date, by: Viewer, on: date) -> None:
    """From the day on they work here no more: what still names them is listed as a gap."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = of_area(Person, person_id, by, "person")
        before, row.left_on = row.left_on, day
        row.version += 1
        row.save()
        if row.user_id and day <= on:
            sign_out_leaver(row.user_id, on=on)
        words = f"recorded that {row} leaves {by.local_area_name} on {say_date(day)}"
        note(
            Verb.ALTERED, "leave_area", row, words, by=by, on=on, changes={"left_on": (before, day)}
        )


def come_back(*, person_id: UUID, by: Viewer, on: date) -> None:
    """They work here again, as a handover back to them says; nothing where they never left."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = of_area(Person, person_id, by, "person")
        if row.left_on is None:
            return
        before, row.left_on = row.left_on, None
        row.version += 1
        row.save()
        words = f"recorded that {row} is back in {by.local_area_name}"
        note(
            Verb.ALTERED, "come_back", row, words, by=by, on=on, changes={"left_on": (before, None)}
        )
