"""Who writes, issues and reads papers."""

from __future__ import annotations

from goldenthread.partnership.policies import OFFICE
from goldenthread.partnership.queries import Viewer


def may_write_papers(viewer: Viewer) -> str:
    """Start a draft, fill its front sheet, write beside its figures, issue it."""
    if viewer.holds(*OFFICE):
        return ""
    return "Only the programme office writes papers. Ask the programme office of your area."


def may_change(viewer: Viewer, *, state: str) -> str:
    """An issued paper never changes."""
    if state == "issued":
        return (
            "This paper was issued, and an issued paper never changes. Start a new draft instead."
        )
    if state == "withdrawn":
        return "This draft was withdrawn. Start a new draft instead."
    return may_write_papers(viewer)
