"""Two frozen snapshots of an invented plan of 94 actions, with the counts of a published paper.

The counts per rating are those of a county's plan in October and December 2019; actions, names,
dates and the way from one rating to the next are invented.
"""

from dataclasses import replace
from datetime import date

from goldenthread.rules.ratings import KNOWN_SCALES, Scale
from goldenthread.rules.snapshots import (
    SCHEMA_VERSION,
    PlanSnapshot,
    SnapshotAction,
    SnapshotEvidence,
    SnapshotLevel,
    SnapshotRating,
)

OCTOBER, DECEMBER = date(2019, 10, 11), date(2019, 12, 6)
FIVE = KNOWN_SCALES["five-point"]
MOVES: dict[tuple[str, str], int] = {
    ("blue", "blue"): 33,
    ("green", "blue"): 9,
    ("green", "green"): 8,
    ("amber", "blue"): 10,
    ("amber", "green"): 5,
    ("amber", "amber"): 16,
    ("amber", "red"): 1,
    ("red", "amber"): 2,
    ("red", "red"): 3,
    ("grey", "green"): 1,
    ("grey", "amber"): 2,
    ("grey", "red"): 1,
    ("grey", "grey"): 3,
}


def rating(point: str | None, on: date, scale: Scale = FIVE) -> SnapshotRating | None:
    """The council's rating at this point; None is not yet rated."""
    if point is None:
        return None
    return SnapshotRating(
        scale.key, point, scale.point(point).label, on, "council", ("Jo Lind",), "", ""
    )


def action(position: int, point: str | None, on: date, **more: object) -> SnapshotAction:
    """An invented action on one of four priorities."""
    plain = SnapshotAction(
        id=f"action-{position}",
        reference=f"{1 + position % 4}.{position}",
        position=position,
        text="Agree who does what",
        level_ids=(f"area-{1 + position % 4}",),
        leads=("Head of inclusion",),
        forums=("Partnership board",),
        start=None,
        due_as_written="March 2020",
        due=date(2020, 3, 31),
        rating=rating(point, on),
        other_ratings=(),
        initial_point="grey",
        cause="",
        recovery_date=None,
        completed_on=None,
        signed_off_on=None,
        progress="",
        progress_on=None,
        impact="",
        evidence=(),
        as_written=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def evidence(identity: str) -> SnapshotEvidence:
    """A piece of evidence of an output."""
    return SnapshotEvidence(identity, "output", "Families were told", OCTOBER, "Letter")


def snapshot(cut_off: date, actions: tuple[SnapshotAction, ...], **more: object) -> PlanSnapshot:
    """A snapshot of the invented plan: four priorities with one improvement area each."""
    levels: list[SnapshotLevel] = []
    for number in range(1, 5):
        top, below = f"priority-{number}", f"area-{number}"
        words = ("aim", "impact", ())
        levels.append(
            SnapshotLevel(top, None, 0, number, "Priority", str(number), "Families", *words)
        )
        levels.append(
            SnapshotLevel(below, top, 1, number, "Improvement area", f"{number}.1", "One", *words)
        )
    plain = PlanSnapshot(
        id=f"snapshot-{cut_off}",
        plan_id="plan",
        plan_title="Written statement of action",
        local_area_name="Marlshire",
        period_id=f"period-{cut_off}",
        period_name=f"Report of {cut_off}",
        cut_off=cut_off,
        schema_version=SCHEMA_VERSION,
        level_names=("Priority", "Improvement area"),
        scales=(FIVE,),
        levels=tuple(levels),
        actions=actions,
        targets=(),
        layout=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def october_and_december() -> tuple[PlanSnapshot, PlanSnapshot]:
    """The two snapshots, 94 actions each."""
    moves = [move for move, count in MOVES.items() for _ in range(count)]
    october = tuple(action(place, was, OCTOBER) for place, (was, _) in enumerate(moves))
    december = tuple(action(place, now, DECEMBER) for place, (_, now) in enumerate(moves))
    return snapshot(OCTOBER, october), snapshot(DECEMBER, december)
