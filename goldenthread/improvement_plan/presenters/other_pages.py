"""The smaller pages: all plans, search, one forum, one lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.counts import Block
from goldenthread.improvement_plan.presenters.rows import ActionLine, lines
from goldenthread.improvement_plan.presenters.saying import share_words
from goldenthread.improvement_plan.presenters.views_bar import excel_href
from goldenthread.improvement_plan.queries.facts import (
    ActionRow,
    PlanFact,
    PlanSummary,
)
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.searching import FoundIn
from goldenthread.pages.marks import RatingCount
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date

SEARCH_SHOWS = 50


@dataclass(frozen=True)
class PlanCard:
    title: str
    kind: str
    href: str
    said: str
    complete: str
    off_track: str
    bar: tuple[RatingCount, ...]


def plan_cards(summaries: Sequence[PlanSummary], addresses: Addresses) -> tuple[PlanCard, ...]:
    return tuple(_plan_card(summary, addresses) for summary in summaries)


def _plan_card(summary: PlanSummary, addresses: Addresses) -> PlanCard:
    plan = summary.plan
    share = summary.shares.complete if summary.shares else None
    report = summary.last_report
    return PlanCard(
        title=plan.title,
        kind=plan.kind,
        href=addresses.plan(plan.id),
        said=f"Last reported {say_date(report.cut_off)} ({report.name})"
        if report
        else "Not reported yet",
        complete=f"{share_words(share)} complete" if share and share.total else "",
        off_track=f"{summary.off_track.count} off track"
        if summary.actions.count
        else "No actions yet",
        bar=counts.rating_counts(summary.by_point, plan, addresses)
        if summary.actions.count
        else (),
    )


@dataclass(frozen=True)
class Found:
    """What was found in one plan."""

    plan_title: str
    count: str
    href: str
    rows: tuple[ActionLine, ...]
    more: str


def found_in(found: FoundIn, q: str, *, on: date, addresses: Addresses) -> Found:
    href = addresses.actions(found.plan.id, ActionFilters(q=q).as_query())
    return Found(
        plan_title=found.plan.title,
        count=counted(found.matching, "action"),
        href=href,
        rows=lines(found.rows, found.plan, on=on, addresses=addresses),
        more=f"See all {found.matching}" if found.matching > len(found.rows) else "",
    )


@dataclass(frozen=True)
class PeoplePage:
    """The actions of one forum or one lead."""

    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    as_at: str
    headline: tuple[Block, ...]
    groups: tuple[tuple[str, str, str, tuple[ActionLine, ...]], ...]
    empty: str
    empty_text: str
    hand_over: tuple[tuple[str, str], ...] = ()  # (words, address), for whoever may


def people_page(
    rows: Sequence[ActionRow],
    plans: Sequence[PlanFact],
    *,
    title: str,
    caption: str,
    lede: str,
    narrowed_to: str,
    on: date,
    addresses: Addresses,
    empty: str,
    empty_text: str,
    giving: Iterable[tuple[UUID, str]] = (),
) -> PeoplePage:
    """`narrowed_to` is the query that narrows a plan's list to this forum or lead; `giving` are
    those whose work can be handed over from here: ids and names."""
    groups = []
    for plan in plans:
        mine = [row for row in rows if row.plan_id == plan.id]
        if mine:
            groups.append(
                (
                    plan.title,
                    addresses.actions(plan.id, narrowed_to),
                    excel_href(plan.id, narrowed_to, addresses),
                    lines(_urgent_first(mine), plan, on=on, addresses=addresses),
                )
            )
    only = plans[0].id if len(plans) == 1 else None
    return PeoplePage(
        title=title,
        caption=caption,
        lede=lede,
        breadcrumbs=(addresses.plans_crumb(), Crumb(title)),
        as_at=say_date(on),
        headline=_tallies(rows, only, narrowed_to, on, addresses) if rows else (),
        groups=tuple(groups),
        empty=empty,
        empty_text=empty_text,
        hand_over=tuple(
            (f"Hand over the work of {name}", addresses.hand_over(pk)) for pk, name in giving
        ),
    )


def _urgent_first(rows: Sequence[ActionRow]) -> list[ActionRow]:
    return sorted(rows, key=lambda row: (row.complete, row.due or date.max, row.position))


def _tallies(
    rows: Sequence[ActionRow],
    plan_id: UUID | None,
    narrowed_to: str,
    on: date,
    addresses: Addresses,
) -> tuple[Block, ...]:
    def block(label: str, state: str, lead: bool = False) -> Block:
        number = sum(state in row.states for row in rows)
        opens = number and plan_id is not None
        return Block(
            number=str(number),
            label=label,
            of=f"of {counted(len(rows), 'action')}",
            when=say_date(on),
            href=addresses.actions(plan_id, f"{narrowed_to}&state={state}")
            if opens and plan_id
            else "",
            lead=lead,
        )

    return (
        block("complete", "complete", lead=True),
        block("off track", "off-track"),
        block("due in the next 30 days", "due-soon"),
    )
