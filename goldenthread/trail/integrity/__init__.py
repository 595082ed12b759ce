"""Is the trail whole? Reading it from its beginning, and naming the first bad row."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from goldenthread.trail.integrity.entries import WalkOfEntries
from goldenthread.trail.integrity.found import BadRow, Verification, WrittenHead
from goldenthread.trail.integrity.looks import WalkOfLooks
from goldenthread.trail.models import TrailEntry, TrailHead, TrailLook, TrailLookHead
from goldenthread.trail.triggers import triggers_present

__all__ = ["BadRow", "Verification", "WrittenHead", "triggers_present", "verify"]


def verify(
    local_area_id: uuid.UUID | None = None,
    *,
    written: Sequence[WrittenHead] = (),
    since: WrittenHead | None = None,
) -> Verification:
    """Check one local area's trail, or every one; memory stays the same whatever the length.

    `written` heads must still be in the chain where they were. `since` a head, which is trusted as
    the end of what was checked before, only what follows it is read: of its own area alone.
    """
    areas = [local_area_id] if local_area_id else _areas(written)
    if since is not None:
        areas = [since.local_area_id]
    entries = erased = looks = unsealed = batches = 0
    heads: list[tuple[uuid.UUID, int, str]] = []
    bad: BadRow | None = None
    for area in areas:
        own = [head for head in written if head.local_area_id == area]
        chain = WalkOfEntries(area, written=own, since=since)
        bad = chain.first_bad_row()
        entries += chain.read
        erased += chain.details_erased
        heads.append((area, chain.seq, chain.hash))
        if bad is None:
            seen = WalkOfLooks(area, up_to=chain.seq, after=since.seq if since else 0)
            bad = seen.first_bad_row()
            looks, unsealed = looks + seen.read, unsealed + seen.unsealed
            batches += seen.batches
        if bad:
            break
    return Verification(entries, erased, tuple(heads), bad, looks, unsealed, batches)


def _areas(written: Sequence[WrittenHead]) -> list[uuid.UUID]:
    """Every area of which anything is left, or of which a head was written down."""
    found = {head.local_area_id for head in written}
    for model in (TrailHead, TrailLookHead):
        found.update(model.objects.values_list("local_area_id", flat=True))
    for rows in (TrailEntry, TrailLook):
        found.update(rows.objects.values_list("local_area_id", flat=True).distinct())
    return sorted(found)
