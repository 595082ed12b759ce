"""Who is in post on a day, as sets of ids that another context's query can ask within.

They are lazy and hand out ids alone, so that a list of a hundred actions asks nothing more.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.partnership.models import Person, PostHolding


def _held(local_area_id: UUID, on: date) -> QuerySet[PostHolding]:
    return PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), local_area_id=local_area_id, from_date__lte=on
    )


def held_post_ids(*, local_area_id: UUID, on: date) -> QuerySet[Any, Any]:
    """Ids of the posts of a local area that somebody holds on the day."""
    return _held(local_area_id, on).order_by().values("post_id")


def gone_person_ids(*, local_area_id: UUID, on: date) -> QuerySet[Any, Any]:
    """Ids of the people who have left by the day: it is recorded so, or they held a post before
    and hold none on it."""
    held = _held(local_area_id, on).filter(person=OuterRef("pk"))
    before = PostHolding.objects.filter(
        local_area_id=local_area_id, person=OuterRef("pk"), until__lt=on
    )
    posts_left = Exists(before) & ~Exists(held)
    people = Person.objects.filter(local_area_id=local_area_id)
    return people.filter(Q(posts_left) | Q(left_on__lte=on)).order_by().values("pk")
