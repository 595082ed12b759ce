"""Everything that a release puts together: this table, those before it, and what moved between."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from goldenthread.rules.disclosure.axes import Axis, MonthNames, of_dimension, of_months
from goldenthread.rules.disclosure.boxes import NO_LIMIT, Freedom
from goldenthread.rules.disclosure.profiles import Profile
from goldenthread.rules.disclosure.published import Earlier, Shown
from goldenthread.rules.disclosure.statements import Known, Statements
from goldenthread.rules.disclosure.tables import Key, Table, rolled_up
from goldenthread.rules.refusals import Refused

MOST_CELLS = 100_000
A_CELL = 20  # hiding one more cell costs as much as this many people more in one hidden already


@dataclass(frozen=True)
class Layer:
    """One table of the release, or one flow between two: what it counts and what is told of it.

    `told` is what was said of each listed cell; None where that is still to be decided.
    """

    name: str
    flow: bool
    counts: Mapping[Key, int]
    listed: frozenset[Key]
    told: Mapping[Key, Shown] | None
    profile: Profile


@dataclass(frozen=True)
class Release:
    """Layers from the oldest table to the one to be published, its flows before it."""

    dimensions_axes: tuple[Axis, ...]
    months: Axis
    layers: tuple[Layer, ...]
    known: tuple[Known, ...]

    @property
    def axes(self) -> tuple[Axis, ...]:
        return (self.months, *self.dimensions_axes)


def gather(
    table: Table, profile: Profile, earlier: Earlier | None, given: Collection[Known]
) -> Release:
    """The release of a table after the ones before it; raises Refused where they do not fit."""
    layers: list[Layer] = [Layer("", False, table.totals(), table.seen(), None, profile)]
    known = [list(given)]
    months: list[tuple[str | None, str | None]] = [(None, None)]
    newer, link = table, earlier
    decided: Mapping[Key, Shown] | None = None
    while link is not None and (link.left is None or link.flows_shown):
        _check(newer, link)
        flows = _flows(newer, link, decided, layers[0].profile)
        before = link.published
        layers = [
            Layer(
                "", False, before.table.totals(), before.table.seen(), before.cells, before.profile
            ),
            *flows,
            *layers,
        ]
        known.insert(0, list(before.given))
        months[0] = ("joined", "left" if link.left is not None else None)
        months.insert(0, (None, None))
        newer, link, decided = before.table, before.earlier, before.flows
    return _named(table, layers, months, known)


def _check(newer: Table, link: Earlier) -> None:
    older = link.published.table
    if newer.dimensions != older.dimensions:
        raise Refused(
            "The table published before is broken down in another way, so that the two cannot be "
            "compared. Break both down alike."
        )
    left = link.left or {}
    for key in {*newer.counts, *older.counts, *link.joined, *left}:
        now = older.counts.get(key, 0) + link.joined.get(key, 0) - left.get(key, 0)
        if now != newer.counts.get(key, 0) or min(link.joined.get(key, 0), left.get(key, 0)) < 0:
            raise Refused(
                f"{', '.join(key)}: who was counted before, who joined and who left do not add up "
                "to who is counted now."
            )


def _flows(
    table: Table, link: Earlier, decided: Mapping[Key, Shown] | None, profile: Profile
) -> Iterator[Layer]:
    for word, counts in (("joined", link.joined), ("left", link.left)):
        if counts is not None:
            told = None
            if decided is not None:
                told = {key[1:]: shown for key, shown in decided.items() if key[0] == word}
            listed = table.seen() if link.flows_shown else frozenset[Key]()
            yield Layer(word, True, rolled_up(table.dimensions, counts), listed, told, profile)


def _named(
    table: Table,
    layers: list[Layer],
    months: list[tuple[str | None, str | None]],
    known: list[list[Known]],
) -> Release:
    """Numbered names, so that no two layers share one."""
    names = [
        MonthNames(f"table {number}", *(flow and f"{flow} {number}" for flow in flows))
        for number, flows in enumerate(months)
    ]
    of_month = of_months(names)
    ordered, waiting = [], list(layers)
    for month in names:
        flows = [name for name in (month.joined, month.left) if name]
        for name in (*flows, month.table):
            layer = waiting.pop(0)
            ordered.append(
                Layer(name, layer.flow, layer.counts, layer.listed, layer.told, layer.profile)
            )
    facts = tuple(
        Known(
            tuple(((month.table, *cell), weight) for cell, weight in fact.terms),
            fact.least,
            fact.most,
        )
        for month, some in zip(names, known, strict=True)
        for fact in some
    )
    by_name = {layer.name: layer for layer in ordered}
    axes = tuple(of_dimension(dimension) for dimension in table.dimensions)
    cells = len(of_month.nodes) * prod(len(axis.nodes) for axis in axes)
    if cells > MOST_CELLS:
        raise Refused(
            f"These tables have {cells:,} cells together: too many to show that no small number "
            "can be worked out. Publish fewer breakdowns at once."
        )
    return Release(axes, of_month, tuple(by_name[name] for name in of_month.nodes), facts)


class Board:
    """The cells of a release by number, with what readers may know of each, to be decided on."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.keys: list[Key] = list(product(*(axis.nodes for axis in release.axes[1:])))
        self.place = {key: number for number, key in enumerate(self.keys)}
        self.values: list[int] = []
        self.layers: list[Layer] = []
        self.guarded: set[int] = set()
        columns: tuple[list[int], ...] = ([], [], [], [], [])
        for layer in release.layers:
            for key in self.keys:
                count = layer.counts.get(key, 0)
                one = _freedom_of(layer, key, count)
                for column, number in zip(columns, one[:5], strict=True):
                    column.append(number)
                if one[5]:
                    self.guarded.add(len(self.values))
                self.values.append(count)
                self.layers.append(layer)
        statements = Statements(release.axes, (), frozenset())
        up, down, fixed, price, down_hidden = columns
        self.freedom = Freedom(
            release.axes, statements.strides, up, down, fixed, price, down_hidden
        )
        self._know()

    @property
    def now(self) -> str:
        """The name of the table that is to be published."""
        return next(one.name for one in self.release.layers if one.told is None and not one.flow)

    def number(self, layer: str, key: Key) -> int:
        place = self.release.months.nodes.index(layer)
        return place * len(self.keys) + self.place[key]

    def key(self, cell: int) -> Key:
        return self.keys[cell % len(self.keys)]

    def name(self, cell: int) -> str:
        """The cell in words, with the table or flow where it is not of this table."""
        layer = self.layers[cell].name
        return ", ".join(self.key(cell) if layer == self.now else (layer, *self.key(cell)))

    def listed(self, cell: int) -> bool:
        return self.key(cell) in self.layers[cell].listed

    def hidden(self, cell: int) -> bool:
        """Listed, and its count is not told, not even rounded."""
        free = self.freedom
        return not free.price[cell] and not free.fixed[cell] and self.listed(cell)

    def statements(self) -> Statements:
        """All that readers are told, as decided so far."""
        ranges: list[tuple[int, int | None]] = []
        free = self.freedom
        for cell, count in enumerate(self.values):
            most = None if free.up[cell] >= NO_LIMIT else count + free.up[cell]
            ranges.append((count - free.down[cell], most))
        return Statements(
            self.release.axes, tuple(ranges), frozenset(self.guarded), self.release.known
        )

    def _know(self) -> None:
        for number, fact in enumerate(self.release.known):
            total = Fraction(0)
            for key, weight in fact.terms:
                if key[1:] not in self.place:
                    raise Refused(f"{', '.join(key[1:])} is not a cell of the table.")
                cell = self.number(key[0], key[1:])
                self.freedom.facts.setdefault(cell, []).append((number, weight))
                total += weight * self.values[cell]
            below = None if fact.least is None else total - fact.least
            above = None if fact.most is None else fact.most - total
            if (below is not None and below < 0) or (above is not None and above < 0):
                raise Refused(
                    "What is known from elsewhere does not agree with these counts. Find out which "
                    "of the two is right before anything is published."
                )
            self.freedom.fact_room.append((below, above))


def _freedom_of(layer: Layer, key: Key, count: int) -> tuple[int, int, int, int, int, bool]:
    """up, down, fixed, price, down once hidden, and whether it is guarded from the start."""
    profile = layer.profile
    low, high = profile.span(count)
    once_hidden = count - profile.least_hidden
    small = profile.is_small(count) or (profile.rounding is not None and count > 0)
    if key not in layer.listed:
        # Not in any table, but it can be what is left when one shown number is taken from another.
        return NO_LIMIT, count, 0, 0, count, small
    if layer.told is not None:
        if layer.told[key].hidden:
            return NO_LIMIT, once_hidden, 0, 0, once_hidden, True
        guarded = profile.rounding is not None
        return (
            high - count,
            count - low,
            0 if guarded else NO_LIMIT,
            NO_LIMIT,
            once_hidden,
            guarded,
        )
    if profile.is_small(count):
        return NO_LIMIT, once_hidden, 0, 0, once_hidden, True
    if profile.rounding is not None:
        return high - count, count - low, 0, A_CELL + count, count, True
    price = A_CELL + count if count >= profile.least_hidden else NO_LIMIT
    return 0, 0, NO_LIMIT, price, once_hidden, False
