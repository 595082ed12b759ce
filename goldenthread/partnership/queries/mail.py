"""What the outbox asks: where mail goes, and which links it may carry. It also sends when nobody is
there to ask as, so these take the local area itself, or ids that the outbox keeps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from goldenthread.partnership.models import (
    Grant,
    NamedGrant,
    Person,
    PostHolding,
    Restriction,
    TaskLink,
    User,
)


def mail_addresses(person_ids: Collection[UUID], *, local_area_id: UUID) -> dict[UUID, str]:
    """Each person of the area and their address, "" where none is recorded."""
    rows = Person.objects.filter(local_area_id=local_area_id, pk__in=person_ids)
    return dict(rows.values_list("pk", "email"))


def people_at(addresses: Collection[str], *, local_area_id: UUID) -> dict[str, UUID]:
    """The area's people who work there still and have one of these addresses, as it was asked."""
    wanted = {address.strip().lower(): address for address in addresses}
    rows = Person.objects.filter(local_area_id=local_area_id, left_on__isnull=True)
    found = rows.annotate(plain=Lower("email")).filter(plain__in=list(wanted)).order_by("id")
    return {wanted[row.email.lower()]: row.pk for row in found}


@dataclass(frozen=True)
class Addressed:
    """Somebody of an area who signs in and has an address."""

    person_id: UUID
    user: User


def who_signs_in(*, local_area_id: UUID) -> tuple[Addressed, ...]:
    """Everybody of the area with an account that is open and an address for mail, by name."""
    rows = Person.objects.filter(local_area_id=local_area_id, user__is_active=True)
    rows = rows.exclude(email="").exclude(left_on__isnull=False).select_related("user")
    return tuple(Addressed(row.pk, row.user) for row in rows.order_by("name", "id") if row.user)


def links_of_area(link_ids: Collection[UUID], *, local_area_id: UUID) -> set[UUID]:
    """Which of these are task links of the area."""
    rows = TaskLink.objects.filter(local_area_id=local_area_id, pk__in=link_ids)
    return set(rows.values_list("pk", flat=True))


def addresses_now(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Where mail to people of any area goes at this moment."""
    return dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "email"))


@dataclass(frozen=True)
class LinkInMail:
    """What the outbox must know of a link before it goes out with a message."""

    task: str
    expires_on: date
    withdrawn: bool
    uses: int  # how often its page was opened; a mail scanner that looks at every link counts too

    def works(self, *, on: date) -> bool:
        return not self.withdrawn and self.expires_on >= on


def links_in_mail(link_ids: Collection[UUID]) -> dict[UUID, LinkInMail]:
    """Links of any area, as they are at this moment."""
    rows = TaskLink.objects.filter(pk__in=link_ids)
    return {
        row.pk: LinkInMail(row.task, row.expires_on, bool(row.withdrawn_on), row.uses)
        for row in rows
    }


def holders_now(
    post_ids: Collection[UUID], *, local_area_id: UUID, on: date
) -> dict[UUID, tuple[UUID, ...]]:
    """Post id → the people who hold it on the day and have not left, longest first."""
    rows = PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        Q(person__left_on__isnull=True) | Q(person__left_on__gt=on),
        local_area_id=local_area_id,
        post_id__in=post_ids,
        from_date__lte=on,
    )
    found: dict[UUID, tuple[UUID, ...]] = {}
    for post_id, person_id in rows.order_by("from_date", "id").values_list("post_id", "person_id"):
        found[post_id] = (*found.get(post_id, ()), person_id)
    return found


def people_with_role(role: str, *, local_area_id: UUID, on: date) -> tuple[UUID, ...]:
    """The people who hold a role in the whole area on the day and sign in, by name."""
    users = (
        Grant.objects.in_force(on=on)
        .filter(
            local_area_id=local_area_id,
            role=role,
            scope_kind="local_area",
            user__is_active=True,
        )
        .values("user_id")
    )
    rows = Person.objects.filter(
        local_area_id=local_area_id, user_id__in=users, left_on__isnull=True
    )
    return tuple(rows.order_by("name", "id").values_list("pk", flat=True))


def may_open_restricted(
    about_ids: Collection[UUID], *, local_area_id: UUID, on: date
) -> dict[UUID, frozenset[UUID]]:
    """Of those whose record is restricted, and of no others: who among the area's people is named
    to open it."""
    restricted = Restriction.objects.filter(
        local_area_id=local_area_id, about_id__in=about_ids, lifted_on__isnull=True
    )
    found = dict.fromkeys(restricted.values_list("about_id", flat=True), frozenset[UUID]())
    named = NamedGrant.objects.in_force(on=on).filter(
        local_area_id=local_area_id, about_id__in=list(found)
    )
    users = list(named.values_list("about_id", "user_id"))
    people = dict(
        Person.objects.filter(
            local_area_id=local_area_id, user_id__in=[user for _, user in users]
        ).values_list("user_id", "pk")
    )
    for about_id, user_id in users:
        if user_id in people:
            found[about_id] |= {people[user_id]}
    return found
