"""Is the trail whole? Reading the chain from its beginning, and naming the first bad row."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.trail import chain
from goldenthread.trail.models import TrailDetail, TrailEntry, TrailHead, TrailSubject
from goldenthread.trail.triggers import triggers_present

__all__ = ["BadRow", "Verification", "triggers_present", "verify"]

_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class BadRow:
    """The first row that does not fit: where, and what is wrong with it in a sentence."""

    local_area_id: uuid.UUID
    seq: int
    entry_id: uuid.UUID | None  # None when the row is gone
    sentence: str


@dataclass(frozen=True)
class Verification:
    """How many entries were read, how many have had their details erased, the first bad row.

    `heads` (area, number of the last entry, its hash) can be written down elsewhere: whoever
    can rewrite a whole database can rewrite its chain, but not that note.
    """

    entries: int
    details_erased: int
    heads: tuple[tuple[uuid.UUID, int, str], ...]
    bad: BadRow | None

    @property
    def whole(self) -> bool:
        """True when no row is bad."""
        return self.bad is None


def verify(local_area_id: uuid.UUID | None = None) -> Verification:
    """Check one local area's chain, or every one; memory stays the same whatever the length."""
    if local_area_id is None:
        in_heads = TrailHead.objects.values_list("local_area_id", flat=True)
        in_entries = TrailEntry.objects.values_list("local_area_id", flat=True).distinct()
        areas = sorted({*in_heads, *in_entries})
    else:
        areas = [local_area_id]
    read = erased = 0
    heads: list[tuple[uuid.UUID, int, str]] = []
    for area in areas:
        walk = _Walk(area)
        bad = walk.first_bad_row()
        read += walk.seq
        erased += walk.details_erased
        heads.append((area, walk.seq, walk.hash))
        if bad:
            return Verification(read, erased, tuple(heads), bad)
    return Verification(read, erased, tuple(heads), None)


class _Walk:
    """A walk along one area's chain, up to the head as it stood when the walk began."""

    def __init__(self, local_area_id: uuid.UUID) -> None:
        self.area = local_area_id
        self.seq = 0  # of the last good entry
        self.hash = ""
        self.details_erased = 0

    def first_bad_row(self) -> BadRow | None:
        head = TrailHead.objects.filter(local_area_id=self.area).first()
        end = head.seq if head else 0
        for batch in self._batches(end):
            subjects = self._subjects(batch)
            details = TrailDetail.objects.in_bulk([row.id for row in batch if row.details_hash])
            for row in batch:
                if bad := self._problem(row, subjects.get(row.seq, []), details.get(row.id)):
                    return bad
                self.seq, self.hash = row.seq, row.hash
                self.details_erased += bool(row.details_hash) and row.id not in details
        return self._problem_at_the_end(head)

    def _batches(self, end: int) -> Iterator[list[TrailEntry]]:
        entries = TrailEntry.objects.filter(local_area_id=self.area, seq__lte=end).order_by("seq")
        last = -1
        while batch := list(entries.filter(seq__gt=last)[:_ROWS_AT_ONCE]):
            yield batch
            last = batch[-1].seq

    def _subjects(self, batch: list[TrailEntry]) -> dict[int, list[chain.Subject]]:
        found: dict[int, list[chain.Subject]] = {}
        rows = TrailSubject.objects.filter(
            local_area_id=self.area, seq__gte=batch[0].seq, seq__lte=batch[-1].seq
        )
        for seq, kind, thing in rows.values_list("seq", "kind", "object_id"):
            found.setdefault(seq, []).append((kind, thing))
        return found

    def _problem(
        self, row: TrailEntry, subjects: list[chain.Subject], detail: TrailDetail | None
    ) -> BadRow | None:
        if row.seq != self.seq + 1:
            return self._missing()
        if row.previous_hash != self.hash or row.hash != chain.entry_hash(row, subjects):
            return BadRow(self.area, row.seq, row.id, f"Entry {row.seq} has been altered.")
        if detail and row.details_hash != chain.details_hash(
            salt=detail.salt, changes=detail.changes, reason=detail.reason
        ):
            return BadRow(
                self.area, row.seq, row.id, f"The details of entry {row.seq} have been altered."
            )
        return None

    def _problem_at_the_end(self, head: TrailHead | None) -> BadRow | None:
        if head and head.seq > self.seq:
            return self._missing()
        if head and head.hash != self.hash:
            return BadRow(
                self.area, self.seq, None, f"The end of the chain, after {self.seq}, was altered."
            )
        # Entries written since the walk began have moved the head on as well.
        latest = TrailEntry.objects.filter(local_area_id=self.area).order_by("-seq").first()
        now = TrailHead.objects.filter(local_area_id=self.area).first()
        if latest and latest.seq > (now.seq if now else 0):
            return BadRow(
                self.area,
                latest.seq,
                latest.id,
                f"Entry {latest.seq} lies beyond the end of the chain.",
            )
        return None

    def _missing(self) -> BadRow:
        gone = self.seq + 1
        return BadRow(self.area, gone, None, f"Entry {gone} has been deleted.")
