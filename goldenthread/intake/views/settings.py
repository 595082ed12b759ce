"""The national list of settings: uploaded, looked at, brought in or put aside."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.intake.actions import settings as verbs
from goldenthread.intake.forms.settings import SettingsListForm
from goldenthread.intake.presenters.settings import done_page, import_lines, preview_page
from goldenthread.intake.queries.settings import comparison_of
from goldenthread.intake.views.asking import version_in
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.provision import actions as provision
from goldenthread.provision import policies, queries
from goldenthread.provision.queries import ImportSeen
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused


def _at(request: AreaRequest, name: str, *args: object) -> str:
    return reverse(name, args=[request.viewer.local_area_slug, *args])


def _crumbs(request: AreaRequest, *last: str) -> list[Crumb]:
    found = [Crumb("Schools and settings", _at(request, "provision:settings"))]
    if not last:
        return [*found, Crumb("National list")]
    found.append(Crumb("National list", _at(request, "intake:settings_imports")))
    return [*found, Crumb(last[0])]


@require_http_methods(["GET", "HEAD", "POST"])
def settings_imports(request: AreaRequest) -> HttpResponse:
    """A place to upload a list, and those that came in so far."""
    require(policies.may_keep_settings(request.viewer))
    posted = request.method == "POST"
    form = SettingsListForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"whole": "whole"},
    )
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            made = verbs.upload_settings(
                upload=given["document"],
                name=given["document"].name,
                as_at=given["as_at"],
                whole=given["whole"] == "whole",
                by=request.viewer,
                on=request.today,
            )
        except NotPermitted:
            raise
        except Refused as refusal:
            form.add_error("document", refusal.sentence)
        else:
            return redirect(_at(request, "intake:settings_import", made))
    context = {
        "form": form,
        "lines": import_lines(
            queries.settings_imports(viewer=request.viewer), request.viewer.local_area_slug
        ),
        "crumbs": _crumbs(request),
    }
    status = 422 if form.errors else 200
    return render(request, "intake/settings_imports.html", context, status=status)


def _list(request: AreaRequest, list_id: UUID) -> ImportSeen:
    require(policies.may_keep_settings(request.viewer))
    found = queries.settings_import(list_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def settings_import(request: AreaRequest, list_id: UUID) -> HttpResponse:
    """What a list would change, and a button that does it; afterwards, what it changed."""
    one = _list(request, list_id)
    sentence, status = "", 200
    if request.method == "POST":
        try:
            verbs.bring_in_upload(
                import_id=list_id,
                version=version_in(request),
                by=request.viewer,
                on=request.today,
                at=timezone.now(),
            )
        except NotPermitted:
            raise
        except ChangedMeanwhile as late:
            sentence, status = late.sentence, 409
        except Refused as refusal:
            sentence, status = refusal.sentence, 422
        else:
            messages.success(request, "The list was brought in.")
            return redirect(_at(request, "intake:settings_import", list_id))
    if one.ready:
        found = comparison_of(list_id, viewer=request.viewer)
        if found is None:
            raise Http404
        page = preview_page(one, found)
    elif one.applied:
        changes, total = queries.changes_of_import(
            list_id, viewer=request.viewer, first=0, count=100
        )
        page = done_page(one, changes, total)
    else:
        messages.info(request, sentence or "This list was put aside. Nothing was changed.")
        return redirect(_at(request, "intake:settings_imports"))
    context = {
        "one": one,
        "page": page,
        "sentence": sentence,
        "back": _at(request, "provision:settings"),
        "crumbs": _crumbs(request, one.file_name),
    }
    return render(request, "intake/settings_import.html", context, status=status)


@require_POST
def put_aside(request: AreaRequest, list_id: UUID) -> HttpResponse:
    """Bring a list in no more."""
    one = _list(request, list_id)
    provision.put_settings_import_aside(
        import_id=one.id, version=version_in(request), by=request.viewer, on=request.today
    )
    messages.success(request, "The list was put aside. Nothing was changed.")
    return redirect(_at(request, "intake:settings_imports"))
