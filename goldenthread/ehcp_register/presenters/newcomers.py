"""The words of checklists for those who are new to the area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.newcomers import NewcomerFact, PartFact
from goldenthread.rules.calendars import say_date


@dataclass(frozen=True)
class Part:
    """`may_mark`: a form stands beside it."""

    id: UUID
    department: str
    due: str
    state: str
    late: bool
    note: str
    may_mark: bool
    version: int


@dataclass(frozen=True)
class NewcomerPage:
    lede: str
    whose: str
    child_href: str
    parts: list[Part]


def newcomers_page(found: Sequence[NewcomerFact], *, on: date, slug: str) -> list[dict[str, Any]]:
    there = Addresses(slug)
    return [
        {
            "arrived": say_date(one.arrived_on),
            "href": there.to("newcomer", one.id),
            "acted": acted(one.parts),
            "late": ", ".join(part.department for part in one.parts if is_late(part, on=on)),
        }
        for one in found
    ]


def acted(parts: Sequence[PartFact]) -> str:
    """“3 of 5 departments have acted”."""
    done = sum(1 for one in parts if one.done_on)
    return f"{done} of {len(parts)} departments have acted"


def is_late(part: PartFact, *, on: date) -> bool:
    return part.done_on is None and part.due_on < on


def newcomer_page(found: NewcomerFact, *, on: date, slug: str, records: bool) -> NewcomerPage:
    return NewcomerPage(
        lede=f"An EHC plan came from another authority on {say_date(found.arrived_on)}. "
        f"{acted(found.parts)}.",
        whose=""
        if found.child_id
        else "Whose plan it is does not stand here. The SEND team tells you.",
        child_href=Addresses(slug).child(found.child_id) if found.child_id else "",
        parts=[_part(one, on=on, records=records) for one in found.parts],
    )


def _part(one: PartFact, *, on: date, records: bool) -> Part:
    late = is_late(one, on=on)
    if one.done_on:
        state = f"Done on {say_date(one.done_on)}, says {one.done_by}"
    elif late:
        days = (on - one.due_on).days
        state = f"Not done, {days} day{'' if days == 1 else 's'} late"
    else:
        state = "Not done yet"
    return Part(
        id=one.id,
        department=one.department,
        due=say_date(one.due_on),
        state=state,
        late=late,
        note=one.note,
        may_mark=one.done_on is None and (one.own or records),
        version=one.version,
    )
