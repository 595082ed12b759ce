"""Forms of what holds of a child from a day on, and of what holds no longer."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.forms.about import BudgetForm, NeedForm, ResponsibleForm
from goldenthread.ehcp_register.queries import about
from goldenthread.ehcp_register.views.asking import (
    Asked,
    ask,
    ask_when_it_ended,
    form_page,
    person_of,
)
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail import looks


@form_page
@looks.recorded("Recording a need")
def need(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today

    def save(form: NeedForm) -> str:
        given = form.cleaned_data
        actions.record_need(
            child_id=child_id,
            version=given["version"],
            need=given["need"],
            rank=int(given["rank"]),
            from_date=given["from_date"],
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return "The need is recorded. Where another stood in its place, it ended the day before."

    asked = Asked(
        make=NeedForm,
        save=save,
        title="Record a need",
        button="Record the need",
        person=person,
        initial={"version": person.version},
    )
    return ask(request, asked)


@form_page
@looks.recorded("Recording a personal budget")
def budget(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today

    def save(form: BudgetForm) -> str:
        version = form.cleaned_data["version"]
        actions.record_budget(
            child_id=child_id, version=version, **form.given(), by=viewer, on=on, at=timezone.now()
        )
        return "The decision about the personal budget is recorded."

    asked = Asked(
        make=BudgetForm,
        save=save,
        title="Record a personal budget",
        button="Record the decision",
        person=person,
        initial={"version": person.version},
    )
    return ask(request, asked)


@form_page
@looks.recorded("Recording who is responsible")
def responsible(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today

    def save(form: ResponsibleForm) -> str:
        given = form.cleaned_data
        actions.record_responsible(child_id=child_id, **given, by=viewer, on=on, at=timezone.now())
        return "The authority is recorded."

    asked = Asked(
        make=ResponsibleForm,
        save=save,
        title="Record who is responsible",
        button="Record the authority",
        person=person,
        initial={"version": person.version},
    )
    return ask(request, asked)


@form_page
@looks.recorded("Ending a need")
def need_over(request: AreaRequest, need_id: UUID) -> HttpResponse:
    return _over(request, "need", need_id)


@form_page
@looks.recorded("Ending a personal budget")
def budget_over(request: AreaRequest, budget_id: UUID) -> HttpResponse:
    return _over(request, "budget", budget_id)


@form_page
@looks.recorded("Ending a responsibility")
def responsible_over(request: AreaRequest, responsibility_id: UUID) -> HttpResponse:
    return _over(request, "responsible", responsibility_id)


@form_page
@looks.recorded("Ending a placement")
def placement_over(request: AreaRequest, placement_id: UUID) -> HttpResponse:
    return _over(request, "placement", placement_id)


def _over(request: AreaRequest, what: str, row_id: UUID) -> HttpResponse:
    found = about.dated(what, row_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    child_id, fact = found
    lede = f"{f'{fact.note}. ' if fact.note else ''}Since {say_date(fact.from_date)}."
    end = partial(actions.end_dated, what=what, row_id=row_id)
    return ask_when_it_ended(request, person_of(request, child_id), fact.words, lede, end)
