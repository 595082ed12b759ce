"""How the facts of closed periods are said in a paper: figures, marks, shares, ratings by others.

Which rows a figure counts is decided in `rules.comparison` alone: a paper's key opens exactly the
rows that it counted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from goldenthread.reports.document import Figure, RatingMark, Run
from goldenthread.rules import comparison
from goldenthread.rules.comparison import Sentence, ShareFigure, resolve
from goldenthread.rules.plan_quality import ANY, gap_counts
from goldenthread.rules.ratings import NOT_YET_RATED, ScalePoint, Share
from goldenthread.rules.snapshots import (
    PlanSnapshot,
    SnapshotAction,
    SnapshotLevel,
    SnapshotRating,
)

Actions = tuple[SnapshotAction, ...]
UNRATED = RatingMark(NOT_YET_RATED)
_OTHERS = ("external", "forum")


@dataclass(frozen=True)
class PeriodTotals:
    """The totals of one closed period, for the trend: each count holds the one before it.
    `snapshot_id` is what opens their rows."""

    cut_off: date
    total: int
    complete: int
    complete_or_on_track: int
    complete_on_track_or_under_way: int
    snapshot_id: str = ""
    gaps: int | None = None  # actions with a gap; None where they were not kept yet


def totals_of(snapshot: PlanSnapshot) -> PeriodTotals:
    """A closed period's totals."""

    def count(name: str) -> int:
        return len(resolve(snapshot, None, f"share:{name}"))

    return PeriodTotals(
        cut_off=snapshot.cut_off,
        total=len(snapshot.actions),
        complete=count("complete"),
        complete_or_on_track=count("complete-or-on-track"),
        complete_on_track_or_under_way=count("complete-on-track-or-under-way"),
        snapshot_id=snapshot.id,
        gaps=counted[ANY] if (counted := gap_counts(snapshot)) else None,
    )


def under(level: SnapshotLevel, snapshot: PlanSnapshot) -> Actions:
    """The actions of a level and of every level below it; one in two places is counted once."""
    return resolve(snapshot, None, f"level:{level.id}:actions")


def point_of(rating: SnapshotRating | None, snapshot: PlanSnapshot) -> ScalePoint | None:
    """The point a rating statement names; None where there is none, or its scale is not held."""
    for scale in snapshot.scales:
        if rating is not None and scale.key == rating.scale_key:
            return scale.point(rating.point_key)
    return None


def mark_of(point: ScalePoint | None, snapshot: PlanSnapshot, label: str = "") -> RatingMark:
    """How a point is shown (`label` in place of its own word); both halves of a half-rating."""
    if point is None:
        return RatingMark(label) if label else UNRATED
    shown = label or point.label
    for scale in snapshot.scales:
        if point.halves and point in scale.points:
            first, second = (scale.point(key) for key in point.halves)
            halves = (first.colour.value, first.shape.value)
            return RatingMark(shown, *halves, second.colour.value, second.shape.value)
    return RatingMark(shown, point.colour.value, point.shape.value)


def rating_mark(rating: SnapshotRating | None, snapshot: PlanSnapshot) -> RatingMark:
    """How a rating statement is shown, on whichever of the plan's scales it was made."""
    return mark_of(point_of(rating, snapshot), snapshot, rating.label if rating else "")


@dataclass(frozen=True)
class Judged:
    """A thing rated by others too: the council's own rating and theirs."""

    reference: str
    name: str
    own: SnapshotRating | None
    others: tuple[SnapshotRating, ...]


def judged_by_others(snapshot: PlanSnapshot) -> tuple[Judged, ...]:
    """Levels, then actions, that an external adviser or a forum has rated."""
    found = []
    for level in sorted(snapshot.levels, key=lambda one: (one.depth, one.position)):
        own = [r for r in level.ratings if r.capacity not in _OTHERS]
        others = tuple(r for r in level.ratings if r.capacity in _OTHERS)
        name = f"{level.name}: {level.title}"
        found.append(Judged(level.reference, name, own[-1] if own else None, others))
    for action in snapshot.actions:
        found.append(Judged(action.reference, action.text, action.rating, action.other_ratings))
    return tuple(judged for judged in found if judged.others)


def say_exact_share(share: Share) -> str:
    """ "91.5% (86 of 94)": for tables, to one decimal, never without the count."""
    if share.percent is None:
        return f"{share.count} of {share.total}"
    return f"{share.percent}% ({share.count} of {share.total})"


def say_whole_share(share: Share) -> str:
    """ "91% (86 of 94)": for sentences."""
    if share.whole is None:
        return f"{share.count} of {share.total}"
    return f"{share.whole}% ({share.count} of {share.total})"


class PaperFigures:
    """Makes a paper's figures: each with its words, its key and its permanent reference."""

    def __init__(
        self,
        now: PlanSnapshot,
        compared: PlanSnapshot | None,
        reference: Callable[[str], str],
        href: Callable[[str], str] | None = None,
        of_period: Callable[[str, str], tuple[str, str]] | None = None,
    ) -> None:
        """`of_period` gives (reference, address) for a key of any snapshot, by its id."""
        self.now, self.compared = now, compared
        self._reference, self._href, self._of_period = reference, href, of_period

    def rows(self, key: str) -> Actions:
        """The actions behind a key."""
        return resolve(self.now, self.compared, key)

    def count(self, key: str, what: str) -> Figure:
        """How many actions a key opens."""
        number = len(self.rows(key))
        return self._made(str(number), key, what, number)

    def opening(self, value: str, key: str, what: str) -> Figure:
        """A name, rather than a number, that opens what it is about."""
        return self._made(value, key, what, None)

    def of(self, figure: comparison.Figure, what: str) -> Figure:
        """A counted figure in the paper's words."""
        return self._made(str(figure.value), figure.key, what, figure.value)

    def then(self, period: PeriodTotals, key: str, number: int, what: str) -> Figure | int:
        """A count of an earlier period; the bare number where nothing was given to open it."""
        if self._of_period is None or not period.snapshot_id:
            return number
        reference, href = self._of_period(period.snapshot_id, key)
        return Figure(str(number), key, reference, what, number, href)

    def share(self, figure: ShareFigure, what: str) -> Figure:
        """A share with its count and total, to one decimal: for tables."""
        return self._made(say_exact_share(figure.share), figure.key, what, None)

    def share_in_words(self, figure: ShareFigure, what: str) -> Figure:
        """A share in whole percents with its count and total: for sentences."""
        return self._made(say_whole_share(figure.share), figure.key, what, None)

    def sentence(self, sentence: Sentence, what: Callable[[str], str]) -> tuple[Run, ...]:
        """A sentence with its numbers as figures; `what` says in words what a key counts."""
        runs: list[Run] = []
        rest = sentence.text
        for key in sentence.keys:
            number = len(self.rows(key))
            found = re.search(rf"\b{number} (?={re.escape(key)}\b)", rest) or re.search(
                rf"\b{number}\b(?!%)", rest
            )
            if found:
                at = found.start()
                runs += [rest[:at], self._made(str(number), key, what(key), number)]
                rest = rest[at + len(str(number)) :]
        return tuple(run for run in (*runs, rest) if run != "")

    def _made(self, value: str, key: str, what: str, number: int | None) -> Figure:
        href = self._href(key) if self._href else ""
        return Figure(value, key, self._reference(key), what, number, href)
