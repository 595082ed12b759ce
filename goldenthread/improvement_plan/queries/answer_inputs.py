"""What is handed to the verb that answers a request; it lives here so that forms can build it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class NewProof:
    """Evidence sent with an answer: one file kept by `files`, or one link."""

    kind: str
    shows: str
    file_id: UUID | None = None
    file_name: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """What is said of one action of a request; `status` is a `rules.rounds.UpdateStatus`."""

    round_action_id: UUID
    status: str
    progress: str = ""
    impact: str = ""
    next_steps: str = ""
    cause: str = ""
    expected_on: date | None = None
    risks_and_issues: str = ""
    blocked: bool = False
    decision_needed: str = ""
    decision_by: date | None = None
    proof: NewProof | None = None
