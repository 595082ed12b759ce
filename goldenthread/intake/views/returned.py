"""Workbooks that came back from leads: loaded, looked at difference by difference, taken over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.files import queries as files
from goldenthread.files.leaving import AS_IT_CAME
from goldenthread.improvement_plan import queries as plans
from goldenthread.intake import policies
from goldenthread.intake.actions import returned as verbs
from goldenthread.intake.actions.returned import Chosen, comparison_of
from goldenthread.intake.forms.returned import ReturnForm, chosen_in
from goldenthread.intake.presenters.returned import return_lines, return_page
from goldenthread.intake.queries.returned import ReturnFact, ReturnState, a_return, returns
from goldenthread.intake.views.asking import version_in
from goldenthread.jobs import queries as jobs
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import looks, telling


def _at(request: AreaRequest, name: str, *args: object) -> str:
    return reverse(f"intake:{name}", args=[request.viewer.local_area_slug, *args])


def _fact(request: AreaRequest, return_id: UUID) -> ReturnFact:
    policies.require(policies.may_return(request.viewer))
    found = a_return(return_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def returned_workbooks(request: AreaRequest) -> HttpResponse:
    """Those that came back so far, and a place to load the next."""
    policies.require(policies.may_return(request.viewer))
    form = ReturnForm(request.POST, request.FILES) if request.method == "POST" else ReturnForm()
    sentences: list[str] = []
    if request.method == "POST":
        if form.is_valid():
            workbook = form.cleaned_data["workbook"]
            try:
                done = verbs.upload_return(
                    upload=workbook, name=workbook.name, by=request.viewer, on=request.today
                )
            except NotPermitted:
                raise
            except Refused as refusal:
                sentences = [refusal.sentence]
            else:
                if done.already:
                    messages.info(
                        request, "This very file came back before. This is how far it has come."
                    )
                return redirect(_at(request, "returned_workbook", done.return_id))
        else:
            sentences = [str(text) for text in form.errors["workbook"]]
    context = {
        "sentences": sentences,
        "lines": return_lines(returns(viewer=request.viewer), request.viewer.local_area_slug),
        "crumbs": [Crumb("Workbooks that came back")],
    }
    status = 422 if sentences else 200
    return render(request, "intake/returned_workbooks.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def returned_workbook(request: AreaRequest, return_id: UUID) -> HttpResponse:
    """Wherever a workbook stands; ready, every difference to choose from."""
    fact = _fact(request, return_id)
    context: dict[str, object] = {
        "fact": fact,
        "crumbs": [
            Crumb("Workbooks that came back", _at(request, "returned_workbooks")),
            Crumb(fact.file_name),
        ],
        "original": _at(request, "returned_original", return_id),
        "history": _at(request, "return_history", return_id),
        "aside": _at(request, "put_return_aside", return_id),
        "list_href": _at(request, "returned_workbooks"),
    }
    if fact.state == ReturnState.READING:
        run_id, area = fact.job_run_id, request.viewer.local_area_id
        context["run"] = jobs.job_run(run_id, local_area_id=area) if run_id else None
    if fact.state != ReturnState.READY and request.method != "POST":
        return render(request, "intake/returned_state.html", context)
    chosen: Chosen | None = None
    sentence, status = "", 200
    if request.method == "POST":
        chosen = chosen_in(request.POST)
        try:
            verbs.take_over(
                return_id=return_id,
                version=version_in(request),
                seen=request.POST.get("seen", ""),
                chosen=chosen,
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
            return redirect(_at(request, "returned_workbook", return_id))
    return _preview(request, fact, context, chosen, sentence, status)


def _preview(
    request: AreaRequest,
    fact: ReturnFact,
    context: dict[str, object],
    chosen: Chosen | None,
    sentence: str,
    status: int,
) -> HttpResponse:
    viewer, on = request.viewer, request.today
    try:
        comparison = comparison_of(fact.id, by=viewer, on=on)
    except NotPermitted:
        raise
    except Refused as refusal:
        context["sentence"] = refusal.sentence
        return render(request, "intake/returned_state.html", context, status=status)
    tree = plans.level_tree(comparison.sent.plan_id, viewer=viewer, on=on)
    page = return_page(
        comparison,
        [(level.id, f"{level.word} {level.reference} {level.title}") for level in tree],
        chosen=chosen,
        slug=viewer.local_area_slug,
    )
    context |= {"page": page, "sentence": sentence, "seen": comparison.seen}
    return render(request, "intake/returned_preview.html", context, status=status)


@require_POST
def put_aside(request: AreaRequest, return_id: UUID) -> HttpResponse:
    fact = _fact(request, return_id)
    verbs.put_return_aside(
        return_id=fact.id, version=version_in(request), by=request.viewer, on=request.today
    )
    messages.success(request, "The workbook was put aside. Nothing was changed.")
    return redirect(_at(request, "returned_workbooks"))


@require_safe
@looks.recorded("Workbook of a lead, as it came")
def original(request: AreaRequest, return_id: UUID) -> FileResponse:
    """The workbook itself, as it came back."""
    fact = _fact(request, return_id)
    area = request.viewer.local_area_id
    file = files.stored_file(fact.file_id, local_area_id=area)
    looks.note(request, shown=[("workbook_return", return_id)])
    return AS_IT_CAME.served(file, of=file)


@require_safe
def return_history(request: AreaRequest, return_id: UUID) -> HttpResponse:
    """Who loaded the workbook, and who took it over or put it aside."""
    fact = _fact(request, return_id)
    told = telling.of_thing(
        local_area_id=request.viewer.local_area_id,
        kind="workbook_return",
        object_id=return_id,
        before=request.GET.get("before", ""),
    )
    context = {
        "heading": "History",
        "caption": fact.file_name,
        "told": told,
        "crumbs": [
            Crumb("Workbooks that came back", _at(request, "returned_workbooks")),
            Crumb(fact.file_name, _at(request, "returned_workbook", return_id)),
            Crumb("History"),
        ],
    }
    return render(request, "pages/history.html", context)
