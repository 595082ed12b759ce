"""Parts of a plan: added, their words changed, taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import levels
from goldenthread.improvement_plan.forms.doing import SureForm
from goldenthread.improvement_plan.forms.plan_words import LevelWordsForm
from goldenthread.improvement_plan.forms.planning import NewLevelForm
from goldenthread.improvement_plan.presenters.saying import add_words, joined, lowered, plural
from goldenthread.improvement_plan.queries.facts import LevelDetail, LevelFact, PlanFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import (
    addresses_of,
    last_told_by,
    level_owner,
    the_level,
    the_plan,
)
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused


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


@form_page
def edit_level(request: AreaRequest, level_id: UUID) -> HttpResponse:
    detail = the_level(request, level_id)
    owner = level_owner(request, detail)
    policies.require(policies.may_edit_level(request.viewer, owner.subject))

    def standing(level: LevelFact) -> Standing:
        return Standing(
            level.version,
            {
                "reference": level.reference,
                "title": level.title,
                "aim": level.aim,
                "impact": level.impact,
            },
            lambda: last_told_by(request, "level", level_id),
        )

    def save(form: LevelWordsForm, version: int) -> str:
        names = ("reference", "title", "aim", "impact")
        levels.edit_level(
            level_id=level_id,
            version=version,
            changes={name: form.cleaned_data[name] for name in names},
            by=request.viewer,
            on=request.today,
        )
        return f"The words of {owner.name} are changed."

    asked = Asked(
        make=LevelWordsForm,
        save=save,
        title=f"Change {owner.name}",
        caption=owner.title,
        back=owner.back,
        breadcrumbs=(*owner.breadcrumbs, Crumb("Change the words")),
        button="Save changes",
    )
    return ask_locked(
        request,
        asked,
        lambda: standing(the_level(request, level_id).level),
        opened=standing(detail.level),
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
