"""Who waits for whom: each pair of parts of the plan, and what is late along the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.risk_words import (
    WAITING,
    crumbs,
    risk_tabs,
    views,
)
from goldenthread.improvement_plan.presenters.rows import LeadWords, lead_words
from goldenthread.improvement_plan.presenters.saying import DueWords, due_words, mark
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.improvement_plan.queries.risk_facts import WaitFact
from goldenthread.improvement_plan.queries.statement_facts import LevelRef
from goldenthread.pages.marks import RatingMark
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.waiting import in_words

# As a rating is shown: word, shape and colour.
STATE_MARKS: dict[str, RatingMark] = {
    "blocked": RatingMark("Blocked", "red", "diamond"),
    "waits": RatingMark("Waits", "amber", "triangle"),
    "done": RatingMark("Complete", "green", "filled_circle"),
}


@dataclass(frozen=True)
class WaitingAction:
    """One side of it."""

    reference: str
    title: str
    href: str
    leads: tuple[LeadWords, ...]
    due: DueWords
    rating: RatingMark


@dataclass(frozen=True)
class WaitLine:
    anchor: str
    action: WaitingAction
    waits_for: WaitingAction
    note: str
    state: RatingMark
    needed: str
    pressed: str
    agreed: str
    late: tuple[str, ...]
    agree_href: str
    change_href: str
    end_href: str


@dataclass(frozen=True)
class Pair:
    """A part of the plan that waits for another (or within itself)."""

    title: str
    count: str
    lines: tuple[WaitLine, ...]


@dataclass(frozen=True)
class WaitsPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    views: tuple[dict[str, object], ...]
    as_at: str
    summary: str
    blocked_href: str
    pairs: tuple[Pair, ...]
    actions_href: str


def waits_page(
    plan: PlanFact, found: Sequence[WaitFact], *, viewer: Viewer, on: date, addresses: Addresses
) -> WaitsPage:
    return WaitsPage(
        title="Who waits for whom",
        caption=plan.title,
        breadcrumbs=crumbs(plan, addresses, Crumb("Who waits for whom")),
        tabs=risk_tabs(plan, addresses),
        views=views(plan, WAITING, addresses),
        as_at=say_date(on),
        summary=_summary(found),
        blocked_href=addresses.actions(plan.id, "state=blocked"),
        pairs=_pairs(plan, found, viewer=viewer, on=on, addresses=addresses),
        actions_href=addresses.actions(plan.id),
    )


def _summary(found: Sequence[WaitFact]) -> str:
    standing = [fact for fact in found if fact.state != "done"]
    if not standing:
        return "Nothing that is waited for is open."
    blocked = sum(fact.state == "blocked" for fact in standing)
    across = sum(fact.across for fact in standing)
    agreed = sum(fact.agreed_on is not None for fact in standing)
    return (
        f"{blocked} of {counted(len(standing), 'wait')} blocked; {across} across different parts "
        f"of the plan; {agreed} agreed with the other lead."
    )


def _pairs(
    plan: PlanFact, found: Sequence[WaitFact], *, viewer: Viewer, on: date, addresses: Addresses
) -> tuple[Pair, ...]:
    """By the two parts, those that cross between parts first, blocked before waiting."""
    grouped: dict[tuple[LevelRef | None, LevelRef | None], list[WaitFact]] = {}
    for fact in found:
        grouped.setdefault((fact.from_top, fact.to_top), []).append(fact)
    order = ("blocked", "waits", "done")
    pairs = [
        (
            ends[0] == ends[1],
            Pair(
                title=_pair_title(plan, *ends),
                count=counted(len(facts), "wait"),
                lines=tuple(
                    wait_line(fact, plan, viewer=viewer, on=on, addresses=addresses)
                    for fact in sorted(facts, key=lambda fact: order.index(fact.state))
                ),
            ),
        )
        for ends, facts in grouped.items()
    ]
    return tuple(pair for _, pair in sorted(pairs, key=lambda each: each[0]))


def _pair_title(plan: PlanFact, one: LevelRef | None, other: LevelRef | None) -> str:
    if one == other:
        return f"Within {_part(plan, one)}"
    return f"{_part(plan, one)} waits for {_part(plan, other)}"


def _part(plan: PlanFact, level: LevelRef | None) -> str:
    if level is None:
        return "actions in no part of the plan"
    return f"{level.word} {level.reference}".strip() if level.reference else level.title


def _action(row: ActionRow, plan: PlanFact, on: date, addresses: Addresses) -> WaitingAction:
    return WaitingAction(
        reference=row.reference,
        title=row.title,
        href=addresses.action(row.id),
        leads=lead_words(row, addresses),
        due=due_words(row.due, on=on, complete=row.complete, as_written=row.due_as_written),
        rating=mark(row.rating, plan),
    )


def wait_line(
    fact: WaitFact, plan: PlanFact, *, viewer: Viewer, on: date, addresses: Addresses
) -> WaitLine:
    editable = not policies.may_edit_action(viewer, fact.action.subject)
    agrees = (
        fact.state != "done"
        and fact.agreed_on is None
        and not policies.may_agree_to_wait(viewer, fact.waits_for.subject)
    )
    ids = (fact.action.id, fact.id)
    return WaitLine(
        anchor=f"wait-{fact.id}",
        action=_action(fact.action, plan, on, addresses),
        waits_for=_action(fact.waits_for, plan, on, addresses),
        note=fact.note,
        state=STATE_MARKS[fact.state],
        needed=f"Needed by {say_date(fact.needed_by)}" if fact.needed_by else "",
        pressed="Needed before it is due" if fact.pressed else "",
        agreed=_agreed(fact),
        late=_late(fact),
        agree_href=addresses.to("agree_dependency", *ids) if agrees else "",
        change_href=addresses.to("change_dependency", *ids) if editable else "",
        end_href=addresses.to("end_dependency", *ids) if editable else "",
    )


def _agreed(fact: WaitFact) -> str:
    if fact.agreed_on is not None:
        return f"Agreed by {fact.agreed_by} on {say_date(fact.agreed_on)}"
    return "" if fact.state == "done" else "Not agreed yet"


def _late(fact: WaitFact) -> tuple[str, ...]:
    """What is late further along; of the action waited for itself the mark says it already."""
    return tuple(f"{in_words(chain)}, which is late" for chain in fact.late if len(chain) > 2)
