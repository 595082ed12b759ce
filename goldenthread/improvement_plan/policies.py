"""What each role may do with a plan. Each answers "" (yes) or the sentence that refuses.

The sentence explains a disabled button too: it gives the reason and the way on. Nothing here asks
the database: a `Viewer` and a subject say all, so a list can ask for every row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import GrantInForce, Viewer

__all__ = [
    "ActionSubject",
    "may_add_evidence",
    "may_close_period",
    "may_create_plan",
    "may_edit_action",
    "may_edit_level",
    "may_edit_plan",
    "may_mark_complete",
    "may_rate",
    "may_rate_as",
    "may_reopen_completion",
    "may_reopen_period",
    "may_sign_off",
    "may_update",
    "rating_capacities",
    "require",
]

COUNCIL, PROGRAMME_OFFICE, EXTERNAL, FORUM = "council", "programme_office", "external", "forum"
_OFFICE = frozenset({"programme_office", "area_administrator"})
_LEADS = frozenset({"action_lead", "deputy"})
# A grant over a post, a level or a forum names its actions itself; one over a plan or the whole
# local area leaves a lead with the actions that name the person or a post of theirs.
_NAMES_ITS_ACTIONS = frozenset({"post", "level", "forum"})

_ASK_OFFICE = "Ask the programme office."


@dataclass(frozen=True)
class ActionSubject:
    """What decides who may do what to an action, or to a level (then without leads or forums).

    `level_ids` holds the levels it belongs to and every level above them.
    """

    plan_id: UUID
    level_ids: frozenset[UUID] = frozenset()
    lead_person_ids: frozenset[UUID] = frozenset()
    lead_post_ids: frozenset[UUID] = frozenset()
    forum_ids: frozenset[UUID] = frozenset()
    completed_by_id: UUID | None = field(default=None)  # the user who marked it complete


def leads(viewer: Viewer, subject: ActionSubject) -> bool:
    """Is the viewer named as a lead or deputy, in person or by a post held today?"""
    return viewer.person_id in subject.lead_person_ids or bool(
        viewer.post_ids & subject.lead_post_ids
    )


def may_create_plan(viewer: Viewer) -> str:
    if any(grant.role in _OFFICE and grant.scope_kind == "local_area" for grant in viewer.grants):
        return ""
    return f"Only the programme office or an area administrator can start a plan. {_ASK_OFFICE}"


def may_edit_plan(viewer: Viewer, plan_id: UUID) -> str:
    """Levels, findings, targets, scales, adding and removing actions, applying an import."""
    if _office(viewer, ActionSubject(plan_id)):
        return ""
    return f"Only the programme office can change the plan itself. {_ASK_OFFICE}"


def may_edit_level(viewer: Viewer, subject: ActionSubject) -> str:
    """Words, targets and evidence of a level."""
    if _office(viewer, subject) or _workstream(viewer, subject):
        return ""
    return (
        "Only the workstream lead or the programme office can change this part of the plan. "
        f"{_ASK_OFFICE}"
    )


def may_edit_action(viewer: Viewer, subject: ActionSubject) -> str:
    """Text, leads, forums and dates: what was agreed, so not for the lead alone to change."""
    if _office(viewer, subject) or _workstream(viewer, subject):
        return ""
    return (
        "Only the workstream lead or the programme office can change what the plan says. "
        "Ask them, or record an update instead."
        if _own(viewer, subject)
        else "Only the workstream lead or the programme office can change what the plan says. "
        "Ask them."
    )


def may_update(viewer: Viewer, subject: ActionSubject) -> str:
    """Progress updates, milestones met, readings of targets."""
    return _worked_by(viewer, subject, "record progress on this action")


def may_add_evidence(viewer: Viewer, subject: ActionSubject) -> str:
    return _worked_by(viewer, subject, "add or withdraw its evidence")


def may_mark_complete(viewer: Viewer, subject: ActionSubject) -> str:
    return _worked_by(viewer, subject, "mark this action complete")


def may_sign_off(viewer: Viewer, subject: ActionSubject) -> str:
    """Complete and signed off are two acts by two people, and the second is never a lead."""
    if leads(viewer, subject):
        return (
            "Only someone other than the lead can sign this off. "
            "Ask the workstream lead or the programme office."
        )
    if not (_office(viewer, subject) or _workstream(viewer, subject)):
        return (
            "Only the workstream lead or the programme office can sign this off. Ask one of them."
        )
    if subject.completed_by_id == viewer.user_id:
        return (
            "Only someone other than the person who marked this complete can sign it off. "
            "Ask the workstream lead or the programme office."
        )
    return ""


def may_reopen_completion(viewer: Viewer, subject: ActionSubject) -> str:
    if _office(viewer, subject) or _workstream(viewer, subject):
        return ""
    return (
        "Only the workstream lead or the programme office can reopen an action that was marked "
        "complete. Ask one of them."
    )


def rating_capacities(viewer: Viewer, subject: ActionSubject) -> tuple[str, ...]:
    """The capacities in which the viewer may rate, the usual one first; empty: none.

    The programme office may record what others said on their behalf, naming the raters.
    """
    if _office(viewer, subject):
        return (COUNCIL, PROGRAMME_OFFICE, EXTERNAL, FORUM)
    found = []
    if _workstream(viewer, subject) or _own(viewer, subject):
        found.append(COUNCIL)
    if _granted(viewer, {"external_adviser"}, subject):
        found.append(EXTERNAL)
    if _granted(viewer, {"parent_carer_forum"}, subject):
        found.append(FORUM)
    return tuple(found)


def may_rate(viewer: Viewer, subject: ActionSubject) -> str:
    if rating_capacities(viewer, subject):
        return ""
    if viewer.holds("board_member") and len(viewer.roles) == 1:
        return f"Board members read ratings and do not record them. {_ASK_OFFICE}"
    return (
        "Only the lead, the workstream lead, the programme office, an external adviser or the "
        f"parent carer forum can rate this. {_ASK_OFFICE}"
    )


def may_rate_as(viewer: Viewer, subject: ActionSubject, capacity: str) -> str:
    if refusal := may_rate(viewer, subject):
        return refusal
    if capacity in rating_capacities(viewer, subject):
        return ""
    words = {
        COUNCIL: "for the council",
        PROGRAMME_OFFICE: "as the programme office",
        EXTERNAL: "as DfE and NHS England",
        FORUM: "as the parent carer forum",
    }
    return (
        f"Your role does not let you rate {words.get(capacity, 'in this capacity')}. "
        "Ask the programme office to record it and to name who said it."
    )


def may_close_period(viewer: Viewer, plan_id: UUID) -> str:
    if _office(viewer, ActionSubject(plan_id)):
        return ""
    return f"Only the programme office can open or close a reporting period. {_ASK_OFFICE}"


def may_reopen_period(viewer: Viewer, plan_id: UUID) -> str:
    if _granted(viewer, {"area_administrator"}, ActionSubject(plan_id)):
        return ""
    return "Only an area administrator can reopen a closed reporting period. Ask yours."


def _worked_by(viewer: Viewer, subject: ActionSubject, deed: str) -> str:
    if _office(viewer, subject) or _workstream(viewer, subject) or _own(viewer, subject):
        return ""
    if viewer.holds("board_member") and len(viewer.roles) == 1:
        return f"Board members can read everything here and change nothing. {_ASK_OFFICE}"
    return f"Only its lead, the workstream lead or the programme office can {deed}. {_ASK_OFFICE}"


def _office(viewer: Viewer, subject: ActionSubject) -> bool:
    return _granted(viewer, _OFFICE, subject)


def _workstream(viewer: Viewer, subject: ActionSubject) -> bool:
    return _granted(viewer, {"workstream_lead"}, subject)


def _own(viewer: Viewer, subject: ActionSubject) -> bool:
    """An action of the viewer's own, by a lead's or deputy's grant."""
    return any(
        grant.role in _LEADS
        and _covers(grant, subject)
        and (grant.scope_kind in _NAMES_ITS_ACTIONS or leads(viewer, subject))
        for grant in viewer.grants
    )


def _granted(viewer: Viewer, roles: Iterable[str], subject: ActionSubject) -> bool:
    wanted = frozenset(roles)
    return any(grant.role in wanted and _covers(grant, subject) for grant in viewer.grants)


def _covers(grant: GrantInForce, subject: ActionSubject) -> bool:
    """Does a grant's scope reach the action?"""
    reach: dict[str, frozenset[UUID]] = {
        "plan": frozenset({subject.plan_id}),
        "level": subject.level_ids,
        "post": subject.lead_post_ids,
        "forum": subject.forum_ids,
    }
    if grant.scope_kind == "local_area":
        return True
    return grant.scope_id in reach.get(grant.scope_kind, frozenset())
