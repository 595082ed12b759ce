"""What is known to whoever reads: ranges of counts, sums, and what stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from goldenthread.rules.disclosure.axes import Axis
from goldenthread.rules.disclosure.tables import Key
from goldenthread.rules.refusals import Refused


@dataclass(frozen=True)
class Known:
    """What readers know from elsewhere: a weighted sum of cells lies between two numbers.

    `terms` are pairs of a cell and its weight; None leaves a side open.
    """

    terms: tuple[tuple[Key, Fraction], ...]
    least: Fraction | None
    most: Fraction | None

    @classmethod
    def count(cls, cell: Key, count: int) -> Known:
        """Somebody else has published the count of a cell."""
        return cls(((cell, Fraction(1)),), Fraction(count), Fraction(count))

    @classmethod
    def percentage(cls, part: Key, whole: Key, shown: str) -> tuple[Known, Known]:
        """Somebody else has published what percentage the part is of the whole, as "45.9"."""
        if part == whole:
            raise Refused("A percentage is of two different cells.")
        decimals = len(shown.partition(".")[2])
        half = Fraction(1, 2 * 10**decimals)
        low, high = ((Fraction(shown) + way) / 100 for way in (-half, half))
        return (
            cls(((part, Fraction(1)), (whole, -low)), Fraction(0), None),
            cls(((part, Fraction(1)), (whole, -high)), None, Fraction(0)),
        )


@dataclass(frozen=True)
class Statement:
    """The weighted sum of some counts (by number) lies between two numbers, both included."""

    terms: tuple[tuple[int, Fraction | int], ...]
    least: Fraction | int | None
    most: Fraction | int | None


@dataclass(frozen=True)
class Statements:
    """All that is published, and nothing that is not: what the auditor and an attacker work with.

    Counts are numbered in the order of `keys`: the publications first, then the dimensions.
    `ranges` are each count's lowest and highest value as told (None: no limit told); `guarded` are
    the counts that nobody may work out: every one hidden, and small ones that no table lists.
    """

    axes: tuple[Axis, ...]
    ranges: tuple[tuple[int, int | None], ...]
    guarded: frozenset[int]
    known: tuple[Known, ...] = ()

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        return tuple(product(*(axis.nodes for axis in self.axes)))

    @cached_property
    def strides(self) -> tuple[int, ...]:
        sizes = [len(axis.nodes) for axis in self.axes]
        return tuple(prod(sizes[place + 1 :]) for place in range(len(sizes)))

    def sums(self) -> Iterator[Statement]:
        """Every sum of the tables and every fact from elsewhere."""
        for number, axis in enumerate(self.axes):
            if axis.sums:
                yield from self._sums_along(number)
        number_of = {key: place for place, key in enumerate(self.keys)}
        for fact in self.known:
            yield Statement(
                tuple((number_of[cell], weight) for cell, weight in fact.terms),
                fact.least,
                fact.most,
            )

    def _sums_along(self, number: int) -> Iterator[Statement]:
        stride = self.strides[number]
        others = [
            range(0, len(axis.nodes) * step, step)
            for place, (axis, step) in enumerate(zip(self.axes, self.strides, strict=True))
            if place != number
        ]
        starts = [sum(one) for one in product(*others)]
        for summed in self.axes[number].sums:
            for start in starts:
                yield Statement(
                    tuple((start + place * stride, sign) for place, sign in summed), 0, 0
                )
