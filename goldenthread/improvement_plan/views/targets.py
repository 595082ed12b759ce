"""Targets: set with their trajectory, read, taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import targets
from goldenthread.improvement_plan.forms.doing import SureForm
from goldenthread.improvement_plan.forms.measures import ReadingForm, TargetForm
from goldenthread.improvement_plan.presenters.saying import figure_words, shortened
from goldenthread.improvement_plan.queries.facts import TargetFact
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page, still_running
from goldenthread.improvement_plan.views.found import Owner, the_owner
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest


@form_page
def add_target(request: AreaRequest, kind: str, owner_id: UUID) -> HttpResponse:
    owner = the_owner(request, kind, owner_id)
    still_running(owner)
    policies.require(
        policies.may_edit_action(request.viewer, owner.subject)
        if kind == "action"
        else policies.may_edit_level(request.viewer, owner.subject)
    )

    def save(form: TargetForm) -> str:
        targets.add_target(**owner.ids, target=form.target(), by=request.viewer, on=request.today)
        return f"The target of {owner.name} is added."

    return ask(
        request,
        Asked(
            make=TargetForm,
            save=save,
            title="Add a target",
            caption=f"{owner.name}: {owner.title}",
            lede="Words are enough. With figures, every reading shows how far there is to go.",
            back=f"{owner.back}#measures",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Add a target")),
            button="Add it",
            template="target.html",
        ),
    )


def _target(owner: Owner, target_id: UUID) -> TargetFact:
    found = next((each for each in owner.targets if each.id == target_id), None)
    if found is None:
        raise Http404
    return found


@form_page
def reading(request: AreaRequest, kind: str, owner_id: UUID, target_id: UUID) -> HttpResponse:
    """What was reached, as at which day, from which source."""
    owner = the_owner(request, kind, owner_id)
    still_running(owner)
    target = _target(owner, target_id)
    policies.require(
        policies.may_update(request.viewer, owner.subject)
        if kind == "action"
        else policies.may_edit_level(request.viewer, owner.subject)
    )

    def make(**given: Any) -> ReadingForm:
        return ReadingForm(on=request.today, **given)

    def save(form: ReadingForm) -> str:
        given = form.cleaned_data
        targets.record_reading(target_id=target_id, **given, by=request.viewer, on=request.today)
        value = figure_words(given["value"], target.unit)
        return f"{value} is recorded, as at {say_date(given['read_on'])}."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Record what was reached",
            caption=shortened(target.measure or target.text),
            lede=f"In {target.unit}." if target.unit and target.unit != "%" else "",
            back=f"{owner.back}#measures",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Record what was reached")),
            button="Record it",
        ),
    )


@form_page
def end_target(request: AreaRequest, kind: str, owner_id: UUID, target_id: UUID) -> HttpResponse:
    owner = the_owner(request, kind, owner_id)
    still_running(owner)
    target = _target(owner, target_id)
    policies.require(policies.may_edit_plan(request.viewer, owner.plan.id))

    def save(form: SureForm) -> str:
        targets.end_target(
            target_id=target_id, version=target.version, by=request.viewer, on=request.today
        )
        return "The target is taken away. It stays in the history, with what was reached."

    return ask(
        request,
        Asked(
            make=SureForm,
            save=save,
            title="Take this target away",
            caption=shortened(target.text),
            lede="It no longer counts from today. What was reached until now is kept.",
            back=f"{owner.back}#measures",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Take a target away")),
            button="Take it away",
            kind="warning",
        ),
    )
