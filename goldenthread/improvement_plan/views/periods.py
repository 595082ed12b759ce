"""Opening, closing, reopening and comparing reporting periods."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import periods as verbs
from goldenthread.improvement_plan.forms.doing import ReasonForm, SureForm
from goldenthread.improvement_plan.forms.periods import OpenPeriodForm
from goldenthread.improvement_plan.presenters.closing import closing
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, the_period, the_plan
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest


@form_page
def open_period(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    plan = the_plan(request, plan_id)
    policies.require(policies.may_close_period(request.viewer, plan_id))
    addresses = addresses_of(request)

    def save(form: OpenPeriodForm) -> str:
        given = form.cleaned_data
        verbs.open_period(plan_id=plan_id, **given, by=request.viewer, on=request.today)
        return f"{given['name']} is open until {say_date(given['cut_off'])}."

    periods = addresses.periods(plan_id)
    return ask(
        request,
        Asked(
            make=OpenPeriodForm,
            save=save,
            title="Open a reporting period",
            caption=plan.title,
            lede="The span that the next report covers. Closing it freezes every action as it "
            "stands.",
            back=periods,
            breadcrumbs=addresses.plan_crumbs(
                plan_id, plan.title, Crumb("Reporting periods", periods), Crumb("Open one")
            ),
            button="Open it",
        ),
    )


@form_page
def close_period(request: AreaRequest, period_id: UUID) -> HttpResponse:
    """Shows what will be frozen, and what is missing, before it is."""
    period = the_period(request, period_id)
    plan = the_plan(request, period.plan_id)
    policies.require(policies.may_close_period(request.viewer, plan.id))
    addresses = addresses_of(request)
    summary = queries.plan_summary(plan.id, viewer=request.viewer, on=request.today)

    def save(form: SureForm) -> str:
        verbs.close_period(period_id=period_id, by=request.viewer, on=request.today)
        return f"{period.name} is closed. Its figures no longer change."

    return ask(
        request,
        Asked(
            make=SureForm,
            save=save,
            title=f"Close {period.name}",
            caption=plan.title,
            lede=f"Every action is frozen as it stood on {say_date(period.cut_off)}. Papers take "
            "their figures from there, and only an area administrator can reopen it, with a "
            "reason.",
            back=addresses.period(period_id),
            breadcrumbs=addresses.plan_crumbs(
                plan.id,
                plan.title,
                Crumb("Reporting periods", addresses.periods(plan.id)),
                Crumb(period.name, addresses.period(period_id)),
                Crumb("Close"),
            ),
            button=f"Close {period.name}",
            template="close_period.html",
            extra={"closing": closing(summary, addresses) if summary else None},
        ),
    )


@form_page
def reopen_period(request: AreaRequest, period_id: UUID) -> HttpResponse:
    period = the_period(request, period_id)
    plan = the_plan(request, period.plan_id)
    policies.require(policies.may_reopen_period(request.viewer, plan.id))
    addresses = addresses_of(request)

    def save(form: ReasonForm) -> str:
        verbs.reopen_period(
            period_id=period_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return f"{period.name} is open again. Its earlier snapshot stays."

    return ask(
        request,
        Asked(
            make=ReasonForm,
            save=save,
            title=f"Reopen {period.name}",
            caption=plan.title,
            lede="Papers that were issued keep the figures they were issued with. Closing it again "
            "makes a second snapshot beside the first.",
            back=addresses.period(period_id),
            breadcrumbs=addresses.plan_crumbs(
                plan.id,
                plan.title,
                Crumb("Reporting periods", addresses.periods(plan.id)),
                Crumb(period.name, addresses.period(period_id)),
                Crumb("Reopen"),
            ),
            button="Reopen it",
            kind="warning",
        ),
    )


@require_safe
def compare(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """`?before=` and `?now=`, two closed periods: the page of the later one, beside the earlier."""
    plan = the_plan(request, plan_id)
    addresses = addresses_of(request)
    closed = {
        str(each.id): each
        for each in queries.periods(plan.id, viewer=request.viewer)
        if each.closed
    }
    chosen = [closed.get(request.GET.get(name, "")) for name in ("before", "now")]
    two = sorted((each for each in chosen if each), key=lambda each: each.cut_off)
    if len({each.id for each in two}) < 2:
        messages.error(request, "Choose two different closed periods to compare.")
        return redirect(f"{addresses.periods(plan.id)}#compare")
    before, now = two
    return redirect(f"{addresses.period(now.id)}?with={before.id}#compare")
