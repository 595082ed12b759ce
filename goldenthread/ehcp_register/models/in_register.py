"""What every record of the register has: it is about one child, and only those who work on it
with children see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from goldenthread.partnership.person_linked import (
    PersonLinked,
    PersonLinkedManager,
    PersonLinkedRows,
)

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer

Row = TypeVar("Row", bound=PersonLinked)

# Whoever else has a role in the area sees counts alone, with small numbers suppressed.
SEES_CHILDREN = frozenset({"case_officer", "case_manager", "clinical_officer"})


def sees_children(viewer: Viewer) -> bool:
    """Whether somebody has one of the roles that work with children's records, in the whole
    area."""
    return viewer.task is None and any(viewer.holds_everywhere(role) for role in SEES_CHILDREN)


class RegisterManager(PersonLinkedManager[Row]):
    """Of the register's records: nothing for a role that does not work with children's records."""

    def visible_to(self, viewer: Viewer, *, on: date) -> PersonLinkedRows[Row]:
        """As of every record about a child, for those who work with them; none for others."""
        rows = super().visible_to(viewer, on=on)
        return rows if sees_children(viewer) else rows.none()
