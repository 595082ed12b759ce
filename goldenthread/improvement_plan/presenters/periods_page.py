"""Reporting periods: the list, one snapshot, and two compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deed, Deeds, deeds
from goldenthread.improvement_plan.presenters.plan_tabs import PERIODS, plan_tabs
from goldenthread.improvement_plan.presenters.saying import (
    DueWords,
    due_words,
    mark,
    shortened,
)
from goldenthread.improvement_plan.queries.facts import PeriodFact, PlanFact, SnapshotTotals
from goldenthread.pages.marks import PeriodCounts, RatingCount, RatingMark
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date, say_share
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import (
    Direction,
    Scale,
    added,
    count_by_point,
    direction,
    movement,
    removed,
    three_shares,
)
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotAction

NOT_RATED_KEY = "none"


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
    )


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
        complete=say_share(share.count, share.total) if share and period.closed else "",
        bar=tuple(drawn[0].counts) if drawn and period.closed else (),
        taken=f"Frozen by {snapshot.taken_by}, {counted(snapshot.total, 'action')}"
        if snapshot and period.closed
        else "",
        deeds=period_deeds(period, viewer, addresses),
    )


@dataclass(frozen=True)
class FrozenLine:
    """An action as it stood at the cut-off."""

    reference: str
    title: str
    href: str
    leads: str
    due: DueWords
    rating: RatingMark
    now: RatingMark | None
    direction: str
    cause: str


@dataclass(frozen=True)
class Share:
    name: str
    before: str
    now: str


@dataclass(frozen=True)
class Moved:
    before: RatingMark
    now: RatingMark
    direction: str
    number: int
    rows: tuple[FrozenLine, ...]


@dataclass(frozen=True)
class Comparison:
    """Two snapshots side by side, the earlier first."""

    before: str
    now: str
    counts: tuple[tuple[RatingMark, int, int, str], ...]
    totals: tuple[int, int]
    shares: tuple[Share, ...]
    moved: tuple[Moved, ...]
    same: int
    added: tuple[FrozenLine, ...]
    removed: tuple[FrozenLine, ...]
    problem: str


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
        open_note=""
        if snapshot
        else f"This period is open until its cut-off on {say_date(period.cut_off)}. Closing it "
        "freezes every action as it stands.",
        reopened=f"Reopened on {say_date(period.reopened_on)}: {period.reopened_reason}"
        if period.reopened_on
        else "",
        bar=_bar(snapshot, scale, here),
        bar_title=_bar_title(snapshot, scale, period),
        shares=_share_blocks(snapshot, scale, plan),
        compare_with=tuple(
            (
                f"{here}?with={other.id}",
                other.name,
                compared is not None and compared.period_id == str(other.id),
            )
            for other in others
            if other.id != period.id and other.closed
        ),
        comparison=compare(compared, snapshot, on=on, addresses=addresses)
        if compared and snapshot
        else None,
        rows_title=_rows_title(rows, rating, scale),
        rows=tuple(frozen_line(each, scale, period.cut_off, addresses) for each in rows),
        clear_href=f"{here}#rows" if rating else "",
        fingerprint=own.sha256 if own and period.closed else "",
        history_href=addresses.history("period", period.id),
    )


def _lede(period: PeriodFact, own: SnapshotTotals | None) -> str:
    said = period_span(period)
    if own and period.closed:
        number = f", snapshot {own.number}" if own.number > 1 else ""
        said += f" · frozen by {own.taken_by}{number}"
    return said


def _key(action: SnapshotAction) -> str | None:
    return action.rating.point_key if action.rating else None


def _chosen(snapshot: PlanSnapshot, rating: str) -> tuple[SnapshotAction, ...]:
    if not rating:
        return snapshot.actions
    wanted = None if rating == NOT_RATED_KEY else rating
    return tuple(action for action in snapshot.actions if _key(action) == wanted)


def _rows_title(rows: Sequence[SnapshotAction], rating: str, scale: Scale | None) -> str:
    said = counted(len(rows), "action")
    if not rating or scale is None:
        return f"{said} at the cut-off"
    if rating == NOT_RATED_KEY:
        return f"{said} not yet rated at the cut-off"
    return f"{said} rated {scale_label(scale, rating)} at the cut-off"


def scale_label(scale: Scale, key: str) -> str:
    return next((point.label for point in scale.points if point.key == key), key)


def _mark_at(scale: Scale | None, key: str | None) -> RatingMark:
    from_scale = next((each for each in scale.points if each.key == key), None) if scale else None
    return frozen_mark(from_scale, scale)


def frozen_mark(point: object, scale: Scale | None) -> RatingMark:
    from goldenthread.pages.marks import mark_of
    from goldenthread.rules.ratings import ScalePoint

    return mark_of(point if isinstance(point, ScalePoint) else None, scale)


def _bar(snapshot: PlanSnapshot | None, scale: Scale | None, here: str) -> tuple[RatingCount, ...]:
    if snapshot is None or scale is None:
        return ()
    numbers = count_by_point((_key(action) for action in snapshot.actions), scale)
    return tuple(
        RatingCount(
            _mark_at(scale, key),
            number,
            f"{here}?rating={key or NOT_RATED_KEY}#rows" if number else "",
        )
        for key, number in numbers.items()
    )


def _bar_title(snapshot: PlanSnapshot | None, scale: Scale | None, period: PeriodFact) -> str:
    if snapshot is None or scale is None:
        return ""
    share = three_shares((_key(action) for action in snapshot.actions), scale).complete
    return (
        f"Of {counted(share.total, 'action')}, {share.count} were complete "
        f"on {say_date(period.cut_off)}"
    )


def _share_blocks(
    snapshot: PlanSnapshot | None, scale: Scale | None, plan: PlanFact
) -> tuple[counts.Block, ...]:
    if snapshot is None or scale is None:
        return ()
    shares = three_shares((_key(action) for action in snapshot.actions), scale)
    return tuple(
        counts.Block(block.number, block.label, block.of, counts=block.counts)
        for block in counts.share_blocks(shares, {}, plan, Addresses(""))
    )


def frozen_line(
    action: SnapshotAction,
    scale: Scale | None,
    on: date,
    addresses: Addresses,
    *,
    now: RatingMark | None = None,
    way: str = "",
) -> FrozenLine:
    key = _key(action)
    done = scale is not None and any(
        point.key == key and point.counts_as.value == "complete" for point in scale.points
    )
    return FrozenLine(
        reference=action.reference,
        title=shortened(action.text, 120),
        href=addresses.action(UUID(action.id)),
        leads="; ".join(action.leads) or "No lead",
        due=due_words(
            action.due,
            on=on,
            complete=done or action.completed_on is not None,
            as_written=action.due_as_written,
        ),
        rating=_mark_at(scale, key),
        now=now,
        direction=way,
        cause=action.cause,
    )


def compare(
    one: PlanSnapshot, other: PlanSnapshot, *, on: date, addresses: Addresses
) -> Comparison:
    """The earlier against the later, whichever was asked for first."""
    before, now = sorted((one, other), key=lambda each: each.cut_off)
    scale = now.scales[0] if now.scales else None
    earlier = before.scales[0] if before.scales else None
    if (
        scale is None
        or earlier is None
        or (scale.key, scale.version)
        != (
            earlier.key,
            earlier.version,
        )
    ):
        return _not_comparable(before, now)
    then = {action.id: action for action in before.actions}
    later = {action.id: action for action in now.actions}
    keys_then = {key: _key(action) for key, action in then.items()}
    keys_now = {key: _key(action) for key, action in later.items()}
    moves = movement(keys_then, keys_now)
    moved = [
        _moved(pair, ids, later, scale, now.cut_off, addresses)
        for pair, ids in moves.items()
        if pair[0] != pair[1]
    ]
    return Comparison(
        before=before.period_name,
        now=now.period_name,
        counts=_count_rows(keys_then, keys_now, scale),
        totals=(len(then), len(later)),
        shares=_shares(keys_then, keys_now, scale),
        moved=tuple(sorted(moved, key=lambda each: (-each.number, each.before.label))),
        same=sum(len(ids) for pair, ids in moves.items() if pair[0] == pair[1]),
        added=tuple(
            frozen_line(later[each], scale, now.cut_off, addresses)
            for each in added(keys_then, keys_now)
        ),
        removed=tuple(
            frozen_line(then[each], scale, before.cut_off, addresses)
            for each in removed(keys_then, keys_now)
        ),
        problem="",
    )


def _not_comparable(before: PlanSnapshot, now: PlanSnapshot) -> Comparison:
    return Comparison(
        before=before.period_name,
        now=now.period_name,
        counts=(),
        totals=(len(before.actions), len(now.actions)),
        shares=(),
        moved=(),
        same=0,
        added=(),
        removed=(),
        problem="These two periods were rated on different scales, so their ratings cannot be set "
        "side by side. Open each period to see its own.",
    )


def _count_rows(
    then: Mapping[str, str | None], now: Mapping[str, str | None], scale: Scale
) -> tuple[tuple[RatingMark, int, int, str], ...]:
    before, after = count_by_point(then.values(), scale), count_by_point(now.values(), scale)
    keys: list[str | None] = [point.key for point in scale.points]
    if None in before or None in after:
        keys.append(None)
    rows = []
    for key in keys:
        more = after.get(key, 0) - before.get(key, 0)
        said = "0" if not more else f"{'+' if more > 0 else '−'}{abs(more)}"
        rows.append((_mark_at(scale, key), before.get(key, 0), after.get(key, 0), said))
    return tuple(rows)


def _shares(
    then: Mapping[str, str | None], now: Mapping[str, str | None], scale: Scale
) -> tuple[Share, ...]:
    before, after = three_shares(then.values(), scale), three_shares(now.values(), scale)
    lines = []
    for name, label in counts.SHARE_LABELS.items():
        one, two = getattr(before, name), getattr(after, name)
        lines.append(
            Share(
                label,
                f"{one.percent}% ({one.count} of {one.total})" if one.total else "No actions",
                f"{two.percent}% ({two.count} of {two.total})" if two.total else "No actions",
            )
        )
    return tuple(lines)


def _moved(
    pair: tuple[str | None, str | None],
    ids: Sequence[str],
    later: Mapping[str, SnapshotAction],
    scale: Scale,
    cut_off: date,
    addresses: Addresses,
) -> Moved:
    points = {point.key: point for point in scale.points}
    way = direction(points.get(pair[0] or ""), points.get(pair[1] or ""))
    return Moved(
        before=_mark_at(scale, pair[0]),
        now=_mark_at(scale, pair[1]),
        direction=(way if pair[1] else Direction.NOT_COMPARABLE).value,
        number=len(ids),
        rows=tuple(frozen_line(later[each], scale, cut_off, addresses) for each in ids),
    )


__all__ = ["PeriodPage", "PeriodsPage", "compare", "mark", "period_page", "periods_page"]
