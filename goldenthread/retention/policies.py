"""Who sets, approves and holds back erasure."""

from __future__ import annotations

from uuid import UUID

from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer

__all__ = ["may_approve", "may_keep_retention", "require"]


def may_keep_retention(viewer: Viewer) -> str:
    """Rules, holds, what would go and what went: it concerns all of the area."""
    if viewer.gives_roles:
        return ""
    return "Only an area administrator sees and sets how long records are kept. Ask yours."


def may_approve(viewer: Viewer, *, set_by_id: UUID | None) -> str:
    """What is erased is gone: a second administrator looks at the rules first."""
    refused = may_keep_retention(viewer)
    if not refused and set_by_id is None:
        return "There are no rules yet. Set them first."
    if not refused and viewer.user_id == set_by_id:
        return (
            "You set these rules yourself. Ask another area administrator to look at them and "
            "approve them."
        )
    return refused
