"""The plan itself: starting one, and its settings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import plans
from goldenthread.improvement_plan.forms.doing import ReasonForm
from goldenthread.improvement_plan.forms.planning import (
    LevelNamesForm,
    NewPlanForm,
    PlanDetailsForm,
    level_names,
)
from goldenthread.improvement_plan.presenters.rows import lines
from goldenthread.improvement_plan.presenters.saying import lowered
from goldenthread.improvement_plan.presenters.settings_page import (
    level_boxes,
    scale_choices,
    settings_crumbs,
    settings_page,
)
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.kinds import kinds
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import (
    addresses_of,
    last_told_by,
    show,
    the_plan,
)
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.ratings import KNOWN_SCALES

_DETAILS = ("title", "kind_name", "starts_on", "ends_on", "accepted_on")


@form_page
def new_plan(request: AreaRequest) -> HttpResponse:
    """A plan that is typed in: its title, kind, levels and scale; its parts come next. `?after=`
    names the plan it follows."""
    policies.require(policies.may_create_plan(request.viewer))
    before = _followed(request)
    addresses = addresses_of(request)
    choices = [(key, scale.name) for key, scale in KNOWN_SCALES.items()]
    made: list[UUID] = []

    def make(**given: Any) -> NewPlanForm:
        return NewPlanForm(scales=choices, **given)

    def save(form: NewPlanForm) -> str:
        given = form.cleaned_data
        names = level_names(form)
        made.append(
            plans.create_plan(
                title=given["title"],
                kind_name=given["kind"],
                level_names=names,
                scale=KNOWN_SCALES[given["scale"]],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                predecessor_id=before.id if before else None,
                by=request.viewer,
                on=request.today,
            )
        )
        done = f"“{given['title']}” is started."
        return done if before else f"{done} Add its first {lowered(names[0])} next."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Start a plan",
            caption=f"It follows {before.title}" if before else "Improvement plans",
            lede="For a plan that has no document to bring in. Its parts and actions are typed in "
            "afterwards, one by one.",
            back=addresses.plans_crumb().href,
            then=lambda: addresses.to("carry_over", made[0]) if before else addresses.plan(made[0]),
            breadcrumbs=(addresses.plans_crumb(), Crumb("Start a plan")),
            button="Start this plan",
            initial={"scale": "five-point"} | _begins_with(request, before),
            template="new_plan.html",
            extra={
                "choices": scale_choices(tuple(KNOWN_SCALES.values())),
                "kinds": queries.plan_kinds(viewer=request.viewer),
            },
        ),
    )


def _begins_with(request: AreaRequest, before: PlanFact | None) -> dict[str, str]:
    """Kind and levels: of the plan before, or of the kind that `?kind=` names."""
    if before:
        return {"kind": before.kind} | level_boxes(before.level_names)
    asked = request.GET.get("kind", "")
    kind = next((one for one in kinds(viewer=request.viewer) if str(one.id) == asked), None)
    if kind:
        return {"kind": kind.name} | level_boxes(kind.level_names)
    return {"level_1": "Priority"}


def _followed(request: AreaRequest) -> PlanFact | None:
    """The plan that `?after=` names; "not found" where it is none of the viewer's."""
    try:
        return the_plan(request, UUID(request.GET["after"])) if "after" in request.GET else None
    except ValueError:
        raise Http404 from None


@require_safe
def plan_settings(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """What the plan is called, when it runs, what its levels and its ratings are."""
    plan = the_plan(request, plan_id)
    before = (
        queries.plan(plan.predecessor_id, viewer=request.viewer) if plan.predecessor_id else None
    )
    page = settings_page(
        plan,
        before,
        queries.scales(plan_id, viewer=request.viewer),
        queries.points_in_use(plan_id, viewer=request.viewer),
        viewer=request.viewer,
        addresses=addresses_of(request),
    )
    return show(request, "settings.html", page)


def _change_plan(
    request: AreaRequest,
    plan_id: UUID,
    title: str,
    make: Any,
    initial: Any,
    save: Any,
    **more: Any,
) -> HttpResponse:
    """A form about the plan itself, which two people may open at once."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    addresses = addresses_of(request)

    def standing(found: PlanFact) -> Standing:
        return Standing(
            found.version, initial(found), lambda: last_told_by(request, "plan", plan_id)
        )

    return ask_locked(
        request,
        Asked(
            make=make,
            save=save,
            title=title,
            caption=plan.title,
            back=addresses.to("plan_settings", plan_id),
            breadcrumbs=settings_crumbs(plan_id, plan.title, title, addresses),
            button="Save changes",
            **more,
        ),
        lambda: standing(the_plan(request, plan_id)),
        opened=standing(plan),
    )


@form_page
def edit_plan(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    def save(form: PlanDetailsForm, version: int) -> str:
        plans.edit_plan(
            plan_id=plan_id,
            version=version,
            changes={name: form.cleaned_data[name] for name in _DETAILS},
            by=request.viewer,
            on=request.today,
        )
        return "The plan’s details are changed."

    return _change_plan(
        request,
        plan_id,
        "Change the plan’s details",
        PlanDetailsForm,
        lambda plan: (
            {name: getattr(plan, name) for name in _DETAILS if name != "kind_name"}
            | {"kind_name": plan.kind}
        ),
        save,
        template="plan_details.html",
        extra={"kinds": queries.plan_kinds(viewer=request.viewer)},
    )


@form_page
def close_plan(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """What closing a plan means, and what still runs in it."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    every = queries.actions(plan_id, viewer=request.viewer, on=request.today)
    running = tuple(row for row in every if not row.complete)

    def save(form: ReasonForm) -> str:
        plans.close_plan(
            plan_id=plan_id,
            version=plan.version,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return "The plan is closed. Every page of it stays readable."

    return _end_or_not(
        request,
        plan,
        title="Close the plan",
        save=save,
        lede="Nothing more is recorded on its actions from today, and it leaves everybody’s work. "
        "Every page, paper and closed period stays readable. An area administrator can reopen it.",
        template="close_plan.html",
        extra={"running": lines(running, plan, on=request.today, addresses=addresses_of(request))},
    )


@form_page
def reopen_plan(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Take back that the plan is closed."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_reopen_plan(request.viewer, plan_id))

    def save(form: ReasonForm) -> str:
        plans.reopen_plan(
            plan_id=plan_id,
            version=plan.version,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return "The plan is open again."

    return _end_or_not(
        request,
        plan,
        title="Reopen the plan",
        save=save,
        lede="Its actions can be worked on again and come back into everybody’s work.",
    )


def _end_or_not(
    request: AreaRequest, plan: PlanFact, *, title: str, save: Any, lede: str, **more: Any
) -> HttpResponse:
    addresses = addresses_of(request)
    return ask(
        request,
        Asked(
            make=ReasonForm,
            save=save,
            title=title,
            caption=plan.title,
            lede=lede,
            back=addresses.to("plan_settings", plan.id),
            breadcrumbs=settings_crumbs(plan.id, plan.title, title, addresses),
            button=title,
            kind="warning",
            **more,
        ),
    )


@form_page
def rename_levels(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    def save(form: LevelNamesForm, version: int) -> str:
        plans.rename_levels(
            plan_id=plan_id,
            version=version,
            level_names=level_names(form),
            by=request.viewer,
            on=request.today,
        )
        return "The levels have their new names, on every page and in every new paper."

    return _change_plan(
        request,
        plan_id,
        "Change the names of the levels",
        LevelNamesForm,
        lambda plan: level_boxes(plan.level_names),
        save,
    )
