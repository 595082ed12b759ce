"""What sign-in asks about an account, before there is a viewer. Behind the front, so that no page
finds it: each takes the account itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from goldenthread.partnership.models import Grant, Person, Role, User

# What these may do is read and ask. Everybody else changes something, and needs a second factor.
ONLY_READ = frozenset({Role.BOARD_MEMBER})


def areas_known_to(user: User) -> tuple[str, ...]:
    """Names and short names of the areas that know the account."""
    rows = Person.objects.filter(user_id=user.pk).values_list(
        "local_area__name", "local_area__slug"
    )
    return tuple(word for row in rows for word in row)


def does_more_than_read(user: User, *, on: date) -> bool:
    """Whether any right in force, in any area, lets the person change something."""
    rows = Grant.objects.filter(
        user_id=user.pk, from_date__lte=on, taken_back_at__isnull=True
    ).exclude(until__lt=on)
    return rows.exclude(role__in=ONLY_READ).exists()


def will_do_more_than_read(user: User) -> bool:
    """The same, for rights that begin later too: somebody invited chooses a password before."""
    rows = Grant.objects.filter(user_id=user.pk, taken_back_at__isnull=True)
    return rows.exclude(role__in=ONLY_READ).exists()


def known_by(user: User) -> tuple[tuple[UUID, UUID], ...]:
    """(local area, person) for each area that knows the account, the longest known first."""
    rows = Person.objects.filter(user_id=user.pk).order_by("pk")
    return tuple(rows.values_list("local_area_id", "pk"))


def account_of(user_id: UUID, *, local_area_id: UUID) -> User:
    """The account that an invitation of the area is for."""
    return User.objects.get(pk=user_id, people__local_area_id=local_area_id)
