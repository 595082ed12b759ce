"""A workbook for a lead: what will be in it, then the file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries import ActionFilters
from goldenthread.improvement_plan.queries.workbooks import sent_workbooks
from goldenthread.pages.confirming import confirmed_lately
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest
from goldenthread.reports import lead_workbooks, writing
from goldenthread.reports.lead_workbooks import LEAD_WORKBOOK
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail import looks


@confirmed_lately
@require_http_methods(["GET", "HEAD", "POST"])
@looks.recorded("Actions of a plan, in Excel")
def lead_workbook(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """The filtered actions as an Excel workbook that a lead fills in and sends back."""
    viewer, on = request.viewer, request.today
    plan = plans.plan(plan_id, viewer=viewer)
    if plan is None:
        raise Http404
    looks.note(request, shown=[("plan", plan_id)])
    filters = ActionFilters.from_query(request.GET)
    sentence = ""
    if request.method == "POST":
        try:
            name, content = lead_workbooks.make(
                plan_id=plan_id,
                filters=filters,
                for_whom=request.POST.get("for_whom", ""),
                by=viewer,
                on=on,
            )
        except NotPermitted:
            raise
        except Refused as refusal:
            sentence = refusal.sentence
        else:
            media_type = writing.MEDIA_TYPES["xlsx"]
            return LEAD_WORKBOOK.written(content, name=name, media_type=media_type, of=plan_id)
    rows = plans.actions(plan_id, viewer=viewer, on=on, filters=filters)
    slug = viewer.local_area_slug
    context = {
        "plan": plan,
        "rows": rows,
        "for_whom": request.POST.get("for_whom", request.GET.get("for", "")),
        "sentence": sentence,
        "contents": LEAD_WORKBOOK.contents(plan_id).words,
        "sent": sent_workbooks(plan_id, viewer=viewer),
        "list_href": f"{reverse('improvement_plan:actions', args=[slug, plan_id])}"
        f"?{filters.as_query()}".rstrip("?"),
        "return_href": reverse("intake:returned_workbooks", args=[slug]),
        "crumbs": [
            Crumb(plan.title, reverse("improvement_plan:plan", args=[slug, plan_id])),
            Crumb("Excel for a lead"),
        ],
    }
    status = 422 if sentence else 200
    return render(request, "reports/lead_workbook.html", context, status=status)
