"""The reporting periods of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deed, Deeds, deeds
from goldenthread.improvement_plan.presenters.plan_tabs import PERIODS, plan_tabs
from goldenthread.improvement_plan.presenters.saying import share_words
from goldenthread.improvement_plan.queries.facts import PeriodFact, PlanFact, SnapshotTotals
from goldenthread.pages.marks import PeriodCounts, RatingCount
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class PeriodLine:
    name: str
    href: str
    span: str
    state: str
    complete: str
    bar: tuple[RatingCount, ...]
    taken: str
    deeds: Deeds


@dataclass(frozen=True)
class PeriodsPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    periods: tuple[PeriodLine, ...]
    trend: tuple[PeriodCounts, ...]
    trend_title: str
    open_deed: Deed
    any_open: bool
    compare_href: str
    compare: tuple[tuple[str, str], ...]


def periods_page(
    plan: PlanFact,
    periods: Sequence[PeriodFact],
    totals: Sequence[SnapshotTotals],
    *,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
) -> PeriodsPage:
    in_force = {each.id: each for each in totals}
    return PeriodsPage(
        title="Reporting periods",
        caption=plan.title,
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("Reporting periods")),
        tabs=plan_tabs(plan.id, PERIODS, addresses),
        as_at=say_date(on),
        periods=tuple(
            _period_line(period, plan, in_force, viewer, addresses)
            for period in sorted(periods, key=lambda each: each.cut_off, reverse=True)
        ),
        trend=counts.trend_periods(totals, plan, addresses),
        trend_title=counts.trend_title(totals),
        open_deed=Deed(
            "Open a reporting period",
            addresses.to("open_period", plan.id),
            policies.may_close_period(viewer, plan.id),
        ),
        any_open=any(not period.closed for period in periods),
        compare_href=addresses.to("compare_periods", plan.id),
        compare=_comparable(periods),
    )


def _comparable(periods: Sequence[PeriodFact]) -> tuple[tuple[str, str], ...]:
    """Closed periods, oldest first, as (id, name); none where there are not two."""
    closed = sorted((each for each in periods if each.closed), key=lambda each: each.cut_off)
    if len(closed) < 2:
        return ()
    return tuple((str(each.id), f"{each.name} ({say_date(each.cut_off)})") for each in closed)


def period_span(period: PeriodFact) -> str:
    return f"{say_date(period.from_date)} to {say_date(period.cut_off)}"


def period_deeds(period: PeriodFact, viewer: Viewer, addresses: Addresses) -> Deeds:
    if period.closed:
        return deeds(
            (
                Deed(
                    "Reopen",
                    addresses.to("reopen_period", period.id),
                    policies.may_reopen_period(viewer, period.plan_id),
                    quiet=True,
                ),
            )
        )
    return deeds(
        (
            Deed(
                "Close",
                addresses.to("close_period", period.id),
                policies.may_close_period(viewer, period.plan_id),
            ),
        )
    )


def _period_line(
    period: PeriodFact,
    plan: PlanFact,
    totals: Mapping[UUID, SnapshotTotals],
    viewer: Viewer,
    addresses: Addresses,
) -> PeriodLine:
    snapshot = totals.get(period.snapshot_id) if period.snapshot_id else None
    share = snapshot.shares.complete if snapshot and snapshot.shares else None
    state = "Closed" if period.closed else "Open"
    if period.reopened_on and not period.closed:
        state = f"Reopened {say_date(period.reopened_on)}"
    drawn = counts.trend_periods([snapshot], plan, addresses) if snapshot else ()
    return PeriodLine(
        name=period.name,
        href=addresses.period(period.id),
        span=period_span(period),
        state=state,
        complete=share_words(share) if share and period.closed else "",
        bar=tuple(drawn[0].counts) if drawn and period.closed else (),
        taken=f"Frozen by {snapshot.taken_by}, {counted(snapshot.total, 'action')}"
        if snapshot and period.closed
        else "",
        deeds=period_deeds(period, viewer, addresses),
    )
