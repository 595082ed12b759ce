"""Somebody who looks, invented."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.trail import looks
from goldenthread.trail.models import TrailLook
from tests.trail.acts import AREA, ON

MORAG = uuid.UUID(int=7)
CHILD = uuid.UUID(int=501)
OTHER_CHILD = uuid.UUID(int=502)


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
