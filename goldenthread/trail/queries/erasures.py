"""Which details were erased, so that a backup from before does not bring them back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef

from goldenthread.trail.models import TrailDetail, TrailEntry, TrailSubject

_AT_ONCE = 500


def erased_details() -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """(local area, entry) of every entry, of every area, whose details are gone."""
    details = TrailDetail.objects.filter(entry_id=OuterRef("id"))
    rows = TrailEntry.objects.exclude(details_hash="").filter(~Exists(details))
    return rows.values_list("local_area_id", "id").iterator()


def details_about(object_ids: Collection[str], *, local_area_id: uuid.UUID) -> list[int]:
    """The numbers of the entries in the history of any of these things whose details are there."""
    found: set[int] = set()
    wanted = sorted(object_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        subjects = TrailSubject.objects.filter(
            local_area_id=local_area_id, object_id__in=wanted[start : start + _AT_ONCE]
        )
        seqs = set(subjects.values_list("seq", flat=True))
        entries = TrailEntry.objects.filter(local_area_id=local_area_id, seq__in=seqs)
        told = TrailDetail.objects.filter(entry_id__in=entries.values("id"))
        found |= set(
            TrailEntry.objects.filter(id__in=told.values("entry_id")).values_list("seq", flat=True)
        )
    return sorted(found)


def still_told(entry_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[int]]:
    """By local area, the numbers of those entries whose details are there."""
    found: dict[uuid.UUID, list[int]] = {}
    wanted = sorted(entry_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        there = TrailDetail.objects.filter(entry_id__in=some).values_list("entry_id", flat=True)
        rows = TrailEntry.objects.filter(id__in=list(there)).order_by("seq")
        for local_area_id, seq in rows.values_list("local_area_id", "seq"):
            found.setdefault(local_area_id, []).append(seq)
    return found
