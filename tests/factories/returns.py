"""Persons of a return from one line each: "request outcome=Y; plan start=2026-01-05; active".

A word makes a record below the last one that can hold it, making what is missing on the way down;
`?field` is a value that was given and could not be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from goldenthread.rules.sen2.items import BY_KEY, PARENTS, Kind, Module
from goldenthread.rules.sen2.records import BELOW, RECORDS, Person

WORDS = {
    "person": Module.PERSON,
    "request": Module.REQUEST,
    "assessment": Module.ASSESSMENT,
    "plan": Module.NAMED_PLAN,
    "detail": Module.PLAN_DETAIL,
    "active": Module.ACTIVE_PLAN,
    "placement": Module.PLACEMENT_DETAIL,
    "need": Module.NEED,
}


@dataclass
class Node:
    module: Module
    values: dict[str, Any] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)

    def last(self, module: Module) -> Node:
        """The last record of this kind in this one; a new one where there is none."""
        if module is self.module:
            return self
        parent = self.last(PARENTS[module])
        found = [node for node in parent.below if node.module is module]
        if not found:
            parent.below.append(Node(module))
            found = parent.below[-1:]
        return found[-1]

    def all_unread(self) -> set[str]:
        named = self.module.value.replace(" ", "_")
        own = {f"{named}.{one}" for one in self.unread}
        return own.union(*(node.all_unread() for node in self.below))

    def record(self) -> Any:
        lists: dict[str, list[Any]] = {}
        for node in self.below:
            lists.setdefault(BELOW[node.module], []).append(node.record())
        given = {name: tuple(found) for name, found in lists.items()}
        more = {"unread_below": frozenset(self.all_unread())}
        return RECORDS[self.module](
            **self.values, **given, unread=tuple(self.unread),
            **(more if self.module is Module.PERSON else {}),
        )  # fmt: skip


def value_of(module: Module, name: str, words: str) -> Any:
    kind = BY_KEY[f"{module.value.replace(' ', '_')}.{name}"].kind
    if kind is Kind.DATE:
        return date.fromisoformat(words)
    if kind is Kind.FLAG:
        return {"1": True, "0": False}[words]
    return int(words) if kind is Kind.WHOLE else words


def person(line: str) -> Person:
    """A person as the line says."""
    root = Node(Module.PERSON)
    for part in line.split(";"):
        word, *pairs = part.split()
        module = WORDS[word]
        node = root
        if module is not Module.PERSON:
            parent = root.last(PARENTS[module])
            node = Node(module)
            parent.below.append(node)
        for pair in pairs:
            if pair.startswith("?"):
                node.unread.append(pair[1:])
                continue
            name, _, words = pair.partition("=")
            node.values[name] = value_of(module, name, words)
    made = root.record()
    assert isinstance(made, Person)
    return made


def persons(lines: str) -> list[Person]:
    """Several, with a bar between them."""
    return [person(line) for line in lines.split("|")]


def field_names(record: Any) -> set[str]:
    return {one.name for one in fields(record)}
