"""The pages that are read."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.files import queries as files
from goldenthread.files.leaving import EVIDENCE
from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.presenters.action_page import action_page
from goldenthread.improvement_plan.presenters.actions_page import PAGE_SIZE, actions_page
from goldenthread.improvement_plan.presenters.findings_page import findings_page
from goldenthread.improvement_plan.presenters.level_page import level_page
from goldenthread.improvement_plan.presenters.lineage import lineage_lines
from goldenthread.improvement_plan.presenters.other_pages import (
    SEARCH_SHOWS,
    found_in,
    people_page,
    plan_cards,
)
from goldenthread.improvement_plan.presenters.period_page import period_page
from goldenthread.improvement_plan.presenters.periods_page import periods_page
from goldenthread.improvement_plan.presenters.plan_page import plan_page
from goldenthread.improvement_plan.queries import ActionFilters
from goldenthread.improvement_plan.queries.carrying import lineage
from goldenthread.improvement_plan.queries.saved_views import saved_views
from goldenthread.improvement_plan.views.found import (
    addresses_of,
    show,
    the_action,
    the_level,
    the_owner,
    the_period,
    the_plan,
)
from goldenthread.improvement_plan.views.pressing import pressing_of_action, pressing_of_plan
from goldenthread.improvement_plan.views.rounds import open_round_notes
from goldenthread.improvement_plan.views.voices import voices_of_level_page, voices_of_plan_page
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import may_manage_people
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail import looks


@require_safe
def plans(request: AreaRequest) -> HttpResponse:
    """Every plan of the area; straight to the only one unless the whole list is asked for."""
    found = queries.plans(viewer=request.viewer)
    if len(found) == 1 and "all" not in request.GET:
        return redirect(addresses_of(request).plan(found[0].id))
    at_work = queries.at_work([plan.id for plan in found], viewer=request.viewer, on=request.today)
    return show(
        request,
        "plans.html",
        plan_cards(at_work.summaries, addresses_of(request)),
        import_refused=policies.may_create_plan(request.viewer),
    )


@require_safe
def search(request: AreaRequest) -> HttpResponse:
    """Actions of every plan whose words hold all the words asked for."""
    q = " ".join(request.GET.get("q", "").split())
    viewer, on = request.viewer, request.today
    matching = queries.search(q, viewer=viewer, on=on, size=SEARCH_SHOWS) if q else ()
    found = [found_in(each, q, on=on, addresses=addresses_of(request)) for each in matching]
    return show(request, "search.html", found, q=q)


@require_safe
def plan(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    overview = queries.plan_overview(plan_id, viewer=request.viewer, on=request.today)
    if overview is None:
        raise Http404
    summary, pressing = overview
    page = plan_page(summary, pressing, viewer=request.viewer, addresses=addresses_of(request))
    risks = pressing_of_plan(request, summary)
    heard = voices_of_plan_page(request, summary)
    notes = open_round_notes(request, plan_id)
    return show(request, "plan.html", page, round_notes=notes, pressing=risks, voices=heard)


@require_safe
def actions(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    filters = ActionFilters.from_query(request.GET)
    number = request.GET.get("page", "1")
    found = queries.action_page(
        plan_id,
        viewer=request.viewer,
        on=request.today,
        filters=filters,
        number=int(number) if number.isascii() and number.isdigit() else 1,
        size=PAGE_SIZE,
    )
    if found is None:
        raise Http404
    page = actions_page(
        found,
        filters,
        on=request.today,
        addresses=addresses_of(request),
        views=saved_views(plan_id, viewer=request.viewer),
    )
    return show(request, "actions.html", page)


@require_safe
def findings(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    found = queries.findings_answered(plan_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    page = findings_page(
        *found,
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
        bring_href=reverse("intake:bring_findings", args=[request.viewer.local_area_slug, plan_id]),
    )
    return show(request, "findings.html", page)


@require_safe
def level(request: AreaRequest, level_id: UUID) -> HttpResponse:
    detail = the_level(request, level_id)
    page = level_page(
        detail,
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "level.html", page, voices=voices_of_level_page(request, detail))


@require_safe
def action(request: AreaRequest, action_id: UUID) -> HttpResponse:
    detail = the_action(request, action_id)
    page = action_page(
        detail,
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(
        request,
        "action.html",
        page,
        pressing=pressing_of_action(request, detail),
        lineage=lineage_lines(lineage(action_id, viewer=request.viewer), addresses_of(request)),
    )


@require_safe
@looks.recorded("Evidence, as a file")
def evidence_file(
    request: AreaRequest, kind: str, owner_id: UUID, evidence_id: UUID
) -> FileResponse:
    """The file behind a piece of evidence, to whoever may see the action or level it belongs to:
    without what it says about who made it and where."""
    owner = the_owner(request, kind, owner_id)
    evidence = next((each for each in owner.evidence if each.id == evidence_id), None)
    if evidence is None or evidence.file_id is None:
        raise Http404
    area = request.viewer.local_area_id
    looks.note(request, shown=[(kind, owner_id)])
    file = files.stored_file(evidence.file_id, local_area_id=area)
    return EVIDENCE.served(file, of=file)


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
    giving: list[tuple[UUID, str]] = []
    if kind == "post":
        posts = partnership.posts(viewer=viewer, on=on, post_ids=[lead_id])
        if not posts:
            raise Http404
        holders = ", ".join(holder.name for holder in posts[0].holders)
        title = posts[0].title
        giving = [(holder.person_id, holder.name) for holder in posts[0].holders]
        caption = f"Held by {holders}" if holders else "Nobody is recorded in this post"
        rows = queries.actions_by_lead(viewer=viewer, on=on, post_id=lead_id)
    elif kind == "person":
        person = next(
            (each for each in partnership.people(viewer=viewer, on=on) if each.id == lead_id), None
        )
        if person is None:
            raise Http404
        title, caption = person.name, ", ".join(person.posts) or person.organisation or "Lead"
        giving = [(person.id, person.name)]
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
        giving=() if may_manage_people(viewer) else giving,
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
