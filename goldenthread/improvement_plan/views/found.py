"""What an address names, or "not found": another area's things do not exist here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.level_page import level_name, level_subject
from goldenthread.improvement_plan.queries.facts import (
    ActionDetail,
    EvidenceFact,
    LevelDetail,
    PeriodFact,
    PlanFact,
    RatingFact,
    TargetFact,
)
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest


def addresses_of(request: AreaRequest) -> Addresses:
    return Addresses(request.viewer.local_area_slug)


def the_plan(request: AreaRequest, plan_id: UUID) -> PlanFact:
    found = queries.plan(plan_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


def the_action(request: AreaRequest, action_id: UUID) -> ActionDetail:
    found = queries.action(action_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


def the_level(request: AreaRequest, level_id: UUID) -> LevelDetail:
    found = queries.level_detail(level_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


def the_period(request: AreaRequest, period_id: UUID) -> PeriodFact:
    found = queries.period(period_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Owner:
    """An action or a level, for what both can have: ratings, evidence, targets."""

    kind: str
    id: UUID
    plan: PlanFact
    subject: ActionSubject
    name: str
    title: str
    back: str
    breadcrumbs: tuple[Crumb, ...]
    evidence: tuple[EvidenceFact, ...]
    targets: tuple[TargetFact, ...]
    ratings: tuple[RatingFact, ...]
    ended: bool

    @property
    def ids(self) -> dict[str, Any]:
        """The argument that names it to a verb."""
        return {f"{self.kind}_id": self.id}


def the_owner(request: AreaRequest, kind: str, owner_id: UUID) -> Owner:
    if kind == "action":
        return action_owner(request, the_action(request, owner_id))
    if kind == "level":
        return level_owner(request, the_level(request, owner_id))
    raise Http404


def action_owner(request: AreaRequest, detail: ActionDetail) -> Owner:
    addresses = addresses_of(request)
    row = detail.row
    name = f"Action {row.reference}"
    back = addresses.action(row.id)
    return Owner(
        kind="action",
        id=row.id,
        plan=detail.plan,
        subject=row.subject,
        name=name,
        title=row.title,
        back=back,
        breadcrumbs=addresses.plan_crumbs(row.plan_id, detail.plan.title, Crumb(name, back)),
        evidence=detail.evidence,
        targets=detail.targets,
        ratings=detail.ratings,
        ended=detail.ended_on is not None,
    )


def level_owner(request: AreaRequest, detail: LevelDetail) -> Owner:
    addresses = addresses_of(request)
    level = detail.level
    name = level_name(level)
    back = addresses.level(level.id)
    return Owner(
        kind="level",
        id=level.id,
        plan=detail.plan,
        subject=level_subject(detail),
        name=name,
        title=level.title,
        back=back,
        breadcrumbs=addresses.plan_crumbs(detail.plan.id, detail.plan.title, Crumb(name, back)),
        evidence=detail.evidence,
        targets=detail.targets,
        ratings=detail.ratings,
        ended=False,
    )


def last_told_by(request: AreaRequest, kind: str, thing_id: UUID) -> str:
    """Who is in the history of a plan, level or action last."""
    told = {
        "plan": queries.plan_history,
        "level": queries.level_history,
        "action": queries.action_history,
    }[kind]
    entries = told(thing_id, viewer=request.viewer, limit=1)
    return entries[0].actor_label if entries else "Somebody else"


def closed_plan(request: AreaRequest, page: Any) -> str:
    """The sentence of a page of a closed plan, "" of any other: by the page's address, or by the
    plan among its breadcrumbs."""
    closed = request.viewer.closed_plans
    if not closed:
        return ""
    match = request.resolver_match
    if match and match.kwargs.get("plan_id") in closed:
        return closed[match.kwargs["plan_id"]]
    addresses = addresses_of(request)
    said = {addresses.plan(plan_id): sentence for plan_id, sentence in closed.items()}
    crumbs = getattr(page, "breadcrumbs", ())
    return next((said[crumb.href] for crumb in crumbs if crumb.href in said), "")


def show(
    request: AreaRequest, template: str, page: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page in its template; `page` carries every word of it."""
    context = {"page": page, "closed_plan": closed_plan(request, page), **more}
    return render(request, f"improvement_plan/{template}", context, status=status)
