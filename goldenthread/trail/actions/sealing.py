"""Sealing looks into the chain: from then on, none can be altered or taken away unnoticed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Min

from goldenthread.trail import chain
from goldenthread.trail.actions.recording import locked_head, record
from goldenthread.trail.models import (
    TrailEntry,
    TrailLook,
    TrailLookBatch,
    TrailLookHead,
    TrailSighting,
)
from goldenthread.trail.verbs import Verb

AT_ONCE = 1000  # looks in one batch, at most


def seal_looks(local_area_id: uuid.UUID, *, on: date) -> int:
    """Seal every look of the area that is not sealed yet; how many.

    Batches are of at most a thousand, each with an entry of its own in the chain. Two that seal
    at once seal each look once.
    """
    sealed = 0
    while batch := _next_batch(local_area_id):
        sealed += _seal(local_area_id, batch, on=on)
    return sealed


def areas_with_open_looks() -> tuple[uuid.UUID, ...]:
    """The local areas in which somebody looked since the last batch was sealed."""
    return tuple(
        head.local_area_id
        for head in TrailLookHead.objects.order_by("local_area_id")
        if _sealed_up_to(head.local_area_id) < head.number
    )


def open_since() -> datetime | None:
    """When the oldest look that is not sealed yet was, in any local area; None where all are."""
    first = [
        TrailLook.objects.filter(
            local_area_id=area_id, number__gt=_sealed_up_to(area_id)
        ).aggregate(first=Min("at"))["first"]
        for area_id in areas_with_open_looks()
    ]
    return min((at for at in first if at), default=None)


def _sealed_up_to(local_area_id: uuid.UUID) -> int:
    batches = TrailLookBatch.objects.filter(local_area_id=local_area_id).order_by("-first")
    return batches.values_list("last", flat=True).first() or 0


def _next_batch(local_area_id: uuid.UUID) -> list[TrailLook]:
    """The looks that follow the last batch without a gap.

    A look that is missing stays missing: what comes after it is sealed all the same, and
    verification names the gap.
    """
    after = _sealed_up_to(local_area_id)
    looks = TrailLook.objects.filter(local_area_id=local_area_id, number__gt=after)
    return list(looks.order_by("number")[:AT_ONCE])


def _seal(local_area_id: uuid.UUID, looks: Sequence[TrailLook], *, on: date) -> int:
    first, last = looks[0].number, looks[-1].number
    shown = _shown(local_area_id, first, last)
    hashes = [chain.look_hash(look, shown.get(look.number, [])) for look in looks]
    seal = chain.batch_hash(hashes)
    with transaction.atomic():
        locked_head(local_area_id)
        if _sealed_up_to(local_area_id) >= first:
            return 0  # somebody else has, since these were read
        entry = _record(local_area_id, first, last, seal, on=on)
        TrailLookBatch.objects.create(
            local_area_id=local_area_id,
            first=first,
            last=last,
            marks=chain.marks_of(hashes),
            hash=seal,
            seq=entry.seq,
        )
    return len(looks)


def _record(local_area_id: uuid.UUID, first: int, last: int, seal: str, *, on: date) -> TrailEntry:
    return record(
        local_area_id=local_area_id,
        actor_id=None,
        actor_label="Golden Thread",
        verb=Verb.CONSULTED,
        act=chain.SEAL,
        object_kind="looks",
        object_id=chain.sealed_id(first, last),
        object_label=chain.sealed_label(seal),
        on=on,
        words=f"sealed looks {first} to {last}",
    )


def _shown(local_area_id: uuid.UUID, first: int, last: int) -> chain.Shown:
    """What each of the looks showed, by its number."""
    found: chain.Shown = {}
    rows = TrailSighting.objects.filter(
        local_area_id=local_area_id, number__gte=first, number__lte=last
    )
    for number, kind, thing in rows.values_list("number", "kind", "object_id"):
        found.setdefault(number, []).append((kind, thing))
    return found
