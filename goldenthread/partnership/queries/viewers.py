"""Who is asking: somebody in one local area on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from goldenthread.partnership.models import Grant, Person, PostHolding, Role, ScopeKind, User

WRITERS_OF_PAPERS = frozenset({Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR})


@dataclass(frozen=True)
class GrantInForce:
    role: str
    scope_kind: str
    scope_id: UUID | None


@dataclass(frozen=True)
class Viewer:
    """Somebody in one local area on one day: what every query and action is asked as."""

    user_id: UUID
    name: str
    local_area_id: UUID
    local_area_slug: str
    local_area_name: str
    grants: tuple[GrantInForce, ...]
    person_id: UUID | None = None
    post_ids: frozenset[UUID] = frozenset()  # the posts this person holds today
    day: date | None = None  # the area's own day, where it is a demonstration

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def holds(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

    def scopes(self, role: str, scope_kind: str) -> frozenset[UUID]:
        """The plans, levels, posts or forums for which a role was granted."""
        return frozenset(
            grant.scope_id
            for grant in self.grants
            if grant.role == role and grant.scope_kind == scope_kind and grant.scope_id
        )

    def holds_everywhere(self, role: str) -> bool:
        return any(
            grant.role == role and grant.scope_kind == ScopeKind.LOCAL_AREA for grant in self.grants
        )

    @property
    def plan_ids(self) -> frozenset[UUID] | None:
        """The only plans in sight, or None where any grant reaches beyond single plans."""
        if any(grant.scope_kind != ScopeKind.PLAN for grant in self.grants):
            return None
        return frozenset(grant.scope_id for grant in self.grants if grant.scope_id)

    @property
    def gives_roles(self) -> bool:
        return self.holds_everywhere(Role.AREA_ADMINISTRATOR)

    @property
    def writes_every_paper(self) -> bool:
        return any(self.holds_everywhere(role) for role in WRITERS_OF_PAPERS)

    @property
    def plans_of_papers(self) -> frozenset[UUID]:
        """The single plans whose papers this person writes."""
        return frozenset().union(*(self.scopes(role, ScopeKind.PLAN) for role in WRITERS_OF_PAPERS))

    @property
    def writes_papers(self) -> bool:
        return self.writes_every_paper or bool(self.plans_of_papers)

    @property
    def role_words(self) -> str:
        return ", ".join(Role(role).label for role in sorted(self.roles))


class AreaRequest(HttpRequest):
    """A request inside a local area: the middleware has found who asks and which day it is."""

    viewer: Viewer
    today: date


def viewer_for(user: User, slug: str, *, on: date) -> Viewer | None:
    """The viewer, or None where the area does not exist or this person has no grant in it: the two
    must look the same from outside."""
    grants = list(
        Grant.objects.in_force(on=on)
        .filter(user_id=user.pk, user__is_active=True, local_area__slug=slug)
        .select_related("local_area")
    )
    if not grants:
        return None
    area = grants[0].local_area
    person = Person.objects.filter(local_area=area, user_id=user.pk).first()
    held = (
        PostHolding.objects.filter(
            Q(until__isnull=True) | Q(until__gte=on), person=person, from_date__lte=on
        ).values_list("post_id", flat=True)
        if person
        else ()
    )
    return Viewer(
        user_id=user.pk,
        name=user.name or user.email,
        local_area_id=area.pk,
        local_area_slug=area.slug,
        local_area_name=area.name,
        grants=tuple(GrantInForce(g.role, g.scope_kind, g.scope_id) for g in grants),
        person_id=person.pk if person else None,
        post_ids=frozenset(held),
        day=area.lives_on,
    )
