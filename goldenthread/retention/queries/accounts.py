"""Accounts that nobody needs any more, once somebody has left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from goldenthread.retention import schedule


def accounts_of(person_ids: Iterable[Any], *, on: date) -> dict[str, set[Any]]:
    """The accounts of these people, with what hangs on them, where they have no post in any other
    area and no right in force: {label: ids}."""
    ids = list(person_ids)
    people: QuerySet[Any] = QuerySet(schedule.model_of("partnership.Person"))
    users = set(people.filter(pk__in=ids, user__isnull=False).values_list("user_id", flat=True))
    staying = people.filter(user_id__in=users).exclude(pk__in=ids)
    users -= set(staying.filter(left_on__isnull=True).values_list("user_id", flat=True))
    for label in ("partnership.Grant", "partnership.DetailGrant"):
        rights: QuerySet[Any] = QuerySet(schedule.model_of(label)).filter(user_id__in=users)
        in_force = Q(until__isnull=True) | Q(until__gte=on)
        standing = rights.filter(in_force, taken_back_at__isnull=True)
        users -= set(standing.values_list("user_id", flat=True))
    found: dict[str, set[Any]] = {"partnership.User": users}
    for label, name in schedule.WITH_AN_ACCOUNT:
        rows: QuerySet[Any] = QuerySet(schedule.model_of(label)).filter(**{f"{name}__in": users})
        found[label] = set(rows.values_list("pk", flat=True))
    return found
