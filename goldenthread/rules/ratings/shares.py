"""How many actions stand where: counts, the three shares, movement between two dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from goldenthread.rules.ratings.scales import CountsAs, Scale


def half_up(value: Decimal, places: str) -> Decimal:
    """Rounded half up (0.5 becomes 1), as people round on paper; `places` is such as "0.1"."""
    return value.quantize(Decimal(places), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Share:
    """`count` of `total`; `percent` to one decimal, half up, None where the total is 0."""

    count: int
    total: int
    percent: Decimal | None

    @staticmethod
    def of(count: int, total: int) -> "Share":
        """The share of `count` in `total`. ValueError unless 0 <= count <= total."""
        if not 0 <= count <= total:
            raise ValueError(f"{count} of {total} is not a share.")
        percent = half_up(Decimal(count) * 100 / Decimal(total), "0.1") if total else None
        return Share(count, total, percent)

    @property
    def whole(self) -> int | None:
        """Whole percent, half up from the exact ratio (rounding the rounded one can be 1 out)."""
        if not self.total:
            return None
        return (200 * self.count + self.total) // (2 * self.total)


@dataclass(frozen=True)
class ThreeShares:
    """The three shares, always shown side by side; each holds the one before it."""

    complete: Share
    complete_or_on_track: Share
    complete_on_track_or_under_way: Share


SHARE_DEFINITIONS: dict[str, str] = {
    "complete": (
        "Actions whose rating says the work is finished (on most scales: complete and signed off), "
        "as a share of every action in the plan."
    ),
    "complete_or_on_track": (
        "Finished actions and those expected to meet their date, "
        "as a share of every action in the plan."
    ),
    "complete_on_track_or_under_way": (
        "Finished actions, those expected to meet their date and those under way that may not, "
        "as a share of every action in the plan."
    ),
}

SHARE_COUNTS: dict[str, frozenset[CountsAs]] = {
    "complete": frozenset({CountsAs.COMPLETE}),
    "complete_or_on_track": frozenset({CountsAs.COMPLETE, CountsAs.ON_TRACK}),
    "complete_on_track_or_under_way": frozenset(
        {CountsAs.COMPLETE, CountsAs.ON_TRACK, CountsAs.UNDER_WAY}
    ),
}


def three_shares(point_keys: Iterable[str | None], scale: Scale) -> ThreeShares:
    """The three shares of these ratings; None is not yet rated and counts in the total only."""
    counted = [None if key is None else scale.point(key).counts_as for key in point_keys]
    total = len(counted)
    shares = {
        name: Share.of(sum(1 for state in counted if state in states), total)
        for name, states in SHARE_COUNTS.items()
    }
    return ThreeShares(**shares)


def count_by_point(point_keys: Iterable[str | None], scale: Scale) -> dict[str | None, int]:
    """How many at each point: every point in its order (0 too), then None when any is unrated."""
    counts: dict[str | None, int] = {point.key: 0 for point in scale.points}
    unrated = 0
    for key in point_keys:
        if key is None:
            unrated += 1
        else:
            counts[scale.point(key).key] += 1
    if unrated:
        counts[None] = unrated
    return counts


def movement(
    before: Mapping[str, str | None], now: Mapping[str, str | None]
) -> dict[tuple[str | None, str | None], tuple[str, ...]]:
    """(from rating, to rating) → the ids that made that move, or stayed: every id in both, once."""
    moves: dict[tuple[str | None, str | None], list[str]] = {}
    for identity, now_key in now.items():
        if identity in before:
            moves.setdefault((before[identity], now_key), []).append(identity)
    return {move: tuple(identities) for move, identities in moves.items()}


def added(before: Mapping[str, str | None], now: Mapping[str, str | None]) -> tuple[str, ...]:
    """The ids that are in the plan now and were not before."""
    return tuple(identity for identity in now if identity not in before)


def removed(before: Mapping[str, str | None], now: Mapping[str, str | None]) -> tuple[str, ...]:
    """The ids that were in the plan before and are not now."""
    return tuple(identity for identity in before if identity not in now)
