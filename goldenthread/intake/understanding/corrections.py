"""The officer's answers: they overrule whatever would be understood without them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from goldenthread.intake.understanding.as_json import from_data, to_data
from goldenthread.intake.understanding.kinds import Role

JOINED = "joined"
SEPARATE = "separate"


@dataclass(frozen=True)
class Corrections:
    """What the officer said about one document.

    columns: {table index: {column: role}}. rows: {row id: "joined" | "separate"}, a row's id
    being the one in `RowUnderstood.id`. dates: {row id of the action's first row: the words to
    read instead}. leads: {the cell's words: the names}. dismissed: tables that are no plan
    tables; plan_tables: tables that are. level_names: the words for the levels, highest
    first. periods: {table index: {column: the day, month or year its figures stand for}}.
    """

    columns: dict[int, dict[int, Role]] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    leads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dismissed: tuple[int, ...] = ()
    plan_tables: tuple[int, ...] = ()
    level_names: tuple[str, ...] = ()
    title: str = ""
    periods: dict[int, dict[int, str]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """As plain JSON values; `from_data` gives the same answers back."""
        data = to_data(self)
        assert isinstance(data, dict)
        return data

    @staticmethod
    def from_data(data: dict[str, Any]) -> Corrections:
        """The answers `as_data` gave; ValueError for a role or a number that is none."""
        return from_data(Corrections, data)
