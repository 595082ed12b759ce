"""Targets: set with their trajectory, changed, read, taken away."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import targets
from goldenthread.improvement_plan.forms.doing import SureForm
from goldenthread.improvement_plan.forms.measures import (
    STEPS,
    EditTargetForm,
    ReadingForm,
    TargetForm,
)
from goldenthread.improvement_plan.presenters.saying import figure_words, shortened
from goldenthread.improvement_plan.queries.facts import TargetFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page, still_running
from goldenthread.improvement_plan.views.found import Owner, last_told_by, the_owner
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest

# The boxes that hold a target's words as they stand.
_WORDS = ("text", "measure", "unit", "comparator", "baseline_on")
MOST_STEPS = 12


def _may_set(request: AreaRequest, owner: Owner) -> str:
    """May the viewer say what is to be reached? "" or the sentence that refuses."""
    if owner.kind == "action":
        return policies.may_edit_action(request.viewer, owner.subject)
    return policies.may_edit_level(request.viewer, owner.subject)


@form_page
def add_target(request: AreaRequest, kind: str, owner_id: UUID) -> HttpResponse:
    owner = the_owner(request, kind, owner_id)
    still_running(owner)
    policies.require(_may_set(request, owner))

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


def _plain(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():f}"


def _initial(target: TargetFact) -> dict[str, Any]:
    """The boxes of the form as the target stands."""
    words = {name: getattr(target, name) for name in _WORDS}
    found = words | {
        "value": _plain(target.value),
        "baseline": _plain(target.baseline),
        "due": target.as_written or say_date(target.last_day),
    }
    for number, step in enumerate(target.steps, start=1):
        found[f"step_{number}"] = _plain(step.value)
        found[f"step_{number}_due"] = step.as_written or say_date(step.last_day)
    return found


@form_page
def edit_target(request: AreaRequest, kind: str, owner_id: UUID, target_id: UUID) -> HttpResponse:
    """What a target and the steps on its way say; the history keeps what they said before."""
    owner = the_owner(request, kind, owner_id)
    still_running(owner)
    target = _target(owner, target_id)
    policies.require(_may_set(request, owner))
    shown = sum(name.startswith("step_") for name in request.POST) // 2
    steps = max(STEPS, len(target.steps) + 1, min(shown, MOST_STEPS))
    standing_words = {target.as_written, *(step.as_written for step in target.steps)} - {""}

    def make(**given: Any) -> EditTargetForm:
        return EditTargetForm(steps=steps, standing=standing_words, **given)

    def standing(found: TargetFact) -> Standing:
        return Standing(
            found.version, _initial(found), lambda: last_told_by(request, kind, owner_id)
        )

    def save(form: EditTargetForm, version: int) -> str:
        targets.edit_target(
            target_id=target_id,
            version=version,
            target=form.target(),
            by=request.viewer,
            on=request.today,
        )
        return "The target is changed. The history keeps what it said before."

    return ask_locked(
        request,
        Asked(
            make=make,
            save=save,
            title="Change a target",
            caption=f"{owner.name}: {owner.title}",
            lede="What was reached so far stays, and is compared with what you write here.",
            back=f"{owner.back}#measures",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Change a target")),
            button="Save changes",
            template="target.html",
        ),
        lambda: standing(_target(the_owner(request, kind, owner_id), target_id)),
        opened=standing(target),
    )


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
