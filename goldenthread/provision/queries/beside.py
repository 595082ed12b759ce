"""Settings beside the rows of another context: their names, and which are of a kind, without one
question for each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from goldenthread.partnership.queries import Viewer
from goldenthread.provision.models import Setting

_AT_A_TIME = 5_000


def names_of(ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, str]:
    """Names by id."""
    wanted, found = sorted(ids), dict[UUID, str]()
    rows = Setting.objects.visible_to(viewer)
    for start in range(0, len(wanted), _AT_A_TIME):
        part = rows.filter(pk__in=wanted[start : start + _AT_A_TIME])
        found |= dict(part.values_list("pk", "name"))
    return found


def ids_of_kind(kind: str, *, viewer: Viewer) -> QuerySet[Any, Any]:
    """For a subquery: the ids of mainstream, special or independent settings. What is both special
    and independent counts as independent."""
    rows = Setting.objects.visible_to(viewer)
    if kind == "independent":
        rows = rows.filter(independent=True)
    else:
        rows = rows.filter(independent=False, special=kind == "special")
    return rows.values("pk")


def name_beside(field: str, *, viewer: Viewer) -> QuerySet[Any, Any]:
    """For a subquery: the name of the setting whose id stands in the other row's `field`."""
    return Setting.objects.visible_to(viewer).filter(pk=OuterRef(field)).values("name")[:1]
