"""Writing the trail: one act, one entry, in the transaction of the act itself.

Record last in the transaction: the end of the area's chain stays locked until the commit, so
what comes after it makes other writers of the area wait.
"""

import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from goldenthread.trail import chain
from goldenthread.trail.models import TrailDetail, TrailEntry, TrailHead, TrailSubject
from goldenthread.trail.verbs import Verb

_ROWS_AT_ONCE = 500  # below SQLite's limit of variables in one statement


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that someone did or saw.

    `words` finish the sentence that begins with the actor's name ("recorded a rating of Green
    for 2.3"); they are kept for ever, so they never name a child. `changes` (field → before,
    after) and `reason` can be erased later. `subjects` are further things, as (kind, id), in
    whose history the act appears.
    """

    act: str
    verb: Verb | str
    object_kind: str
    object_id: uuid.UUID | str | int
    object_label: str
    words: str
    changes: chain.Changes | None = None
    reason: str = ""
    subjects: Iterable[tuple[str, uuid.UUID | str | int]] = ()


def record(
    *,
    local_area_id: uuid.UUID,
    actor_id: uuid.UUID | None,
    actor_label: str,
    verb: Verb | str,
    act: str,
    object_kind: str,
    object_id: uuid.UUID | str | int,
    object_label: str,
    on: date,
    words: str,
    changes: chain.Changes | None = None,
    reason: str = "",
    subjects: Iterable[tuple[str, uuid.UUID | str | int]] = (),
) -> TrailEntry:
    """Add one entry to the local area's chain and return it; see `Act` for the fields.

    Raises TransactionManagementError outside a transaction, ValueError for a seventh verb.
    """
    done = Act(
        act=act,
        verb=verb,
        object_kind=object_kind,
        object_id=object_id,
        object_label=object_label,
        words=words,
        changes=changes,
        reason=reason,
        subjects=subjects,
    )
    return record_many(
        [done], local_area_id=local_area_id, actor_id=actor_id, actor_label=actor_label, on=on
    )[0]


def record_many(
    acts: Sequence[Act],
    *,
    local_area_id: uuid.UUID,
    actor_id: uuid.UUID | None,
    actor_label: str,
    on: date,
) -> tuple[TrailEntry, ...]:
    """Add the acts of one person on one day, in order, with a handful of statements."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "The trail is written in the transaction of the act that it records."
        )
    head = locked_head(local_area_id)
    recorded_at = timezone.now()
    entries: list[TrailEntry] = []
    details: list[TrailDetail] = []
    subjects: list[TrailSubject] = []
    for done in acts:
        entry = TrailEntry(
            local_area_id=local_area_id,
            seq=head.seq + 1,
            recorded_at=recorded_at,
            on=on,
            actor_id=actor_id,
            actor_label=_storable(actor_label),
            verb=Verb(done.verb).value,
            act=done.act,
            object_kind=done.object_kind,
            object_id=str(done.object_id),
            object_label=_storable(done.object_label),
            words=_storable(done.words),
            previous_hash=head.hash,
        )
        if detail := _detail(entry, done):
            details.append(detail)
        things = _things(done)
        entry.hash = chain.entry_hash(entry, things)
        head.seq, head.hash = entry.seq, entry.hash
        entries.append(entry)
        subjects += [
            TrailSubject(local_area_id=local_area_id, kind=kind, object_id=thing, seq=entry.seq)
            for kind, thing in things
        ]
    TrailEntry.objects.bulk_create(entries, batch_size=_ROWS_AT_ONCE)
    TrailSubject.objects.bulk_create(subjects, batch_size=_ROWS_AT_ONCE)
    TrailDetail.objects.bulk_create(details, batch_size=_ROWS_AT_ONCE)
    if entries:
        head.save(update_fields=["seq", "hash"])
    return tuple(entries)


def erase_details(
    *,
    local_area_id: uuid.UUID,
    seqs: Sequence[int],
    actor_id: uuid.UUID | None,
    actor_label: str,
    reason: str,
    on: date,
) -> TrailEntry:
    """Erase what the entries `seqs` said had changed, and why; record that, without repeating it.

    The entries stay, and the chain with them. Raises TransactionManagementError outside a
    transaction.
    """
    entries = TrailEntry.objects.filter(local_area_id=local_area_id, seq__in=list(seqs))
    erased = sorted(entries.values_list("seq", flat=True))
    TrailDetail.objects.filter(
        local_area_id=local_area_id, entry_id__in=list(entries.values_list("id", flat=True))
    ).delete()
    numbers = ", ".join(str(seq) for seq in erased)
    return record(
        local_area_id=local_area_id,
        actor_id=actor_id,
        actor_label=actor_label,
        verb=Verb.ERASED,
        act="trail.erase_details",
        object_kind="local_area",
        object_id=local_area_id,
        object_label="Audit trail",
        on=on,
        words=f"erased the details of audit trail entries {numbers}",
        reason=reason,
    )


def locked_head(local_area_id: uuid.UUID) -> TrailHead:
    """The end of the area's chain, locked until the commit.

    SQLite has no row locks; its immediate transactions already let one writer in at a time.
    """
    locked = TrailHead.objects.select_for_update()
    if head := locked.filter(local_area_id=local_area_id).first():
        return head
    TrailHead.objects.bulk_create([TrailHead(local_area_id=local_area_id)], ignore_conflicts=True)
    return locked.get(local_area_id=local_area_id)


def _detail(entry: TrailEntry, done: Act) -> TrailDetail | None:
    """The erasable part of an act, its hash set in the entry; None when there is none."""
    if not done.changes and not done.reason:
        return None
    salt = secrets.token_hex(16)
    changes = chain.canonical({field: list(pair) for field, pair in (done.changes or {}).items()})
    reason = _storable(done.reason)
    entry.details_hash = chain.details_hash(salt=salt, changes=changes, reason=reason)
    return TrailDetail(
        entry_id=entry.id,
        local_area_id=entry.local_area_id,
        salt=salt,
        changes=changes,
        reason=reason,
    )


def _things(done: Act) -> list[chain.Subject]:
    """The thing acted on and the further subjects, each once."""
    named = {(kind, str(thing)) for kind, thing in done.subjects}
    return sorted(named | {(done.object_kind, str(done.object_id))})


def _storable(words: str) -> str:
    """PostgreSQL refuses NUL in text; a document may carry one into a label."""
    return words.replace("\x00", "\N{REPLACEMENT CHARACTER}")
