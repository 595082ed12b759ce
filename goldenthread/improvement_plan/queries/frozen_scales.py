"""By which scale a closed period was counted: its own, whatever the plan is counted by since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from goldenthread.improvement_plan.models import Snapshot
from goldenthread.improvement_plan.queries.facts import ScaleFact
from goldenthread.rules.ratings import Scale

SNAPSHOTS_REMEMBERED = 10_000
# A snapshot is written once, so what it was counted by is asked once: the database reads through
# all its rows for it. None: frozen without a scale. Equal scales are kept as one.
_remembered: dict[UUID, Scale | None] = {}
_as_one: dict[Scale, Scale] = {}


def may_differ(scales: Collection[ScaleFact]) -> bool:
    """Can a period have been counted otherwise than today? Not by the only scale a plan ever had,
    in its only version: then nothing need be asked."""
    return len(scales) > 1


def frozen_scales(snapshot_ids: Collection[UUID]) -> Mapping[UUID, Scale]:
    """Snapshot → the council’s own scale as frozen in it: one query, without its rows, about those
    that were not asked for before."""
    known = {pk: _remembered[pk] for pk in snapshot_ids if pk in _remembered}
    new = [pk for pk in snapshot_ids if pk not in known]
    if new:
        known |= _asked(new)
    return {pk: scale for pk in snapshot_ids if (scale := known.get(pk))}


def _asked(snapshot_ids: Collection[UUID]) -> dict[UUID, Scale | None]:
    rows = Snapshot.objects.filter(pk__in=snapshot_ids).values_list("pk", "rows__scales__0")
    found: dict[UUID, Scale | None] = {}
    for pk, data in rows:
        scale = Scale.from_data(data) if data else None
        found[pk] = _as_one.setdefault(scale, scale) if scale else None
    if len(_remembered) + len(found) > SNAPSHOTS_REMEMBERED:
        _remembered.clear()
        _as_one.clear()
    _remembered.update(found)
    return found
