"""Papers: the list, starting one, its front sheet. The paper itself is shown by reports."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.governance import actions, policies, queries
from goldenthread.governance.forms import papers as forms
from goldenthread.governance.presenters import papers as presenters
from goldenthread.improvement_plan import queries as plans
from goldenthread.pages import drafts
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import may_manage_people, require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail import telling


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
            "plans": [
                (plan, policies.may_write_papers(request.viewer, plan_id=plan.id))
                for plan in plans.plans(viewer=request.viewer)
            ],
        },
    )


def start(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Which body, which closed period."""
    plan = plans.plan(plan_id, viewer=request.viewer)
    if plan is None:
        raise Http404
    require(policies.may_write_papers(request.viewer, plan_id=plan_id))
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
        try:
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
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            done = "The draft is ready. Its figures are those of the closed period."
            messages.success(request, done)
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
    require(policies.may_change(viewer, state=paper.state, plan_id=paper.plan_id))
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


def withdraw(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    """Say what will happen; then put the draft aside."""
    viewer = request.viewer
    paper = queries.paper(paper_id, viewer=viewer)
    if paper is None:
        raise Http404
    require(policies.may_change(viewer, state=paper.state, plan_id=paper.plan_id))
    if request.method == "POST":
        form = forms.VersionForm(request.POST)
        if not form.is_valid():
            raise Refused("The page was not sent whole. Load it again, then withdraw the draft.")
        actions.withdraw(
            paper_id=paper_id,
            version=form.cleaned_data["version"],
            by=viewer,
            on=request.today,
        )
        messages.success(request, "The draft was withdrawn. It stays in the history.")
        return redirect("governance:papers", viewer.local_area_slug)
    return render(request, "governance/withdraw.html", {"paper": paper})


@require_safe
def paper_history(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    """Who started, filled, wrote, issued or withdrew it."""
    paper = queries.paper(paper_id, viewer=request.viewer)
    if paper is None:
        raise Http404
    slug = request.viewer.local_area_slug
    here = Crumb(paper.title, reverse("reports:paper", args=[slug, paper_id]))
    return _history(request, "paper", paper_id, paper.title, here)


@require_safe
def template_history(request: AreaRequest, template_id: UUID) -> HttpResponse:
    """Who brought a Word template, and who took it away."""
    require(policies.may_keep_templates(request.viewer))
    template = queries.word_template(template_id, viewer=request.viewer)
    if template is None:
        raise Http404
    slug = request.viewer.local_area_slug
    here = Crumb("Word templates", reverse("reports:templates", args=[slug]))
    return _history(request, "wordtemplate", template_id, template.name, here)


def _history(
    request: AreaRequest, kind: str, thing_id: UUID, name: str, here: Crumb
) -> HttpResponse:
    viewer = request.viewer
    told = telling.of_thing(
        local_area_id=viewer.local_area_id,
        kind=kind,
        object_id=thing_id,
        before=request.GET.get("before", ""),
    )
    papers_page = Crumb("Papers", reverse("governance:papers", args=[viewer.local_area_slug]))
    context = {
        "heading": "History",
        "caption": name,
        "told": told,
        "crumbs": [papers_page, here, Crumb("History")],
    }
    return render(request, "pages/history.html", context)


def front_sheet_fields(request: AreaRequest, forum_id: UUID) -> HttpResponse:
    """Which fields a body asks for on the front sheet of its papers."""
    viewer = request.viewer
    require(may_manage_people(viewer))
    forum = partnership.forum(forum_id, viewer=viewer)
    if forum is None:
        raise Http404
    current = queries.front_sheet_of(forum.front_sheet_fields)
    posted = request.method == "POST"
    form = forms.FrontSheetFieldsForm(
        request.POST if posted else None, fields=current, version=forum.version
    )
    usual = posted and "usual" in request.POST
    if usual or (posted and form.is_valid()):
        actions.choose_front_sheet(
            forum_id=forum_id,
            version=forum.version if usual else form.cleaned_data["version"],
            fields=() if usual else form.chosen(),
            by=viewer,
            on=request.today,
        )
        messages.success(request, f"The front sheet of papers to {forum.name} was saved.")
        return redirect("partnership:forum", viewer.local_area_slug, forum_id)
    return render(
        request,
        "governance/front_sheet_fields.html",
        {"form": form, "forum": forum, "own": bool(forum.front_sheet_fields)},
        status=422 if posted else 200,
    )
