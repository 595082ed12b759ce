"""What every page of people and forums has: its tabs, and one way to show and save a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.partnership import policies
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused


def tabs(request: AreaRequest, current: str) -> list[dict[str, Any]]:
    slug = request.viewer.local_area_slug
    names: tuple[tuple[str, str], ...] = (
        ("people", "People"),
        ("posts", "Posts and teams"),
        ("forums", "Forums"),
        ("organisations", "Organisations"),
        ("rights", "Who may do what"),
        ("restrictions", "Restricted records"),
    )
    if not policies.may_review_rights(request.viewer):
        names += (("access_reviews", "Access reviews"),)
    if not policies.may_grant(request.viewer):
        names += (("accounts", "Accounts"),)
    if not policies.may_read_audit_trail(request.viewer):
        names += (("audit_trail", "Audit trail"),)
        names += (("retention:retention", "How long records are kept"),)
    return [
        {
            "text": text,
            "href": reverse(name if ":" in name else f"partnership:{name}", args=[slug]),
            "current": name == current,
        }
        for name, text in names
    ]


def page(
    request: AreaRequest, current: str, *, tab: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A page under its tab; `tab` where the page itself is none."""
    may_change = policies.may_manage_people(request.viewer)
    return render(
        request,
        f"partnership/{current}.html",
        {"tabs": tabs(request, tab or current), "refused": may_change, **context},
        status=status,
    )


def form_page(
    request: AreaRequest,
    form: django_forms.Form,
    *,
    title: str,
    back: str,
    save: Callable[[dict[str, Any]], str],
    back_args: tuple[Any, ...] = (),
    lede: str = "",
    button: str = "Save",
) -> HttpResponse:
    """One form, one page: shown, checked, saved, and back with a word about what was done."""
    slug = request.viewer.local_area_slug
    if request.method == "POST" and form.is_valid():
        try:
            done = save(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done)
            return redirect(back, slug, *back_args)
    status = 422 if form.errors else 200
    context = {
        "form": form,
        "form_title": title,
        "lede": lede,
        "button_text": button,
        "back": reverse(back, args=[slug, *back_args]),
    }
    return render(request, "partnership/form.html", context, status=status)


def typed_data(request: AreaRequest) -> Any:
    return request.POST if request.method == "POST" else None
