"""Who in an extract is whom in the register. Asked by the action that brings it in; restricted
records are compared too, or they would come in a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from goldenthread.ehcp_register.models import Child, FieldSource
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.ehcp_register.queries.in_words import dashed, words_of
from goldenthread.rules.matching import ASK_FROM, Identity, Pair, likeness, pair
from goldenthread.rules.standing.records import ChildRecord

_WHO = ("surname", "forename", "born_on", "upn", "uln", "nhs_number", "postcode")


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
    rows = every(Child).filter(local_area_id=local_area_id).values_list(words_of("id"), *_WHO)
    there = {one.key: one for one in (Identity(dashed(key), *who) for key, *who in rows)}
    known = {place: pk for place, pk in decided.items() if pk}
    taken = set(known.values())
    new = {place for place, pk in decided.items() if not pk}
    of_number = _by_number(records, system=system, local_area_id=local_area_id)
    for place, key in of_number.items():
        pk = UUID(key)
        if place in decided or pk in taken:
            continue
        if _is_them(there[key], _identity(place, records[place])):
            known[place] = pk
            taken.add(pk)
    settled = {str(pk) for pk in taken}
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


def _is_them(there: Identity, given: Identity) -> bool:
    """Whether nothing speaks against it that one number means both. Two who agree in everything,
    with a day of birth, are alike enough; an extract may also give its own number and nothing else
    of who somebody is."""
    if there.born and replace(given, key=there.key) == there:
        return True
    alike = likeness(there, given)
    return alike.score >= ASK_FROM or not alike.reasons


def _by_number(
    records: Sequence[ChildRecord], *, system: str, local_area_id: UUID
) -> dict[int, str]:
    """Place → the child's id in words, where the system's own number stands once in the extract and
    once here."""
    given = every(FieldSource).filter(local_area_id=local_area_id, system=system, field="reference")
    holders: dict[str, set[str]] = {}
    for number, pk in given.values_list("given", words_of("child_id")):
        holders.setdefault(number, set()).add(pk)
    times = Counter(one.reference for one in records)
    return {
        place: dashed(next(iter(holders[one.reference])))
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
