"""What plans are called, for lists of who saw them."""

from __future__ import annotations

from uuid import UUID

from goldenthread.improvement_plan.queries.plan_pages import plan
from goldenthread.partnership.queries import Viewer


def plan_named(plan_id: UUID, *, viewer: Viewer) -> str:
    """A plan in the viewer's sight; "" of any other."""
    found = plan(plan_id, viewer=viewer)
    return found.title if found else ""
