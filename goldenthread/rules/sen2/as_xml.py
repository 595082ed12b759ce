"""Persons written as the return's XML, piece by piece: what the reader reads, the other way round.

Items that the year does not ask are left out, and so is what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from goldenthread.rules.sen2.items import TAGS, Item, Module, items_of
from goldenthread.rules.sen2.records import BELOW, RECORDS, Header, Person, Record

_COLLECTION = ("collection", "year", "reference_date")
_OFFICERS = ("dmo", "dco", "dsco")
_BELOW = {name: module for module, name in BELOW.items()}
_MODULES = {record: module for module, record in RECORDS.items()}


def pieces(header: Header, persons: Iterable[Person]) -> Iterator[str]:
    """The document, person by person; joined they are well-formed XML in UTF-8."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<Message>\n'
    yield _header(header)
    yield "<Persons>\n"
    writer = _Writer(header.year)
    for person in persons:
        yield writer.record(person) + "\n"
    yield "</Persons>\n</Message>\n"


def _header(header: Header) -> str:
    said = {
        item.field: f"<{item.tag}>{_text(getattr(header, item.field))}</{item.tag}>"
        for item in items_of(Module.HEADER)
        if getattr(header, item.field) is not None
        and (header.year is None or item.in_force(header.year))
    }
    collection = "".join(said.pop(name, "") for name in _COLLECTION)
    officers = "".join(said.pop(name, "") for name in _OFFICERS)
    return (
        f"<Header><CollectionDetails>{collection}</CollectionDetails>"
        f"<Source>{''.join(said.values())}</Source></Header>\n{officers}\n"
    )


class _Writer:
    def __init__(self, year: int | None) -> None:
        self.tags: dict[Module, dict[str, str]] = {
            module: {item.field: item.tag for item in items_of(module) if _asked(item, year)}
            for module in RECORDS
        }
        self.names = {
            module: tuple(one.name for one in fields(record)) for module, record in RECORDS.items()
        }

    def record(self, record: Record) -> str:
        module = _MODULES[type(record)]
        tags = self.tags[module]
        inside: list[str] = []
        for name in self.names[module]:
            value = getattr(record, name)
            if name in _BELOW:
                inside += [self.record(below) for below in value]
            elif value is not None and name in tags:
                inside.append(f"<{tags[name]}>{_text(value)}</{tags[name]}>")
        return f"<{TAGS[module]}>{''.join(inside)}</{TAGS[module]}>"


def _asked(item: Item, year: int | None) -> bool:
    return item.returned and (year is None or item.in_force(year))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return escape(str(value))
