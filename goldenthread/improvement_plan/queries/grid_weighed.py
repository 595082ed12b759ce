"""Typed cells as they were weighed: what changes, what cannot be saved, what two people changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.queries.grid import COLUMNS, GridRow


@dataclass(frozen=True)
class Mark:
    """A cell that cannot be saved as typed, and the sentence that says how to mend it."""

    action_id: UUID
    reference: str
    column: str
    sentence: str

    @property
    def label(self) -> str:
        return COLUMNS.get(self.column, "")


@dataclass(frozen=True)
class Clash:
    """A cell that two people changed: what was typed, and what stands here by now. `beside` are
    cells said together with it that changed here, as (label, words)."""

    action_id: UUID
    reference: str
    column: str
    yours: str
    now: str
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        return COLUMNS[self.column]


@dataclass(frozen=True)
class WeighedRow:
    """One action: `changed` holds the cells that differ, in words; `values` what they mean."""

    row: GridRow
    changed: Mapping[str, str]
    values: Mapping[str, Any]
    marks: tuple[Mark, ...] = ()
    clashes: tuple[Clash, ...] = ()

    @property
    def good(self) -> bool:
        return not self.marks and not self.clashes


@dataclass(frozen=True)
class Weighed:
    """Every row that changes anything, and marks of actions that are gone."""

    rows: tuple[WeighedRow, ...]
    gone: tuple[Mark, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        return (*self.gone, *(mark for row in self.rows for mark in row.marks))

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return tuple(clash for row in self.rows for clash in row.clashes)

    @property
    def good(self) -> tuple[WeighedRow, ...]:
        return tuple(row for row in self.rows if row.good)


@dataclass(frozen=True)
class ManyChanged:
    """What was saved: `change_id` is what an undo names (None where nothing changed). `left` holds
    the rows that were not saved, with their marks."""

    change_id: UUID | None
    actions: int
    cells: int
    left: Weighed
