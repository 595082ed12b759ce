"""One person's work handed over: every context moves its own, all of it in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from goldenthread.governance.actions import handing_over as governance
from goldenthread.improvement_plan.actions import handing_over as plans
from goldenthread.my_work.queries import Handover, handover
from goldenthread.notifications import actions as notifications
from goldenthread.notifications.kinds import HANDOVER
from goldenthread.partnership import policies
from goldenthread.partnership.actions import handing_over as people
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.handing_over import Passed
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import ChangedMeanwhile, Refused


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """What is wanted: `takers` is the key of each thing that moves (see Held.key) → who takes it,
    None for nobody; what is not among them stays. `seen` is the fingerprint of the list that was
    looked at. `leaves`: the person leaves the area altogether."""

    person_id: UUID
    day: date
    takers: Mapping[str, UUID | None]
    seen: str
    leaves: bool = False


@dataclass(frozen=True)
class HandedOver:
    """How many things went to whom, by name; `left` those that nobody takes over yet; `no_mail`
    who could not be written to."""

    taken: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    no_mail: tuple[str, ...] = ()


def hand_over(*, wanted: HandOver, by: Viewer, on: date, at: datetime) -> HandedOver:
    """Everything moves, or nothing does. Refused where the list is not the one that was seen."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        people.take_turns(person_id=wanted.person_id, by=by)
        found = handover(wanted.person_id, viewer=by, day=wanted.day, on=on)
        if found is None:
            raise Refused(f"That person is not in {by.local_area_name}.")
        names = _takers(wanted, found)
        passed = _passed(wanted, found)
        if not passed and not wanted.leaves:
            raise Refused(
                f"Nothing moves as chosen: everything stays with {found.giver.name}. Choose who "
                "takes over at least one thing."
            )
        told: dict[str, Any] = {
            "person_id": wanted.person_id, "day": wanted.day, "by": by, "on": on,
        }  # fmt: skip
        plans.hand_over(passed=passed, leaves=wanted.leaves, **told)
        governance.hand_over(passed=passed, **told)
        people.hand_over(passed=passed, at=at, **told)
        if wanted.leaves:
            people.leave_area(**told)
        given = Counter(one.to for one in passed if one.to)
        no_mail = _tell(given, wanted, by=by, on=on)
    return HandedOver(
        taken={names[pk]: number for pk, number in given.items()},
        left=sum(one.to is None for one in passed),
        no_mail=tuple(names[pk] for pk in no_mail),
    )


def _passed(wanted: HandOver, found: Handover) -> tuple[Passed, ...]:
    if found.fingerprint != wanted.seen:
        raise ChangedMeanwhile(
            f"What {found.giver.name} holds has changed since you looked. Nothing was handed over. "
            "Look at the list again, then confirm."
        )
    movable = {one.key: one for one in found.to_hand_over}
    if wanted.takers.keys() - movable.keys():
        raise Refused("Something you chose cannot be handed over here. Look at the list again.")
    return tuple(
        Passed(one.kind, one.id, wanted.takers[key])
        for key, one in movable.items()
        if key in wanted.takers
    )


def _takers(wanted: HandOver, found: Handover) -> dict[UUID, str]:
    """Names of those who take over; refused where somebody cannot."""
    names = dict(found.people)
    giver = found.giver
    for pk in {pk for pk in wanted.takers.values() if pk}:
        if pk == giver.id:
            raise Refused(
                f"{giver.name} cannot take over from themselves. Choose somebody else, or let it "
                "stay with them."
            )
        if pk not in names:
            raise Refused(
                "Whoever you chose has left, or is not known here, so cannot take over. "
                "Choose somebody who is there."
            )
    return names


def _tell(given: Mapping[UUID, int], wanted: HandOver, *, by: Viewer, on: date) -> list[UUID]:
    """A message to each successor: that something is theirs, and how much; never what. Those who
    have no address."""
    if not given:
        return []
    messages = [
        notifications.NewMessage(
            person_id=pk,
            kind=HANDOVER.key,
            subject=f"Work handed over to you in {by.local_area_name}",
            words=(
                f"From {say_date(wanted.day)} you take over {_things(number)} in the improvement "
                f"plans of {by.local_area_name}. Your home lists what is to be done, and by when. "
                "It opens once you sign in."
            ),
            once=f"handover:{wanted.person_id}:{pk}:{wanted.day.isoformat()}:{wanted.seen[:12]}",
            address=reverse("my_work:home", args=[by.local_area_slug]),
        )
        for pk, number in given.items()
    ]
    sent = notifications.queue_many(messages, local_area_id=by.local_area_id, by=by, on=on)
    return [pk for pk, message_id in zip(given, sent, strict=True) if message_id is None]


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"
