"""Who in the register somebody new may be: asked before a child is added by hand.

Only those in the viewer's sight are compared. That a restricted record is like the one typed would
tell that it is there, so nothing is told of it; `Restriction`'s owner hears of such a record only
by looking for it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.ehcp_register.models import Child
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.matching import Identity, Likeness
from goldenthread.rules.matching.likeness import compact
from goldenthread.rules.matching.pairing import compared
from goldenthread.rules.standing.records import ChildRecord

_FIELDS = ("id", "surname", "forename", "born_on", "upn", "uln", "nhs_number", "postcode")
_NEW = "new"


@dataclass(frozen=True)
class Candidate:
    """Somebody known who may be the child that was typed, and why."""

    child_id: UUID
    forename: str
    surname: str
    reference: str
    born_on: date | None
    likeness: Likeness

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip() or self.reference or "No name known"


def who_may_be(
    record: ChildRecord, *, viewer: Viewer, on: date, leaving_out: UUID | None = None
) -> tuple[Candidate, ...]:
    """Children in the viewer's sight who are, or may be, the one in the record, the likeliest
    first; `leaving_out` is the child themselves, whose identity is being corrected."""
    rows = Child.objects.visible_to(viewer, on=on).filter(_near(record))
    if leaving_out:
        rows = rows.exclude(pk=leaving_out)
    there = [Identity(str(row[0]), *row[1:]) for row in rows.values_list(*_FIELDS)]
    found, _ = compared(there, [_identity(record)])
    alike = {UUID(one.key): likeness for one, _, likeness in found}
    named = Child.objects.visible_to(viewer, on=on).filter(pk__in=list(alike))
    told = [
        Candidate(one.pk, one.forename, one.surname, one.reference, one.born_on, alike[one.pk])
        for one in named
    ]
    told.sort(key=lambda one: (-one.likeness.score, one.surname, one.forename, str(one.child_id)))
    return tuple(told)


def _near(record: ChildRecord) -> Q:
    """Wide enough for every pair that rules.matching compares, and no register-wide read: the same
    number, year or day of birth, or postcode, or nothing known of the birth."""
    wanted = Q(born_on__isnull=True)
    for name in ("upn", "uln", "nhs_number"):
        if number := compact(getattr(record, name)):
            wanted |= Q(**{name: number})
    if born := record.born_on:
        wanted |= Q(born_on__range=(date(born.year, 1, 1), date(born.year, 12, 31)))
        wanted |= Q(born_on__in=_same_day(born))
    if postcode := compact(record.postcode):
        wanted |= Q(postcode__in={postcode, f"{postcode[:-3]} {postcode[-3:]}"})
    return wanted


def _same_day(born: date) -> list[date]:
    """The same day of every year in which somebody with a plan can be born."""
    found = []
    for year in range(born.year - 27, born.year + 28):
        with suppress(ValueError):  # 29 February
            found.append(born.replace(year=year))
    return found


def _identity(record: ChildRecord) -> Identity:
    return Identity(
        key=_NEW,
        surname=record.surname,
        forename=record.forename,
        born=record.born_on,
        upn=record.upn,
        uln=record.uln,
        nhs_number=record.nhs_number,
        postcode=record.postcode,
    )
