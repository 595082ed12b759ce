"""What happened to a thing of a plan, or to a kind of plan: who did what, when, and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.presenters.history_page import history_page
from goldenthread.improvement_plan.presenters.plan_tabs import HISTORY, plan_tabs
from goldenthread.improvement_plan.presenters.saying import shortened
from goldenthread.improvement_plan.queries import history as kept
from goldenthread.improvement_plan.queries import kinds
from goldenthread.improvement_plan.queries.voices import voice
from goldenthread.improvement_plan.views.found import (
    addresses_of,
    show,
    the_owner,
    the_period,
    the_plan,
)
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail.queries import HistoryEntry
from goldenthread.trail.telling import PAGE_SIZE as HISTORY_SIZE
from goldenthread.trail.telling import before_in

Crumbs = tuple[Crumb, ...]
_TOLD: dict[str, Callable[..., tuple[HistoryEntry, ...]]] = {
    "plan": queries.plan_history,
    "level": queries.level_history,
    "action": queries.action_history,
    "period": queries.period_history,
    "finding": partial(kept.thing_history, "finding"),
    "target": partial(kept.thing_history, "target"),
    "escalation": partial(kept.thing_history, "escalation"),
    "round": partial(kept.thing_history, "round"),
    "saved_view": partial(kept.thing_history, "saved_view"),
    "kind": kept.kind_history,
}

# Where each is listed, and the page's name.
_LISTED = {
    "finding": ("Findings", "findings"),
    "escalation": ("Decisions", "escalations"),
    "round": ("Update rounds", "rounds"),
    "saved_view": ("Saved views", "saved_views"),
}


@require_safe
def history(request: AreaRequest, kind: str, thing_id: UUID) -> HttpResponse:
    """The history of a plan, a part or an action of it, a finding, a target, a decision that was
    asked for, an update round, a saved view, what families said, a reporting period, or a kind of
    plan."""
    told = _TOLD.get(kind)
    if kind == "voice":
        told = partial(kept.voice_history, on=request.today)
    if told is None:
        raise Http404
    of, crumbs = _named(request, kind, thing_id)
    entries = told(
        thing_id,
        viewer=request.viewer,
        limit=HISTORY_SIZE + 1,
        before=before_in(request.GET.get("before", "")),
    )
    page = history_page(
        entries,
        of=of,
        breadcrumbs=(*crumbs, Crumb("History")),
        tabs=plan_tabs(thing_id, HISTORY, addresses_of(request)) if kind == "plan" else (),
    )
    return show(request, "history.html", page)


def _named(request: AreaRequest, kind: str, thing_id: UUID) -> tuple[str, Crumbs]:
    """What the thing is called, and the way to it."""
    addresses = addresses_of(request)
    if kind == "plan":
        plan = the_plan(request, thing_id)
        return plan.title, addresses.plan_crumbs(thing_id, plan.title)
    if kind == "period":
        found = the_period(request, thing_id)
        here = Crumb(found.name, addresses.period(thing_id))
        title = the_plan(request, found.plan_id).title
        return found.name, addresses.plan_crumbs(found.plan_id, title, here)
    if kind == "kind":
        one = kinds.kind(thing_id, viewer=request.viewer)
        if one is None:
            raise Http404
        here = Crumb("Kinds of plan", addresses.to("plan_kinds"))
        return one.name, (addresses.plans_crumb(), here)
    if kind == "voice":
        return _voice_named(request, thing_id)
    if kind in _LISTED or kind == "target":
        return _thing_named(request, kind, thing_id)
    owner = the_owner(request, kind, thing_id)
    return f"{owner.name}: {owner.title}", owner.breadcrumbs


def _thing_named(request: AreaRequest, kind: str, thing_id: UUID) -> tuple[str, Crumbs]:
    thing = kept.a_thing(kind, thing_id, viewer=request.viewer)
    if thing is None:
        raise Http404
    addresses, plan = addresses_of(request), the_plan(request, thing.plan_id)
    of = shortened(thing.words, 90)
    if kind == "target":
        on = ("action", thing.action_id) if thing.action_id else ("level", thing.level_id)
        assert on[1] is not None
        return of, the_owner(request, on[0], on[1]).breadcrumbs
    name, at = _LISTED[kind]
    more = [Crumb(name, addresses.to(at, plan.id))]
    if kind == "round":
        more.append(Crumb(of, addresses.to("round", thing_id)))
    return of, addresses.plan_crumbs(plan.id, plan.title, *more)


def _voice_named(request: AreaRequest, voice_id: UUID) -> tuple[str, Crumbs]:
    """Of what families said once; its words, where they were not taken away, and whose they are."""
    said = voice(voice_id, viewer=request.viewer, on=request.today)
    if said is None:
        raise Http404
    addresses, plan = addresses_of(request), the_plan(request, said.plan_id)
    of = f"{said.organisation}, as of {say_date(said.on)}"
    if said.words:
        of = f"{of}: “{shortened(said.words, 90)}”"
    here = Crumb("What families tell us", addresses.to("families", plan.id))
    return of, addresses.plan_crumbs(plan.id, plan.title, here)
