"""The chain itself: its entries, the things they are about, what they changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q

from goldenthread.trail import chain
from goldenthread.trail.integrity.found import BadRow, WrittenHead
from goldenthread.trail.models import TrailDetail, TrailEntry, TrailHead, TrailSubject

_ROWS_AT_ONCE = 500


class WalkOfEntries:
    """A walk along one area's chain, up to the head as it stood when the walk began."""

    def __init__(
        self,
        local_area_id: uuid.UUID,
        *,
        written: Sequence[WrittenHead] = (),
        since: WrittenHead | None = None,
    ) -> None:
        self.area = local_area_id
        self.seq = 0  # of the last good entry
        self.hash = ""
        self.read = 0
        self.details_erased = 0
        self.since = since
        self.written = list(written)
        self.awaited: dict[int, list[WrittenHead]] = {}
        for head in self.written:
            self.awaited.setdefault(head.seq, []).append(head)

    def first_bad_row(self) -> BadRow | None:
        head = TrailHead.objects.filter(local_area_id=self.area).first()
        end = head.seq if head else 0
        if self.since and (bad := self._begin_after(self.since)):
            return bad
        for batch in self._batches(end):
            subjects = self._subjects(batch)
            details = TrailDetail.objects.in_bulk([row.id for row in batch if row.details_hash])
            for row in batch:
                if bad := self._problem(row, subjects.get(row.seq, []), details.get(row.id)):
                    return bad
                self.seq, self.hash, self.read = row.seq, row.hash, self.read + 1
                self.details_erased += bool(row.details_hash) and row.id not in details
        return (
            self._problem_at_the_end(head) or self._cut_short() or self._loose_subject(end)
            or self._loose_detail()
        )  # fmt: skip

    def _begin_after(self, head: WrittenHead) -> BadRow | None:
        """Stand on the entry of a head that was written down, itself as it was."""
        row = TrailEntry.objects.filter(local_area_id=self.area, seq=head.seq).first()
        if row is None:
            return self._not_there(head)
        shown = self._subjects([row]).get(row.seq, [])
        if row.hash != head.hash or row.hash != chain.entry_hash(row, shown):
            return BadRow(
                self.area, row.seq, row.id, f"Entry {row.seq} is not that of {head.words}."
            )
        self.seq, self.hash = row.seq, row.hash
        return None

    def _batches(self, end: int) -> Iterator[list[TrailEntry]]:
        entries = TrailEntry.objects.filter(local_area_id=self.area, seq__lte=end).order_by("seq")
        last = self.seq or -1
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
            return self._altered(row, subjects)
        if detail and row.details_hash != chain.details_hash(
            salt=detail.salt, changes=detail.changes, reason=detail.reason
        ):
            return BadRow(
                self.area,
                row.seq,
                row.id,
                f"The details of entry {row.seq} have been altered.",
                "detail",
            )
        for head in self.awaited.get(row.seq, []):
            if row.hash != head.hash:
                return self._another(row, head)
        return None

    def _another(self, row: TrailEntry, head: WrittenHead) -> BadRow:
        said = f"Entry {row.seq} is not that of {head.words}."
        return BadRow(self.area, row.seq, row.id, said)

    def _altered(self, row: TrailEntry, subjects: list[chain.Subject]) -> BadRow:
        """The entry, or the list of things it is about: told apart where that can be told."""
        own = (row.object_kind, row.object_id)
        as_they_were = [{*subjects, own}, *({*subjects} - {one} for one in subjects)]
        if any(row.hash == chain.entry_hash(row, things) for things in as_they_were):
            said = f"What entry {row.seq} is about has been altered."
            return BadRow(self.area, row.seq, row.id, said, "subject")
        said = f"Entry {row.seq}, or what it is about, has been altered."
        return BadRow(self.area, row.seq, row.id, said)

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

    def _cut_short(self) -> BadRow | None:
        """A chain that was cut and closed again looks whole; what was written down tells."""
        beyond = [head for head in self.written if head.seq > self.seq]
        return self._not_there(min(beyond, key=lambda head: head.seq)) if beyond else None

    def _not_there(self, head: WrittenHead) -> BadRow:
        return BadRow(
            self.area,
            head.seq,
            None,
            f"Entry {head.seq} has been deleted: the chain no longer reaches {head.words}.",
        )

    def _loose_subject(self, end: int) -> BadRow | None:
        """A thing said to be in the history of an entry that there is not."""
        own = TrailSubject.objects.filter(local_area_id=self.area)
        now = TrailHead.objects.filter(local_area_id=self.area).first()
        beyond = max(end, now.seq if now else 0)
        loose = own.filter(Q(seq__lt=1) | Q(seq__gt=beyond)).order_by("seq").first()
        if loose is None:
            return None
        said = (
            f"Something is listed as what entry {loose.seq} is about, and there is no such entry."
        )
        return BadRow(self.area, loose.seq, None, said, "subject")

    def _loose_detail(self) -> BadRow | None:
        """Details of an entry that never had any, or of none."""
        theirs = TrailEntry.objects.filter(
            id=OuterRef("entry_id"), local_area_id=self.area
        ).exclude(details_hash="")
        details = TrailDetail.objects.filter(local_area_id=self.area)
        loose = details.exclude(Exists(theirs)).order_by("entry_id").first()
        if loose is None:
            return None
        said = f"The details {loose.entry_id} belong to no entry that had any."
        return BadRow(self.area, self.seq, loose.entry_id, said, "detail")

    def _missing(self) -> BadRow:
        gone = self.seq + 1
        return BadRow(self.area, gone, None, f"Entry {gone} has been deleted.")
