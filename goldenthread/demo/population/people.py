"""Invented children and young people with EHC plans, as the generator hands them over.

Plain values: no row, no clock. Events and claims are those of rules.proceedings; their keys and
cases are each person's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from goldenthread.rules.proceedings import Claim, Event
from goldenthread.rules.provision import SettingFacts


class Wrong(StrEnum):
    """An error that was put into the population on purpose."""

    DUPLICATE_UPN = "duplicate-upn"
    UPN_CHECK_LETTER = "upn-check-letter"
    REVIEW_BEFORE_PLAN = "review-before-plan"
    MEETING_WITHOUT_DECISION = "meeting-without-decision"
    NEVER_REVIEWED = "never-reviewed"
    CLOSED_SETTING = "closed-setting"
    UNKNOWN_URN = "unknown-urn"
    AGE_26 = "age-26"
    NAMED_UNLIKE_ATTENDED = "named-unlike-attended"
    TWO_MAIN_PLACEMENTS = "two-main-placements"
    FINAL_BEFORE_DRAFT = "final-before-draft"
    NO_NEED = "no-need"


class Standing(StrEnum):
    """How far somebody has come by the last day."""

    PLAN = "plan"
    REQUESTED = "requested"
    ASSESSED = "assessed"
    REFUSED = "refused"
    NOT_ISSUED = "not-issued"
    WITHDRAWN = "withdrawn"
    CEASED = "ceased"
    TRANSFERRED = "transferred"


@dataclass(slots=True)
class Run:
    """A case: one run of one process."""

    key: str
    process: str
    opened_on: date


@dataclass(slots=True)
class Placed:
    """A placement, named in section I or attended; `urn` of an invented setting, else `name` or
    SEN2's code of what there is instead."""

    kind: str
    from_date: date
    until: date | None = None
    urn: str = ""
    name: str = ""
    elsewhere: str = ""
    residential: str = ""
    work_based: bool = False
    sen_unit: bool = False
    resourced_provision: bool = False
    out_of_area: bool = False


@dataclass(slots=True)
class Needed:
    """A kind of need, first or second."""

    need: str
    rank: int
    from_date: date
    until: date | None = None


@dataclass(slots=True)
class Lasting:
    """A circumstance while it lasts."""

    kind: str
    from_date: date
    until: date | None = None


@dataclass(slots=True)
class Answerable:
    """An authority that is responsible, was before, or looks after the child."""

    kind: str
    authority: str
    from_date: date
    until: date | None = None


@dataclass(slots=True)
class Visited:
    """Somebody went to see them."""

    on: date
    by_label: str
    seen: bool = True


@dataclass(slots=True)
class Budget:
    """A personal budget."""

    how: str
    from_date: date
    until: date | None = None


@dataclass(slots=True)
class Person:
    """One child or young person. `place` is the kind of placement, `age` the age on the 31 August
    before the last day, as the statistics count; `why` a ceased plan ceased."""

    reference: str
    forename: str
    surname: str
    born_on: date
    sex: str
    ethnicity: str
    postcode: str
    standing: Standing
    age: int
    place: str = ""
    why: str = ""
    upn: str = ""
    upn_unknown: str = ""
    uln: str = ""
    social_care: str = ""
    cases: list[Run] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    placements: list[Placed] = field(default_factory=list)
    needs: list[Needed] = field(default_factory=list)
    circumstances: list[Lasting] = field(default_factory=list)
    responsible: list[Answerable] = field(default_factory=list)
    visits: list[Visited] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody, where they are taught, and which errors were put in: kind → references."""

    people: tuple[Person, ...]
    settings: tuple[SettingFacts, ...]
    wrong: Mapping[Wrong, tuple[str, ...]]
    ends_on: date
