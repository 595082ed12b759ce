"""Update rounds: the list of a plan, starting one, the board of returns, chasing, closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import accepting, requests
from goldenthread.improvement_plan.actions import rounds as verbs
from goldenthread.improvement_plan.forms.doing import SureForm
from goldenthread.improvement_plan.forms.rounds import WHOLE, CutOffForm, RequestUpdatesForm
from goldenthread.improvement_plan.presenters.round_board import board_crumbs, board_page
from goldenthread.improvement_plan.presenters.rounds_page import (
    RoundNote,
    may_ask_some_part,
    part_choices,
    period_hint,
    preview,
    reminder_lines,
    round_notes,
    rounds_page,
    usual_cut_off,
)
from goldenthread.improvement_plan.queries import asking
from goldenthread.improvement_plan.queries import rounds as told
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.reminding import plan_reminders
from goldenthread.improvement_plan.queries.round_facts import RoundFact
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, show, the_plan
from goldenthread.pages.sent import sent_id
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.calendars import add_working_days, say_month
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.rules.reminders import USUAL_REMINDERS

USUALLY_ASKED = 8  # working days before the cut-off, where no reporting period says one


@require_safe
def rounds(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    plan = the_plan(request, plan_id)
    page = rounds_page(
        plan,
        told.rounds(plan_id, viewer=request.viewer, on=request.today),
        plan_reminders(plan_id, viewer=request.viewer) or USUAL_REMINDERS,
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "rounds.html", page)


@form_page
def request_updates(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Who will be asked is shown before anybody is: what is sent is what was shown."""
    plan = the_plan(request, plan_id)
    policies.require(may_ask_some_part(request.viewer, plan))
    tree = queries.level_tree(plan_id, viewer=request.viewer, on=request.today)
    parts = part_choices(plan, tree, request.viewer, WHOLE)
    if not parts:
        raise NotPermitted("You lead no part of this plan today. Ask the programme office.")
    initial = _usual(request, plan, parts[0][0])
    if request.method != "POST":
        chosen = request.GET.get("part", "")
        if chosen in dict(parts):
            initial["part"] = chosen
        form = RequestUpdatesForm(parts=parts, on=request.today, initial=initial)
        return _start_page(request, plan, form, str(initial["part"]))
    form = RequestUpdatesForm(data=request.POST, parts=parts, on=request.today)
    part = request.POST.get("part", "")
    part = part if part in dict(parts) else parts[0][0]
    if "show" in request.POST or not form.is_valid():
        return _start_page(
            request, plan, form, part, checked="show" not in request.POST, posted=True
        )
    if form.cleaned_data["shown"] != part:
        form.add_error(None, "Look at who is asked now that the part has changed, then send.")
        return _start_page(request, plan, form, part, checked=True, posted=True)
    try:
        round_id = _ask(request, plan_id, form)
    except NotPermitted:
        raise
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _start_page(request, plan, form, part, checked=True, posted=True)
    messages.success(request, f"“{form.cleaned_data['name']}” is under way: everybody is asked.")
    return redirect(addresses_of(request).to("round", round_id))


def _usual(request: AreaRequest, plan: PlanFact, part: str) -> dict[str, Any]:
    periods = queries.periods(plan.id, viewer=request.viewer)
    cut_off = usual_cut_off(
        periods, on=request.today, otherwise=add_working_days(request.today, USUALLY_ASKED)
    )
    taken = {one.name for one in told.rounds(plan.id, viewer=request.viewer, on=request.today)}
    name = say_month(cut_off)
    return {
        "part": part,
        "cut_off": cut_off,
        "name": name if name not in taken else f"{name}, asked {say_date(request.today)}",
    }


def _ask(request: AreaRequest, plan_id: UUID, form: RequestUpdatesForm) -> UUID:
    given = form.cleaned_data
    return verbs.request_updates(
        plan_id=plan_id,
        level_id=None if given["part"] == WHOLE else UUID(given["part"]),
        name=given["name"],
        cut_off=given["cut_off"],
        note_to_leads=given["note"],
        by=request.viewer,
        on=request.today,
    )


def _start_page(
    request: AreaRequest,
    plan: PlanFact,
    form: RequestUpdatesForm,
    part: str,
    *,
    checked: bool = False,
    posted: bool = False,
) -> HttpResponse:
    addresses = addresses_of(request)
    asked = asking.who_is_asked(
        plan.id,
        viewer=request.viewer,
        on=request.today,
        level_id=None if part == WHOLE else UUID(part),
    )
    if asked is None:
        raise Http404
    wrong = checked and bool(form.errors)
    if posted and not checked:  # only to be looked at: nothing is wrong yet
        form = _unchecked(form, request)
    context = {
        "form": form,
        "shown": part,
        "wrong": wrong,
        "asked": preview(asked, addresses),
        "plan_title": plan.title,
        "reminders": reminder_lines(
            plan_reminders(plan.id, viewer=request.viewer) or USUAL_REMINDERS
        ),
        "hint": period_hint(queries.periods(plan.id, viewer=request.viewer), on=request.today),
        "back": addresses.to("rounds", plan.id),
        "breadcrumbs": addresses.plan_crumbs(
            plan.id,
            plan.title,
            Crumb("Update rounds", addresses.to("rounds", plan.id)),
            Crumb("Request updates"),
        ),
    }
    return render(
        request, "improvement_plan/request_updates.html", context, status=422 if wrong else 200
    )


