"""The history of a person, post, forum, organisation or account; and of everything in the area."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.files.leaving import CSV
from goldenthread.pages.confirming import confirmed_lately
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import actions, policies, presenters, queries
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.queries.leaving import AUDIT_TRAIL, people_in_trail
from goldenthread.partnership.views.page import tabs
from goldenthread.rules.refusals import Refused
from goldenthread.trail import looks, telling
from goldenthread.trail.kinds import KINDS

# Where each kind of thing is listed.
_LISTS = {
    "person": ("People", "people"),
    "post": ("Posts and teams", "posts"),
    "forum": ("Forums", "forums"),
    "organisation": ("Organisations", "organisations"),
    "user": ("Who may do what", "rights"),
    "accessreview": ("Access reviews", "access_reviews"),
    "restriction": ("Restricted records", "restrictions"),
    "breakglass": ("Restricted records", "restrictions"),
}


@require_safe
@looks.recorded("History")
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
        names={thing_id: name} if kind == "user" else None,
    )
    looks.note(request, shown=[(kind, thing_id)])
    slug = viewer.local_area_slug
    context = {
        "seen_href": ""
        if kind not in KINDS or policies.may_see_who_saw(viewer)
        else reverse("partnership:who_saw", args=[slug, kind, thing_id]),
        "heading": "History",
        "caption": name,
        "told": told,
        "crumbs": [
            Crumb(words, reverse(f"partnership:{where}", args=[slug])),
            Crumb(name),
        ],
    }
    return render(request, "pages/history.html", context)


@require_safe
@looks.recorded("Audit trail")
def everything(request: AreaRequest) -> HttpResponse:
    """Everything anybody did in the area, latest first; narrowed by what its address says."""
    policies.require(policies.may_read_audit_trail(request.viewer))
    filters = telling.TrailFilters.from_query(request.GET.dict())
    accounts = queries.accounts(viewer=request.viewer)
    told = telling.of_area(
        local_area_id=request.viewer.local_area_id,
        before=request.GET.get("before", ""),
        filters=filters,
        names={account.id: account.name for account in accounts},
        without=queries.hidden_from(viewer=request.viewer, on=request.today),
    )
    looks.note(request, shown=_shown(request, told.actors))
    area_id, slug = request.viewer.local_area_id, request.viewer.local_area_slug
    query = urlencode(filters.query())
    people = people_in_trail(filters, viewer=request.viewer, on=request.today)
    context = {
        "told": told,
        "contents": AUDIT_TRAIL.contents(people).words,
        "tabs": tabs(request, "audit_trail"),
        "filters": presenters.trail_filters(filters, accounts, address=request.path),
        "seen_href": reverse("partnership:who_saw", args=[slug, "local_area", area_id]),
        "export_href": f"{reverse('partnership:audit_trail_file', args=[slug])}?{query}",
    }
    return render(request, "partnership/audit_trail.html", context)


@confirmed_lately
@require_POST
@looks.recorded("Audit trail, as a file")
def audit_trail_file(request: AreaRequest) -> StreamingHttpResponse:
    """The same as CSV, oldest first, with the hashes of the chain; an act of its own in it."""
    policies.require(policies.may_read_audit_trail(request.viewer))
    filters = telling.TrailFilters.from_query(request.GET.dict())
    if filters.unread:
        raise Refused("The address asks for what cannot be read. Filter the audit trail again.")
    looks.note(request, shown=_shown(request))
    lines = telling.file_of_area(
        local_area_id=request.viewer.local_area_id,
        filters=filters,
        without=queries.hidden_from(viewer=request.viewer, on=request.today),
    )
    answer = AUDIT_TRAIL.streamed(
        lines,
        name=f"Audit trail {request.today.isoformat()}, restricted.csv",
        media_type=CSV,
        of=people_in_trail(filters, viewer=request.viewer, on=request.today),
    )
    # Last, as it is handed out; its lines are read after this, so the act is in it.
    actions.export_audit_trail(narrowed=bool(filters.query()), by=request.viewer, on=request.today)
    return answer


def _shown(request: AreaRequest, actors: Iterable[UUID] = ()) -> list[looks.Shown]:
    """The area's trail, and whose acts are read in it."""
    return [("local_area", request.viewer.local_area_id), *(("user", one) for one in actors)]
