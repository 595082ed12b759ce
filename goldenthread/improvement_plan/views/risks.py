"""The register of risks and issues; raising, reviewing, changing, closing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import risks as verbs
from goldenthread.improvement_plan.forms.base import AskedForm
from goldenthread.improvement_plan.forms.risks import (
    ChangeRiskForm,
    CloseRiskForm,
    HappenedForm,
    RaiseRiskForm,
    ReviewForm,
)
from goldenthread.improvement_plan.presenters.risk_page import refusal, risk_page
from goldenthread.improvement_plan.presenters.risk_register import register_page
from goldenthread.improvement_plan.presenters.risk_words import crumbs
from goldenthread.improvement_plan.presenters.saying import shortened
from goldenthread.improvement_plan.queries import risks as queries
from goldenthread.improvement_plan.queries.risk_facts import RiskFact
from goldenthread.improvement_plan.queries.risk_filters import RiskFilters
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, show, the_plan
from goldenthread.improvement_plan.views.raising import about, named, owners, raising_refused
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused
from goldenthread.rules.risks import CLOSES_A_RISK, CLOSES_AN_ISSUE, Rhythm, next_review

_CHANGED = (
    "words", "cause", "effect", "mitigation", "likelihood_before", "impact_before",
    "likelihood_after", "impact_after", "review_rhythm", "review_on",
)  # fmt: skip


@require_safe
def register(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Risks and issues of a plan; an address may narrow them."""
    plan = the_plan(request, plan_id)
    viewer, on = request.viewer, request.today
    page = register_page(
        plan,
        queries.risks(plan_id, viewer=viewer, on=on, open_only=False),
        RiskFilters.from_query(request.GET),
        raising=raising_refused(request, plan_id),
        on=on,
        addresses=addresses_of(request),
    )
    return show(request, "risks.html", page)


def _the_risk(request: AreaRequest, risk_id: UUID) -> RiskFact:
    found = queries.risk(risk_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


@require_safe
def risk(request: AreaRequest, risk_id: UUID) -> HttpResponse:
    fact = _the_risk(request, risk_id)
    page = risk_page(
        fact,
        the_plan(request, fact.plan_id),
        queries.risk_history(risk_id, viewer=request.viewer),
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "risk.html", page)


@form_page
def raise_risk(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """A new one. `?about=action:…` or `?about=level:…` chooses what it is about, `?update=` names
    the update it is raised from."""
    plan = the_plan(request, plan_id)
    viewer, on, addresses = request.viewer, request.today, addresses_of(request)
    policies.require(raising_refused(request, plan_id))
    choices = about(request, plan_id)
    raised: list[UUID] = []

    def make(**given: Any) -> RaiseRiskForm:
        return RaiseRiskForm(about=choices, owners=owners(request), on=on, **given)

    def save(form: RaiseRiskForm) -> str:
        raised.append(
            verbs.raise_risk(
                **named(form.cleaned_data["about"]),
                kind=form.cleaned_data["kind"],
                **form.told(),
                update_id=_update(request),
                by=viewer,
                on=on,
            )
        )
        return "It is raised, and stands in the register."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Raise a risk or an issue",
            caption=plan.title,
            lede="A risk may happen; an issue has happened. Both keep an owner, what is done about "
            "it, and a day to look again.",
            back=addresses.to("risks", plan_id),
            then=lambda: addresses.to("risk", raised[0]),
            breadcrumbs=crumbs(plan, addresses, Crumb("Raise a risk or an issue")),
            button="Raise it",
            initial={
                "about": request.GET.get("about", ""),
                "kind": "risk",
                "review_rhythm": Rhythm.MONTHLY.value,
            },
            template="risk_form.html",
        ),
    )


def _update(request: AreaRequest) -> UUID | None:
    given = request.GET.get("update", "")
    try:
        return UUID(given) if given else None
    except ValueError:
        raise Http404 from None


def _open(request: AreaRequest, risk_id: UUID) -> RiskFact:
    """One that can still be worked on, by this viewer."""
    fact = _the_risk(request, risk_id)
    policies.require(refusal(fact, request.viewer))
    if not fact.open:
        raise Refused(
            f"{fact.reference} was closed on {say_date(fact.closed_on)}, and stays as it was then. "
            "Raise it anew if it has come back."
        )
    return fact


def _asked(request: AreaRequest, fact: RiskFact, title: str) -> dict[str, Any]:
    """What the forms about one risk share."""
    addresses = addresses_of(request)
    back = addresses.to("risk", fact.id)
    plan = the_plan(request, fact.plan_id)
    return {
        "title": title,
        "caption": f"{fact.reference} {shortened(fact.words, 90)}",
        "back": back,
        "breadcrumbs": crumbs(plan, addresses, Crumb(fact.reference, back), Crumb(title)),
    }


