"""Where each local area's chain ends: what is written down outside the database."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from goldenthread.trail.models import TrailHead


@dataclass(frozen=True)
class Head:
    """The last entry of an area's chain: its number and its hash (64 hex digits)."""

    local_area_id: uuid.UUID
    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


def heads() -> tuple[Head, ...]:
    """Every area's, in the order of their ids; an area in which nothing was recorded has none."""
    rows = TrailHead.objects.filter(seq__gt=0).order_by("local_area_id")
    return tuple(Head(row.local_area_id, row.seq, row.hash) for row in rows)
