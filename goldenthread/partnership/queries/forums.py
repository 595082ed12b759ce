"""Forums and who sits on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.partnership.models import Forum, ForumMembership
from goldenthread.partnership.queries.viewers import Viewer


@dataclass(frozen=True)
class ForumFact:
    id: UUID
    name: str
    also_known_as: tuple[str, ...]
    kind: str
    kind_words: str
    chair: str
    rhythm: str
    front_sheet_fields: tuple[dict[str, object], ...]
    version: int


def _forum(row: Forum) -> ForumFact:
    return ForumFact(
        id=row.pk,
        name=row.name,
        also_known_as=tuple(row.also_known_as),
        kind=row.kind,
        kind_words=row.get_kind_display(),
        chair=row.chair,
        rhythm=row.rhythm,
        front_sheet_fields=tuple(row.front_sheet_fields),
        version=row.version,
    )


def forums(*, viewer: Viewer, on: date) -> tuple[ForumFact, ...]:
    """Forums that exist on the day."""
    rows = Forum.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        Q(from_date__isnull=True) | Q(from_date__lte=on),
        local_area_id=viewer.local_area_id,
    )
    return tuple(_forum(row) for row in rows)


def forum(forum_id: UUID, *, viewer: Viewer) -> ForumFact | None:
    row = Forum.objects.filter(local_area_id=viewer.local_area_id, pk=forum_id).first()
    return _forum(row) if row else None


@dataclass(frozen=True)
class MemberFact:
    membership_id: UUID
    person_name: str
    organisation: str
    capacity: str
    from_date: date
    until: date | None


def members(forum_id: UUID, *, viewer: Viewer, on: date) -> tuple[MemberFact, ...]:
    """Who sits on a forum on the day."""
    rows = ForumMembership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        local_area_id=viewer.local_area_id,
        forum_id=forum_id,
        from_date__lte=on,
    ).select_related("person__organisation")
    return tuple(_member(row) for row in rows)


def _member(row: ForumMembership) -> MemberFact:
    return MemberFact(
        membership_id=row.pk,
        person_name=row.person.name,
        organisation=row.person.organisation.name if row.person.organisation else "",
        capacity=row.capacity,
        from_date=row.from_date,
        until=row.until,
    )


def member(forum_id: UUID, membership_id: UUID, *, viewer: Viewer) -> MemberFact | None:
    """One membership of one forum, whenever it was."""
    row = (
        ForumMembership.objects.filter(
            local_area_id=viewer.local_area_id, forum_id=forum_id, pk=membership_id
        )
        .select_related("person__organisation")
        .first()
    )
    return _member(row) if row else None
