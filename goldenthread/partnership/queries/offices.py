"""Who the programme office of a plan is, and who writes its papers: asked by what tells them when
nobody is there to ask as, so it takes the local area itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.partnership.models import Grant, Person, PostHolding, Role, ScopeKind
from goldenthread.partnership.queries.viewers import WRITERS_OF_PAPERS


def office_of_plan(plan_id: UUID, *, local_area_id: UUID, on: date) -> tuple[UUID, ...]:
    """The people of the programme office of the whole area or of this plan, on the day."""
    rows = _granted((Role.PROGRAMME_OFFICE,), plan_id, local_area_id=local_area_id, on=on)
    return tuple(rows.values_list("id", flat=True))


def writers_of_papers(
    plan_id: UUID, *, but: UUID, local_area_id: UUID, on: date
) -> tuple[UUID, ...]:
    """The people who write the papers of this plan on the day, without the one whose account is
    `but`."""
    rows = _granted(WRITERS_OF_PAPERS, plan_id, local_area_id=local_area_id, on=on)
    return tuple(rows.exclude(user_id=but).values_list("id", flat=True))


def _granted(
    roles: Collection[Role], plan_id: UUID, *, local_area_id: UUID, on: date
) -> QuerySet[Person]:
    """The people who hold one of these roles for the whole area or for this plan, by name."""
    granted = (
        Grant.objects.in_force(on=on)
        .filter(
            Q(scope_kind=ScopeKind.LOCAL_AREA) | Q(scope_kind=ScopeKind.PLAN, scope_id=plan_id),
            local_area_id=local_area_id,
            role__in=roles,
            user__is_active=True,
        )
        .values("user_id")
    )
    rows = Person.objects.filter(local_area_id=local_area_id, user_id__in=granted)
    return rows.order_by("name", "id")


def holders_of(
    post_ids: set[UUID], *, local_area_id: UUID, on: date
) -> dict[UUID, tuple[UUID, ...]]:
    """Post id → the people who hold it on the day; posts that nobody holds are left out."""
    rows = PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        local_area_id=local_area_id,
        post_id__in=post_ids,
        from_date__lte=on,
    ).order_by("from_date", "id")
    found: dict[UUID, tuple[UUID, ...]] = {}
    for post_id, person_id in rows.values_list("post_id", "person_id"):
        found[post_id] = (*found.get(post_id, ()), person_id)
    return found
