"""What is told of update rounds: frozen facts, never model instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.policies import ActionSubject, RequestSubject
from goldenthread.improvement_plan.queries.statement_facts import LevelRef, UpdateFact
from goldenthread.notifications.queries import DeliveryFact
from goldenthread.rules.reminders import Reminders
from goldenthread.rules.rounds import TO_CHASE, AskedState, RequestState
from goldenthread.trail.queries import HistoryEntry


@dataclass(frozen=True)
class RoundFact:
    """One update round. `requests` counts the people asked, without those withdrawn; `to_chase`
    those of them who still owe something; `answered` the actions with an answer."""

    id: UUID
    plan_id: UUID
    plan_title: str
    level_id: UUID | None
    part: str  # the part of the plan in words; "" is the whole plan
    name: str
    asked_on: date
    asked_by: str
    cut_off: date
    note: str
    reminders: Reminders
    reminders_changed_on: date | None
    escalated_on: date | None  # those above the leads were told
    closed_on: date | None
    requests: int
    returned: int
    partly: int
    late: int
    to_chase: int
    actions: int
    answered: int
    accepted: int
    asked_back: int
    subject: ActionSubject
    version: int


@dataclass(frozen=True)
class RequestFact:
    """One person's request. `last_message` is the key of the latest message in the outbox."""

    id: UUID
    round_id: UUID
    round_name: str
    plan_id: UUID
    plan_title: str
    cut_off: date
    closed_on: date | None
    person_id: UUID
    person_name: str
    email: str
    deputy_id: UUID | None
    deputy_name: str
    passed_on: date | None
    state: RequestState
    actions: int
    answered: int
    accepted: int
    asked_back: int
    late: int
    last_answered_on: date | None
    last_message: str
    written_on: date  # of that message
    reminded_on: date | None
    reminders_sent: int
    link_id: UUID
    deputy_link_id: UUID | None
    has_draft: bool
    withdrawn_on: date | None
    withdrawn_reason: str
    action_ids: tuple[UUID, ...]
    subject: RequestSubject
    version: int

    @property
    def to_chase(self) -> bool:
        return self.state in TO_CHASE


@dataclass(frozen=True)
class AskedAction:
    """One action of a request. `answers` are those of this round, latest first; `before` is the
    latest update that is not of this round: what the form starts from."""

    id: UUID
    action_id: UUID
    reference: str
    title: str
    text: str
    due: date | None
    due_as_written: str
    complete: bool
    state: AskedState
    first_answered_on: date | None
    late: bool
    accepted_on: date | None
    accepted_by: str
    asked_back_on: date | None
    asked_back_words: str
    asked_back_by: str
    also_asked: tuple[str, ...]  # the other people asked about it
    answers: tuple[UpdateFact, ...]
    before: UpdateFact | None
    version: int


@dataclass(frozen=True)
class RequestForm:
    """A request with its actions in the order of the form, and what its reader had typed."""

    request: RequestFact
    round: RoundFact
    local_area_name: str
    actions: tuple[AskedAction, ...]
    draft: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class PartCount:
    """A top part of the plan in a round: its actions asked about, and those answered."""

    level: LevelRef
    asked: int
    answered: int
    to_chase: int  # people who still owe something here
    action_ids: frozenset[UUID]


@dataclass(frozen=True)
class RoundBoard:
    """Who has returned. `deliveries` tells of each request's latest message, by its key;
    `opened_on` of each link the last day it was used; `mail` tells when people were written to,
    oldest first; `not_asked` the actions of the part, not complete, that this round does not ask
    about."""

    round: RoundFact
    requests: tuple[RequestFact, ...]
    withdrawn: tuple[RequestFact, ...]
    parts: tuple[PartCount, ...]
    deliveries: Mapping[str, DeliveryFact]
    opened_on: Mapping[UUID, date]
    mail: tuple[HistoryEntry, ...]
    not_asked: int


@dataclass(frozen=True)
class ActionRef:
    id: UUID
    reference: str
    title: str
    overdue: bool


@dataclass(frozen=True)
class ToBeAsked:
    """Somebody a round would ask, and about what."""

    person_id: UUID
    name: str
    email: str
    posts: tuple[str, ...]
    actions: tuple[ActionRef, ...]


@dataclass(frozen=True)
class Unasked:
    """Why nobody answers for a lead. `kind`: no_lead, not_matched, vacant; `words` the lead's own;
    `nobody` those of its actions that no other lead is asked about."""

    kind: str
    words: str
    post_id: UUID | None
    actions: tuple[ActionRef, ...]
    nobody: int


@dataclass(frozen=True)
class WhoIsAsked:
    """A round before it is sent. `complete` actions are left out; `asked_already` are asked about
    in another round that is open: its name → actions."""

    plan_id: UUID
    plan_title: str
    level_id: UUID | None
    part: str
    people: tuple[ToBeAsked, ...]
    problems: tuple[Unasked, ...]
    actions: int  # asked about, each once
    complete: int
    asked_already: Mapping[str, int]
    subject: ActionSubject

    @property
    def without_address(self) -> tuple[ToBeAsked, ...]:
        return tuple(person for person in self.people if not person.email)

    @property
    def nobody(self) -> int:
        """Actions that nobody would be asked about."""
        return sum(problem.nobody for problem in self.problems)
