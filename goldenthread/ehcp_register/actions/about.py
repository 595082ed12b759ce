"""Verbs of what holds of a child from a day on: needs, personal budgets, who is responsible."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import changed, not_to_come, origin_of, the_child
from goldenthread.ehcp_register.models import (
    Child,
    Need,
    PersonalBudget,
    Placement,
    Responsibility,
    Responsible,
)
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import NotThere, Refused
from goldenthread.rules.sen2.authorities import is_authority
from goldenthread.rules.standing import NEEDS
from goldenthread.trail.verbs import Verb

_DAY = timedelta(days=1)
_RANKS = {1: "primary", 2: "second"}
_MOST = Decimal(1_000_000)  # £ a year: beyond it somebody has slipped with the point
# What can be over, by the word of its address: the model, and what it is called.
DATED: dict[str, tuple[Any, str]] = {
    "need": (Need, "a need"),
    "budget": (PersonalBudget, "a personal budget"),
    "responsible": (Responsibility, "who is responsible"),
    "placement": (Placement, "a placement"),
}


def record_need(
    *,
    child_id: UUID,
    version: int,
    need: str,
    rank: int,
    from_date: date,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """The primary (1) or second (2) need from a day on; the one before it ends the day before."""
    require(policies.may_record(by))
    not_to_come(from_date, on=on)
    if need not in NEEDS or rank not in _RANKS:
        raise Refused("Choose the need, and whether it is the primary or the second.")
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on, version=version)
        rows = child.needs.visible_to(by, on=on)
        if rows.filter(need=need, until__isnull=True).exclude(rank=rank).exists():
            raise Refused(f"“{NEEDS[need]}” is recorded as the other need already. Choose another.")
        _end_before(child, rows.filter(rank=rank, until__isnull=True), from_date)
        row = Need(**_common(child, from_date, by=by, on=on, at=at), need=need, rank=rank)
        row.save(force_insert=True)
        words = f"recorded the {_RANKS[rank]} need from {say_date(from_date)}"
        changed(child, "record_need", words, by=by, on=on, verb=Verb.COLLECTED)
    return row.pk


def record_budget(
    *,
    child_id: UUID,
    version: int,
    from_date: date,
    how: str = "",
    part: str = "",
    amount: Decimal | None = None,
    declined: bool = False,
    reason: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """A personal budget that was agreed from a day on, or declined on a day. `amount`: £ a year;
    `part`: the provision it is for, "" for all of it. One agreed ends the one for the same part."""
    require(policies.may_record(by))
    _check_budget(how, part, amount, declined=declined, reason=reason)
    if declined:
        not_to_come(from_date, on=on)
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on, version=version)
        if not declined:
            open_ones = child.personalbudgets.visible_to(by, on=on).filter(
                declined=False, part=part, until__isnull=True
            )
            _end_before(child, open_ones, from_date)
        row = PersonalBudget(
            **_common(child, from_date, by=by, on=on, at=at), how=how, part=part, amount=amount,
            declined=declined, reason=reason.strip()[:500],
        )  # fmt: skip
        if declined:
            row.until = from_date
        row.save(force_insert=True)
        words = "recorded that a personal budget was " + ("declined" if declined else "agreed")
        words += f", {say_date(from_date)}"
        changed(child, "record_budget", words, by=by, on=on, verb=Verb.COLLECTED)
    return row.pk


def record_responsible(
    *,
    child_id: UUID,
    version: int,
    kind: str,
    authority: str,
    from_date: date,
    how_known: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """The authority that is responsible, was before, or looks after the child, from a day on. One
    is responsible at a time, and one looks after a child: the one before it ends the day before."""
    require(policies.may_record(by))
    if kind not in Responsible.values:
        raise Refused("Say whether the authority is responsible, was before, or looks after them.")
    if not is_authority(authority, on=from_date):
        raise Refused(
            f"{authority or 'That'} is no authority in England on {say_date(from_date)}. Give its "
            "three digits, such as 873."
        )
    if kind != Responsible.RESPONSIBLE:
        not_to_come(from_date, on=on)
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on, version=version)
        open_ones = child.responsibilitys.visible_to(by, on=on).filter(
            kind=kind, until__isnull=True
        )
        _end_before(child, open_ones, from_date)
        row = Responsibility(
            **_common(child, from_date, by=by, on=on, at=at), kind=kind, authority=authority,
            how_known=" ".join(how_known.split())[:200],
        )  # fmt: skip
        row.save(force_insert=True)
        words = f"recorded the {Responsible(kind).label[:1].lower()}{Responsible(kind).label[1:]}"
        words += f" from {say_date(from_date)}"
        changed(child, "record_responsible", words, by=by, on=on, verb=Verb.COLLECTED)
    return row.pk


def end_dated(
    *, what: str, row_id: UUID, version: int, last_day: date, by: Viewer, on: date
) -> None:
    """What held of a child holds no longer; `last_day` is the last on which it did. `what` is a
    word of DATED, `version` the child's."""
    require(policies.may_record(by))
    model, words = DATED[what]
    with transaction.atomic():
        rows: Any = model.objects.visible_to(by, on=on)
        row = rows.filter(pk=row_id, until__isnull=True).first()
        if row is None:
            raise NotThere("It has ended already, or is not in your sight.")
        child = the_child(row.child_id, by=by, on=on, version=version)
        if last_day < row.from_date:
            raise Refused(f"It began on {say_date(row.from_date)}. Give that day or a later one.")
        row.child = child
        row.until = last_day
        row.version += 1
        row.save()
        changed(child, "end_dated", f"ended {words} with {say_date(last_day)}", by=by, on=on)


def _common(child: Child, from_date: date, *, by: Viewer, on: date, at: datetime) -> dict[str, Any]:
    origin = origin_of(by, on=on, at=at)
    return {
        "local_area_id": origin.local_area_id,
        "child": child,
        "from_date": from_date,
        "source_id": origin.source_id,
        "recorded_at": origin.at,
    }


def _end_before(child: Child, rows: Any, from_date: date) -> None:
    for row in rows.select_for_update():
        if row.from_date >= from_date:
            raise Refused(
                f"What holds now began on {say_date(row.from_date)}. End it first, or give a later "
                "day."
            )
        row.child = child
        row.until = from_date - _DAY
        row.version += 1
        row.save()


def _check_budget(
    how: str, part: str, amount: Decimal | None, *, declined: bool, reason: str
) -> None:
    if part and part not in PersonalBudget.Part.values:
        raise Refused("Choose the provision that it is for.")
    if declined:
        if how or amount is not None:
            raise Refused("A budget that was declined is paid nothing. Leave how and how much out.")
        if not reason.strip():
            raise Refused("Say why it was declined; the family is told the reason in writing.")
        return
    if how not in PersonalBudget.How.values:
        raise Refused("Say how it is paid: direct payments, held for the family, or both.")
    if amount is not None and not 0 < amount < _MOST:
        raise Refused("Give the amount in pounds a year, such as 4,200.")
