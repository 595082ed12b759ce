"""A highlight report: read, downloaded, written, issued."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.files import queries as files
from goldenthread.governance import actions as governance
from goldenthread.governance import policies, queries
from goldenthread.governance.queries import HighlightFact
from goldenthread.improvement_plan import queries as plans
from goldenthread.pages import drafts
from goldenthread.pages.marks import mark_of
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.reports import actions, forms, highlights, writing
from goldenthread.reports.highlight_concerns import concerns_of
from goldenthread.reports.highlight_forms import HighlightForm
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.rules.snapshots import SnapshotLevel
from goldenthread.trail import looks


def _report(request: AreaRequest, report_id: UUID) -> HighlightFact:
    found = queries.highlight(report_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


def _may_change(request: AreaRequest, report: HighlightFact) -> str:
    return policies.may_change_highlight(
        request.viewer, state=report.state, plan_id=report.plan_id, level_id=report.level_id
    )


def _why_not_issue(request: AreaRequest, report: HighlightFact) -> str:
    """ "" where it can be issued; else the sentence on the disabled button."""
    if refused := _may_change(request, report):
        return refused
    if report.missing:
        return f"Still missing: {'; '.join(report.missing)}. Write the report first."
    return ""


def _crumbs(request: AreaRequest, report: HighlightFact, *more: Crumb) -> list[Crumb]:
    slug = request.viewer.local_area_slug
    name = f"{report.part}, {report.about}"
    here = reverse("reports:highlight", args=[slug, report.id]) if more else ""
    return [
        Crumb("Papers", reverse("governance:papers", args=[slug])),
        Crumb("Highlight reports", reverse("governance:highlights", args=[slug])),
        Crumb(name, here) if more else Crumb(name),
        *more,
    ]


@require_safe
def highlight(request: AreaRequest, report_id: UUID) -> HttpResponse:
    """The report on the page: each figure is a link to its rows; challenges stand below it."""
    report = _report(request, report_id)
    viewer, slug = request.viewer, request.viewer.local_area_slug
    return render(
        request,
        "reports/highlight.html",
        {
            "report": report,
            "article": highlights.article_of(
                report, viewer=viewer, figures_address=reverse("reports:figure", args=[slug])
            ),
            "may_write": _may_change(request, report),
            "refused_issue": _why_not_issue(request, report),
            "refused_challenge": policies.may_challenge(viewer, plan_id=report.plan_id),
            "refused_send": policies.may_prepare_release(viewer, plan_id=report.plan_id),
            "challenges": queries.challenges(viewer=viewer, on=request.today, report_id=report_id),
            "contents": queries.HIGHLIGHT.contents(report).words,
            "formats": [(form, writing.FORMAT_WORDS[form]) for form in writing.FORMATS],
            "templates": queries.word_templates(viewer=viewer, forum_id=report.forum_id),
            "crumbs": _crumbs(request, report),
        },
    )


def _file_name(report: HighlightFact, form: str) -> str:
    words = f"highlight report {report.part} {report.about} version {report.number}"
    name = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    return f"{name[:90]}{'' if report.issued else '-draft'}.{form}"


def _download(content: bytes, report: HighlightFact, form: str) -> HttpResponse:
    name, media_type = _file_name(report, form), writing.MEDIA_TYPES[form]
    return queries.HIGHLIGHT.written(content, name=name, media_type=media_type, of=report)


@require_safe
@looks.recorded("Highlight report, as a file")
def document(request: AreaRequest, report_id: UUID, form: str) -> HttpResponseBase:
    """The report in one format: as it was issued, or as the draft stands."""
    report = _report(request, report_id)
    if form not in writing.FORMATS:
        raise Http404
    looks.note(request, shown=[("highlightreport", report_id)])
    if report.issued and form != "html":
        file_id = queries.highlight_documents(report_id, viewer=request.viewer).get(form)
        if file_id is None:
            raise Http404
        kept = files.stored_file(file_id, local_area_id=request.viewer.local_area_id)
        return queries.HIGHLIGHT.served(replace(kept, name=_file_name(report, form)), of=report)
    if report.issued:
        content = queries.issued_highlight_page(report_id, viewer=request.viewer).encode()
    else:
        written = highlights.document_of(report, viewer=request.viewer, draft=True)
        made_at = highlights.made_at(report, now=timezone.now())  # noqa: TID251 - a view
        content = writing.write(written, form, made_at=made_at)
    return _download(content, report, form)


@require_safe
@looks.recorded("Highlight report, in a Word template")
def in_template(request: AreaRequest, report_id: UUID, template_id: UUID) -> HttpResponse:
    """The report in a council's own Word template."""
    report = _report(request, report_id)
    fitting = queries.word_templates(viewer=request.viewer, forum_id=report.forum_id)
    if template_id not in {one.id for one in fitting}:
        raise Http404
    looks.note(request, shown=[("highlightreport", report_id)])
    written = highlights.document_of(report, viewer=request.viewer, draft=not report.issued)
    content = actions.in_template(
        written, template_id=template_id, forum_id=report.forum_id, viewer=request.viewer
    )
    return _download(content, report, "docx")


