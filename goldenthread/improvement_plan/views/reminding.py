"""When leads are reminded and those above them told: the plan's usual days, and one round's."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import reminding as verbs
from goldenthread.improvement_plan.forms.rounds import RemindersForm, reminder_boxes
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.presenters.round_board import board_crumbs
from goldenthread.improvement_plan.queries.reminding import plan_reminders
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, last_told_by, the_plan
from goldenthread.improvement_plan.views.rounds import the_round
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date_with_day
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.reminders import Reminders

_TITLE = "Change the days of reminders"


@form_page
def of_plan(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """The days that a new round of the plan begins with."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_request_updates(request.viewer, ActionSubject(plan_id)))
    addresses = addresses_of(request)

    def standing() -> Standing:
        found = plan_reminders(plan_id, viewer=request.viewer)
        if found is None:
            raise Http404
        return _standing(
            the_plan(request, plan_id).version,
            found,
            lambda: last_told_by(request, "plan", plan_id),
        )

    def save(form: RemindersForm, version: int) -> str:
        verbs.change_plan_reminders(
            plan_id=plan_id,
            version=version,
            reminders=form.reminders(),
            by=request.viewer,
            on=request.today,
        )
        return "New rounds begin with these days. Rounds under way keep theirs."

    return ask_locked(
        request,
        Asked(
            make=RemindersForm,
            save=save,
            title=_TITLE,
            caption=plan.title,
            lede="These are the days of every round that you ask from now on. A round under way "
            "keeps its own: change those on its page.",
            back=f"{addresses.to('rounds', plan_id)}#reminders",
            breadcrumbs=addresses.plan_crumbs(
                plan_id,
                plan.title,
                Crumb("Update rounds", addresses.to("rounds", plan_id)),
                Crumb(_TITLE),
            ),
            button="Save these days",
        ),
        standing,
        opened=standing(),
    )


@form_page
def of_round(request: AreaRequest, round_id: UUID) -> HttpResponse:
    """The days of one round, from tomorrow on."""
    row = the_round(request, round_id)
    policies.require(policies.may_request_updates(request.viewer, row.subject))
    addresses = addresses_of(request)

    def standing() -> Standing:
        now = the_round(request, round_id)
        return _standing(now.version, now.reminders, lambda: "Somebody else")

    def save(form: RemindersForm, version: int) -> str:
        verbs.change_round_reminders(
            round_id=round_id,
            version=version,
            reminders=form.reminders(),
            by=request.viewer,
            on=request.today,
        )
        return "The days are changed. They count from tomorrow."

    return ask_locked(
        request,
        Asked(
            make=RemindersForm,
            save=save,
            title=_TITLE,
            caption=f"{row.name} · {row.plan_title}",
            lede=f"The cut-off is {say_date_with_day(row.cut_off)}. Only this round changes, from "
            "tomorrow: what was sent stays sent, and no day that is past is made good for.",
            back=f"{addresses.to('round', round_id)}#by-itself",
            breadcrumbs=board_crumbs(row, addresses, Crumb(_TITLE)),
            button="Save these days",
        ),
        standing,
        opened=standing(),
    )


def _standing(version: int, reminders: Reminders, changed_by: Callable[[], str]) -> Standing:
    return Standing(version, reminder_boxes(reminders), changed_by)
