"""What is told of a child, before it is kept: by a person, an import or a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.rules.clocks import LawfulException
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.proceedings import Asked, Claim, Event, Phase, What


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A case; `key` is how the events name it."""

    key: str
    process: str  # a value of models.Process
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRecord:
    """A placement, named in section I or attended; a setting's id where it is known here."""

    kind: str  # named, attended
    from_date: date
    until: date | None = None
    setting_id: UUID | None = None
    urn: str = ""
    name: str = ""
    elsewhere: str = ""
    rank: int = 1
    residential: str = ""
    work_based: bool = False
    sen_unit: bool = False
    resourced_provision: bool = False
    out_of_area: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRecord:
    need: str
    rank: int
    from_date: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstanceRecord:
    kind: str  # a value of rules.standing.Circumstance
    from_date: date
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityRecord:
    kind: str  # responsible, previous, placing
    authority: str
    from_date: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRecord:
    on: date
    by_label: str
    seen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRecord:
    how: str  # organised, direct, both
    from_date: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRecord:
    """A child, their cases and what happened in them, and where they are. Events and claims are
    those of rules.proceedings; their keys and cases are the record's own."""

    reference: str
    forename: str
    surname: str
    born_on: date | None
    sex: str = ""
    ethnicity: str = ""
    postcode: str = ""
    upn: str = ""
    upn_unknown: str = ""
    uln: str = ""
    nhs_number: str = ""
    known_to_social_care: str = ""
    post_id: UUID | None = None  # whose caseload
    caseload_from: date | None = None
    cases: tuple[CaseRecord, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    placements: tuple[PlacementRecord, ...] = ()
    needs: tuple[NeedRecord, ...] = ()
    circumstances: tuple[CircumstanceRecord, ...] = ()
    responsible: tuple[ResponsibilityRecord, ...] = ()
    visits: tuple[VisitRecord, ...] = ()
    budgets: tuple[BudgetRecord, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says happened, and with what: see rules.proceedings.Event."""

    what: What
    on: date
    body: str = ""
    day: date | None = None
    asks: Asked | None = None
    phase: Phase | None = None
    about: About | None = None
    code: str = ""  # an answer of rules.standing.told

    def happened(self, *, case: str) -> Event:
        """As the rules take it; refused where something is missing or too much."""
        return Event(
            key="new",
            case=case,
            what=self.what,
            on=self.on,
            body=" ".join(self.body.split()),
            day=self.day,
            asks=self.asks,
            phase=self.phase,
            about=self.about,
        )


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """The days on which an exception rests, and what shows it: see rules.clocks.exceptions."""

    reason: LawfulException
    first_on: date
    then_on: date
    evidence: str
    asked_on: date | None = None
