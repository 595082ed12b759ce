"""The lines of the register as at a day: the one place from which lists, queues and counts of
children begin."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from goldenthread.ehcp_register.models import (
    OPEN_YEAR,
    STILL,
    RegisterEntry,
    RegisterPractice,
    plan_counts,
)
from goldenthread.ehcp_register.models import VISITED_WITHIN as _USUAL
from goldenthread.ehcp_register.models.in_register import sees_children
from goldenthread.partnership.person_linked import PersonLinkedRows, out_of_sight
from goldenthread.partnership.queries import Viewer

AWAY = Q(out_of_area=True) | ~Q(residential="") | Q(home_since__isnull=False)


def lines_on(day: date, *, viewer: Viewer, on: date) -> PersonLinkedRows[RegisterEntry]:
    """How each child stood at the end of a day, one row each; restricted ones are left out as of
    today (`on`), whatever the day."""
    return RegisterEntry.objects.visible_to(viewer, on=on).filter(held_on(day))


def by_name(day: date, *, viewer: Viewer, on: date) -> PersonLinkedRows[RegisterEntry]:
    """The same lines, of those with a plan, for the first few by name: without the year, by which
    a database would find all of them and then put them in order, it walks along the names."""
    return RegisterEntry.objects.visible_to(viewer, on=on).filter(
        from_date__lte=day, until__gte=day, has_plan=True
    )


def count_with_plan(day: date, *, viewer: Viewer, on: date) -> int:
    """How many have a plan on a day: as counting the lines of the day that have one. Of a large
    area all that still hold are counted in an index of nothing else, or have been counted by SQLite
    as they were written; and those out of sight are taken off again, for asking of each whether it
    is in sight takes five times as long."""
    if not sees_children(viewer):
        return 0
    lines: type[RegisterEntry] = RegisterEntry
    every = lines.objects.including_restricted_records(
        because="counted with the others, and the restricted ones taken off again"
    ).filter(local_area_id=viewer.local_area_id, has_plan=True, from_date__lte=day)
    if plan_counts.are_kept():
        hold = plan_counts.begun_by(day, local_area_id=viewer.local_area_id)
    else:
        hold = every.filter(until=STILL).count()
    ended = every.filter(year=day.year, until__gte=day, until__lt=STILL)
    hidden = every.filter(
        Q(until=STILL) | Q(year=day.year, until__gte=day),
        out_of_sight("child_id", viewer, on=on),
    )
    return hold + ended.count() - hidden.count()


def held_on(day: date, before: str = "") -> Q:
    """The entries that held on a day; `before` is the way to them from other rows."""
    return Q(
        **{
            f"{before}year__in": (day.year, OPEN_YEAR),
            f"{before}from_date__lte": day,
            f"{before}until__gte": day,
        }
    )


def visited_within(*, viewer: Viewer) -> int:
    """Days within which the area visits those who are away or taught at home."""
    found = RegisterPractice.objects.visible_to(viewer).values_list("visited_within", flat=True)
    return found.first() or _USUAL


def visit_due(day: date, within: int) -> Q:
    """Away or taught at home, and not visited for longer than the area's own time."""
    long_ago = Q(last_visit_on__isnull=True) | Q(last_visit_on__lt=day - timedelta(days=within))
    return AWAY & long_ago
