"""Who waits for whom; the other lead agrees; what is needed and by when."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan import queries as plan_queries
from goldenthread.improvement_plan.actions import waiting as verbs
from goldenthread.improvement_plan.forms.doing import SureForm
from goldenthread.improvement_plan.forms.waiting import WaitingForm
from goldenthread.improvement_plan.presenters.risk_words import crumbs
from goldenthread.improvement_plan.presenters.waiting_page import waits_page
from goldenthread.improvement_plan.queries import risks as queries
from goldenthread.improvement_plan.queries.risk_facts import WaitFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, show, the_action, the_plan
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest


@require_safe
def waits(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    plan = the_plan(request, plan_id)
    page = waits_page(
        plan,
        queries.waits(plan_id, viewer=request.viewer, on=request.today),
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "waits.html", page)


def _wait(request: AreaRequest, action_id: UUID, dependency_id: UUID) -> WaitFact:
    detail = the_action(request, action_id)
    found = queries.waits(
        detail.row.plan_id, viewer=request.viewer, on=request.today, action_id=action_id
    )
    fact = next((one for one in found if one.id == dependency_id), None)
    if fact is None or fact.action.id != action_id:
        raise Http404
    return fact


@form_page
def agree(request: AreaRequest, action_id: UUID, dependency_id: UUID) -> HttpResponse:
    """The lead of the action waited for agrees."""
    fact = _wait(request, action_id, dependency_id)
    policies.require(policies.may_agree_to_wait(request.viewer, fact.waits_for.subject))
    addresses = addresses_of(request)
    plan = the_plan(request, fact.action.plan_id)
    by = f" by {say_date(fact.needed_by)}" if fact.needed_by else ""

    def save(form: SureForm) -> str:
        verbs.agree_dependency(dependency_id=dependency_id, by=request.viewer, on=request.today)
        return f"You agreed that {fact.action.reference} waits for {fact.waits_for.reference}{by}."

    return ask(
        request,
        Asked(
            make=SureForm,
            save=save,
            title=f"Agree that {fact.action.reference} waits for {fact.waits_for.reference}",
            caption=f"Action {fact.waits_for.reference}: {fact.waits_for.title}",
            lede=f"You agree that {fact.action.reference} gets what it needs{by}. "
            "The day and your name are kept with it.",
            back=addresses.to("waits", plan.id),
            breadcrumbs=crumbs(
                plan,
                addresses,
                Crumb("Who waits for whom", addresses.to("waits", plan.id)),
                Crumb("Agree"),
            ),
            button="Agree to this",
            extra={"quoted": fact.note},
        ),
    )


@form_page
def change(request: AreaRequest, action_id: UUID, dependency_id: UUID) -> HttpResponse:
    """What is needed, and by when; agreed terms that change are asked about again."""
    fact = _wait(request, action_id, dependency_id)
    policies.require(policies.may_edit_action(request.viewer, fact.action.subject))
    addresses = addresses_of(request)
    plan = the_plan(request, fact.action.plan_id)

    def standing(now: WaitFact) -> Standing:
        entries = plan_queries.action_history(action_id, viewer=request.viewer, limit=1)
        return Standing(
            now.version,
            {"note": now.note, "needed_by": now.needed_by},
            lambda: entries[0].actor_label if entries else "Somebody else",
        )

    def save(form: WaitingForm, version: int) -> str:
        verbs.change_dependency(
            dependency_id=dependency_id,
            version=version,
            note=form.cleaned_data["note"],
            needed_by=form.cleaned_data["needed_by"],
            by=request.viewer,
            on=request.today,
        )
        return f"What {fact.action.reference} waits for is changed."

    return ask_locked(
        request,
        Asked(
            make=WaitingForm,
            save=save,
            title=f"What {fact.action.reference} needs from {fact.waits_for.reference}",
            caption=f"Action {fact.action.reference}: {fact.action.title}",
            lede="Where the other lead has agreed already, they are asked again."
            if fact.agreed_on
            else "",
            back=addresses.to("waits", plan.id),
            breadcrumbs=crumbs(
                plan,
                addresses,
                Crumb("Who waits for whom", addresses.to("waits", plan.id)),
                Crumb("Change"),
            ),
            button="Save changes",
        ),
        lambda: standing(_wait(request, action_id, dependency_id)),
        opened=standing(fact),
    )
