"""Views of the list that somebody keeps, those shared in the area, and those that come with the
product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.ehcp_register.models import VISITED_WITHIN, RegisterPractice, RegisterView
from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.ehcp_register.queries.columns import EVERY_PLAN
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class ViewFact:
    """`mine`: kept by the viewer, who alone changes it."""

    id: UUID
    name: str
    owner: str
    mine: bool
    shared: bool
    query: str  # an address's
    version: int


@dataclass(frozen=True)
class GivenView:
    """A view that comes with the product, for everybody."""

    key: str
    name: str
    asked: Asked


@dataclass(frozen=True)
class PracticeFact:
    """What the area asks of itself; `version` 0 while nobody has changed it."""

    visited_within: int
    version: int
    working_days: frozenset[str] = frozenset()  # duties
    link_hosts: tuple[str, ...] = ()


def saved_views(*, viewer: Viewer) -> tuple[ViewFact, ...]:
    """One's own and those shared with everybody who works with the register."""
    rows = RegisterView.objects.visible_to(viewer).filter(ended_on__isnull=True)
    return tuple(
        ViewFact(
            id=row.pk,
            name=row.name,
            owner=row.owner_label,
            mine=row.owner_id == viewer.user_id,
            shared=row.shared,
            query=row.query,
            version=row.version,
        )
        for row in rows.order_by("name", "id")
    )


def given_views(on: date) -> tuple[GivenView, ...]:
    """What is asked of every area: all EHC plans with placement, reviews and visits, as they stand
    and as at the last 1 March."""
    march = date(on.year if (on.month, on.day) >= (3, 1) else on.year - 1, 3, 1)
    plain = Asked(columns=EVERY_PLAN)
    return (
        GivenView("every-plan", "Every EHC plan: placement, reviews, visits", plain),
        GivenView(
            "every-plan-march",
            f"The same as at 1 March {march.year}",
            Asked(columns=EVERY_PLAN, day=None if march == on else march),
        ),
    )


def practice(*, viewer: Viewer) -> PracticeFact:
    """What the area has settled for itself."""
    row = RegisterPractice.objects.visible_to(viewer).first()
    if row is None:
        return PracticeFact(VISITED_WITHIN, 0)
    return PracticeFact(
        row.visited_within,
        row.version,
        frozenset(row.working_days.split()),
        tuple(row.link_hosts.split()),
    )


def link_hosts(*, viewer: Viewer) -> tuple[str, ...]:
    """The places at which sections of plans may be linked."""
    return practice(viewer=viewer).link_hosts
