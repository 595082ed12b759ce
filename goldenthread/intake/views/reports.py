"""Findings brought in from an inspection report: uploaded, looked at, chosen."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.files import queries as files
from goldenthread.files.leaving import AS_IT_CAME
from goldenthread.improvement_plan import policies as plan_policies
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.intake.actions import reports as verbs
from goldenthread.intake.forms.reports import ReportForm, taken_in
from goldenthread.intake.presenters.reports import bring_page, report_crumbs, report_page
from goldenthread.intake.queries.reports import ReportFact, ReportState, a_report, reports
from goldenthread.intake.views.asking import version_in
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import looks, telling


def _plan(request: AreaRequest, plan_id: UUID) -> PlanFact:
    plan = plans.plan(plan_id, viewer=request.viewer)
    if plan is None:
        raise Http404
    plan_policies.require(plan_policies.may_edit_plan(request.viewer, plan_id))
    return plan


def _report(request: AreaRequest, report_id: UUID) -> tuple[ReportFact, PlanFact]:
    found = a_report(report_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found, _plan(request, found.plan_id)


def _at(request: AreaRequest, name: str, *args: object) -> str:
    return reverse(f"intake:{name}", args=[request.viewer.local_area_slug, *args])


@require_http_methods(["GET", "HEAD", "POST"])
def bring_findings(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """A place to load an inspection report, and those loaded so far."""
    plan = _plan(request, plan_id)
    form = ReportForm(request.POST, request.FILES) if request.method == "POST" else ReportForm()
    sentences: list[str] = []
    if request.method == "POST" and not form.is_valid():
        sentences = [str(text) for text in form.errors["report"]]
    elif request.method == "POST":
        report = form.cleaned_data["report"]
        try:
            done = verbs.upload_report(
                plan_id=plan_id,
                upload=report,
                name=report.name,
                by=request.viewer,
                on=request.today,
            )
        except NotPermitted:
            raise
        except Refused as refusal:
            sentences = [refusal.sentence]
        else:
            if done.already:
                messages.info(request, "This very file came in before. This is how far it is.")
            return redirect(_at(request, "report_findings", done.report_id))
    context = bring_page(plan, reports(plan_id, viewer=request.viewer), request.viewer)
    context["sentences"] = sentences
    return render(request, "intake/bring_findings.html", context, status=422 if sentences else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def report_findings(request: AreaRequest, report_id: UUID) -> HttpResponse:
    """Each finding of a report, to choose from; afterwards, what came in."""
    report, plan = _report(request, report_id)
    sentence, status = "", 200
    if request.method == "POST":
        try:
            number = verbs.add_findings(
                report_id=report_id,
                version=version_in(request),
                take=taken_in(request.POST, report),
                by=request.viewer,
                on=request.today,
            )
        except NotPermitted:
            raise
        except ChangedMeanwhile as late:
            sentence, status = late.sentence, 409
        except Refused as refusal:
            sentence, status = refusal.sentence, 422
        else:
            words = "1 finding is" if number == 1 else f"{number} findings are"
            messages.success(request, f"{words} in the plan, from {report.file_name}.")
            slug = request.viewer.local_area_slug
            return redirect(reverse("improvement_plan:findings", args=[slug, report.plan_id]))
    fresh = (
        verbs.new_in(report, by=request.viewer, on=request.today)
        if report.state == ReportState.READY
        else ()
    )
    tree = plans.level_tree(plan.id, viewer=request.viewer, on=request.today)
    posted = request.POST if request.method == "POST" else None
    context = report_page(report, plan, fresh, tree, posted, request.viewer)
    context["sentence"] = sentence
    return render(request, "intake/report_findings.html", context, status=status)


@require_safe
@looks.recorded("Inspection report, as it came")
def report_original(request: AreaRequest, report_id: UUID) -> FileResponse:
    """The report itself, as it came."""
    report, _ = _report(request, report_id)
    area = request.viewer.local_area_id
    file = files.stored_file(report.file_id, local_area_id=area)
    looks.note(request, shown=[("report_import", report_id)])
    return AS_IT_CAME.served(file, of=file)


@require_safe
def report_history(request: AreaRequest, report_id: UUID) -> HttpResponse:
    """Who loaded the report, and who brought findings of it in."""
    report, plan = _report(request, report_id)
    told = telling.of_thing(
        local_area_id=request.viewer.local_area_id,
        kind="report_import",
        object_id=report_id,
        before=request.GET.get("before", ""),
    )
    context = {
        "heading": "History",
        "caption": report.file_name,
        "told": told,
        "crumbs": report_crumbs(plan, request.viewer, "History"),
    }
    return render(request, "pages/history.html", context)
