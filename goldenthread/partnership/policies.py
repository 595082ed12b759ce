"""What each role may do. A policy answers with "" (yes) or the sentence that refuses.

The same sentence explains a disabled button, so it gives the reason and the way on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from goldenthread.partnership.models import Role, ScopeKind
from goldenthread.rules.refusals import NotPermitted
from goldenthread.trail.kinds import KINDS

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


def may_change_address(viewer: Viewer, *, signs_in: bool) -> str:
    """Where somebody is written to; rights hang on the address that somebody signs in with."""
    return may_grant(viewer) if signs_in else may_manage_people(viewer)


def may_see_who_saw(viewer: Viewer) -> str:
    """Who looked at a record, when and where; the record itself must be in sight as well."""
    if viewer.gives_roles:
        return ""
    return (
        "Only an area administrator can see who looked at a record. Ask yours, and say why you "
        "need to know."
    )


def may_ask_who_saw(viewer: Viewer, kind: str) -> str:
    """Administrators, and of some kinds of things others instead, as those who keep them say."""
    own = KINDS[kind].why_not(viewer) if kind in KINDS else None
    return may_see_who_saw(viewer) if own is None else own


def may_read_audit_trail(viewer: Viewer) -> str:
    """Everything anybody did in the area; the history of one thing is open to whoever sees it."""
    if viewer.gives_roles:
        return ""
    return (
        "Only an area administrator can read everything that was done in the area. "
        "The history of one thing is on its own page."
    )


def may_make_task_links(viewer: Viewer, task: str, object_id: UUID) -> str:
    """Whoever asks others for something; for what, the context of the task asks its own policy.
    A link in hand makes and withdraws links to its own task alone: its person may pass it on."""
    in_hand = viewer.task
    if in_hand is None and viewer.grants:
        return ""
    if in_hand is not None and (in_hand.task, in_hand.object_id) == (task, object_id):
        return ""
    return "Only somebody who is signed in can make or withdraw a link. Ask the programme office."


def may_review_rights(viewer: Viewer) -> str:
    """Look at who has which right, and keep or remove it: whoever gives rights."""
    if viewer.gives_roles:
        return ""
    return "Only an area administrator reviews who has which right. Ask yours."


def may_decide_right(viewer: Viewer, *, user_id: UUID, others: bool) -> str:
    """Nobody keeps their own rights, where there is another administrator to look at them."""
    refused = may_review_rights(viewer)
    if not refused and user_id == viewer.user_id and others:
        return "This right is your own. Ask another area administrator to look at it."
    return refused


def may_restrict(viewer: Viewer) -> str:
    """Restrict a record, review and lift that, and say who may see it. It does not bring the right
    to see the record itself."""
    if viewer.gives_roles:
        return ""
    return "Only an area administrator restricts records and says who may see them. Ask yours."


def may_name(viewer: Viewer, *, user_id: UUID) -> str:
    """Let somebody see one restricted record: never oneself."""
    refused = may_restrict(viewer)
    if not refused and user_id == viewer.user_id:
        return (
            "Nobody gives themselves a restricted record. Ask another area administrator, or open "
            "it as an emergency, which is looked at afterwards."
        )
    return refused


WORKING = OFFICE | {Role.WORKSTREAM_LEAD, Role.ACTION_LEAD, Role.DEPUTY}


def may_break_glass(viewer: Viewer) -> str:
    """Open a restricted record in an emergency: whoever works here, signed in."""
    if viewer.task is None and viewer.roles & WORKING:
        return ""
    return (
        "Only somebody who works on the area’s records can open a restricted one in an emergency. "
        "Ask an area administrator."
    )


def may_review_glass(viewer: Viewer, *, opened_by_id: UUID) -> str:
    """Look afterwards at whether it was right: an administrator who did not do it themselves."""
    if not viewer.gives_roles:
        return "Only an area administrator looks at emergency openings. Ask yours."
    if opened_by_id == viewer.user_id:
        return "You opened this record yourself. Ask another area administrator to look at it."
    return ""


def require(sentence: str) -> None:
    """Raise NotPermitted when a policy refused."""
    if sentence:
        raise NotPermitted(sentence)
