"""Who in an extract is whom in the register. Asked by the action that brings it in; restricted
records are compared too, or they would come in a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from goldenthread.ehcp_register.models import Child, FieldSource
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.rules.matching import ASK_FROM, Identity, Pair, likeness, pair
from goldenthread.rules.standing.records import ChildRecord

_FIELDS = ("id", "surname", "forename", "born_on", "upn", "uln", "nhs_number", "postcode")


@dataclass(frozen=True)
class Incoming:
    """By the place of a record in the extract: who is new, who is whom, and of whom it has to be
    asked, with the pairs that say why. `notes`: what was not compared."""

    new: frozenset[int]
    known: dict[int, UUID]
    asked: dict[int, tuple[Pair, ...]]
    notes: tuple[str, ...]


def compared(
    records: Sequence[ChildRecord],
    *,
    system: str,
    local_area_id: UUID,
    decided: Mapping[int, UUID | None],
) -> Incoming:
    """The records of an extract beside the children of the area. Whoever has the number that this
    same system gave before, and is not evidently somebody else, is that child."""
    rows = every(Child).filter(local_area_id=local_area_id).values_list(*_FIELDS)
    there = {str(row[0]): Identity(str(row[0]), *row[1:]) for row in rows}
    known = {place: pk for place, pk in decided.items() if pk}
    new = {place for place, pk in decided.items() if not pk}
    of_number = _by_number(records, system=system, local_area_id=local_area_id)
    for place, pk in of_number.items():
        alike = likeness(there[str(pk)], _identity(place, records[place]))
        # An extract may give its own number and nothing else of who somebody is.
        is_them = alike.score >= ASK_FROM or not alike.reasons
        if place not in decided and pk not in known.values() and is_them:
            known[place] = pk
    settled = {str(pk) for pk in known.values()}
    found = pair(
        [one for key, one in there.items() if key not in settled],
        [
            _identity(place, one)
            for place, one in enumerate(records)
            if place not in known and place not in new
        ],
    )
    asked: dict[int, tuple[Pair, ...]] = {}
    for one in found.ask:
        asked[int(one.right)] = (*asked.get(int(one.right), ()), one)
    known |= {int(one.right): UUID(one.left) for one in found.same}
    new |= {int(key) for key in found.right_only}
    return Incoming(frozenset(new), known, asked, found.notes)


def _by_number(
    records: Sequence[ChildRecord], *, system: str, local_area_id: UUID
) -> dict[int, UUID]:
    """Place → child, where the system's own number stands once in the extract and once here."""
    given = every(FieldSource).filter(local_area_id=local_area_id, system=system, field="reference")
    holders: dict[str, set[UUID]] = {}
    for number, pk in given.values_list("given", "child_id"):
        holders.setdefault(number, set()).add(pk)
    times = Counter(one.reference for one in records)
    return {
        place: next(iter(holders[one.reference]))
        for place, one in enumerate(records)
        if one.reference and times[one.reference] == 1 and len(holders.get(one.reference, ())) == 1
    }


def _identity(place: int, record: ChildRecord) -> Identity:
    return Identity(
        key=str(place),
        surname=record.surname,
        forename=record.forename,
        born=record.born_on,
        upn=record.upn,
        uln=record.uln,
        nhs_number=record.nhs_number,
        postcode=record.postcode,
    )
