"""Views of a plan that people keep: saved, shared, opened first, deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldenthread.improvement_plan.actions import saved_views as verbs
from goldenthread.improvement_plan.forms.grid import columns_in
from goldenthread.improvement_plan.presenters.saved_views import saved_views_page
from goldenthread.improvement_plan.presenters.views_bar import GridAddresses
from goldenthread.improvement_plan.queries import saved_views as queries
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.grid import USUAL_COLUMNS
from goldenthread.improvement_plan.views.found import addresses_of, show, the_plan
from goldenthread.pages.sent import sent_number
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """The views of the plan; `?keep=` holds the filters of the list or grid one came from."""
    plan = the_plan(request, plan_id)
    keep = request.GET.get("keep", "")
    if request.method == "POST":
        try:
            said = _do(request, plan_id)
        except (NotPermitted, ChangedMeanwhile):
            raise
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(request.get_full_path())
        messages.success(request, said)
        if request.POST.get("do") == "save":
            there = GridAddresses(request.viewer.local_area_slug)
            return redirect(there.actions(plan_id, request.POST.get("query", "")))
        return redirect(request.path)
    page = saved_views_page(
        plan,
        queries.saved_views(plan_id, viewer=request.viewer),
        keep=keep,
        addresses=addresses_of(request),
    )
    return show(request, "saved_views.html", page)


def _do(request: AreaRequest, plan_id: UUID) -> str:
    told: dict[str, Any] = {"by": request.viewer, "on": request.today}
    name, shared = request.POST.get("name", ""), bool(request.POST.get("shared"))
    if request.POST.get("do") == "save":
        filters, columns = _asked(request.POST.get("query", ""))
        verbs.save_view(
            plan_id=plan_id, name=name, shared=shared, filters=filters, columns=columns, **told
        )
        return f"The view “{name.strip()}” is saved."
    view = _view(request, plan_id)
    if request.POST.get("do") == "change":
        query = request.POST.get("query", "")
        filters_columns = _asked(query) if request.POST.get("take") else (None, None)
        verbs.change_view(
            view_id=view.id,
            version=sent_number(request.POST, "version"),
            name=name,
            shared=shared,
            filters=filters_columns[0],
            columns=filters_columns[1],
            **told,
        )
        return f"The view “{name.strip()}” is changed."
    if request.POST.get("do") == "end":
        verbs.end_view(view_id=view.id, version=view.version, **told)
        return f"The view “{view.name}” is deleted. Its actions are as they were."
    chosen = None if view.default else view.id
    verbs.choose_default_view(plan_id=plan_id, view_id=chosen, **told)
    return (
        f"Your grid opens on “{view.name}”." if chosen else "Your grid opens on every action again."
    )


def _view(request: AreaRequest, plan_id: UUID) -> queries.ViewFact:
    wanted = request.POST.get("view", "")
    found = queries.saved_views(plan_id, viewer=request.viewer)
    view = next((one for one in found if str(one.id) == wanted), None)
    if view is None:
        raise Refused("This view is not offered any more. Choose another one.")
    return view


def _asked(query: str) -> tuple[str, tuple[str, ...]]:
    """Filters and columns of an address's query; the usual columns are kept as none."""
    asked = QueryDict(query)
    columns = columns_in(asked)
    filters = ActionFilters.from_query(asked).as_query()
    return filters, () if columns == USUAL_COLUMNS else columns
