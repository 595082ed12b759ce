"""Forms about one child: what happened, where they are, what excuses a late step."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.recording import (
    NEW_CASE,
    AcceptForm,
    CircumstanceForm,
    EventForm,
    ExceptionForm,
    PlacementForm,
    PutRightForm,
    StrikeForm,
    VisitForm,
)
from goldenthread.ehcp_register.presenters.recording import (
    PROCESS,
    case_choices,
    first_choice,
    record_page,
)
from goldenthread.ehcp_register.queries import children as queries
from goldenthread.ehcp_register.queries.children import EventFact, PersonFact
from goldenthread.ehcp_register.views.asking import (
    Asked,
    ask,
    ask_when_it_ended,
    form_page,
    person_of,
)
from goldenthread.ehcp_register.views.child import register_crumb, the_whole
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.provision import queries as provision
from goldenthread.rules.clocks import find
from goldenthread.rules.proceedings import WORDS, What
from goldenthread.trail import looks


@require_safe
@looks.recorded("What can be recorded of a child")
def record(request: AreaRequest, child_id: UUID) -> HttpResponse:
    """Which kind of event: the expected ones first."""
    require(policies.may_record(request.viewer))
    whole = the_whole(request, child_id)
    slug = request.viewer.local_area_slug
    back = reverse("ehcp_register:child", args=[slug, child_id])
    context = {
        "page": record_page(whole, slug=slug),
        "crumbs": [
            register_crumb(slug),
            Crumb(whole.person.name, back),
            Crumb("Record what happened"),
        ],
    }
    return render(request, "ehcp_register/record.html", context)


@form_page
@looks.recorded("Recording an event")
def record_event(request: AreaRequest, child_id: UUID, what: str) -> HttpResponse:
    person = person_of(request, child_id)
    kind = _what(what)
    viewer, on = request.viewer, request.today
    cases = queries.cases_of(child_id, viewer=viewer, on=on)
    choices = case_choices(kind, cases, NEW_CASE)

    def save(form: EventForm) -> str:
        case_id = form.case_id
        actions.record_event(
            child_id=child_id,
            said=form.said(),
            case_id=case_id,
            process="" if case_id else PROCESS[kind],
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return f"Recorded: {WORDS[kind]}, {say_date(form.cleaned_data['happened_on'])}."

    return ask(
        request,
        Asked(
            make=lambda **given: EventForm(what=kind, cases=choices, **given),
            save=save,
            title=WORDS[kind],
            button="Record this",
            person=person,
            initial={
                "case": first_choice(kind, cases, NEW_CASE, asked=request.GET.get("case", "")),
                "happened_on": on,
            },
        ),
    )


@form_page
@looks.recorded("Putting an event right")
def put_right(request: AreaRequest, event_id: UUID) -> HttpResponse:
    person, event = _event(request, event_id)
    viewer, on = request.viewer, request.today

    def save(form: PutRightForm) -> str:
        actions.put_right(
            event_id=event_id,
            version=form.cleaned_data["version"],
            said=form.said(),
            reason=form.cleaned_data["reason"],
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return "Put right. What had been recorded stays in the history."

    return ask(
        request,
        Asked(
            make=lambda **given: PutRightForm(what=event.what, cases=(), **given),
            save=save,
            title=f"Put right: {WORDS[event.what]}",
            button="Put it right",
            person=person,
            lede=f"Recorded as {say_date(event.on)}. What was recorded stays, struck through.",
            initial={
                "version": person.version,
                "happened_on": event.on,
                "body": event.body,
                "day": event.day,
                "asks": event.asks,
                "phase": event.phase,
                "about": event.about,
                "code": event.code,
            },
        ),
    )


@form_page
@looks.recorded("Striking an event out")
def strike_out(request: AreaRequest, event_id: UUID) -> HttpResponse:
    person, event = _event(request, event_id)
    viewer, on = request.viewer, request.today

    def save(form: StrikeForm) -> str:
        actions.strike_out(
            event_id=event_id,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return "Struck out. No deadline follows from it any more; the history still shows it."

    return ask(
        request,
        Asked(
            make=StrikeForm,
            save=save,
            title="It never happened",
            button="Strike it out",
            person=person,
            lede=f"{WORDS[event.what]}, {say_date(event.on)}. Every deadline that follows from it "
            "goes with it.",
            initial={"version": person.version},
        ),
    )


@form_page
@looks.recorded("Changing a placement")
def place(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today

    def save(form: PlacementForm) -> str:
        urn = form.cleaned_data["urn"]
        setting = provision.setting_by_urn(urn, viewer=viewer) if urn else None
        actions.place(
            child_id=child_id,
            version=form.cleaned_data["version"],
            placement=form.record(setting.id if setting else None),
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return "The placement is recorded. The one before it ended the day before."

    return ask(
        request,
        Asked(
            make=PlacementForm,
            save=save,
            title="Change the placement",
            button="Record the placement",
            person=person,
            initial={"version": person.version},
        ),
    )


@form_page
@looks.recorded("Recording a visit")
def visit(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today

    def save(form: VisitForm) -> str:
        actions.record_welfare_visit(
            child_id=child_id, visit=form.record(), by=viewer, on=on, at=timezone.now()
        )
        return "The visit is recorded."

    asked = Asked(VisitForm, save, "Record a visit", "Record the visit", person)
    return ask(request, asked)


@form_page
@looks.recorded("Recording where a child is")
def circumstance(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today

    def save(form: CircumstanceForm) -> str:
        actions.begin_circumstance(
            child_id=child_id, circumstance=form.record(), by=viewer, on=on, at=timezone.now()
        )
        return "Recorded. It stands in the queues until you say that it is over."

    asked = Asked(CircumstanceForm, save, "Record where they are", "Record this", person)
    return ask(request, asked)


@form_page
@looks.recorded("Ending a circumstance")
def end_circumstance(request: AreaRequest, circumstance_id: UUID) -> HttpResponse:
    found = queries.circumstance(circumstance_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    child_id, fact = found
    lede = f"Since {say_date(fact.from_date)}."
    end = partial(actions.end_circumstance, circumstance_id=circumstance_id)
    return ask_when_it_ended(request, person_of(request, child_id), fact.words, lede, end)


@form_page
@looks.recorded("Claiming an exception")
def claim_exception(request: AreaRequest, event_id: UUID, duty: str) -> HttpResponse:
    person, _ = _event(request, event_id)
    limit = find(duty)
    viewer, on = request.viewer, request.today
    if not limit.exceptions:
        raise Http404

    def save(form: ExceptionForm) -> str:
        actions.claim_exception(
            event_id=event_id,
            duty=limit.key,
            claimed=form.claimed(),
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return "The exception is claimed. It counts once a case manager has accepted it."

    return ask(
        request,
        Asked(
            make=lambda **given: ExceptionForm(duty=limit, **given),
            save=save,
            title=f"Claim an exception: {limit.step}",
            button="Claim the exception",
            person=person,
            lede=f"{limit.law.cited}. An exception excuses a late step; it makes no new last day.",
        ),
    )


@form_page
@looks.recorded("Accepting an exception")
def accept_exception(request: AreaRequest, claim_id: UUID) -> HttpResponse:
    viewer, on = request.viewer, request.today
    found = queries.claim(claim_id, viewer=viewer, on=on)
    if found is None:
        raise Http404
    child_id, claim = found
    require(policies.may_accept_exception(viewer, claimed_by_id=claim.claimed_by_id))
    person = person_of(request, child_id)

    def save(form: AcceptForm) -> str:
        version = form.cleaned_data["version"]
        actions.accept_exception(claim_id=claim_id, version=version, by=viewer, on=on)
        return "The exception is accepted."

    return ask(
        request,
        Asked(
            make=AcceptForm,
            save=save,
            title="Accept this exception",
            button="Accept the exception",
            person=person,
            lede=f"{find(claim.duty).step}. Claimed by {claim.claimed_by}, resting on "
            f"{say_date(claim.first_on)} to {say_date(claim.then_on)}: {claim.evidence}",
            initial={"version": claim.version},
        ),
    )


def _what(what: str) -> What:
    try:
        return What(what)
    except ValueError:
        raise Http404 from None


def _event(request: AreaRequest, event_id: UUID) -> tuple[PersonFact, EventFact]:
    found = queries.event(event_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    child_id, event = found
    return person_of(request, child_id), event
