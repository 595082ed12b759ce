"""What is blocked and needs a decision: asked, decided, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan import queries as plan_queries
from goldenthread.improvement_plan.actions import escalations as verbs
from goldenthread.improvement_plan.forms.doing import ReasonForm
from goldenthread.improvement_plan.forms.escalations import DecisionForm, EscalateForm
from goldenthread.improvement_plan.presenters.escalation_page import escalations_page
from goldenthread.improvement_plan.presenters.risk_words import crumbs
from goldenthread.improvement_plan.queries import risks as queries
from goldenthread.improvement_plan.queries.risk_facts import EscalationFact
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, show, the_plan
from goldenthread.improvement_plan.views.raising import about, forums, named, raising_refused
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused


@require_safe
def escalations(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    plan = the_plan(request, plan_id)
    viewer, on = request.viewer, request.today
    page = escalations_page(
        plan,
        queries.escalations(plan_id, viewer=viewer, on=on, open_only=False),
        raising=raising_refused(request, plan_id),
        viewer=viewer,
        on=on,
        addresses=addresses_of(request),
    )
    return show(request, "escalations.html", page)


@form_page
def raise_escalation(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Blocked, needs a decision. `?about=action:…` or `?about=level:…` chooses what is blocked."""
    plan = the_plan(request, plan_id)
    addresses = addresses_of(request)
    policies.require(raising_refused(request, plan_id))
    choices, chosen = about(request, plan_id), request.GET.get("about", "")

    def make(**given: Any) -> EscalateForm:
        return EscalateForm(about=choices, forums=forums(request), on=request.today, **given)

    def save(form: EscalateForm) -> str:
        given = form.cleaned_data
        verbs.raise_escalation(
            **named(given["about"]),
            blocked=given["blocked"],
            decision_needed=given["decision_needed"],
            forum_id=UUID(given["forum"]),
            needed_by=given["needed_by"],
            by=request.viewer,
            on=request.today,
        )
        return f"The decision is asked for, by {say_date(given['needed_by'])}."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Ask for a decision",
            caption=plan.title,
            lede="For something that is blocked and that its lead cannot move alone. It is listed "
            "for the next meeting until the forum decides.",
            back=addresses.to("escalations", plan_id),
            breadcrumbs=crumbs(plan, addresses, Crumb("Ask for a decision")),
            button="Ask for this decision",
            initial={"about": chosen, "forum": _reports_to(request, chosen)},
        ),
    )


def _reports_to(request: AreaRequest, chosen: str) -> str:
    """The forum that the chosen action reports to; "" where there is none to choose."""
    kind, _, identity = chosen.partition(":")
    try:
        action_id = UUID(identity) if kind == "action" else None
    except ValueError:
        action_id = None
    if action_id is None:
        return ""
    found = plan_queries.action(action_id, viewer=request.viewer, on=request.today)
    return str(found.row.forums[0].id) if found and found.row.forums else ""


def _open(request: AreaRequest, escalation_id: UUID) -> EscalationFact:
    found = queries.escalation(escalation_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    if not found.open:
        day = say_date(found.decided_on or found.withdrawn_on)
        how = "decided" if found.decided_on else "withdrawn"
        raise Refused(f"This was {how} on {day} already.")
    return found


def _asked(request: AreaRequest, fact: EscalationFact, title: str) -> dict[str, Any]:
    """What the two forms about one escalation share."""
    addresses = addresses_of(request)
    back = addresses.to("escalations", fact.plan_id)
    plan = the_plan(request, fact.plan_id)
    return {
        "title": title,
        "caption": f"{fact.place.name}: {fact.place.title}",
        "back": back,
        "breadcrumbs": crumbs(plan, addresses, Crumb("Needs a decision", back), Crumb(title)),
        "extra": {"quoted": fact.decision_needed},
    }


@form_page
def record_decision(request: AreaRequest, escalation_id: UUID) -> HttpResponse:
    fact = _open(request, escalation_id)
    policies.require(policies.may_record_decision(request.viewer, fact.place.subject))

    def make(**given: Any) -> DecisionForm:
        return DecisionForm(forums=forums(request), on=request.today, **given)

    def save(form: DecisionForm) -> str:
        given = form.cleaned_data
        verbs.record_decision(
            escalation_id=escalation_id,
            decision=given["decision"],
            forum_id=UUID(given["forum"]),
            decided_on=given["decided_on"],
            by=request.viewer,
            on=request.today,
        )
        return f"The decision of {say_date(given['decided_on'])} is recorded."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            **_asked(request, fact, "Record the decision"),
            button="Record this decision",
            initial={"forum": str(fact.forum_id or ""), "decided_on": request.today},
        ),
    )


@form_page
def withdraw(request: AreaRequest, escalation_id: UUID) -> HttpResponse:
    fact = _open(request, escalation_id)
    policies.require(policies.may_raise(request.viewer, fact.place.subject))

    def save(form: ReasonForm) -> str:
        verbs.withdraw_escalation(
            escalation_id=escalation_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return "No decision is needed any more. What was asked stays below."

    return ask(
        request,
        Asked(
            make=ReasonForm,
            save=save,
            **_asked(request, fact, "No decision is needed any more"),
            button="Withdraw it",
            kind="warning",
        ),
    )
