"""The last move of children between caseloads that somebody can still undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.ehcp_register.models import CaseloadMove
from goldenthread.partnership.queries import Viewer, post_titles


@dataclass(frozen=True)
class MoveFact:
    """One's own move of today; `move` is its id."""

    move: UUID
    children: int
    to: str


def undoable(*, viewer: Viewer, on: date) -> MoveFact | None:
    """The viewer's latest move of today, unless it was undone."""
    own = CaseloadMove.objects.visible_to(viewer, on=on).filter(
        moved_by_id=viewer.user_id, on=on, undone_on__isnull=True
    )
    last = own.order_by("-recorded_at", "-pk").values_list("move", "to_post_id").first()
    if last is None:
        return None
    move, post = last
    title = post_titles(viewer=viewer).get(post, "")
    return MoveFact(move, own.filter(move=move).count(), title)
