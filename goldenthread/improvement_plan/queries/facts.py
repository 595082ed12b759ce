"""What this context tells others: frozen facts, never model instances.

Dates are business dates (Europe/London); `recorded_at` is the UTC instant. Ids are UUIDs of this
installation. Words are as the plan has them; presenters finish sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries.count_facts import (
    Choice,
    Counted,
    FilterChoices,
    GapCount,
    MovementCount,
    PeriodFact,
    PointCount,
    SnapshotTotals,
)
from goldenthread.improvement_plan.queries.statement_facts import (
    CompletionFact,
    DependencyFact,
    DueFact,
    EvidenceFact,
    ForumRef,
    LeadFact,
    LevelRef,
    MilestoneFact,
    RatingFact,
    ScaleFact,
    TargetFact,
    TargetReadingFact,
    TargetStepFact,
    UpdateFact,
)
from goldenthread.rules.ratings import Direction, Scale, ScalePoint, ThreeShares

if TYPE_CHECKING:
    from goldenthread.improvement_plan.queries.contexts import PlanContext

__all__ = [
    "TITLE_LENGTH",
    "ActionDetail",
    "ActionRow",
    "ActionsFound",
    "Choice",
    "CompletionFact",
    "Counted",
    "DependencyFact",
    "DueFact",
    "EvidenceFact",
    "FilterChoices",
    "FindingFact",
    "ForumRef",
    "GapCount",
    "LeadFact",
    "LevelDetail",
    "LevelFact",
    "LevelRef",
    "MilestoneFact",
    "MovementCount",
    "PeriodFact",
    "PlanFact",
    "PlanSummary",
    "PointCount",
    "RatingFact",
    "ScaleFact",
    "SnapshotTotals",
    "TargetFact",
    "TargetReadingFact",
    "TargetStepFact",
    "UpdateFact",
]

TITLE_LENGTH = 90  # characters of an action's text that serve as its title


@dataclass(frozen=True)
class PlanFact:
    """A plan: `level_names` are its own words for its levels, top first; `layout` the headings of
    the council's own table. `scales` holds those in force, the council's own first."""

    id: UUID
    title: str
    kind: str
    level_names: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    accepted_on: date | None
    closed_on: date | None
    predecessor_id: UUID | None
    layout: tuple[str, ...]
    scales: tuple[ScaleFact, ...]
    version: int

    @property
    def main_scale(self) -> Scale | None:
        return next((fact.scale for fact in self.scales if fact.main), None)

    def level_word(self, depth: int) -> str:
        """The plan's own word for a level ("Priority"); "Level" where it has none."""
        return self.level_names[depth] if depth < len(self.level_names) else "Level"


@dataclass(frozen=True)
class FindingFact:
    """What an inspection said must improve; `level_ids` answer it, `actions` counts theirs.

    `kind` is the report's word ("Area for priority action"), `responsible` the bodies it names.
    Once it has ended, `ended_words` says how ("Met").
    """

    id: UUID
    reference: str
    text: str
    source: str
    on: date | None
    level_ids: tuple[UUID, ...]
    actions: int
    version: int
    kind: str = ""
    responsible: str = ""
    ended_on: date | None = None
    ended_words: str = ""
    ended_reason: str = ""


@dataclass(frozen=True)
class ActionRow:
    """An action as a list shows it.

    `rating` is the council's own point now (None: not yet rated), given on `rating_on`;
    `rating_then` the point at the last closed period; `direction` compares the two (NEW where the
    last report had none). `first_rating` is the first ever given. `other_ratings` are the latest
    of each other capacity and scale; `disagreement` says whether they differ from the council's.
    `states` are keys of `filters.STATES` that hold on the day; `gaps` those that are gaps.
    `overdue` is past its last acceptable day and not complete.
    """

    id: UUID
    plan_id: UUID
    position: int
    reference: str
    title: str
    text: str
    levels: tuple[LevelRef, ...]
    leads: tuple[LeadFact, ...]
    leads_as_written: str
    forums: tuple[ForumRef, ...]
    start_as_written: str
    start: date | None
    due_as_written: str
    due: date | None
    rating: ScalePoint | None
    rating_on: date | None
    rating_then: ScalePoint | None
    first_rating: ScalePoint | None
    direction: Direction
    other_ratings: tuple[RatingFact, ...]
    disagreement: bool
    cause: str
    recovery_date: date | None
    last_update_on: date | None
    completed_on: date | None
    signed_off_on: date | None
    complete: bool  # marked complete, or rated at a point that counts as complete
    overdue: bool
    evidence_count: int
    states: frozenset[str]
    gaps: tuple[str, ...]
    subject: ActionSubject  # what the policies want to know: `policies.may_update(viewer, subject)`
    version: int


