"""Acts to record, invented."""

import uuid
from datetime import date
from typing import Any

from goldenthread.trail import actions
from goldenthread.trail.models import TrailEntry

AREA = uuid.UUID(int=1)
OTHER_AREA = uuid.UUID(int=2)
ON = date(2026, 3, 2)


def rate(number: int = 1, *, local_area_id: uuid.UUID = AREA, **changed: Any) -> TrailEntry:
    """Record that action `number` of plan "plan" was rated Green."""
    given: dict[str, Any] = {
        "local_area_id": local_area_id,
        "actor_id": uuid.UUID(int=7),
        "actor_label": "Morag Penhallow",
        "verb": "altered",
        "act": "improvement_plan.record_rating",
        "object_kind": "action",
        "object_id": str(number),
        "object_label": f"Action {number}",
        "on": ON,
        "words": f"recorded a rating of Green for {number}",
        "changes": {"rating": ("Amber", "Green")},
        "reason": "Agreed at the March board",
        "subjects": [("plan", "plan")],
    }
    return actions.record(**{**given, **changed})
