"""Restricted records: which there are, who may see them, and who opened one in an emergency.

A restricted record has no name here: its reference is the end of the id of whom it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from goldenthread.partnership import person_linked
from goldenthread.partnership.models import BreakGlass, Grant, NamedGrant, Person, Restriction
from goldenthread.partnership.policies import may_restrict
from goldenthread.partnership.queries.viewers import Viewer


def reference_of(about_id: UUID) -> str:
    """The short reference of whom a record is about, as pages and the trail say it."""
    return about_id.hex[-8:]


@dataclass(frozen=True)
class RestrictionFact:
    id: UUID
    about_id: UUID
    reference: str
    category: str
    category_words: str
    reason: str
    owner_id: UUID
    owner_name: str
    restricted_by: str
    from_date: date
    review_due: date
    reviewed_on: date | None
    lifted_on: date | None
    lifted_because: str
    version: int


@dataclass(frozen=True)
class NamedGrantFact:
    id: UUID
    about_id: UUID
    reference: str
    user_id: UUID
    user_name: str
    from_date: date
    until: date
    reason: str
    granted_by: str


@dataclass(frozen=True)
class GlassFact:
    """Somebody opened a restricted record in an emergency. `found` is "" until it is looked at."""

    id: UUID
    about_id: UUID
    reference: str
    user_id: UUID
    user_name: str
    reason_words: str
    words: str
    opened_on: date
    opened_at: datetime
    ends_at: datetime
    found: str
    found_label: str
    found_words: str
    reviewed_on: date | None
    reviewed_by: str
    version: int


def restrictions(*, viewer: Viewer) -> tuple[RestrictionFact, ...]:
    """Every restriction of the area that stands, the next review first; none for who may not."""
    if may_restrict(viewer):
        return ()
    rows = _restrictions(viewer).filter(lifted_on__isnull=True)
    return tuple(_restriction(row) for row in rows.order_by("review_due", "id"))


def restriction(restriction_id: UUID, *, viewer: Viewer) -> RestrictionFact | None:
    """One of the area, standing or lifted."""
    if may_restrict(viewer):
        return None
    row = _restrictions(viewer).filter(pk=restriction_id).first()
    return _restriction(row) if row else None


def named_grants(about_id: UUID, *, viewer: Viewer, on: date) -> tuple[NamedGrantFact, ...]:
    """Who may see one restricted record on the day."""
    if may_restrict(viewer):
        return ()
    rows = _named(viewer, on).filter(about_id=about_id)
    return tuple(_named_fact(row) for row in rows)


def named_grant(grant_id: UUID, *, viewer: Viewer, on: date) -> NamedGrantFact | None:
    if may_restrict(viewer):
        return None
    row = _named(viewer, on).filter(pk=grant_id).first()
    return _named_fact(row) if row else None


def openings(*, viewer: Viewer, about_id: UUID | None = None) -> tuple[GlassFact, ...]:
    """Emergency openings of the area, latest first; of one record where it is named."""
    if may_restrict(viewer):
        return ()
    rows = BreakGlass.objects.filter(local_area_id=viewer.local_area_id)
    if about_id is not None:
        rows = rows.filter(about_id=about_id)
    return tuple(_glass(row) for row in rows.select_related("user", "reviewed_by"))


def opening(glass_id: UUID, *, viewer: Viewer) -> GlassFact | None:
    if may_restrict(viewer):
        return None
    rows = BreakGlass.objects.filter(local_area_id=viewer.local_area_id, pk=glass_id)
    row = rows.select_related("user", "reviewed_by").first()
    return _glass(row) if row else None


def open_to_me(
    *, viewer: Viewer, on: date
) -> tuple[tuple[NamedGrantFact, ...], tuple[GlassFact, ...]]:
    """The restricted records that the viewer may see: by name, and by an emergency of this hour."""
    named = _named(viewer, on).filter(user_id=viewer.user_id)
    glass = BreakGlass.objects.filter(
        local_area_id=viewer.local_area_id, user_id=viewer.user_id, ends_at__gt=Now()
    ).select_related("user", "reviewed_by")
    return tuple(_named_fact(row) for row in named), tuple(_glass(row) for row in glass)


def hidden_from(*, viewer: Viewer, on: date) -> frozenset[UUID]:
    """Whose records are restricted and not the viewer's to see: for what keeps ids without rows,
    such as the trail."""
    rows = Restriction.objects.filter(
        local_area_id=viewer.local_area_id, lifted_on__isnull=True
    ).exclude(person_linked.in_sight("about_id", viewer, on=on))
    return frozenset(rows.values_list("about_id", flat=True))


def administrators_of(local_area_id: UUID, *, on: date) -> tuple[UUID, ...]:
    """The people who administer the whole area on the day, by name."""
    granted = (
        Grant.objects.in_force(on=on)
        .filter(
            local_area_id=local_area_id,
            role="area_administrator",
            scope_kind="local_area",
            user__is_active=True,
        )
        .values("user_id")
    )
    rows = Person.objects.filter(local_area_id=local_area_id, user_id__in=granted)
    return tuple(rows.order_by("name", "id").values_list("id", flat=True))


def _restrictions(viewer: Viewer) -> QuerySet[Restriction]:
    return Restriction.objects.filter(local_area_id=viewer.local_area_id).select_related(
        "owner", "restricted_by"
    )


def _named(viewer: Viewer, on: date) -> QuerySet[NamedGrant]:
    return (
        NamedGrant.objects.in_force(on=on)
        .filter(local_area_id=viewer.local_area_id)
        .select_related("user", "granted_by")
        .order_by("until", "id")
    )


def _restriction(row: Restriction) -> RestrictionFact:
    return RestrictionFact(
        id=row.pk,
        about_id=row.about_id,
        reference=reference_of(row.about_id),
        category=row.category,
        category_words=row.get_category_display(),
        reason=row.reason,
        owner_id=row.owner_id,
        owner_name=row.owner.name,
        restricted_by=str(row.restricted_by),
        from_date=row.from_date,
        review_due=row.review_due,
        reviewed_on=row.reviewed_on,
        lifted_on=row.lifted_on,
        lifted_because=row.lifted_because,
        version=row.version,
    )


def _named_fact(row: NamedGrant) -> NamedGrantFact:
    return NamedGrantFact(
        id=row.pk,
        about_id=row.about_id,
        reference=reference_of(row.about_id),
        user_id=row.user_id,
        user_name=row.user.name,
        from_date=row.from_date,
        until=row.until,
        reason=row.reason,
        granted_by=str(row.granted_by or ""),
    )


def _glass(row: BreakGlass) -> GlassFact:
    return GlassFact(
        id=row.pk,
        about_id=row.about_id,
        reference=reference_of(row.about_id),
        user_id=row.user_id,
        user_name=row.user.name,
        reason_words=row.get_reason_display(),
        words=row.words,
        opened_on=row.opened_on,
        opened_at=row.opened_at,
        ends_at=row.ends_at,
        found=row.found,
        found_label=row.get_found_display() if row.found else "",
        found_words=row.found_words,
        reviewed_on=row.reviewed_on,
        reviewed_by=str(row.reviewed_by or ""),
        version=row.version,
    )
