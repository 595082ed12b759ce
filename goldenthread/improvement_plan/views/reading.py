"""The pages that are read."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from goldenthread.files import queries as files
from goldenthread.files.downloads import serve
from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.presenters.action_page import action_page
from goldenthread.improvement_plan.presenters.actions_page import actions_page
from goldenthread.improvement_plan.presenters.history_page import history_page
from goldenthread.improvement_plan.presenters.level_page import level_page
from goldenthread.improvement_plan.presenters.other_pages import (
    findings_page,
    found_in,
    people_page,
    plan_cards,
)
from goldenthread.improvement_plan.presenters.period_page import period_page
from goldenthread.improvement_plan.presenters.periods_page import periods_page
from goldenthread.improvement_plan.presenters.plan_page import plan_page
from goldenthread.improvement_plan.presenters.plan_tabs import HISTORY, plan_tabs
from goldenthread.improvement_plan.queries import ActionFilters
from goldenthread.improvement_plan.views.found import (
    addresses_of,
    show,
    the_action,
    the_level,
    the_owner,
    the_period,
    the_plan,
)
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail.queries import HistoryEntry
from goldenthread.trail.telling import PAGE_SIZE, before_in


@require_safe
def plans(request: AreaRequest) -> HttpResponse:
    """Every plan of the area; straight to the only one unless the whole list is asked for."""
    found = queries.plans(viewer=request.viewer)
    if len(found) == 1 and "all" not in request.GET:
        return redirect(addresses_of(request).plan(found[0].id))
    summaries = [
        summary
        for plan in found
        if (summary := queries.plan_summary(plan.id, viewer=request.viewer, on=request.today))
    ]
    return show(
        request,
        "plans.html",
        plan_cards(summaries, addresses_of(request)),
        import_refused=policies.may_create_plan(request.viewer),
    )


@require_safe
def search(request: AreaRequest) -> HttpResponse:
    """Actions of every plan whose words hold all the words asked for."""
    q = " ".join(request.GET.get("q", "").split())
    found = []
    if q:
        for plan in queries.plans(viewer=request.viewer):
            rows = queries.actions(
                plan.id, viewer=request.viewer, on=request.today, filters=ActionFilters(q=q)
            )
            if rows:
                found.append(
                    found_in(plan, rows, q, on=request.today, addresses=addresses_of(request))
                )
    return show(request, "search.html", found, q=q)


@require_safe
def plan(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    overview = queries.plan_overview(plan_id, viewer=request.viewer, on=request.today)
    if overview is None:
        raise Http404
    summary, pressing = overview
    page = plan_page(summary, pressing, viewer=request.viewer, addresses=addresses_of(request))
    return show(request, "plan.html", page)


@require_safe
def actions(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    found = the_plan(request, plan_id)
    filters = ActionFilters.from_query(request.GET)
    listed = queries.action_list(plan_id, viewer=request.viewer, on=request.today, filters=filters)
    if listed is None:
        raise Http404
    rows, choices = listed
    number = request.GET.get("page", "1")
    page = actions_page(
        found,
        rows,
        choices,
        filters,
        page=int(number) if number.isascii() and number.isdigit() else 1,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "actions.html", page)


@require_safe
def findings(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    found = the_plan(request, plan_id)
    page = findings_page(
        found,
        queries.findings(plan_id, viewer=request.viewer, on=request.today),
        queries.level_tree(plan_id, viewer=request.viewer, on=request.today),
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "findings.html", page)


@require_safe
def level(request: AreaRequest, level_id: UUID) -> HttpResponse:
    page = level_page(
        the_level(request, level_id),
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "level.html", page)


@require_safe
def action(request: AreaRequest, action_id: UUID) -> HttpResponse:
    page = action_page(
        the_action(request, action_id),
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "action.html", page)


@require_safe
def evidence_file(
    request: AreaRequest, kind: str, owner_id: UUID, evidence_id: UUID
) -> FileResponse:
    """The file behind a piece of evidence, to whoever may see the action or level it belongs to."""
    owner = the_owner(request, kind, owner_id)
    evidence = next((each for each in owner.evidence if each.id == evidence_id), None)
    if evidence is None or evidence.file_id is None:
        raise Http404
    area = request.viewer.local_area_id
    return serve(files.stored_file(evidence.file_id, local_area_id=area))


@require_safe
def forum(request: AreaRequest, forum_id: UUID) -> HttpResponse:
    found = partnership.forum(forum_id, viewer=request.viewer)
    if found is None:
        raise Http404
    page = people_page(
        queries.actions_by_forum(forum_id, viewer=request.viewer, on=request.today),
        queries.plans(viewer=request.viewer),
        title=found.name,
        caption=f"Forum · {found.kind_words}",
        lede="Actions that report to this forum, what is late or due first.",
        narrowed_to=f"forum={forum_id}",
        on=request.today,
        addresses=addresses_of(request),
        empty="No action reports to this forum",
        empty_text="An action reports here once this forum is chosen on its page.",
    )
    return show(request, "people.html", page)


@require_safe
def lead(request: AreaRequest, kind: str, lead_id: UUID) -> HttpResponse:
    """The actions of a post (whoever holds it) or of a person."""
    viewer, on = request.viewer, request.today
    if kind == "post":
        posts = partnership.posts(viewer=viewer, on=on, post_ids=[lead_id])
        if not posts:
            raise Http404
        holders = ", ".join(holder.name for holder in posts[0].holders)
        title = posts[0].title
        caption = f"Held by {holders}" if holders else "Nobody is recorded in this post"
        rows = queries.actions_by_lead(viewer=viewer, on=on, post_id=lead_id)
    elif kind == "person":
        person = next(
            (each for each in partnership.people(viewer=viewer, on=on) if each.id == lead_id), None
        )
        if person is None:
            raise Http404
        title, caption = person.name, ", ".join(person.posts) or person.organisation or "Lead"
        rows = queries.actions_by_lead(viewer=viewer, on=on, person_id=lead_id)
    else:
        raise Http404
    page = people_page(
        rows,
        queries.plans(viewer=viewer),
        title=title,
        caption=caption,
        lede="Actions led from here, what is late or due first.",
        narrowed_to=f"{kind}={lead_id}",
        on=on,
        addresses=addresses_of(request),
        empty="No action is led from here",
        empty_text="An action is listed here once this lead is chosen on its page.",
    )
    return show(request, "people.html", page)


@require_safe
def periods(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    page = periods_page(
        the_plan(request, plan_id),
        queries.periods(plan_id, viewer=request.viewer),
        queries.snapshots(plan_id, viewer=request.viewer, on=request.today),
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "periods.html", page)


@require_safe
def period(request: AreaRequest, period_id: UUID) -> HttpResponse:
    """One period as it was frozen; `?with=` sets another beside it, `?rating=` opens its rows."""
    viewer = request.viewer
    found = the_period(request, period_id)
    every = queries.periods(found.plan_id, viewer=viewer)
    other = next((each for each in every if str(each.id) == request.GET.get("with")), None)
    page = period_page(
        found,
        the_plan(request, found.plan_id),
        queries.snapshot(found.snapshot_id, viewer=viewer)
        if found.snapshot_id and found.closed
        else None,
        every,
        queries.snapshot(other.snapshot_id, viewer=viewer) if other and other.snapshot_id else None,
        queries.snapshots(found.plan_id, viewer=viewer, on=request.today),
        rating=request.GET.get("rating", ""),
        viewer=viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "period.html", page)


@require_safe
def history(request: AreaRequest, kind: str, thing_id: UUID) -> HttpResponse:
    """The history of a plan, a level, an action or a reporting period."""
    addresses = addresses_of(request)
    viewer = request.viewer
    told = {
        "plan": queries.plan_history,
        "level": queries.level_history,
        "action": queries.action_history,
        "period": queries.period_history,
    }.get(kind)
    if told is None:
        raise Http404
    tabs: tuple[dict[str, object], ...] = ()
    if kind == "plan":
        plan_fact = the_plan(request, thing_id)
        of, crumbs = plan_fact.title, addresses.plan_crumbs(thing_id, plan_fact.title)
        tabs = plan_tabs(thing_id, HISTORY, addresses)
    elif kind == "period":
        found = the_period(request, thing_id)
        title = the_plan(request, found.plan_id).title
        here = Crumb(found.name, addresses.period(thing_id))
        of, crumbs = found.name, addresses.plan_crumbs(found.plan_id, title, here)
    else:
        owner = the_owner(request, kind, thing_id)
        of, crumbs = f"{owner.name}: {owner.title}", owner.breadcrumbs
    entries: tuple[HistoryEntry, ...] = told(
        thing_id,
        viewer=viewer,
        limit=PAGE_SIZE + 1,
        before=before_in(request.GET.get("before", "")),
    )
    page = history_page(
        entries,
        of=of,
        breadcrumbs=(*crumbs, Crumb("History")),
        tabs=tabs,
    )
    return show(request, "history.html", page)
