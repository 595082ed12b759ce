"""Tables of counts of people: what they are broken down by, what sums to what, what is seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TypeAlias

from goldenthread.rules.refusals import Refused

Key: TypeAlias = tuple[str, ...]  # one category or total of each dimension, in their order
Tree: TypeAlias = "Mapping[str, Tree | Sequence[str]]"


@dataclass(frozen=True)
class Dimension:
    """What a table is broken down by: one total at the top, and what each total is the sum of.

    `groups` are pairs of a total and its parts, the top first; whoever is counted is counted in
    exactly one category that has no parts. Raises Refused where a name stands twice.
    """

    name: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]

    def __post_init__(self) -> None:
        names = [self.top, *(part for _, parts in self.groups for part in parts)]
        if len(names) != len(set(names)) or any(not parts for _, parts in self.groups):
            raise Refused(f"Each category of {self.name} needs a name of its own.")
        if not {total for total, _ in self.groups} <= set(names):
            raise Refused(f"Every total of {self.name} must be part of the one at the top.")

    @classmethod
    def flat(cls, name: str, categories: Sequence[str], total: str = "All") -> Dimension:
        """Categories under one total."""
        return cls(name, ((total, tuple(categories)),))

    @classmethod
    def nested(cls, name: str, tree: Tree) -> Dimension:
        """Totals of totals: {"All": {"North": ["Ashby", "Brook"], "South": ["Cole", "Dene"]}}."""
        return cls(name, tuple(_groups(tree)))

    @property
    def top(self) -> str:
        return self.groups[0][0]

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        return dict(self.groups)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Totals and categories in an order that does not depend on how they were given."""
        return tuple(sorted({self.top, *(part for _, parts in self.groups for part in parts)}))

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        return tuple(node for node in self.nodes if node not in self.parts)

    @cached_property
    def above(self) -> dict[str, tuple[str, ...]]:
        """Of each category and total: itself and every total that it is counted in."""
        parent = {part: total for total, parts in self.groups for part in parts}
        found = {}
        for node in self.nodes:
            way = [node]
            while way[-1] in parent:
                way.append(parent[way[-1]])
            found[node] = tuple(way)
        return found


def _groups(tree: Tree) -> Iterator[tuple[str, tuple[str, ...]]]:
    for total, below in tree.items():
        yield total, tuple(below)
        if isinstance(below, Mapping):
            yield from _groups({name: parts for name, parts in below.items() if parts})


@dataclass(frozen=True)
class View:
    """What one published table, page or filter shows.

    `by`: the names of the dimensions broken down; the others stand at `where`, or at their top.
    `totals`: whether the totals of what is broken down are seen as well.
    """

    by: tuple[str, ...]
    where: tuple[tuple[str, str], ...] = ()
    totals: bool = True


@dataclass(frozen=True)
class Table:
    """Counts of people by every dimension at once, and the views of it that are published.

    `counts` are those of the finest categories; what is missing is nought. Tables that share cells
    or margins are views of one such table, so that what can be worked out from several of them is
    seen. No views means that every cell and every total is published.
    """

    dimensions: tuple[Dimension, ...]
    counts: Mapping[Key, int] = field(repr=False)
    views: tuple[View, ...] = ()

    def __post_init__(self) -> None:
        names = [dimension.name for dimension in self.dimensions]
        if not names or len(names) != len(set(names)):
            raise Refused("A table needs dimensions, each with a name of its own.")
        known = [set(dimension.leaves) for dimension in self.dimensions]
        for key, count in self.counts.items():
            if len(key) != len(known) or any(
                part not in leaves for part, leaves in zip(key, known, strict=True)
            ):
                raise Refused(f"{', '.join(key)} is not a cell of the finest categories.")
            if count < 0:
                raise Refused(f"{', '.join(key)} counts fewer than no people.")
        for view in self.views:
            self._check(view)

    def _check(self, view: View) -> None:
        nodes = {dimension.name: dimension.nodes for dimension in self.dimensions}
        for name in (*view.by, *(name for name, _ in view.where)):
            if name not in nodes:
                raise Refused(f"The table is not broken down by {name}.")
        for name, node in view.where:
            if node not in nodes[name] or name in view.by:
                raise Refused(f"{name} cannot be narrowed to {node}.")

    def seen(self) -> frozenset[Key]:
        """Every cell and total that is published, hidden or not."""
        everything = View(tuple(dimension.name for dimension in self.dimensions))
        return frozenset(key for view in self.views or (everything,) for key in self._keys_of(view))

    def _keys_of(self, view: View) -> Iterator[Key]:
        where = dict(view.where)
        ways: list[Collection[str]] = []
        for dimension in self.dimensions:
            if dimension.name in view.by:
                ways.append(dimension.nodes if view.totals else dimension.leaves)
            else:
                ways.append((where.get(dimension.name, dimension.top),))
        return product(*ways)

    def totals(self) -> dict[Key, int]:
        """The count of every cell and total; cells and totals of nobody are left out."""
        return rolled_up(self.dimensions, self.counts)


def rolled_up(dimensions: Sequence[Dimension], counts: Mapping[Key, int]) -> dict[Key, int]:
    """Counts of the finest categories, and of every total above them."""
    found: dict[Key, int] = {}
    for key, count in counts.items():
        if not count:
            continue
        ways = [dimension.above[part] for dimension, part in zip(dimensions, key, strict=True)]
        for cell in product(*ways):
            found[cell] = found.get(cell, 0) + count
    return found
