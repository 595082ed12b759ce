"""What the worker does for the partnership by itself."""

from __future__ import annotations

from django.utils import timezone

from goldenthread.partnership.actions import leaving, reminding, tries
from goldenthread.partnership.queries import all_areas


def forget_tries() -> int:
    """Counts of tries to sign in are kept a day."""
    return tries.forget_old(at=timezone.now())


def sign_out_who_left() -> int:
    """Whoever's last day was yesterday is signed out today, on the area's own day."""
    today = timezone.localdate()
    return sum(
        leaving.sign_out_who_left(local_area_id=area.id, on=area.day(today)) for area in all_areas()
    )


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
