"""Whoever asked for long work, as they stand now: an export is theirs only while its rights are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from goldenthread.partnership.models import LocalArea, User
from goldenthread.partnership.queries.restrictions import hidden_from
from goldenthread.partnership.queries.viewers import Viewer, viewer_for
from goldenthread.rules.refusals import NotPermitted


def asker(
    user_id: UUID | None, *, local_area_id: UUID, on: date, about: Collection[UUID] = ()
) -> Viewer:
    """The viewer of the person who asked for a job, with the rights of the day it starts; asked
    again when what it made is fetched, then with whom it is `about`. Raises NotPermitted where they
    have no rights any more, or where something in it has been restricted since."""
    area = LocalArea.objects.filter(pk=local_area_id).first()
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    found = viewer_for(user, area.slug, on=on) if user and area else None
    if found is None:
        raise NotPermitted(
            "Whoever asked for this has no rights in the local area any more, so it was not made."
        )
    if about and not hidden_from(viewer=found, on=on).isdisjoint(about):
        raise NotPermitted("Something in this export has been restricted since. Ask for it again.")
    return found
