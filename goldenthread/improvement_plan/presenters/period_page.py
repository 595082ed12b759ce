"""One reporting period as it was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deeds
from goldenthread.improvement_plan.presenters.comparing import Comparison, compare
from goldenthread.improvement_plan.presenters.frozen_rows import (
    FrozenLine,
    frozen_line,
    mark_at,
    point_key_of,
)
from goldenthread.improvement_plan.presenters.periods_page import period_deeds, period_span
from goldenthread.improvement_plan.queries.facts import PeriodFact, PlanFact, SnapshotTotals
from goldenthread.pages.marks import RatingCount
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import (
    Scale,
    count_by_point,
    three_shares,
)
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotAction

NOT_RATED_KEY = "none"


@dataclass(frozen=True)
class PeriodPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    as_at: str
    deeds: Deeds
    open_note: str
    reopened: str
    bar: tuple[RatingCount, ...]
    bar_title: str
    shares: tuple[counts.Block, ...]
    compare_with: tuple[tuple[str, str, bool], ...]
    comparison: Comparison | None
    rows_title: str
    rows: tuple[FrozenLine, ...]
    clear_href: str
    fingerprint: str
    history_href: str


def period_page(
    period: PeriodFact,
    plan: PlanFact,
    snapshot: PlanSnapshot | None,
    others: Iterable[PeriodFact],
    compared: PlanSnapshot | None,
    totals: Sequence[SnapshotTotals],
    *,
    rating: str,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
) -> PeriodPage:
    here = addresses.period(period.id)
    rows = _chosen(snapshot, rating) if snapshot else ()
    own = next((each for each in totals if each.id == period.snapshot_id), None)
    scale = snapshot.scales[0] if snapshot and snapshot.scales else None
    return PeriodPage(
        title=period.name,
        caption="Reporting period",
        lede=_lede(period, own),
        breadcrumbs=addresses.plan_crumbs(
            plan.id,
            plan.title,
            Crumb("Reporting periods", addresses.periods(plan.id)),
            Crumb(period.name),
        ),
        as_at=say_date(period.cut_off if period.closed else on),
        deeds=period_deeds(period, viewer, addresses),
        open_note="" if snapshot else _open_note(period),
        reopened=_reopened(period),
        bar=_bar(snapshot, scale, here),
        bar_title=_bar_title(snapshot, scale, period),
        shares=_share_blocks(snapshot, scale, plan),
        compare_with=_compare_with(period, others, compared, here),
        comparison=compare(compared, snapshot, on=on, addresses=addresses)
        if compared and snapshot
        else None,
        rows_title=_rows_title(rows, rating, scale),
        rows=tuple(frozen_line(each, scale, period.cut_off, addresses) for each in rows),
        clear_href=f"{here}#rows" if rating else "",
        fingerprint=own.sha256 if own and period.closed else "",
        history_href=addresses.history("period", period.id),
    )


def _open_note(period: PeriodFact) -> str:
    return (
        f"This period is open until its cut-off on {say_date(period.cut_off)}. Closing it "
        "freezes every action as it stands."
    )


def _reopened(period: PeriodFact) -> str:
    if period.reopened_on is None:
        return ""
    return f"Reopened on {say_date(period.reopened_on)}: {period.reopened_reason}"


def _compare_with(
    period: PeriodFact, others: Iterable[PeriodFact], compared: PlanSnapshot | None, here: str
) -> tuple[tuple[str, str, bool], ...]:
    """(address, name, chosen?) of each other closed period."""
    chosen = compared.period_id if compared else ""
    return tuple(
        (f"{here}?with={other.id}", other.name, chosen == str(other.id))
        for other in others
        if other.id != period.id and other.closed
    )


def _lede(period: PeriodFact, own: SnapshotTotals | None) -> str:
    said = period_span(period)
    if own and period.closed:
        number = f", snapshot {own.number}" if own.number > 1 else ""
        said += f" · frozen by {own.taken_by}{number}"
    return said


def _chosen(snapshot: PlanSnapshot, rating: str) -> tuple[SnapshotAction, ...]:
    if not rating:
        return snapshot.actions
    wanted = None if rating == NOT_RATED_KEY else rating
    return tuple(action for action in snapshot.actions if point_key_of(action) == wanted)


def _rows_title(rows: Sequence[SnapshotAction], rating: str, scale: Scale | None) -> str:
    said = counted(len(rows), "action")
    if not rating or scale is None:
        return f"{said} at the cut-off"
    if rating == NOT_RATED_KEY:
        return f"{said} not yet rated at the cut-off"
    return f"{said} rated {scale_label(scale, rating)} at the cut-off"


def scale_label(scale: Scale, key: str) -> str:
    return next((point.label for point in scale.points if point.key == key), key)


def _bar(snapshot: PlanSnapshot | None, scale: Scale | None, here: str) -> tuple[RatingCount, ...]:
    if snapshot is None or scale is None:
        return ()
    numbers = count_by_point((point_key_of(action) for action in snapshot.actions), scale)
    return tuple(
        RatingCount(
            mark_at(scale, key),
            number,
            f"{here}?rating={key or NOT_RATED_KEY}#rows" if number else "",
        )
        for key, number in numbers.items()
    )


def _bar_title(snapshot: PlanSnapshot | None, scale: Scale | None, period: PeriodFact) -> str:
    if snapshot is None or scale is None:
        return ""
    share = three_shares((point_key_of(action) for action in snapshot.actions), scale).complete
    were = "was" if share.count == 1 else "were"
    return (
        f"Of {counted(share.total, 'action')}, {share.count} {were} complete "
        f"on {say_date(period.cut_off)}"
    )


def _share_blocks(
    snapshot: PlanSnapshot | None, scale: Scale | None, plan: PlanFact
) -> tuple[counts.Block, ...]:
    if snapshot is None or scale is None:
        return ()
    shares = three_shares((point_key_of(action) for action in snapshot.actions), scale)
    return tuple(
        counts.Block(block.number, block.label, block.of, counts=block.counts)
        for block in counts.share_blocks(shares, {}, plan, Addresses(""))
    )
