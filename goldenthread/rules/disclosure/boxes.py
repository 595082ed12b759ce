"""Boxes of cells that can change together unseen: what each hidden count's protection rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import TypeAlias

from goldenthread.rules.disclosure.axes import Axis, Step
from goldenthread.rules.refusals import Refused

NO_LIMIT = 1 << 60  # people; more than there are
MOST_CORNERS = 4_000_000  # looked at before a set of tables counts as too large

Corners: TypeAlias = tuple[tuple[int, int], ...]  # (cell, +1 or -1)
Line: TypeAlias = tuple[int, int, Step]  # what it costs, its place among the steps, its offsets


@dataclass(frozen=True)
class Box:
    """Cells that move together, and by how many people: `up` with their signs, `down` against."""

    corners: Corners
    up: int
    down: int
    cost: int

    @property
    def width(self) -> int:
        return min(NO_LIMIT, self.up + self.down)


@dataclass
class Freedom:
    """How far each count may move as readers see it, and what it costs to hide it.

    `up` and `down`: people by which a count may be higher or lower than it is, as far as what is
    told of it goes; `fixed`: NO_LIMIT where it may not move at all, or else nought; `price`: of
    hiding it: nought where it is hidden or not listed, NO_LIMIT where it cannot be hidden any more;
    `down_hidden`: how far down it may be once hidden. `facts`: of each cell, the numbers of the
    facts it stands in and its weight there; `fact_room`: people below and above.
    """

    axes: tuple[Axis, ...]
    strides: tuple[int, ...]
    up: list[int]
    down: list[int]
    fixed: list[int]
    price: list[int]
    down_hidden: list[int]
    facts: dict[int, list[tuple[int, Fraction]]] = field(default_factory=dict)
    fact_room: list[tuple[Fraction | None, Fraction | None]] = field(default_factory=list)
    looked: int = 0

    def hide(self, cell: int) -> tuple[int, int, int, int]:
        """Hide one more cell; what it was before, for `restore`."""
        before = self.up[cell], self.down[cell], self.fixed[cell], self.price[cell]
        self.restore(cell, (NO_LIMIT, self.down_hidden[cell], 0, 0))
        return before

    def restore(self, cell: int, before: tuple[int, int, int, int]) -> None:
        self.up[cell], self.down[cell], self.fixed[cell], self.price[cell] = before

    def lines(self, cell: int, costs: list[int], dearest: int) -> list[list[Line]]:
        """Of each axis, the steps through the cell as offsets, the cheapest first."""
        found = []
        for offsets, size, stride in self._offsets:
            lines: list[Line] = []
            for number, step in enumerate(offsets[cell // stride % size]):
                price = 0
                for offset, _ in step:
                    price += costs[cell + offset]
                if price < dearest:
                    lines.append((price, number, step))
            lines.sort()
            found.append(lines)
            self._count(len(offsets[cell // stride % size]))
        return found

    @cached_property
    def _offsets(self) -> list[tuple[list[list[Step]], int, int]]:
        """Of each axis: the steps through each of its places as offsets; its size; its stride."""
        return [
            (
                [
                    [tuple([((to - place) * stride, sign) for to, sign in step]) for step in steps]
                    for place, steps in enumerate(axis.through)
                ],
                len(axis.nodes),
                stride,
            )
            for axis, stride in zip(self.axes, self.strides, strict=True)
        ]

    def boxes(self, cell: int, costs: list[int], dearest: int) -> Iterator[Box]:
        """Boxes that raise the cell by one, each cheaper than `dearest`, in a fixed order.

        `costs` is `fixed` for those that hide nothing more, or `price`.
        """
        lines = self.lines(cell, costs, dearest)
        if all(lines):
            yield from self._grow(lines, ((cell, 1),), 0, costs, dearest)

    def _grow(
        self,
        lines: Sequence[list[Line]],
        corners: Corners,
        cost: int,
        costs: list[int],
        dearest: int,
    ) -> Iterator[Box]:
        last = len(lines) == 1
        for price, _, offsets in lines[0]:
            if cost + price >= dearest:
                break
            more = [
                (corner + offset, way * sign) for offset, sign in offsets for corner, way in corners
            ]
            added = cost
            for corner, _ in more:
                added += costs[corner]
            self._count(len(more))
            if added >= dearest:
                continue
            if last:
                yield self._measured((*corners, *more), added, hiding=costs is self.price)
            else:
                yield from self._grow(lines[1:], (*corners, *more), added, costs, dearest)

    def _count(self, corners: int) -> None:
        self.looked += corners
        if self.looked > MOST_CORNERS:
            raise Refused(
                "These tables are too large together to show that no small number can be worked "
                "out. Publish fewer breakdowns at once."
            )

    def _measured(self, corners: Corners, cost: int, *, hiding: bool) -> Box:
        """How far the corners may move; `hiding`: once all but the first are hidden."""
        up = down = NO_LIMIT
        for number, (cell, sign) in enumerate(corners):
            over, under = self.up[cell], self.down[cell]
            if hiding and number and self.price[cell]:
                over, under = NO_LIMIT, self.down_hidden[cell]
            if sign < 0:
                over, under = under, over
            up, down = min(up, over), min(down, under)
        if self.facts:
            up, down = self._within_facts(corners, up, down)
        return Box(corners, up, down, cost)

    def _within_facts(self, corners: Corners, up: int, down: int) -> tuple[int, int]:
        rates: dict[int, Fraction] = {}
        for cell, sign in corners:
            for number, weight in self.facts.get(cell, ()):
                rates[number] = rates.get(number, Fraction(0)) + weight * sign
        for number, rate in rates.items():
            if not rate:
                continue
            below, above = self.fact_room[number]
            if rate < 0:
                below, above = above, below
            if above is not None:
                up = min(up, floor(above / abs(rate)))
            if below is not None:
                down = min(down, floor(below / abs(rate)))
        return up, down


def free_boxes(freedom: Freedom, cell: int, width: int) -> tuple[Box, ...]:
    """One or two boxes that hide nothing more and leave the cell this far open; none: empty.

    Of two, the first raises the cell, the second lowers it.
    """
    highest: Box | None = None
    lowest: Box | None = None
    for box in freedom.boxes(cell, freedom.fixed, 1):
        if box.width >= width:
            return (box,)
        if highest is None or box.up > highest.up:
            highest = box
        if lowest is None or box.down > lowest.down:
            lowest = box
        if highest.up + lowest.down >= width:
            return highest, lowest
    return ()


def cheapest_box(freedom: Freedom, cell: int, width: int) -> Box | None:
    """The box that costs least of those that leave the cell this far open."""
    best: Box | None = None
    dearest = NO_LIMIT
    for price in _prices(freedom, cell):
        # Cheap ones first: a low limit keeps the search short.
        if price > dearest:
            break
        for box in freedom.boxes(cell, freedom.price, min(price, dearest)):
            if box.cost < dearest and box.width >= width:
                best, dearest = box, box.cost
        if best is not None:
            break
    return best


def _prices(freedom: Freedom, cell: int) -> Iterator[int]:
    lines = freedom.lines(cell, freedom.price, NO_LIMIT)
    start = sum(found[0][0] for found in lines if found) + 1
    while start < NO_LIMIT:
        yield start
        start *= 3
    yield NO_LIMIT
