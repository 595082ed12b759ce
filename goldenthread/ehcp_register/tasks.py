"""What the worker does for the register by itself."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from goldenthread.ehcp_register.actions.checking import look_through_by_itself
from goldenthread.ehcp_register.actions.counting import count_anew_in
from goldenthread.ehcp_register.actions.telling_due import (
    tell_what_is_due as tell_what_is_due_in_area,
)
from goldenthread.partnership.queries import all_areas


def look_through_records() -> int:
    """Once a day, on each area's own day: what contradicts itself in its records; how many."""
    now, today = timezone.now(), timezone.localdate()
    return sum(
        look_through_by_itself(local_area_id=area.id, on=area.day(today), at=now)
        for area in all_areas()
    )


def count_anew(run_id: UUID, local_area_id: str) -> dict[str, int]:
    """The area counts otherwise from now on: of how many children some deadline differed."""
    return {"children": count_anew_in(UUID(local_area_id))}


def tell_what_is_due() -> int:
    """Every few minutes, on each area's own day: reviews coming, what was asked for and is due or
    late, plans that changed; how many messages. Run twice it tells nothing twice."""
    today = timezone.localdate()
    return sum(
        tell_what_is_due_in_area(local_area_id=area.id, on=area.day(today)) for area in all_areas()
    )