def _unchecked(form: RequestUpdatesForm, request: AreaRequest) -> RequestUpdatesForm:
    choice = form.fields["part"]
    return RequestUpdatesForm(
        initial=form.typed(request.POST),
        parts=list(choice.choices),  # type: ignore[attr-defined]
        on=request.today,
    )


@require_safe
def board(request: AreaRequest, round_id: UUID) -> HttpResponse:
    found = told.round_board(round_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    level = request.GET.get("level", "")
    part = next((one for one in found.parts if str(one.level.id) == level), None)
    page = board_page(
        found,
        wanted=request.GET.get("list", ""),
        level=level if part else "",
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
        part=part,
    )
    return show(request, "round.html", page)


def the_round(request: AreaRequest, round_id: UUID) -> RoundFact:
    found = told.round_fact(round_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


@require_POST
def remind(request: AreaRequest, round_id: UUID) -> HttpResponse:
    """Everybody who has not returned, or the one whose button was pressed."""
    the_round(request, round_id)
    one = sent_id(request.POST, "request")
    try:
        many = requests.remind(
            round_id=round_id,
            request_ids=[one] if one else None,
            by=request.viewer,
            on=request.today,
        )
    except NotPermitted:
        raise
    except Refused as refusal:  # pressed twice: the first did it, and the board says so
        messages.info(request, refusal.sentence)
    else:
        messages.success(request, f"{counted(many, 'reminder')} on the way.")
    return redirect(f"{addresses_of(request).to('round', round_id)}#returns")


@require_POST
def accept(request: AreaRequest, round_id: UUID) -> HttpResponse:
    """Every answer that waits, those of one request, or one of them."""
    the_round(request, round_id)
    of_request, one = sent_id(request.POST, "request"), sent_id(request.POST, "answer")
    many = accepting.accept(
        round_id=round_id,
        request_id=of_request,
        ids=[one] if one else (),
        by=request.viewer,
        on=request.today,
    )
    messages.success(request, f"{counted(many, 'answer')} accepted.")
    addresses = addresses_of(request)
    if of_request:
        return redirect(addresses.to("update_request", of_request))
    return redirect(f"{addresses.to('round', round_id)}#returns")


@form_page
def change_cut_off(request: AreaRequest, round_id: UUID) -> HttpResponse:
    row = the_round(request, round_id)
    policies.require(policies.may_request_updates(request.viewer, row.subject))
    addresses = addresses_of(request)

    def make(**given: Any) -> CutOffForm:
        return CutOffForm(on=request.today, **given)

    def save(form: CutOffForm) -> str:
        verbs.change_cut_off(
            round_id=round_id,
            cut_off=form.cleaned_data["cut_off"],
            version=form.cleaned_data["version"],
            by=request.viewer,
            on=request.today,
        )
        return f"The cut-off is now {say_date(form.cleaned_data['cut_off'])}."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Change the cut-off",
            caption=f"{row.name} · {row.plan_title}",
            lede="Whoever has not returned gets a message with the new day. Reminders move with "
            "it, and what was returned stays.",
            back=addresses.to("round", round_id),
            breadcrumbs=board_crumbs(row, addresses, Crumb("Change the cut-off")),
            button="Change it",
            initial={"cut_off": row.cut_off, "version": row.version},
        ),
    )


@form_page
def close_round(request: AreaRequest, round_id: UUID) -> HttpResponse:
    row = the_round(request, round_id)
    policies.require(policies.may_request_updates(request.viewer, row.subject))
    addresses = addresses_of(request)

    def save(form: SureForm) -> str:
        verbs.close_round(round_id=round_id, by=request.viewer, on=request.today)
        return f"“{row.name}” is closed. Every answer is kept."

    owing = (
        f"{counted(row.to_chase, 'person has', 'people have')} not returned everything; their "
        "links stop working. "
        if row.to_chase
        else "Everybody has returned. "
    )
    return ask(
        request,
        Asked(
            make=SureForm,
            save=save,
            title=f"Close {row.name}",
            caption=row.plan_title,
            lede=f"{owing}Nobody is reminded any more. What was answered is kept.",
            back=addresses.to("round", round_id),
            breadcrumbs=board_crumbs(row, addresses, Crumb("Close")),
            button="Close this round",
            kind="warning",
        ),
    )


def open_round_notes(request: AreaRequest, plan_id: UUID) -> tuple[RoundNote, ...]:
    """For the plan's page: how far each open round is."""
    found = told.rounds(plan_id, viewer=request.viewer, on=request.today, open_only=True)
    return round_notes(found, addresses_of(request))
