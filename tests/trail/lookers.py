"""Somebody who looks, invented."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.trail import looks, things, triggers
from goldenthread.trail.models import TrailLook, TrailSighting
from tests.trail.acts import AREA, ON

MORAG = uuid.UUID(int=7)
CHILD = uuid.UUID(int=501)
OTHER_CHILD = uuid.UUID(int=502)


def said(**which: Any) -> set[tuple[int, str, str]]:
    """What looks say they showed: number, kind and id."""
    rows = TrailLook.objects.filter(**which).exclude(things="")
    return {(row.number, *thing) for row in rows for thing in things.read(row.things)}


def listed(**which: Any) -> set[tuple[int, str, str]]:
    """What the index of sealed looks says they showed: number, kind and id."""
    rows = TrailSighting.objects.filter(**which)
    return set(rows.values_list("number", "kind", "object_id"))


def as_before(look: TrailLook) -> None:
    """Make it one from before looks said what they showed: its sightings are written with it."""
    for number, kind, thing in said(pk=look.pk):
        TrailSighting.objects.create(
            local_area_id=look.local_area_id, kind=kind, object_id=thing, number=number
        )
    triggers.remove()
    TrailLook.objects.filter(pk=look.pk).update(things="")
    triggers.install()


@dataclass(frozen=True)
class Looker:
    name: str = "Morag Penhallow"
    user_id: uuid.UUID | None = MORAG
    local_area_id: uuid.UUID = AREA


def look(
    *children: Any,
    by: Looker | None = None,
    local_area_id: uuid.UUID = AREA,
    page: str = "ehcp_register:child",
    on: date = ON,
    purpose: str = "",
) -> TrailLook:
    """A look at children's records, kept at once; of CHILD alone where none is given."""
    who = by or Looker(local_area_id=local_area_id)
    shown: Iterable[looks.Shown] = [("child", one) for one in children or (CHILD,)]
    looks.note(who, shown=shown, page=page, on=on, purpose=purpose)
    kept = TrailLook.objects.filter(local_area_id=who.local_area_id).order_by("-number").first()
    assert kept
    return kept
