"""What each role may do with a plan, its parts, actions, ratings, periods and risks."""

from __future__ import annotations

from uuid import UUID

from goldenthread.improvement_plan.policies.standing import (
    ASK_OFFICE,
    LEADS,
    OFFICE,
    ActionSubject,
    granted,
    in_a_running_plan,
    leads,
    office,
    own,
    worked_by,
    workstream,
)
from goldenthread.partnership.queries import Viewer

COUNCIL, PROGRAMME_OFFICE, EXTERNAL, FORUM = "council", "programme_office", "external", "forum"


def may_create_plan(viewer: Viewer) -> str:
    if any(grant.role in OFFICE and grant.scope_kind == "local_area" for grant in viewer.grants):
        return ""
    return f"Only the programme office or an area administrator can start a plan. {ASK_OFFICE}"


@in_a_running_plan
def may_edit_plan(viewer: Viewer, plan_id: UUID) -> str:
    """Levels, findings, targets, scales, adding and removing actions, applying an import."""
    if office(viewer, ActionSubject(plan_id)):
        return ""
    return f"Only the programme office can change the plan itself. {ASK_OFFICE}"


@in_a_running_plan
def may_edit_level(viewer: Viewer, subject: ActionSubject) -> str:
    """Words, targets and evidence of a level."""
    if office(viewer, subject) or workstream(viewer, subject):
        return ""
    return (
        "Only the workstream lead or the programme office can change this part of the plan. "
        f"{ASK_OFFICE}"
    )


@in_a_running_plan
def may_edit_action(viewer: Viewer, subject: ActionSubject) -> str:
    """Text, leads, forums and dates: what was agreed, so not for the lead alone to change."""
    if office(viewer, subject) or workstream(viewer, subject):
        return ""
    return (
        "Only the workstream lead or the programme office can change what the plan says. "
        "Ask them, or record an update instead."
        if own(viewer, subject)
        else "Only the workstream lead or the programme office can change what the plan says. "
        "Ask them."
    )


@in_a_running_plan
def may_update(viewer: Viewer, subject: ActionSubject) -> str:
    """Progress updates, milestones met, readings of targets."""
    return worked_by(viewer, subject, "record progress on this action")


@in_a_running_plan
def may_add_evidence(viewer: Viewer, subject: ActionSubject) -> str:
    return worked_by(viewer, subject, "add or withdraw its evidence")


@in_a_running_plan
def may_mark_complete(viewer: Viewer, subject: ActionSubject) -> str:
    return worked_by(viewer, subject, "mark this action complete")


@in_a_running_plan
def may_sign_off(viewer: Viewer, subject: ActionSubject) -> str:
    """Complete and signed off are two acts by two people, and the second is never a lead."""
    if leads(viewer, subject):
        return (
            "Only someone other than the lead can sign this off. "
            "Ask the workstream lead or the programme office."
        )
    if not (office(viewer, subject) or workstream(viewer, subject)):
        return (
            "Only the workstream lead or the programme office can sign this off. Ask one of them."
        )
    if subject.completed_by_id == viewer.user_id:
        return (
            "Only someone other than the person who marked this complete can sign it off. "
            "Ask the workstream lead or the programme office."
        )
    return ""


@in_a_running_plan
def may_reopen_completion(viewer: Viewer, subject: ActionSubject) -> str:
    if office(viewer, subject) or workstream(viewer, subject):
        return ""
    return (
        "Only the workstream lead or the programme office can reopen an action that was marked "
        "complete. Ask one of them."
    )


def rating_capacities(viewer: Viewer, subject: ActionSubject) -> tuple[str, ...]:
    """The capacities in which the viewer may rate, the usual one first; empty: none.

    The programme office may record what others said on their behalf, naming the raters.
    """
    if office(viewer, subject):
        return (COUNCIL, PROGRAMME_OFFICE, EXTERNAL, FORUM)
    found = []
    if workstream(viewer, subject) or own(viewer, subject):
        found.append(COUNCIL)
    if granted(viewer, {"external_adviser"}, subject):
        found.append(EXTERNAL)
    if granted(viewer, {"parent_carer_forum"}, subject):
        found.append(FORUM)
    return tuple(found)


@in_a_running_plan
def may_rate(viewer: Viewer, subject: ActionSubject) -> str:
    if rating_capacities(viewer, subject):
        return ""
    if viewer.holds("board_member") and len(viewer.roles) == 1:
        return f"Board members read ratings and do not record them. {ASK_OFFICE}"
    return (
        "Only the lead, the workstream lead, the programme office, an external adviser or the "
        f"parent carer forum can rate this. {ASK_OFFICE}"
    )


@in_a_running_plan
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


@in_a_running_plan
def may_close_period(viewer: Viewer, plan_id: UUID) -> str:
    if office(viewer, ActionSubject(plan_id)):
        return ""
    return f"Only the programme office can open or close a reporting period. {ASK_OFFICE}"


@in_a_running_plan
def may_reopen_period(viewer: Viewer, plan_id: UUID) -> str:
    if granted(viewer, {"area_administrator"}, ActionSubject(plan_id)):
        return ""
    return "Only an area administrator can reopen a closed reporting period. Ask yours."


@in_a_running_plan
def may_raise(viewer: Viewer, subject: ActionSubject) -> str:
    """Risks, issues and escalations of an action or a part of the plan: whoever reports on it."""
    if not may_update(viewer, subject):
        return ""
    return worked_by(viewer, subject, "raise a risk, an issue or a decision that is needed here")


@in_a_running_plan
def may_review_risk(viewer: Viewer, subject: ActionSubject, *, owns: bool) -> str:
    """Reviews, changes and closing: whoever may raise it, and a lead or deputy who owns it."""
    if not may_raise(viewer, subject) or (owns and viewer.holds(*LEADS)):
        return ""
    return (
        "Only its owner, the lead, the workstream lead or the programme office can review, change "
        f"or close this. {ASK_OFFICE}"
    )


@in_a_running_plan
def may_record_decision(viewer: Viewer, subject: ActionSubject) -> str:
    """What a forum decided is not for the lead who asked to write down."""
    if office(viewer, subject) or workstream(viewer, subject):
        return ""
    return (
        "Only the workstream lead or the programme office can record what a forum decided. "
        "Ask one of them."
    )


@in_a_running_plan
def may_agree_to_wait(viewer: Viewer, waited_for: ActionSubject) -> str:
    """Agreeing that another action waits for this one, by a day: for those who work on this one."""
    return worked_by(viewer, waited_for, "agree to what waits for it")


def may_reopen_plan(viewer: Viewer, plan_id: UUID) -> str:
    if granted(viewer, {"area_administrator"}, ActionSubject(plan_id)):
        return ""
    return "Only an area administrator can reopen a closed plan. Ask yours."
