"""Reading the trail. Whoever asks has checked that the viewer may see the thing itself."""

import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from goldenthread.trail.models import TrailDetail, TrailEntry, TrailSubject
from goldenthread.trail.verbs import Verb


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
) -> tuple[HistoryEntry, ...]:
    """What happened to one thing, latest first; `before` is the last `seq` of the page above.

    Three statements, whatever the length of the trail.
    """
    subjects = TrailSubject.objects.filter(
        local_area_id=local_area_id, kind=kind, object_id=str(object_id)
    )
    if before is not None:
        subjects = subjects.filter(seq__lt=before)
    seqs = list(subjects.order_by("-seq").values_list("seq", flat=True)[:limit])
    return _told(TrailEntry.objects.filter(local_area_id=local_area_id, seq__in=seqs))


def audit_trail(
    *,
    local_area_id: uuid.UUID,
    verbs: Collection[Verb] = (),
    actor_id: uuid.UUID | None = None,
    limit: int = 50,
    before: int | None = None,
) -> tuple[HistoryEntry, ...]:
    """Everything in a local area, latest first; narrowed to some verbs or one person."""
    entries = TrailEntry.objects.filter(local_area_id=local_area_id)
    if verbs:
        entries = entries.filter(verb__in=[verb.value for verb in verbs])
    if actor_id is not None:
        entries = entries.filter(actor_id=actor_id)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    return _told(entries, limit=limit)


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
