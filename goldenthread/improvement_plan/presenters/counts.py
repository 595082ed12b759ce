"""Counts with their rows: bars, shares and trends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.saying import mark, share_percent
from goldenthread.improvement_plan.queries.facts import (
    Counted,
    PlanFact,
    PointCount,
    SnapshotTotals,
)
from goldenthread.pages.marks import PeriodCounts, RatingCount
from goldenthread.pages.words import counted
from goldenthread.rules.ratings import SHARE_DEFINITIONS, Share, ThreeShares

SHARE_LABELS: dict[str, str] = {
    "complete": "complete",
    "complete_or_on_track": "complete or on track",
    "complete_on_track_or_under_way": "complete, on track or under way",
}


@dataclass(frozen=True)
class Figure:
    """A number that opens its rows; nothing to open where it is 0."""

    number: str
    href: str


@dataclass(frozen=True)
class Block:
    """One strong number, for the `share` component."""

    number: str
    label: str
    of: str = ""
    percent: str = ""
    when: str = ""
    change: str = ""
    counts: str = ""
    href: str = ""
    lead: bool = False


def figure(count: Counted, plan_id: UUID, addresses: Addresses) -> Figure:
    return Figure(
        f"{count.count:,}", addresses.actions(plan_id, count.query) if count.count else ""
    )


def rating_counts(
    by_point: Iterable[PointCount], plan: PlanFact, addresses: Addresses
) -> tuple[RatingCount, ...]:
    """For the stacked bar: every point in the scale's order, each opening its actions."""
    return tuple(
        RatingCount(
            mark(each.point, plan),
            each.counted.count,
            addresses.actions(plan.id, each.counted.query) if each.counted.count else "",
        )
        for each in by_point
    )


def share_blocks(
    shares: ThreeShares | None, queries: dict[str, str], plan: PlanFact, addresses: Addresses
) -> tuple[Block, ...]:
    """The three shares side by side, each with its definition."""
    if shares is None:
        return ()
    blocks = []
    for name, label in SHARE_LABELS.items():
        share: Share = getattr(shares, name)
        blocks.append(
            Block(
                number=share_percent(share) or "0",
                label=label,
                of=f"{share.count} of {counted(share.total, 'action')}",
                counts=f"{SHARE_DEFINITIONS[name]} {points_counted(name, plan)}",
                href=addresses.actions(plan.id, queries[name])
                if share.count and name in queries
                else "",
            )
        )
    return tuple(blocks)


def points_counted(name: str, plan: PlanFact) -> str:
    """Which of the plan's own ratings a share counts: "On this plan: Blue, Green."."""
    scale = plan.main_scale
    if scale is None:
        return ""
    wanted = {
        "complete": ("complete",),
        "complete_or_on_track": ("complete", "on_track"),
        "complete_on_track_or_under_way": ("complete", "on_track", "under_way"),
    }[name]
    labels = [point.label for point in scale.points if point.counts_as.value in wanted]
    return f"On this plan’s scale: {', '.join(labels)}." if labels else ""


def trend_periods(
    totals: Iterable[SnapshotTotals], plan: PlanFact, addresses: Addresses
) -> tuple[PeriodCounts, ...]:
    """The closed periods, oldest first, in the scale's order."""
    scale = plan.main_scale
    if scale is None:
        return ()
    kept = [each for each in totals if each.in_force]
    keys: list[str] = [point.key for point in scale.points]
    if any(each.counts.get("") for each in kept):
        keys.append("")
    known = set(keys)
    return tuple(
        PeriodCounts(
            label=each.period_name,
            counts=tuple(
                RatingCount(
                    mark(scale.point(key) if key else None, plan),
                    each.counts.get(key, 0),
                    f"{addresses.period(each.period_id)}?rating={key or 'none'}#rows",
                )
                for key in keys
            ),
            href=addresses.period(each.period_id),
        )
        for each in kept
        # A period rated on another scale cannot stand beside these.
        if each.scale_key in ("", scale.key) and set(each.counts) <= known
    )


def trend_title(totals: Iterable[SnapshotTotals]) -> str:
    """What the trend shows: "Completed actions rose from 33 to 52"."""
    kept = [each for each in totals if each.in_force and each.shares is not None]
    if not kept:
        return "Ratings at each closed period"
    first, last = kept[0], kept[-1]
    before = first.shares.complete.count if first.shares else 0
    now = last.shares.complete.count if last.shares else 0
    if first is last:
        return f"{counted(now, 'action')} complete in {last.period_name}"
    if before == now:
        return f"Completed actions stayed at {now} from {first.period_name} to {last.period_name}"
    way = "rose" if now > before else "fell"
    return (
        f"Completed actions {way} from {before} in {first.period_name} "
        f"to {now} in {last.period_name}"
    )
