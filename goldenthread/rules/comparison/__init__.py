"""What a board's paper says of two snapshots of a plan: counts, shares, movement, off track.

The comparison is with what that body last received, whichever report that was. Every figure carries
a stable key and the actions behind it; `resolve` opens the same actions again from the key.
"""

from dataclasses import dataclass

from goldenthread.rules.comparison.figures import (
    DUE_NEXT_DAYS,
    EvidenceLine,
    Figure,
    LevelBreakdown,
    Move,
    OffTrackAction,
    RatingRow,
    ShareFigure,
    Travel,
    evidence_index,
    figure,
    level_breakdown,
    moves,
    off_track_actions,
    rating_labels,
    rating_rows,
    share_figures,
    top_levels,
    travel,
)
from goldenthread.rules.comparison.resolving import UNRATED, UnknownFigure, rating_code, resolve
from goldenthread.rules.comparison.sentences import Sentence, sentences
from goldenthread.rules.snapshots import PlanSnapshot

__all__ = [
    "DUE_NEXT_DAYS",
    "UNRATED",
    "Comparison",
    "EvidenceLine",
    "Figure",
    "LevelBreakdown",
    "Move",
    "OffTrackAction",
    "RatingRow",
    "Sentence",
    "ShareFigure",
    "Travel",
    "UnknownFigure",
    "compare",
    "figure",
    "rating_code",
    "rating_labels",
    "resolve",
    "travel",
]


@dataclass(frozen=True)
class Comparison:
    """Everything a paper counts. What needs a compared snapshot is None or empty without one."""

    snapshot: PlanSnapshot
    compared: PlanSnapshot | None
    total: Figure
    compared_total: Figure | None
    ratings: tuple[RatingRow, ...]
    shares: tuple[ShareFigure, ...]
    compared_shares: tuple[ShareFigure, ...]
    movement: tuple[Move, ...]
    off_track: Figure
    off_track_actions: tuple[OffTrackAction, ...]
    overdue: Figure
    due_next: Figure
    not_yet_rated: Figure
    without_evidence: Figure
    completed_since: Figure | None
    added: Figure | None
    removed: Figure | None
    evidence: tuple[EvidenceLine, ...]
    levels: tuple[LevelBreakdown, ...]
    sentences: tuple[Sentence, ...]


def compare(
    snapshot: PlanSnapshot,
    compared: PlanSnapshot | None,
    *,
    due_next_days: int = DUE_NEXT_DAYS,
) -> Comparison:
    """Every figure of a paper on `snapshot`, set against the snapshot this body last received."""

    def counted(key: str, label: str) -> Figure:
        return figure(snapshot, compared, key, label)

    def counted_since(key: str, label: str) -> Figure | None:
        return counted(key, label) if compared else None

    return Comparison(
        snapshot=snapshot,
        compared=compared,
        total=counted("actions", "Actions"),
        compared_total=counted_since("compared:actions", "Actions"),
        ratings=rating_rows(snapshot, compared),
        shares=share_figures(snapshot, compared),
        compared_shares=share_figures(snapshot, compared, "compared:") if compared else (),
        movement=moves(snapshot, compared),
        off_track=counted("off-track", "Off track"),
        off_track_actions=off_track_actions(snapshot, compared),
        overdue=counted("overdue", "Overdue"),
        due_next=counted(f"due-next:{due_next_days}", "Due next"),
        not_yet_rated=counted(f"rating:{UNRATED}", "Not yet rated"),
        without_evidence=counted("no-evidence", "Evidence wanted"),
        completed_since=counted_since("completed-since", "Completed since"),
        added=counted_since("added", "Added"),
        removed=counted_since("removed", "Removed"),
        evidence=evidence_index(snapshot),
        levels=tuple(level_breakdown(snapshot, compared, level) for level in top_levels(snapshot)),
        sentences=sentences(snapshot, compared, due_next_days),
    )
