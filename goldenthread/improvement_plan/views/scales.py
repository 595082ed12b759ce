"""The plan's scales: a new version in other words, a further scale."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import plans
from goldenthread.improvement_plan.forms.scales import AddScaleForm, ScaleWordsForm
from goldenthread.improvement_plan.presenters.settings_page import (
    point_lines,
    scale_choices,
    settings_crumbs,
)
from goldenthread.improvement_plan.queries.facts import PlanFact, ScaleFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, the_plan
from goldenthread.improvement_plan.views.planning import last_changed_by
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.ratings import KNOWN_SCALES


def _scale(plan: PlanFact, key: str) -> ScaleFact:
    found = next((fact for fact in plan.scales if fact.key == key), None)
    if found is None:
        raise Http404
    return found


def _words(fact: ScaleFact) -> dict[str, Any]:
    found: dict[str, Any] = {"name": fact.name}
    for point in fact.scale.points:
        found[f"label_{point.key}"] = point.label
        found[f"meaning_{point.key}"] = point.meaning
    return found


@form_page
def edit_scale(request: AreaRequest, plan_id: UUID, key: str) -> HttpResponse:
    """Other words for the points of a scale: a new version, old ratings keep the earlier one."""
    plan = the_plan(request, plan_id)
    fact = _scale(plan, key)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    addresses = addresses_of(request)
    used = queries.points_in_use(plan_id, viewer=request.viewer).get(key, {})

    def make(**given: Any) -> ScaleWordsForm:
        return ScaleWordsForm(scale=fact.scale, used=used, **given)

    def standing(found: ScaleFact) -> Standing:
        return Standing(found.version, _words(found), lambda: last_changed_by(request, plan_id))

    def save(form: ScaleWordsForm, version: int) -> str:
        if form.changed_scale() == fact.scale:
            return "Nothing is changed: the words are those of the scale already."
        plans.define_scale(
            plan_id=plan_id,
            scale=form.changed_scale(),
            version=version,
            by=request.viewer,
            on=request.today,
        )
        return "The scale has a new version. Earlier ratings keep the words they were given in."

    return ask_locked(
        request,
        Asked(
            make=make,
            save=lambda form: "",
            title="Change the words of a scale",
            caption=fact.name,
            lede="This makes a new version. Ratings given before keep the words of their own "
            "version, so that nobody is made to have said something else.",
            back=f"{addresses.to('plan_settings', plan_id)}#scales",
            breadcrumbs=settings_crumbs(plan_id, plan.title, "Change a scale", addresses),
            button="Save as a new version",
            template="scale.html",
            extra={"lines": dict(zip(_keys(fact), point_lines(fact.scale, used), strict=True))},
        ),
        lambda: standing(_scale(the_plan(request, plan_id), key)),
        save,
        opened=standing(fact),
    )


def _keys(fact: ScaleFact) -> list[str]:
    return [point.key for point in fact.scale.points]


@form_page
def add_scale(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """A further scale beside those the plan has; its first is the council's own."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    addresses = addresses_of(request)
    had = {fact.key for fact in plan.scales}
    offered = tuple(scale for key, scale in KNOWN_SCALES.items() if key not in had)

    def make(**given: Any) -> AddScaleForm:
        return AddScaleForm(scales=[(scale.key, scale.name) for scale in offered], **given)

    def save(form: AddScaleForm) -> str:
        scale = KNOWN_SCALES[form.cleaned_data["scale"]]
        plans.define_scale(
            plan_id=plan_id,
            scale=scale,
            main=plan.main_scale is None,
            by=request.viewer,
            on=request.today,
        )
        return f"“{scale.name}” is a scale of this plan. Its words can be changed below."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Add a scale",
            caption=plan.title,
            lede="Ratings on a further scale stand beside the council’s own and are never mixed "
            "with them.",
            back=f"{addresses.to('plan_settings', plan_id)}#scales",
            breadcrumbs=settings_crumbs(plan_id, plan.title, "Add a scale", addresses),
            button="Add this scale",
            template="add_scale.html",
            extra={"choices": scale_choices(offered)},
        ),
    )
