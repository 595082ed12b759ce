"""The smaller pages: all plans, search, findings, one forum, one lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.counts import Block
from goldenthread.improvement_plan.presenters.plan_tabs import FINDINGS, plan_tabs
from goldenthread.improvement_plan.presenters.rows import ActionLine, LevelWords, lines
from goldenthread.improvement_plan.queries.facts import (
    ActionRow,
    FindingFact,
    LevelFact,
    PlanFact,
    PlanSummary,
)
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.pages.marks import RatingCount
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date, say_share
from goldenthread.partnership.queries import Viewer

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
        complete=f"{say_share(share.count, share.total)} complete" if share and share.total else "",
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


def found_in(
    plan: PlanFact, rows: Sequence[ActionRow], q: str, *, on: date, addresses: Addresses
) -> Found:
    href = addresses.actions(plan.id, ActionFilters(q=q).as_query())
    return Found(
        plan_title=plan.title,
        count=counted(len(rows), "action"),
        href=href,
        rows=lines(rows[:SEARCH_SHOWS], plan, on=on, addresses=addresses),
        more=f"See all {len(rows)}" if len(rows) > SEARCH_SHOWS else "",
    )


@dataclass(frozen=True)
class FindingLine:
    anchor: str
    reference: str
    text: str
    said: str
    levels: tuple[LevelWords, ...]
    actions: str
    actions_href: str
    edit_href: str


@dataclass(frozen=True)
class FindingsPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    findings: tuple[FindingLine, ...]
    without_action: tuple[FindingLine, ...]
    levels_without_action: tuple[LevelWords, ...]
    levels_without_finding: tuple[tuple[LevelWords, str], ...]  # with where it is joined to one
    add_href: str


def findings_page(
    plan: PlanFact,
    findings: Sequence[FindingFact],
    levels: Sequence[LevelFact],
    *,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
) -> FindingsPage:
    may_edit = not policies.may_edit_plan(viewer, plan.id)
    names = {
        level.id: LevelWords(
            f"{level.word} {level.reference}".strip(), level.title, addresses.level(level.id)
        )
        for level in levels
    }
    told = [_finding_line(finding, plan, names, addresses, may_edit) for finding in findings]
    answering = {level_id for finding in findings for level_id in finding.level_ids}
    return FindingsPage(
        title="Findings",
        caption=plan.title,
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("Findings")),
        tabs=plan_tabs(plan.id, FINDINGS, addresses),
        as_at=say_date(on),
        findings=tuple(told),
        without_action=tuple(
            line for line, finding in zip(told, findings, strict=True) if not finding.actions
        ),
        levels_without_action=tuple(names[level.id] for level in levels if not level.actions.count),
        levels_without_finding=tuple(
            (names[level.id], addresses.to("link_finding", level.id) if may_edit else "")
            for level in levels
            if level.depth == 0 and level.id not in answering
        ),
        add_href=addresses.to("add_finding", plan.id) if may_edit else "",
    )


def _finding_line(
    finding: FindingFact,
    plan: PlanFact,
    names: dict[UUID, LevelWords],
    addresses: Addresses,
    may_edit: bool,
) -> FindingLine:
    below = ActionFilters(level=finding.level_ids).as_query()
    return FindingLine(
        anchor=f"finding-{finding.id}",
        reference=finding.reference,
        text=finding.text,
        said=" · ".join(filter(None, (finding.source, say_date(finding.on)))),
        levels=tuple(names[each] for each in finding.level_ids if each in names),
        actions=counted(finding.actions, "action"),
        actions_href=addresses.actions(plan.id, below) if finding.actions else "",
        edit_href=addresses.to("edit_finding", plan.id, finding.id) if may_edit else "",
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
    groups: tuple[tuple[str, str, tuple[ActionLine, ...]], ...]
    empty: str
    empty_text: str


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
) -> PeoplePage:
    """`narrowed_to` is the query that narrows a plan's list to this forum or lead."""
    groups = []
    for plan in plans:
        mine = [row for row in rows if row.plan_id == plan.id]
        if mine:
            groups.append(
                (
                    plan.title,
                    addresses.actions(plan.id, narrowed_to),
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
