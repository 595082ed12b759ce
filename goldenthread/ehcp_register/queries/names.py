"""What a child or young person is called where acts are told: a reference, never a name."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from goldenthread.ehcp_register.models import Child
from goldenthread.partnership.queries import Viewer


def child_named(child_id: UUID, *, viewer: Viewer) -> str:
    """The reference of a child whose record the viewer may see; "" of any other. Asked as of the
    last of days, when no named grant holds: of a restricted record nothing is told here."""
    row = Child.objects.visible_to(viewer, on=date.max).filter(pk=child_id).first()
    return (row.reference or "Child or young person") if row else ""
