"""Counts of a plan, each with the query that opens its rows, and reporting periods; told to others
by `queries.facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldenthread.rules.ratings import Direction, ScalePoint, ThreeShares


@dataclass(frozen=True)
class Counted:
    """A count and the query that opens its rows: `query` is an address's query without "?"."""

    count: int
    query: str


@dataclass(frozen=True)
class PointCount:
    """How many actions stand at a point (None: not yet rated)."""

    point: ScalePoint | None
    counted: Counted


@dataclass(frozen=True)
class PeriodFact:
    """A reporting period; `snapshot_id` is the snapshot in force once it is closed."""

    id: UUID
    plan_id: UUID
    name: str
    from_date: date
    cut_off: date
    state: str  # open, closed
    snapshot_id: UUID | None
    reopened_on: date | None
    reopened_reason: str
    version: int

    @property
    def closed(self) -> bool:
        return self.state == "closed"


@dataclass(frozen=True)
class SnapshotTotals:
    """What a closed period counted, without its rows: for trends and lists of snapshots.

    `counts` is point key → actions, "" for not yet rated; `in_force` is false for a snapshot whose
    period was reopened and closed again.
    """

    id: UUID
    plan_id: UUID
    period_id: UUID
    period_name: str
    cut_off: date
    number: int
    in_force: bool
    total: int
    counts: dict[str, int]
    shares: ThreeShares | None
    taken_at: datetime
    taken_by: str
    sha256: str
    # Key of a gap → how many; "" → how many actions have one. None: frozen before they were kept.
    gaps: dict[str, int] | None = None
    scale_key: str = ""  # "": the plan's only scale


@dataclass(frozen=True)
class MovementCount:
    """How many actions went from one point to another since the last report."""

    before: ScalePoint | None
    now: ScalePoint | None
    direction: Direction
    counted: Counted


@dataclass(frozen=True)
class GapCount:
    """A gap the system lists by itself: `words` say what is missing."""

    key: str
    words: str
    counted: Counted


@dataclass(frozen=True)
class Choice:
    """One value a filter can take, with how many actions of the plan have it."""

    value: str
    words: str
    count: int


@dataclass(frozen=True)
class FilterChoices:
    """What a plan's list can be narrowed to."""

    ratings: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    posts: tuple[Choice, ...]
    people: tuple[Choice, ...]
    forums: tuple[Choice, ...]
    states: tuple[Choice, ...]
