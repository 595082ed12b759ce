"""What the outbox asks: where mail goes, and which links it may carry. It also sends when nobody is
there to ask as, so these take the local area itself, or ids that the outbox keeps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models.functions import Lower

from goldenthread.partnership.models import Person, TaskLink, User


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
