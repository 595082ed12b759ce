"""The streams from which the register is known, and how far each has come."""

from __future__ import annotations

from datetime import date

from goldenthread.ehcp_register.models import Source, SourceKind
from goldenthread.partnership.queries import Viewer


def last_as_at(system: str, *, viewer: Viewer) -> date | None:
    """The latest day that a stream has described so far; None where nothing came from it."""
    rows = Source.objects.filter(
        local_area_id=viewer.local_area_id, kind=SourceKind.IMPORT, system=system
    )
    return rows.order_by("-as_at").values_list("as_at", flat=True).first()
