"""Who may see which kinds of details about children and young people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.partnership.models import Detail, DetailGrant, Post, PostKind
from goldenthread.partnership.queries.viewers import Viewer

DETAILS: tuple[tuple[str, str], ...] = tuple((one.value, str(one.label)) for one in Detail)


@dataclass(frozen=True)
class DetailGrantFact:
    id: UUID
    user_id: UUID
    user_name: str
    email: str
    detail: str
    detail_words: str
    scope_words: str
    from_date: date
    until: date | None
    reason: str
    last_used_on: date | None


def detail_grants(*, viewer: Viewer, on: date) -> tuple[DetailGrantFact, ...]:
    """The rights to details that count in the area on the day, by name."""
    rows = (
        DetailGrant.objects.in_force(on=on)
        .filter(local_area_id=viewer.local_area_id)
        .select_related("user", "team")
        .order_by("user__name", "detail", "id")
    )
    return tuple(_fact(row) for row in rows)


def detail_grant(grant_id: UUID, *, viewer: Viewer) -> DetailGrantFact | None:
    """One of the area that was not taken back, whenever it counts."""
    row = (
        DetailGrant.objects.filter(
            local_area_id=viewer.local_area_id, pk=grant_id, taken_back_at__isnull=True
        )
        .select_related("user", "team")
        .first()
    )
    return _fact(row) if row else None


def teams(*, viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """The teams of the area with their names."""
    rows = Post.objects.filter(local_area_id=viewer.local_area_id, kind=PostKind.TEAM)
    return tuple(rows.values_list("pk", "title"))


def _fact(row: DetailGrant) -> DetailGrantFact:
    return DetailGrantFact(
        id=row.pk,
        user_id=row.user_id,
        user_name=row.user.name,
        email=row.user.email,
        detail=row.detail,
        detail_words=row.get_detail_display(),
        scope_words=f"Records of {row.team}" if row.team else "Every record of the local area",
        from_date=row.from_date,
        until=row.until,
        reason=row.reason,
        last_used_on=row.last_used_on,
    )
