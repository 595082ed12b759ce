"""Who is asking, and the people, posts and forums of their local area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from goldenthread.partnership.models import (
    Forum,
    ForumMembership,
    Grant,
    LocalArea,
    Organisation,
    Person,
    Post,
    PostHolding,
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


@dataclass(frozen=True)
class AreaFact:
    id: UUID
    slug: str
    name: str
    brand_colour: str
    demonstration: bool
    lives_on: date | None  # the day a demonstration stays on; None is today

    def day(self, today: date) -> date:
        return self.lives_on or today


def _area(row: LocalArea) -> AreaFact:
    return AreaFact(row.pk, row.slug, row.name, row.brand_colour, row.demonstration, row.lives_on)


def areas_of(user: User, *, on: date) -> tuple[AreaFact, ...]:
    """The local areas this person serves today."""
    ids = Grant.objects.in_force(on=on).filter(user_id=user.pk).values("local_area_id")
    return tuple(_area(row) for row in LocalArea.objects.filter(id__in=ids))


def area_by_slug(slug: str) -> AreaFact | None:
    """For the shell only (name and colour of the area in the address)."""
    row = LocalArea.objects.filter(slug=slug).first()
    return _area(row) if row else None


def all_areas() -> tuple[AreaFact, ...]:
    """Every area of the installation: for the command line, never for a page."""
    return tuple(_area(row) for row in LocalArea.objects.all())


def has_account(email: str) -> bool:
    """Whether an account with this address exists, open or closed: no second one is made."""
    return User.objects.filter(email=email.strip().lower()).exists()


def user_named(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def first_administrator(slug: str, *, on: date) -> User | None:
    """The area's longest-serving administrator: whom the command line acts as by default."""
    grant = (
        Grant.objects.in_force(on=on)
        .filter(
            local_area__slug=slug,
            role=Role.AREA_ADMINISTRATOR,
            scope_kind=ScopeKind.LOCAL_AREA,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("from_date", "recorded_at")
        .first()
    )
    return grant.user if grant else None


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
        Q(until__isnull=True) | Q(until__gte=on), local_area_id=viewer.local_area_id
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


@dataclass(frozen=True)
class HolderFact:
    holding_id: UUID
    person_id: UUID
    name: str
    email: str
    from_date: date
    until: date | None


@dataclass(frozen=True)
class PostFact:
    id: UUID
    title: str
    kind: str
    organisation: str
    holders: tuple[HolderFact, ...]  # on the day asked about


def posts(
    *, viewer: Viewer, on: date, post_ids: Iterable[UUID] | None = None
) -> tuple[PostFact, ...]:
    """Posts and teams with those who hold them on the day: two queries whatever the number."""
    rows = Post.objects.filter(local_area_id=viewer.local_area_id).select_related("organisation")
    if post_ids is not None:
        rows = rows.filter(pk__in=list(post_ids))
    holdings = PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        local_area_id=viewer.local_area_id,
        from_date__lte=on,
    ).select_related("person")
    by_post: dict[UUID, list[HolderFact]] = {}
    for holding in holdings:
        by_post.setdefault(holding.post_id, []).append(_holder(holding))
    return tuple(
        PostFact(
            id=row.pk,
            title=row.title,
            kind=row.kind,
            organisation=row.organisation.name if row.organisation else "",
            holders=tuple(by_post.get(row.pk, ())),
        )
        for row in rows
    )


def _holder(row: PostHolding) -> HolderFact:
    return HolderFact(
        holding_id=row.pk,
        person_id=row.person_id,
        name=row.person.name,
        email=row.person.email,
        from_date=row.from_date,
        until=row.until,
    )


def holding(holding_id: UUID, *, viewer: Viewer) -> tuple[HolderFact, str] | None:
    """One holding of a post, whenever it was, with the post's title."""
    row = (
        PostHolding.objects.filter(local_area_id=viewer.local_area_id, pk=holding_id)
        .select_related("person", "post")
        .first()
    )
    return (_holder(row), row.post.title) if row else None


@dataclass(frozen=True)
class PersonFact:
    id: UUID
    name: str
    email: str
    organisation: str
    posts: tuple[str, ...]
    signs_in: bool


def people(*, viewer: Viewer, on: date) -> tuple[PersonFact, ...]:
    """Everybody known to the area, with the posts they hold on the day."""
    titles: dict[UUID, list[str]] = {}
    for holding in PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        local_area_id=viewer.local_area_id,
        from_date__lte=on,
    ).select_related("post"):
        titles.setdefault(holding.person_id, []).append(holding.post.title)
    rows = Person.objects.filter(local_area_id=viewer.local_area_id).select_related("organisation")
    return tuple(
        PersonFact(
            id=row.pk,
            name=row.name,
            email=row.email,
            organisation=row.organisation.name if row.organisation else "",
            posts=tuple(titles.get(row.pk, ())),
            signs_in=row.user_id is not None,
        )
        for row in rows
    )


@dataclass(frozen=True)
class OrganisationFact:
    id: UUID
    name: str
    kind: str
    kind_words: str


def organisations(*, viewer: Viewer) -> tuple[OrganisationFact, ...]:
    rows = Organisation.objects.filter(local_area_id=viewer.local_area_id)
    return tuple(
        OrganisationFact(row.pk, row.name, row.kind, row.get_kind_display()) for row in rows
    )


# A role that says nothing beyond the whole area is not offered for a part of it.
_ROLES_OF_A_PART: dict[str, tuple[str, ...]] = {
    ScopeKind.PLAN: tuple(Role.values),
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


def name_of(kind: str, thing_id: UUID, *, viewer: Viewer) -> str:
    """What an organisation, forum, person, post or account ("user") of the area is called; "" where
    the area has none by this id."""
    if kind == "user":
        known = Q(people__local_area_id=viewer.local_area_id)
        found: object = User.objects.filter(known, pk=thing_id).first()
    else:
        models = {"organisation": Organisation, "forum": Forum, "person": Person, "post": Post}
        rows = models[kind]._default_manager.filter(local_area_id=viewer.local_area_id)
        found = rows.filter(pk=thing_id).first()
    return str(found) if found else ""


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
