"""What a risk or an escalation can be about, and who can own one: for their forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.presenters.saying import shortened
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import AreaRequest

Choices = list[tuple[str, str]]


def about(request: AreaRequest, plan_id: UUID) -> Choices:
    """The parts of the plan and the actions for which the viewer may raise something."""
    viewer, on = request.viewer, request.today
    parts = [
        (f"level:{level.id}", f"{level.word} {level.reference} {shortened(level.title, 60)}")
        for level in queries.level_tree(plan_id, viewer=viewer, on=on)
        if not policies.may_raise(viewer, ActionSubject(plan_id, level_ids=frozenset({level.id})))
    ]
    actions = [
        (f"action:{row.id}", f"Action {row.reference} {shortened(row.title, 60)}")
        for row in queries.actions(plan_id, viewer=viewer, on=on)
        if not policies.may_raise(viewer, row.subject)
    ]
    return [*actions, *parts]


def raising_refused(request: AreaRequest, plan_id: UUID) -> str:
    """Why the viewer may raise nothing in this plan; "" where there is something."""
    viewer = request.viewer
    whole = policies.may_raise(viewer, ActionSubject(plan_id))
    if not whole or not viewer.grants:
        return whole
    return "" if about(request, plan_id) else whole


def named(about_what: str) -> dict[str, Any]:
    """The argument of a verb for "action:…" or "level:…"."""
    kind, _, identity = about_what.partition(":")
    if kind not in ("action", "level"):
        raise Http404
    return {f"{kind}_id": UUID(identity)}


def owners(request: AreaRequest) -> Choices:
    """Posts first: a post stays when people move on."""
    viewer, on = request.viewer, request.today
    posts = [(f"post:{post.id}", post.title) for post in partnership.posts(viewer=viewer, on=on)]
    people = [(f"person:{one.id}", one.name) for one in partnership.people(viewer=viewer, on=on)]
    return [*posts, *people]


def forums(request: AreaRequest) -> Choices:
    found = partnership.forums(viewer=request.viewer, on=request.today)
    return [(str(forum.id), forum.name) for forum in found]
