"""Who may bring a plan in. "" is yes; else the sentence that refuses and says the way on."""

from __future__ import annotations

from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer

__all__ = ["may_import", "may_return", "require", "sees_every_return"]

_OFFICE = frozenset({"programme_office", "area_administrator"})


def may_import(viewer: Viewer) -> str:
    """The programme office and area administrators, for the whole local area."""
    if any(grant.role in _OFFICE and grant.scope_kind == "local_area" for grant in viewer.grants):
        return ""
    return (
        "Only the programme office or an area administrator can import a plan. "
        "Send them the document."
    )


_RETURNING = _OFFICE | {"workstream_lead", "action_lead", "deputy"}


def may_return(viewer: Viewer) -> str:
    """Whoever may change something in a plan may load a workbook; each cell asks for itself."""
    if viewer.holds(*_RETURNING):
        return ""
    return (
        "Only leads and the programme office can load a workbook. Send it to the programme office."
    )


def sees_every_return(viewer: Viewer) -> bool:
    """The programme office sees every workbook that came back; others their own."""
    return viewer.holds(*_OFFICE)
