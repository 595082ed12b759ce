"""Organisations, posts, people, and who holds which post on the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.partnership.models import (
    AccessReview,
    BreakGlass,
    Forum,
    InLocalArea,
    Organisation,
    OrganisationKind,
    Person,
    Post,
    PostHolding,
    Restriction,
    User,
)
from goldenthread.partnership.policies import may_restrict, may_review_rights
from goldenthread.partnership.queries.viewers import WRITERS_OF_PAPERS, Viewer


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
    holdings = PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        local_area_id=viewer.local_area_id,
        from_date__lte=on,
    ).select_related("person")
    if post_ids is not None:
        wanted = list(post_ids)
        rows, holdings = rows.filter(pk__in=wanted), holdings.filter(post_id__in=wanted)
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


def post_titles(*, viewer: Viewer) -> dict[UUID, str]:
    """What the area's posts and teams are called, in that order: one query."""
    rows = Post.objects.filter(local_area_id=viewer.local_area_id).order_by("title", "id")
    return dict(rows.values_list("id", "title"))


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
    version: int
    came_back_on: date | None = None  # mail to this very address came back, and why
    came_back_because: str = ""


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
    return tuple(_person(row, tuple(titles.get(row.pk, ()))) for row in rows)


def _person(row: Person, titles: tuple[str, ...]) -> PersonFact:
    comes_back = bool(row.email) and row.email == row.came_back_address
    return PersonFact(
        id=row.pk,
        name=row.name,
        email=row.email,
        organisation=row.organisation.name if row.organisation else "",
        posts=titles,
        signs_in=row.user_id is not None,
        version=row.version,
        came_back_on=row.came_back_on if comes_back else None,
        came_back_because=row.came_back_because if comes_back else "",
    )


def person(person_id: UUID, *, viewer: Viewer, on: date) -> PersonFact | None:
    """One person known to the area, with the posts they hold on the day."""
    rows = Person.objects.filter(local_area_id=viewer.local_area_id, pk=person_id)
    row = rows.select_related("organisation").first()
    if row is None:
        return None
    held = PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), person=row, from_date__lte=on
    ).select_related("post")
    return _person(row, tuple(holding.post.title for holding in held))


@dataclass(frozen=True)
class AccountFact:
    """An account of somebody known to the area, whatever they may do today."""

    id: UUID
    name: str


def accounts(*, viewer: Viewer) -> tuple[AccountFact, ...]:
    """Everybody of the area who has or had an account, by name: whom its audit trail may name."""
    rows = Person.objects.filter(local_area_id=viewer.local_area_id, user__isnull=False)
    named = rows.select_related("user").order_by("user__name")
    return tuple(AccountFact(row.user.pk, str(row.user)) for row in named if row.user)


# Whose words stand as they were said: no office changes, hides or withdraws them.
FAMILIES = frozenset({OrganisationKind.PARENT_CARER_FORUM, OrganisationKind.YOUNG_PEOPLE})


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


def speaks_for(*, viewer: Viewer) -> tuple[OrganisationFact, ...]:
    """The organisations of families and young people in whose name somebody may speak: their own;
    any, where no organisation is recorded of them and they have no part in the office. None for
    somebody of the council or of another body. Two queries."""
    if viewer.task is not None:
        return ()
    heard = tuple(one for one in organisations(viewer=viewer) if one.kind in FAMILIES)
    here = Person.objects.filter(local_area_id=viewer.local_area_id)
    row = here.filter(pk=viewer.person_id).first() if viewer.person_id else None
    own = row.organisation_id if row else None
    if own is not None:
        return tuple(one for one in heard if one.id == own)
    return () if viewer.roles & WRITERS_OF_PAPERS else heard


def name_of(kind: str, thing_id: UUID, *, viewer: Viewer) -> str:
    """What an organisation, forum, person, post or account ("user") of the area is called; "" where
    the area has none by this id, or it is not the viewer's to see."""
    asked = {"accessreview": may_review_rights, "restriction": may_restrict}
    asked["breakglass"] = may_restrict
    if kind in asked and asked[kind](viewer):
        return ""
    if kind == "user":
        known = Q(people__local_area_id=viewer.local_area_id)
        found: object = User.objects.filter(known, pk=thing_id).first()
    else:
        models: dict[str, type[InLocalArea]] = {
            "organisation": Organisation, "forum": Forum, "person": Person, "post": Post,
            "accessreview": AccessReview, "restriction": Restriction, "breakglass": BreakGlass,
        }  # fmt: skip
        rows = models[kind]._default_manager.filter(local_area_id=viewer.local_area_id)
        found = rows.filter(pk=thing_id).first()
    return str(found) if found else ""
