"""What the worker does for the register by itself."""

from __future__ import annotations

from django.utils import timezone

from goldenthread.ehcp_register.actions.checking import look_through_by_itself
from goldenthread.partnership.queries import all_areas


def look_through_records() -> int:
    """Once a day, on each area's own day: what contradicts itself in its records; how many."""
    now, today = timezone.now(), timezone.localdate()
    return sum(
        look_through_by_itself(local_area_id=area.id, on=area.day(today), at=now)
        for area in all_areas()
    )
