"""Changing what the plan says: one thing at a time, seen by both where two people change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import doing
from goldenthread.improvement_plan.forms.base import LockedForm
from goldenthread.improvement_plan.forms.doing import ReasonForm
from goldenthread.improvement_plan.forms.plan_words import (
    SPARE_LEADS,
    ActionWordsForm,
    DatesForm,
    ForumsForm,
    LeadsForm,
    PlaceForm,
)
from goldenthread.improvement_plan.queries.facts import ActionDetail
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page, still_running
from goldenthread.improvement_plan.views.found import (
    action_owner,
    last_told_by,
    the_action,
)
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import AreaRequest

ACTION_WORDS = (
    "text",
    "steps",
    "success_measures",
    "outcome",
    "impact",
    "co_production",
    "resources",
    "accountable_as_written",
)


def _standing(
    request: AreaRequest,
    detail: ActionDetail,
    initial: Callable[[ActionDetail], dict[str, Any]],
) -> Standing:
    return Standing(
        detail.row.version,
        initial(detail),
        lambda: last_told_by(request, "action", detail.row.id),
    )


def _change_action(
    request: AreaRequest,
    detail: ActionDetail,
    *,
    title: str,
    make: Callable[..., Any],
    initial: Callable[[ActionDetail], dict[str, Any]],
    save: Callable[[Any, int], str],
    template: str = "form.html",
    lede: str = "",
) -> HttpResponse:
    owner = action_owner(request, detail)
    still_running(owner)
    policies.require(policies.may_edit_action(request.viewer, owner.subject))
    asked: Asked[LockedForm] = Asked(
        make=make,
        save=save,
        title=title,
        caption=f"{owner.name}: {owner.title}",
        back=owner.back,
        breadcrumbs=(*owner.breadcrumbs, Crumb(title)),
        button="Save changes",
        template=template,
        lede=lede,
    )
    return ask_locked(
        request,
        asked,
        lambda: _standing(request, the_action(request, detail.row.id), initial),
        opened=_standing(request, detail, initial),
    )


@form_page
def edit_action(request: AreaRequest, action_id: UUID) -> HttpResponse:
    """The action's words, and the post that answers for it."""
    posts = [
        (str(post.id), post.title)
        for post in partnership.posts(viewer=request.viewer, on=request.today)
    ]

    def make(**given: Any) -> ActionWordsForm:
        return ActionWordsForm(posts=posts, **given)

    def initial(detail: ActionDetail) -> dict[str, Any]:
        post_id = detail.accountable_post_id
        found = {"text": detail.row.text, "accountable_post": str(post_id) if post_id else ""}
        found.update({name: getattr(detail, name) for name in ACTION_WORDS if name != "text"})
        return found

    def save(form: ActionWordsForm, version: int) -> str:
        doing.edit_action(
            action_id=action_id,
            version=version,
            changes=form.changes(),
            by=request.viewer,
            on=request.today,
        )
        return "The words of the action are changed."

    return _change_action(
        request,
        the_action(request, action_id),
        title="Change the words",
        make=make,
        initial=initial,
        save=save,
    )


@form_page
def edit_place(request: AreaRequest, action_id: UUID) -> HttpResponse:
    """Its reference, and the parts of the plan it belongs to."""
    detail = the_action(request, action_id)
    tree = queries.level_tree(detail.row.plan_id, viewer=request.viewer, on=request.today)
    choices = [
        (str(level.id), f"{level.word} {level.reference} {level.title}".replace("  ", " "))
        for level in tree
    ]

    def make(**given: Any) -> PlaceForm:
        return PlaceForm(levels=choices, **given)

    def initial(found: ActionDetail) -> dict[str, Any]:
        return {
            "reference": found.row.reference,
            "level_ids": [str(level.id) for level in found.row.levels],
        }

    def save(form: PlaceForm, version: int) -> str:
        doing.edit_action(
            action_id=action_id,
            version=version,
            changes={
                "reference": form.cleaned_data["reference"],
                "level_ids": tuple(UUID(each) for each in form.cleaned_data["level_ids"]),
            },
            by=request.viewer,
            on=request.today,
        )
        return "The action’s place in the plan is changed."

    return _change_action(
        request,
        detail,
        title="Change where it belongs",
        make=make,
        initial=initial,
        save=save,
    )


