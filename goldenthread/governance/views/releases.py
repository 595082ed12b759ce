"""What leaves the partnership: prepared, released by somebody else, listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.files.leaving import CSV
from goldenthread.governance import actions, policies
from goldenthread.governance.forms.releases import (
    PrepareForm,
    RefusalForm,
    ReleaseForm,
    WithdrawalForm,
    hint_of,
)
from goldenthread.governance.presenters.releases import list_page, release_page
from goldenthread.governance.queries import releases as queries
from goldenthread.governance.queries.releases import RELEASED, WHAT_LEFT, Leaving, ReleaseFact
from goldenthread.pages.confirming import confirmed_lately
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.recipients import RECIPIENTS
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.trail import looks


def _crumbs(request: AreaRequest, *more: Crumb) -> list[Crumb]:
    slug = request.viewer.local_area_slug
    here = reverse("governance:releases", args=[slug]) if more else ""
    return [
        Crumb("Papers", reverse("governance:papers", args=[slug])),
        Crumb("What has left", here) if more else Crumb("What has left"),
        *more,
    ]


@require_safe
def releases(request: AreaRequest) -> HttpResponse:
    """What waits for a second person, and what left, when, to whom."""
    require(policies.may_prepare_release(request.viewer))
    found = queries.releases(viewer=request.viewer)
    return render(
        request,
        "governance/releases.html",
        {
            "page": list_page(found),
            "contents": WHAT_LEFT.contents(found).words,
            "crumbs": _crumbs(request),
        },
    )


@confirmed_lately
@require_POST
@looks.recorded("What has left, as a file")
def what_left_file(request: AreaRequest) -> StreamingHttpResponse:
    """The list as CSV, with the hash of each file."""
    viewer = request.viewer
    require(policies.may_prepare_release(viewer))
    found = queries.releases(viewer=viewer)
    looks.note(request, shown=[("release", one.id) for one in found if one.left])
    return WHAT_LEFT.streamed(
        queries.what_left_lines(viewer=viewer),
        name=f"What has left {request.today.isoformat()}, restricted.csv",
        media_type=CSV,
        of=found,
    )


def send_paper(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    """An issued paper, for somebody outside."""
    leaving = queries.leaving_paper(paper_id, viewer=request.viewer)
    slug = request.viewer.local_area_slug
    back = reverse("reports:paper", args=[slug, paper_id])
    return _prepare(request, leaving, back, {"paper_id": paper_id})


def send_report(request: AreaRequest, report_id: UUID) -> HttpResponse:
    """An issued highlight report, for somebody outside."""
    leaving = queries.leaving_report(report_id, viewer=request.viewer)
    slug = request.viewer.local_area_slug
    back = reverse("reports:highlight", args=[slug, report_id])
    return _prepare(request, leaving, back, {"report_id": report_id})


def _prepare(
    request: AreaRequest, leaving: Leaving | None, back: str, which: dict[str, Any]
) -> HttpResponse:
    """Who receives it, what is in it; a second person releases it."""
    viewer, posted = request.viewer, request.method == "POST"
    if leaving is None:
        raise Http404
    require(policies.may_prepare_release(viewer, plan_id=leaving.plan_id))
    form = PrepareForm(request.POST if posted else None, formats=tuple(leaving.files))
    if posted and form.is_valid():
        try:
            release_id = actions.prepare_release(
                **which, **form.cleaned_data, by=viewer, on=request.today, at=timezone.now()
            )
        except NotPermitted:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "It is prepared. It leaves when a second person releases it.")
            return redirect("governance:release", viewer.local_area_slug, release_id)
    return render(
        request,
        "governance/send.html",
        {
            "form": form,
            "leaving": leaving,
            "hints": {one.key: hint_of(one) for one in RECIPIENTS.values()},
            "back": back,
            "crumbs": _crumbs(request, Crumb(leaving.title, back), Crumb("Send outside")),
        },
        status=422 if form.errors else 200,
    )


@looks.recorded("Document for somebody outside")
def release(request: AreaRequest, release_id: UUID) -> HttpResponse:
    """Everything about it; released or refused here by a second person, or taken back."""
    one = _one(request, release_id)
    looks.note(request, shown=[("release", release_id)])
    bound: dict[str, django_forms.Form] = {}
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    if request.method == "POST":
        if deed not in _DEEDS:
            raise Refused("The page was not sent whole. Load it again, then decide.")
        form_class, act, done = _DEEDS[deed]
        form = form_class(request.POST, auto_id=_ids(deed))
        bound[deed] = form
        if form.is_valid():
            try:
                act(request, release_id, form.cleaned_data)
            except (NotPermitted, NotThere, ChangedMeanwhile):
                raise
            except Refused as refusal:
                form.add_error("recipient" if deed == "release" else "reason", refusal.sentence)
            else:
                messages.success(request, done)
                return redirect("governance:release", request.viewer.local_area_slug, release_id)
    return _show(request, one, bound)


def _show(
    request: AreaRequest, one: ReleaseFact, bound: dict[str, django_forms.Form]
) -> HttpResponse:
    first = {"version": one.version}
    made = {key: kind(initial=first, auto_id=_ids(key)) for key, (kind, _, _) in _DEEDS.items()}
    slug = request.viewer.local_area_slug
    context = {
        "one": one,
        "page": release_page(one, viewer=request.viewer),
        "contents": RELEASED.contents(one).words,
        "forms": made | bound,
        "bound": list(bound.values()),
        "document_href": reverse("reports:paper", args=[slug, one.paper_id])
        if one.paper_id
        else reverse("reports:highlight", args=[slug, one.report_id]),
        "crumbs": _crumbs(request, Crumb(one.title)),
    }
    return render(request, "governance/release.html", context, status=422 if bound else 200)


@confirmed_lately
@require_safe
@looks.recorded("Document for somebody outside, as a file")
def released_file(request: AreaRequest, release_id: UUID) -> FileResponse:
    """The copy that was released, byte for byte."""
    one = _one(request, release_id)
    kept = queries.released_file(one, viewer=request.viewer)
    looks.note(request, shown=[("release", release_id)])
    words = re.sub(r"[^a-z0-9]+", "-", one.title.lower()).strip("-")[:80]
    name = f"{words}-{one.contents.sensitivity}.{one.form}"
    return RELEASED.served(replace(kept, name=name), of=one)


def _one(request: AreaRequest, release_id: UUID) -> ReleaseFact:
    require(policies.may_prepare_release(request.viewer))
    one = queries.release(release_id, viewer=request.viewer)
    if one is None:
        raise Http404
    return one


def _release(request: AreaRequest, release_id: UUID, typed: dict[str, Any]) -> None:
    actions.release(
        release_id=release_id, **typed, by=request.viewer, on=request.today, at=timezone.now()
    )


def _refuse(request: AreaRequest, release_id: UUID, typed: dict[str, Any]) -> None:
    actions.refuse_release(
        release_id=release_id, **typed, by=request.viewer, on=request.today, at=timezone.now()
    )


def _withdraw(request: AreaRequest, release_id: UUID, typed: dict[str, Any]) -> None:
    actions.withdraw_release(release_id=release_id, **typed, by=request.viewer, on=request.today)


def _ids(deed: str) -> str:
    """Three forms stand on one page: each has ids of its own."""
    return f"id_{deed}_%s"


_Act = Callable[[AreaRequest, UUID, dict[str, Any]], None]
_DEEDS: dict[str, tuple[type[django_forms.Form], _Act, str]] = {
    "release": (ReleaseForm, _release, "It is released. Send the copy below, and no other."),
    "refuse": (RefusalForm, _refuse, "It does not leave. Who prepared it sees why."),
    "withdraw": (WithdrawalForm, _withdraw, "It is withdrawn, and handed out no more."),
}
