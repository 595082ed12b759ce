"""Looks: those sealed into the chain against their seals, the others against their numbers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db.models import Q

from goldenthread.trail import chain, things
from goldenthread.trail.integrity.found import BadRow
from goldenthread.trail.models import (
    TrailEntry,
    TrailLook,
    TrailLookBatch,
    TrailLookHead,
    TrailSighting,
)
from goldenthread.trail.queries.sightings import sealed_up_to

_ROWS_AT_ONCE = 500


class WalkOfLooks:
    """A walk along one area's looks, whose chain is known to be whole up to entry `up_to`.

    `after` an entry, only batches that were sealed after it are read.
    """

    def __init__(self, local_area_id: uuid.UUID, *, up_to: int, after: int = 0) -> None:
        self.area = local_area_id
        self.up_to = up_to
        self.after = after
        self.number = 0  # of the last good look
        self.read = 0
        self.unsealed = 0
        self.batches = 0

    def first_bad_row(self) -> BadRow | None:
        head = TrailLookHead.objects.filter(local_area_id=self.area).first()
        end = head.number if head else 0
        return self._sealed() or self._not_sealed_yet(end) or self._beyond() or self._loose()

    # --- sealed ----------------------------------------------------------------------------------

    def _sealed(self) -> BadRow | None:
        """Each seal of the chain has its batch, each batch its looks, in order, without a gap."""
        if self.after:
            before = TrailLookBatch.objects.filter(local_area_id=self.area, seq__lte=self.after)
            self.number = before.order_by("-last").values_list("last", flat=True).first() or 0
        batches = {batch.seq: batch for batch in self._all_batches()}
        for entry in self._seals():
            batch = batches.pop(entry.seq, None)
            if batch is None:
                said = f"The batch of looks that entry {entry.seq} seals has been deleted."
                return BadRow(self.area, entry.seq, entry.id, said, "batch")
            if bad := self._problem_of_batch(batch, entry):
                return bad
        # One sealed since the walk began has an entry beyond the end of the walk.
        loose = [batch for seq, batch in batches.items() if seq <= self.up_to]
        if loose:
            said = f"The batch of looks {loose[0]} has no entry in the chain."
            return BadRow(self.area, loose[0].seq, None, said, "batch")
        return None

    def _all_batches(self) -> Iterator[TrailLookBatch]:
        """Without their marks, which are read one batch at a time."""
        rows = TrailLookBatch.objects.filter(local_area_id=self.area, seq__gt=self.after)
        return rows.defer("marks").order_by("first").iterator(chunk_size=_ROWS_AT_ONCE)

    def _seals(self) -> Iterator[TrailEntry]:
        rows = TrailEntry.objects.filter(
            local_area_id=self.area, act=chain.SEAL, seq__gt=self.after, seq__lte=self.up_to
        )
        return rows.order_by("seq").iterator(chunk_size=_ROWS_AT_ONCE)

    def _problem_of_batch(self, batch: TrailLookBatch, entry: TrailEntry) -> BadRow | None:
        named = (entry.object_id, entry.object_label)
        if named != (chain.sealed_id(batch.first, batch.last), chain.sealed_label(batch.hash)):
            said = f"The batch of looks sealed by entry {entry.seq} has been altered."
            return BadRow(self.area, entry.seq, entry.id, said, "batch")
        if batch.first > self.number + 1:
            return self._gone(self.number + 1)
        return self._problem_inside(batch)

    def _problem_inside(self, batch: TrailLookBatch) -> BadRow | None:
        """The first look of a batch that is gone or is not as it was sealed."""
        within = {"number__gte": batch.first, "number__lte": batch.last}
        looks = TrailLook.objects.filter(local_area_id=self.area, **within).order_by("number")
        shown = self._shown(batch.first, batch.last)
        hashes: list[str] = []
        for place, look in enumerate(looks):
            if look.number != batch.first + place:
                return self._gone(batch.first + place)
            seen = shown.get(look.number, [])
            hashes.append(chain.look_hash(look, seen))
            if not (self._is_marked(batch, place, hashes[-1]) and _shows(look, seen)):
                return self._altered(look.number)
            self.number, self.read = look.number, self.read + 1
        if self.number < batch.last:
            return self._gone(self.number + 1)
        self.batches += 1
        if chain.batch_hash(hashes) == batch.hash and chain.marks_of(hashes) == batch.marks:
            return None
        said = f"Looks {batch.first} to {batch.last}, or their batch, have been altered."
        return BadRow(self.area, batch.seq, None, said, "batch")

    @staticmethod
    def _is_marked(batch: TrailLookBatch, place: int, found: str) -> bool:
        digits = chain.MARK_DIGITS
        return batch.marks[place * digits : (place + 1) * digits] == found[:digits]

    # --- not sealed yet --------------------------------------------------------------------------

    def _not_sealed_yet(self, end: int) -> BadRow | None:
        """Numbers without a gap up to the head, and as many things as each look counted."""
        looks = TrailLook.objects.filter(local_area_id=self.area, number__lte=end)
        while rows := list(looks.filter(number__gt=self.number).order_by("number")[:_ROWS_AT_ONCE]):
            shown = self._shown(rows[0].number, rows[-1].number)
            for look in rows:
                if look.number != self.number + 1:
                    return self._gone(self.number + 1)
                if not self._is_open(look, shown.get(look.number, [])):
                    return self._altered(look.number)
                self.number, self.read = look.number, self.read + 1
                self.unsealed += 1
        return self._gone(self.number + 1) if self.number < end else None

    def _is_open(self, look: TrailLook, seen: list[chain.Subject]) -> bool:
        """True where it says what it showed and has no sightings, unless sealed meanwhile."""
        if look.things and not seen:
            return _says(look) is not None
        return _shows(look, seen) and (not look.things or look.number <= sealed_up_to(self.area))

    def _beyond(self) -> BadRow | None:
        """A look that the head does not know of; one written since the walk began moved it on."""
        latest = TrailLook.objects.filter(local_area_id=self.area).order_by("-number").first()
        now = TrailLookHead.objects.filter(local_area_id=self.area).first()
        if latest and latest.number > (now.number if now else 0):
            said = f"Look {latest.number} lies beyond the last one counted."
            return BadRow(self.area, latest.number, None, said, "look")
        if now and now.number < self.number:
            return BadRow(self.area, self.number, None, "The count of looks was altered.", "look")
        return None

    def _loose(self) -> BadRow | None:
        """A sighting of a look that there is not."""
        now = TrailLookHead.objects.filter(local_area_id=self.area).first()
        own = TrailSighting.objects.filter(local_area_id=self.area)
        loose = own.filter(Q(number__lt=1) | Q(number__gt=now.number if now else 0))
        found = loose.order_by("number").first()
        if found is None:
            return None
        said = f"Something is listed as shown by look {found.number}, and there is no such look."
        return BadRow(self.area, found.number, None, said, "look")

    def _shown(self, first: int, last: int) -> chain.Shown:
        found: chain.Shown = {}
        rows = TrailSighting.objects.filter(
            local_area_id=self.area, number__gte=first, number__lte=last
        )
        for number, kind, thing in rows.values_list("number", "kind", "object_id"):
            found.setdefault(number, []).append((kind, thing))
        return found

    def _gone(self, number: int) -> BadRow:
        return BadRow(self.area, number, None, f"Look {number} has been deleted.", "look")

    def _altered(self, number: int) -> BadRow:
        said = f"Look {number}, or what it showed, has been altered."
        return BadRow(self.area, number, None, said, "look")


def _shows(look: TrailLook, seen: list[chain.Subject]) -> bool:
    """True where what it showed is what its sightings say, and as much as it counted."""
    said = _says(look) if look.things else tuple(sorted(seen))
    return said == tuple(sorted(seen)) and len(seen) == look.shown


def _says(look: TrailLook) -> tuple[things.Thing, ...] | None:
    """What a look says it showed; None where it says nothing, or not as much as it counted."""
    try:
        said = things.read(look.things)
    except ValueError:
        return None
    return said if len(said) == look.shown else None
