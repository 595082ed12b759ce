"""Who may bring a plan in. "" is yes; else the sentence that refuses and says the way on."""

from __future__ import annotations

from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer

__all__ = ["may_import", "require"]

_OFFICE = frozenset({"programme_office", "area_administrator"})


def may_import(viewer: Viewer) -> str:
    """The programme office and area administrators, for the whole local area."""
    if any(grant.role in _OFFICE and grant.scope_kind == "local_area" for grant in viewer.grants):
        return ""
    return (
        "Only the programme office or an area administrator can import a plan. "
        "Send them the document."
    )
