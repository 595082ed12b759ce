"""What the worker does for the partnership by itself."""

from __future__ import annotations

from django.utils import timezone

from goldenthread.partnership.actions import reminding, tries
from goldenthread.partnership.queries import all_areas


def forget_tries() -> int:
    """Counts of tries to sign in are kept a day."""
    return tries.forget_old(at=timezone.now())


def remind_of_reviews() -> int:
    """Access reviews and restrictions whose review is due: two weeks before, on the day, then each
    week; how many letters. Run again the same day, it writes nothing twice."""
    today = timezone.localdate()
    return sum(
        reminding.remind_of_reviews(
            local_area_id=area.id, name=area.name, slug=area.slug, on=area.day(today)
        )
        for area in all_areas()
    )
