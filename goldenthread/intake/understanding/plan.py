"""What was understood of a plan document: typed, frozen, and able to travel as JSON.

Whatever is derived keeps the council's own words beside it (`as_written`). Rows are numbered
from 1 over the bodies of all plan tables of the document, headers not counted.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from goldenthread.intake.understanding.as_json import from_data, to_data
from goldenthread.intake.understanding.kinds import ProblemKind, Role, TableKind


@dataclass(frozen=True)
class Problem:
    """Something to ask the officer. `row` is the physical row, None for the whole document."""

    row: int | None
    kind: ProblemKind
    text: str


@dataclass(frozen=True)
class TargetPoint:
    """One value a target should reach: 75 per cent "in the first year"; `by` is its last day."""

    value: str
    unit: str
    when: str = ""
    by: datetime.date | None = None


@dataclass(frozen=True)
class Target:
    """A KPI or target sentence under a level, or in a KPI table.

    points are the trajectory in order, the last is where it should end. unit is "%",
    "percentage points", "days", "weeks", "months", "" … as written. comparator is what the value
    is measured against ("national average"), with its relation in `relation` ("greater than");
    doubt says what the words leave open ("1% greater than the average": points or per cent).
    """

    as_written: str
    group: str = ""
    baseline: str = ""
    baseline_date: str = ""
    points: tuple[TargetPoint, ...] = ()
    comparator: str = ""
    relation: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Reading:
    """A milestone and what was reached by it, in a KPI table.

    column: the heading over the figure reached; as_of: the day, month or year it stands for, in
    the document's words, and `date` its last day.
    """

    label: str
    milestone: str = ""
    actual: str = ""
    date: datetime.date | None = None
    column: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class Kpi:
    """A row of a table of measures: baseline, target, and pairs of milestone and actual."""

    reference: str
    title: str
    baseline: str
    baseline_date: str
    target: str
    unit: str
    readings: tuple[Reading, ...]
    section: str
    row: int
    table: int
    other: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Area:
    """A level below the section: reference, title, group label ("Record keeping") if any."""

    id: str
    reference: str
    title: str
    group: str = ""
    rows: tuple[int, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """The plan's highest level, in the plan's own word; actions without an area hang here."""

    id: str
    reference: str
    title: str
    word: str = ""
    aim: str = ""
    introduction: str = ""
    targets: tuple[Target, ...] = ()
    areas: tuple[Area, ...] = ()
    actions: tuple[str, ...] = ()
    rating: RatingRead | None = None


@dataclass(frozen=True)
class Due:
    """One date as written; `date` is its last acceptable day, `first_day` its first."""

    as_written: str
    date: datetime.date | None
    precision: str
    first_day: datetime.date | None = None


@dataclass(frozen=True)
class LeadsRead:
    """Who leads: the cell's words, the names it was split into, and what initials may mean."""

    as_written: str
    names: tuple[str, ...]
    suggestions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RatingRead:
    """A rating as the document has it.

    as_written: the words, "" when there is only a colour. colour: RRGGBB of the cell. label: the
    words of the plan's own key it equals, "" when there is no such label. as_of: the day or
    month of a dated column. axis: the heading words where a plan rates in two ways.
    """

    as_written: str
    label: str = ""
    colour: str = ""
    column: str = ""
    as_of: str = ""
    date: datetime.date | None = None
    axis: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Update:
    """What a progress column says; a plan with monthly columns has several."""

    column: str
    text: str
    date: datetime.date | None = None


