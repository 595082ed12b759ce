"""Telling people what changed or is due in a child's case: queued once, never sent from here.

    telling.tell_of_panel_outcome(child_id=…, outcome_id=…, held_on=…, by=viewer, on=today)

Called in the transaction of what is told, whose policy was asked and whose trail entry covers it.
A message says what changed and leads to the page; who the child is stands on that page alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from goldenthread.ehcp_register.models import Child, Told
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.ehcp_register.queries.telling import practice_of, recipients
from goldenthread.notifications import actions as notifications
from goldenthread.notifications.actions import NewMessage
from goldenthread.partnership.queries import AreaFact, Viewer, all_areas, mail
from goldenthread.rules.telling import CAN_WAIT, Matter, Moment, Step, message

_AT_ONCE = 400  # children: below SQLite's limit of variables in one statement


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """One step of one matter about one child, and whom it is told. `asked`: of whom something is
    asked; they are told even of a restricted record, for the message names nobody. `due`: the day
    it is about. `address`: the page it leads to; "" for the child's own."""

    matter: Matter
    moment: Moment
    child_id: UUID
    about_event: UUID
    people: frozenset[UUID]
    due: date
    asked: frozenset[UUID] = frozenset()
    address: str = ""


def tell_of_panel_outcome(
    *,
    child_id: UUID,
    outcome_id: UUID,
    held_on: date,
    also: Collection[UUID] = (),
    by: Viewer,
    on: date,
) -> int:
    """Tell those whom the area has chosen under “Who is told of what” that a panel's outcome is
    recorded; how many were told now.

    To be called inside the transaction that records the outcome, after its policy: it asks none of
    its own and writes no trail entry. `outcome_id`: the outcome's own id; told of the same twice,
    nobody gets a second message. `held_on`: the day of the panel. `also`: ids of people (of the
    partnership) who are told whatever the settings say, such as who brought the case. Whoever does
    it (`by`) is not told. Neither the panel's name nor the outcome stands in the message: both may
    be typed. 0 where the area has not begun to tell, or the panel met before it began.
    """
    told_from = practice_of(by.local_area_id).told_from
    if told_from is None or held_on < told_from:
        return 0
    who = recipients(by.local_area_id, on=on, child_ids=[child_id])
    people = (who.of(Matter.PANEL_OUTCOME, child_id) | set(also)) - {by.person_id}
    one = ToTell(
        matter=Matter.PANEL_OUTCOME,
        moment=Moment(Step.DECIDED, held_on, Step.DECIDED),
        child_id=child_id,
        about_event=outcome_id,
        people=frozenset(one for one in people if one),
        due=held_on,
    )
    return tell([one], local_area_id=by.local_area_id, by=by, on=on)


def tell(matters: Iterable[ToTell], *, local_area_id: UUID, by: Viewer | None, on: date) -> int:
    """Queue what was not told yet, and keep that it was told; how many messages. All or none."""
    area = next(one for one in all_areas() if one.id == local_area_id)
    wanted = [one for one in matters if one.people | one.asked]
    number = 0
    with transaction.atomic():
        for start in range(0, len(wanted), _AT_ONCE):
            number += _tell(wanted[start : start + _AT_ONCE], area, by=by, on=on)
    return number


def _tell(wanted: list[ToTell], area: AreaFact, *, by: Viewer | None, on: date) -> int:
    events = {one.about_event for one in wanted}
    before = set(
        every(Told)
        .filter(local_area_id=area.id, about_event__in=events)
        .values_list("about_event", "matter", "mark", "person_id")
    )
    named = mail.may_open_restricted({one.child_id for one in wanted}, local_area_id=area.id, on=on)
    rows: list[tuple[ToTell, UUID]] = []
    for one in wanted:
        for person in sorted(_may_be_told(one, named)):
            key = one.about_event, one.matter.value, one.moment.mark, person
            if key not in before:
                before.add(key)
                rows.append((one, person))
    ids = notifications.queue_many(
        [_new_message(one, person, area, on=on) for one, person in rows],
        local_area_id=area.id,
        by=by,
        on=on,
    )
    children = {
        child.pk: child for child in every(Child).filter(pk__in={one.child_id for one, _ in rows})
    }
    Told.objects.bulk_create(
        [
            _told(one, person, message_id, children[one.child_id], on=on)
            for (one, person), message_id in zip(rows, ids, strict=True)
        ]
    )
    return len(rows)


def _may_be_told(one: ToTell, named: dict[UUID, frozenset[UUID]]) -> frozenset[UUID]:
    """Of a restricted record only who may open it, and who is asked for something."""
    restricted = one.child_id in named
    return one.asked | (one.people & named[one.child_id] if restricted else one.people)


def _new_message(one: ToTell, person: UUID, area: AreaFact, *, on: date) -> NewMessage:
    said = message(one.matter, one.moment.step, due=one.due, on=on)
    return NewMessage(
        person_id=person,
        kind=one.matter.value,
        subject=said.subject,
        words=said.words,
        once=f"told:{one.matter}:{one.moment.mark}:{one.about_event}:{person}",
        address=one.address or reverse("ehcp_register:child", args=[area.slug, one.child_id]),
        urgent=one.matter not in CAN_WAIT,
    )


def _told(one: ToTell, person: UUID, message_id: UUID | None, child: Child, *, on: date) -> Told:
    return Told(
        local_area_id=child.local_area_id,
        child=child,
        matter=one.matter.value,
        about_event=one.about_event,
        mark=one.moment.mark,
        person_id=person,
        message_id=message_id,
        on=on,
    )
