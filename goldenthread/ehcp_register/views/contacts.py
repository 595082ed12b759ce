"""Contacts: those that wait for an answer, a month’s, and the forms about one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.advice import ReasonForm
from goldenthread.ehcp_register.forms.contacts import AnsweredForm, ContactForm
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.contacts import contacts_page, month_page
from goldenthread.ehcp_register.queries import contacts as queries
from goldenthread.ehcp_register.queries.contacts import ContactFact
from goldenthread.ehcp_register.views.asking import (
    Asked,
    ask,
    form_page,
    person_of,
    say_refusal,
)
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest, post_titles
from goldenthread.rules.refusals import NotPermitted, NotThere, Refused
from goldenthread.trail import looks


def _home(request: AreaRequest) -> Crumb:
    slug = request.viewer.local_area_slug
    return Crumb("Contacts", reverse("ehcp_register:contacts", args=[slug]))


@require_safe
@looks.recorded("Contacts to answer")
def contacts(request: AreaRequest) -> HttpResponse:
    """Whoever waits, the oldest first, and how many were answered in time month by month."""
    viewer, on, slug = request.viewer, request.today, request.viewer.local_area_slug
    require(policies.may_see_children(viewer))
    waiting = queries.unanswered(viewer=viewer, on=on)
    page = contacts_page(
        waiting,
        queries.months(viewer=viewer, on=on),
        may_record=not policies.may_record(viewer),
        on=on,
        slug=slug,
    )
    looks.note(request, shown=_shown(waiting))
    context = {
        "page": page,
        "tabs": tabs(viewer, "contacts"),
        "crumbs": [register_crumb(slug), Crumb("Contacts")],
    }
    return render(request, "ehcp_register/contacts.html", context)


@require_safe
@looks.recorded("Contacts of a month")
def contacts_of_month(request: AreaRequest, month: str) -> HttpResponse:
    viewer, on, slug = request.viewer, request.today, request.viewer.local_area_slug
    require(policies.may_see_children(viewer))
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Http404 from None
    found = queries.of_month(first, viewer=viewer, on=on)
    page = month_page(found, first, may_record=not policies.may_record(viewer), on=on, slug=slug)
    looks.note(request, shown=_shown(found))
    crumbs = [register_crumb(slug), _home(request), Crumb(page.title)]
    context = {"page": page, "tabs": (), "crumbs": crumbs}
    return render(request, "ehcp_register/contacts.html", context)


def _shown(found: tuple[ContactFact, ...]) -> list[tuple[str, UUID]]:
    return [("child", one.child_id) for one in found if one.child_id]


@form_page
@looks.recorded("Recording a contact")
def record_contact(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)

    def save(form: ContactForm) -> str:
        return _record(request, form, child_id)

    return ask(
        request,
        Asked(
            make=_make(request),
            save=save,
            title="Somebody got in touch",
            button="Record this",
            person=person,
            lede="Whoever answers finds it under Contacts, the oldest first.",
            initial={"came_on": request.today},
        ),
    )


@form_page
@looks.recorded("Recording a contact about nobody on the register")
def unplaced_contact(request: AreaRequest) -> HttpResponse:
    """About nobody known here: no word of whom is asked."""
    require(policies.may_record(request.viewer))
    looks.note(request, shown=[])
    make, posted = _make(request), request.method == "POST"
    form = make(data=request.POST) if posted else make(initial={"came_on": request.today})
    if posted and form.is_valid():
        try:
            messages.success(request, _record(request, form, None))
            return redirect(_home(request).href)
        except (NotPermitted, NotThere):
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return _plain(request, form, "A contact about nobody on the register", "Record this")


def _make(request: AreaRequest) -> Any:
    posts = [(str(pk), title) for pk, title in post_titles(viewer=request.viewer).items()]
    return lambda **given: ContactForm(posts=posts, **given)


def _record(request: AreaRequest, form: ContactForm, child_id: UUID | None) -> str:
    given = form.cleaned_data
    came = actions.GotInTouch(
        on=given["came_on"],
        way=given["way"],
        who=given["who"],
        topic=given["topic"],
        post_id=form.post_id,
    )
    actions.record_contact(
        child_id=child_id, came=came, by=request.viewer, on=request.today, at=timezone.now()
    )
    return "Recorded. It waits for its answer under Contacts."


@form_page
@looks.recorded("Answering a contact")
def answer_contact(request: AreaRequest, contact_id: UUID) -> HttpResponse:
    def save(form: Any) -> None:
        actions.answer_contact(
            contact_id=contact_id, **form.cleaned_data, by=request.viewer, on=request.today
        )

    return _about(request, contact_id, AnsweredForm, save, "They were answered", "Record this")


@form_page
@looks.recorded("Taking a contact back")
def take_contact_back(request: AreaRequest, contact_id: UUID) -> HttpResponse:
    def save(form: Any) -> None:
        actions.take_contact_back(
            contact_id=contact_id, **form.cleaned_data, by=request.viewer, on=request.today
        )

    return _about(request, contact_id, ReasonForm, save, "Nobody got in touch", "Take it back")


def _about(
    request: AreaRequest, contact_id: UUID, make: Any, save: Any, title: str, button: str
) -> HttpResponse:
    """A form about one contact, of a child or of nobody known here."""
    require(policies.may_record(request.viewer))
    found = queries.contact(contact_id, viewer=request.viewer, on=request.today)
    if found is None or found.taken_back:
        raise Http404
    looks.note(request, shown=_shown((found,)))
    posted = request.method == "POST"
    initial = {"version": found.version, "answered_on": request.today}
    form = make(data=request.POST) if posted else make(initial=initial)
    if posted and form.is_valid():
        try:
            save(form)
        except (NotPermitted, NotThere):
            raise
        except Refused as refusal:
            say_refusal(form, refusal, now=initial)
        else:
            messages.success(request, "Recorded.")
            return redirect(_home(request).href)
    lede = f"{found.name}. {found.who}, {found.way.lower()}, {say_date(found.on)}: {found.topic}."
    return _plain(request, form, title, button, lede)


def _plain(
    request: AreaRequest, form: Any, title: str, button: str, lede: str = ""
) -> HttpResponse:
    slug = request.viewer.local_area_slug
    context = {
        "form": form, "title": title, "button": button, "lede": lede,
        "back": _home(request).href,
        "crumbs": [register_crumb(slug), _home(request), Crumb(title)],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "ehcp_register/panel_form.html", context, status=status)
