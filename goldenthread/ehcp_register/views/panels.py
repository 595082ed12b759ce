"""Panels: the list, a panel, the agenda of a meeting, and the forms about an item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.panels import (
    BringForm,
    ChangePanelForm,
    MeetingForm,
    OutcomeForm,
    PanelForm,
    TakeOffForm,
    ToldForm,
)
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.panels import agenda_page, panel_page, panels_page
from goldenthread.ehcp_register.queries import children
from goldenthread.ehcp_register.queries import panels as queries
from goldenthread.ehcp_register.queries.children import PersonFact
from goldenthread.ehcp_register.queries.panels import ItemFact
from goldenthread.ehcp_register.views.asking import Asked, ask, form_page, person_of
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date, say_date_with_day
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.panels import ASK_WORDS
from goldenthread.rules.refusals import NotPermitted, NotThere, Refused
from goldenthread.trail import looks


def _crumbs(slug: str, *more: Crumb) -> list[Crumb]:
    return [register_crumb(slug), Crumb("Panels", reverse("ehcp_register:panels", args=[slug])),
            *more]  # fmt: skip


@require_safe
@looks.recorded("Panels")
def panels(request: AreaRequest) -> HttpResponse:
    """Each panel with its next meeting; what waits for one; of what the family was not told."""
    viewer, on, slug = request.viewer, request.today, request.viewer.local_area_slug
    require(policies.may_see_children(viewer))
    coming = queries.coming(viewer=viewer, on=on)
    waiting = queries.without_notice(viewer=viewer, on=on)
    page = panels_page(
        queries.panels(viewer=viewer),
        queries.meetings(viewer=viewer, on=on, since=on),
        coming,
        waiting,
        may_manage=not policies.may_manage(viewer),
        may_record=not policies.may_record(viewer),
        on=on,
        slug=slug,
    )
    looks.note(request, shown=[("child", one.child_id) for one in (*coming, *waiting)])
    context = {"page": page, "tabs": tabs(viewer, "panels"), "crumbs": _crumbs(slug)[:1]}
    return render(request, "ehcp_register/panels.html", context)


@require_safe
@looks.recorded("A panel")
def panel(request: AreaRequest, panel_id: UUID) -> HttpResponse:
    viewer, on, slug = request.viewer, request.today, request.viewer.local_area_slug
    require(policies.may_see_children(viewer))
    found = queries.panel(panel_id, viewer=viewer)
    if found is None:
        raise Http404
    page = panel_page(
        found,
        queries.meetings(viewer=viewer, on=on, panel_id=panel_id),
        may_manage=not policies.may_manage(viewer),
        on=on,
        slug=slug,
    )
    looks.note(request, shown=[])
    context = {"page": page, "crumbs": _crumbs(slug, Crumb(page.name))}
    return render(request, "ehcp_register/panel.html", context)


@require_safe
@looks.recorded("A panel’s agenda")
def panel_meeting(request: AreaRequest, meeting_id: UUID) -> HttpResponse:
    """The agenda: names on the screen, numbers and references in print."""
    viewer, on, slug = request.viewer, request.today, request.viewer.local_area_slug
    require(policies.may_see_children(viewer))
    found = queries.meeting(meeting_id, viewer=viewer, on=on)
    if found is None:
        raise Http404
    items = queries.items_of(meeting_id, viewer=viewer, on=on)
    page = agenda_page(
        found,
        items,
        may_manage=not policies.may_manage(viewer),
        may_record=not policies.may_record(viewer),
        on=on,
        slug=slug,
    )
    looks.note(request, shown=[("child", one.child_id) for one in items])
    crumbs = _crumbs(slug, Crumb(found.panel, page.panel_href), Crumb(say_date(found.held_on)))
    return render(request, "ehcp_register/agenda.html", {"page": page, "crumbs": crumbs})


@form_page
@looks.recorded("Adding a panel")
def add_panel(request: AreaRequest) -> HttpResponse:
    def save(form: Any) -> str:
        panel_id = actions.add_panel(**form.cleaned_data, by=request.viewer, on=request.today)
        return _to(request, "panel", panel_id)

    return _of_panel(request, PanelForm, save, "Add a panel", "Add the panel", {})


@form_page
@looks.recorded("Changing a panel")
def change_panel(request: AreaRequest, panel_id: UUID) -> HttpResponse:
    require(policies.may_manage(request.viewer))
    found = queries.panel(panel_id, viewer=request.viewer)
    if found is None:
        raise Http404

    def save(form: Any) -> str:
        actions.change_panel(
            panel_id=panel_id, **form.cleaned_data, by=request.viewer, on=request.today
        )
        return _to(request, "panel", panel_id)

    initial = {
        "name": found.name, "terms": found.terms, "members": "\n".join(found.members),
        "version": found.version,
    }  # fmt: skip
    title = f"Change the panel: {found.name}"
    return _of_panel(request, ChangePanelForm, save, title, "Save changes", initial)


@form_page
@looks.recorded("Adding a panel’s meeting")
def add_panel_meeting(request: AreaRequest, panel_id: UUID) -> HttpResponse:
    require(policies.may_manage(request.viewer))
    found = queries.panel(panel_id, viewer=request.viewer)
    if found is None:
        raise Http404

    def save(form: Any) -> str:
        meeting_id = actions.add_panel_meeting(
            panel_id=panel_id, **form.cleaned_data, by=request.viewer, on=request.today
        )
        return _to(request, "panel_meeting", meeting_id)

    title = f"Add a meeting: {found.name}"
    return _of_panel(request, MeetingForm, save, title, "Add the meeting", {})


def _to(request: AreaRequest, name: str, *args: object) -> str:
    return reverse(f"ehcp_register:{name}", args=[request.viewer.local_area_slug, *args])


def _of_panel(
    request: AreaRequest,
    make: Callable[..., Any],
    save: Callable[[Any], str],
    title: str,
    button: str,
    initial: dict[str, Any],
) -> HttpResponse:
    """A form about a panel and about no child; `save` gives the address that it leads to."""
    require(policies.may_manage(request.viewer))
    looks.note(request, shown=[])
    posted = request.method == "POST"
    form = make(data=request.POST) if posted else make(initial=initial)
    if posted and form.is_valid():
        try:
            return redirect(save(form))
        except (NotPermitted, NotThere):
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    slug = request.viewer.local_area_slug
    context = {
        "form": form, "title": title, "button": button, "crumbs": _crumbs(slug, Crumb(title)),
        "back": reverse("ehcp_register:panels", args=[slug]),
    }  # fmt: skip
    return render(request, "ehcp_register/panel_form.html", context, status=422 if posted else 200)


@require_POST
def cancel_panel_meeting(request: AreaRequest, meeting_id: UUID) -> HttpResponse:
    """It does not take place; leads back to its page."""
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        raise Http404
    try:
        actions.cancel_panel_meeting(
            meeting_id=meeting_id, version=int(version), by=request.viewer, on=request.today
        )
    except (NotPermitted, NotThere):
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_to(request, "panel_meeting", meeting_id))


@form_page
@looks.recorded("Bringing a case to a panel")
def bring_to_panel(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today
    coming = [one for one in queries.meetings(viewer=viewer, on=on, since=on) if not one.cancelled]
    cases = children.cases_of(child_id, viewer=viewer, on=on)
    if not coming or not cases:
        said = "No panel has a meeting to come. A case manager adds one under Panels."
        if coming:
            said = "Record first that a request was received: a panel is asked about a case."
        messages.error(request, said)
        return redirect("ehcp_register:child", viewer.local_area_slug, child_id)

    def save(form: BringForm) -> str:
        actions.bring_to_panel(
            child_id=child_id,
            case_id=form.case_id,
            meeting_id=form.meeting_id,
            asks=form.cleaned_data["asks"],
            bundle=form.cleaned_data["bundle"],
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return "It stands on the panel’s agenda."

    meetings = [
        (str(one.id), f"{one.panel}, {say_date_with_day(one.held_on)}") for one in coming[:12]
    ]
    choices = [
        (str(one.id), f"{one.process_words}, from {say_date(one.opened_on)}") for one in cases
    ]
    return ask(
        request,
        Asked(
            make=lambda **given: BringForm(meetings=meetings, cases=choices, **given),
            save=save,
            title="Bring to a panel",
            button="Put it on the agenda",
            person=person,
            lede="A panel advises; the authority decides, and the law’s days run meanwhile.",
            initial={"case": choices[0][0], "meeting": meetings[0][0]},
        ),
    )


@form_page
@looks.recorded("A panel’s outcome")
def panel_outcome(request: AreaRequest, item_id: UUID) -> HttpResponse:
    person, item = _item(request, item_id)
    viewer, on = request.viewer, request.today
    again = item.outcome

    def save(form: OutcomeForm) -> str:
        actions.record_panel_outcome(
            item_id=item_id,
            version=form.cleaned_data["version"],
            said=form.outcome(),
            correction=form.cleaned_data.get("correction", ""),
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return "Recorded. It meets no duty: the notice to the family does."

    initial: dict[str, Any] = {"version": item.version}
    if again:
        initial |= {
            "said": again.said.value, "reasons": again.reasons, "conditions": again.conditions,
            "needed": again.needed, "needed_by": again.needed_by,
        }  # fmt: skip
    return ask(
        request,
        Asked(
            make=lambda **given: OutcomeForm(again=bool(again), **given),
            save=save,
            title="What the panel said",
            button="Put it right" if again else "Record the outcome",
            person=person,
            lede=f"{item.panel}, {say_date(item.held_on)}: {ASK_WORDS[item.asks]}",
            initial=initial,
            back=_agenda(request, item),
            whole=True,
        ),
    )


@form_page
@looks.recorded("A family that was told of a panel")
def family_told(request: AreaRequest, item_id: UUID) -> HttpResponse:
    person, item = _item(request, item_id)

    def save(form: ToldForm) -> str:
        actions.family_told(
            item_id=item_id, **form.cleaned_data, by=request.viewer, on=request.today
        )
        return "Recorded."

    return ask(
        request,
        Asked(
            make=ToldForm,
            save=save,
            title="The family was told",
            button="Record that they were told",
            person=person,
            lede=f"{item.panel}, {say_date(item.held_on)}. Where the law asks for a notice, record "
            "the notice itself as what happened: this does not take its place.",
            initial={"version": item.version, "told_on": request.today},
            back=_agenda(request, item),
        ),
    )


@form_page
@looks.recorded("Taking a case off an agenda")
def withdraw_panel_item(request: AreaRequest, item_id: UUID) -> HttpResponse:
    person, item = _item(request, item_id)

    def save(form: TakeOffForm) -> str:
        actions.withdraw_from_panel(
            item_id=item_id, **form.cleaned_data, by=request.viewer, on=request.today
        )
        return "Taken off the agenda."

    return ask(
        request,
        Asked(
            make=TakeOffForm,
            save=save,
            title="Take it off the agenda",
            button="Take it off",
            person=person,
            lede=f"{item.panel}, {say_date(item.held_on)}: {ASK_WORDS[item.asks]}",
            initial={"version": item.version},
            back=_agenda(request, item),
        ),
    )


def _item(request: AreaRequest, item_id: UUID) -> tuple[PersonFact, ItemFact]:
    found = queries.item(item_id, viewer=request.viewer, on=request.today)
    if found is None or found.withdrawn:
        raise Http404
    return person_of(request, found.child_id), found


def _agenda(request: AreaRequest, item: ItemFact) -> Crumb:
    return Crumb("Agenda", _to(request, "panel_meeting", item.meeting_id))
