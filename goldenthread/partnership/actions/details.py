"""Verbs of rights to details, given and ended like roles; and the note that a right was used."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from goldenthread.partnership import policies
from goldenthread.partnership.actions.writing import named, note, of_area
from goldenthread.partnership.models import (
    Detail,
    DetailGrant,
    Grant,
    NamedGrant,
    Person,
    Post,
    PostKind,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb


def give_detail(
    *,
    user_id: UUID,
    detail: str,
    reason: str,
    from_date: date,
    until: date | None = None,
    team_id: UUID | None = None,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Let somebody see one kind of details, of every record or of one team's; effective on their
    next request."""
    policies.require(policies.may_grant(by))
    if detail not in Detail.values:
        raise Refused(f"{detail} is not one of: {', '.join(Detail.labels)}. Choose one of those.")
    if until and until < from_date:
        raise Refused("The last day is before the first. Enter a later day.")
    reason = named(reason, "Say why, for the history.")
    with transaction.atomic():
        person = Person.objects.filter(local_area_id=by.local_area_id, user_id=user_id).first()
        if person is None:
            raise Refused(f"That person has no account in {by.local_area_name}. Invite them first.")
        team = of_area(Post, team_id, by, "team") if team_id else None
        if team and team.kind != PostKind.TEAM:
            raise Refused(f"{team} is a post, not a team. Choose a team.")
        row = DetailGrant.objects.create(
            local_area_id=by.local_area_id,
            user_id=user_id,
            detail=detail,
            team=team,
            from_date=from_date,
            until=until,
            reason=reason[:500],
            granted_by_id=by.user_id,
            recorded_at=at,
        )
        where = f" in the records of {team}" if team else ""
        words = f"let {row.user} see {Detail(detail).label.lower()}{where}: {row.reason}"
        note(Verb.ALTERED, "give_detail", row.user, words, by=by, on=on)
    return row.pk


def end_detail(
    *, grant_id: UUID, until: date | None, by: Viewer, on: date, at: datetime | None = None
) -> None:
    """End it on a day, or at once (`until` None, `at` the instant). It is only made shorter."""
    policies.require(policies.may_grant(by))
    with transaction.atomic():
        row = of_area(DetailGrant, grant_id, by, "right")
        if row.taken_back_at or (row.until and row.until < on):
            raise Refused("This right has ended already. Give it again if it is wanted again.")
        if until and (until < row.from_date or (row.until and until > row.until)):
            raise Refused("Enter a day between the first day of this right and its last.")
        row.until = max(on, row.from_date) if until is None else until
        row.taken_back_at = at if until is None else None
        row.version += 1
        row.save()
        words = f"ended the right of {row.user} to see {row.get_detail_display().lower()}"
        words += " at once" if until is None else f" on {say_date(until)}"
        note(Verb.ALTERED, "end_detail", row.user, words, by=by, on=on)


def note_use(*, by: Viewer, on: date) -> None:
    """Keep that the viewer's rights were used on the day: three statements, once a day. It is no
    act on anything, so the trail does not tell of it."""
    if by.task is not None or by.used_today:
        return
    mine = {"local_area_id": by.local_area_id, "user_id": by.user_id}
    earlier = Q(last_used_on__isnull=True) | Q(last_used_on__lt=on)
    with transaction.atomic():
        Grant.objects.in_force(on=on).filter(earlier, **mine).update(last_used_on=on)
        DetailGrant.objects.in_force(on=on).filter(earlier, **mine).update(last_used_on=on)
        NamedGrant.objects.in_force(on=on).filter(earlier, **mine).update(last_used_on=on)
