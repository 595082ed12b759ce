"""Who is asking: somebody in one local area on one day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from goldenthread.partnership.models import (
    Detail,
    DetailGrant,
    Grant,
    Person,
    PostHolding,
    PostKind,
    Role,
    ScopeKind,
    User,
)

WRITERS_OF_PAPERS = frozenset({Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR})


@dataclass(frozen=True)
class GrantInForce:
    role: str
    scope_kind: str
    scope_id: UUID | None


@dataclass(frozen=True)
class DetailInForce:
    """A kind of details that somebody may see; `team_id` None: of every record of the area."""

    detail: str
    team_id: UUID | None = None


@dataclass(frozen=True)
class TaskInHand:
    """The one thing that somebody who came by a task link may do."""

    task: str
    object_id: UUID


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
    post_ids: frozenset[UUID] = frozenset()  # the posts and teams this person holds today
    team_ids: frozenset[UUID] = frozenset()  # those of them that are teams
    details: tuple[DetailInForce, ...] = ()
    used_today: bool = True  # whether it is written down that their rights were used today
    day: date | None = None  # the area's own day, where it is a demonstration
    # What nobody may write in any more, as somebody signed in: plan id → the sentence why.
    closed_plans: Mapping[UUID, str] = field(default_factory=dict, compare=False, repr=False)
    demonstration: bool = False  # an invented area, and says so on every page
    # Came by a task link: has no grants, and may do this and nothing else.
    task: TaskInHand | None = None

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

    def may_see(self, detail: Detail | str, *, teams: Collection[UUID] = ()) -> bool:
        """Whether details of this kind are theirs to see: everywhere, or in a record that belongs
        to one of these teams. No role brings it."""
        wanted = Detail(detail)
        return self.task is None and any(
            one.detail == wanted and (one.team_id is None or one.team_id in teams)
            for one in self.details
        )

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
    details = list(
        DetailGrant.objects.in_force(on=on).filter(user_id=user.pk, local_area_id=area.pk)
    )
    held = posts_and_teams(person, on=on) if person else {}
    day = area.lives_on or on
    return Viewer(
        user_id=user.pk,
        name=user.name or user.email,
        local_area_id=area.pk,
        local_area_slug=area.slug,
        local_area_name=area.name,
        grants=tuple(GrantInForce(g.role, g.scope_kind, g.scope_id) for g in grants),
        person_id=person.pk if person else None,
        post_ids=frozenset(held),
        team_ids=frozenset(pk for pk, kind in held.items() if kind == PostKind.TEAM),
        details=tuple(DetailInForce(d.detail, d.team_id) for d in details),
        used_today=all(_noted(one, day) for one in grants)
        and all(_noted(one, day) for one in details),
        day=area.lives_on,
        demonstration=area.demonstration,
    )


def _noted(right: Grant | DetailGrant, day: date) -> bool:
    """Whether it is kept that the right was used on the area's day, where it counts on it."""
    counts = right.from_date <= day and (right.until is None or right.until >= day)
    return not counts or right.last_used_on == day


def posts_held(person: Person, *, on: date) -> frozenset[UUID]:
    """The posts and teams that a person, already in sight, holds on the day."""
    return frozenset(posts_and_teams(person, on=on))


def posts_and_teams(person: Person, *, on: date) -> dict[UUID, str]:
    """Post id → post or team, of what a person, already in sight, holds on the day."""
    held = PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        local_area_id=person.local_area_id,
        person_id=person.pk,
        from_date__lte=on,
    )
    return dict(held.values_list("post_id", "post__kind"))
