"""An extract on its way into the register: uploaded, read, looked at, brought in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.ehcp_register import policies
from goldenthread.intake.actions import arrivals as verbs
from goldenthread.intake.forms.extracts import ExtractForm
from goldenthread.intake.presenters import extracts as words
from goldenthread.intake.presenters.extracts import address, crumbs
from goldenthread.intake.queries import arrivals as queries
from goldenthread.intake.queries.arrivals import ArrivalFact, ArrivalState
from goldenthread.intake.queries.mappings import mappings, streams
from goldenthread.intake.views.asking import version_in
from goldenthread.jobs import queries as jobs
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.trail import telling

# A worker takes a file within a second; one that has waited so long is waiting for a worker.
LONG_WAIT = timedelta(minutes=1)


@require_http_methods(["GET", "HEAD", "POST"])
def extracts(request: AreaRequest) -> HttpResponse:
    """A place to upload an extract, and those that came in so far."""
    viewer = request.viewer
    require(policies.may_manage(viewer))
    facts = queries.arrivals(viewer=viewer)
    posted = request.method == "POST"
    form = ExtractForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        streams=streams(viewer=viewer),
        authority=next((one.authority for one in facts if one.authority), ""),
    )
    if posted and form.is_valid():
        try:
            return redirect(address("extract", viewer, _uploaded(request, form)))
        except NotPermitted:
            raise
        except Refused as refusal:
            form.add_error("document", refusal.sentence)
    context = {
        "form": form,
        "lines": words.arrival_lines(facts, viewer),
        "mappings": words.mapping_lines(mappings(viewer=viewer)),
        "crumbs": crumbs(viewer),
    }
    status = 422 if form.errors else 200
    return render(request, "intake/extracts.html", context, status=status)


def _uploaded(request: AreaRequest, form: ExtractForm) -> UUID:
    given = form.cleaned_data
    return verbs.upload_extract(
        upload=given["document"],
        name=given["document"].name,
        as_at=given["as_at"],
        system=given["stream"],
        authority=given["authority"],
        by=request.viewer,
        on=request.today,
        at=timezone.now(),
    )


def found(request: AreaRequest, arrival_id: UUID) -> ArrivalFact:
    """The extract, for those who bring extracts in."""
    require(policies.may_manage(request.viewer))
    return queries.an_arrival(arrival_id, viewer=request.viewer)


@require_safe
def extract(request: AreaRequest, arrival_id: UUID) -> HttpResponse:
    """Wherever an extract stands: being read, to be looked at, brought in, ended."""
    one = found(request, arrival_id)
    if one.state == ArrivalState.COLUMNS:
        return redirect(address("columns", request.viewer, arrival_id))
    return _shown(request, one)


def _shown(
    request: AreaRequest, one: ArrivalFact, sentence: str = "", status: int = 200
) -> HttpResponse:
    viewer = request.viewer
    context: dict[str, Any] = {
        "one": one,
        "crumbs": crumbs(viewer, (one.file_name, "")),
        "sentence": sentence or (one.refusal if one.state == ArrivalState.READY else ""),
    }
    if one.state in (ArrivalState.READING, ArrivalState.BRINGING):
        run = jobs.job_run(one.job_run_id, local_area_id=viewer.local_area_id) if (
            one.job_run_id
        ) else None  # fmt: skip
        context |= {
            "run": run,
            "brings": one.state == ArrivalState.BRINGING,
            "waits_long": bool(
                run
                and run.state == jobs.State.QUEUED
                and timezone.now() - run.queued_at > LONG_WAIT
            ),
        }
        return render(request, "intake/extract_working.html", context, status=status)
    if one.state == ArrivalState.READY:
        before = queries.before_with(one.sha256, viewer=viewer)
        context |= {
            "page": words.preview_page(one, viewer),
            "steps": words.steps(one, "look", viewer),
            "before": words.came_before(before) if before else "",
        }
        return render(request, "intake/extract_preview.html", context, status=status)
    if one.state == ArrivalState.BROUGHT:
        context["page"] = words.done_page(one, viewer)
        return render(request, "intake/extract_done.html", context, status=status)
    return render(request, "intake/extract_ended.html", context, status=status)


@require_POST
def bring_in(request: AreaRequest, arrival_id: UUID) -> HttpResponse:
    """Have it brought in; refused, the page says why and what to do."""
    found(request, arrival_id)
    try:
        verbs.bring_in_arrival(
            arrival_id=arrival_id,
            version=version_in(request),
            by=request.viewer,
            on=request.today,
        )
    except (NotPermitted, NotThere, ChangedMeanwhile):
        raise
    except Refused as refusal:
        return _shown(request, found(request, arrival_id), refusal.sentence, 422)
    return redirect(address("extract", request.viewer, arrival_id))


@require_POST
def look_again(request: AreaRequest, arrival_id: UUID) -> HttpResponse:
    """Have it read once more, beside the register as it is now."""
    verbs.look_again(
        arrival_id=arrival_id, version=version_in(request), by=request.viewer, on=request.today
    )
    return redirect(address("extract", request.viewer, arrival_id))


@require_POST
def cancel(request: AreaRequest, arrival_id: UUID) -> HttpResponse:
    """Give it up; its file is deleted."""
    verbs.cancel(
        arrival_id=arrival_id, version=version_in(request), by=request.viewer, on=request.today
    )
    messages.success(request, "The extract was cancelled and its file deleted.")
    return redirect(address("extracts", request.viewer))


@require_safe
def extract_history(request: AreaRequest, arrival_id: UUID) -> HttpResponse:
    """Who uploaded it, decided about it and brought it in."""
    one = found(request, arrival_id)
    viewer = request.viewer
    told = telling.of_thing(
        local_area_id=viewer.local_area_id,
        kind="register_arrival",
        object_id=arrival_id,
        before=request.GET.get("before", ""),
    )
    context = {
        "heading": "History",
        "caption": one.file_name,
        "told": told,
        "crumbs": crumbs(
            viewer, (one.file_name, address("extract", viewer, arrival_id)), ("History", "")
        ),
    }
    return render(request, "pages/history.html", context)
