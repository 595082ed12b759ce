"""Advice by service: the figures of a day, the rows of one figure, the counts to share."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.advice_by_service import (
    rows_page,
    services_page,
    shared_page,
)
from goldenthread.ehcp_register.queries import advice_by_service as queries
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.advice import Service
from goldenthread.trail import looks


@require_safe
@looks.recorded("Advice by service")
def advice_services(request: AreaRequest) -> HttpResponse:
    """For whoever works with children, figures that open their rows; for others counts with which
    nobody can be made out."""
    viewer, on = request.viewer, request.today
    looks.note(request, shown=[])
    shared = tabs(viewer, "advice_services")
    if policies.may_see_children(viewer):
        shown = shared_page(queries.shared_counts(viewer=viewer, on=on))
        context = {"page": shown, "tabs": shared}
        return render(request, "ehcp_register/advice_shared.html", context)
    day = _day(request)
    page = services_page(
        queries.figures(day, viewer=viewer, on=on),
        day,
        on=on,
        slug=viewer.local_area_slug,
        designated=policies.is_designated(viewer),
    )
    return render(request, "ehcp_register/advice_services.html", {"page": page, "tabs": shared})


@require_safe
@looks.recorded("Advice by service: rows")
def advice_rows(request: AreaRequest, figure: str) -> HttpResponse:
    """The rows that a figure counts."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    if figure not in queries.FIGURES:
        raise Http404
    day, service = _day(request), _service(request.GET.get("service", ""))
    found = queries.rows_of(figure, day, service=service, viewer=viewer, on=on)
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    page = max(1, min(page, -(-len(found) // PER_PAGE)))
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    looks.note(request, shown=[("child", one.child_id) for one in shown])
    told = rows_page(
        figure,
        found,
        shown,
        queries.named({one.child_id for one in shown}, viewer=viewer, on=on),
        service=service,
        page=page,
        per_page=PER_PAGE,
        handles={one: not policies.may_handle_advice(viewer, service=one) for one in Service},
        day=day,
        on=on,
        slug=viewer.local_area_slug,
    )
    return render(request, "ehcp_register/advice_rows.html", {"page": told})


def _day(request: AreaRequest) -> date:
    """The day an address names, never one to come; today without one."""
    said = request.GET.get("day", "")
    if not said:
        return request.today
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise Http404 from None
    if not date(2014, 9, 1) <= day <= request.today:  # from when the law holds
        raise Http404
    return day


def _service(said: str) -> Service | None:
    if said in ("", "all"):
        return None
    try:
        return Service(said)
    except ValueError:
        raise Http404 from None
