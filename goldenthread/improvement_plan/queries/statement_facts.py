"""What is said of an action or a level, as frozen facts: ratings, leads, dates, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from goldenthread.rules.ratings import Scale, ScalePoint


@dataclass(frozen=True)
class ScaleFact:
    """One version of a scale; `main` is the council's own scale of actions."""

    id: UUID
    key: str
    name: str
    version: int
    main: bool
    in_force: bool
    scale: Scale


@dataclass(frozen=True)
class LevelRef:
    """Enough of a level to name and link it: `word` is the plan's own ("Priority")."""

    id: UUID
    parent_id: UUID | None
    depth: int
    word: str
    reference: str
    title: str


@dataclass(frozen=True)
class RatingFact:
    """A dated statement: who rated what, in which capacity, on which occasion, and why.

    `superseded` ratings were corrected by a later one and are shown in the history only.
    """

    id: UUID
    action_id: UUID | None
    level_id: UUID | None
    scale_key: str
    scale_name: str
    scale_version: int
    point: ScalePoint
    on: date
    recorded_at: datetime
    recorded_by: str
    capacity: str  # council, programme_office, external, forum
    capacity_words: str
    raters: tuple[str, ...]
    occasion: str
    reason: str
    cause: str
    recovery_date: date | None
    label_as_written: str
    imported: bool  # "as imported, no evidence recorded"
    superseded: bool


@dataclass(frozen=True)
class LeadFact:
    """Who leads. `words` is the post's title or the person's name, else the plan's own words;
    `holders` are those who hold the post on the day asked about."""

    id: UUID
    kind: str  # lead, deputy
    words: str
    as_written: str
    post_id: UUID | None
    person_id: UUID | None
    holders: tuple[str, ...]

    @property
    def identified(self) -> bool:
        return self.post_id is not None or self.person_id is not None


@dataclass(frozen=True)
class ForumRef:
    id: UUID
    name: str


@dataclass(frozen=True)
class DueFact:
    """A due date as written and as understood; `last_day` is the last acceptable day."""

    id: UUID
    as_written: str
    first_day: date | None
    last_day: date | None
    precision: str


@dataclass(frozen=True)
class MilestoneFact:
    id: UUID
    text: str
    as_written: str
    last_day: date | None
    precision: str
    met_on: date | None
    missed: bool
    version: int


@dataclass(frozen=True)
class DependencyFact:
    """`other` is the action waited for (in `waits_for`) or held up (in `holds_up`)."""

    id: UUID
    action_id: UUID
    reference: str
    title: str
    note: str
    due: date | None
    rating: ScalePoint | None
    complete: bool
    overdue: bool


@dataclass(frozen=True)
class UpdateFact:
    """What was said of an action. `status` is a `rules.rounds.UpdateStatus`, "" where it was not
    answered in an update round; `answered_for` names on whose behalf somebody else answered."""

    id: UUID
    on: date
    recorded_at: datetime
    recorded_by: str
    progress: str
    impact: str
    next_steps: str
    imported: bool
    status: str = ""
    cause: str = ""
    expected_on: date | None = None
    risks_and_issues: str = ""
    blocked: bool = False
    decision_needed: str = ""
    decision_by: date | None = None
    round_id: UUID | None = None
    answered_for: str = ""
    by_link: bool = False

    @property
    def by(self) -> str:
        """Who said it, and on whose behalf: wherever an update is shown."""
        if self.answered_for:
            return f"{self.recorded_by}, on behalf of {self.answered_for}"
        return self.recorded_by


@dataclass(frozen=True)
class EvidenceFact:
    """Evidence of an action or a level: exactly one of `file_id` and `link` is given."""

    id: UUID
    action_id: UUID | None
    level_id: UUID | None
    kind: str  # activity, output, impact
    kind_words: str
    title: str
    shows: str
    on: date
    recorded_by: str
    file_id: UUID | None
    file_name: str
    link: str
    withdrawn_on: date | None
    withdrawn_reason: str
    version: int


@dataclass(frozen=True)
class CompletionFact:
    """Complete and signed off: two acts by two people. `withdrawn_on`: reopened."""

    id: UUID
    on: date
    by: str
    by_id: UUID | None
    note: str
    signed_off_on: date | None
    signed_off_by: str
    withdrawn_on: date | None
    withdrawn_reason: str
    imported: bool


@dataclass(frozen=True)
class TargetStepFact:
    id: UUID
    as_written: str
    last_day: date | None
    precision: str
    value: Decimal | None


@dataclass(frozen=True)
class TargetReadingFact:
    id: UUID
    value: Decimal
    on: date
    source: str
    recorded_by: str


@dataclass(frozen=True)
class TargetFact:
    """A KPI or target: figures where the plan gives them, words where not."""

    id: UUID
    level_id: UUID | None
    action_id: UUID | None
    text: str
    measure: str
    value: Decimal | None
    unit: str
    comparator: str
    baseline: Decimal | None
    baseline_on: date | None
    as_written: str
    last_day: date | None
    precision: str
    steps: tuple[TargetStepFact, ...]
    readings: tuple[TargetReadingFact, ...]
    version: int

    @property
    def latest(self) -> TargetReadingFact | None:
        return self.readings[-1] if self.readings else None
