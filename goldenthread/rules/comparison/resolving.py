"""From a figure's key to the actions behind it: the one place where a count's rows are chosen.

Keys are stable: a paper prints them, and years later the same key on the same frozen snapshots
opens the same actions.

    actions                       every action
    rating:blue                   rated blue on the council's scale (others: rating:scale/blue)
    rating:not-yet-rated          not yet rated
    share:complete                and share:complete-or-on-track,
                                  share:complete-on-track-or-under-way
    moved:amber:blue              amber in the compared snapshot, blue now (moved:blue:blue stayed)
    direction:better              and same, worse, new, not_comparable, since the compared snapshot
    off-track                     at risk by its rating, or overdue
    off-track-undated             the same, without a recovery date
    overdue                       past its last acceptable day at the cut-off, and not complete
    due-next:30                   due within 30 days after the cut-off, and not complete
    completed-since               complete now, not complete in the compared snapshot
    added / removed               in one snapshot only
    evidence / no-evidence        with evidence; rated so that evidence is wanted, without any
    gap:lead                      what the plan lacks; and gap:date, gap:cause, gap:recovery,
                                  gap:evidence, gap:imported (rated so without evidence)
    gaps                          with any of the gaps that were frozen with the actions
    gap:<key>                     with one of them: the keys of `rules.plan_quality.ACTION_GAPS`
    decisions                     an action, or a part of the plan around it, waits for a decision
    decision:<id> / risk:<id>     what one decision or one risk is about: its action, or every
                                  action of its part of the plan
    level:<id>:<key>              the same within one level of the plan
    initial:rating:<point>        by the first rating ever recorded
    compared:<key>                the same in the compared snapshot
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from goldenthread.rules.plan_quality import ACTION_GAPS
from goldenthread.rules.ratings import (
    SHARE_COUNTS,
    CountsAs,
    Direction,
    Scale,
    ScalePoint,
    direction_between,
)
from goldenthread.rules.snapshots import (
    PlanSnapshot,
    SnapshotAction,
    SnapshotEscalation,
    SnapshotRisk,
)

UNRATED = "not-yet-rated"
SHARE_KEYS: dict[str, str] = {name.replace("_", "-"): name for name in SHARE_COUNTS}


class UnknownFigure(KeyError):
    """No figure of these snapshots has this key."""


def resolve(
    snapshot: PlanSnapshot, compared: PlanSnapshot | None, key: str
) -> tuple[SnapshotAction, ...]:
    """The actions behind a figure, in the plan's order. UnknownFigure where there is none."""
    word, _, rest = key.partition(":")
    if word == "compared":
        return resolve(_needed(compared, key), None, rest)
    if word == "level":
        level_id, _, inner = rest.partition(":")
        within = _within(snapshot, level_id, key)
        if compared is not None and inner == "removed":
            within |= _within(compared, level_id, key)
        return tuple(
            action
            for action in resolve(snapshot, compared, inner)
            if within.intersection(action.level_ids)
        )
    if word == "removed":
        now = {action.id for action in snapshot.actions}
        return _in_order(a for a in _needed(compared, key).actions if a.id not in now)
    test = _test(snapshot, compared, key)
    return _in_order(action for action in snapshot.actions if test(action))


def _in_order(actions: Iterable[SnapshotAction]) -> tuple[SnapshotAction, ...]:
    return tuple(sorted(actions, key=lambda action: action.position))


def _needed(compared: PlanSnapshot | None, key: str) -> PlanSnapshot:
    if compared is None:
        raise UnknownFigure(f"{key!r} compares two reports, and there is only one.")
    return compared


def _within(snapshot: PlanSnapshot, level_id: str, key: str) -> set[str]:
    """The level and every level below it."""
    parents = {level.id: level.parent_id for level in snapshot.levels}
    if level_id not in parents:
        raise UnknownFigure(f"{key!r}: this plan has no such level.")
    inside = {level_id}
    while True:
        below = {one for one, parent in parents.items() if parent in inside} - inside
        if not below:
            return inside
        inside |= below


Test = Callable[[SnapshotAction], bool]


