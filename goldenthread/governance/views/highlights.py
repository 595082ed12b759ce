"""Highlight reports: the list, starting one, putting a draft aside, its history. The report itself
is shown by reports."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.governance import actions, policies, queries
from goldenthread.governance.forms.highlights import StartHighlightForm
from goldenthread.governance.forms.papers import VersionForm
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries.facts import LevelFact
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused
from goldenthread.trail import telling


def _crumbs(request: AreaRequest, *more: Crumb) -> list[Crumb]:
    slug = request.viewer.local_area_slug
    here = reverse("governance:highlights", args=[slug]) if more else ""
    return [
        Crumb("Papers", reverse("governance:papers", args=[slug])),
        Crumb("Highlight reports", here) if more else Crumb("Highlight reports"),
        *more,
    ]


def part_of(request: AreaRequest) -> UUID | None:
    """`?part=` of the address: one part of a plan. Refused words are no part at all."""
    try:
        return UUID(request.GET.get("part", ""))
    except ValueError:
        return None


@require_safe
def highlights(request: AreaRequest) -> HttpResponse:
    """Every report in sight, or those of one part (`?part=`)."""
    viewer = request.viewer
    level_id = part_of(request)
    found = queries.highlights(viewer=viewer, level_id=level_id)
    known = plans.plans(viewer=viewer)
    return render(
        request,
        "governance/highlights.html",
        {
            "drafts": [one for one in found if not one.issued],
            "issued": [one for one in found if one.issued],
            "narrowed": level_id is not None,
            "plans": [(plan, _why_not_start(request, plan.id)) for plan in known],
            "crumbs": _crumbs(request),
        },
    )


def _why_not_start(request: AreaRequest, plan_id: UUID) -> str:
    """ "" for the office, and for whoever leads any part of the plan."""
    viewer = request.viewer
    if not policies.may_write_papers(viewer, plan_id=plan_id):
        return ""
    if viewer.holds("workstream_lead"):
        return ""
    return (
        "Only the workstream lead of a part, or the programme office, writes highlight reports. "
        "Ask one of them."
    )


def start(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Which part, for whom, about when."""
    viewer = request.viewer
    plan = plans.plan(plan_id, viewer=viewer)
    if plan is None:
        raise Http404
    levels = _own_parts(request, plan_id)
    if not levels:
        require(_why_not_start(request, plan_id) or _NO_PART)
    closed = tuple(one for one in plans.periods(plan_id, viewer=viewer) if one.snapshot_id)
    wanted = part_of(request)
    form = StartHighlightForm(
        request.POST if request.method == "POST" else None,
        levels=levels,
        forums=partnership.forums(viewer=viewer, on=request.today),
        periods=closed,
        initial={"level": str(wanted) if wanted else ""},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            report_id = actions.start_highlight(
                plan_id=plan_id,
                level_id=UUID(typed["level"]),
                forum_id=UUID(typed["forum"]),
                shape=typed["shape"],
                snapshot_id=UUID(typed["period"]) if typed["period"] else None,
                as_at=typed["as_at"],
                by=viewer,
                on=request.today,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The draft is ready. Say how the part stands, and why.")
            return redirect("reports:highlight", viewer.local_area_slug, report_id)
    return render(
        request,
        "governance/start_highlight.html",
        {"form": form, "plan": plan, "crumbs": _crumbs(request, Crumb("Start a report"))},
        status=422 if form.errors else 200,
    )


_NO_PART = "You lead no part of this plan that stands at its top. Ask the programme office."


def _own_parts(request: AreaRequest, plan_id: UUID) -> tuple[LevelFact, ...]:
    """The top-level parts that this viewer writes of."""
    return tuple(
        level
        for level in plans.level_tree(plan_id, viewer=request.viewer, on=request.today)
        if level.depth == 0
        and not policies.may_write_highlights(request.viewer, plan_id=plan_id, level_id=level.id)
    )


def withdraw(request: AreaRequest, report_id: UUID) -> HttpResponse:
    """Say what will happen; then put the draft aside."""
    viewer = request.viewer
    report = queries.highlight(report_id, viewer=viewer)
    if report is None:
        raise Http404
    require(
        policies.may_change_highlight(
            viewer, state=report.state, plan_id=report.plan_id, level_id=report.level_id
        )
    )
    if request.method == "POST":
        form = VersionForm(request.POST)
        if not form.is_valid():
            raise Refused("The page was not sent whole. Load it again, then withdraw the draft.")
        actions.withdraw_highlight(
            report_id=report_id,
            version=form.cleaned_data["version"],
            by=viewer,
            on=request.today,
        )
        messages.success(request, "The draft was withdrawn. It stays in the history.")
        return redirect("governance:highlights", viewer.local_area_slug)
    return render(
        request,
        "governance/withdraw_highlight.html",
        {"report": report, "crumbs": _crumbs(request, Crumb("Withdraw the draft"))},
    )


@require_safe
def history(request: AreaRequest, report_id: UUID) -> HttpResponse:
    """Who started, wrote, issued or withdrew it."""
    viewer = request.viewer
    report = queries.highlight(report_id, viewer=viewer)
    if report is None:
        raise Http404
    told = telling.of_thing(
        local_area_id=viewer.local_area_id,
        kind="highlightreport",
        object_id=report_id,
        before=request.GET.get("before", ""),
    )
    name = f"{report.part}, {report.about}"
    here = Crumb(name, reverse("reports:highlight", args=[viewer.local_area_slug, report_id]))
    context = {
        "heading": "History",
        "caption": name,
        "told": told,
        "crumbs": _crumbs(request, here, Crumb("History")),
    }
    return render(request, "pages/history.html", context)
