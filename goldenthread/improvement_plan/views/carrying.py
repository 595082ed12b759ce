"""Ongoing actions of the plan before go into the plan that follows it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.carrying import carry_over
from goldenthread.improvement_plan.forms.carrying import CarryForm
from goldenthread.improvement_plan.presenters.settings_page import settings_crumbs
from goldenthread.improvement_plan.queries.carrying import to_carry
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, the_plan
from goldenthread.pages.words import counted
from goldenthread.partnership.queries import AreaRequest

_LEDE = (
    "Their words, leads, forums, dates and targets are copied. Their ratings, updates and evidence "
    "stay where they were given, and each action links to the one it goes on with. Parts of the "
    "plan are matched by title, and made where there are none."
)


@form_page
def carry(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Choose among the actions that are not complete; all of them to begin with."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    found = to_carry(plan_id, viewer=request.viewer, on=request.today)
    addresses = addresses_of(request)
    rows = found.rows if found else ()
    choices = [(str(row.id), f"{row.reference} {row.title}") for row in rows]
    title = "Carry ongoing actions over"

    def save(form: CarryForm) -> str:
        made = carry_over(
            plan_id=plan_id,
            action_ids=[UUID(each) for each in form.cleaned_data["action_ids"]],
            by=request.viewer,
            on=request.today,
        )
        return f"{counted(len(made), 'action')} carried over."

    return ask(
        request,
        Asked(
            make=lambda **given: CarryForm(actions=choices, **given),
            save=save,
            title=title,
            caption=f"From {found.before.title}" if found else plan.title,
            lede=_LEDE if rows else "",
            back=addresses.plan(plan_id),
            breadcrumbs=settings_crumbs(plan_id, plan.title, title, addresses),
            button="Carry these over",
            initial={"action_ids": [key for key, _ in choices]},
            template="carry.html",
            extra={"nothing": _nothing(found is not None, found.carried if found else 0)},
        ),
    )


def _nothing(follows: bool, carried: int) -> str:
    """Why there is nothing to choose."""
    if not follows:
        return "This plan follows no other plan, so there is nothing to carry over."
    if carried:
        return f"{counted(carried, 'action')} carried over already, and no other is ongoing."
    return "Every action of the plan before is complete, so there is nothing to carry over."
