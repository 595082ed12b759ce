"""Pages of messages: the outbox, one message, one person's, and one's own preference."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.notifications import actions, forms, letters, policies, presenters, queries
from goldenthread.notifications.actions.calendar import (
    end_calendar_address,
    make_calendar_address,
)
from goldenthread.notifications.actions.outbox import again_refused, cancel_refused
from goldenthread.notifications.actions.rhythms import rhythms_of
from goldenthread.notifications.kinds import kind_words
from goldenthread.notifications.queries import Asked, MessageFact
from goldenthread.notifications.queries.calendar import calendar_path, own_calendar
from goldenthread.pages.addresses import paging
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership import actions as partnership_actions
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import AreaRequest, Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail import looks, telling

NOT_WHOLE = "This form is not whole. Load the page again and send it from there."
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@require_safe
def outbox(request: AreaRequest) -> HttpResponse:
    """Every message of the area: counts that open their lists."""
    viewer = request.viewer
    policies.require(policies.may_manage_messages(viewer))
    asked = _asked(request)
    total = queries.count_of(asked, viewer=viewer)
    number = request.GET.get("page", "1")
    pages = paging(
        total=total,
        page=int(number) if number.isascii() and number.isdigit() else 1,
        page_size=queries.PAGE_SIZE,
        address=request.GET,
    )
    page = (pages.first - 1) // queries.PAGE_SIZE + 1 if total else 1
    found = queries.messages(asked, viewer=viewer, page=page)
    counts = queries.message_counts(viewer=viewer)
    slug = viewer.local_area_slug
    kinds = queries.kinds_sent(viewer=viewer)
    context = {
        "lines": presenters.count_lines(counts, slug=slug, state=asked.state),
        "held": presenters.held_rows(_held(asked, viewer), on=request.today),
        "held_in_all": queries.count_of(Asked("perhaps", asked.kind), viewer=viewer),
        "perhaps": presenters.PERHAPS,
        "rows": [presenters.row(one) for one in found] if asked.state != "perhaps" else [],
        "paging": pages,
        "none_at_all": not counts,
        "asked": asked,
        "at": reverse("notifications:messages", args=[slug]),
        "states": presenters.choices(presenters.STATES, asked.state, nothing="Any state"),
        "kinds": presenters.choices(kinds, asked.kind, nothing="Any kind"),
        "not_configured": "" if presenters.mail_is_configured() else presenters.NOT_CONFIGURED,
    }
    return render(request, "notifications/outbox.html", context)


def _held(asked: Asked, viewer: Viewer) -> tuple[MessageFact, ...]:
    """What was perhaps sent: shown above every list that it belongs to."""
    if asked.state not in ("", "perhaps"):
        return ()
    return queries.perhaps_sent(viewer=viewer, kind=asked.kind)


def _asked(request: AreaRequest) -> Asked:
    """What the address asks for; a state that is none asks for nothing in particular."""
    state = request.GET.get("state", "")
    return Asked(
        state=state if state in dict(presenters.STATES) else "",
        kind=request.GET.get("kind", ""),
    )


def _message(request: AreaRequest, message_id: UUID) -> MessageFact:
    policies.require(policies.may_manage_messages(request.viewer))
    found = queries.message(message_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


@require_safe
def message(request: AreaRequest, message_id: UUID) -> HttpResponse:
    """One message: its words as sent, what became of it, and what can be done."""
    viewer = request.viewer
    found = _message(request, message_id)
    parts = queries.parts_of(found.id, viewer=viewer)
    matters = parts or (found,)
    ids = [one.task_link_id for one in matters if one.task_link_id]
    links = partnership.task_links_of(ids, viewer=viewer)
    context = {
        "message": found,
        "facts": presenters.facts(found, viewer=viewer),
        "held": presenters.held_row(found, on=request.today) if found.state == "perhaps" else None,
        "perhaps": presenters.PERHAPS,
        "as_sent": presenters.as_sent(matters, links, viewer=viewer),
        "parts": [presenters.row(one) for one in parts],
        "again_refused": again_refused(found.state),
        "cancel_refused": cancel_refused(found.state),
        "told": telling.of_thing(
            local_area_id=viewer.local_area_id, kind="message", object_id=found.id, before=""
        ),
        "crumbs": [_crumb(request), Crumb(found.subject)],
    }
    return render(request, "notifications/message.html", context)


def _crumb(request: AreaRequest) -> Crumb:
    return Crumb("Messages", reverse("notifications:messages", args=_area(request)))


def _area(request: AreaRequest) -> list[str]:
    return [request.viewer.local_area_slug]


def _version(request: AreaRequest) -> int:
    written = request.POST.get("version", "")
    if not (written.isascii() and written.isdigit()):
        raise Refused(NOT_WHOLE)
    return int(written)


@require_POST
def send_again(request: AreaRequest, message_id: UUID) -> HttpResponse:
    found = _message(request, message_id)
    actions.send_again(
        message_id=message_id, version=_version(request), by=request.viewer, on=request.today
    )
    flash.success(request, f"The message to {found.person_name} goes out with the next mail.")
    return redirect("notifications:message", *_area(request), message_id)


@require_POST
def settle(request: AreaRequest) -> HttpResponse:
    """Say of one or several that were perhaps sent that they arrived, or send them again."""
    viewer = request.viewer
    policies.require(policies.may_manage_messages(viewer))
    deeds = {"arrived": actions.say_arrived, "again": actions.send_perhaps_again}
    deed = request.POST.get("deed", "")
    if deed == "neither":
        raise Refused(
            "Nothing was changed. Press one of the buttons: It arrived, or Send it again."
        )
    if deed not in deeds:
        raise Refused(NOT_WHOLE)
    versions = _versions(request)
    deeds[deed](versions=versions, by=viewer, on=request.today)
    flash.success(request, presenters.settled_words(deed, len(versions)))
    if request.POST.get("back") == "message":
        return redirect("notifications:message", *_area(request), next(iter(versions)))
    return redirect("notifications:messages", *_area(request))


def _versions(request: AreaRequest) -> dict[UUID, int]:
    """Each message chosen, and the version of it that was on the page."""
    found = {}
    for words in request.POST.getlist("message"):
        written, _, version = words.partition(":")
        if not _ID.fullmatch(written) or not (version.isascii() and version.isdigit()):
            raise Refused(NOT_WHOLE)
        found[UUID(written)] = int(version)
    return found


@require_POST
def cancel(request: AreaRequest, message_id: UUID) -> HttpResponse:
    found = _message(request, message_id)
    actions.cancel_message(
        message_id=message_id, version=_version(request), by=request.viewer, on=request.today
    )
    flash.success(request, f"The message to {found.person_name} is cancelled.")
    return redirect("notifications:message", *_area(request), message_id)


@require_safe
@looks.recorded("Messages to a person")
def person(request: AreaRequest, person_id: UUID) -> HttpResponse:
    """What one person was sent, whether it arrives, and the links they hold."""
    viewer = request.viewer
    policies.require(policies.may_manage_messages(viewer))
    known = partnership.person(person_id, viewer=viewer, on=request.today)
    if known is None:
        raise Http404
    looks.note(request, shown=[("person", person_id)])
    asked = Asked(person_id=person_id)
    links = partnership.task_links(viewer=viewer, on=request.today, person_id=person_id)
    context = {
        "person": known,
        "comes_back": presenters.comes_back_words(known.came_back_on, known.came_back_because),
        "rhythm": queries.rhythm_of(person_id, viewer=viewer)[1],
        "links": [(link, kind_words(link.task), presenters.link_words(link)) for link in links],
        "rows": [presenters.row(one) for one in queries.messages(asked, viewer=viewer)],
        "total": queries.count_of(asked, viewer=viewer),
        "crumbs": [
            Crumb("People", reverse("partnership:people", args=_area(request))),
            Crumb(known.name),
        ],
    }
    return render(request, "notifications/person.html", context)


def withdraw_link(request: AreaRequest, person_id: UUID, link_id: UUID) -> HttpResponse:
    """A link that must stop working at once."""
    viewer = request.viewer
    policies.require(policies.may_manage_messages(viewer))
    link = partnership.task_link(link_id, viewer=viewer)
    if link is None or link.person_id != person_id:
        raise Http404
    back = reverse("notifications:person", args=[*_area(request), person_id])
    form = forms.WithdrawLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            partnership_actions.withdraw_task_link(
                link_id=link_id, reason=form.cleaned_data["reason"], by=viewer, on=request.today
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            flash.success(request, f"The link of {link.person_name} works no more.")
            return redirect(back)
    said = {"form": form, "link": link, "what": presenters.link_words(link), "back": back}
    return render(
        request, "notifications/withdraw_link.html", said, status=422 if form.errors else 200
    )


def preferences(request: AreaRequest) -> HttpResponse:
    """How often one's own mail comes."""
    viewer = request.viewer
    policies.require(policies.may_choose_rhythm(viewer))
    assert viewer.person_id is not None
    known: dict[str, Any] = {
        "rhythm": queries.rhythm_of(viewer.person_id, viewer=viewer)[0],
        "week_ahead": queries.wants_week_ahead(viewer.person_id, viewer=viewer),
    }
    chosen = rhythms_of([viewer.person_id]).of_kinds
    known |= {f"kind_{kind}": rhythm for (_, kind), rhythm in chosen.items()}
    form = forms.OwnRhythmForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.choose_rhythm(
            rhythm=form.cleaned_data["rhythm"],
            week_ahead=form.cleaned_data["week_ahead"],
            of_kinds=form.of_kinds(),
            by=viewer,
            on=request.today,
        )
        flash.success(request, "Your choice is kept. It counts from the next message on.")
        return redirect("notifications:preferences", *_area(request))
    kinds = [one for one in form if one.name.startswith("kind_")]
    return render(
        request,
        "notifications/preferences.html",
        {
            "form": form,
            "kinds": kinds,
            "home": reverse("my_work:home", args=_area(request)),
            "calendar": reverse("notifications:calendar", args=_area(request)),
        },
        status=422 if form.errors else 200,
    )


def calendar(request: AreaRequest) -> HttpResponse:
    """One's own calendar address: made, made anew, ended. It stands on the page once."""
    viewer, on = request.viewer, request.today
    policies.require(policies.may_have_calendar(viewer))
    address = ""
    if request.method == "POST":
        deed = request.POST.get("deed", "")
        if deed not in ("make", "end"):
            raise Refused(NOT_WHOLE)
        if deed == "end":
            end_calendar_address(by=viewer, on=on)
            flash.success(request, "Your calendar address works no more.")
            return redirect("notifications:calendar", *_area(request))
        secret = make_calendar_address(by=viewer, on=on)
        address = letters.address(calendar_path(secret))
    own = own_calendar(viewer=viewer)
    context = {
        "own": own,
        "address": address,
        "made": say_date(own.made_on) if own else "",
        "fetched": presenters.fetched_words(own.last_fetched_on) if own else "",
        "back": reverse("notifications:preferences", args=_area(request)),
    }
    return render(request, "notifications/calendar.html", context)
