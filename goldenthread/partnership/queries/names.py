"""What things of the partnership are called, for lists of who saw them."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from goldenthread.partnership.queries.people import name_of
from goldenthread.partnership.queries.restrictions import restrictions
from goldenthread.partnership.queries.viewers import Viewer


def _named(kind: str, thing_id: UUID, *, viewer: Viewer) -> str:
    return name_of(kind, thing_id, viewer=viewer)


person_named = partial(_named, "person")
user_named = partial(_named, "user")
organisation_named = partial(_named, "organisation")
forum_named = partial(_named, "forum")
post_named = partial(_named, "post")


def local_area_named(thing_id: UUID, *, viewer: Viewer) -> str:
    """The viewer's own area, whose whole trail is one thing to look at; "" of any other."""
    return viewer.local_area_name if thing_id == viewer.local_area_id else ""


def restricted_record_named(about_id: UUID, *, viewer: Viewer) -> str:
    """The reference of a restricted record, for whoever looks after restrictions; "" for others."""
    found = (one for one in restrictions(viewer=viewer) if one.about_id == about_id)
    return next((one.reference or str(about_id) for one in found), "")
