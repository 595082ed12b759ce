"""The lines of the register as at a day: the one place from which lists, queues and counts of
children begin."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from goldenthread.ehcp_register.models import OPEN_YEAR, RegisterEntry, RegisterPractice
from goldenthread.ehcp_register.models import VISITED_WITHIN as _USUAL
from goldenthread.partnership.person_linked import PersonLinkedRows
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
