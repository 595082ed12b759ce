"""How long records are kept: rules, what would go, legal holds, certificates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.partnership.queries import AreaRequest
from goldenthread.retention import actions, forms, policies, presenters, queries, schedule
from goldenthread.retention.queries import HoldFact
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail import looks

_FORM = require_http_methods(["GET", "HEAD", "POST"])
_TITLE = "How long records are kept"


@require_safe
def retention(request: AreaRequest) -> HttpResponse:
    """The rules, what they mean today, what is on hold, and what was erased."""
    viewer, on = request.viewer, request.today
    policies.require(policies.may_keep_retention(viewer))
    rules = queries.rules(viewer=viewer)
    approval = queries.approval(viewer=viewer)
    holds = queries.holds(viewer=viewer)
    page = {
        "lines": presenters.rule_lines(rules, queries.dry_run(viewer=viewer, on=on)),
        "state": presenters.state_words(rules, approval),
        "set": any(rule.years for rule in rules),
        "approved": approval is not None,
        "refused_approval": policies.may_approve(viewer, set_by_id=queries.set_by(viewer=viewer)),
        "standing": presenters.hold_lines((h for h in holds if not h.released_on), on=on),
        "released": presenters.hold_lines((h for h in holds if h.released_on), on=on),
        "certificates": presenters.certificate_lines(queries.certificates(viewer=viewer)),
    }
    return _show(request, "retention", _TITLE, page=page)


@looks.recorded("What would be erased")
@require_safe
def going(request: AreaRequest) -> HttpResponse:
    """What tonight would erase by the rules as they stand, and why the rest stays."""
    found = queries.dry_run(viewer=request.viewer, on=request.today)
    held = {one.row_id for part in found for one in part.held if _of_a_child(part.kind.key)}
    looks.note(request, shown=[("restricted_record", one) for one in held])
    parts = presenters.going_parts(found)
    return _show(
        request,
        "going",
        "What would be erased today",
        parts=[one for one in parts if one["concerned"]],
        quiet=[one for one in parts if not one["concerned"]],
    )


def _of_a_child(kind: str) -> bool:
    return kind == schedule.CHILDREN


@_FORM
def set_rules(request: AreaRequest) -> HttpResponse:
    viewer = request.viewer
    policies.require(policies.may_keep_retention(viewer))
    rules = queries.rules(viewer=viewer)
    first = {rule.kind.key: rule.years or rule.kind.usual for rule in rules}
    first["version"] = queries.rules_version(viewer=viewer)
    form = forms.RulesForm(_typed(request), initial=first)

    def save() -> str:
        version = form.cleaned_data["version"]
        actions.set_rules(years=form.years(), version=version, by=viewer, on=request.today)
        return "The rules are set. Nothing is erased until a second administrator approves them."

    lede = (
        "The usual numbers are a beginning: take your own partnership’s retention schedule. What "
        "goes cannot be brought back."
    )
    title = "Set how long records are kept"
    return _form(request, form, title, save, lede, "Set the rules", template="rules")


@_FORM
def approve_rules(request: AreaRequest) -> HttpResponse:
    viewer = request.viewer
    policies.require(policies.may_approve(viewer, set_by_id=queries.set_by(viewer=viewer)))
    first = {"version": queries.rules_version(viewer=viewer)}
    form = forms.ApproveForm(_typed(request), initial=first)

    def save() -> str:
        version = form.cleaned_data["version"]
        actions.approve_rules(version=version, by=viewer, on=request.today)
        return "The rules are approved. Tonight, what is over is erased."

    going_now = queries.dry_run(viewer=viewer, on=request.today)
    more = {"lines": presenters.rule_lines(queries.rules(viewer=viewer), going_now)}
    lede = "From tonight on, what is over is erased by these rules, and cannot be brought back."
    title = "Approve these rules"
    return _form(request, form, title, save, lede, title, template="approve", **more)


@_FORM
def place_hold(request: AreaRequest) -> HttpResponse:
    viewer = request.viewer
    policies.require(policies.may_keep_retention(viewer))
    form = forms.HoldForm(_typed(request))

    def save() -> str:
        actions.place_hold(
            kind=form.cleaned_data["kind"],
            object_id=forms.reference(form),
            reason=form.cleaned_data["reason"],
            review_due=form.cleaned_data["review_due"],
            by=viewer,
            on=request.today,
        )
        return "The legal hold stands: nothing of it is erased until somebody releases it."

    lede = "For a claim, an inquiry or a request that is under way."
    return _form(request, form, "Place a legal hold", save, lede, "Place it")


@_FORM
def review_hold(request: AreaRequest, hold_id: UUID) -> HttpResponse:
    found = _hold(request, hold_id)
    form = forms.ReviewHoldForm(_typed(request), initial={"version": found.version})

    def save() -> str:
        actions.review_hold(
            hold_id=hold_id, **form.cleaned_data, by=request.viewer, on=request.today
        )
        return "The legal hold stays."

    return _form(request, form, "Is this legal hold still needed?", save, _about(found), "It stays")


@_FORM
def release_hold(request: AreaRequest, hold_id: UUID) -> HttpResponse:
    found = _hold(request, hold_id)
    form = forms.ReleaseHoldForm(_typed(request), initial={"version": found.version})

    def save() -> str:
        actions.release_hold(
            hold_id=hold_id, **form.cleaned_data, by=request.viewer, on=request.today
        )
        return "The legal hold is released. What is over goes tonight, where rules are approved."

    return _form(request, form, "Release this legal hold", save, _about(found), "Release it")


@require_safe
def certificate(request: AreaRequest, certificate_id: UUID) -> HttpResponse:
    """What was erased in one night."""
    policies.require(policies.may_keep_retention(request.viewer))
    found = queries.certificate(certificate_id, viewer=request.viewer)
    if found is None:
        raise Http404
    page = presenters.certificate_page(found)
    return _show(request, "certificate", page["title"], page=page)


def _hold(request: AreaRequest, hold_id: UUID) -> HoldFact:
    policies.require(policies.may_keep_retention(request.viewer))
    found = queries.hold(hold_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


def _about(found: HoldFact) -> str:
    return f"{presenters.hold_what(found)}. Held because: {found.reason}"


def _typed(request: AreaRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form(
    request: AreaRequest,
    form: django_forms.Form,
    title: str,
    save: Callable[[], str],
    lede: str,
    button: str,
    template: str = "form",
    **more: Any,
) -> HttpResponse:
    """One form, one page: shown, checked, saved, and back with a word about what was done."""
    if request.method == "POST" and form.is_valid():
        try:
            done = save()
        except ChangedMeanwhile:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done)
            return redirect("retention:retention", request.viewer.local_area_slug)
    status = 422 if form.errors else 200
    context = {"form": form, "lede": lede, "button_text": button, **more}
    return _show(request, template, title, status=status, **context)


def _show(
    request: AreaRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    slug = request.viewer.local_area_slug
    back = reverse("retention:retention", args=[slug])
    crumbs = [{"text": "People and forums", "href": reverse("partnership:people", args=[slug])}]
    crumbs.append({"text": _TITLE, "href": "" if template == "retention" else back})
    if template != "retention":
        crumbs.append({"text": title, "href": ""})
    context = {"page_heading": title, "breadcrumbs": crumbs, "back": back, **context}
    return render(request, f"retention/{template}.html", context, status=status)
