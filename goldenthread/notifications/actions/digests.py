"""Joining what could wait into one message: each working day, or each Monday, at seven."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from goldenthread.notifications.actions.queuing import NO_ADDRESS, message_id_of
from goldenthread.notifications.actions.rhythms import rhythms_of
from goldenthread.notifications.kinds import DIGEST
from goldenthread.notifications.models import Message, MessageState, Rhythm
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import AreaFact, mail
from goldenthread.rules.calendars import is_working_day

_LONDON = ZoneInfo("Europe/London")
SEVEN = time(7)


def last_moment(rhythm: str, *, now: datetime) -> datetime:
    """When a person of this rhythm last had a digest coming: what was queued before is joined."""
    if rhythm == Rhythm.AT_ONCE:
        return now
    moment = datetime.combine(now.astimezone(_LONDON).date(), SEVEN, _LONDON)
    while moment > now or not _is_day(rhythm, moment):
        moment -= timedelta(days=1)
    return moment


def _is_day(rhythm: str, moment: datetime) -> bool:
    return moment.weekday() == 0 if rhythm == Rhythm.WEEKLY else is_working_day(moment.date())


def join_digests(*, now: datetime) -> int:
    """Let what was held go out: joined where it is several, by itself where it is one; how many."""
    with transaction.atomic():
        held = Message.objects.select_for_update().filter(state=MessageState.HELD)
        rows = list(held.order_by("person_id", "id"))
        if not rows:
            return 0
        people = {row.person_id for row in rows}
        rhythms = rhythms_of(people)
        addresses = mail.addresses_now(people)
        areas = {area.id: area for area in partnership.all_areas()}
        joined = 0
        for person_id, of_person in groupby(rows, key=lambda row: row.person_id):
            by_rhythm: dict[str, list[Message]] = {}
            for row in of_person:
                by_rhythm.setdefault(rhythms.of(person_id, row.kind), []).append(row)
            for rhythm, those in by_rhythm.items():
                moment = last_moment(rhythm, now=now)
                due = [row for row in those if row.recorded_at <= moment]
                if due:
                    _let_go(due, areas[due[0].local_area_id], moment, addresses[person_id], now=now)
                    joined += len(due)
    return joined


def _let_go(
    rows: list[Message], area: AreaFact, moment: datetime, sent_to: str, *, now: datetime
) -> None:
    state, said = (MessageState.WAITING, "") if sent_to else (MessageState.NO_ADDRESS, NO_ADDRESS)
    digest_id: UUID | None = None
    if sent_to and len(rows) > 1:
        digest_id = _digest(rows, area, moment, now=now).pk
        state = MessageState.JOINED
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state,
        said=said,
        digest_id=digest_id,
        next_attempt_at=now if state == MessageState.WAITING else None,
        version=F("version") + 1,
    )


def _digest(rows: list[Message], area: AreaFact, moment: datetime, *, now: datetime) -> Message:
    first = rows[0]
    digest = Message(
        local_area_id=area.id,
        person_id=first.person_id,
        kind=DIGEST.key,
        subject=f"{len(rows)} messages from {area.name}",
        words="\n".join(row.subject for row in rows),
        # The last of its rows tells apart two digests of one moment (one came late).
        once=f"digest:{moment:%Y-%m-%d}:{rows[-1].pk}",
        urgent=False,
        next_attempt_at=now,
        queued_on=area.day(now.astimezone(_LONDON).date()),
    )
    digest.message_id = message_id_of(digest)
    digest.save(force_insert=True)
    return digest
