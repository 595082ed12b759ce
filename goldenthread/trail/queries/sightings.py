"""Who saw one record. Whoever asks has checked that the viewer may know.

seen = queries.LooksAt(local_area_id=…, kind="child", object_id=…)
seen.times(), seen.people(), seen.page()
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from goldenthread.trail import things
from goldenthread.trail.models import TrailLook, TrailLookBatch, TrailSighting

_ROWS_AT_ONCE = 500  # below SQLite's limit of variables in one statement


@dataclass(frozen=True)
class LookFact:
    """One look at a page that showed the record. `page` is the name of its address."""

    number: int
    at: datetime
    on: date
    viewer_id: uuid.UUID | None
    viewer_label: str
    page: str
    purpose: str
    request_id: str


@dataclass(frozen=True)
class SeenBy:
    """How often one person saw the record, first and last (instants, UTC)."""

    viewer_id: uuid.UUID | None
    viewer_label: str
    times: int
    first_at: datetime
    last_at: datetime


class LooksAt:
    """Looks that showed one record: those that are sealed by the index of sightings, the others by
    what each says it showed.

    The open ones are read when this is made. Sealing never takes a sighting away and never seals
    beyond the last look, so whatever is sealed meanwhile, each look is told once. Every answer
    takes the same few statements, whatever the number of looks in the area.
    """

    def __init__(
        self, *, local_area_id: uuid.UUID, kind: str, object_id: uuid.UUID | str | int
    ) -> None:
        self.area = local_area_id
        sealed = sealed_up_to(local_area_id)
        seen = TrailSighting.objects.filter(
            local_area_id=local_area_id, kind=kind, object_id=str(object_id)
        )
        self._sealed = seen.filter(number__lte=sealed)
        self._open = self._not_sealed(sealed, seen, things.within(kind, str(object_id)))

    def times(self) -> int:
        """How many looks showed the record: of those that are sealed, counted in the index."""
        return len(self._open) + self._sealed.count()

    def people(self, *, latest: int = 20_000) -> tuple[SeenBy, ...]:
        """Everybody who saw it, whoever did last first; of more looks than `latest`, those."""
        own = self._open[:latest]
        numbers = self._sealed.order_by("-number").values("number")[: latest - len(own)]
        rows = TrailLook.objects.filter(local_area_id=self.area, number__in=numbers)
        counted = rows.values("viewer_id").annotate(
            label=Max("viewer_label"), times=Count("number"), first=Min("at"), last=Max("at")
        )
        found = [
            SeenBy(row["viewer_id"], row["label"], row["times"], row["first"], row["last"])
            for row in counted
        ]
        found += [SeenBy(look.viewer_id, look.viewer_label, 1, look.at, look.at) for look in own]
        return _by_person(found)

    def page(self, *, before: int | None = None, limit: int = 200) -> tuple[LookFact, ...]:
        """The latest; `before` is the last number of the page above."""
        found = [look for look in self._open if before is None or look.number < before][:limit]
        sealed = self._sealed if before is None else self._sealed.filter(number__lt=before)
        rows = sealed.order_by("-number").values_list("number", flat=True)
        numbers = list(rows[: limit - len(found)])
        for start in range(0, len(numbers), _ROWS_AT_ONCE):
            part = numbers[start : start + _ROWS_AT_ONCE]
            found += _looks(TrailLook.objects.filter(local_area_id=self.area, number__in=part))
        return tuple(found)

    def every(self) -> Iterator[LookFact]:
        """All of them, latest first, a page at a time: for a file of any length."""
        before = None
        while page := self.page(before=before, limit=_ROWS_AT_ONCE):
            yield from page
            before = page[-1].number

    def _not_sealed(self, sealed: int, seen: QuerySet[TrailSighting], words: str) -> list[LookFact]:
        """One from before looks said what they showed has its sightings already."""
        looks = TrailLook.objects.filter(local_area_id=self.area, number__gt=sealed)
        place: Any = StrIndex("things", Value(words))
        older = Q(things="") & Exists(seen.filter(number=OuterRef("number")))
        return _looks(looks.annotate(place=place).filter(Q(place__gt=0) | older))


def sealed_up_to(local_area_id: uuid.UUID) -> int:
    """The number of the area's last look that is sealed; 0 before the first."""
    batches = TrailLookBatch.objects.filter(local_area_id=local_area_id).order_by("-first")
    return batches.values_list("last", flat=True).first() or 0


def _by_person(rows: Sequence[SeenBy]) -> tuple[SeenBy, ...]:
    """Rows of one person as one; whoever saw it last first."""
    found: dict[uuid.UUID | None, SeenBy] = {}
    for row in rows:
        other = found.get(row.viewer_id, row)
        times = row.times if other is row else row.times + other.times
        found[row.viewer_id] = SeenBy(
            row.viewer_id,
            max(row.viewer_label, other.viewer_label),
            times,
            min(row.first_at, other.first_at),
            max(row.last_at, other.last_at),
        )
    return tuple(sorted(found.values(), key=lambda one: one.last_at, reverse=True))


def _looks(rows: QuerySet[TrailLook]) -> list[LookFact]:
    """Latest first, without what else each showed."""
    return [_look(row) for row in rows.defer("things").order_by("-number")]


def _look(row: TrailLook) -> LookFact:
    return LookFact(
        number=row.number,
        at=row.at,
        on=row.on,
        viewer_id=row.viewer_id,
        viewer_label=row.viewer_label,
        page=row.page,
        purpose=row.purpose,
        request_id=row.request_id,
    )
