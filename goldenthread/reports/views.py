"""The paper itself: read, downloaded, commented, issued; and the rows behind each figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.files import queries as files
from goldenthread.governance import actions as governance_actions
from goldenthread.governance import policies, queries
from goldenthread.pages import drafts
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.reports import actions, forms, papers, presenters, writing
from goldenthread.reports.references import read_reference
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail import looks


def _paper(request: AreaRequest, paper_id: UUID) -> queries.PaperFact:
    paper = queries.paper(paper_id, viewer=request.viewer)
    if paper is None:
        raise Http404
    return paper


@require_safe
def paper(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    """The paper on the page: each figure is a link to its rows."""
    found = _paper(request, paper_id)
    slug = request.viewer.local_area_slug
    return render(
        request,
        "reports/paper.html",
        {
            "paper": found,
            "article": papers.article_of(
                found,
                viewer=request.viewer,
                figures_address=reverse("reports:figure", args=[slug]),
            ),
            "page": presenters.paper_page(found, on=request.today),
            "may_write": policies.may_change(
                request.viewer, state=found.state, plan_id=found.plan_id
            ),
            "refused_issue": presenters.why_not_issue(found, viewer=request.viewer),
            "contents": queries.PAPER.contents(found).words,
            "formats": [(form, writing.FORMAT_WORDS[form]) for form in writing.FORMATS],
            "refused_challenge": policies.may_challenge(request.viewer, plan_id=found.plan_id),
            "refused_send": policies.may_prepare_release(request.viewer, plan_id=found.plan_id),
            "challenges": queries.challenges(
                viewer=request.viewer, on=request.today, paper_id=paper_id
            )
            if found.issued
            else (),
            "templates": queries.word_templates(viewer=request.viewer, forum_id=found.forum_id),
            "crumbs": [
                Crumb("Papers", reverse("governance:papers", args=[slug])),
                Crumb(found.title),
            ],
        },
    )


@require_safe
@looks.recorded("Paper, as a file")
def document(request: AreaRequest, paper_id: UUID, form: str) -> HttpResponseBase:
    """The paper in one format: as it was issued, or as the draft stands."""
    found = _paper(request, paper_id)
    if form not in writing.FORMATS:
        raise Http404
    looks.note(request, shown=[("paper", paper_id)])
    if found.issued and form != "html":
        file_id = queries.documents(paper_id, viewer=request.viewer).get(form)
        if file_id is None:
            raise Http404
        kept = files.stored_file(file_id, local_area_id=request.viewer.local_area_id)
        named = replace(kept, name=presenters.file_name(found, form))
        return queries.PAPER.served(named, of=found)
    if found.issued:
        content = queries.issued_page(paper_id, viewer=request.viewer).encode()
    else:
        written = papers.document_of(found, viewer=request.viewer, draft=True)
        made_at = papers.made_at(found, now=timezone.now())
        content = writing.write(written, form, made_at=made_at)
    return _written(found, content, form)


def _written(paper: queries.PaperFact, content: bytes, form: str) -> HttpResponse:
    name = presenters.file_name(paper, form)
    return queries.PAPER.written(content, name=name, media_type=writing.MEDIA_TYPES[form], of=paper)


def commentary(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    """Words beside figures that cannot be edited."""
    viewer = request.viewer
    found = _paper(request, paper_id)
    require(policies.may_change(viewer, state=found.state, plan_id=found.plan_id))
    kept = drafts.typed_before(request, user_id=viewer.user_id)
    levels = presenters.level_parts(found, viewer=viewer)
    form = forms.CommentaryForm(
        request.POST if request.method == "POST" else kept,
        commentary=found.commentary,
        levels=levels,
        version=found.version,
    )
    context: dict[str, object] = {"paper": found, "kept": bool(kept) and request.method != "POST"}
    if request.method == "POST" and form.is_valid():
        try:
            governance_actions.write_commentary(
                paper_id=paper_id,
                version=form.cleaned_data["version"],
                commentary=form.words(),
                by=viewer,
                on=request.today,
            )
        except ChangedMeanwhile as refusal:
            mine = request.POST.copy()
            mine["version"] = str(found.version)  # saving again then means: mine
            form = forms.CommentaryForm(
                mine, commentary=found.commentary, levels=levels, version=found.version
            )
            context |= {
                "form": form,
                "sentence": refusal.sentence,
                "differences_rows": form.beside(found.commentary),
            }
            return render(request, "reports/commentary.html", context, status=409)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            drafts.forget_draft(request, user_id=viewer.user_id)
            messages.success(request, "Your words stand beside the figures.")
            return redirect("reports:paper", viewer.local_area_slug, paper_id)
    return render(
        request,
        "reports/commentary.html",
        {**context, "form": form},
        status=422 if request.method == "POST" else 200,
    )


def issue(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    """Say what will happen, to whom; then do it once."""
    viewer = request.viewer
    found = _paper(request, paper_id)
    require(policies.may_write_papers(viewer, plan_id=found.plan_id))
    if request.method == "POST" and found.issued:
        return _already_issued(request, found)
    require(policies.may_change(viewer, state=found.state, plan_id=found.plan_id))
    if request.method == "POST":
        form = forms.VersionForm(request.POST)
        if not form.is_valid():
            raise Refused("The page was not sent whole. Load it again, then issue the paper.")
        try:
            actions.issue_paper(
                paper_id=paper_id,
                version=form.cleaned_data["version"],
                by=viewer,
                on=request.today,
                at=timezone.now(),
            )
        except Refused:
            # Writing the documents takes seconds, and both clicks of two may have begun it.
            now = _paper(request, paper_id)
            if not now.issued:
                raise
            return _already_issued(request, now)
        messages.success(request, f"The paper was issued to {found.forum_name}.")
        return redirect("reports:paper", viewer.local_area_slug, paper_id)
    return render(
        request,
        "reports/issue.html",
        {
            "paper": found,
            "page": presenters.paper_page(found, on=request.today),
            "refused_issue": presenters.why_not_issue(found, viewer=viewer),
            "contents": queries.PAPER.contents(replace(found, state="issued")),
        },
    )


def _already_issued(request: AreaRequest, paper: queries.PaperFact) -> HttpResponse:
    """The second click of two: what was wanted is done."""
    messages.info(request, f"{paper.state_words}.")
    return redirect("reports:paper", request.viewer.local_area_slug, paper.id)


@require_safe
def figure(request: AreaRequest) -> HttpResponse:
    """The rows behind a figure of a paper, as they stood; found by its permanent reference."""
    text = request.GET.get("reference", "").strip()
    form = forms.ReferenceForm(request.GET if text else None)
    opened = None
    sentence = ""
    if text and form.is_valid():
        try:
            opened = papers.open_figure(read_reference(text), viewer=request.viewer)
        except Refused as refusal:
            sentence = refusal.sentence
        if opened is None and not sentence:
            sentence = (
                "No figure in your sight has that reference. Check it letter by letter, or ask "
                "the programme office."
            )
    return render(
        request,
        "reports/figure.html",
        {
            "form": form,
            "sentence": sentence,
            "figure": presenters.figure_page(opened) if opened else None,
        },
        status=404 if sentence else 200,
    )


def add_template(request: AreaRequest) -> HttpResponse:
    """Keep a council's own Word template."""
    require(policies.may_keep_templates(request.viewer))
    if request.method != "POST":
        return redirect("reports:templates", request.viewer.local_area_slug)
    form = _template_form(request, request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.keep_word_template(
                name=form.cleaned_data["name"],
                upload=form.cleaned_data["template"],
                forum_id=UUID(form.cleaned_data["forum"]) if form.cleaned_data["forum"] else None,
                by=request.viewer,
                on=request.today,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("template", refusal.sentence)
        else:
            messages.success(request, "The template was kept. It is offered beside each paper.")
            return redirect("reports:templates", request.viewer.local_area_slug)
    return render(request, "reports/templates.html", _templates(request, form), status=422)


@require_safe
def templates(request: AreaRequest) -> HttpResponse:
    return render(request, "reports/templates.html", _templates(request, _template_form(request)))


@require_POST
def end_template(request: AreaRequest, template_id: UUID) -> HttpResponse:
    """Offer a template no longer. The file stays, and so do papers made with it."""
    governance_actions.end_word_template(
        template_id=template_id, by=request.viewer, on=request.today
    )
    messages.success(request, "The template is no longer offered.")
    return redirect("reports:templates", request.viewer.local_area_slug)


def _template_form(request: AreaRequest, *data: Any) -> forms.TemplateForm:
    bodies = partnership.forums(viewer=request.viewer, on=request.today)
    return forms.TemplateForm(*data, forums=bodies)


def _templates(request: AreaRequest, form: forms.TemplateForm) -> dict[str, object]:
    return {
        "form": form,
        "templates": queries.word_templates(viewer=request.viewer),
        "placeholders": presenters.placeholders(),
        "refused": policies.may_keep_templates(request.viewer),
    }


@require_safe
@looks.recorded("Paper, in a Word template")
def in_template(request: AreaRequest, paper_id: UUID, template_id: UUID) -> HttpResponse:
    """The paper in a council's own Word template."""
    found = _paper(request, paper_id)
    fitting = queries.word_templates(viewer=request.viewer, forum_id=found.forum_id)
    if template_id not in {one.id for one in fitting}:
        raise Http404
    looks.note(request, shown=[("paper", paper_id)])
    content = actions.fill_word_template(
        paper=found, template_id=template_id, viewer=request.viewer
    )
    return _written(found, content, "docx")
