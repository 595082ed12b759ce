"""Plan quality: every gap, its list, and the mending of each where it is listed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.improvement_plan.forms import mending
from goldenthread.improvement_plan.forms.mending import MendForm, Offered
from goldenthread.improvement_plan.presenters.gap_page import gap_page
from goldenthread.improvement_plan.presenters.quality_page import quality_page
from goldenthread.improvement_plan.queries import quality
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.improvement_plan.views.found import addresses_of, show, the_plan
from goldenthread.improvement_plan.views.mending import mend, refusal_of
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import may_manage_people
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.plan_quality import ACTION_GAPS
from goldenthread.rules.refusals import NotPermitted, Refused

ROWS_SHOWN = 20


@require_safe
def plan_quality(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    found = quality.plan_quality(plan_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return show(request, "quality.html", quality_page(found, addresses=addresses_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def gap(request: AreaRequest, plan_id: UUID, key: str) -> HttpResponse:
    """One gap: the actions that have it, each with what mends it; `?mine=yes`: of the viewer's."""
    plan = the_plan(request, plan_id)
    if key not in ACTION_GAPS:
        raise Http404
    mine = "mine" in request.GET
    rows = quality.rows_with(key, plan_id, viewer=request.viewer, on=request.today, mine=mine)
    offered = _offered(request, key, plan)
    bound: dict[UUID, MendForm] = {}
    if request.method == "POST":
        row = next((row for row in rows if str(row.id) == request.POST.get("mend")), None)
        if row is None:
            messages.info(request, "Somebody mended that action meanwhile, or it left the plan.")
            return redirect(request.get_full_path())
        form = mending.FORMS[key](data=request.POST, prefix=row.id.hex, offered=offered)
        if form.is_valid() and _mended(request, key, row, form):
            return redirect(request.get_full_path())
        bound[row.id] = form
    first = [row for row in rows if row.id in bound]
    listed = (*first, *(row for row in rows if row.id not in bound))[:ROWS_SHOWN]
    page = gap_page(
        ACTION_GAPS[key],
        plan,
        listed,
        total=len(rows),
        refusal=lambda row: refusal_of(request, key, row),
        form=lambda row: bound.get(row.id) or _blank(key, row, offered),
        notes=quality.contradictions_of(listed, plan, on=request.today)
        if key == "contradicting-dates"
        else {},
        may_hand_over=not may_manage_people(request.viewer),
        mine=mine,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(
        request, "gap.html", page, error_forms=list(bound.values()), status=422 if bound else 200
    )


def _offered(request: AreaRequest, key: str, plan: PlanFact) -> Offered:
    """What the selects of this gap's mending offer, and no more than they need."""
    viewer, on = request.viewer, request.today
    kind = mending.FORMS[key]
    if kind is mending.LeadMend:
        posts = partnership.posts(viewer=viewer, on=on)
        leads = [(f"post:{each.id}", _post_words(each)) for each in posts]
        people = partnership.people(viewer=viewer, on=on)
        return Offered(leads=[*leads, *((f"person:{each.id}", each.name) for each in people)])
    if kind is mending.ForumMend:
        return Offered(
            forums=[(str(each.id), each.name) for each in partnership.forums(viewer=viewer, on=on)]
        )
    if kind is mending.RatingMend and plan.main_scale:
        points = [each for each in plan.main_scale.points if not each.needs_sign_off]
        return Offered(points=[(each.key, each.label) for each in points])
    return Offered()


def _post_words(post: partnership.PostFact) -> str:
    holders = ", ".join(holder.name for holder in post.holders)
    return f"{post.title} ({holders or 'nobody holds it'})"


def _blank(key: str, row: ActionRow, offered: Offered) -> MendForm:
    given: dict[str, object] = {"version": row.version}
    if key == "contradicting-dates":
        given |= {"start": row.start_as_written, "due": row.due_as_written}
    if key == "old-rating" and row.rating:
        given["point"] = row.rating.key
    return mending.FORMS[key](initial=given, prefix=row.id.hex, offered=offered)


def _mended(request: AreaRequest, key: str, row: ActionRow, form: MendForm) -> bool:
    """Do it and say so; False where it was refused, with the sentence on the form."""
    try:
        said = mend(request, key, row, form)
    except NotPermitted:
        raise
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, f"{row.reference}: {said}")
    return True
