"""Who sees children's records and who writes in them; who sees counts alone."""

from __future__ import annotations

from uuid import UUID

from goldenthread.ehcp_register.models import sees_children
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.advice import GUARDED, Service
from goldenthread.rules.advice import WORDS as SERVICES

_MANAGER = "case_manager"
_DESIGNATED = "clinical_officer"
_CASEWORK = ("case_officer", _MANAGER)


def may_see_children(viewer: Viewer) -> str:
    """Lists of children and their records: those whose role works with them."""
    if sees_children(viewer):
        return ""
    return (
        "Children’s records are for SEND case officers, case managers and designated clinical or "
        "social care officers. You can see the counts. An area administrator can give you a role."
    )


def may_see_counts(viewer: Viewer) -> str:
    """Counts of the register, with small numbers suppressed: everybody with a role in the whole
    area."""
    if viewer.task is None and any(one.scope_kind == "local_area" for one in viewer.grants):
        return ""
    return "The counts of the register are for those with a role in the whole area."


def may_record(viewer: Viewer) -> str:
    """What happened, placements, visits: SEND case officers and their managers."""
    if viewer.task is None and any(viewer.holds_everywhere(role) for role in _CASEWORK):
        return ""
    return "Only SEND case officers and case managers record this. Ask the child’s case officer."


def may_handle_advice(viewer: Viewer, *, service: Service) -> str:
    """That advice came, and where it is kept: case officers and their managers; of health, social
    care and education also a designated officer who may see such advice."""
    if not may_record(viewer) or _designated(viewer, service):
        return ""
    return (
        "Only SEND case officers, case managers, and the designated officer who may see this "
        "service’s advice record that it came. Ask the child’s case officer."
    )


def may_judge_advice(viewer: Viewer, *, service: Service) -> str:
    """How good advice is: those who may record it and may read it."""
    if refused := may_handle_advice(viewer, service=service):
        return refused
    detail = GUARDED.get(service)
    if detail is None or viewer.may_see(detail):
        return ""
    return (
        f"You have no right to see advice of this kind ({SERVICES[service]}), so you cannot judge "
        "it. An area administrator can give it to you."
    )


def _designated(viewer: Viewer, service: Service) -> bool:
    detail = GUARDED.get(service)
    return is_designated(viewer) and detail is not None and viewer.may_see(detail)


def is_designated(viewer: Viewer) -> bool:
    """Whether somebody is a designated clinical, medical or social care officer of the area."""
    return viewer.task is None and viewer.holds_everywhere(_DESIGNATED)


def may_accept_exception(viewer: Viewer, *, claimed_by_id: UUID | None) -> str:
    """A case manager; never whoever claimed it."""
    if not viewer.holds_everywhere(_MANAGER):
        return "Only a SEND case manager accepts an exception. Ask yours."
    if viewer.user_id == claimed_by_id:
        return "You claimed this exception yourself. Ask another case manager to accept it."
    return ""


def may_manage(viewer: Viewer) -> str:
    """Caseloads of others, imports, repairs: SEND case managers."""
    if viewer.task is None and viewer.holds_everywhere(_MANAGER):
        return ""
    return "Only a SEND case manager does this. Ask yours."


def may_see_who_saw(viewer: Viewer) -> str:
    """Who looked at a child's record: SEND case managers."""
    if viewer.task is None and viewer.holds_everywhere(_MANAGER):
        return ""
    return "Only a SEND case manager sees who looked at a child’s record. Ask yours."


def may_prove(viewer: Viewer) -> str:
    """Work out every deadline anew: case managers, and administrators, who see none of it."""
    if viewer.task is None and any(
        viewer.holds_everywhere(role) for role in (_MANAGER, "area_administrator")
    ):
        return ""
    return "Only a SEND case manager or an area administrator does this. Ask yours."
