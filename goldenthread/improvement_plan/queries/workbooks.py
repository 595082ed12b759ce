"""Workbooks that were sent: what each row said when it left, and the headings both ways use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import SentWorkbook
from goldenthread.improvement_plan.queries.grid import Names, names
from goldenthread.improvement_plan.queries.plan_pages import plan
from goldenthread.partnership.queries import Viewer

REFERENCE, CODE = "Reference (do not change)", "Code (do not change)"
# Column of the grid → its heading in a workbook, in the workbook's order.
HEADINGS: dict[str, str] = {
    "text": "Action",
    "lead": "Lead",
    "due": "Due",
    "rating": "Rating",
    "cause": "Cause, where late",
    "recovery": "Back on track by",
    "forum": "Forum",
    "status": "Status",
    "progress": "Progress",
    "next_steps": "Next steps",
}
SHEET = "Actions"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that reads like another
MOST_ROWS = 1000


@dataclass(frozen=True)
class SentRow:
    """One row as it left: `code` names workbook and row, `cells` are words by column."""

    code: str
    action_id: UUID
    reference: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class SentFact:
    id: UUID
    plan_id: UUID
    plan_title: str
    code: str
    for_whom: str
    on: date
    by: str
    rows: tuple[SentRow, ...]


def sent_workbook(sent_id: UUID, *, viewer: Viewer) -> SentFact | None:
    """A workbook that left; None out of sight."""
    row = SentWorkbook.objects.visible_to(viewer).filter(pk=sent_id).select_related("plan").first()
    return _fact(row) if row else None


def sent_with_code(codes: Iterable[str], *, viewer: Viewer) -> SentFact | None:
    """The first workbook in sight whose code is among these."""
    found = SentWorkbook.objects.visible_to(viewer).filter(code__in=list(codes))
    row = found.select_related("plan").order_by("recorded_at").first()
    return _fact(row) if row else None


def sent_workbooks(plan_id: UUID, *, viewer: Viewer) -> tuple[SentFact, ...]:
    """Those of a plan, latest first; at most the latest twenty."""
    rows = SentWorkbook.objects.visible_to(viewer).filter(plan_id=plan_id).select_related("plan")
    return tuple(_fact(row) for row in rows.order_by("-recorded_at", "-id")[:20])


def _fact(row: SentWorkbook) -> SentFact:
    return SentFact(
        id=row.pk,
        plan_id=row.plan_id,
        plan_title=row.plan.title,
        code=row.code,
        for_whom=row.for_whom,
        on=row.on,
        by=row.recorded_by_label,
        rows=tuple(
            SentRow(each["code"], UUID(each["id"]), each["reference"], each["cells"])
            for each in row.rows
        ),
    )


def names_of(plan_id: UUID, *, viewer: Viewer, on: date) -> Names | None:
    """What a workbook's drop-downs offer: the plan's ratings, the area's posts and forums."""
    found = plan(plan_id, viewer=viewer)
    return names(found, viewer=viewer, on=on) if found else None
