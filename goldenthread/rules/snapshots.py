"""The shape of a closed reporting period: each action and level of a plan as at the cut-off.

A snapshot is frozen: papers, comparisons and figures are computed from these rows and from nothing
else, so that a figure printed in December still opens the same rows in June.
`SCHEMA_VERSION` rises whenever a field changes its meaning; stored rows carry the version they
were written with.
"""

from dataclasses import dataclass
from datetime import date

from goldenthread.rules.ratings import Scale

SCHEMA_VERSION = 2  # 2: gaps, what families tell us, escalations, risks


@dataclass(frozen=True)
class SnapshotRating:
    """One rating statement as it stood: who said what, when and in which capacity."""

    scale_key: str
    point_key: str
    label: str
    on: date
    capacity: str  # council, programme_office, external, forum, import
    raters: tuple[str, ...]
    occasion: str
    reason: str


@dataclass(frozen=True)
class SnapshotEvidence:
    """One piece of evidence: what it shows and when; kind is activity, output or impact."""

    id: str
    kind: str
    shows: str
    on: date | None
    title: str


@dataclass(frozen=True)
class SnapshotTarget:
    """A target or measure of success, in the words a paper shows."""

    id: str
    level_id: str | None
    action_id: str | None
    text: str
    unit: str
    baseline: str
    value: str
    due_as_written: str
    latest: str
    latest_on: date | None


@dataclass(frozen=True)
class SnapshotLevel:
    """A level of the plan; `name` is the plan's own word: priority, action area, weakness…"""

    id: str
    parent_id: str | None
    depth: int  # 0 is the top level
    position: int
    name: str
    reference: str
    title: str
    aim: str
    impact: str
    ratings: tuple[SnapshotRating, ...]
    # Keys of `rules.plan_quality.PLAN_GAPS`; None where it was frozen before they were kept.
    gaps: tuple[str, ...] | None = None


@dataclass(frozen=True)
class SnapshotFinding:
    """A finding of inspection and the parts of the plan that answer it."""

    id: str
    reference: str
    text: str
    level_ids: tuple[str, ...]
    answered: bool  # by an action


@dataclass(frozen=True)
class SnapshotVoice:
    """What families tell us of one part of the plan, in the forum's own words: printed verbatim."""

    id: str
    level_id: str
    words: str
    said_by: str
    on: date


@dataclass(frozen=True)
class SnapshotEscalation:
    """Blocked, and waiting for a decision that had not been taken at the cut-off."""

    id: str
    action_id: str | None
    level_id: str | None
    blocked: str
    decision_needed: str
    forum: str
    needed_by: date | None
    raised_on: date
    raised_by: str


@dataclass(frozen=True)
class SnapshotRisk:
    """An open risk or issue at the cut-off; scores are likelihood times impact, 1 to 25."""

    id: str
    kind: str  # risk, issue
    action_id: str | None
    level_id: str | None
    words: str
    mitigation: str
    owner: str
    score_before: int | None
    score_now: int | None
    review_on: date | None
    reference: str = ""  # R4, I7


@dataclass(frozen=True)
class SnapshotAction:
    """One action as it stood at the cut-off."""

    id: str
    reference: str
    position: int
    text: str
    level_ids: tuple[str, ...]
    leads: tuple[str, ...]
    forums: tuple[str, ...]
    start: date | None
    due_as_written: str
    due: date | None  # last acceptable day
    rating: SnapshotRating | None  # the council's own; None is "Not yet rated"
    other_ratings: tuple[SnapshotRating, ...]  # external and forum ratings beside it
    initial_point: str | None  # the first rating ever recorded, for direction of travel
    cause: str
    recovery_date: date | None
    completed_on: date | None
    signed_off_on: date | None
    progress: str
    progress_on: date | None
    impact: str
    evidence: tuple[SnapshotEvidence, ...]
    as_written: tuple[tuple[str, str], ...]  # the council's own columns: (heading, words)
    # Keys of `rules.plan_quality.ACTION_GAPS`; None where the period was closed before they were
    # kept.
    gaps: tuple[str, ...] | None = None


@dataclass(frozen=True)
class PlanSnapshot:
    """A plan at a cut-off. `scales` holds every scale a rating uses, the council's own first."""

    id: str
    plan_id: str
    plan_title: str
    local_area_name: str
    period_id: str
    period_name: str
    cut_off: date
    schema_version: int
    level_names: tuple[str, ...]
    scales: tuple[Scale, ...]
    levels: tuple[SnapshotLevel, ...]
    actions: tuple[SnapshotAction, ...]
    targets: tuple[SnapshotTarget, ...]
    layout: tuple[
        str, ...
    ]  # headings of the council's own table, in order; empty where none is known
    # None in what was frozen before the schema's second version.
    findings: tuple[SnapshotFinding, ...] | None = None
    voices: tuple[SnapshotVoice, ...] | None = None
    escalations: tuple[SnapshotEscalation, ...] | None = None
    risks: tuple[SnapshotRisk, ...] | None = None
