"""Reading the trail. Whoever asks has checked that the viewer may see the thing itself."""

import json
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from goldenthread.trail.chain import SEAL
from goldenthread.trail.models import TrailDetail, TrailEntry, TrailSubject
from goldenthread.trail.verbs import Verb

_ROWS_AT_ONCE = 500  # below SQLite's limit of variables in one statement


@dataclass(frozen=True)
class HistoryEntry:
    """One act, as a history tells it: "`actor_label` `words`".

    `changes` holds (field, before, after). `details_erased` is true when what changed was
    recorded but has since been erased.
    """

    id: uuid.UUID
    seq: int
    recorded_at: datetime
    on: date
    actor_id: uuid.UUID | None
    actor_label: str
    verb: Verb
    act: str
    object_kind: str
    object_id: str
    object_label: str
    words: str
    changes: tuple[tuple[str, object, object], ...]
    reason: str
    details_erased: bool


def history(
    *,
    local_area_id: uuid.UUID,
    kind: str,
    object_id: uuid.UUID | str | int,
    limit: int = 50,
    before: int | None = None,
    acts: Collection[str] = (),
) -> tuple[HistoryEntry, ...]:
    """What happened to one thing, latest first; `before` is the last `seq` of the page above;
    `acts` narrows it to some ("improvement_plan.remind").

    Three statements, whatever the length of the trail.
    """
    subjects = TrailSubject.objects.filter(
        local_area_id=local_area_id, kind=kind, object_id=str(object_id)
    )
    if before is not None:
        subjects = subjects.filter(seq__lt=before)
    if acts:
        of_acts = TrailEntry.objects.filter(local_area_id=local_area_id, act__in=list(acts))
        subjects = subjects.filter(seq__in=of_acts.values("seq"))
    seqs = list(subjects.order_by("-seq").values_list("seq", flat=True)[:limit])
    return _told(TrailEntry.objects.filter(local_area_id=local_area_id, seq__in=seqs))


def audit_trail(
    *,
    local_area_id: uuid.UUID,
    verbs: Collection[Verb] = (),
    actor_id: uuid.UUID | None = None,
    from_day: date | None = None,
    until: date | None = None,
    limit: int = 50,
    before: int | None = None,
    without: Collection[uuid.UUID] = (),
) -> tuple[HistoryEntry, ...]:
    """What people did in a local area, latest first; narrowed to some verbs, to one person (what
    they did, and what was done about their account), or to the days it was done for.

    Entries that seal looks are left out: there are hundreds a day, and they tell people nothing.
    So are entries about things `without` which the reader is to know them: restricted records.
    """
    entries = _entries(local_area_id, verbs, actor_id, from_day, until).exclude(act=SEAL)
    entries = _leaving_out(entries, local_area_id, without)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    return _told(entries, limit=limit)


@dataclass(frozen=True)
class ExportedEntry:
    """One entry with its place in the chain, for whoever checks it outside."""

    told: HistoryEntry
    details_hash: str
    previous_hash: str
    hash: str


def every_entry(
    *,
    local_area_id: uuid.UUID,
    verbs: Collection[Verb] = (),
    actor_id: uuid.UUID | None = None,
    from_day: date | None = None,
    until: date | None = None,
    without: Collection[uuid.UUID] = (),
) -> Iterator[ExportedEntry]:
    """The same as `audit_trail`, with the seals of looks, oldest first, to the end that the chain
    had when the first was read; memory stays the same whatever the length."""
    asked = _entries(local_area_id, verbs, actor_id, from_day, until)
    entries = _leaving_out(asked, local_area_id, without).order_by("seq")
    end = entries.values_list("seq", flat=True).last() or 0
    last = 0
    while rows := list(entries.filter(seq__gt=last, seq__lte=end)[:_ROWS_AT_ONCE]):
        details = _details(row.id for row in rows if row.details_hash)
        for row in rows:
            told = _entry(row, details.get(row.id))
            yield ExportedEntry(told, row.details_hash, row.previous_hash, row.hash)
        last = rows[-1].seq


def people_in_trail(
    *,
    local_area_id: uuid.UUID,
    verbs: Collection[Verb] = (),
    actor_id: uuid.UUID | None = None,
    from_day: date | None = None,
    until: date | None = None,
    without: Collection[uuid.UUID] = (),
) -> int:
    """How many different people did what `every_entry` tells of."""
    asked = _entries(local_area_id, verbs, actor_id, from_day, until)
    entries = _leaving_out(asked, local_area_id, without)
    return int(entries.aggregate(people=Count("actor_id", distinct=True))["people"])


def _entries(
    local_area_id: uuid.UUID,
    verbs: Collection[Verb],
    actor_id: uuid.UUID | None,
    from_day: date | None,
    until: date | None,
) -> QuerySet[TrailEntry]:
    entries = TrailEntry.objects.filter(local_area_id=local_area_id)
    if verbs:
        entries = entries.filter(verb__in=[verb.value for verb in verbs])
    if actor_id is not None:
        account = Q(object_kind="user", object_id=str(actor_id))
        entries = entries.filter(Q(actor_id=actor_id) | account)
    if from_day is not None:
        entries = entries.filter(on__gte=from_day)
    if until is not None:
        entries = entries.filter(on__lte=until)
    return entries


def _leaving_out(
    entries: QuerySet[TrailEntry], local_area_id: uuid.UUID, without: Collection[uuid.UUID]
) -> QuerySet[TrailEntry]:
    """Entries in whose history one of these things stands are left out."""
    if not without:
        return entries
    things = TrailSubject.objects.filter(
        local_area_id=local_area_id, object_id__in=[str(one) for one in without]
    )
    return entries.exclude(seq__in=things.values("seq"))


def _told(entries: QuerySet[TrailEntry], limit: int | None = None) -> tuple[HistoryEntry, ...]:
    rows = list(entries.order_by("-seq")[:limit])
    details = _details(row.id for row in rows if row.details_hash)
    return tuple(_entry(row, details.get(row.id)) for row in rows)


def _details(entry_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, TrailDetail]:
    return {row.entry_id: row for row in TrailDetail.objects.filter(entry_id__in=list(entry_ids))}


def _entry(row: TrailEntry, detail: TrailDetail | None) -> HistoryEntry:
    changes = json.loads(detail.changes) if detail else {}
    return HistoryEntry(
        id=row.id,
        seq=row.seq,
        recorded_at=row.recorded_at,
        on=row.on,
        actor_id=row.actor_id,
        actor_label=row.actor_label,
        verb=Verb(row.verb),
        act=row.act,
        object_kind=row.object_kind,
        object_id=row.object_id,
        object_label=row.object_label,
        words=row.words,
        changes=tuple((field, before, after) for field, (before, after) in changes.items()),
        reason=detail.reason if detail else "",
        details_erased=bool(row.details_hash) and detail is None,
    )
