"""Whether whoever asked may still see what they might when their request began.

A request finds out once, at its start, who asks and what they may see. That is right for a page; a
file takes longer to make, so the way out (`files.leaving`) asks again as it is handed over.
"""

from __future__ import annotations

from collections.abc import Callable

from goldenthread.partnership.queries import AreaRequest, Viewer, viewer_for
from goldenthread.rules.refusals import NotPermitted

TAKEN_AWAY = (
    "What you may see was changed while this file was made, so it was not handed out. "
    "Go back, and look what you may still see."
)


def asking_again(request: AreaRequest) -> Callable[[], None]:
    """Raises NotPermitted where the account was closed, or where any right, team or kind of
    details that the request began with is gone."""
    before = request.viewer

    def ask() -> None:
        assert request.user.is_authenticated  # or the request had not come this far
        now = viewer_for(request.user, before.local_area_slug, on=request.today)
        if now is None or not _rights(before) <= _rights(now):
            raise NotPermitted(TAKEN_AWAY)

    return ask


def _rights(viewer: Viewer) -> frozenset[object]:
    return frozenset({*viewer.grants, *viewer.details, *viewer.post_ids, *viewer.team_ids})
