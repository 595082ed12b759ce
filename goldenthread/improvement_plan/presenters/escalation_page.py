"""What needs a decision: open ones by the day it is needed, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deed, Deeds, deeds
from goldenthread.improvement_plan.presenters.risk_words import (
    DECISIONS,
    PlaceWords,
    crumbs,
    needed_words,
    place_words,
    risk_tabs,
    views,
)
from goldenthread.improvement_plan.presenters.saying import DueWords
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.risk_facts import EscalationFact
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class EscalationLine:
    """One, open or ended; the hrefs are "" where the viewer may not."""

    anchor: str
    place: PlaceWords
    blocked: str
    decision_needed: str
    forum: str
    forum_href: str
    needed: DueWords
    raised: str
    ended: str
    decision: str
    decide_href: str
    withdraw_href: str
    history_href: str


@dataclass(frozen=True)
class EscalationsPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    views: tuple[dict[str, object], ...]
    as_at: str
    deeds: Deeds
    summary: str
    waiting: tuple[EscalationLine, ...]
    ended: tuple[EscalationLine, ...]


def escalation_line(
    fact: EscalationFact, *, viewer: Viewer, on: date, addresses: Addresses
) -> EscalationLine:
    subject = fact.place.subject
    decides = fact.open and not policies.may_record_decision(viewer, subject)
    withdraws = fact.open and not policies.may_raise(viewer, subject)
    return EscalationLine(
        anchor=f"escalation-{fact.id}",
        place=place_words(fact.place, addresses),
        blocked=fact.blocked,
        decision_needed=fact.decision_needed,
        forum=fact.forum,
        forum_href=addresses.forum(fact.forum_id) if fact.forum_id else "",
        needed=needed_words(fact, on),
        raised=f"{say_date(fact.raised_on)} by {fact.raised_by}",
        ended=_ended(fact),
        decision=fact.decision,
        decide_href=addresses.to("record_decision", fact.id) if decides else "",
        withdraw_href=addresses.to("withdraw_escalation", fact.id) if withdraws else "",
        history_href=addresses.history("escalation", fact.id),
    )


def _ended(fact: EscalationFact) -> str:
    if fact.decided_on:
        return f"Decided on {say_date(fact.decided_on)} by the {fact.decided_by}"
    if fact.withdrawn_on:
        return f"Withdrawn on {say_date(fact.withdrawn_on)}: {fact.withdrawn_reason}"
    return ""


def escalation_lines(
    facts: Iterable[EscalationFact], *, viewer: Viewer, on: date, addresses: Addresses
) -> tuple[EscalationLine, ...]:
    return tuple(escalation_line(fact, viewer=viewer, on=on, addresses=addresses) for fact in facts)


def escalations_page(
    plan: PlanFact,
    every: Sequence[EscalationFact],
    *,
    raising: str,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
) -> EscalationsPage:
    waiting = [fact for fact in every if fact.open]
    ended = [fact for fact in every if not fact.open]
    return EscalationsPage(
        title="Needs a decision",
        caption=plan.title,
        breadcrumbs=crumbs(plan, addresses, Crumb("Needs a decision")),
        tabs=risk_tabs(plan, addresses),
        views=views(plan, DECISIONS, addresses),
        as_at=say_date(on),
        deeds=deeds(
            [Deed("Ask for a decision", addresses.to("raise_escalation", plan.id), raising)]
        ),
        summary=_summary(waiting),
        waiting=escalation_lines(waiting, viewer=viewer, on=on, addresses=addresses),
        ended=escalation_lines(ended, viewer=viewer, on=on, addresses=addresses),
    )


def _summary(waiting: Sequence[EscalationFact]) -> str:
    if not waiting:
        return ""
    late = sum(fact.overdue for fact in waiting)
    said = f"{counted(len(waiting), 'decision')} needed"
    return f"{said}, {late} past its day." if late == 1 else f"{said}, {late} past their day."
