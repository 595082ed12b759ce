"""What each kind of record is made of: which name of a source fills which field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

from goldenthread.rules.sen2.items import PARENTS, TAGS, Item, Module, items_of
from goldenthread.rules.sen2.records import BELOW, RECORDS


@dataclass(slots=True)
class Shape:
    """A kind of record: its class, and where in its fields each item and each list below goes.

    items and below are by name in small letters, every known spelling among them.
    """

    module: Module
    make: Callable[..., Any]
    width: int
    unread: int
    items: dict[str, tuple[int, Item]]
    below: dict[str, tuple[int, Shape]] = field(default_factory=dict)
    lists: tuple[int, ...] = ()

    def empty(self) -> list[Any]:
        """One place for each field of the record, nothing known yet."""
        return [None] * self.width

    def finished(self, values: list[Any], unread: list[str] | None) -> Any:
        """The record of these values; its lists become tuples."""
        for slot in self.lists:
            values[slot] = tuple(values[slot]) if values[slot] else ()
        values[self.unread] = tuple(unread) if unread else ()
        return self.make(*values)


def shapes() -> dict[Module, Shape]:
    """Every kind of record, each knowing those below it."""
    made = {module: _shape(module) for module in RECORDS}
    for module, parent in PARENTS.items():
        slot = _slots(parent)[BELOW[module]]
        made[parent].below[TAGS[module].lower()] = (slot, made[module])
        made[parent].lists = tuple(sorted({*made[parent].lists, slot}))
    return made


def _slots(module: Module) -> dict[str, int]:
    return {one.name: number for number, one in enumerate(fields(RECORDS[module]))}


def _shape(module: Module) -> Shape:
    slots = _slots(module)
    named = {
        name.lower(): (slots[item.field], item)
        for item in items_of(module)
        for name in (item.tag, *item.spellings)
        if name
    }
    # What belongs to the person alone stands last and keeps its own default.
    width = len([name for name in slots if name != "unread_below"])
    return Shape(module, RECORDS[module], width, slots["unread"], named)