@dataclass(frozen=True)
class Action:
    """One thing to be done. `cells` keep every column as it came, by its heading; `also_under`
    are further sections that its level cell names beside its own, `waits_for` the ids of the
    actions that its dependencies name by their references.
    """

    id: str
    rows: tuple[int, ...]
    reference: str
    section: str
    areas: tuple[str, ...]
    headings: tuple[str, ...]
    text: str
    steps: tuple[str, ...]
    success_measures: tuple[str, ...]
    outcome: str
    impact: str
    leads: LeadsRead
    accountable: LeadsRead
    forums: tuple[str, ...]
    forums_as_written: str
    start: Due | None
    dues_as_written: str
    dues: tuple[Due, ...]
    completed_on: Due | None
    rating: RatingRead | None
    ratings: tuple[RatingRead, ...]
    ratings_history: tuple[RatingRead, ...]
    progress: str
    updates: tuple[Update, ...]
    evidence: str
    coproduction: str
    dependencies: str
    resources: str
    risks: str
    mitigation: str
    next_steps: str
    notes: str
    table: int
    cells: dict[str, str] = field(default_factory=dict)
    also_under: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """A line of a table of people; `initials` where the table gives them."""

    post: str
    person: str
    organisation: str = ""
    initials: str = ""
    email: str = ""


@dataclass(frozen=True)
class ScaleLabel:
    """A label of a rating scale, its meaning as the key words it, and its cell's colour."""

    label: str
    meaning: str = ""
    colour: str = ""


@dataclass(frozen=True)
class ScaleFound:
    """A scale: from a key ("key"), a summary table ("summary") or the ratings ("in use")."""

    name: str
    source: str
    labels: tuple[ScaleLabel, ...]


@dataclass(frozen=True)
class ColumnUnderstood:
    """A column's heading, the role it was given, how sure (0 to 1) and why."""

    column: int
    heading: str
    role: Role
    confidence: float
    because: str
    as_of: str = ""
    date: datetime.date | None = None


@dataclass(frozen=True)
class TableUnderstood:
    """A table of the document; `continues` is the table whose columns it inherits."""

    index: int
    kind: TableKind
    page: int | None
    rows: int
    columns: tuple[ColumnUnderstood, ...] = ()
    continues: int | None = None
    caption: str = ""


@dataclass(frozen=True)
class RowUnderstood:
    """A body row: "action", "joined" (to the row before), "heading", "kpi" or "empty".

    id is what a correction names: table and row of the document ("t3r2"). may_be_two says that
    the officer should be asked.
    """

    number: int
    id: str
    table: int
    reading: str
    action: str = ""
    may_be_two: bool = False
    because: str = ""


@dataclass(frozen=True)
class StatedCount:
    """A line of the document's own summary: how many actions it says have a rating, and how many
    of the rows that were read have it. `column` is the summary's heading over the number."""

    table: int
    column: str
    label: str
    stated: int
    counted: int


@dataclass(frozen=True)
class FindingRead:
    """What inspection said must improve, in the document's words.

    kind: the document's word ("Significant weakness"). source: the inspection's name and days as
    written; `date` its last day. responsible: the bodies named beside it. part: the id of the
    section or area that answers it, "" where the document does not say. proposed: the words it
    stood under, where a person is still to confirm that it is a finding; "" where the document
    itself says that it is one.
    """

    id: str
    reference: str
    text: str
    kind: str
    source: str = ""
    date: datetime.date | None = None
    responsible: str = ""
    part: str = ""
    proposed: str = ""


@dataclass(frozen=True)
class Counts:
    """rows counts the actions' rows after joining; raw_rows the body rows as they stand."""

    sections: int
    areas: int
    raw_rows: int
    rows: int
    actions: int
    kpis: int = 0
    headings: int = 0


@dataclass(frozen=True)
class UnderstoodPlan:
    """Everything understood of one document, and every question it leaves."""

    title: str
    format: str
    levels: tuple[str, ...]
    sections: tuple[Section, ...]
    actions: tuple[Action, ...]
    people: tuple[Person, ...]
    scales: tuple[ScaleFound, ...]
    kpis: tuple[Kpi, ...]
    forums: tuple[str, ...]
    tables: tuple[TableUnderstood, ...]
    rows: tuple[RowUnderstood, ...]
    counts: Counts
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    stated: tuple[StatedCount, ...] = ()
    findings: tuple[FindingRead, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As plain JSON values; `from_data` gives the same plan back."""
        data = to_data(self)
        assert isinstance(data, dict)
        return data

    @staticmethod
    def from_data(data: dict[str, Any]) -> UnderstoodPlan:
        """The plan that `as_data` gave; KeyError or ValueError on anything else."""
        return from_data(UnderstoodPlan, data)
