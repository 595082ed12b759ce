"""Where sources disagree about a child, and which of them is believed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions import decide_source
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.disagreements import disagreements_page
from goldenthread.ehcp_register.queries import disagreements as queries
from goldenthread.pages.sent import sent_id, sent_number
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused
from goldenthread.trail import looks


@require_http_methods(["GET", "HEAD", "POST"])
@looks.recorded("Register: where sources disagree")
def disagreements(request: AreaRequest) -> HttpResponse:
    """Each field that two sources give differently, to be decided; or what was decided."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    if request.method == "POST":
        said_id = sent_id(request.POST, "said")
        if said_id is None:
            raise Refused("Choose what holds.")
        version = sent_number(request.POST, "version")
        decide_source(said_id=said_id, version=version, by=viewer, on=on)
        messages.success(request, "It is decided, and holds until somebody decides again.")
        return redirect(request.get_full_path())
    settled = request.GET.get("show") == "decided"
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    found = queries.disagreements(viewer=viewer, on=on, settled=settled, page=page)
    looks.note(request, shown=[("child", one.child_id) for one in found.rows])
    context = {
        "page": disagreements_page(
            found,
            settled=settled,
            slug=viewer.local_area_slug,
            address=request.get_full_path(),
        ),
        "tabs": tabs(viewer, "disagreements"),
        "refused": policies.may_record(viewer),
    }
    return render(request, "ehcp_register/disagreements.html", context)
