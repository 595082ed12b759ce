"""Contacts: those that wait for an answer, the oldest first; the share answered in time, month by
month; a child’s own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.models import Contact, UnplacedContact
from goldenthread.partnership.queries import Viewer, post_titles
from goldenthread.rules.contacts import (
    ABOUT_WORDS,
    WAY_WORDS,
    WHO_WORDS,
    Topic,
    Way,
    Who,
    answer_due,
    in_time,
)

MONTHS = 12


@dataclass(frozen=True)
class ContactFact:
    """One contact; `child_id` None is about nobody who is known here."""

    id: UUID
    version: int
    child_id: UUID | None
    name: str
    reference: str
    on: date
    way: str
    who: str
    topic: str
    post: str
    answered_on: date | None
    answered_by: str
    due_on: date
    taken_back: str

    @property
    def in_time(self) -> bool:
        return in_time(self.on, self.answered_on)


@dataclass(frozen=True)
class Month:
    """Contacts of a month whose five working days are over, or that were answered."""

    first: date
    came: int
    in_time: int


def unanswered(*, viewer: Viewer, on: date) -> tuple[ContactFact, ...]:
    """Whoever waits for an answer, the oldest first."""
    found = _all(viewer, on, answered_on__isnull=True, taken_back_because="")
    return tuple(sorted(found, key=lambda one: (one.on, str(one.id))))


def of_month(first: date, *, viewer: Viewer, on: date) -> tuple[ContactFact, ...]:
    """The contacts that a month's share counts."""
    found = _all(viewer, on, on__year=first.year, on__month=first.month, taken_back_because="")
    counted = (one for one in found if one.answered_on or one.due_on < on)
    return tuple(sorted(counted, key=lambda one: (one.on, str(one.id))))


def months(*, viewer: Viewer, on: date) -> tuple[Month, ...]:
    """Twelve months, this one first; those without contacts left out."""
    begin = _months_before(on.replace(day=1), MONTHS - 1)
    told: dict[date, list[bool]] = {}
    for one in _all(viewer, on, on__gte=begin, on__lte=on, taken_back_because=""):
        if one.answered_on or one.due_on < on:
            told.setdefault(one.on.replace(day=1), []).append(one.in_time)
    return tuple(Month(first, len(told[first]), sum(told[first])) for first in sorted(told)[::-1])


def of_child(child_id: UUID, *, viewer: Viewer, on: date) -> tuple[ContactFact, ...]:
    """Who got in touch about a child, the last first; what was taken back too."""
    rows = Contact.objects.visible_to(viewer, on=on).filter(child_id=child_id)
    found = _facts(rows.select_related("child"), viewer)
    return tuple(sorted(found, key=lambda one: (one.on, str(one.id)), reverse=True))


def contact(contact_id: UUID, *, viewer: Viewer, on: date) -> ContactFact | None:
    return next(iter(_all(viewer, on, pk=contact_id)), None)


def _all(viewer: Viewer, on: date, **wanted: Any) -> list[ContactFact]:
    known = Contact.objects.visible_to(viewer, on=on).filter(**wanted).select_related("child")
    nobodys = UnplacedContact.objects.visible_to(viewer).filter(**wanted)
    return _facts([*known, *nobodys], viewer)


def _facts(rows: Iterable[Any], viewer: Viewer) -> list[ContactFact]:
    found = list(rows)
    titles = post_titles(viewer=viewer) if found else {}
    return [_fact(row, titles) for row in found]


def _fact(row: Any, titles: dict[UUID, str]) -> ContactFact:
    who = row.child if isinstance(row, Contact) else None
    named = ", ".join(part for part in (who.surname, who.forename) if part) if who else ""
    return ContactFact(
        id=row.pk,
        version=row.version,
        child_id=who.pk if who else None,
        name=named or ("Name not recorded" if who else "Nobody known here"),
        reference=who.reference if who else "",
        on=row.on,
        way=WAY_WORDS[Way(row.way)],
        who=WHO_WORDS[Who(row.who)],
        topic=ABOUT_WORDS[Topic(row.topic)],
        post=titles.get(row.post_id, "A post that is gone"),
        answered_on=row.answered_on,
        answered_by=row.answered_by_label,
        due_on=answer_due(row.on),
        taken_back=row.taken_back_because,
    )


def _months_before(first: date, number: int) -> date:
    months = first.year * 12 + first.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
