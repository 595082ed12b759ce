"""Sealing looks into the chain: from then on, none can be altered or taken away unnoticed.

With the seal, in the same transaction, the sightings of its looks are written: who saw what.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from itertools import accumulate, takewhile

from django.db import connection, transaction
from django.db.models import Min

from goldenthread.trail import chain, things
from goldenthread.trail.actions.recording import locked_head, record
from goldenthread.trail.models import (
    TrailEntry,
    TrailLook,
    TrailLookBatch,
    TrailLookHead,
    TrailSighting,
)
from goldenthread.trail.queries.sightings import sealed_up_to
from goldenthread.trail.verbs import Verb

# In one batch, at most. Whoever opens the page that fills one waits for it: see decision 0040.
AT_ONCE = 100  # looks
RECORDS_AT_ONCE = 10_000  # that they showed, unless one look alone showed more


def seal_looks(local_area_id: uuid.UUID, *, on: date) -> int:
    """Seal every look of the area that is not sealed yet, a batch at a time; how many."""
    sealed = 0
    while batch := seal_batch(local_area_id, on=on):
        sealed += batch
    return sealed


def seal_batch(local_area_id: uuid.UUID, *, on: date) -> int:
    """Seal the next looks of the area, with an entry of their own in the chain; how many, 0 where
    all are sealed. Two that seal at once seal each look once."""
    while looks := _next_batch(local_area_id):
        if sealed := _seal(local_area_id, looks, on=on):
            return sealed
    return 0


def areas_with_open_looks() -> tuple[uuid.UUID, ...]:
    """The local areas in which somebody looked since the last batch was sealed."""
    return tuple(
        head.local_area_id
        for head in TrailLookHead.objects.order_by("local_area_id")
        if sealed_up_to(head.local_area_id) < head.number
    )


def open_since() -> datetime | None:
    """When the oldest look that is not sealed yet was, in any local area; None where all are."""
    first = [
        TrailLook.objects.filter(local_area_id=area_id, number__gt=sealed_up_to(area_id)).aggregate(
            first=Min("at")
        )["first"]
        for area_id in areas_with_open_looks()
    ]
    return min((at for at in first if at), default=None)


def _next_batch(local_area_id: uuid.UUID) -> list[TrailLook]:
    """The looks that follow the last batch without a gap.

    A look that is missing stays missing: what comes after it is sealed all the same, and
    verification names the gap.
    """
    after = sealed_up_to(local_area_id)
    looks = TrailLook.objects.filter(local_area_id=local_area_id, number__gt=after)
    some = list(looks.order_by("number")[:AT_ONCE])
    shown = accumulate(look.shown for look in some)
    within = sum(1 for _ in takewhile(lambda count: count <= RECORDS_AT_ONCE, shown))
    return some[: max(within, 1)]


def _seal(local_area_id: uuid.UUID, looks: Sequence[TrailLook], *, on: date) -> int:
    first, last = looks[0].number, looks[-1].number
    shown = _shown_by_older(local_area_id, looks)
    hashes = [chain.look_hash(look, shown.get(look.number, [])) for look in looks]
    seal = chain.batch_hash(hashes)
    readable = [look.number for look in looks if _is_readable(look)]
    with transaction.atomic():
        locked_head(local_area_id)
        if sealed_up_to(local_area_id) >= first:
            return 0  # somebody else has, since these were read
        entry = _record(local_area_id, first, last, seal, on=on)
        _list(local_area_id, readable)
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


def _is_readable(look: TrailLook) -> bool:
    """False where what it says it showed was altered: nothing of it is listed, and verification
    names it."""
    try:
        return bool(look.things and things.read(look.things))
    except ValueError:
        return False


def _list(local_area_id: uuid.UUID, numbers: Sequence[int]) -> None:
    """A sighting for each thing that these looks say they showed, in the order of their index, so
    that it is walked once from end to end. The database reads them itself: they go nowhere else."""
    if not numbers:
        return
    statement = _ON_POSTGRESQL if connection.vendor == "postgresql" else _ELSEWHERE
    area = TrailLook._meta.get_field("local_area_id").get_db_prep_value(local_area_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"area": area, "numbers": json.dumps(numbers)})


# One that is there already was put there by hand: verification names its look.
_ON_POSTGRESQL = """\
INSERT INTO trail_trailsighting (local_area_id, kind, object_id, number)
SELECT look.local_area_id, thing->>0, thing->>1, look.number
FROM trail_traillook look, json_array_elements(look.things::json) thing
WHERE look.local_area_id = %(area)s
AND look.number IN (SELECT value::bigint FROM json_array_elements_text(%(numbers)s::json))
ORDER BY 2, 3, 4 ON CONFLICT DO NOTHING
"""
_ELSEWHERE = """\
INSERT INTO trail_trailsighting (local_area_id, kind, object_id, number)
SELECT look.local_area_id, json_extract(thing.value, '$[0]'), json_extract(thing.value, '$[1]'),
       look.number
FROM trail_traillook look, json_each(look.things) thing
WHERE look.local_area_id = %(area)s AND look.number IN (SELECT value FROM json_each(%(numbers)s))
ORDER BY 2, 3, 4 ON CONFLICT DO NOTHING
"""


def _shown_by_older(local_area_id: uuid.UUID, looks: Sequence[TrailLook]) -> chain.Shown:
    """What those looks showed whose sightings were written with them, by their numbers."""
    older = [look.number for look in looks if not look.things]
    found: chain.Shown = {}
    if older:
        rows = TrailSighting.objects.filter(
            local_area_id=local_area_id, number__gte=older[0], number__lte=older[-1]
        )
        for number, kind, thing in rows.values_list("number", "kind", "object_id"):
            found.setdefault(number, []).append((kind, thing))
    return found
