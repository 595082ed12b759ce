"""Who is new to the area, and which departments have acted. Somebody of a department who does not
work with children's records is shown its checklist, never whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.ehcp_register.models import Department, DepartmentPart, Newcomer
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.partnership.queries import Viewer

_SHOWN = 200


@dataclass(frozen=True)
class PartFact:
    """`own`: of a department whose post the viewer holds."""

    id: UUID
    department: str
    due_on: date
    done_on: date | None
    done_by: str
    note: str
    own: bool
    version: int


@dataclass(frozen=True)
class NewcomerFact:
    """`child_id` None: the viewer does not work with children's records."""

    id: UUID
    child_id: UUID | None
    arrived_on: date
    parts: tuple[PartFact, ...]


@dataclass(frozen=True)
class DepartmentFact:
    id: UUID
    name: str
    post_id: UUID
    version: int


def newcomers(*, viewer: Viewer, on: date) -> tuple[NewcomerFact, ...]:
    """Those in the viewer's sight, the latest first; two queries."""
    rows = Newcomer.objects.visible_to(viewer, on=on).order_by("-arrived_on", "-id")[:_SHOWN]
    found = {row.pk: row for row in rows}
    parts: dict[UUID, list[DepartmentPart]] = {pk: [] for pk in found}
    visible = DepartmentPart.objects.visible_to(viewer, on=on).filter(newcomer_id__in=list(found))
    for part in visible.select_related("department").order_by("department__name", "id"):
        parts[part.newcomer_id].append(part)
    return tuple(
        NewcomerFact(pk, row.child_id, row.arrived_on, _parts(parts[pk], viewer))
        for pk, row in found.items()
    )


def newcomer(newcomer_id: UUID, *, viewer: Viewer, on: date) -> NewcomerFact | None:
    """One checklist: for those who see the record, and for whoever holds the post of a department
    that has a part in it; None for others."""
    row = Newcomer.objects.visible_to(viewer, on=on).filter(pk=newcomer_id).first()
    parts = every(DepartmentPart).filter(
        newcomer_id=newcomer_id, local_area_id=viewer.local_area_id
    )
    found = _parts(parts.select_related("department").order_by("department__name", "id"), viewer)
    if row is not None:
        return NewcomerFact(row.pk, row.child_id, row.arrived_on, found)
    if viewer.task is not None or not any(one.own for one in found):
        return None
    arrived = every(Newcomer).filter(pk=newcomer_id).values_list("arrived_on", flat=True).get()
    return NewcomerFact(newcomer_id, None, arrived, found)


def _parts(rows: Iterable[DepartmentPart], viewer: Viewer) -> tuple[PartFact, ...]:
    return tuple(
        PartFact(
            id=row.pk,
            department=row.department.name,
            due_on=row.due_on,
            done_on=row.done_on,
            done_by=row.done_by_label,
            note=row.note,
            own=row.department.post_id in viewer.post_ids,
            version=row.version,
        )
        for row in rows
    )


def departments(*, viewer: Viewer) -> tuple[DepartmentFact, ...]:
    """Those that are told when somebody is new, by name."""
    rows = Department.objects.visible_to(viewer).filter(until__isnull=True)
    return tuple(
        DepartmentFact(row.pk, row.name, row.post_id, row.version)
        for row in rows.order_by("name", "id")
    )
