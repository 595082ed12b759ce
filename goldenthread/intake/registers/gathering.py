"""A register's file read to its end: what is told of it, and the records to be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from goldenthread.intake.registers.into_register import Told
from goldenthread.intake.registers.looking import SHOWN, Looked, given_for, look_through
from goldenthread.intake.registers.rows import PersonRead, Reading, SourceKind
from goldenthread.rules.sen2 import SettingFacts
from goldenthread.rules.standing.records import ChildRecord

SYSTEMS = {
    SourceKind.SEN2_XML: "SEN2",
    SourceKind.COLLECT_CSV: "SEN2",
    SourceKind.SEN2_WORKBOOK: "SEN2",
    SourceKind.ANNEX_A: "Annex A",
}


@dataclass(frozen=True, slots=True)
class KnownSettings:
    """The area's list of settings: our ids by URN and UKPRN, and facts by URN for the checks;
    `facts` None where no list is loaded."""

    ids: Mapping[str, UUID] = field(default_factory=dict)
    facts: Mapping[str, SettingFacts] | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found, the records in the order of the persons, and where each stands."""

    looked: Looked
    records: tuple[ChildRecord, ...]
    where: tuple[str, ...]
    authority: str


class _Again(Reading):
    """Persons that were read already, with the counts and problems of their reading."""

    def __init__(self, reading: Reading, persons: Sequence[PersonRead]) -> None:
        super().__init__(reading.fields, reading.header)
        self.kind = reading.kind
        self.problems = reading.problems
        self.counts = reading.counts
        self._persons = persons

    def __iter__(self) -> Iterator[PersonRead]:
        return iter(self._persons)


def gather(
    reading: Reading,
    *,
    on: date,
    as_at: date,
    authority: str,
    settings: KnownSettings,
    shown: int = SHOWN,
) -> Gathered:
    """Read a register to its end; `shown`: how many of its problems are told one by one. Raises
    Refused where the file is broken, or rows were met and neither read nor refused."""
    given = replace(
        given_for(reading, on=on, as_at=as_at, authority=authority), settings=settings.facts
    )
    persons = list(reading)
    told: list[Told] = []
    looked = look_through(
        _Again(reading, persons), given, as_at=as_at, settings=settings.ids, shown=shown,
        take=told.append,
    )  # fmt: skip
    records = tuple(one.record for one in told)
    where = tuple(one.where for one in persons)
    return Gathered(looked, records, where, given.own_authority or "")
