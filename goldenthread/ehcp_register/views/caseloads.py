"""Caseloads: what presses in each, one to hand over, children moved between them and put back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions import change_practice, move_children, undo_move
from goldenthread.ehcp_register.presenters.addresses import Addresses, tabs
from goldenthread.ehcp_register.presenters.queue_pages import (
    EVERY_QUEUE,
    caseloads_page,
    summary_page,
)
from goldenthread.ehcp_register.queries import lines, queues, saved
from goldenthread.ehcp_register.queries.asked import MY_CASELOAD, NO_CASELOAD, Asked
from goldenthread.ehcp_register.queries.documents import readings
from goldenthread.pages.sent import sent_id, sent_number
from goldenthread.pages.words import say_date
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest, post_titles
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.trail import looks

_SHOWN = 200  # rows of a part of the summary
_PARTS = ("late", "soon", "undecided", "notice")
_LISTS = ("visits", "awaiting", "unknown", "missing")


@require_safe
@looks.recorded("Register: caseloads")
def caseloads(request: AreaRequest) -> HttpResponse:
    """Every caseload with what presses in it; to set how often children away are visited."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    looks.note(request, shown=[])
    context = {
        "page": caseloads_page(
            queues.caseload_counts(viewer=viewer, on=on), on=on, slug=viewer.local_area_slug
        ),
        "tabs": tabs(viewer, "caseloads"),
        "practice": saved.practice(viewer=viewer),
        "may_manage": not policies.may_manage(viewer),
    }
    return render(request, "ehcp_register/caseloads.html", context)


@require_safe
@looks.recorded("Register: a caseload to hand over")
def caseload(request: AreaRequest, caseload: str) -> HttpResponse:
    """Counts and lists of one caseload, as a paper that one colleague gives another."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    title = _title(request, caseload)
    parts = [
        (
            queues.QUEUES[key],
            queues.queue_rows(
                queues.QUEUES[key], viewer=viewer, on=on, caseload=caseload, per_page=_SHOWN
            ),
        )
        for key in _PARTS
    ]
    found = [(key, _listed(key, caseload, request)) for key in _LISTS]
    shown = {one.child_id for _, rows in parts for one in rows.rows}
    shown |= {pk for _, rows in found for pk, _, _ in rows}
    looks.note(request, shown=[("child", pk) for pk in shown])
    page = summary_page(
        title,
        queues.queue_counts(EVERY_QUEUE, viewer=viewer, on=on, caseload=caseload),
        parts,
        found,
        children=lines.how_many(Asked(caseload=caseload), viewer=viewer, on=on),
        caseload=caseload,
        visited_within=saved.practice(viewer=viewer).visited_within,
        on=on,
        slug=viewer.local_area_slug,
    )
    context = {"page": page, "tabs": tabs(viewer, "caseloads")}
    return render(request, "ehcp_register/caseload.html", context)


def _title(request: AreaRequest, caseload: str) -> str:
    if caseload == MY_CASELOAD:
        return "My own caseload"
    if caseload == NO_CASELOAD:
        return "On nobody’s caseload"
    try:
        post = UUID(caseload)
    except ValueError:
        raise Http404 from None
    found = post_titles(viewer=request.viewer)
    if post not in found:
        raise Http404
    return found[post]


def _listed(key: str, caseload: str, request: AreaRequest) -> list[tuple[UUID, str, str]]:
    """Of each child in a queue of children: id, name, and since when or when last visited."""
    viewer, on = request.viewer, request.today
    asked = queues.list_of(key, caseload)
    found = lines.everybody(asked, viewer=viewer, on=on)[:_SHOWN]
    named, since = readings(["name", asked.sort], on, lines.Names({}, {}))
    return [
        (line.child_id, str(named(line)), _since(since(line), visits=key == "visits"))
        for line in found
    ]


def _since(day: Any, *, visits: bool) -> str:
    if visits:
        return f"last visited {say_date(day)}" if day else "never visited"
    return f"since {say_date(day)}"


@require_POST
def move(request: AreaRequest) -> HttpResponse:
    """Put the children ticked on the list on another caseload."""
    viewer, sent = request.viewer, request.POST
    require(policies.may_manage(viewer))
    back = Addresses(viewer.local_area_slug).children(_query(request))
    try:
        to = sent_id(sent, "post")
        if to is None:
            raise Refused("Choose the post whose caseload they go on.")
        move_children(
            children=_ticked(sent), to_post_id=to, by=viewer, on=request.today, at=timezone.now()
        )
    except (NotPermitted, ChangedMeanwhile):
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "They are on the other caseload from today.")
    return redirect(back)


def _ticked(sent: QueryDict) -> dict[UUID, UUID | None]:
    try:
        return {UUID(one): sent_id(sent, f"was.{one}") for one in sent.getlist("child")}
    except ValueError as problem:
        raise BadRequest("child is no id") from problem


def _query(request: AreaRequest) -> str:
    """The list one came from, as far as a list can be asked for it."""
    asked = Asked.from_query(QueryDict(request.POST.get("query", "")), today=request.today)
    return asked.as_query(ticket=True)


@require_POST
def put_back(request: AreaRequest, move_id: UUID) -> HttpResponse:
    """Undo one's own move of today."""
    viewer = request.viewer
    require(policies.may_manage(viewer))
    try:
        undo_move(move=move_id, by=viewer, on=request.today)
    except (NotPermitted, NotThere, ChangedMeanwhile):
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "They are back on the caseloads they came from.")
    return redirect(Addresses(viewer.local_area_slug).children(_query(request)))


@require_http_methods(["POST"])
def practice(request: AreaRequest) -> HttpResponse:
    """Set how often children who are away or taught at home are visited."""
    viewer, sent = request.viewer, request.POST
    require(policies.may_manage(viewer))
    words = sent.get("visited_within", "").strip()
    try:
        if not (words.isascii() and words.isdigit() and len(words) < 6):
            raise Refused("Give a number of days from 1 to 730, such as 182.")
        change_practice(
            visited_within=int(words),
            version=sent_number(sent, "version"),
            by=viewer,
            on=request.today,
        )
    except (NotPermitted, ChangedMeanwhile):
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The time between visits is set.")
    return redirect("ehcp_register:caseloads", viewer.local_area_slug)
