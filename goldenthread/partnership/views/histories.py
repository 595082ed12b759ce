"""The history of a person, post, forum, organisation or account; and of everything in the area."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.pages.shell import Crumb
from goldenthread.partnership import policies, queries
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.views.page import tabs
from goldenthread.trail import telling

# Where each kind of thing is listed.
_LISTS = {
    "person": ("People", "people"),
    "post": ("Posts and teams", "posts"),
    "forum": ("Forums", "forums"),
    "organisation": ("Organisations", "organisations"),
    "user": ("Who may do what", "rights"),
}


@require_safe
def history(request: AreaRequest, kind: str, thing_id: UUID) -> HttpResponse:
    """What happened to one of them; `user` is an account, with the roles it was given."""
    viewer = request.viewer
    name = queries.name_of(kind, thing_id, viewer=viewer) if kind in _LISTS else ""
    if not name:
        raise Http404
    words, where = _LISTS[kind]
    told = telling.of_thing(
        local_area_id=viewer.local_area_id,
        kind=kind,
        object_id=thing_id,
        before=request.GET.get("before", ""),
    )
    context = {
        "heading": "History",
        "caption": name,
        "told": told,
        "crumbs": [
            Crumb(words, reverse(f"partnership:{where}", args=[viewer.local_area_slug])),
            Crumb(name),
        ],
    }
    return render(request, "pages/history.html", context)


@require_safe
def everything(request: AreaRequest) -> HttpResponse:
    """Everything anybody did in the area, latest first."""
    policies.require(policies.may_read_audit_trail(request.viewer))
    told = telling.of_area(
        local_area_id=request.viewer.local_area_id, before=request.GET.get("before", "")
    )
    context = {
        "heading": "Audit trail",
        "caption": "People and forums",
        "told": told,
        "tabs": tabs(request, "audit_trail"),
    }
    return render(request, "pages/history.html", context)
