"""Monitoring visits as they are read: the list, one visit, what moved since the last, the brief."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.governance import policies
from goldenthread.governance.presenters.since import SincePage, since_page
from goldenthread.governance.presenters.visits import (
    VisitAddresses,
    next_words,
    plan_visits,
    visit_page,
)
from goldenthread.governance.queries import visits as queries
from goldenthread.governance.queries.visits import VisitFact, VisitsOfPlan
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.since import since as moved_since
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail import telling


def addresses_of(request: AreaRequest) -> VisitAddresses:
    return VisitAddresses(request.viewer.local_area_slug)


def the_plan(request: AreaRequest, plan_id: UUID) -> PlanFact:
    plan = plans.plan(plan_id, viewer=request.viewer)
    if plan is None:
        raise Http404
    return plan


def the_visit(request: AreaRequest, visit_id: UUID) -> VisitFact:
    found = queries.visit(visit_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


def refused(request: AreaRequest, plan_id: UUID) -> str:
    return policies.may_record_visit(request.viewer, plan_id=plan_id)


@require_safe
def visits(request: AreaRequest) -> HttpResponse:
    """Every running plan with its visits, the latest first."""
    found = queries.visits_for(viewer=request.viewer, on=request.today)
    addresses = addresses_of(request)
    lines = [
        plan_visits(
            one, refused=refused(request, one.plan_id), on=request.today, addresses=addresses
        )
        for one in found
    ]
    return render(request, "governance/visits.html", {"plans": lines})


@require_safe
def visit(request: AreaRequest, visit_id: UUID) -> HttpResponse:
    whole = queries.visit_whole(visit_id, viewer=request.viewer, on=request.today)
    if whole is None:
        raise Http404
    plan_id = whole.visit.plan_id
    page = visit_page(
        whole,
        the_plan(request, plan_id),
        refused=refused(request, plan_id),
        addresses=addresses_of(request),
    )
    return render(request, "governance/visit.html", {"page": page})


@require_safe
def visit_history(request: AreaRequest, visit_id: UUID) -> HttpResponse:
    """Who recorded what of a visit."""
    found = the_visit(request, visit_id)
    addresses = addresses_of(request)
    told = telling.of_thing(
        local_area_id=request.viewer.local_area_id,
        kind="visit",
        object_id=visit_id,
        before=request.GET.get("before", ""),
    )
    here = Crumb(say_date(found.on), addresses.to("visit", visit_id))
    context = {
        "heading": "History",
        "caption": found.name,
        "told": told,
        "crumbs": addresses.crumbs(here, Crumb("History")),
    }
    return render(request, "pages/history.html", context)


@require_safe
def since(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """What moved since the last visit, or since the one that `?visit=` names."""
    return _since(request, plan_id, "governance/since.html")


@require_safe
def brief(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """The same on one page of paper, for the next visit."""
    return _since(request, plan_id, "governance/visit_brief.html")


@require_safe
def since_list(request: AreaRequest, plan_id: UUID, key: str) -> HttpResponse:
    """One count with everything behind it."""
    page = _page(request, plan_id)
    chosen = next((one for one in page.lists if one.key == key), None) if page else None
    if page is None or chosen is None:
        raise Http404
    addresses = addresses_of(request)
    crumbs = addresses.crumbs(
        Crumb("Since our last visit", addresses.to("since", plan_id)), Crumb(chosen.title)
    )
    context = {"page": page, "list": chosen, "breadcrumbs": crumbs}
    return render(request, "governance/since_list.html", context)


def _since(request: AreaRequest, plan_id: UUID, template: str) -> HttpResponse:
    plan = the_plan(request, plan_id)
    page = _page(request, plan_id)
    addresses = addresses_of(request)
    context: dict[str, Any] = {
        "page": page,
        "plan": plan,
        "record_href": "" if refused(request, plan_id) else addresses.to("record_visit", plan_id),
        "breadcrumbs": addresses.crumbs(Crumb("Since our last visit")),
    }
    return render(request, template, context)


def _page(request: AreaRequest, plan_id: UUID) -> SincePage | None:
    """None where no visit is recorded yet."""
    viewer, on = request.viewer, request.today
    found = queries.visits_of(plan_id, viewer=viewer, on=on)
    if found is None:
        raise Http404
    chosen = _chosen(request, found)
    if chosen is None:
        return None
    moved = moved_since(plan_id, after=chosen.on, viewer=viewer, on=on)
    if moved is None:
        raise Http404
    return since_page(
        moved,
        chosen,
        found,
        plans.level_tree(plan_id, viewer=viewer, on=on),
        next_words=next_words(found, on),
        refused=refused(request, plan_id),
        addresses=addresses_of(request),
    )


def _chosen(request: AreaRequest, found: VisitsOfPlan) -> VisitFact | None:
    """The visit asked for; else the last before today, for on the day of a visit the last one is
    the one that the visitors come back from."""
    asked = request.GET.get("visit", "")
    before = next((one for one in found.visits if one.on < request.today), found.last)
    return next((one for one in found.visits if str(one.id) == asked), before)
