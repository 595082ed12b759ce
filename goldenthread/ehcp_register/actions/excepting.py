"""Verbs of lawful exceptions: one person claims, another accepts. What is late stays late."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import changed, the_child
from goldenthread.ehcp_register.models import Event, ExceptionClaim
from goldenthread.ehcp_register.queries.facts import fact_of
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.clocks import find
from goldenthread.rules.clocks.exceptions import Closure
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.rules.standing.records import Claimed
from goldenthread.trail.verbs import Verb


def claim_exception(
    *,
    event_id: UUID,
    duty: str,
    claimed: Claimed,
    file_id: UUID | None = None,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Claim an exception for a deadline that an event started. It counts once another person has
    accepted it, and if the dates allow it; it moves no day."""
    require(policies.may_record(by))
    _check(duty, claimed)
    with transaction.atomic():
        event = Event.objects.visible_to(by, on=on).filter(pk=event_id).first()
        if event is None:
            raise NotThere("There is no such event in your sight. Choose one from the record.")
        child = the_child(event.child_id, by=by, on=on)
        of_event = ExceptionClaim.objects.visible_to(by, on=on).filter(event_id=event_id)
        if of_event.filter(duty=duty, reason=claimed.reason.value).exists():
            raise Refused("This exception was claimed already. Look at it on the record.")
        row = ExceptionClaim(
            local_area_id=child.local_area_id,
            child=child,
            event=event,
            duty=duty,
            reason=claimed.reason.value,
            asked_on=claimed.asked_on,
            first_on=claimed.first_on,
            then_on=claimed.then_on,
            evidence=claimed.evidence.strip(),
            file_id=file_id,
            claimed_on=on,
            claimed_by_id=by.user_id,
            claimed_by_label=by.name,
            recorded_at=at,
        )
        row.save(force_insert=True)
        words = f"claimed an exception for {duty}"
        changed(child, "claim_exception", words, by=by, on=on, verb=Verb.COLLECTED)
    return row.pk


def accept_exception(*, claim_id: UUID, version: int, by: Viewer, on: date) -> None:
    """A second person accepts it."""
    with transaction.atomic():
        row = (
            ExceptionClaim.objects.visible_to(by, on=on)
            .select_for_update()
            .filter(pk=claim_id)
            .first()
        )
        if row is None:
            raise NotThere("There is no such exception in your sight. Choose one from the record.")
        require(policies.may_accept_exception(by, claimed_by_id=row.claimed_by_id))
        if row.version != version or row.accepted_on is not None:
            raise ChangedMeanwhile("Somebody accepted this exception meanwhile. Look at it again.")
        row.accepted_on, row.accepted_by_id, row.accepted_by_label = on, by.user_id, by.name
        row.version += 1
        child = the_child(row.child_id, by=by, on=on)
        row.child = child
        row.save()
        changed(child, "accept_exception", f"accepted an exception for {row.duty}", by=by, on=on)


def _check(duty: str, claimed: Claimed) -> None:
    if claimed.reason not in find(duty).exceptions:
        raise Refused(f"The law gives {duty} no such exception. Choose one that it gives.")
    if not claimed.evidence.strip():
        raise Refused("Say what shows it, such as: letter of the family, 3 May 2024.")
    if claimed.then_on < claimed.first_on:
        raise Refused("The last of the days comes before the first. Check both.")
    fact = fact_of(claimed.reason, claimed.asked_on, claimed.first_on, claimed.then_on)
    if isinstance(fact, Closure) and claimed.asked_on is None:
        raise Refused("Give the day on which the advice was asked for.")
