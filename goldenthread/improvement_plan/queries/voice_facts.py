"""What families tell us, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.policies import VoiceSubject
from goldenthread.improvement_plan.queries.facts import LevelRef, PlanFact, RatingFact


@dataclass(frozen=True)
class VoiceFact:
    """One statement of an organisation of families or young people; `words` are verbatim, and ""
    once it was withdrawn. `rating` is the latest that the organisation gave this part of the plan.

    `current`: the newest that stands. `draft`: typed in by somebody else and not confirmed yet.
    `may_confirm` and `may_withdraw` are the viewer's; "" or the sentence that refuses.
    """

    id: UUID
    plan_id: UUID
    level_id: UUID
    organisation_id: UUID
    organisation: str
    words: str
    on: date
    said_by: str
    occasion: str
    on_behalf: bool
    recorded_by: str
    confirmed_on: date | None
    confirmed_by: str
    withdrawn_on: date | None
    withdrawn_reason: str
    withdrawn_by: str
    asked_point: str  # label of the rating that waits with a draft
    rating: RatingFact | None
    draft: bool
    current: bool
    may_confirm: str
    may_withdraw: str


@dataclass(frozen=True)
class PartVoices:
    """A part of the plan with what families tell us of it: the newest of each organisation, what
    each said before (latest first), and the drafts that the viewer may see."""

    level: LevelRef
    current: tuple[VoiceFact, ...]
    earlier: tuple[VoiceFact, ...]
    drafts: tuple[VoiceFact, ...]


@dataclass(frozen=True)
class VoicesOfPlan:
    """The page of a plan. `may_tell` and `may_write_down` are "" or the sentence that refuses."""

    plan: PlanFact
    parts: tuple[PartVoices, ...]
    may_tell: str
    may_write_down: str


@dataclass(frozen=True)
class VoiceWanted:
    """A part of a plan of which the viewer's forum has said nothing since the last closed period;
    `last_on` is when it last did, `since` that period's cut-off, each None where there is none."""

    plan_id: UUID
    plan_title: str
    level: LevelRef
    last_on: date | None
    since: date | None
    since_name: str


__all__ = ["PartVoices", "VoiceFact", "VoiceSubject", "VoiceWanted", "VoicesOfPlan"]
