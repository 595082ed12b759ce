"""Who writes, issues and reads papers and highlight reports; who challenges and answers."""

from __future__ import annotations

from uuid import UUID

from goldenthread.improvement_plan import policies as plans
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.partnership.queries import Viewer

_AT_VISITS = frozenset({"external_adviser", "programme_office", "area_administrator"})
_ASK = "Only the programme office writes papers. Ask the programme office of your area."


def may_write_papers(viewer: Viewer, *, plan_id: UUID | None = None) -> str:
    """Start a draft, fill its front sheet, write beside its figures, issue it; of any plan where
    none is named."""
    if viewer.writes_every_paper:
        return ""
    wanted = viewer.plans_of_papers
    return "" if (plan_id in wanted if plan_id else wanted) else _ASK


def may_keep_templates(viewer: Viewer) -> str:
    """Word templates are the whole area's."""
    return "" if viewer.writes_every_paper else _ASK


def may_change(viewer: Viewer, *, state: str, plan_id: UUID) -> str:
    """An issued paper never changes."""
    refused = may_write_papers(viewer, plan_id=plan_id)
    if refused:
        return refused
    if state == "issued":
        return (
            "This paper was issued, and an issued paper never changes. Start a new draft instead."
        )
    if state == "withdrawn":
        return "This draft was withdrawn. Start a new draft instead."
    return ""


# --- what leaves the partnership ------------------------------------------------------------------


def may_prepare_release(viewer: Viewer, *, plan_id: UUID | None = None) -> str:
    """Set an issued paper or report aside for somebody outside, or take it back: whoever writes
    papers."""
    if not may_write_papers(viewer, plan_id=plan_id):
        return ""
    return (
        "Only the programme office prepares what leaves the partnership. Ask the programme office "
        "of your area."
    )


def may_release(viewer: Viewer, *, plan_id: UUID, prepared_by_id: UUID) -> str:
    """Let it leave, or refuse to: another of those who write papers, never who prepared it."""
    refused = may_prepare_release(viewer, plan_id=plan_id)
    if not refused and viewer.user_id == prepared_by_id:
        return (
            "You prepared this yourself, and a second person releases it. Ask somebody else of the "
            "programme office or an area administrator."
        )
    return refused


# --- monitoring visits ----------------------------------------------------------------------------


def may_record_visit(viewer: Viewer, *, plan_id: UUID) -> str:
    """A visit, the ratings and measures agreed at it, what was found of earlier ones: the external
    adviser, or the office, which names who said it."""
    if viewer.task is None and any(
        grant.role in _AT_VISITS and (grant.scope_kind == "local_area" or grant.scope_id == plan_id)
        for grant in viewer.grants
    ):
        return ""
    return (
        "Only an external adviser, or the programme office for them, records a visit and what was "
        "agreed at it. Ask the programme office."
    )


# --- highlight reports ----------------------------------------------------------------------------


def may_write_highlights(viewer: Viewer, *, plan_id: UUID, level_id: UUID) -> str:
    """Start, write and issue a report of one part of a plan: the office, or who leads the part."""
    part = ActionSubject(plan_id=plan_id, level_ids=frozenset({level_id}))
    if not plans.may_edit_level(viewer, part):
        return ""
    return (
        "Only the workstream lead of this part, or the programme office, writes its highlight "
        "report. Ask one of them."
    )


def may_change_highlight(viewer: Viewer, *, state: str, plan_id: UUID, level_id: UUID) -> str:
    """An issued report never changes."""
    refused = may_write_highlights(viewer, plan_id=plan_id, level_id=level_id)
    if refused:
        return refused
    if state == "issued":
        return (
            "This report was issued, and an issued report never changes. Start its next version "
            "instead."
        )
    if state == "withdrawn":
        return "This draft was withdrawn. Start a new draft instead."
    return ""


# --- challenges -----------------------------------------------------------------------------------

_RECEIVERS = frozenset(
    {
        "board_member",
        "external_adviser",
        "parent_carer_forum",
        "programme_office",
        "area_administrator",
    }
)


def may_challenge(viewer: Viewer, *, plan_id: UUID) -> str:
    """Whoever receives papers: boards, advisers, the parent carer forum, the office."""
    if any(
        grant.role in _RECEIVERS and (grant.scope_kind != "plan" or grant.scope_id == plan_id)
        for grant in viewer.grants
    ):
        return ""
    return (
        "Challenges come from those who receive papers: board members, the parent carer forum, "
        "external advisers and the programme office. Ask one of them to raise it."
    )


def may_answer_challenge(
    viewer: Viewer,
    *,
    subject: ActionSubject,
    asked_person_id: UUID | None,
    asked_post_id: UUID | None,
) -> str:
    """Who was asked; whoever leads the action or the part; the office, on somebody's behalf."""
    if viewer.task is None and viewer.grants:
        asked = viewer.person_id is not None and viewer.person_id == asked_person_id
        if asked or asked_post_id in viewer.post_ids or not plans.may_update(viewer, subject):
            return ""
    return (
        "Only who was asked, the lead, the workstream lead or the programme office can answer "
        "this. Ask one of them."
    )


def may_close_challenge(viewer: Viewer, *, plan_id: UUID, raised_by_id: UUID | None) -> str:
    """Ask further, or close: who raised it, or the programme office. Never who was asked."""
    raised = viewer.task is None and bool(viewer.grants) and viewer.user_id == raised_by_id
    if raised or not may_write_papers(viewer, plan_id=plan_id):
        return ""
    return "Only who raised this challenge, or the programme office, can close it. Ask one of them."
