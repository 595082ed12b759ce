"""The figures of a board's paper: each carries its key and the actions behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.rules.comparison.resolving import (
    SHARE_KEYS,
    UNRATED,
    direction_since,
    is_at_risk,
    is_overdue_at_cut_off,
    point_code,
    rating_code,
    resolve,
)
from goldenthread.rules.ratings import (
    NOT_YET_RATED,
    SHARE_DEFINITIONS,
    Direction,
    ScalePoint,
    Share,
    direction,
)
from goldenthread.rules.snapshots import (
    PlanSnapshot,
    SnapshotAction,
    SnapshotEvidence,
    SnapshotLevel,
)

DUE_NEXT_DAYS = 30

SHARE_LABELS: dict[str, str] = {
    "complete": "Complete",
    "complete-or-on-track": "Complete or on track",
    "complete-on-track-or-under-way": "Complete, on track or under way",
}


@dataclass(frozen=True)
class Figure:
    """A count and its rows. `resolve(snapshot, compared, key)` gives the same rows again."""

    key: str
    label: str
    value: int
    action_ids: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True)
class ShareFigure:
    """A share with its definition; `value` is its count."""

    key: str
    label: str
    definition: str
    value: int
    share: Share
    action_ids: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True)
class RatingRow:
    """One rating of the summary table. `point` is None for "Not yet rated"."""

    code: str
    label: str
    point: ScalePoint | None
    initial: Figure
    compared: Figure | None
    now: Figure


@dataclass(frozen=True)
class Move:
    """One cell of the RAG movement: from one rating to another, or no change."""

    from_code: str
    to_code: str
    from_label: str
    to_label: str
    figure: Figure

    @property
    def changed(self) -> bool:
        """The rating is not the one it was."""
        return self.from_code != self.to_code


@dataclass(frozen=True)
class OffTrackAction:
    """An off-track action, why it is one, and what the plan says about it."""

    action: SnapshotAction
    rating_label: str
    at_risk: bool
    overdue: bool
    days_overdue: int
    cause: str
    recovery_date: date | None


@dataclass(frozen=True)
class EvidenceLine:
    """One line of the evidence index."""

    action_id: str
    reference: str
    evidence: SnapshotEvidence


@dataclass(frozen=True)
class LevelBreakdown:
    """A level of the plan: its own ratings as stated (never a roll-up) and its actions' figures."""

    level: SnapshotLevel
    total: Figure
    ratings: tuple[Figure, ...]
    shares: tuple[ShareFigure, ...]
    off_track: Figure
    overdue: Figure


@dataclass(frozen=True)
class Travel:
    """Direction of travel of one action: initial, last report, now (codes; None not yet rated)."""

    initial: str | None
    last: str | None
    now: str | None
    since_initial: Direction
    since_last: Direction


def figure(snapshot: PlanSnapshot, compared: PlanSnapshot | None, key: str, label: str) -> Figure:
    """The count and its rows, both from `resolve`."""
    rows = resolve(snapshot, compared, key)
    ids, references = _ids(rows)
    return Figure(key, label, len(rows), ids, references)


