"""The queue of records that contradict themselves."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.contradicting import contradicting_page
from goldenthread.ehcp_register.queries.contradicting import contradicting
from goldenthread.ehcp_register.views.queues import caseload_of, titles
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail import looks


@require_safe
@looks.recorded("Register: records with contradictions")
def contradictions(request: AreaRequest) -> HttpResponse:
    """Children whose records a check finds something wrong in, the longest first."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    caseload = caseload_of(request, usual="")
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    found = contradicting(viewer=viewer, on=on, caseload=caseload, page=page)
    looks.note(request, shown=[("child", one.child_id) for one in found.rows])
    context = {
        "page": contradicting_page(
            found,
            caseload=caseload,
            own=bool(viewer.post_ids),
            posts=titles(request),
            on=on,
            slug=viewer.local_area_slug,
        ),
        "tabs": tabs(viewer, "contradictions"),
    }
    return render(request, "ehcp_register/contradictions.html", context)
