"""The last days of what somebody's own caseload asks, for their calendar: no name is ever read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.ehcp_register.models import PanelItem
from goldenthread.ehcp_register.policies import may_see_children
from goldenthread.ehcp_register.queries.asked import MY_CASELOAD
from goldenthread.ehcp_register.queries.queues import _on_caseload, open_deadlines
from goldenthread.partnership.queries import Viewer

MOST = 3000  # days of one caseload


@dataclass(frozen=True)
class DueDay:
    """One duty for one child; `key` is the same as long as the same event started it."""

    child_id: UUID
    duty: str
    key: str
    due_on: date


@dataclass(frozen=True)
class PanelDay:
    """A panel that meets about somebody's caseload, about whom, and by when its papers are in."""

    meeting_id: UUID
    held_on: date
    papers_by: date
    child_ids: frozenset[UUID]


def due_days(*, viewer: Viewer, on: date, last: date) -> tuple[DueDay, ...]:
    """What somebody must do for the viewer's own caseload by this day, or is late with; restricted
    records only by a named grant. One question."""
    if may_see_children(viewer) or not viewer.post_ids:
        return ()
    rows = open_deadlines(on, viewer=viewer, on=on, caseload=MY_CASELOAD).filter(
        must_from__isnull=False, known_from__lte=on, due_on__lte=last
    )
    told = rows.order_by("due_on", "pk").values_list(
        "child_id", "duty", "kind", "case_id", "body", "started_by", "due_on"
    )
    return tuple(
        DueDay(child, duty, f"{child}:{duty}:{kind}:{case}:{body}:{started}", due)
        for child, duty, kind, case, body, started, due in told[:MOST]
        if due
    )


def panel_days(*, viewer: Viewer, on: date, last: date) -> tuple[PanelDay, ...]:
    """Panels that meet from today to this day with somebody of the viewer's own caseload on their
    paper. One question."""
    if may_see_children(viewer) or not viewer.post_ids:
        return ()
    rows = PanelItem.objects.visible_to(viewer, on=on).filter(
        withdrawn_on__isnull=True,
        meeting__cancelled_on__isnull=True,
        meeting__held_on__gte=on,
        meeting__held_on__lte=last,
        child_id__in=_on_caseload(on, MY_CASELOAD, viewer=viewer, on=on),
    )
    told = rows.order_by().values_list(
        "meeting_id", "meeting__held_on", "meeting__papers_by", "child_id"
    )
    found: dict[tuple[UUID, date, date], set[UUID]] = {}
    for meeting_id, held_on, papers_by, child_id in told[:MOST]:
        found.setdefault((meeting_id, held_on, papers_by), set()).add(child_id)
    return tuple(PanelDay(*key, frozenset(children)) for key, children in sorted(found.items()))
