"""The plan’s page: the headline, the parts, and every count’s way to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.counts import Block, Figure
from goldenthread.improvement_plan.presenters.headline import bar_title as title_of_bar
from goldenthread.improvement_plan.presenters.headline import headline, next_due
from goldenthread.improvement_plan.presenters.level_lines import LevelLine, level_lines
from goldenthread.improvement_plan.presenters.plan_tabs import OVERVIEW, plan_tabs
from goldenthread.improvement_plan.presenters.rows import ActionLine, lines
from goldenthread.improvement_plan.presenters.saying import (
    add_words,
    lowered,
    mark,
    plural,
)
from goldenthread.improvement_plan.queries.facts import ActionRow, MovementCount, PlanSummary
from goldenthread.improvement_plan.queries.filters import DUE_SOON_DAYS
from goldenthread.pages.marks import PeriodCounts, RatingCount, RatingMark
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import Direction

ROWS_SHOWN = 8


@dataclass(frozen=True)
class Movement:
    before: RatingMark
    now: RatingMark
    direction: str
    figure: Figure
    said: str


@dataclass(frozen=True)
class GapLine:
    figure: Figure
    words: str
    href: str


@dataclass(frozen=True)
class ShortList:
    """A few rows of a longer list, and the way to all of them."""

    title: str
    lede: str
    rows: tuple[ActionLine, ...]
    more: str
    href: str
    empty: str
    empty_text: str


@dataclass(frozen=True)
class PlanPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    headline: tuple[Block, ...]
    shares: tuple[Block, ...]
    bar_title: str
    bar: tuple[RatingCount, ...]
    levels_title: str
    level_word: str
    level_marks: tuple[RatingMark, ...]
    levels: tuple[LevelLine, ...]
    off_track: ShortList
    due: ShortList
    since_title: str
    movement: tuple[Movement, ...]
    moved: bool
    incomparable: str
    compare_href: str
    compare_words: str
    trend_title: str
    trend: tuple[PeriodCounts, ...]
    gaps: tuple[GapLine, ...]
    quality_href: str
    period_note: str
    period_href: str
    period_link: str
    empty: bool
    import_refused: str
    add_part_href: str
    add_part_words: str


def plan_page(
    summary: PlanSummary, rows: Sequence[ActionRow], *, viewer: Viewer, addresses: Addresses
) -> PlanPage:
    plan, on = summary.plan, summary.on
    word = plan.level_word(0)
    off = [row for row in rows if "off-track" in row.states]
    note, link = _period_note(summary)
    compared = _compared(summary, addresses)
    return PlanPage(
        title=plan.title,
        caption=plan.kind,
        lede=_lede(summary),
        breadcrumbs=(addresses.plans_crumb(), Crumb(plan.title)),
        tabs=plan_tabs(plan.id, OVERVIEW, addresses),
        as_at=say_date(on),
        headline=headline(summary, rows, off, addresses),
        shares=counts.share_blocks(summary.shares, summary.share_queries, plan, addresses),
        bar_title=title_of_bar(summary),
        bar=counts.rating_counts(summary.by_point, plan, addresses),
        levels_title=f"By {lowered(word)}",
        level_word=word,
        level_marks=tuple(mark(each.point, plan) for each in summary.by_point),
        levels=level_lines(summary.top_levels, plan, on=on, addresses=addresses),
        off_track=_off_track(summary, off, addresses),
        due=_due(summary, rows, addresses),
        since_title=f"Since the last report ({summary.last_report.name})"
        if summary.last_report
        else "Since the last report",
        movement=tuple(
            _movement(each, summary, addresses)
            for each in summary.movement
            if each.direction is not Direction.SAME
        ),
        moved=summary.moved is not None,
        incomparable=f"{summary.last_report.name} was counted by another scale, so its ratings "
        "cannot be set beside today’s."
        if summary.last_report and summary.moved is None
        else "",
        compare_href=compared[0],
        compare_words=compared[1],
        trend_title=counts.trend_title(summary.trend),
        trend=counts.trend_periods(summary.trend, plan, addresses),
        gaps=gap_lines(summary, addresses),
        quality_href=addresses.to("quality", summary.plan.id),
        period_note=note,
        period_href=addresses.periods(plan.id),
        period_link=link,
        empty=not summary.actions.count,
        import_refused=policies.closed_words(plan.title, plan.closed_on)
        if plan.closed_on
        else policies.may_edit_plan(viewer, plan.id),
        add_part_href=""
        if plan.closed_on or policies.may_edit_plan(viewer, plan.id)
        else addresses.to("add_top_level", plan.id),
        add_part_words=add_words(word),
    )


def _lede(summary: PlanSummary) -> str:
    plan = summary.plan
    parts = [f"As at {say_date(summary.on)}", counted(summary.actions.count, "action")]
    if summary.top_levels:
        word = lowered(plan.level_word(0))
        parts.append(f"{counted(len(summary.top_levels), word, plural(word))}")
    if plan.accepted_on:
        parts.append(f"accepted {say_date(plan.accepted_on)}")
    if plan.closed_on:
        parts.append(f"closed {say_date(plan.closed_on)}")
    return " · ".join(parts)


def _off_track(summary: PlanSummary, off: Sequence[ActionRow], addresses: Addresses) -> ShortList:
    plan, on = summary.plan, summary.on
    worst = sorted(off, key=lambda row: (row.due or date.max, row.position))
    without = sum("no-cause" in row.states for row in off)
    lede = f"{without} of {len(off)} have no cause or recovery date." if without else ""
    return ShortList(
        title="Off track, and whose",
        lede=lede,
        rows=lines(worst[:ROWS_SHOWN], plan, on=on, addresses=addresses),
        more=f"See all {len(off)}" if len(off) > ROWS_SHOWN else "",
        href=addresses.actions(plan.id, summary.off_track.query),
        empty="Nothing is off track",
        empty_text="An action that is red, overdue or at risk is listed here with its lead, "
        "its cause and the date it should be back on track.",
    )


def _due(summary: PlanSummary, rows: Sequence[ActionRow], addresses: Addresses) -> ShortList:
    plan, on = summary.plan, summary.on
    soon = sorted(
        (row for row in rows if "due-soon" in row.states),
        key=lambda row: (row.due or date.max, row.position),
    )
    return ShortList(
        title=f"Due in the next {DUE_SOON_DAYS} days",
        lede="",
        rows=lines(soon[:ROWS_SHOWN], plan, on=on, addresses=addresses),
        more=f"See all {len(soon)}" if len(soon) > ROWS_SHOWN else "",
        href=addresses.actions(plan.id, summary.due_soon.query),
        empty=f"Nothing is due in the next {DUE_SOON_DAYS} days.",
        empty_text=_after_that(summary, rows),
    )


def _after_that(summary: PlanSummary, rows: Sequence[ActionRow]) -> str:
    following = next_due(summary, rows)
    if following is None:
        return "No later date is set either."
    return f"The next date is {say_date(following.due)}: {following.reference} {following.title}"


def _movement(each: MovementCount, summary: PlanSummary, addresses: Addresses) -> Movement:
    before, now = mark(each.before, summary.plan), mark(each.now, summary.plan)
    return Movement(
        before=before,
        now=now,
        direction=each.direction.value,
        figure=counts.figure(each.counted, summary.plan.id, addresses),
        said=f"{'action' if each.counted.count == 1 else 'actions'} "
        f"from {before.label} to {now.label}",
    )


def gap_lines(summary: PlanSummary, addresses: Addresses) -> tuple[GapLine, ...]:
    found = [
        GapLine(
            counts.figure(gap.counted, summary.plan.id, addresses),
            gap.words,
            addresses.actions(summary.plan.id, gap.counted.query),
        )
        for gap in summary.gaps
        if gap.counted.count
    ]
    if number := len(summary.findings_without_action):
        href = f"{addresses.to('findings', summary.plan.id)}#without-action"
        words = "Finding that no action answers" if number == 1 else "Findings without an action"
        found.append(GapLine(Figure(str(number), href), words, href))
    if number := len(summary.levels_without_action):
        href = f"{addresses.to('findings', summary.plan.id)}#levels-without-action"
        found.append(
            GapLine(Figure(str(number), href), "Parts of the plan without an action", href)
        )
    return tuple(found)


def _compared(summary: PlanSummary, addresses: Addresses) -> tuple[str, str]:
    """The way to what moved between the last two reports, and its words."""
    kept = [each for each in summary.trend if each.in_force]
    if len(kept) < 2:
        return "", ""
    before, last = kept[-2], kept[-1]
    href = f"{addresses.period(last.period_id)}?with={before.period_id}#compare"
    return href, f"What moved from {before.period_name} to {last.period_name}"


def _period_note(summary: PlanSummary) -> tuple[str, str]:
    """What the reporting period needs, and the words of its link."""
    period = summary.open_period
    if period is None:
        return "No reporting period is open.", "Open one"
    if period.cut_off < summary.on:
        return (
            f"{period.name} reached its cut-off on {say_date(period.cut_off)} and is still open.",
            "Close it",
        )
    return f"{period.name} is open until {say_date(period.cut_off)}.", "Reporting periods"
