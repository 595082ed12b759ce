"""What one person holds here, as a list that can be handed over.

Every context lists its own things as `Held`, and its verb takes what goes to whom as `Passed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.partnership.models import ForumMembership, Grant, Person, PostHolding
from goldenthread.partnership.policies import may_grant
from goldenthread.partnership.queries.viewers import Viewer
from goldenthread.rules.calendars import say_date

POST, FORUM, GRANT = "post", "forum", "grant"


@dataclass(frozen=True)
class Held:
    """One thing that somebody holds. `stays`, where it is given, says in a sentence why it is not
    handed over by itself. `at_once`: it has no first and last day, so it moves when confirmed.
    `version` tells a later look whether somebody changed it."""

    kind: str
    id: UUID
    words: str
    note: str = ""
    href: tuple[str, UUID] | None = None  # name and id of its page
    version: int = 1
    at_once: bool = False
    stays: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Passed:
    """One thing and who takes it over; `to` None: nobody yet."""

    kind: str
    id: UUID
    to: UUID | None


@dataclass(frozen=True)
class PersonHere:
    """Somebody who gives or takes. `left_on`: the first day they work here no more."""

    id: UUID
    name: str
    email: str
    user_id: UUID | None
    post_ids: frozenset[UUID]
    left_on: date | None


def person_here(person_id: UUID, *, viewer: Viewer, on: date) -> PersonHere | None:
    """Two queries."""
    row = Person.objects.filter(local_area_id=viewer.local_area_id, pk=person_id).first()
    if row is None:
        return None
    held = _holdings(row.pk, viewer=viewer, on=on)
    posts = frozenset(holding.post_id for holding in held)
    return PersonHere(row.pk, row.name, row.email, row.user_id, posts, row.left_on)


def gone(*, viewer: Viewer, on: date) -> frozenset[UUID]:
    """Who is recorded as having left the area by the day: one query."""
    rows = Person.objects.filter(local_area_id=viewer.local_area_id, left_on__lte=on)
    return frozenset(rows.values_list("pk", flat=True))


def held(person_id: UUID, *, viewer: Viewer, on: date) -> tuple[Held, ...]:
    """The posts, the memberships of forums and the roles of somebody on the day: three queries."""
    posts = [
        Held(POST, row.pk, str(row.post), f"since {say_date(row.from_date)}", version=row.version)
        for row in _holdings(person_id, viewer=viewer, on=on)
    ]
    return (*posts, *_memberships(person_id, viewer, on), *_grants(person_id, viewer, on))


def _standing(on: date) -> Q:
    return Q(until__isnull=True) | Q(until__gte=on)


def _holdings(person_id: UUID, *, viewer: Viewer, on: date) -> list[PostHolding]:
    rows = PostHolding.objects.filter(
        _standing(on), local_area_id=viewer.local_area_id, person_id=person_id, from_date__lte=on
    )
    return list(rows.select_related("post").order_by("post__title", "id"))


def _memberships(person_id: UUID, viewer: Viewer, on: date) -> list[Held]:
    rows = ForumMembership.objects.filter(
        _standing(on), local_area_id=viewer.local_area_id, person_id=person_id, from_date__lte=on
    )
    return [
        Held(FORUM, row.pk, str(row.forum), row.capacity, version=row.version)
        for row in rows.select_related("forum").order_by("forum__name", "id")
    ]


def _grants(person_id: UUID, viewer: Viewer, on: date) -> list[Held]:
    refused = may_grant(viewer)
    rows = Grant.objects.in_force(on=on).filter(
        local_area_id=viewer.local_area_id, user__people__id=person_id
    )
    return [
        Held(
            GRANT,
            row.pk,
            row.get_role_display(),
            row.scope_label or row.get_scope_kind_display(),
            version=row.version,
            stays=refused,
        )
        for row in rows.order_by("role", "from_date", "id")
    ]
