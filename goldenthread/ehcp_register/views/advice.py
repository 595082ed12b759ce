"""The advice of one child’s cases: who was asked, chased and answered, and how good it is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.advice import (
    AskForm,
    ChaseForm,
    JudgeForm,
    ReasonForm,
    ReceivedForm,
    ViewsForm,
    asked_usually,
)
from goldenthread.ehcp_register.presenters.advice import advice_page
from goldenthread.ehcp_register.presenters.recording import case_choices
from goldenthread.ehcp_register.queries import advice as queries
from goldenthread.ehcp_register.queries import children
from goldenthread.ehcp_register.queries.children import PersonFact
from goldenthread.ehcp_register.views.asking import Asked, ask, form_page, person_of
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.advice import Service, Standing, service_of
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import NotPermitted, NotThere, Refused
from goldenthread.rules.standing import year_group
from goldenthread.trail import looks

_WAIT = (Standing.DUE, Standing.LATE, Standing.OPEN)


@require_safe
@looks.recorded("A child’s advice")
def advice(request: AreaRequest, child_id: UUID) -> HttpResponse:
    """Every adviser of every case in one table, with the next step."""
    viewer, on, slug = request.viewer, request.today, request.viewer.local_area_slug
    person = _in_sight(request, child_id)
    page = advice_page(
        person,
        queries.advice_of(child_id, viewer=viewer, on=on),
        handles={one: policies.may_handle_advice(viewer, service=one) for one in Service},
        judges={one: policies.may_judge_advice(viewer, service=one) for one in Service},
        may_record=not policies.may_record(viewer),
        on=on,
        slug=slug,
    )
    looks.note(request, shown=[("child", child_id)])
    record = reverse("ehcp_register:child", args=[slug, child_id])
    crumbs = [register_crumb(slug), Crumb(person.name, record), Crumb("Advice")]
    return render(request, "ehcp_register/advice.html", {"page": page, "crumbs": crumbs})


def _in_sight(request: AreaRequest, child_id: UUID) -> PersonFact:
    """Whom a page or form is about, for everybody who works with children's records."""
    require(policies.may_see_children(request.viewer))
    found = children.person(child_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


def _back(request: AreaRequest, child_id: UUID) -> Crumb:
    slug = request.viewer.local_area_slug
    return Crumb("Advice", reverse("ehcp_register:advice", args=[slug, child_id]))


@form_page
@looks.recorded("Asking for advice")
def ask_advice(request: AreaRequest, child_id: UUID) -> HttpResponse:
    """Several advisers at once, in a case that is there."""
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today
    cases = children.cases_of(child_id, viewer=viewer, on=on)
    if not cases:
        messages.error(request, "Record first that a request was received: advice is for a case.")
        return redirect("ehcp_register:record", viewer.local_area_slug, child_id)
    choices = case_choices(What.ADVICE_ASKED, cases, "")[:-1]
    asked = [
        one.body
        for case in queries.advice_of(child_id, viewer=viewer, on=on)
        for one in case.advisers
        if str(case.case.id) == choices[0][0]
    ]

    def save(form: AskForm) -> str:
        bodies, views = form.names()
        many = actions.ask_advisers(
            child_id=child_id,
            case_id=form.case_id,
            bodies=bodies,
            views=views,
            asked_on=form.cleaned_data["asked_on"],
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return f"Recorded: {counted(many, 'adviser')} asked."

    group = year_group(person.born_on, on) if person.born_on else None
    return ask(
        request,
        Asked(
            make=lambda **given: AskForm(cases=choices, **given),
            save=save,
            title="Ask for advice",
            button="Record that they were asked",
            person=person,
            lede="Ticked are those whom nearly every assessment asks and who have not been asked "
            "yet.",
            initial={
                "asked_on": on, "case": choices[0][0], "bodies": asked_usually(group, asked),
            },
            back=_back(request, child_id),
        ),
    )  # fmt: skip


@require_POST
@looks.recorded("Chasing advice")
def chase_advice(request: AreaRequest, child_id: UUID) -> HttpResponse:
    """Those who are ticked were chased today."""
    person_of(request, child_id)
    viewer, on = request.viewer, request.today
    looks.note(request, shown=[("child", child_id)])
    running = [
        one.event_id
        for case in queries.advice_of(child_id, viewer=viewer, on=on)
        for one in case.advisers
        if one.event_id and one.standing in _WAIT
    ]
    form = ChaseForm(data=request.POST, running=running)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        messages.error(request, str(first))
    else:
        try:
            many = actions.chase_advice(
                child_id=child_id,
                event_ids=form.cleaned_data["event"],
                how=form.cleaned_data["how"],
                chased_on=on,
                by=viewer,
                on=on,
                at=timezone.now(),
            )
        except (NotPermitted, NotThere):
            raise
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"Recorded: {counted(many, 'adviser')} chased today.")
    return redirect(_back(request, child_id).href)


@form_page
@looks.recorded("Taking a chase back")
def take_chase_back(request: AreaRequest, chase_id: UUID) -> HttpResponse:
    viewer, on = request.viewer, request.today
    found = queries.chase(chase_id, viewer=viewer, on=on)
    if found is None:
        raise Http404
    child_id, body, chase, version = found
    person = person_of(request, child_id)

    def save(form: ReasonForm) -> str:
        actions.take_chase_back(
            chase_id=chase_id,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=viewer,
            on=on,
        )
        return "Taken back. The history still shows it."

    return ask(
        request,
        Asked(
            make=ReasonForm,
            save=save,
            title="Nobody was chased",
            button="Take it back",
            person=person,
            lede=f"{body}, recorded as chased on {say_date(chase.on)}.",
            initial={"version": version},
            back=_back(request, child_id),
        ),
    )


@form_page
@looks.recorded("Recording that advice came")
def receive_advice(request: AreaRequest, event_id: UUID) -> HttpResponse:
    person, body, asked_on = _event(request, event_id, What.ADVICE_ASKED)
    viewer, on = request.viewer, request.today
    require(policies.may_handle_advice(viewer, service=service_of(body)))

    def save(form: ReceivedForm) -> str:
        actions.receive_advice(
            event_id=event_id,
            received_on=form.cleaned_data["received_on"],
            link=form.cleaned_data["link"],
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return f"Recorded: the advice of {body} came."

    return ask(
        request,
        Asked(
            make=ReceivedForm,
            save=save,
            title=f"Advice came: {body}",
            button="Record that it came",
            person=person,
            lede=f"Asked for on {say_date(asked_on)}.",
            initial={"received_on": on},
            back=_back(request, person.id),
        ),
    )


@form_page
@looks.recorded("Judging advice")
def judge_advice(request: AreaRequest, event_id: UUID) -> HttpResponse:
    person, body, came_on = _event(request, event_id, What.ADVICE_RECEIVED)
    viewer, on = request.viewer, request.today
    require(policies.may_judge_advice(viewer, service=service_of(body)))

    def save(form: JudgeForm) -> str:
        judged = form.judged()
        actions.judge_advice(event_id=event_id, judged=judged, by=viewer, on=on, at=timezone.now())
        if judged.more:
            return "Recorded. It stands as sent back until it comes again."
        return "Recorded, with your name and today’s date."

    return ask(
        request,
        Asked(
            make=JudgeForm,
            save=save,
            title=f"How good is it? {body}",
            button="Record this",
            person=person,
            lede=f"Came on {say_date(came_on)}. What you say stands with your name; what others "
            "said before stays beside it.",
            back=_back(request, person.id),
        ),
    )


@form_page
@looks.recorded("Recording what the family or somebody else said")
def settle_views(request: AreaRequest, views_id: UUID) -> HttpResponse:
    viewer, on = request.viewer, request.today
    found = queries.views_asked(views_id, viewer=viewer, on=on)
    if found is None:
        raise Http404
    child_id, who, asked_on, version = found
    person = person_of(request, child_id)

    def save(form: ViewsForm) -> str:
        actions.settle_views(
            views_id=views_id,
            version=form.cleaned_data["version"],
            received_on=form.cleaned_data["received_on"],
            reason=form.cleaned_data["reason"],
            by=viewer,
            on=on,
        )
        return "Recorded."

    return ask(
        request,
        Asked(
            make=ViewsForm,
            save=save,
            title=f"What came of it: {who}",
            button="Record this",
            person=person,
            lede=f"Asked on {say_date(asked_on)}. No limit binds them.",
            initial={"version": version},
            back=_back(request, child_id),
        ),
    )


def _event(request: AreaRequest, event_id: UUID, what: What) -> tuple[PersonFact, str, date]:
    """Whom an event is about, its body and its day; 404 for one of another kind."""
    found = children.event(event_id, viewer=request.viewer, on=request.today)
    if found is None or found[1].what is not what or found[1].corrected or found[1].struck:
        raise Http404
    child_id, event = found
    return _in_sight(request, child_id), event.body, event.on
