"""What each role may do. A policy answers with "" (yes) or the sentence that refuses.

The same sentence explains a disabled button, so it gives the reason and the way on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goldenthread.partnership.models import Role, ScopeKind
from goldenthread.rules.refusals import NotPermitted

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer

OFFICE = frozenset({Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR})


def may_manage_people(viewer: Viewer) -> str:
    """Organisations, forums, posts and who holds them: the office of the area or of a plan."""
    reaching = (ScopeKind.LOCAL_AREA, ScopeKind.PLAN)
    if any(grant.role in OFFICE and grant.scope_kind in reaching for grant in viewer.grants):
        return ""
    return (
        "Only the programme office or an area administrator can change people, posts and forums. "
        "Ask the programme office."
    )


def may_grant(viewer: Viewer) -> str:
    """Rights themselves: an administrator of one plan could otherwise take the whole area."""
    if viewer.gives_roles:
        return ""
    return "Only an area administrator can give or end someone’s rights. Ask yours."


def may_read_audit_trail(viewer: Viewer) -> str:
    """Everything anybody did in the area; the history of one thing is open to whoever sees it."""
    if viewer.gives_roles:
        return ""
    return (
        "Only an area administrator can read everything that was done in the area. "
        "The history of one thing is on its own page."
    )


def require(sentence: str) -> None:
    """Raise NotPermitted when a policy refused."""
    if sentence:
        raise NotPermitted(sentence)
