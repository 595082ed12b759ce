"""What every reader of a register hands out: persons one by one, problems by place, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from goldenthread.rules.sen2.records import Header, Person


class SourceKind(StrEnum):
    """What a register came as."""

    SEN2_XML = "SEN2 XML"
    COLLECT_CSV = "COLLECT’s CSV export"
    SEN2_WORKBOOK = "SEN2 workbook"
    ANNEX_A = "Annex A list 1"
    EXTRACT = "case system’s extract"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something in a row that was not read as it stands.

    where: "person 12, request 2" or "sheet “Requests”, row 17"; column: the tag or heading;
    sentence: what is wrong, with the words of the source unless they would say who somebody is.
    """

    where: str
    column: str
    sentence: str

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        return f"{self.where}{column}: {self.sentence}"


@dataclass(slots=True)
class Counts:
    """Rows met, by the kind of record; each was read or refused. Counted apart, so that a row that
    was lost shows."""

    found: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def add_up(self) -> bool:
        return self.found == self.read + self.refused


@dataclass(frozen=True, slots=True)
class AnnexAFacts:
    """What Annex A asks of a child or young person beside what the return asks."""

    phase: str | None = None
    second_phase: str | None = None
    home_educated: bool | None = None
    suspensions: int | None = None
    permanent_exclusions: int | None = None
    absence_percent: float | None = None
    pupil_premium: bool | None = None
    known_to_social_care: bool | None = None
    social_care_team: str | None = None
    disability: bool | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that a case system dates, by its kind's value in `rules.proceedings.What`."""

    what: str
    on: date
    body: str = ""


@dataclass(frozen=True, slots=True)
class PersonRead:
    """One person of a source, the `number`th. `reference` is the source's own number for them, ""
    without one; `where` says how to find them in the file.
    """

    number: int
    reference: str
    person: Person
    problems: tuple[RowProblem, ...] = ()
    annex_a: AnnexAFacts | None = None
    happened: tuple[Happened, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()  # fields of the register that the return has not
    where: str = ""  # "line 1,204", "sheet “List_1”, row 17"


class Reading:
    """A register being read: iterate once over its persons, then look at problems and counts.

    fields: keys of the items that the source has. problems: those that belong to no person.
    Iterating raises Refused where the file turns out to be broken; then none of it counts.
    """

    kind: SourceKind

    def __init__(self, fields: frozenset[str], header: Header | None = None) -> None:
        self.fields = fields
        self.header = header
        self.problems: list[RowProblem] = []
        self.counts = Counts()

    def __iter__(self) -> Iterator[PersonRead]:
        raise NotImplementedError
