"""Local areas and accounts, asked about before there is a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.partnership.models import Grant, LocalArea, Role, ScopeKind, User


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
