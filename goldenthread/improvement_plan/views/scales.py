"""The plan's scales: a new version in other words, a further scale."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import plans
from goldenthread.improvement_plan.forms.doing import SureForm
from goldenthread.improvement_plan.forms.scales import AddScaleForm, ScaleForm, boxes
from goldenthread.improvement_plan.presenters.settings_page import (
    main_scale_lede,
    point_lines,
    scale_choices,
    settings_crumbs,
)
from goldenthread.improvement_plan.queries.facts import PlanFact, ScaleFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, last_told_by, the_plan
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.refusals import Refused


def _scale(plan: PlanFact, key: str) -> ScaleFact:
    found = next((fact for fact in plan.scales if fact.key == key), None)
    if found is None:
        raise Http404
    return found


@form_page
def edit_scale(request: AreaRequest, plan_id: UUID, key: str) -> HttpResponse:
    """Other words, looks and meanings for the points of a scale, more points and fewer: a new
    version, old ratings keep the earlier one."""
    plan = the_plan(request, plan_id)
    fact = _scale(plan, key)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    addresses = addresses_of(request)
    used = queries.points_in_use(plan_id, viewer=request.viewer).get(key, {})

    had = [
        point.key
        for each in queries.scales(plan_id, viewer=request.viewer)
        if each.key == key
        for point in each.scale.points
    ]

    def make(**given: Any) -> ScaleForm:
        return ScaleForm(scale=fact.scale, used=used, had=had, **given)

    def standing(found: ScaleFact) -> Standing:
        return Standing(
            found.version, boxes(found.scale), lambda: last_told_by(request, "plan", plan_id)
        )

    def save(form: ScaleForm, version: int) -> str:
        if form.changed_scale() == fact.scale:
            return "Nothing is changed: the scale stands like that already."
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
            save=save,
            title="Change a scale",
            caption=fact.name,
            lede="This makes a new version. Ratings given before keep the words of their own "
            "version, so that nobody is made to have said something else. What a point counts as "
            "changes the counts from today; closed periods and issued papers keep theirs.",
            back=f"{addresses.to('plan_settings', plan_id)}#scales",
            breadcrumbs=settings_crumbs(plan_id, plan.title, "Change a scale", addresses),
            button="Save as a new version",
            template="scale.html",
            extra={"lines": dict(zip(_keys(fact), point_lines(fact.scale, used), strict=True))},
        ),
        lambda: standing(_scale(the_plan(request, plan_id), key)),
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


@form_page
def make_main(request: AreaRequest, plan_id: UUID, key: str) -> HttpResponse:
    """Count the plan by another of its scales; the page says first what the counts will be."""
    plan = the_plan(request, plan_id)
    fact = _scale(plan, key)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    if fact.main:
        raise Refused(f"The plan is counted by “{fact.name}” already.")
    addresses = addresses_of(request)
    rated, total = queries.rated_on(plan_id, key, viewer=request.viewer)

    def save(form: SureForm) -> str:
        plans.make_main(
            plan_id=plan_id, key=key, version=fact.version, by=request.viewer, on=request.today
        )
        return f"The plan is counted by “{fact.name}” from today."

    return ask(
        request,
        Asked(
            make=SureForm,
            save=save,
            title=f"Count the plan by “{fact.name}”",
            caption=plan.title,
            lede=main_scale_lede(plan, fact, rated, total),
            back=f"{addresses.to('plan_settings', plan_id)}#scales",
            breadcrumbs=settings_crumbs(plan_id, plan.title, "Another main scale", addresses),
            button="Count the plan by this scale",
            kind="warning",
        ),
    )
