"""Views people keep, the change they may undo, and what the grid's page shows around its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.improvement_plan.models import DefaultView, ManyChange, SavedView
from goldenthread.improvement_plan.queries.grid import SAID, GridRow
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class ViewFact:
    """`mine`: kept by the viewer; `default`: the one the viewer's grid opens on."""

    id: UUID
    name: str
    owner: str
    mine: bool
    shared: bool
    filters: str  # an address's query
    columns: tuple[str, ...]
    default: bool
    version: int


@dataclass(frozen=True)
class UndoFact:
    id: UUID
    words: str
    on: date


def saved_views(plan_id: UUID, *, viewer: Viewer) -> tuple[ViewFact, ...]:
    """The viewer's own views of the plan and those shared in the area: two queries."""
    rows = SavedView.objects.visible_to(viewer).filter(
        Q(owner_id=viewer.user_id) | Q(shared=True), plan_id=plan_id, ended_on__isnull=True
    )
    default = _default(plan_id, viewer)
    return tuple(
        ViewFact(
            id=row.pk,
            name=row.name,
            owner=row.owner_label,
            mine=row.owner_id == viewer.user_id,
            shared=row.shared,
            filters=row.filters,
            columns=tuple(row.columns),
            default=row.pk == default,
            version=row.version,
        )
        for row in rows.order_by("name", "id")
    )


def _default(plan_id: UUID, viewer: Viewer) -> UUID | None:
    found = DefaultView.objects.visible_to(viewer).filter(plan_id=plan_id, user_id=viewer.user_id)
    return found.values_list("view_id", flat=True).first()


def undoable(
    plan_id: UUID, *, viewer: Viewer, on: date, rows: Iterable[GridRow]
) -> UndoFact | None:
    """The viewer's last change of many, if it was today, can be put back, and none of its cells
    in `rows` says something else by now."""
    change = (
        ManyChange.objects.visible_to(viewer)
        .filter(plan_id=plan_id, recorded_by_id=viewer.user_id)
        .order_by("-recorded_at", "-id")
        .first()
    )
    if change is None or change.undone_on is not None or change.on != on:
        return None
    now = {str(row.id): row.cells for row in rows}
    backward = False
    for row in change.rows:
        for name, words in row["after"].items():
            if name in SAID:
                continue
            if row["before"][name] == "" and name == "rating":
                return None  # a first rating stays said; there is none to put back
            backward = True
            if row["id"] in now and now[row["id"]][name] != words:
                return None
    return UndoFact(change.pk, change.words, change.on) if backward else None
