"""Milestones, dependencies; a new action."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import doing, waiting
from goldenthread.improvement_plan.actions import steps as step_verbs
from goldenthread.improvement_plan.forms.doing import MeetMilestoneForm, SureForm
from goldenthread.improvement_plan.forms.plan_words import MilestoneForm, NewActionForm
from goldenthread.improvement_plan.forms.waiting import DependencyForm
from goldenthread.improvement_plan.presenters.saying import shortened
from goldenthread.improvement_plan.queries.facts import ActionDetail, MilestoneFact
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page, still_running
from goldenthread.improvement_plan.views.found import (
    action_owner,
    level_owner,
    the_action,
    the_level,
)
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest


@form_page
def add_milestone(request: AreaRequest, action_id: UUID) -> HttpResponse:
    owner = action_owner(request, the_action(request, action_id))
    still_running(owner)
    policies.require(policies.may_update(request.viewer, owner.subject))

    def save(form: MilestoneForm) -> str:
        step_verbs.add_milestone(
            action_id=action_id, **form.cleaned_data, by=request.viewer, on=request.today
        )
        return "The milestone is added."

    return ask(
        request,
        Asked(
            make=MilestoneForm,
            save=save,
            title="Add a milestone",
            caption=f"{owner.name}: {owner.title}",
            back=f"{owner.back}#milestones",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Add a milestone")),
            button="Add it",
        ),
    )


def _milestone(detail: ActionDetail, milestone_id: UUID) -> MilestoneFact:
    found = next((each for each in detail.milestones if each.id == milestone_id), None)
    if found is None:
        raise Http404
    return found


@form_page
def meet_milestone(request: AreaRequest, action_id: UUID, milestone_id: UUID) -> HttpResponse:
    detail = the_action(request, action_id)
    owner = action_owner(request, detail)
    milestone = _milestone(detail, milestone_id)
    policies.require(policies.may_update(request.viewer, owner.subject))

    def make(**given: Any) -> MeetMilestoneForm:
        return MeetMilestoneForm(on=request.today, **given)

    def save(form: MeetMilestoneForm) -> str:
        step_verbs.meet_milestone(
            milestone_id=milestone_id,
            met_on=form.cleaned_data["met_on"],
            by=request.viewer,
            on=request.today,
        )
        return f"The milestone was met on {say_date(form.cleaned_data['met_on'])}."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Milestone met",
            caption=shortened(milestone.text),
            back=f"{owner.back}#milestones",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Milestone met")),
            initial={"met_on": request.today},
        ),
    )


@form_page
def end_milestone(request: AreaRequest, action_id: UUID, milestone_id: UUID) -> HttpResponse:
    detail = the_action(request, action_id)
    owner = action_owner(request, detail)
    milestone = _milestone(detail, milestone_id)
    policies.require(policies.may_edit_action(request.viewer, owner.subject))

    def save(form: SureForm) -> str:
        step_verbs.end_milestone(milestone_id=milestone_id, by=request.viewer, on=request.today)
        return "The milestone is taken away. It stays in the history."

    return ask(
        request,
        Asked(
            make=SureForm,
            save=save,
            title="Take this milestone away",
            caption=shortened(milestone.text),
            lede="It no longer counts as met or missed. It stays in the history.",
            back=f"{owner.back}#milestones",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Take a milestone away")),
            button="Take it away",
            kind="warning",
        ),
    )


@form_page
def add_dependency(request: AreaRequest, action_id: UUID) -> HttpResponse:
    detail = the_action(request, action_id)
    owner = action_owner(request, detail)
    still_running(owner)
    policies.require(policies.may_edit_action(request.viewer, owner.subject))
    others = queries.actions(detail.row.plan_id, viewer=request.viewer, on=request.today)
    choices = [
        (str(each.id), f"{each.reference} {shortened(each.title, 70)}")
        for each in others
        if each.id != action_id
    ]

    def make(**given: Any) -> DependencyForm:
        return DependencyForm(actions=choices, **given)

    def save(form: DependencyForm) -> str:
        waiting.add_dependency(
            action_id=action_id,
            waits_for_id=UUID(form.cleaned_data["waits_for"]),
            note=form.cleaned_data["note"],
            needed_by=form.cleaned_data["needed_by"],
            by=request.viewer,
            on=request.today,
        )
        return f"{owner.name} now shows what it waits for."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="It waits for another action",
            caption=f"{owner.name}: {owner.title}",
            back=f"{owner.back}#dependencies",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Add a dependency")),
            button="Add it",
        ),
    )


@form_page
def end_dependency(request: AreaRequest, action_id: UUID, dependency_id: UUID) -> HttpResponse:
    detail = the_action(request, action_id)
    owner = action_owner(request, detail)
    found = next((each for each in detail.waits_for if each.id == dependency_id), None)
    if found is None:
        raise Http404
    policies.require(policies.may_edit_action(request.viewer, owner.subject))

    def save(form: SureForm) -> str:
        waiting.end_dependency(dependency_id=dependency_id, by=request.viewer, on=request.today)
        return f"{owner.name} no longer waits for {found.reference}."

    return ask(
        request,
        Asked(
            make=SureForm,
            save=save,
            title=f"It no longer waits for {found.reference}",
            caption=f"{owner.name}: {owner.title}",
            back=f"{owner.back}#dependencies",
            breadcrumbs=(*owner.breadcrumbs, Crumb("End a dependency")),
            button="It no longer waits",
            kind="warning",
        ),
    )


@form_page
def add_action(request: AreaRequest, level_id: UUID) -> HttpResponse:
    """A new action in a part of the plan."""
    detail = the_level(request, level_id)
    owner = level_owner(request, detail)
    policies.require(policies.may_edit_plan(request.viewer, detail.plan.id))

    def save(form: NewActionForm) -> str:
        given = form.cleaned_data
        doing.add_action(
            plan_id=detail.plan.id,
            text=given["text"],
            reference=given["reference"],
            words={"success_measures": given["success_measures"]},
            dues=given["due"],
            level_ids=(level_id,),
            by=request.viewer,
            on=request.today,
        )
        return f"The action is added to {owner.name}. It has no lead yet."

    return ask(
        request,
        Asked(
            make=NewActionForm,
            save=save,
            title="Add an action",
            caption=f"{owner.name}: {owner.title}",
            back=f"{owner.back}#actions",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Add an action")),
            button="Add it",
        ),
    )