def _test(snapshot: PlanSnapshot, compared: PlanSnapshot | None, key: str) -> Test:
    """The question that a key asks of each action now in the plan."""
    plain: dict[str, Test] = {
        "actions": lambda action: True,
        "off-track": lambda action: is_off_track(snapshot, action),
        "off-track-undated": lambda action: (
            is_off_track(snapshot, action) and action.recovery_date is None
        ),
        "overdue": lambda action: is_overdue_at_cut_off(snapshot, action),
        "evidence": lambda action: bool(action.evidence),
        "no-evidence": lambda action: wants_evidence(snapshot, action),
        # Gaps: what the plan itself does not say yet.
        "gap:imported": lambda action: wants_evidence(snapshot, action) and _is_imported(action),
        "gap:evidence": lambda action: (
            wants_evidence(snapshot, action) and not _is_imported(action)
        ),
        "gap:cause": lambda action: is_at_risk(snapshot, action) and not action.cause,
        "gap:recovery": lambda action: (
            is_at_risk(snapshot, action) and action.recovery_date is None
        ),
        "gap:lead": lambda action: not action.leads,
        "gap:date": lambda action: action.due is None,
    }
    if key in plain:
        return plain[key]
    return _keyed_test(snapshot, key) or _comparing_test(snapshot, _needed(compared, key), key)


def _keyed_test(snapshot: PlanSnapshot, key: str) -> Test | None:  # noqa: PLR0911
    """Keys that name a rating, a share, a number of days or something kept; None: another key."""
    word, _, rest = key.partition(":")
    if word == "rating" and rest:
        return lambda action: (rating_code(snapshot, action) or UNRATED) == rest
    if key.startswith("initial:rating:"):
        initial = key.removeprefix("initial:rating:")
        return lambda action: (action.initial_point or UNRATED) == initial
    if word == "share" and rest in SHARE_KEYS:
        states = SHARE_COUNTS[SHARE_KEYS[rest]]
        return lambda action: counts_as(snapshot, action) in states
    if word == "due-next" and rest.isdecimal() and len(rest) <= 4:
        return lambda action: is_due_next(snapshot, action, int(rest))
    if key == "gaps" or (word == "gap" and rest in ACTION_GAPS):
        return _gap_test(snapshot, rest, key)
    if key == "decisions" or (word in ("decision", "risk") and rest):
        return _pressing_test(snapshot, word, rest, key)
    return None


def _gap_test(snapshot: PlanSnapshot, wanted: str, key: str) -> Test:
    """`wanted` is "" for any gap. Unknown where one action was frozen without them."""
    if any(action.gaps is None for action in snapshot.actions):
        raise UnknownFigure(f"{key!r}: gaps were not kept yet when this period was closed.")
    return lambda action: bool(action.gaps) and (not wanted or wanted in (action.gaps or ()))


def _pressing_test(snapshot: PlanSnapshot, word: str, wanted: str, key: str) -> Test:
    kept: tuple[SnapshotEscalation | SnapshotRisk, ...] | None = (
        snapshot.risks if word == "risk" else snapshot.escalations
    )
    if kept is None:
        raise UnknownFigure(f"{key!r}: these were not kept yet when this period was closed.")
    about = [one for one in kept if word == "decisions" or one.id == wanted]
    if not about and word != "decisions":
        raise UnknownFigure(f"{key!r}: this period holds no such row.")
    actions = {one.action_id for one in about if one.action_id}
    known = {level.id for level in snapshot.levels}
    parts = [one.level_id for one in about if one.level_id in known]
    levels = set().union(*(_within(snapshot, part, key) for part in parts if part))
    return lambda action: action.id in actions or not levels.isdisjoint(action.level_ids)


def _is_imported(action: SnapshotAction) -> bool:
    return action.rating is not None and action.rating.capacity == "import"


def _comparing_test(snapshot: PlanSnapshot, compared: PlanSnapshot, key: str) -> Test:
    before = {action.id: action for action in compared.actions}
    if key == "added":
        return lambda action: action.id not in before
    if key == "completed-since":
        return lambda action: (
            is_complete(snapshot, action)
            and not (action.id in before and is_complete(compared, before[action.id]))
        )
    parts = key.split(":")
    if parts[0] == "moved" and len(parts) == 3:
        move = (parts[1], parts[2])
        return lambda action: (
            action.id in before
            and move
            == (
                rating_code(compared, before[action.id]) or UNRATED,
                rating_code(snapshot, action) or UNRATED,
            )
        )
    if parts[0] == "direction" and parts[-1] in set(Direction):
        return lambda action: (
            action.id in before
            and direction_since(compared, before[action.id], snapshot, action) == parts[-1]
        )
    raise UnknownFigure(f"{key!r} is no figure of this plan.")


