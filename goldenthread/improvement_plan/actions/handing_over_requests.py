"""An open update request goes to a successor: their own link, a message, the old link withdrawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import round_messages
from goldenthread.improvement_plan.actions.requests import request_in_hand, withdraw_request
from goldenthread.improvement_plan.actions.rounds import note_round, open_round, subject_of_round
from goldenthread.improvement_plan.models import (
    AskedOf,
    UpdateRequest,
    UpdateRound,
)
from goldenthread.improvement_plan.policies import UPDATE_REQUEST
from goldenthread.notifications import actions as notifications
from goldenthread.partnership.actions import make_task_link, withdraw_task_link
from goldenthread.partnership.actions.handing_over import handed_over_words
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.handing_over import PersonHere
from goldenthread.rules.calendars import say_date
from goldenthread.rules.rounds import link_ends

if TYPE_CHECKING:
    from goldenthread.improvement_plan.actions.handing_over import Going


def hand_over_request(
    request_id: UUID, going: Going, taker: PersonHere | None, *, by: Viewer, on: date
) -> None:
    """What was asked of the person is asked of the successor: in the request they have in this
    round, where they have one, else in this one. Without a successor it is withdrawn."""
    request = request_in_hand(request_id, by=by)
    row = open_round(request.round_id, by=by)
    policies.require(policies.may_request_updates(by, subject_of_round(row)))
    reason = f"{going.giver.name} handed over on {say_date(going.day)}"
    if taker is None:
        withdraw_request(request_id=request_id, reason=f"{reason}; nobody follows", by=by, on=on)
        return
    theirs = UpdateRequest.objects.filter(round=row, person_id=taker.id).first()
    if theirs:
        _join(request, theirs, row, reason, by=by, on=on)
        kept = theirs
    else:
        _pass(request, row, taker, reason, by=by, on=on)
        kept = request
    _ask(kept, row, by=by, on=on)
    _tell(kept, row, going, taker, by=by, on=on)


def _pass(
    request: UpdateRequest,
    row: UpdateRound,
    taker: PersonHere,
    reason: str,
    *,
    by: Viewer,
    on: date,
) -> None:
    """The same request, another person; a deputy who takes it over stands in no more."""
    withdraw_task_link(link_id=request.link_id, reason=reason, by=by, on=on)
    if request.deputy_id == taker.id:
        request.deputy = None
        request.deputy_link_id = request.passed_on = None
    request.person_id = taker.id
    request.link_id = _link(request, row, taker.id, by=by, on=on)
    request.drafts = {}


def _join(
    request: UpdateRequest,
    theirs: UpdateRequest,
    row: UpdateRound,
    reason: str,
    *,
    by: Viewer,
    on: date,
) -> None:
    """The actions go into the request that the successor has already; where that one was withdrawn,
    it stands again, with a link of its own."""
    if theirs.withdrawn_on is not None:
        theirs.withdrawn_on, theirs.withdrawn_reason = None, ""
        theirs.link_id = _link(theirs, row, theirs.person_id, by=by, on=on)
    known = AskedOf.objects.filter(request=theirs).values_list("round_action_id", flat=True)
    AskedOf.objects.filter(request=request).exclude(round_action_id__in=list(known)).update(
        request=theirs
    )
    withdraw_request(request_id=request.pk, reason=reason, by=by, on=on)


def _link(
    request: UpdateRequest, row: UpdateRound, person_id: UUID, *, by: Viewer, on: date
) -> UUID:
    return make_task_link(
        person_id=person_id,
        task=UPDATE_REQUEST,
        object_id=request.pk,
        expires_on=max(link_ends(row.cut_off), on),
        by=by,
        on=on,
    )


def _ask(request: UpdateRequest, row: UpdateRound, *, by: Viewer, on: date) -> None:
    """Sent again, to whoever has it in hand now; what waits for the one before is not sent."""
    notifications.cancel(
        once_prefix=f"{round_messages.prefix(row.pk)}{request.pk}:",
        local_area_id=row.local_area_id,
        reason="Handed over to somebody else.",
    )
    number = AskedOf.objects.filter(request=request).count()
    message = round_messages.handed_over(request, row, plan=row.plan.title, actions=number, on=on)
    notifications.queue_many([message], local_area_id=row.local_area_id, by=by, on=on)
    request.last_message, request.written_on = message.once, on
    request.version += 1
    request.save()


def hand_over_standing_in(
    request_id: UUID, going: Going, taker: PersonHere | None, *, by: Viewer, on: date
) -> None:
    """Somebody else stands in for the person asked; or they answer themselves again."""
    request = request_in_hand(request_id, by=by)
    row = open_round(request.round_id, by=by)
    policies.require(policies.may_request_updates(by, subject_of_round(row)))
    reason = f"{going.giver.name} handed over on {say_date(going.day)}"
    if request.deputy_link_id:
        withdraw_task_link(link_id=request.deputy_link_id, reason=reason, by=by, on=on)
    request.deputy = None
    request.deputy_link_id = request.passed_on = None
    if taker and taker.id != request.person_id:
        request.deputy_id, request.passed_on = taker.id, on
        request.deputy_link_id = _link(request, row, taker.id, by=by, on=on)
    _ask(request, row, by=by, on=on)
    _tell(request, row, going, taker, by=by, on=on)


def _tell(
    request: UpdateRequest,
    row: UpdateRound,
    going: Going,
    taker: PersonHere | None,
    *,
    by: Viewer,
    on: date,
) -> None:
    said = handed_over_words(going.giver.name, taker.name if taker else "", going.day)
    words = f"recorded that an update request in “{row.name}” was {said}"
    about = [("request", request.pk), ("person", going.giver.id)]
    if taker:
        about.append(("person", taker.id))
    note_round("hand_over_request", words, row, by=by, on=on, about=about)
