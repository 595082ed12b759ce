"""What is handed to the verbs: typed, frozen, knowing nothing of where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from goldenthread.rules.ratings import Scale


@dataclass(frozen=True)
class NewDue:
    """A date as written and as understood (fields of `rules.calendars.WrittenDate`)."""

    as_written: str
    first_day: date | None = None
    last_day: date | None = None
    precision: str = "none"


@dataclass(frozen=True)
class NewLead:
    """A lead: the plan's words, and the post or person once somebody has said who that is."""

    as_written: str
    post_id: UUID | None = None
    person_id: UUID | None = None
    kind: str = "lead"  # or deputy
    from_date: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class NewRating:
    """A rating a document brings: on one of the plan's scales, in the document's own words."""

    scale_key: str
    point_key: str
    on: date
    label_as_written: str = ""
    capacity: str = "council"
    raters: tuple[str, ...] = ()
    occasion: str = ""
    reason: str = ""
    cause: str = ""
    recovery_date: date | None = None


@dataclass(frozen=True)
class NewMilestone:
    text: str
    due: NewDue | None = None
    met_on: date | None = None


@dataclass(frozen=True)
class NewLevel:
    """A level of the plan. `key` names it within one import: the other inputs point to it."""

    key: str
    title: str
    reference: str = ""
    parent_key: str | None = None
    aim: str = ""
    impact: str = ""
    finding_keys: tuple[str, ...] = ()
    ratings: tuple[NewRating, ...] = ()


@dataclass(frozen=True)
class NewFinding:
    """What inspection said must improve, in its words; `kind` and `responsible` as it has them."""

    key: str
    text: str
    reference: str = ""
    source: str = ""
    on: date | None = None
    kind: str = ""
    responsible: str = ""


@dataclass(frozen=True)
class NewAction:
    """An action as a document has it. `rating` is the latest (None: not yet rated); earlier ones
    stand in `ratings_history`. `as_written` holds (heading, words) in the council's own columns."""

    key: str
    text: str
    reference: str = ""  # "" where the document gives none: the plan numbers it
    level_keys: tuple[str, ...] = ()
    steps: str = ""
    success_measures: str = ""
    outcome: str = ""
    impact: str = ""
    co_production: str = ""
    resources: str = ""
    leads_as_written: str = ""
    leads: tuple[NewLead, ...] = ()
    accountable_as_written: str = ""
    accountable_post_id: UUID | None = None
    forum_ids: tuple[UUID, ...] = ()
    start_as_written: str = ""
    start: date | None = None
    due_as_written: str = ""  # the whole cell; "" takes the words of `dues`
    dues: tuple[NewDue, ...] = ()
    milestones: tuple[NewMilestone, ...] = ()
    rating: NewRating | None = None
    ratings_history: tuple[NewRating, ...] = ()
    progress: str = ""
    next_steps: str = ""
    progress_on: date | None = None  # None: the day of the import
    evidence_words: str = ""  # what the document names as evidence: kept with the update as words
    completed_on: date | None = None
    completed_as_written: str = ""
    waits_for: tuple[str, ...] = ()  # keys of this import's actions, or ids of those of the plan
    waits_as_written: str = ""
    as_written: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NewTargetStep:
    due: NewDue
    value: Decimal | None = None


@dataclass(frozen=True)
class NewReading:
    """What was reached by a day, and the document that says so. `on` is the last day of the
    period the figure stands for; the period's own words belong into `source`."""

    value: Decimal
    on: date
    source: str


@dataclass(frozen=True)
class NewTarget:
    """A target of a level or an action; in an import `level_key` or `action_key` says whose."""

    text: str
    level_key: str | None = None
    action_key: str | None = None
    measure: str = ""
    value: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    due: NewDue | None = None
    steps: tuple[NewTargetStep, ...] = ()
    readings: tuple[NewReading, ...] = ()


@dataclass(frozen=True)
class NewScale:
    """A scale of the plan; `main` is the council's own scale of actions (else the first is)."""

    scale: Scale
    main: bool = False


@dataclass(frozen=True)
class Added:
    """An action that the newer document has and the plan has not.

    Its `level_keys` are levels' ids (as text) or, for a level the plan does not have yet, its
    title: that is added at the top level.
    """

    action: NewAction


@dataclass(frozen=True)
class Changed:
    """What to take over into an action: only the fields named.

    `fields` may hold text, steps, success_measures, outcome, impact, co_production, resources,
    reference, leads_as_written, start_as_written (str), accountable_as_written, start (date),
    leads (tuple[NewLead, …]), forum_ids (tuple[UUID, …]), dues (tuple[NewDue, …]), due_as_written,
    rating (NewRating: a further statement, nothing is overwritten), progress (str: a further
    update), as_written (pairs), level_keys (tuple[str, …]: ids of levels, or titles of new ones).
    """

    action_id: UUID
    fields: Mapping[str, object]


@dataclass(frozen=True)
class Removed:
    """An action that the newer document has no more: it ends, with the reason, and stays read."""

    action_id: UUID
    reason: str


@dataclass(frozen=True)
class ChangedLevel:
    """What to take over into a part of the plan: `fields` may hold title and aim."""

    level_id: UUID
    fields: Mapping[str, str]


@dataclass(frozen=True)
class AddedTarget:
    """A target that the plan does not have; its `level_key` is a level's id, as text, or the
    title of a level that the plan does not have yet."""

    target: NewTarget


@dataclass(frozen=True)
class ChangedTarget:
    """A target that the newer document words otherwise, with its trajectory."""

    target_id: UUID
    target: NewTarget


@dataclass(frozen=True)
class Reached:
    """Further figures of a target; nothing is overwritten."""

    target_id: UUID
    readings: tuple[NewReading, ...]


@dataclass(frozen=True)
class RemovedTarget:
    """A target that the newer document has no more; its figures stay readable."""

    target_id: UUID


@dataclass(frozen=True)
class AddedFinding:
    """A finding that the plan does not have; `level_ids` are the parts that answer it."""

    finding: NewFinding
    level_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ChangedFinding:
    """What to take over into a finding: `fields` may hold text."""

    finding_id: UUID
    fields: Mapping[str, str]


Change = (
    Added
    | Changed
    | Removed
    | ChangedLevel
    | AddedTarget
    | ChangedTarget
    | Reached
    | RemovedTarget
    | AddedFinding
    | ChangedFinding
)
