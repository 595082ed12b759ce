"""Two reporting periods side by side: counts, shares, and what moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.frozen_rows import (
    FrozenLine,
    frozen_line,
    mark_at,
    point_key_of,
)
from goldenthread.improvement_plan.presenters.saying import share_words
from goldenthread.pages.marks import RatingMark
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
    keys_then = {key: point_key_of(action) for key, action in then.items()}
    keys_now = {key: point_key_of(action) for key, action in later.items()}
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
        rows.append((mark_at(scale, key), before.get(key, 0), after.get(key, 0), said))
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
                share_words(one) or "No actions",
                share_words(two) or "No actions",
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
        before=mark_at(scale, pair[0]),
        now=mark_at(scale, pair[1]),
        direction=(way if pair[1] else Direction.NOT_COMPARABLE).value,
        number=len(ids),
        rows=tuple(frozen_line(later[each], scale, cut_off, addresses) for each in ids),
    )
