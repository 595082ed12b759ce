"""Where the sources of one person disagree: field by field, with what each says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from goldenthread.rules.matching.likeness import compact, letters
from goldenthread.rules.sen2.items import BY_KEY
from goldenthread.rules.sen2.records import BELOW, Person, Record, Request

_NAMES = frozenset({"person.surname", "person.forename"})
_NUMBERS = frozenset({"person.upn", "person.uln", "person.postcode"})
_LISTS = frozenset({*BELOW.values(), "unread", "unread_below"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field and what each source that has it says, in the sources' order."""

    key: str
    said: tuple[tuple[str, Any], ...]

    @property
    def words(self) -> str:
        """The field's name, such as “Request received”, with its rank where there are several."""
        head, _, rank = self.key.partition("#")
        return BY_KEY[head].name + (f" ({rank})" if rank else "")


def conflicts(sources: Mapping[str, Person]) -> tuple[Conflict, ...]:
    """The fields that two sources or more give, differently; what one leaves out is no conflict."""
    flat = {source: flattened(person) for source, person in sources.items()}
    keys = dict.fromkeys(key for values in flat.values() for key in values)
    found = []
    for key in keys:
        said = tuple((source, values[key]) for source, values in flat.items() if key in values)
        if len({_comparable(key, value) for _, value in said}) > 1:
            found.append(Conflict(key, said))
    return tuple(found)


def _comparable(key: str, value: Any) -> Any:
    if key in _NAMES:
        return letters(value)
    return compact(value) if key in _NUMBERS else value


def flattened(person: Person) -> dict[str, Any]:
    """What a source says, by the key of the item; of several requests that of the plan in force or
    else the last, of several needs and places each with its rank."""
    values = _values("person", person)
    request = _current(person)
    if request is None:
        return values
    values |= _values("request", request)
    if request.assessments:
        assessment = request.assessments[-1]
        values |= _values("assessment", assessment)
        if assessment.named_plans:
            plan = assessment.named_plans[-1]
            values |= _values("named_plan", plan)
            for detail in plan.details:
                values |= _values("plan_detail", detail, detail.rank)
    if request.active_plans:
        active = request.active_plans[-1]
        values |= _values("active_plan", active)
        for placement in active.placements:
            if placement.left is None:  # an earlier place is no other answer
                values |= _values("placement_detail", placement, placement.rank)
        for need in active.needs:
            values |= _values("need", need, need.rank)
    return values


def _current(person: Person) -> Request | None:
    with_plan = [request for request in person.requests if request.active_plans]
    chosen = with_plan or list(person.requests)
    return chosen[-1] if chosen else None


def _values(module: str, record: Record, rank: int | None = None) -> dict[str, Any]:
    mark = "" if rank is None else f"#{rank}"
    return {
        f"{module}.{one.name}{mark}": value
        for one in fields(record)
        if one.name not in _LISTS and (value := getattr(record, one.name)) is not None
    }
