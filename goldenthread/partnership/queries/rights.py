"""Who may do what in the area on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.partnership.models import Grant, Role, ScopeKind
from goldenthread.partnership.queries.viewers import Viewer

# Those who work with children’s records do so in the whole area.
_WITH_CHILDREN = (Role.CASE_OFFICER, Role.CASE_MANAGER, Role.CLINICAL_OFFICER)
# A role that says nothing beyond the whole area is not offered for a part of it.
_ROLES_OF_A_PART: dict[str, tuple[str, ...]] = {
    ScopeKind.PLAN: tuple(one for one in Role.values if one not in _WITH_CHILDREN),
    ScopeKind.LEVEL: (
        Role.WORKSTREAM_LEAD,
        Role.ACTION_LEAD,
        Role.DEPUTY,
        Role.PARENT_CARER_FORUM,
        Role.EXTERNAL_ADVISER,
    ),
    ScopeKind.POST: (Role.ACTION_LEAD, Role.DEPUTY),
    ScopeKind.FORUM: (
        Role.BOARD_MEMBER,
        Role.WORKSTREAM_LEAD,
        Role.ACTION_LEAD,
        Role.DEPUTY,
        Role.PARENT_CARER_FORUM,
        Role.EXTERNAL_ADVISER,
    ),
}


def role_choices(scope_kind: str) -> tuple[tuple[str, str], ...]:
    """The roles that can be given for the whole area, a plan, a level, a post or a forum, each with
    its words."""
    offered = _ROLES_OF_A_PART.get(scope_kind, tuple(Role.values))
    return tuple((role, str(Role(role).label)) for role in offered)


@dataclass(frozen=True)
class GrantFact:
    id: UUID
    user_id: UUID
    user_name: str
    email: str
    role: str
    role_words: str
    scope_kind: str
    scope_words: str
    from_date: date
    until: date | None
    reason: str
    last_used_on: date | None = None


def grants(*, viewer: Viewer, on: date) -> tuple[GrantFact, ...]:
    """Who may do what in the area on the day."""
    rows = (
        Grant.objects.in_force(on=on)
        .filter(local_area_id=viewer.local_area_id)
        .select_related("user")
        .order_by("user__name", "role")
    )
    return tuple(_grant(row) for row in rows)


def _grant(row: Grant) -> GrantFact:
    return GrantFact(
        id=row.pk,
        user_id=row.user_id,
        user_name=row.user.name,
        email=row.user.email,
        role=row.role,
        role_words=row.get_role_display(),
        scope_kind=row.scope_kind,
        scope_words=row.scope_label or row.get_scope_kind_display(),
        from_date=row.from_date,
        until=row.until,
        reason=row.reason,
        last_used_on=row.last_used_on,
    )


def grant(grant_id: UUID, *, viewer: Viewer) -> GrantFact | None:
    """One right in the area that was not taken back, whenever it counts."""
    row = (
        Grant.objects.filter(
            local_area_id=viewer.local_area_id, pk=grant_id, taken_back_at__isnull=True
        )
        .select_related("user")
        .first()
    )
    return _grant(row) if row else None
