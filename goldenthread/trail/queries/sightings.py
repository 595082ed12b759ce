"""Who saw one record. Whoever asks has checked that the viewer may know."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, QuerySet

from goldenthread.trail.models import TrailLook, TrailSighting

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


def looks_at(
    *,
    local_area_id: uuid.UUID,
    kind: str,
    object_id: uuid.UUID | str | int,
    before: int | None = None,
    limit: int = 200,
) -> tuple[LookFact, ...]:
    """Looks that showed one record, latest first; `before` is the last number of the page above.

    Two statements for each five hundred, whatever the number of looks in the area.
    """
    sightings = _sightings(local_area_id, kind, object_id)
    if before is not None:
        sightings = sightings.filter(number__lt=before)
    numbers = list(sightings.order_by("-number").values_list("number", flat=True)[:limit])
    found: list[LookFact] = []
    for start in range(0, len(numbers), _ROWS_AT_ONCE):
        part = numbers[start : start + _ROWS_AT_ONCE]
        rows = TrailLook.objects.filter(local_area_id=local_area_id, number__in=part)
        found += [_look(row) for row in rows.order_by("-number")]
    return tuple(found)


def every_look_at(
    *, local_area_id: uuid.UUID, kind: str, object_id: uuid.UUID | str | int
) -> Iterator[LookFact]:
    """All of them, latest first, a page at a time: for a file of any length."""
    before = None
    while page := looks_at(
        local_area_id=local_area_id,
        kind=kind,
        object_id=object_id,
        before=before,
        limit=_ROWS_AT_ONCE,
    ):
        yield from page
        before = page[-1].number


def times_seen(*, local_area_id: uuid.UUID, kind: str, object_id: uuid.UUID | str | int) -> int:
    """How many looks showed the record: counted in the index alone."""
    return _sightings(local_area_id, kind, object_id).count()


def people_who_saw(*, local_area_id: uuid.UUID, kind: str, object_id: uuid.UUID | str | int) -> int:
    """How many different people saw the record, in the latest 20,000 looks at it."""
    return len(seen_by(local_area_id=local_area_id, kind=kind, object_id=object_id))


def seen_by(
    *,
    local_area_id: uuid.UUID,
    kind: str,
    object_id: uuid.UUID | str | int,
    latest: int = 20_000,
) -> tuple[SeenBy, ...]:
    """Everybody who saw the record, whoever did last first; of more looks than `latest`, those."""
    sightings = _sightings(local_area_id, kind, object_id).order_by("-number")
    numbers = sightings.values("number")[:latest]
    rows = (
        TrailLook.objects.filter(local_area_id=local_area_id, number__in=numbers)
        .values("viewer_id")
        .annotate(label=Max("viewer_label"), times=Count("number"), first=Min("at"), last=Max("at"))
        .order_by("-last")
    )
    return tuple(
        SeenBy(row["viewer_id"], row["label"], row["times"], row["first"], row["last"])
        for row in rows
    )


def _sightings(
    local_area_id: uuid.UUID, kind: str, object_id: uuid.UUID | str | int
) -> QuerySet[TrailSighting]:
    return TrailSighting.objects.filter(
        local_area_id=local_area_id, kind=kind, object_id=str(object_id)
    )


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
