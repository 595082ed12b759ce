"""Verbs of where a child is: placements, circumstances, visits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import changed, not_to_come, origin_of, the_child
from goldenthread.ehcp_register.actions.rows import dated_row
from goldenthread.ehcp_register.models import (
    Child,
    ChildsCircumstance,
    Placed,
    Placement,
    WelfareVisit,
)
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import NotThere, Refused
from goldenthread.rules.standing import CIRCUMSTANCES, Circumstance
from goldenthread.rules.standing.records import (
    CircumstanceRecord,
    PlacementRecord,
    VisitRecord,
)
from goldenthread.trail.verbs import Verb

_DAY = timedelta(days=1)
_KINDS = {Placed.NAMED.value: "named in section I", Placed.ATTENDED.value: "attended"}


def place(
    *, child_id: UUID, version: int, placement: PlacementRecord, by: Viewer, on: date, at: datetime
) -> UUID:
    """A new placement from a day on; the one of the same kind before it ends the day before. The
    day may be to come: a place that is known for September."""
    require(policies.may_record(by))
    if placement.kind not in _KINDS:
        raise Refused("Say whether the placement is named in section I, or attended.")
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on, version=version)
        _end_before(child, placement, by=by, on=on)
        row = dated_row(Placement, child, placement, origin_of(by, on=on, at=at))
        row.save(force_insert=True)
        words = f"recorded the placement {_KINDS[placement.kind]} from "
        words += say_date(placement.from_date)
        changed(child, "place", words, by=by, on=on)
    return row.pk  # type: ignore[no-any-return]


def _end_before(child: Child, placement: PlacementRecord, *, by: Viewer, on: date) -> None:
    """Of the placements of the kind and rank, none goes on beside the new one."""
    rows = child.placements.visible_to(by, on=on).filter(
        kind=placement.kind, rank=placement.rank, until__isnull=True
    )
    for row in rows:
        if row.from_date >= placement.from_date:
            raise Refused(
                f"A placement from {say_date(row.from_date)} stands already. End it, or give a "
                "later day."
            )
        row.child = child
        row.until = placement.from_date - _DAY
        row.version += 1
        row.save()


def begin_circumstance(
    *, child_id: UUID, circumstance: CircumstanceRecord, by: Viewer, on: date, at: datetime
) -> UUID:
    """Whereabouts unknown, awaiting provision, off roll…: from a day on."""
    require(policies.may_record(by))
    not_to_come(circumstance.from_date, on=on)
    if circumstance.kind not in {one.value for one in Circumstance}:
        raise Refused("Choose what holds from that day on.")
    said = CIRCUMSTANCES[Circumstance(circumstance.kind)]
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on)
        open_ones = child.childscircumstances.visible_to(by, on=on).filter(
            kind=circumstance.kind, until__isnull=True
        )
        if before := open_ones.first():
            raise Refused(f"“{said}” holds already, since {say_date(before.from_date)}.")
        row = dated_row(ChildsCircumstance, child, circumstance, origin_of(by, on=on, at=at))
        row.save(force_insert=True)
        words = f"recorded “{said}” from {say_date(circumstance.from_date)}"
        changed(child, "begin_circumstance", words, by=by, on=on, verb=Verb.COLLECTED)
    return row.pk  # type: ignore[no-any-return]


def end_circumstance(
    *, circumstance_id: UUID, version: int, last_day: date, by: Viewer, on: date
) -> None:
    """It holds no longer; `last_day` is the last on which it did."""
    require(policies.may_record(by))
    not_to_come(last_day, on=on)
    with transaction.atomic():
        rows: Any = ChildsCircumstance.objects.visible_to(by, on=on)
        row = rows.filter(pk=circumstance_id, until__isnull=True).first()
        if row is None:
            raise NotThere("It has ended already, or is not in your sight.")
        child = the_child(row.child_id, by=by, on=on, version=version)
        if last_day < row.from_date:
            raise Refused(f"It began on {say_date(row.from_date)}. Give that day or a later one.")
        row.child = child
        row.until = last_day
        row.version += 1
        row.save()
        words = f"ended “{row.get_kind_display()}” with {say_date(last_day)}"
        changed(child, "end_circumstance", words, by=by, on=on)


def record_welfare_visit(
    *, child_id: UUID, visit: VisitRecord, by: Viewer, on: date, at: datetime
) -> UUID:
    """Somebody went to see the child."""
    require(policies.may_record(by))
    not_to_come(visit.on, on=on)
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on)
        row = dated_row(WelfareVisit, child, visit, origin_of(by, on=on, at=at))
        row.save(force_insert=True)
        words = f"recorded a visit on {say_date(visit.on)}"
        changed(child, "record_welfare_visit", words, by=by, on=on, verb=Verb.COLLECTED)
    return row.pk  # type: ignore[no-any-return]
