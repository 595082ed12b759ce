"""Who saw one thing: a page of it, and a file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.files.leaving import CSV
from goldenthread.pages.confirming import confirmed_lately
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import actions, policies
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.queries.leaving import WHO_SAW, people_who_saw
from goldenthread.trail import looks, telling_looks
from goldenthread.trail.kinds import KINDS, Kind


@require_safe
@looks.recorded("Who saw this")
def who_saw(request: AreaRequest, kind: str, thing_id: UUID) -> HttpResponse:
    """Everybody who saw it, then each look, day by day; itself a look."""
    viewer = request.viewer
    policies.require(policies.may_ask_who_saw(viewer, kind))
    known, name = _known(request, kind, thing_id)
    seen = telling_looks.who_saw(
        local_area_id=viewer.local_area_id,
        kind=kind,
        object_id=thing_id,
        before=request.GET.get("before", ""),
    )
    looks.note(request, shown=[(kind, thing_id)])
    slug = viewer.local_area_slug
    context = {
        "heading": "Who saw this",
        "caption": f"{known.words}: {name}",
        "seen": seen,
        "contents": WHO_SAW.contents(len(seen.people)).words,
        "export_href": reverse("partnership:who_saw_file", args=[slug, kind, thing_id]),
        "crumbs": [
            Crumb("Audit trail", reverse("partnership:audit_trail", args=[slug])),
            Crumb(name),
        ],
    }
    return render(request, "pages/who_saw.html", context)


@confirmed_lately
@require_POST
@looks.recorded("Who saw this, as a file")
def who_saw_file(request: AreaRequest, kind: str, thing_id: UUID) -> StreamingHttpResponse:
    """Every look at it as CSV; an act of its own in the trail."""
    viewer = request.viewer
    policies.require(policies.may_ask_who_saw(viewer, kind))
    _known(request, kind, thing_id)
    looks.note(request, shown=[(kind, thing_id)])
    lines = telling_looks.who_saw_file(
        local_area_id=viewer.local_area_id, kind=kind, object_id=thing_id
    )
    answer = WHO_SAW.streamed(
        lines,
        name=f"Who saw this {kind} {request.today.isoformat()}, restricted.csv",
        media_type=CSV,
        of=people_who_saw(kind, thing_id, viewer=viewer),
    )
    actions.export_who_saw(kind=kind, thing_id=thing_id, by=viewer, on=request.today)
    return answer


def _known(request: AreaRequest, kind: str, thing_id: UUID) -> tuple[Kind, str]:
    """The kind and what the thing is called; 404 where the viewer may not know of it."""
    name = KINDS[kind].name_of(thing_id, viewer=request.viewer) if kind in KINDS else ""
    if not name:
        raise Http404
    return KINDS[kind], name