@form_page
def edit_dates(request: AreaRequest, action_id: UUID) -> HttpResponse:
    def initial(detail: ActionDetail) -> dict[str, Any]:
        written = "; ".join(due.as_written for due in detail.dues if due.as_written)
        return {
            "due": written or detail.row.due_as_written,
            "start": detail.row.start_as_written,
        }

    def save(form: DatesForm, version: int) -> str:
        start_as_written, start = form.cleaned_data["start"]
        doing.set_dates(
            action_id=action_id,
            version=version,
            dues=form.cleaned_data["due"],
            start=start,
            start_as_written=start_as_written,
            by=request.viewer,
            on=request.today,
        )
        return "The dates of the action are changed."

    return _change_action(
        request,
        the_action(request, action_id),
        title="Change the dates",
        make=DatesForm,
        initial=initial,
        save=save,
        lede="The words stay as you write them. A month, term or quarter counts to its last day.",
    )


@form_page
def edit_leads(request: AreaRequest, action_id: UUID) -> HttpResponse:
    """Who leads: posts, people, or the plan's own words."""
    viewer, on = request.viewer, request.today
    people = [
        (f"post:{post.id}", post.title) for post in partnership.posts(viewer=viewer, on=on)
    ] + [(f"person:{each.id}", each.name) for each in partnership.people(viewer=viewer, on=on)]
    detail = the_action(request, action_id)
    held = len(detail.row.leads)
    if request.method == "POST":  # as many lines as were shown
        held = max(held, sum(name.startswith("who_") for name in request.POST) - SPARE_LEADS)

    def make(**given: Any) -> LeadsForm:
        return LeadsForm(people=people, held=held, **given)

    def initial(detail: ActionDetail) -> dict[str, Any]:
        lines = range(1, held + SPARE_LEADS + 1)
        found: dict[str, Any] = {f"who_{number}": "nobody" for number in lines}
        found.update({f"kind_{number}": "lead" for number in lines})
        for number, lead in enumerate(detail.row.leads, start=1):
            who = "words"
            if lead.post_id:
                who = f"post:{lead.post_id}"
            elif lead.person_id:
                who = f"person:{lead.person_id}"
            found[f"who_{number}"] = who
            found[f"words_{number}"] = lead.as_written
            found[f"kind_{number}"] = lead.kind
        return found

    def save(form: LeadsForm, version: int) -> str:
        doing.set_leads(action_id=action_id, version=version, leads=form.leads(), by=viewer, on=on)
        return "The leads of the action are changed."

    return _change_action(
        request,
        detail,
        title="Change the leads",
        make=make,
        initial=initial,
        save=save,
        template="leads.html",
        lede="Choose the post rather than the person, so that the action stays led when people "
        "move on.",
    )


@form_page
def edit_forums(request: AreaRequest, action_id: UUID) -> HttpResponse:
    choices = [
        (str(forum.id), forum.name)
        for forum in partnership.forums(viewer=request.viewer, on=request.today)
    ]

    def make(**given: Any) -> ForumsForm:
        return ForumsForm(forums=choices, **given)

    def initial(detail: ActionDetail) -> dict[str, Any]:
        return {"forum_ids": [str(forum.id) for forum in detail.row.forums]}

    def save(form: ForumsForm, version: int) -> str:
        doing.set_forums(
            action_id=action_id,
            version=version,
            forum_ids=tuple(UUID(each) for each in form.cleaned_data["forum_ids"]),
            by=request.viewer,
            on=request.today,
        )
        return "The forums of the action are changed."

    return _change_action(
        request,
        the_action(request, action_id),
        title="Change the forums",
        make=make,
        initial=initial,
        save=save,
    )


@form_page
def end_action(request: AreaRequest, action_id: UUID) -> HttpResponse:
    """Take an action out of the plan: it ends, with a reason, and stays readable."""
    detail = the_action(request, action_id)
    owner = action_owner(request, detail)
    still_running(owner)
    policies.require(policies.may_edit_plan(request.viewer, detail.row.plan_id))

    def save(form: ReasonForm) -> str:
        doing.end_action(
            action_id=action_id,
            version=detail.row.version,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return f"{owner.name} is taken out of the plan. Its page and history stay."

    return ask(
        request,
        Asked(
            make=ReasonForm,
            save=save,
            title=f"Take {owner.name.lower()} out of the plan",
            caption=owner.title,
            lede="It leaves every list and count from today. Closed reporting periods and issued "
            "papers keep it, and its page and history stay.",
            back=owner.back,
            breadcrumbs=(*owner.breadcrumbs, Crumb("Take out of the plan")),
            button="Take it out of the plan",
            kind="warning",
        ),
    )
