"""Upload, the list, the reading, the result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.files import queries as files
from goldenthread.files.leaving import AS_IT_CAME
from goldenthread.improvement_plan import queries as plans
from goldenthread.intake import actions, queries
from goldenthread.intake.forms.posted import Mend
from goldenthread.intake.forms.upload import FORMATS, UploadForm
from goldenthread.intake.presenters import arriving
from goldenthread.intake.presenters.frame import STEPS, address, crumbs
from goldenthread.intake.queries import ImportState
from goldenthread.intake.views.asking import for_importers, go, page, version_in
from goldenthread.jobs import queries as jobs
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail import looks, telling

# A worker takes a document within a second; one that has waited so long is waiting for a worker.
LONG_WAIT = timedelta(minutes=1)


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def imports(request: AreaRequest) -> HttpResponse:
    """What came in so far, and a place to put the next document."""
    mends: tuple[Mend, ...] = ()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return _uploaded(request, form.cleaned_data["document"])
            except NotPermitted:
                raise
            except Refused as refusal:
                mends = (Mend(refusal.sentence, "document"),)
        else:
            mends = tuple(Mend(str(text), "document") for text in form.errors["document"])
    facts = queries.imports(viewer=request.viewer)
    context = {
        "lines": arriving.import_lines(facts, request.viewer),
        "has_plans": bool(plans.plans(viewer=request.viewer)),
        "accept": FORMATS,
        "steps": [{"text": "Upload", "state": "now"}]
        + [{"text": words, "state": ""} for name, words in STEPS.items() if name != "changes"],
    }
    return page(request, "imports", context, mends)


def _uploaded(request: AreaRequest, document: Any) -> HttpResponse:
    done = actions.upload(upload=document, name=document.name, by=request.viewer, on=request.today)
    if done.already:
        fact = queries.an_import_fact(done.import_id, viewer=request.viewer)
        messages.info(request, arriving.already(fact))
    return go(request, "import", done.import_id)


@require_safe
@for_importers
def an_import(request: AreaRequest, import_id: UUID) -> HttpResponse:
    """Wherever this import stands: being read, refused, to be checked, imported, put aside."""
    fact = queries.an_import_fact(import_id, viewer=request.viewer)
    if fact.state == ImportState.UNDERSTOOD:
        detail = queries.an_import(import_id, viewer=request.viewer)
        seen = [name for name in STEPS if name in detail.answers.seen]
        return go(request, seen[-1] if seen else "found", import_id)
    context: dict[str, Any] = {
        "fact": fact,
        "breadcrumbs": crumbs(fact, request.viewer),
        "original": address("original", request.viewer, import_id),
    }
    if fact.state == ImportState.READING:
        context["run"] = (
            jobs.job_run(fact.job_run_id, local_area_id=request.viewer.local_area_id)
            if fact.job_run_id
            else None
        )
        run = context["run"]
        context["waits_long"] = bool(
            run and run.state == jobs.State.QUEUED and timezone.now() - run.queued_at > LONG_WAIT
        )
        return page(request, "reading", context)
    if fact.state == ImportState.IMPORTED:
        context["panel"] = arriving.outcome_title(fact)
        context["sentence"] = arriving.outcome_sentence(fact)
        context["rows"] = arriving.outcome_rows(fact, request.viewer)
        context["next"] = arriving.next_steps(fact, request.viewer)
        return page(request, "done", context)
    return page(request, "stopped", context)


@require_POST
@for_importers
def put_aside(request: AreaRequest, import_id: UUID) -> HttpResponse:
    actions.put_aside(
        import_id=import_id, version=version_in(request), by=request.viewer, on=request.today
    )
    messages.success(
        request, "The document was put aside. Nothing was imported, and you can take it up again."
    )
    return redirect(address("imports", request.viewer))


@require_POST
@for_importers
def take_up(request: AreaRequest, import_id: UUID) -> HttpResponse:
    actions.take_up(
        import_id=import_id, version=version_in(request), by=request.viewer, on=request.today
    )
    return go(request, "import", import_id)


@require_POST
@for_importers
def read_again(request: AreaRequest, import_id: UUID) -> HttpResponse:
    actions.read_again(
        import_id=import_id, version=version_in(request), by=request.viewer, on=request.today
    )
    return go(request, "import", import_id)


@require_safe
@for_importers
@looks.recorded("Document of a plan, as it came")
def original(request: AreaRequest, import_id: UUID) -> FileResponse:
    """The document itself, as it was uploaded."""
    fact = queries.an_import_fact(import_id, viewer=request.viewer)
    area_id = request.viewer.local_area_id
    file = files.stored_file(fact.file_id, local_area_id=area_id)
    looks.note(request, shown=[("plan_import", import_id)])
    return AS_IT_CAME.served(file, of=file)


@require_safe
@for_importers
def history(request: AreaRequest, import_id: UUID) -> HttpResponse:
    """Who uploaded the document, answered its questions and brought it in."""
    fact = queries.an_import_fact(import_id, viewer=request.viewer)
    told = telling.of_thing(
        local_area_id=request.viewer.local_area_id,
        kind="plan_import",
        object_id=import_id,
        before=request.GET.get("before", ""),
    )
    context = {
        "heading": "History",
        "caption": fact.file_name,
        "told": told,
        "crumbs": crumbs(fact, request.viewer),
    }
    return render(request, "pages/history.html", context)
