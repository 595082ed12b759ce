"""The parts of an action’s page, a part’s page and the plan’s page that tell of risks, issues,
decisions that are needed and what is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.escalation_page import (
    EscalationLine,
    escalation_lines,
)
from goldenthread.improvement_plan.presenters.risk_words import RiskLine, risk_line
from goldenthread.improvement_plan.presenters.saying import joined
from goldenthread.improvement_plan.presenters.waiting_page import WaitLine, wait_line
from goldenthread.improvement_plan.queries.facts import ActionDetail
from goldenthread.improvement_plan.queries.risk_facts import EscalationFact, RiskFact, WaitFact
from goldenthread.improvement_plan.queries.risks import RiskCounts
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.risks import BANDS


@dataclass(frozen=True)
class ActionRisks:
    """`blocked` is the sentence at the top, "" where it is not blocked."""

    blocked: str
    escalations: tuple[EscalationLine, ...]
    risks: tuple[RiskLine, ...]
    closed: str
    register_href: str
    waits_for: tuple[WaitLine, ...]
    holds_up: tuple[WaitLine, ...]
    waits_href: str
    raise_href: str
    escalate_href: str


def action_risks(
    detail: ActionDetail,
    risks: Sequence[RiskFact],
    escalations: Sequence[EscalationFact],
    waits: Sequence[WaitFact],
    *,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
) -> ActionRisks:
    """`risks` holds the open and the closed ones of the action."""
    row = detail.row
    may = not detail.ended_on and not policies.may_raise(viewer, row.subject)
    about = f"?about=action:{row.id}"
    lines = {
        fact.id: wait_line(fact, detail.plan, viewer=viewer, on=on, addresses=addresses)
        for fact in waits
    }
    closed = sum(not fact.open for fact in risks)
    return ActionRisks(
        blocked=_blocked(row.reference, escalations, waits, detail),
        escalations=escalation_lines(escalations, viewer=viewer, on=on, addresses=addresses),
        risks=tuple(risk_line(fact, on=on, addresses=addresses) for fact in risks if fact.open),
        closed=f"{counted(closed, 'more is', 'more are')} closed." if closed else "",
        register_href=addresses.to("risks", row.plan_id),
        waits_for=tuple(lines[fact.id] for fact in waits if fact.action.id == row.id),
        holds_up=tuple(lines[fact.id] for fact in waits if fact.waits_for.id == row.id),
        waits_href=addresses.to("waits", row.plan_id),
        raise_href=addresses.to("raise_risk", row.plan_id) + about if may else "",
        escalate_href=addresses.to("raise_escalation", row.plan_id) + about if may else "",
    )


def _blocked(
    reference: str,
    escalations: Sequence[EscalationFact],
    waits: Sequence[WaitFact],
    detail: ActionDetail,
) -> str:
    """Blocked: needs a decision of the board by 3 May 2024; waits for 1.2, which is late."""
    if "blocked" not in detail.row.states:
        return ""
    said = []
    for fact in escalations:
        of = f" of the {fact.forum}" if fact.forum else ""
        by = f" by {say_date(fact.needed_by)}" if fact.needed_by else ""
        said.append(f"needs a decision{of}{by}")
    late = [
        fact.waits_for.reference
        for fact in waits
        if fact.state == "blocked" and fact.action.id == detail.row.id
    ]
    if late:
        said.append(f"waits for {joined(late)}, late, off track or waiting for a decision")
    return f"Blocked: {'; '.join(said)}." if said else ""


@dataclass(frozen=True)
class PlanRisks:
    """One calm line on the plan's page; each part opens its list."""

    parts: tuple[tuple[str, str], ...]  # words, href
    empty: str
    register_href: str


def plan_risks(
    counts: RiskCounts, blocked: int, plan_id: object, addresses: Addresses
) -> PlanRisks:
    register = addresses.to("risks", plan_id)
    bands = {band.key: band.word.lower() for band in BANDS}
    parts = [
        (counted(counts.risks, "open risk"), f"{register}?kind=risk", counts.risks),
        (counted(counts.issues, "open issue"), f"{register}?kind=issue", counts.issues),
        *(
            (f"{counts.bands[key]} {bands[key]}", f"{register}?band={key}", counts.bands[key])
            for key in ("very-high", "high")
        ),
        (
            counted(counts.review_overdue, "review overdue", "reviews overdue"),
            f"{register}?state=review-overdue",
            counts.review_overdue,
        ),
        (
            counted(counts.decisions, "decision needed", "decisions needed"),
            addresses.to("escalations", plan_id),
            counts.decisions,
        ),
        (
            counted(blocked, "action blocked", "actions blocked"),
            f"{addresses.to('actions', plan_id)}?state=blocked",
            blocked,
        ),
    ]
    return PlanRisks(
        parts=tuple((words, href) for words, href, number in parts if number),
        empty="No risk, issue or decision is open.",
        register_href=register,
    )
