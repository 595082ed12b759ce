"""Verbs of what happened in a child's cases: record it, put it right, strike it out."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import changed, not_to_come, origin_of, the_child
from goldenthread.ehcp_register.actions.plans import carry_over
from goldenthread.ehcp_register.actions.rows import (
    Origin,
    case_row,
    event_row,
    makes_a_version,
    version_row,
)
from goldenthread.ehcp_register.actions.telling_due import tell_of_children
from goldenthread.ehcp_register.models import Case, Child, Event, Process
from goldenthread.ehcp_register.queries.facts import happened_as
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.proceedings import WORDS, What
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.rules.standing.records import CaseRecord, Said
from goldenthread.rules.standing.told import code_words
from goldenthread.trail.verbs import Verb


def record_event(
    *,
    child_id: UUID,
    said: Said,
    case_id: UUID | None = None,
    process: Process | str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Record what happened, in a case that is there or in a new one of a process. Every deadline
    that it starts, meets or ends is worked out with it."""
    require(policies.may_record(by))
    not_to_come(said.on, on=on)
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on)
        origin = origin_of(by, on=on, at=at)
        case = case_for(child, case_id, process, said.on, origin, by=by)
        event = written(child, case, said, origin, by=by)
        words = f"recorded that on {say_date(said.on)}: {_words(said.what)}"
        changed(child, "record_event", words, by=by, on=on, verb=Verb.COLLECTED)
        tell_of_children([child.pk], by=by, on=on)
    return event.pk


def put_right(
    *, event_id: UUID, version: int, said: Said, reason: str, by: Viewer, on: date, at: datetime
) -> UUID:
    """Something else happened, or on another day: what was recorded stays, and this takes its
    place. `version` is the child's, as it was read."""
    not_to_come(said.on, on=on)
    return _instead(event_id, version, said, reason, by=by, on=on, at=at)


def strike_out(
    *, event_id: UUID, version: int, reason: str, by: Viewer, on: date, at: datetime
) -> UUID:
    """It never happened. What was recorded stays to be seen; no deadline follows from it."""
    return _instead(event_id, version, None, reason, by=by, on=on, at=at)


def _instead(
    event_id: UUID,
    version: int,
    said: Said | None,
    reason: str,
    *,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    require(policies.may_record(by))
    if not reason.strip():
        raise Refused("Say why it was wrong, for whoever reads the history later.")
    with transaction.atomic():
        wrong = Event.objects.visible_to(by, on=on).filter(pk=event_id).first()
        if wrong is None:
            raise NotThere("There is no such event in your sight. Choose one from the record.")
        child = the_child(wrong.child_id, by=by, on=on, version=version)
        if Event.objects.visible_to(by, on=on).filter(instead_of_id=event_id).exists():
            raise ChangedMeanwhile("This was corrected already. Correct the correction instead.")
        event = _correction(child, wrong, said, reason, origin_of(by, on=on, at=at), by=by)
        act = "put_right" if said else "strike_out"
        was = f"{_words(What(wrong.what))}, {say_date(wrong.on)}"
        now = f"{_words(said.what)}, {say_date(said.on)}" if said else "never happened"
        words = "put right what had been recorded" if said else "struck out what never happened"
        changes = {"event": (was, now)}
        changed(child, act, words, by=by, on=on, changes=changes, reason=reason)
        tell_of_children([child.pk], by=by, on=on)
    return event.pk


def _correction(
    child: Child, wrong: Event, said: Said | None, reason: str, origin: Origin, *, by: Viewer
) -> Event:
    case = case_for(child, wrong.case_id, "", wrong.on, origin, by=by)
    happened = said.happened(case=str(wrong.case_id)) if said else happened_as(wrong)
    event = event_row(child, case, happened, origin)
    event.code = _code(said) if said else wrong.code
    event.instead_of = wrong
    event.struck = said is None
    event.reason = reason.strip()[:500]
    event.save(force_insert=True)
    if said and makes_a_version(happened):
        _add_version(child, event, origin, by=by)
    if said:
        carry_over(child, wrong, event, origin, by=by)
    return event


def case_for(
    child: Child,
    case_id: UUID | None,
    process: Process | str,
    opened_on: date,
    origin: Origin,
    *,
    by: Viewer,
) -> Case:
    """The case that is named, or a new one of a process, written. Inside a transaction."""
    if case_id is not None:
        found = child.cases.visible_to(by, on=origin.on).filter(pk=case_id).first()
        if found is None:
            raise NotThere("There is no such case of this child. Choose one from the record.")
        found.child = child
        return found
    if process not in Process.values:
        raise Refused("Choose the case that this belongs to, or say what kind of case begins.")
    record = CaseRecord(key="new", process=str(process), opened_on=opened_on)
    case = case_row(child, record, origin)
    case.save(force_insert=True)
    return case


def written(child: Child, case: Case, said: Said, origin: Origin, *, by: Viewer) -> Event:
    """An event of the case, written, with the version of the plan that it makes. Inside a
    transaction; what follows is worked out by the caller."""
    happened = said.happened(case=str(case.pk))
    event = event_row(child, case, happened, origin)
    event.code = _code(said)
    event.save(force_insert=True)
    if makes_a_version(happened):
        _add_version(child, event, origin, by=by)
    return event


def _code(said: Said) -> str:
    if said.code and not code_words(said.what, said.code):
        raise Refused(f"“{WORDS[said.what]}” has no such answer. Choose one of those listed.")
    return said.code


def _add_version(child: Child, event: Event, origin: Origin, *, by: Viewer) -> None:
    last = child.plans.visible_to(by, on=origin.on).aggregate(last=Max("number"))["last"] or 0
    version_row(child, event, last + 1, origin).save(force_insert=True)


def _words(what: What) -> str:
    words = WORDS[what]
    return words[:1].lower() + words[1:]
