"""Of whom an extract says nothing that is not known already: almost everybody, month after month.

Asked by the action that brings an extract in, so that it need not take up the records of twenty
thousand children to leave them as they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from goldenthread.ehcp_register.models import Child, Event, FieldSource, Need, Placement
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.ehcp_register.queries.in_words import words_of, words_of_id
from goldenthread.rules.standing.differing import IDENTITY, new_rows
from goldenthread.rules.standing.records import ChildRecord, NeedRecord, PlacementRecord

DETAILS = tuple(Child.details)
_CHILD = words_of("child_id")
_EVENT = ("what", words_of("on"), "body", words_of("day"), "asks", "phase")


def said_of_person(record: ChildRecord) -> Iterator[tuple[str, str]]:
    """What a record says of who somebody is, field by field; what it leaves out it does not say.
    Details are rights of their own and stay with the child alone."""
    for name in IDENTITY:
        if name not in DETAILS and (value := getattr(record, name)):
            yield name, str(value)[:200]


def as_before(records: Mapping[UUID, ChildRecord], *, system: str) -> set[UUID]:
    """Child id → what the extract of a stream says of them: those of whom it says nothing new."""
    kept = _Kept(list(records), system)
    return {pk for pk, record in records.items() if kept.says_all(pk, record)}


class _Kept:
    """What is kept of some children, in plain values: one question for each kind. A child is their
    id as the database says it, and a day its words: a hundred thousand instances of either take
    longer than all else."""

    def __init__(self, ids: list[UUID], system: str) -> None:
        self.days: dict[date | None, str | None] = {None: None}
        self.details = {
            pk: rest
            for pk, *rest in every(Child).filter(pk__in=ids).values_list(words_of("id"), *DETAILS)
        }
        said = every(FieldSource).filter(child_id__in=ids, system=system)
        self.said = _grouped(said.values_list(_CHILD, "field", "given"))
        corrections = every(Event).filter(instead_of_id=OuterRef("pk"))
        events = every(Event).filter(~Exists(corrections), child_id__in=ids, struck=False)
        self.events = _grouped(events.values_list(_CHILD, *_EVENT))
        self.placements = _dated(Placement, PlacementRecord, ids)
        self.needs = _dated(Need, NeedRecord, ids)

    def says_all(self, pk: UUID, record: ChildRecord) -> bool:
        """Whether all of a record is kept already."""
        key = words_of_id(pk)
        if not set(said_of_person(record)) <= set(self.said[key]):
            return False
        given = (getattr(record, name) for name in DETAILS)
        if any(one and one != kept for one, kept in zip(given, self.details[key], strict=True)):
            return False
        if Counter(self._told(record)) - Counter(self.events[key]):
            return False
        return not (
            new_rows(self.placements[key], record.placements).added
            or new_rows(self.needs[key], record.needs).added
        )

    def _told(self, record: ChildRecord) -> Iterator[tuple[Any, ...]]:
        """The events of a record as their rows have them."""
        for one in record.events:
            asks = one.asks.value if one.asks else ""
            phase = one.phase.value if one.phase else ""
            yield one.what.value, self._day(one.on), one.body, self._day(one.day), asks, phase

    def _day(self, day: date | None) -> str | None:
        if day not in self.days and day is not None:
            self.days[day] = day.isoformat()
        return self.days[day]


def _grouped(rows: Iterable[tuple[Any, ...]]) -> defaultdict[str, list[tuple[Any, ...]]]:
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return found


def _dated(model: type[Any], made: type[Any], ids: Collection[UUID]) -> defaultdict[str, list[Any]]:
    names = [one.name for one in fields(made)]
    rows = every(model).filter(child_id__in=ids).order_by("id").values_list(_CHILD, *names)
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for pk, *rest in rows:
        found[pk].append(made(**dict(zip(names, rest, strict=True))))
    return found
