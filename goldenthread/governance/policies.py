"""Who writes, issues and reads papers."""

from __future__ import annotations

from uuid import UUID

from goldenthread.partnership.queries import Viewer

_ASK = "Only the programme office writes papers. Ask the programme office of your area."


def may_write_papers(viewer: Viewer, *, plan_id: UUID | None = None) -> str:
    """Start a draft, fill its front sheet, write beside its figures, issue it; of any plan where
    none is named."""
    if viewer.writes_every_paper:
        return ""
    wanted = viewer.plans_of_papers
    return "" if (plan_id in wanted if plan_id else wanted) else _ASK


def may_keep_templates(viewer: Viewer) -> str:
    """Word templates are the whole area's."""
    return "" if viewer.writes_every_paper else _ASK


def may_change(viewer: Viewer, *, state: str, plan_id: UUID) -> str:
    """An issued paper never changes."""
    refused = may_write_papers(viewer, plan_id=plan_id)
    if refused:
        return refused
    if state == "issued":
        return (
            "This paper was issued, and an issued paper never changes. Start a new draft instead."
        )
    if state == "withdrawn":
        return "This draft was withdrawn. Start a new draft instead."
    return ""
