"""The dated facts of one child from which their lines in the register follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.rules.proceedings import What


@dataclass(frozen=True, slots=True)
class Dated:
    """Holds from `first` to `last`, both included; None is still."""

    first: date
    last: date | None

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Attends(Dated):
    """A placement: `named` in section I, else attended. `setting` is its id, "" for none."""

    named: bool
    rank: int
    setting: str
    name: str
    elsewhere: str
    residential: str
    out_of_area: bool


@dataclass(frozen=True, slots=True)
class HasNeed(Dated):
    need: str
    rank: int


@dataclass(frozen=True, slots=True)
class IsIn(Dated):
    """A circumstance: the value of `words.Circumstance`."""

    kind: str


@dataclass(frozen=True, slots=True)
class OnCaseload(Dated):
    post: str


@dataclass(frozen=True, slots=True)
class IsResponsible(Dated):
    """`kind`: responsible, previous, placing; `authority`: the DfE's three digits."""

    kind: str
    authority: str


@dataclass(frozen=True, slots=True)
class HasDeadline(Dated):
    """A deadline that was open from `first` to `last`, for the days by which reviews and phase
    transfers are due."""

    duty: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one child: events as (what, day) in their order, days of visits."""

    events: tuple[tuple[What, date], ...]
    placements: tuple[Attends, ...] = ()
    needs: tuple[HasNeed, ...] = ()
    circumstances: tuple[IsIn, ...] = ()
    caseloads: tuple[OnCaseload, ...] = ()
    responsible: tuple[IsResponsible, ...] = ()
    deadlines: tuple[HasDeadline, ...] = ()
    visits: tuple[date, ...] = ()
