"""Forums and their members."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.pages.shell import Crumb
from goldenthread.partnership import actions, forms, policies, presenters, queries
from goldenthread.partnership.queries import AreaRequest, ForumFact
from goldenthread.partnership.views.page import form_page, page, tabs, typed_data
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail import telling


def _forum(request: AreaRequest, forum_id: UUID) -> ForumFact:
    found = queries.forum(forum_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


@require_safe
def forums(request: AreaRequest) -> HttpResponse:
    return page(request, "forums", forums=queries.forums(viewer=request.viewer, on=request.today))


@require_safe
def forum(request: AreaRequest, forum_id: UUID) -> HttpResponse:
    """A forum's members and history; its actions stand on the plan's forum page."""
    found = _forum(request, forum_id)
    members = queries.members(forum_id, viewer=request.viewer, on=request.today)
    told = telling.of_thing(
        local_area_id=request.viewer.local_area_id, kind="forum", object_id=forum_id, before=""
    )
    return render(
        request,
        "partnership/forum.html",
        {
            "forum": found,
            "members": [(member, presenters.member_words(member)) for member in members],
            "told": told,
            "refused": policies.may_manage_people(request.viewer),
            "crumbs": [
                Crumb("Forums", tabs(request, "forums")[2]["href"]),
                Crumb(found.name),
            ],
        },
    )


def add_forum(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.add_forum(**typed, by=request.viewer, on=request.today)
        return f"{typed['name']} was added."

    return form_page(
        request,
        forms.ForumForm(typed_data(request)),
        title="Add a forum",
        back="partnership:forums",
        save=save,
        lede="A board, committee or group that actions report to, or that receives papers.",
    )


def join_forum(request: AreaRequest, forum_id: UUID) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))
    found = _forum(request, forum_id)

    def save(typed: dict[str, Any]) -> str:
        actions.join_forum(
            forum_id=forum_id,
            person_id=UUID(typed["person"]),
            from_date=typed["from_date"],
            capacity=typed["capacity"],
            by=request.viewer,
            on=request.today,
        )
        return f"The member of {found.name} was recorded."

    form = forms.MembershipForm(typed_data(request), viewer=request.viewer, on=request.today)
    return form_page(
        request,
        form,
        title=f"Add a member of {found.name}",
        back="partnership:forum",
        back_args=(forum_id,),
        save=save,
    )


def leave_forum(request: AreaRequest, forum_id: UUID, membership_id: UUID) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))
    found = queries.member(forum_id, membership_id, viewer=request.viewer)
    if found is None:
        raise Http404

    def save(typed: dict[str, Any]) -> str:
        actions.leave_forum(
            membership_id=membership_id,
            until=typed["until"],
            by=request.viewer,
            on=request.today,
        )
        return f"The last day of {found.person_name} as a member was recorded."

    return form_page(
        request,
        forms.EndForm(typed_data(request)),
        title=f"When is the last day of {found.person_name} as a member?",
        back="partnership:forum",
        back_args=(forum_id,),
        save=save,
    )


def end_forum(request: AreaRequest, forum_id: UUID) -> HttpResponse:
    """A forum that meets no more."""
    policies.require(policies.may_manage_people(request.viewer))
    found = _forum(request, forum_id)

    def save(typed: dict[str, Any]) -> str:
        actions.end_forum(
            forum_id=forum_id, until=typed["until"], by=request.viewer, on=request.today
        )
        return f"The last day of {found.name} was recorded."

    return form_page(
        request,
        forms.EndForm(typed_data(request)),
        title=f"When does {found.name} end?",
        back="partnership:forum",
        back_args=(forum_id,),
        save=save,
        lede="It is no longer offered for new papers. Its papers and its history stay.",
    )


def change_forum(request: AreaRequest, forum_id: UUID) -> HttpResponse:
    """Its kind, its chair, how often it meets."""
    policies.require(policies.may_manage_people(request.viewer))
    found = _forum(request, forum_id)
    data = request.POST.copy() if request.method == "POST" else None

    def save(typed: dict[str, Any]) -> str:
        try:
            actions.change_forum(**typed, forum_id=forum_id, by=request.viewer, on=request.today)
        except ChangedMeanwhile as refusal:
            assert data is not None
            data["version"] = str(found.version)  # saving again then means: mine
            theirs = presenters.forum_words(found)
            raise Refused(f"{refusal.sentence} They wrote: {theirs}.") from refusal
        return f"{found.name} was changed."

    form = forms.ForumChangeForm(data, initial=presenters.forum_as_typed(found))
    return form_page(
        request,
        form,
        title=f"Change {found.name}",
        back="partnership:forum",
        back_args=(forum_id,),
        save=save,
    )
