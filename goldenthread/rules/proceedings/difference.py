"""What has changed between the rows that are kept of a child and those that the facts give now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from goldenthread.rules.proceedings.rows import DeadlineRow

Identity = tuple[str, str, str, str, str]


class Difference(NamedTuple):
    """`added` are not kept yet; `changed` are pairs, as kept and as they are now; `ended` are kept,
    but the facts give them no longer (the event that started them was wrong)."""

    added: tuple[DeadlineRow, ...]
    changed: tuple[tuple[DeadlineRow, DeadlineRow], ...]
    ended: tuple[DeadlineRow, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.ended)


def identity(row: DeadlineRow) -> Identity:
    """Which deadline a row is about: duty, kind, case, body and the event that started it."""
    return row[:5]


def difference(kept: Iterable[DeadlineRow], found: Iterable[DeadlineRow]) -> Difference:
    """What to write so that what is kept is what was found, in the order given. Where one deadline
    is kept twice, the second is one to end."""
    first: dict[Identity, DeadlineRow] = {}
    ended: list[DeadlineRow] = []
    for row in kept:
        if row[:5] in first:
            ended.append(row)
        else:
            first[row[:5]] = row
    added: list[DeadlineRow] = []
    changed: list[tuple[DeadlineRow, DeadlineRow]] = []
    for row in found:
        before = first.pop(row[:5], None)
        if before is None:
            added.append(row)
        elif before != row:
            changed.append((before, row))
    ended += first.values()
    return Difference(tuple(added), tuple(changed), tuple(ended))
