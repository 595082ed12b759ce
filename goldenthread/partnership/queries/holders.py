"""Names of those who hold posts: all that a list of actions says of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.partnership.models import PostHolding
from goldenthread.partnership.queries.viewers import Viewer


def holders_of(
    post_ids: Collection[UUID], *, viewer: Viewer, on: date
) -> dict[UUID, tuple[str, ...]]:
    """Post id → names of those who hold it on the day, longest first; posts that nobody holds are
    left out. One query."""
    rows = PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        local_area_id=viewer.local_area_id,
        from_date__lte=on,
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for post_id, name in rows.order_by("from_date", "id").values_list("post_id", "person__name"):
        if post_id in post_ids:
            found[post_id] = (*found.get(post_id, ()), name)
    return found
