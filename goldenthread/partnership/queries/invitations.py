"""Accounts of an area: who was invited and has not chosen a password yet, who signs in and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from goldenthread.partnership.models import Grant, Person, TaskLink
from goldenthread.partnership.queries.task_links import INVITATION, task_link_path
from goldenthread.partnership.queries.viewers import Viewer

__all__ = ["INVITATION", "SignInFact", "people_who_sign_in", "standing_invitation"]


@dataclass(frozen=True)
class SignInFact:
    """How somebody with a role, today or later, signs in. `invited_until` None: no invitation
    stands, or none is needed any more."""

    person_id: UUID
    user_id: UUID
    name: str
    email: str
    accepted: bool  # has chosen a password, or comes in through their organisation
    by_organisation: bool
    has_second_factor: bool
    closed: bool
    invited_until: date | None

    def invitation_stands(self, *, on: date) -> bool:
        return self.invited_until is not None and self.invited_until >= on


def people_who_sign_in(
    *, viewer: Viewer, on: date, person_ids: Iterable[UUID] | None = None
) -> tuple[SignInFact, ...]:
    """Everybody with a role in the area, by name: four queries whatever the number."""
    having = Grant.objects.filter(
        local_area_id=viewer.local_area_id, taken_back_at__isnull=True
    ).exclude(until__lt=on)
    people = Person.objects.filter(
        local_area_id=viewer.local_area_id, user_id__in=having.values("user_id")
    ).select_related("user")
    if person_ids is not None:
        people = people.filter(pk__in=list(person_ids))
    rows = list(people.order_by("name", "pk"))
    users = [row.user_id for row in rows]
    factors = set(Authenticator.objects.filter(user_id__in=users).values_list("user_id", flat=True))
    outside = set(SocialAccount.objects.filter(user_id__in=users).values_list("user_id", flat=True))
    links = TaskLink.objects.filter(
        local_area_id=viewer.local_area_id, task=INVITATION, withdrawn_on__isnull=True
    ).values_list("person_id", "expires_on")
    until = dict(links)
    found = []
    for row in rows:
        assert row.user is not None
        found.append(
            SignInFact(
                person_id=row.pk,
                user_id=row.user.pk,
                name=row.name,
                email=row.user.email,
                accepted=row.user.has_usable_password() or row.user.pk in outside,
                by_organisation=row.user.pk in outside,
                has_second_factor=row.user.pk in factors,
                closed=not row.user.is_active,
                invited_until=until.get(row.pk),
            )
        )
    return tuple(found)


def standing_invitation(email: str, *, viewer: Viewer, on: date) -> str:
    """The path of the link, for the command line on the server itself; "" where none stands."""
    row = TaskLink.objects.filter(
        local_area_id=viewer.local_area_id,
        task=INVITATION,
        person__user__email=email.strip().lower(),
        withdrawn_on__isnull=True,
        expires_on__gte=on,
    ).first()
    return task_link_path(row.pk, task=INVITATION) if row else ""
