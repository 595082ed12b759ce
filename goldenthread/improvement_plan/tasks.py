"""What the worker does by itself for plans: chasing the rounds that are open, each hour.

An hour and not a day, so that a worker that was stopped in the night makes good for it in the
morning; nobody hears twice of the same reminder.
"""

from __future__ import annotations

from dataclasses import asdict

from django.utils import timezone

from goldenthread.improvement_plan.actions.chasing import Chased, chase
from goldenthread.partnership import queries as partnership

FIRST_HOUR = 7  # London: a reminder that arrives in the night is read with the rest of the morning


def remind_due() -> dict[str, dict[str, int]]:
    """Reminders and escalations of every area that fall today; {area: what was done}."""
    if timezone.localtime().hour < FIRST_HOUR:
        return {}
    return {area: asdict(done) for area, done in chase_all().items()}


def chase_all() -> dict[str, Chased]:
    """At any hour: for the command line. A demonstration is chased on its own day."""
    today = timezone.localdate()
    found = {}
    for area in partnership.all_areas():
        found[area.slug] = chase(local_area_id=area.id, area=area.slug, on=area.day(today))
    return found
