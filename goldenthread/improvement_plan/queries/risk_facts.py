"""Risks, issues, escalations and waiting, as frozen facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries.facts import ActionRow
from goldenthread.improvement_plan.queries.statement_facts import LevelRef
from goldenthread.rules.risks import Score, review_overdue


@dataclass(frozen=True)
class PlaceFact:
    """The action or the part of the plan that something belongs to: exactly one id is given.

    `name` is "Action 1.2.3" or the plan's own word and reference ("Priority 2"); `top` the top
    level it lies in, None for an action that lies in none; `ended` says that an action has left
    the plan.
    """

    plan_id: UUID
    action_id: UUID | None
    level_id: UUID | None
    name: str
    title: str
    level_ids: frozenset[UUID]  # its own and every one above
    top: LevelRef | None
    leads: tuple[str, ...]
    subject: ActionSubject
    ended: bool


@dataclass(frozen=True)
class OwnerFact:
    """Who owns a risk: `words` is the post's title or the person's name, else as written; `key` is
    "post:…", "person:…" or "words:…" for a filter, "" where nobody is named."""

    words: str
    key: str
    post_id: UUID | None
    person_id: UUID | None
    holders: tuple[str, ...]


@dataclass(frozen=True)
class ReviewFact:
    """How a risk stood on a day, and who said so."""

    id: UUID
    score: Score
    words: str
    on: date
    by: str


@dataclass(frozen=True)
class RiskFact:
    """A risk or an issue as at a day.

    `before` is its score without mitigation, `after` the one the mitigation aims at, `now` what
    the latest review says (`before` until there is one). `reviews` come oldest first. A risk that
    was closed later than the day is open on it.
    """

    id: UUID
    plan_id: UUID
    kind: str  # risk, issue
    reference: str
    words: str
    cause: str
    effect: str
    mitigation: str
    place: PlaceFact
    before: Score
    after: Score
    reviews: tuple[ReviewFact, ...]
    owner: OwnerFact
    review_on: date | None
    review_rhythm: str
    raised_on: date
    raised_by: str
    update_id: UUID | None
    came_from: tuple[UUID, str] | None  # id and reference of the risk that this issue was
    became: tuple[UUID, str] | None
    closed_on: date | None
    closed_how: str
    closed_words: str
    closed_by: str
    on: date
    version: int

    @property
    def now(self) -> Score:
        return self.reviews[-1].score if self.reviews else self.before

    @property
    def open(self) -> bool:
        return self.closed_on is None

    @property
    def review_overdue(self) -> bool:
        return review_overdue(self.review_on, on=self.on, closed=not self.open)


@dataclass(frozen=True)
class EscalationFact:
    """Blocked, needs a decision: open until `decided_on` or `withdrawn_on`.

    `forum` is the one asked, "" where none was named; `overdue` is past `needed_by` and open.
    """

    id: UUID
    plan_id: UUID
    place: PlaceFact
    blocked: str
    decision_needed: str
    forum_id: UUID | None
    forum: str
    needed_by: date | None
    raised_on: date
    raised_by: str
    update_id: UUID | None
    decided_on: date | None
    decision: str
    decided_by: str
    decision_recorded_by: str
    withdrawn_on: date | None
    withdrawn_reason: str
    overdue: bool
    version: int

    @property
    def open(self) -> bool:
        return self.decided_on is None and self.withdrawn_on is None


@dataclass(frozen=True)
class WaitFact:
    """`action` waits for `waits_for`.

    `state` is "done" (what it waits for is complete), "blocked" (that is overdue, off track or
    waits for a decision itself) or "waits". `pressed` says that it is needed earlier than it is
    due. `late` are the chains of references from `action` to whatever is late further along, each
    beginning with `action`.
    """

    id: UUID
    action: ActionRow
    waits_for: ActionRow
    from_top: LevelRef | None
    to_top: LevelRef | None
    note: str
    needed_by: date | None
    agreed_on: date | None
    agreed_by: str
    state: str
    pressed: bool
    late: tuple[tuple[str, ...], ...]
    version: int

    @property
    def across(self) -> bool:
        """Do the two lie in different parts of the plan?"""
        return self.from_top != self.to_top