def _told(form: AskedForm) -> dict[str, Any]:
    """What a form says, as its verb takes it: its text are the words of the statement."""
    given = dict(form.cleaned_data)
    return {"words": given.pop("text")} | given


@form_page
def review(request: AreaRequest, risk_id: UUID) -> HttpResponse:
    fact = _open(request, risk_id)
    on = request.today

    def make(**given: Any) -> ReviewForm:
        return ReviewForm(issue=fact.kind == "issue", on=on, **given)

    def save(form: ReviewForm) -> str:
        verbs.review_risk(risk_id=risk_id, **_told(form), by=request.viewer, on=on)
        return f"Your review of {fact.reference} is recorded for {say_date(on)}."

    due = next_review(on, Rhythm(fact.review_rhythm))
    return ask(
        request,
        Asked(
            make=make,
            save=save,
            **_asked(request, fact, f"Review {fact.reference}"),
            button="Record this review",
            initial={
                "likelihood": fact.now.likelihood,
                "impact": fact.now.impact,
                "review_on": due,
            },
            extra={"quoted": fact.mitigation},
        ),
    )


@form_page
def change(request: AreaRequest, risk_id: UUID) -> HttpResponse:
    fact = _open(request, risk_id)

    def make(**given: Any) -> ChangeRiskForm:
        return ChangeRiskForm(owners=owners(request), issue=fact.kind == "issue", **given)

    def standing(now: RiskFact) -> Standing:
        entries = queries.risk_history(risk_id, viewer=request.viewer, limit=1)
        return Standing(
            now.version,
            {
                "text": now.words,
                "cause": now.cause,
                "effect": now.effect,
                "mitigation": now.mitigation,
                "likelihood_before": now.before.likelihood,
                "impact_before": now.before.impact,
                "likelihood_after": now.after.likelihood,
                "impact_after": now.after.impact,
                "owner": "" if now.owner.key.startswith("words:") else now.owner.key,
                "owner_as_written": now.owner.words if now.owner.key.startswith("words:") else "",
                "review_rhythm": now.review_rhythm,
                "review_on": now.review_on,
            },
            lambda: entries[0].actor_label if entries else "Somebody else",
        )

    def save(form: ChangeRiskForm, version: int) -> str:
        told = form.told()
        verbs.change_risk(
            risk_id=risk_id,
            version=version,
            changes={name: told[name] for name in (*_CHANGED, "owner")},
            by=request.viewer,
            on=request.today,
        )
        return f"{fact.reference} is changed."

    return ask_locked(
        request,
        Asked(
            make=make,
            save=save,
            **_asked(request, fact, f"Change {fact.reference}"),
            button="Save changes",
            lede="How it stands now is said by a review, which keeps what was said before.",
            template="risk_form.html",
        ),
        lambda: standing(_the_risk(request, risk_id)),
        opened=standing(fact),
    )


@form_page
def close(request: AreaRequest, risk_id: UUID) -> HttpResponse:
    fact = _open(request, risk_id)
    ways = CLOSES_AN_ISSUE if fact.kind == "issue" else CLOSES_A_RISK

    def make(**given: Any) -> CloseRiskForm:
        return CloseRiskForm(ways=ways, **given)

    def save(form: CloseRiskForm) -> str:
        verbs.close_risk(risk_id=risk_id, **_told(form), by=request.viewer, on=request.today)
        return f"{fact.reference} is closed. Its page and history stay."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            **_asked(request, fact, f"Close {fact.reference}"),
            lede="It leaves the list of what is open. Its page, its scores and its reviews stay.",
            button="Close it",
            kind="warning",
        ),
    )


@form_page
def happened(request: AreaRequest, risk_id: UUID) -> HttpResponse:
    """The risk is closed, and an issue goes on from it."""
    fact = _open(request, risk_id)
    if fact.kind != "risk":
        raise Refused(f"{fact.reference} is an issue: it has happened already. Review it instead.")
    made: list[UUID] = []

    def save(form: HappenedForm) -> str:
        made.append(
            verbs.happened(risk_id=risk_id, **_told(form), by=request.viewer, on=request.today)
        )
        return f"{fact.reference} is closed, and this issue goes on from it."

    addresses = addresses_of(request)
    return ask(
        request,
        Asked(
            make=HappenedForm,
            save=save,
            **_asked(request, fact, f"{fact.reference} has happened"),
            lede="The risk is closed, and an issue with its owner and its mitigation goes on from "
            "it. Each names the other.",
            then=lambda: addresses.to("risk", made[0]),
            button="It has happened",
            kind="warning",
            initial={"impact": fact.now.impact},
        ),
    )
