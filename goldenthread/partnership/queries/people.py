"""Organisations, posts, people, and who holds which post on the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.partnership.models import Forum, Organisation, Person, Post, PostHolding, User
from goldenthread.partnership.queries.viewers import Viewer


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
