"""The plan itself: starting one, its settings, its parts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import levels, plans
from goldenthread.improvement_plan.forms.doing import SureForm
from goldenthread.improvement_plan.forms.planning import (
    LevelNamesForm,
    NewLevelForm,
    NewPlanForm,
    PlanDetailsForm,
    level_names,
)
from goldenthread.improvement_plan.presenters.saying import add_words, joined, lowered, plural
from goldenthread.improvement_plan.presenters.settings_page import (
    level_boxes,
    scale_choices,
    settings_crumbs,
    settings_page,
)
from goldenthread.improvement_plan.queries.facts import LevelDetail, PlanFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import (
    addresses_of,
    level_owner,
    show,
    the_level,
    the_plan,
)
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.refusals import Refused

_DETAILS = ("title", "starts_on", "ends_on", "accepted_on")


@form_page
def new_plan(request: AreaRequest) -> HttpResponse:
    """A plan that is typed in: its title, kind, levels and scale; its parts come next."""
    policies.require(policies.may_create_plan(request.viewer))
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
                by=request.viewer,
                on=request.today,
            )
        )
        return f"“{given['title']}” is started. Add its first {lowered(names[0])} next."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Start a plan",
            caption="Improvement plans",
            lede="For a plan that has no document to bring in. Its parts and actions are typed in "
            "afterwards, one by one.",
            back=addresses.plans_crumb().href,
            then=lambda: addresses.plan(made[0]),
            breadcrumbs=(addresses.plans_crumb(), Crumb("Start a plan")),
            button="Start this plan",
            initial={"scale": "five-point", "level_1": "Priority"},
            template="new_plan.html",
            extra={
                "choices": scale_choices(tuple(KNOWN_SCALES.values())),
                "kinds": queries.plan_kinds(viewer=request.viewer),
            },
        ),
    )


@require_safe
def plan_settings(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """What the plan is called, when it runs, what its levels and its ratings are."""
    page = settings_page(
        the_plan(request, plan_id),
        queries.scales(plan_id, viewer=request.viewer),
        queries.points_in_use(plan_id, viewer=request.viewer),
        viewer=request.viewer,
        addresses=addresses_of(request),
    )
    return show(request, "settings.html", page)


def last_changed_by(request: AreaRequest, plan_id: UUID) -> str:
    entries = queries.plan_history(plan_id, viewer=request.viewer, limit=1)
    return entries[0].actor_label if entries else "Somebody else"


def _change_plan(
    request: AreaRequest, plan_id: UUID, title: str, make: Any, initial: Any, save: Any
) -> HttpResponse:
    """A form about the plan itself, which two people may open at once."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    addresses = addresses_of(request)

    def standing(found: PlanFact) -> Standing:
        return Standing(found.version, initial(found), lambda: last_changed_by(request, plan_id))

    return ask_locked(
        request,
        Asked(
            make=make,
            save=lambda form: "",
            title=title,
            caption=plan.title,
            back=addresses.to("plan_settings", plan_id),
            breadcrumbs=settings_crumbs(plan_id, plan.title, title, addresses),
            button="Save changes",
        ),
        lambda: standing(the_plan(request, plan_id)),
        save,
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
        lambda plan: {name: getattr(plan, name) for name in _DETAILS},
        save,
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


@form_page
def add_top_level(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """A new part of the plan at its top."""
    plan = the_plan(request, plan_id)
    here = addresses_of(request).plan_crumbs(plan_id, plan.title)
    return _add_level(request, plan, None, plan.title, addresses_of(request).plan(plan_id), here)


@form_page
def add_level(request: AreaRequest, level_id: UUID) -> HttpResponse:
    """A new part of the plan below this one."""
    detail = the_level(request, level_id)
    owner = level_owner(request, detail)
    if detail.level.depth + 1 >= len(detail.plan.level_names):
        raise Refused(
            f"This plan has no level below {owner.name}, so nothing can lie below it. Add an "
            "action instead, or name a further level in the plan’s settings."
        )
    caption = f"{owner.name}: {owner.title}"
    return _add_level(
        request, detail.plan, detail.level.id, caption, owner.back, owner.breadcrumbs,
        depth=detail.level.depth + 1,
    )  # fmt: skip


def _add_level(
    request: AreaRequest,
    plan: PlanFact,
    parent_id: UUID | None,
    caption: str,
    back: str,
    crumbs: tuple[Crumb, ...],
    depth: int = 0,
) -> HttpResponse:
    policies.require(policies.may_edit_plan(request.viewer, plan.id))
    word = lowered(plan.level_word(depth))
    title = add_words(plan.level_word(depth))

    def make(**given: Any) -> NewLevelForm:
        return NewLevelForm(word=word, **given)

    def save(form: NewLevelForm) -> str:
        levels.add_level(
            plan_id=plan.id,
            parent_id=parent_id,
            **form.cleaned_data,
            by=request.viewer,
            on=request.today,
        )
        return f"The {word} “{form.cleaned_data['title']}” is added."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title=title,
            caption=caption,
            back=f"{back}#{'parts' if parent_id else 'levels'}",
            breadcrumbs=(*crumbs, Crumb(title)),
            button="Add it",
        ),
    )


def _held(detail: LevelDetail) -> str:
    """What still stands in a part of the plan."""
    below = lowered(detail.plan.level_word(detail.level.depth + 1))
    found = [
        counted(len(detail.children), below, plural(below)) if detail.children else "",
        counted(len(detail.actions), "action") if detail.actions else "",
    ]
    return f"It still holds {joined(found)}. Move or remove those first."


@form_page
def end_level(request: AreaRequest, level_id: UUID) -> HttpResponse:
    """Take an empty part out of the plan."""
    detail = the_level(request, level_id)
    owner = level_owner(request, detail)
    policies.require(policies.may_edit_plan(request.viewer, detail.plan.id))
    addresses = addresses_of(request)
    above = detail.ancestors[-1].id if detail.ancestors else None

    def save(form: SureForm) -> str:
        levels.end_level(
            level_id=level_id, version=detail.level.version, by=request.viewer, on=request.today
        )
        return f"{owner.name} is taken out of the plan. Closed periods and papers keep it."

    asked = Asked(
        make=SureForm,
        save=save,
        title=f"Take {lowered(owner.name)} out of the plan",
        caption=owner.title,
        lede="It leaves the plan from today. Closed reporting periods and issued papers keep it.",
        back=owner.back,
        then=lambda: addresses.level(above) if above else addresses.plan(detail.plan.id),
        breadcrumbs=(*owner.breadcrumbs, Crumb("Take out of the plan")),
        button="Take it out of the plan",
        kind="warning",
    )
    if request.method != "POST" and (detail.actions or detail.children):
        held = {"asked": asked, "held": _held(detail)}
        return render(request, "improvement_plan/level_holds.html", held)
    return ask(request, asked)
