"""The list of children: as at any day, searched, filtered, and under names that people keep."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions import (
    change_register_view,
    end_register_view,
    save_register_view,
)
from goldenthread.ehcp_register.presenters.addresses import Addresses, tabs
from goldenthread.ehcp_register.presenters.list_page import list_page
from goldenthread.ehcp_register.presenters.saved_page import saved_page
from goldenthread.ehcp_register.queries import lines, moves, saved
from goldenthread.ehcp_register.queries.asked import Asked, keep_search, searched
from goldenthread.pages.sent import sent_id, sent_number
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import looks


@require_safe
@looks.recorded("Register: list")
def children(request: AreaRequest) -> HttpResponse:
    """The list as its address asks for it."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    asked = Asked.from_query(request.GET, today=on)
    asked = replace(asked, words=searched(request.session, asked.ticket, viewer=viewer))
    listed = lines.children(asked, viewer=viewer, on=on)
    looks.note(request, shown=[("child", line.child_id) for line in listed.lines])
    page = list_page(
        listed,
        asked,
        views=saved.saved_views(viewer=viewer),
        given=saved.given_views(on),
        posts=list(listed.names.posts.items()),
        on=on,
        slug=viewer.local_area_slug,
    )
    context = {
        "page": page,
        "tabs": tabs(viewer, "children"),
        "may_move": not policies.may_manage(viewer),
        "adds": not policies.may_record(viewer),
        "undo": moves.undoable(viewer=viewer, on=on),
    }
    return render(request, "ehcp_register/children.html", context)


@require_POST
def search(request: AreaRequest) -> HttpResponse:
    """Look for a name or a number: the words are kept here, and the address has a ticket."""
    viewer = request.viewer
    require(policies.may_see_children(viewer))
    asked = Asked.from_query(QueryDict(request.POST.get("query", "")), today=request.today)
    ticket = keep_search(request.session, request.POST.get("words", ""), viewer=viewer)
    asked = replace(asked, ticket=ticket)
    return redirect(Addresses(viewer.local_area_slug).children(asked))


@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: AreaRequest) -> HttpResponse:
    """The views one keeps, those shared, and a new one; `?keep=` is the list one came from."""
    viewer = request.viewer
    require(policies.may_see_children(viewer))
    there = Addresses(viewer.local_area_slug)
    if request.method == "POST":
        try:
            said = _do(request)
        except (NotPermitted, ChangedMeanwhile):
            raise
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(request.get_full_path())
        messages.success(request, said)
        return redirect(there.to("saved_views"))
    keep = Asked.from_query(QueryDict(request.GET.get("keep", "")), today=request.today)
    page = saved_page(
        saved.saved_views(viewer=viewer),
        saved.given_views(request.today),
        keep=keep,
        came=bool(request.GET.get("keep")),
        today=request.today,
        slug=viewer.local_area_slug,
    )
    context = {"page": page, "tabs": tabs(viewer, "saved_views")}
    return render(request, "ehcp_register/saved_views.html", context)


def _do(request: AreaRequest) -> str:
    by, on, sent = request.viewer, request.today, request.POST
    name, shared = sent.get("name", ""), bool(sent.get("shared"))
    if sent.get("do") == "save":
        query = sent.get("query", "")
        save_register_view(name=name, query=query, shared=shared, by=by, on=on)
        return f"The view “{name.strip()}” is saved."
    view_id, version = sent_id(sent, "view"), sent_number(sent, "version")
    if view_id is None:
        raise Refused("Choose a view.")
    if sent.get("do") == "end":
        end_register_view(view_id=view_id, version=version, by=by, on=on)
        return "The view is deleted. The children in it are as they were."
    change_register_view(view_id=view_id, version=version, name=name, shared=shared, by=by, on=on)
    return f"The view “{name.strip()}” is changed."