def words(request: AreaRequest, report_id: UUID) -> HttpResponse:
    """The status and the lead's words; the figures cannot be edited."""
    viewer = request.viewer
    report = _report(request, report_id)
    require(_may_change(request, report))
    kept = drafts.typed_before(request, user_id=viewer.user_id)
    plan = plans.plan(report.plan_id, viewer=viewer)
    scale = plan.main_scale if plan else None
    posted = request.method == "POST"
    form = _form(request, report, request.POST if posted else kept)
    context: dict[str, object] = {
        "report": report,
        "marks": {point.key: mark_of(point, scale) for point in scale.points} if scale else {},
        "kept": bool(kept) and not posted,
        "crumbs": _crumbs(request, report, Crumb("Write the report")),
    }
    if posted and form.is_valid():
        try:
            governance.write_highlight(
                report_id=report_id,
                version=form.cleaned_data["version"],
                status_point=form.cleaned_data["status_point"],
                words=form.words(),
                by=viewer,
                on=request.today,
            )
        except ChangedMeanwhile as refusal:
            mine = request.POST.copy()
            mine["version"] = str(report.version)  # saving again then means: mine
            context |= {
                "form": _form(request, report, mine),
                "sentence": refusal.sentence,
                "differences_rows": form.beside(report.words),
            }
            return render(request, "reports/highlight_words.html", context, status=409)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            drafts.forget_draft(request, user_id=viewer.user_id)
            messages.success(request, "The report was saved. Its figures are the plan’s own.")
            return redirect("reports:highlight", viewer.local_area_slug, report_id)
    context["form"] = form
    return render(request, "reports/highlight_words.html", context, status=422 if posted else 200)


def _form(request: AreaRequest, report: HighlightFact, data: object) -> HighlightForm:
    plan = plans.plan(report.plan_id, viewer=request.viewer)
    return HighlightForm(
        data,
        words=report.words,
        status_point=report.status_point,
        version=report.version,
        scale=plan.main_scale if plan else None,
        concerns=_concerns(request, report),
    )


def _concerns(request: AreaRequest, report: HighlightFact) -> tuple[SnapshotLevel, ...]:
    """The concerns that a report of that shape goes through; none in the other."""
    if report.shape != "concerns":
        return ()
    now = queries.highlight_snapshot(report.id, viewer=request.viewer)
    top = next((one for one in now.levels if one.id == str(report.level_id)), None) if now else None
    return concerns_of(now.levels, top) if now and top else ()


def issue(request: AreaRequest, report_id: UUID) -> HttpResponse:
    """Say what will happen, to whom; then do it once."""
    viewer = request.viewer
    report = _report(request, report_id)
    require(policies.may_write_highlights(viewer, plan_id=report.plan_id, level_id=report.level_id))
    if request.method == "POST" and report.issued:
        return _already_issued(request, report)
    require(_may_change(request, report))
    if request.method == "POST":
        form = forms.VersionForm(request.POST)
        if not form.is_valid():
            raise Refused("The page was not sent whole. Load it again, then issue the report.")
        try:
            highlights.issue_report(
                report_id=report_id,
                version=form.cleaned_data["version"],
                by=viewer,
                on=request.today,
                at=timezone.now(),  # noqa: TID251 - a view
            )
        except Refused:
            # Writing the documents takes seconds, and both clicks of two may have begun it.
            now = _report(request, report_id)
            if not now.issued:
                raise
            return _already_issued(request, now)
        messages.success(request, f"The report was issued to {report.forum_name}.")
        return redirect("reports:highlight", viewer.local_area_slug, report_id)
    return render(
        request,
        "reports/highlight_issue.html",
        {
            "report": report,
            "refused_issue": _why_not_issue(request, report),
            "crumbs": _crumbs(request, report, Crumb("Issue")),
        },
    )


def _already_issued(request: AreaRequest, report: HighlightFact) -> HttpResponse:
    """The second click of two: what was wanted is done."""
    messages.info(request, f"{report.state_words}.")
    return redirect("reports:highlight", request.viewer.local_area_slug, report.id)
