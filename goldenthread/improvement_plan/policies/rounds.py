"""Who may ask for updates, and who may answer."""

from __future__ import annotations

from goldenthread.improvement_plan.policies.standing import (
    ASK_OFFICE,
    ActionSubject,
    RequestSubject,
    in_a_running_plan,
    office,
    workstream,
)
from goldenthread.partnership.queries import TaskInHand, Viewer

UPDATE_REQUEST = "update_request"  # the task of a task link to the form of a round


@in_a_running_plan
def may_request_updates(viewer: Viewer, part: ActionSubject) -> str:
    """Starting an update round, chasing, changing its cut-off, closing it."""
    if office(viewer, part) or workstream(viewer, part):
        return ""
    if viewer.holds("workstream_lead"):
        return (
            "A workstream lead can request updates for their own part of the plan. Choose it, or "
            "ask the programme office to ask the whole plan."
        )
    return (
        "Only the programme office, or a workstream lead for their part of the plan, can request "
        f"updates and chase them. {ASK_OFFICE}"
    )


def _came_for(viewer: Viewer, request: RequestSubject) -> bool:
    """Signed in; or by a link to this very form: a link of another kind to the same thing is not
    one to the form."""
    return viewer.task is None or viewer.task == TaskInHand(UPDATE_REQUEST, request.request_id)


@in_a_running_plan
def may_answer(viewer: Viewer, request: RequestSubject) -> str:
    """The person asked or their deputy; by a link, exactly this request and nothing else."""
    asked = viewer.person_id is not None and viewer.person_id in (
        request.person_id,
        request.deputy_id,
    )
    if asked and _came_for(viewer, request):
        return ""
    return (
        "Only the person asked, or the deputy they passed it to, can answer here. The programme "
        "office can answer on their behalf."
    )


@in_a_running_plan
def may_answer_for(viewer: Viewer, request: RequestSubject) -> str:
    """On somebody's behalf, and shown so wherever the answer is shown."""
    if viewer.task is None and not may_request_updates(viewer, request.part):
        return ""
    return (
        "Only the programme office, or the workstream lead, can answer on somebody’s behalf. "
        "Ask them."
    )


@in_a_running_plan
def may_pass_to_deputy(viewer: Viewer, request: RequestSubject) -> str:
    """The person asked, signed in or by the link to their form; whoever runs the round. A deputy
    passes it no further."""
    asked = viewer.person_id is not None and viewer.person_id == request.person_id
    if asked and _came_for(viewer, request):
        return ""
    if viewer.task is None and not may_request_updates(viewer, request.part):
        return ""
    return "Only the person asked or the programme office can pass this to a deputy. Ask them."


@in_a_running_plan
def may_accept(viewer: Viewer, subject: ActionSubject) -> str:
    """Accepting an answer, or asking it back."""
    if office(viewer, subject) or workstream(viewer, subject):
        return ""
    return (
        "Only the programme office or the workstream lead can accept an answer or ask it back. "
        "Ask one of them."
    )