@dataclass(frozen=True)
class ActionDetail:
    """Everything on an action's page. `ratings` and `updates` come latest first, with superseded
    ratings; `evidence` includes what was withdrawn, marked."""

    row: ActionRow
    plan: PlanFact
    steps: str
    success_measures: str
    outcome: str
    impact: str
    co_production: str
    resources: str
    accountable: str
    accountable_post_id: UUID | None
    accountable_as_written: str
    as_written: tuple[tuple[str, str], ...]
    imported_on: date | None
    ended_on: date | None
    ended_reason: str
    dues: tuple[DueFact, ...]
    milestones: tuple[MilestoneFact, ...]
    updates: tuple[UpdateFact, ...]
    ratings: tuple[RatingFact, ...]
    evidence: tuple[EvidenceFact, ...]
    completions: tuple[CompletionFact, ...]
    completion: CompletionFact | None  # the one that stands
    waits_for: tuple[DependencyFact, ...]
    holds_up: tuple[DependencyFact, ...]
    targets: tuple[TargetFact, ...]
    findings: tuple[FindingFact, ...]
    above: tuple[LevelRef, ...]  # the levels above the first one it belongs to, top first
    context: PlanContext  # what it was told from: other parts of its page need not load it again

    @property
    def over(self) -> bool:
        """Nothing more is recorded here: the action has left its plan, or the plan is closed."""
        return self.ended_on is not None or self.plan.closed_on is not None


@dataclass(frozen=True)
class LevelFact:
    """A level with its counts over every action in it or below it, its own latest ratings (never
    a roll-up), targets and evidence."""

    id: UUID
    parent_id: UUID | None
    plan_id: UUID
    depth: int
    word: str
    reference: str
    title: str
    aim: str
    impact: str
    findings: tuple[FindingFact, ...]  # what it answers, or answered: those ended come last
    position: int
    actions: Counted
    by_point: tuple[PointCount, ...]
    shares: ThreeShares | None  # None where the plan has no scale
    overdue: Counted
    off_track: Counted
    ratings: tuple[RatingFact, ...]  # the latest of each capacity and scale
    disagreement: bool
    last_evidence_on: date | None  # of the level or of any action in it
    version: int


@dataclass(frozen=True)
class LevelDetail:
    """A level's page: the way up to it, what is below, and everything said about it."""

    level: LevelFact
    plan: PlanFact
    ancestors: tuple[LevelRef, ...]  # top first
    children: tuple[LevelFact, ...]
    targets: tuple[TargetFact, ...]
    evidence: tuple[EvidenceFact, ...]
    ratings: tuple[RatingFact, ...]  # all, latest first
    actions: tuple[ActionRow, ...]
    context: PlanContext  # what it was told from, as in an action's


@dataclass(frozen=True)
class PlanSummary:
    """The plan's page. Every count carries the query of its own list.

    `last_report` is the latest closed period; `moved`, `better`, `worse` and `movement` compare
    with its snapshot and are None or empty before the first. `trend` is oldest first.
    """

    plan: PlanFact
    on: date
    actions: Counted
    by_point: tuple[PointCount, ...]
    shares: ThreeShares | None
    share_queries: dict[str, str]  # names of SHARE_DEFINITIONS → query of the counted actions
    signed_off: Counted
    awaiting_sign_off: Counted
    overdue: Counted
    due_soon: Counted
    off_track: Counted
    blocked: Counted
    disagreement: Counted
    last_report: PeriodFact | None
    moved: Counted | None
    better: Counted | None
    worse: Counted | None
    movement: tuple[MovementCount, ...]
    top_levels: tuple[LevelFact, ...]
    trend: tuple[SnapshotTotals, ...]
    gaps: tuple[GapCount, ...]
    findings_without_action: tuple[FindingFact, ...]
    levels_without_action: tuple[LevelRef, ...]
    open_period: PeriodFact | None
    context: PlanContext  # what it was told from: other parts of its page need not load it again


@dataclass(frozen=True)
class ActionsFound:
    """One page of a plan's list: its rows, how many actions match on all pages, and what the list
    can be narrowed to. `number` counts from 1."""

    plan: PlanFact
    rows: tuple[ActionRow, ...]
    matching: int
    number: int
    choices: FilterChoices
