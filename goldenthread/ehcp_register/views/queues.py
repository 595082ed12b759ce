"""What presses: the register's home, one queue, the counts that everybody may see."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.contacts import beside_the_law
from goldenthread.ehcp_register.presenters.contradicting import contradicting_link
from goldenthread.ehcp_register.presenters.counts_page import counts_page
from goldenthread.ehcp_register.presenters.queue_pages import EVERY_QUEUE, home_page, queue_page
from goldenthread.ehcp_register.queries import aggregates, contacts, panels, queues, saved
from goldenthread.ehcp_register.queries.asked import MY_CASELOAD, NO_CASELOAD
from goldenthread.ehcp_register.queries.contradicting import how_many_contradict
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest, post_titles
from goldenthread.trail import looks


def titles(request: AreaRequest) -> list[tuple[UUID, str]]:
    """The area's posts, by title."""
    return list(post_titles(viewer=request.viewer).items())


def caseload_of(request: AreaRequest, *, usual: str) -> str:
    """The caseload an address names: a post's id, one's own, nobody's, "" for every one."""
    said = request.GET.get("caseload", usual)
    if said in ("", "all"):
        return ""
    if said in (MY_CASELOAD, NO_CASELOAD):
        return said
    try:
        return str(UUID(said))
    except ValueError:
        raise Http404 from None


@require_safe
@looks.recorded("Register: what is due")
def home(request: AreaRequest) -> HttpResponse:
    """Counts of every queue: of one's own caseload, or of the area for whoever manages it."""
    viewer, on = request.viewer, request.today
    if policies.may_see_children(viewer):
        require(policies.may_see_counts(viewer))
        return redirect("ehcp_register:counts", viewer.local_area_slug)
    own = bool(viewer.post_ids)
    manages = not policies.may_manage(viewer)
    caseload = caseload_of(request, usual="" if manages or not own else MY_CASELOAD)
    looks.note(request, shown=[])
    page = home_page(
        queues.queue_counts(EVERY_QUEUE, viewer=viewer, on=on, caseload=caseload),
        caseload=caseload,
        own=own,
        posts=titles(request),
        given=saved.given_views(on),
        visited_within=saved.practice(viewer=viewer).visited_within,
        on=on,
        slug=viewer.local_area_slug,
    )
    beside = beside_the_law(
        contacts.unanswered(viewer=viewer, on=on),
        len(panels.coming(viewer=viewer, on=on)),
        len(panels.without_notice(viewer=viewer, on=on)),
        on=on,
        slug=viewer.local_area_slug,
    )
    context = {
        "page": replace(page, parts=(*page.parts, beside)),
        "tabs": tabs(viewer, "home"),
        "contradictions": contradicting_link(
            how_many_contradict(viewer=viewer, on=on, caseload=caseload),
            caseload,
            slug=viewer.local_area_slug,
        ),
        "manages": manages,
        "adds": not policies.may_record(viewer),
    }
    return render(request, "ehcp_register/home.html", context)


@require_safe
@looks.recorded("Register: a queue")
def queue(request: AreaRequest, queue: str) -> HttpResponse:
    """The deadlines of a queue, the oldest first."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    if queue not in queues.QUEUES:
        raise Http404
    wanted, caseload = queues.QUEUES[queue], caseload_of(request, usual="")
    number, body = request.GET.get("page", "1"), request.GET.get("body", "")
    rows = queues.queue_rows(
        wanted,
        viewer=viewer,
        on=on,
        caseload=caseload,
        body=body,
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )
    looks.note(request, shown=[("child", one.child_id) for one in rows.rows])
    page = queue_page(
        wanted,
        rows,
        caseload=caseload,
        body=body,
        own=bool(viewer.post_ids),
        posts=titles(request),
        on=on,
        slug=viewer.local_area_slug,
    )
    context = {"page": page, "tabs": tabs(viewer, "home")}
    return render(request, "ehcp_register/queue.html", context)


@require_safe
@looks.recorded("Register: counts")
def counts(request: AreaRequest) -> HttpResponse:
    """Counts with which nobody can be made out."""
    viewer = request.viewer
    found = aggregates.register_counts(viewer=viewer, on=request.today)
    looks.note(request, shown=[])
    context = {"page": counts_page(found), "tabs": tabs(viewer, "counts")}
    return render(request, "ehcp_register/counts.html", context)