def _ids(rows: Iterable[SnapshotAction]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = tuple(rows)
    return tuple(row.id for row in rows), tuple(row.reference for row in rows)


def share_figures(
    snapshot: PlanSnapshot, compared: PlanSnapshot | None, prefix: str = ""
) -> tuple[ShareFigure, ...]:
    """The three shares, in order; `prefix` is such as "compared:" or "level:<id>:"."""
    total = len(resolve(snapshot, compared, f"{prefix}actions"))
    shares = []
    for key, name in SHARE_KEYS.items():
        rows = resolve(snapshot, compared, f"{prefix}share:{key}")
        shares.append(
            ShareFigure(
                f"{prefix}share:{key}",
                SHARE_LABELS[key],
                SHARE_DEFINITIONS[name],
                len(rows),
                Share.of(len(rows), total),
                *_ids(rows),
            )
        )
    return tuple(shares)


def rating_labels(snapshot: PlanSnapshot) -> dict[str, tuple[str, ScalePoint]]:
    """Code → label and point: the council's scale first, then others that rate an action here."""
    used = {action.rating.scale_key for action in snapshot.actions if action.rating}
    labels: dict[str, tuple[str, ScalePoint]] = {}
    for position, scale in enumerate(snapshot.scales):
        if position == 0 or scale.key in used:
            for point in scale.points:
                label = point.label if position == 0 else f"{point.label} ({scale.name})"
                labels.setdefault(point_code(snapshot, scale, point), (label, point))
    return labels


def rating_rows(snapshot: PlanSnapshot, compared: PlanSnapshot | None) -> tuple[RatingRow, ...]:
    """The summary table: every point of the scale, then "Not yet rated" where any column has one.

    Ratings on a scale that only the compared snapshot uses have rows too, so that each column adds
    up to its plan's number of actions.
    """
    known: dict[str, tuple[str, ScalePoint | None]] = dict(rating_labels(snapshot))
    for code, (label, point) in rating_labels(compared).items() if compared else ():
        known.setdefault(code, (label, point))
    for action in snapshot.actions:
        if action.initial_point:
            known.setdefault(action.initial_point, (action.initial_point, None))
    rows = [
        _rating_row(snapshot, compared, code, label, point)
        for code, (label, point) in known.items()
    ]
    unrated = _rating_row(snapshot, compared, UNRATED, NOT_YET_RATED, None)
    if unrated.now.value or unrated.initial.value or (unrated.compared and unrated.compared.value):
        rows.append(unrated)
    return tuple(rows)


def _rating_row(
    snapshot: PlanSnapshot,
    compared: PlanSnapshot | None,
    code: str,
    label: str,
    point: ScalePoint | None,
) -> RatingRow:
    def counted(prefix: str) -> Figure:
        return figure(snapshot, compared, f"{prefix}rating:{code}", label)

    was = counted("compared:") if compared else None
    return RatingRow(code, label, point, counted("initial:"), was, counted(""))


def moves(snapshot: PlanSnapshot, compared: PlanSnapshot | None) -> tuple[Move, ...]:
    """Every (from, to) that any action made, unchanged ones too, in the order of the scale."""
    if compared is None:
        return ()
    before = {action.id: rating_code(compared, action) for action in compared.actions}
    labels = {code: label for code, (label, _) in rating_labels(compared).items()}
    labels |= {code: label for code, (label, _) in rating_labels(snapshot).items()}
    labels[UNRATED] = NOT_YET_RATED
    order = {code: place for place, code in enumerate(labels)}
    made = {
        (before[action.id] or UNRATED, rating_code(snapshot, action) or UNRATED)
        for action in snapshot.actions
        if action.id in before
    }
    return tuple(
        Move(
            was,
            now,
            labels[was],
            labels[now],
            figure(snapshot, compared, f"moved:{was}:{now}", f"{labels[was]} to {labels[now]}"),
        )
        for was, now in sorted(made, key=lambda move: (order[move[0]], order[move[1]]))
    )


def off_track_actions(
    snapshot: PlanSnapshot, compared: PlanSnapshot | None = None
) -> tuple[OffTrackAction, ...]:
    """The off-track actions, those at risk by their rating first, then by how late they are."""
    labels = rating_labels(snapshot)
    listed = []
    for action in resolve(snapshot, compared, "off-track"):
        code = rating_code(snapshot, action)
        overdue = is_overdue_at_cut_off(snapshot, action)
        days = (snapshot.cut_off - action.due).days if overdue and action.due else 0
        listed.append(
            OffTrackAction(
                action=action,
                rating_label=labels[code][0] if code else NOT_YET_RATED,
                at_risk=is_at_risk(snapshot, action),
                overdue=overdue,
                days_overdue=days,
                cause=action.cause,
                recovery_date=action.recovery_date,
            )
        )
    return tuple(
        sorted(listed, key=lambda one: (not one.at_risk, -one.days_overdue, one.action.position))
    )


def evidence_index(snapshot: PlanSnapshot) -> tuple[EvidenceLine, ...]:
    """Every piece of evidence, by the action it belongs to, in the plan's order."""
    return tuple(
        EvidenceLine(action.id, action.reference, evidence)
        for action in resolve(snapshot, None, "evidence")
        for evidence in action.evidence
    )


def level_breakdown(
    snapshot: PlanSnapshot, compared: PlanSnapshot | None, level: SnapshotLevel
) -> LevelBreakdown:
    """One level's figures. An action that belongs to two levels counts in both."""
    prefix = f"level:{level.id}:"
    labels = {code: label for code, (label, _) in rating_labels(snapshot).items()}
    ratings = [
        figure(snapshot, compared, f"{prefix}rating:{code}", label)
        for code, label in labels.items()
    ]
    unrated = figure(snapshot, compared, f"{prefix}rating:{UNRATED}", NOT_YET_RATED)
    return LevelBreakdown(
        level,
        figure(snapshot, compared, f"{prefix}actions", "Actions"),
        tuple(ratings + ([unrated] if unrated.value else [])),
        share_figures(snapshot, compared, prefix),
        figure(snapshot, compared, f"{prefix}off-track", "Off track"),
        figure(snapshot, compared, f"{prefix}overdue", "Overdue"),
    )


def top_levels(snapshot: PlanSnapshot) -> tuple[SnapshotLevel, ...]:
    """The levels at the top of the plan, in order."""
    top = (level for level in snapshot.levels if level.depth == 0)
    return tuple(sorted(top, key=lambda level: level.position))


def travel(snapshot: PlanSnapshot, compared: PlanSnapshot | None, action: SnapshotAction) -> Travel:
    """Direction of travel: since the first rating and since the compared report."""
    labels = rating_labels(snapshot)
    now = rating_code(snapshot, action)
    before = (
        next((one for one in compared.actions if one.id == action.id), None) if compared else None
    )
    initial = labels.get(action.initial_point) if action.initial_point else None
    since_initial = Direction.NOT_COMPARABLE
    if initial or not action.initial_point:
        since_initial = direction(initial[1] if initial else None, labels[now][1] if now else None)
    since_last = Direction.NEW if now else Direction.NOT_COMPARABLE
    if compared and before:
        since_last = direction_since(compared, before, snapshot, action)
    last = rating_code(compared, before) if compared and before else None
    return Travel(action.initial_point, last, now, since_initial, since_last)
