"""Who is told of what: for everybody who works with the register; a case manager sets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.telling import PracticeForm, ServiceForm, ToldOfForm
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.telling import (
    WHEN,
    WHOM,
    initial_practice,
    telling_page,
)
from goldenthread.ehcp_register.queries import telling as queries
from goldenthread.ehcp_register.queries.newcomers import departments
from goldenthread.ehcp_register.views.asking import form_page
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.pages.sent import sent_number
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest, post_titles
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.rules.telling import MATTERS, Matter
from goldenthread.trail import looks

TITLE = "Who is told of what"


@form_page
@looks.recorded("Register: who is told of what")
def telling(request: AreaRequest) -> HttpResponse:
    """What is told to whom and when; begin, change or stop it."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    looks.note(request, shown=[])
    fact = queries.telling(viewer=viewer, on=on)
    posted = request.method == "POST"
    form = PracticeForm(request.POST if posted else None, initial=initial_practice(fact.practice))
    if posted:
        require(policies.may_manage(viewer))
        if form.is_valid() and _saved(request, form):
            return redirect("ehcp_register:telling", viewer.local_area_slug)
    context = {
        "page": telling_page(
            fact,
            departments(viewer=viewer),
            post_titles(viewer=viewer),
            slug=viewer.local_area_slug,
        ),
        "form": form,
        "version": fact.version,
        "refused": policies.may_manage(viewer),
        "tabs": tabs(viewer, "telling"),
    }
    return render(request, "ehcp_register/telling.html", context, status=422 if posted else 200)


def _saved(request: AreaRequest, form: PracticeForm) -> bool:
    tells = request.POST.get("deed") != "stop"

    def save() -> None:
        actions.change_telling(
            tells=tells,
            practice=form.practice(),
            version=sent_number(request.POST, "version"),
            by=request.viewer,
            on=request.today,
        )

    said = "It is kept, and counts from now on." if tells else "From now on nobody is told."
    return done(request, form, save, said)


def done(
    request: AreaRequest, form: django_forms.Form, save: Callable[[], object], said: str
) -> bool:
    """Do it, or say in the form why not."""
    try:
        save()
    except (NotPermitted, NotThere, ChangedMeanwhile):
        raise
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, said)
    return True


@form_page
@looks.recorded("Register: who is told of one matter")
def told_of(request: AreaRequest, matter: str) -> HttpResponse:
    """Tick who is told of one matter."""
    viewer = request.viewer
    require(policies.may_manage(viewer))
    looks.note(request, shown=[])
    if matter not in {one.value for one in WHEN}:
        raise Http404
    which = Matter(matter)
    titles = post_titles(viewer=viewer)
    lines = [
        one for one in queries.telling(viewer=viewer, on=request.today).lines if one.matter == which
    ]
    form = ToldOfForm(
        request.POST if request.method == "POST" else None,
        whom=list(WHOM.items()),
        posts=[(str(pk), title) for pk, title in titles.items()],
        initial={
            "whom": [one.whom for one in lines if not one.post_id],
            "posts": [str(one.post_id) for one in lines if one.post_id],
        },
    )

    def save() -> None:
        actions.change_told_of(
            matter=which,
            whom=[actions.Whom(one) for one in form.cleaned_data["whom"]],
            post_ids=[UUID(one) for one in form.cleaned_data["posts"]],
            seen=_ids(request.POST.getlist("seen")),
            by=viewer,
            on=request.today,
        )

    hidden = [("seen", one.id) for one in lines]
    return setting_page(request, form, save, title=MATTERS[which], lede=WHEN[which], hidden=hidden)


def _ids(written: list[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in written]
    except ValueError:
        raise Refused("This form is not whole. Load the page again.") from None


@form_page
@looks.recorded("Register: a service that is asked for information")
def service(request: AreaRequest, service_id: UUID | None = None) -> HttpResponse:
    """Who is told at a service, and who answers for it: a new one, or one that is there."""
    viewer, on = request.viewer, request.today
    require(policies.may_manage(viewer))
    looks.note(request, shown=[])
    there = queries.service(service_id, viewer=viewer) if service_id else None
    if service_id and there is None:
        raise Http404
    initial = {"name": request.GET.get("name", "")[:120]}
    if there:
        initial = {
            "name": there.name,
            "post": str(there.post_id),
            "lead": str(there.lead_post_id or ""),
        }
    form = ServiceForm(
        request.POST if request.method == "POST" else None,
        posts=[(str(pk), title) for pk, title in post_titles(viewer=viewer).items()],
        initial=initial,
    )

    def save() -> None:
        actions.name_service(
            name=form.cleaned_data["name"],
            post_id=form.post_id(),
            lead_post_id=form.lead_id(),
            service_id=service_id,
            version=sent_number(request.POST, "version") if there else 0,
            by=viewer,
            on=on,
        )

    hidden = [("version", there.version)] if there else []
    title = there.name if there else "Add a service"
    lede = "Whoever is asked for written information has six weeks (regulation 8(1))."
    slug = viewer.local_area_slug
    off = reverse("ehcp_register:end_service", args=[slug, there.id]) if there else ""
    return setting_page(request, form, save, title=title, lede=lede, hidden=hidden, off=off)


def setting_page(
    request: AreaRequest,
    form: Any,
    save: Callable[[], object],
    *,
    title: str,
    lede: str,
    hidden: list[tuple[str, Any]],
    off: str = "",
) -> HttpResponse:
    """One form of this page's settings; saved, it leads back. `off`: where to take it off."""
    posted = request.method == "POST"
    slug = request.viewer.local_area_slug
    back = reverse("ehcp_register:telling", args=[slug])
    if posted and form.is_valid() and done(request, form, save, "It is kept."):
        return redirect(back)
    context = {
        "form": form,
        "title": title,
        "lede": lede,
        "button_words": "Save",
        "hidden": hidden,
        "off": off,
        "back": back,
        "crumbs": [register_crumb(slug), Crumb(TITLE, back), Crumb(title)],
    }
    return render(
        request, "ehcp_register/telling_form.html", context, status=422 if posted else 200
    )


@require_POST
def end_service(request: AreaRequest, service_id: UUID) -> HttpResponse:
    """Take a service off the list."""
    viewer = request.viewer
    actions.end_service(
        service_id=service_id,
        version=sent_number(request.POST, "version"),
        by=viewer,
        on=request.today,
    )
    messages.success(request, "It is off the list. Nobody is told there any more.")
    return redirect("ehcp_register:telling", viewer.local_area_slug)
