"""What sums to what along one direction of a table, and how numbers can move without a trace.

A *step* along an axis raises some of its counts and lowers others by the same amount, so that
every sum along the axis stays true. A box, one step for each axis multiplied out, then leaves every
sum of the whole table true: whoever sees none of its corners cannot tell the one table from the
other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from goldenthread.rules.disclosure.tables import Dimension

Step: TypeAlias = tuple[tuple[int, int], ...]  # (place on the axis, +1 or -1)


@dataclass(frozen=True)
class Axis:
    """Places by name; sums (each adds up to nought: place and +1 or -1); steps."""

    nodes: tuple[str, ...]
    sums: tuple[Step, ...]
    steps: tuple[Step, ...]

    @cached_property
    def through(self) -> tuple[tuple[Step, ...], ...]:
        """Of each place: the steps that raise it by one, without the place itself."""
        found: list[list[Step]] = [[] for _ in self.nodes]
        for step in self.steps:
            for place, sign in step:
                found[place].append(
                    tuple((other, way * sign) for other, way in step if other != place)
                )
        return tuple(map(tuple, found))


def of_dimension(dimension: Dimension) -> Axis:
    """Steps: one category and its totals, or one category up and another down."""
    place = {node: number for number, node in enumerate(dimension.nodes)}
    ways = [{place[node] for node in dimension.above[leaf]} for leaf in dimension.leaves]
    steps = [tuple((node, 1) for node in sorted(way)) for way in ways]
    for number, way in enumerate(ways):
        for other in ways[:number]:
            steps.append(
                tuple(
                    sorted(
                        [(node, 1) for node in way - other] + [(node, -1) for node in other - way]
                    )
                )
            )
    sums = tuple(
        ((place[total], -1), *((place[part], 1) for part in parts))
        for total, parts in dimension.groups
    )
    return Axis(dimension.nodes, sums, tuple(steps))


@dataclass(frozen=True)
class MonthNames:
    """The names of one publication's place among those before it; no flow, no name."""

    table: str
    joined: str | None = None
    left: str | None = None


def of_months(months: Sequence[MonthNames]) -> Axis:
    """Each table is the one before it, and who joined, without who left.

    Steps go from one end to another: the first table, the last, and every flow between; what lies
    between the two ends moves with them.
    """
    names = [name for month in months for name in (month.table, month.joined, month.left) if name]
    place = {name: number for number, name in enumerate(names)}
    if len(months) == 1:
        return Axis(tuple(names), (), (((0, 1),),))
    sums = tuple(_sum_of(before, after, place) for before, after in pairwise(months))
    ends = sorted(_ends(months, place))
    steps = []
    for number, (stage, end, way) in enumerate(ends):
        for other_stage, other, other_way in ends[number + 1 :]:
            between = [(place[months[at].table], 1) for at in range(stage + 1, other_stage + 1)]
            steps.append(((end, way), *between, (other, -other_way)))
    return Axis(tuple(names), sums, tuple(steps))


def _sum_of(before: MonthNames, after: MonthNames, place: dict[str, int]) -> Step:
    flows = ((after.joined, 1), (after.left, -1))
    return (
        (place[before.table], 1),
        *((place[name], sign) for name, sign in flows if name),
        (place[after.table], -1),
    )


def _ends(months: Sequence[MonthNames], place: dict[str, int]) -> Iterator[tuple[int, int, int]]:
    """(which sum, place, +1 where raising it adds to what comes after, -1 where it takes away)."""
    yield 0, place[months[0].table], 1
    yield len(months) - 2, place[months[-1].table], -1
    for stage, month in enumerate(months[1:]):
        if month.joined:
            yield stage, place[month.joined], 1
        if month.left:
            yield stage, place[month.left], -1
