"""Data quality: every check, what one of them found, and looking through every record now."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions import look_through
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.quality import problems_page, quality_page
from goldenthread.ehcp_register.queries import quality as queries
from goldenthread.ehcp_register.queries.checks import CHECKS
from goldenthread.pages.words import counted
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail import looks


@require_http_methods(["GET", "HEAD", "POST"])
@looks.recorded("Register: data quality")
def quality(request: AreaRequest) -> HttpResponse:
    """Every check with what it finds; a case manager has every record looked through."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    if request.method == "POST":
        found = look_through(by=viewer, on=on, at=timezone.now())
        messages.success(request, f"Every record was looked through: {counted(found, 'problem')}.")
        return redirect("ehcp_register:quality", viewer.local_area_slug)
    looks.note(request, shown=[])
    facts = queries.checks(viewer=viewer, on=on)
    context = {
        "page": quality_page(facts, slug=viewer.local_area_slug, on=on),
        "tabs": tabs(viewer, "quality"),
        "manages": not policies.may_manage(viewer),
    }
    return render(request, "ehcp_register/quality.html", context)


@require_safe
@looks.recorded("Register: what a check found")
def problems(request: AreaRequest, check: str) -> HttpResponse:
    """The records in which one check finds something, the longest first."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    if check not in CHECKS:
        raise Http404
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    found = queries.problems(check, viewer=viewer, on=on, page=page)
    looks.note(request, shown=[("child", one.child_id) for one in found.rows])
    context = {
        "page": problems_page(
            CHECKS[check], found, slug=viewer.local_area_slug, on=on, address=request.path
        ),
        "tabs": tabs(viewer, "quality"),
    }
    return render(request, "ehcp_register/problems.html", context)
