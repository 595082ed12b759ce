"""Papers: the list, starting one, its front sheet. The paper itself is shown by reports."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.governance import actions, forms, policies, presenters, queries
from goldenthread.improvement_plan import queries as plans
from goldenthread.pages import drafts
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, Refused


@require_safe
def papers(request: AreaRequest) -> HttpResponse:
    """Every paper in sight, drafts first for those who write them."""
    found = queries.papers(viewer=request.viewer)
    rows = [
        {
            "paper": paper,
            "state": paper.state_words,
            "classification": paper.class_words,
            "about": presenters.comparison_words(paper),
        }
        for paper in found
    ]
    return render(
        request,
        "governance/papers.html",
        {
            "drafts": [row for row in rows if not row["paper"].issued],  # type: ignore[attr-defined]
            "issued": [row for row in rows if row["paper"].issued],  # type: ignore[attr-defined]
            "plans": plans.plans(viewer=request.viewer),
            "refused": policies.may_write_papers(request.viewer),
        },
    )


def start(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Which body, which closed period."""
    require(policies.may_write_papers(request.viewer))
    plan = plans.plan(plan_id, viewer=request.viewer)
    if plan is None:
        raise Http404
    closed = tuple(
        period for period in plans.periods(plan_id, viewer=request.viewer) if period.snapshot_id
    )
    form = forms.StartPaperForm(
        request.POST if request.method == "POST" else None,
        forums=partnership.forums(viewer=request.viewer, on=request.today),
        periods=closed,
        initial={"title": f"Progress on the {plan.title}"},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        paper_id = actions.start_draft(
            plan_id=plan_id,
            snapshot_id=UUID(typed["snapshot"]),
            forum_id=UUID(typed["forum"]),
            title=typed["title"],
            meeting_on=typed["meeting_on"],
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        messages.success(request, "The draft is ready. Its figures are those of the closed period.")
        return redirect("reports:paper", request.viewer.local_area_slug, paper_id)
    return render(
        request,
        "governance/start.html",
        {"form": form, "plan": plan, "closed": closed},
        status=422 if form.errors else 200,
    )


def front_sheet(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    """The fields this body asks for."""
    viewer = request.viewer
    paper = queries.paper(paper_id, viewer=viewer)
    if paper is None:
        raise Http404
    require(policies.may_change(viewer, state=paper.state))
    typed_before = drafts.typed_before(request, user_id=viewer.user_id)
    data = request.POST if request.method == "POST" else typed_before
    form = forms.FrontSheetForm(data, paper=paper)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.fill_front_sheet(
                paper_id=paper_id,
                version=typed["version"],
                title=typed["title"],
                meeting_on=typed["meeting_on"],
                classification=typed["classification"],
                exempt_paragraph=typed["exempt_paragraph"],
                words=form.words(),
                by=viewer,
                on=request.today,
            )
        except ChangedMeanwhile as refusal:
            return _changed_meanwhile(request, form, paper, refusal)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            drafts.forget_draft(request, user_id=viewer.user_id)
            messages.success(request, "The front sheet was saved.")
            return redirect("reports:paper", viewer.local_area_slug, paper_id)
    return render(
        request,
        "governance/front_sheet.html",
        {"form": form, "paper": paper, "kept": bool(typed_before) and request.method != "POST"},
        status=422 if request.method == "POST" else 200,
    )


def _changed_meanwhile(
    request: AreaRequest,
    form: forms.FrontSheetForm,
    paper: queries.PaperFact,
    refusal: ChangedMeanwhile,
) -> HttpResponse:
    """Theirs beside yours; saving again then means yours."""
    theirs = {f"sheet-{key}": text for key, text in paper.front_sheet.items()}
    theirs.update(title=paper.title, exempt_paragraph=paper.exempt_paragraph)
    rows = [
        {
            "field": str(form.fields[name].label or name),
            "yours": str(form.cleaned_data.get(name) or ""),
            "theirs": theirs.get(name, ""),
        }
        for name in form.fields
        if name not in ("version", "meeting_on", "classification")
        and str(form.cleaned_data.get(name) or "") != theirs.get(name, "")
    ]
    data = request.POST.copy()
    data["version"] = str(paper.version)
    return render(
        request,
        "governance/front_sheet.html",
        {
            "form": forms.FrontSheetForm(data, paper=paper),
            "paper": paper,
            "sentence": refusal.sentence,
            "differences_rows": rows,
            "kept": False,
        },
        status=409,
    )


@require_POST
def withdraw(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    actions.withdraw(
        paper_id=paper_id,
        version=int(request.POST.get("version", "0")),
        by=request.viewer,
        on=request.today,
    )
    messages.success(request, "The draft was withdrawn. It stays in the history.")
    return redirect("governance:papers", request.viewer.local_area_slug)
