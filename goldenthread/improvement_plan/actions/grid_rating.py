"""The rating, cause and recovery date of one row of cells: one statement, or what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.rating import RatedThing, demands
from goldenthread.improvement_plan.models import Action, RatingScale
from goldenthread.improvement_plan.queries.grid import GridRow, Names
from goldenthread.improvement_plan.queries.grid_words import read_day, read_point
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import ScalePoint
from goldenthread.rules.refusals import Refused

_CAPACITY = policies.COUNCIL
Lacking = list[tuple[str, str]]  # (column, the sentence)


@dataclass(frozen=True)
class Rated:
    """A statement that may be made. `proof` is the evidence that a top rating rests on."""

    point: ScalePoint
    cause: str
    recovery: date | None
    proof: tuple[str, ...] = ()


def weigh_rating(
    row: GridRow,
    changed: Mapping[str, str],
    action: Action,
    names: Names,
    *,
    scale: RatingScale | None,
    by: Viewer,
    on: date,
    restoring: bool,
) -> Rated | Lacking:
    """The statement these cells make, or each cell that lacks something."""
    label = changed.get("rating", row.cells["rating"])
    if not label:
        return [("rating", _nothing(row))]
    try:
        point = read_point(label, names)
    except Refused as refusal:
        return [("rating", refusal.sentence)]
    cause = changed.get("cause", row.cells["cause"])
    try:
        recovery = read_day(changed.get("recovery", row.cells["recovery"]))
    except Refused as refusal:
        return [("recovery", refusal.sentence)]
    if "rating" in changed and not point.needs_cause:
        # What held it up is told with the rating it explains, not with the next one.
        cause = cause if "cause" in changed else ""
        recovery = recovery if "recovery" in changed else None
    if lacking := _late(point, cause, recovery, on) if not restoring else []:
        return lacking
    rated = Rated(point, cause, recovery)
    if restoring and not point.needs_sign_off and action.signed_off_on is None:
        return rated
    assert scale is not None  # read_point found a point on it
    return _proven(rated, scale, RatedThing(action, None, row.row.subject), by)


def _nothing(row: GridRow) -> str:
    if row.cells["rating"]:
        return "A rating that was given stays in the history. Choose the rating it has now."
    return "Choose a rating first: a cause or a recovery date belongs to one."


def _late(point: ScalePoint, cause: str, recovery: date | None, on: date) -> Lacking:
    """A late rating wants its cause and a day by which it is back on track."""
    if not point.needs_cause:
        return []
    found: Lacking = []
    if not cause:
        found.append(("cause", f"Say what holds it up: {point.label} needs a cause."))
    if recovery is None:
        found.append(
            ("recovery", f"Give the date it should be back on track: {point.label} needs one.")
        )
    elif recovery < on:
        found.append(("recovery", "The recovery date lies before the rating. Give a later date."))
    return found


def _proven(rated: Rated, scale: RatingScale, thing: RatedThing, by: Viewer) -> Rated | Lacking:
    try:
        proof = demands(thing, scale, rated.point, _CAPACITY, by)
    except Refused as refusal:
        return [("rating", refusal.sentence)]
    return replace(rated, proof=tuple(title for _, title in proof))