# --- what is true of one action at the cut-off ----------------------------------------------------


def scale_and_point(
    snapshot: PlanSnapshot, action: SnapshotAction
) -> tuple[Scale, ScalePoint] | None:
    """The scale and point of the council's own rating; None is not yet rated.

    KeyError where the snapshot does not hold the scale: it was not frozen whole.
    """
    if action.rating is None:
        return None
    for scale in snapshot.scales:
        if scale.key == action.rating.scale_key:
            return scale, scale.point(action.rating.point_key)
    raise KeyError(f"The snapshot does not hold the scale {action.rating.scale_key!r}.")


def rating_code(snapshot: PlanSnapshot, action: SnapshotAction) -> str | None:
    """`blue` on the council's scale, `other-scale/blue` on another; None is not yet rated."""
    found = scale_and_point(snapshot, action)
    return None if found is None else point_code(snapshot, *found)


def point_code(snapshot: PlanSnapshot, scale: Scale, point: ScalePoint) -> str:
    """The point's key, with its scale before it unless that is the council's own (the first)."""
    return point.key if scale.key == snapshot.scales[0].key else f"{scale.key}/{point.key}"


def counts_as(snapshot: PlanSnapshot, action: SnapshotAction) -> CountsAs | None:
    """What the action's rating counts as in the three shares; None is not yet rated."""
    found = scale_and_point(snapshot, action)
    return None if found is None else found[1].counts_as


def is_complete(snapshot: PlanSnapshot, action: SnapshotAction) -> bool:
    """Its rating says so: what the headline counts."""
    return counts_as(snapshot, action) is CountsAs.COMPLETE


def is_still_to_do(snapshot: PlanSnapshot, action: SnapshotAction) -> bool:
    """Neither rated complete nor reported complete by the cut-off (sign-off may be outstanding)."""
    reported = action.completed_on is not None and action.completed_on <= snapshot.cut_off
    return not reported and not is_complete(snapshot, action)


def is_overdue_at_cut_off(snapshot: PlanSnapshot, action: SnapshotAction) -> bool:
    """Past its last acceptable day at the cut-off, and not complete."""
    late = action.due is not None and action.due < snapshot.cut_off
    return late and is_still_to_do(snapshot, action)


def is_at_risk(snapshot: PlanSnapshot, action: SnapshotAction) -> bool:
    """Its rating is one that needs a cause (red, on most scales)."""
    found = scale_and_point(snapshot, action)
    return found is not None and found[1].needs_cause


def is_off_track(snapshot: PlanSnapshot, action: SnapshotAction) -> bool:
    """At risk by its rating, or overdue."""
    return is_at_risk(snapshot, action) or is_overdue_at_cut_off(snapshot, action)


def is_due_next(snapshot: PlanSnapshot, action: SnapshotAction, days: int) -> bool:
    """Due on the cut-off or within `days` after it, and not complete."""
    last = snapshot.cut_off + timedelta(days=days)
    soon = action.due is not None and snapshot.cut_off <= action.due <= last
    return soon and is_still_to_do(snapshot, action)


def wants_evidence(snapshot: PlanSnapshot, action: SnapshotAction) -> bool:
    """Rated at a point that needs evidence, with none recorded: a gap to list."""
    found = scale_and_point(snapshot, action)
    return found is not None and found[1].needs_evidence and not action.evidence


def direction_since(
    compared: PlanSnapshot, before: SnapshotAction, snapshot: PlanSnapshot, now: SnapshotAction
) -> Direction:
    """Direction of travel of one action between two snapshots."""
    was, is_now = scale_and_point(compared, before), scale_and_point(snapshot, now)
    return direction_between(
        (was[0], was[1].key) if was else None, (is_now[0], is_now[1].key) if is_now else None
    )
