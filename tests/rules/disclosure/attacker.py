"""An attacker with a solver: works from what is published, in another way than the product.

Its unknowns are the people in each finest category; each published number is a sum of them. The
lowest and highest value of every hidden count come from integer programming (HiGHS, by scipy).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from goldenthread.rules.disclosure import Dimension, Profile, Protected, Shown
from goldenthread.rules.disclosure.tables import Key, rolled_up

A_GREAT_MANY = 100_000


@dataclass(frozen=True)
class Told:
    """One published table, and how it follows from the one before it."""

    dimensions: tuple[Dimension, ...]
    cells: Mapping[Key, Shown]
    flows: Mapping[Key, Shown]
    profile: Profile
    percentages: Mapping[tuple[Key, Key], Shown] = field(default_factory=dict)
    follows: bool = False
    leavers: bool = False
    unlisted: frozenset[tuple[str, Key]] = frozenset()  # small, in no table: ("table", key)


@dataclass(frozen=True)
class Range:
    """A count that should stay hidden, and the values it can have."""

    what: tuple[str, ...]
    least: int
    most: int
    width: int

    @property
    def found_out(self) -> bool:
        return self.most - self.least < self.width


def told(protected: Protected) -> list[Told]:
    """What readers see of a table and of those before it, the oldest first."""
    link = protected.earlier
    now = Told(
        protected.table.dimensions,
        protected.cells,
        protected.flows,
        protected.profile,
        {
            (part, whole): protected.percentage(part, whole)
            for part in protected.cells
            for whole in _over(protected, part)
        },
        follows=link is not None,
        leavers=link is not None and link.left is not None,
        unlisted=frozenset(_unlisted(protected)),
    )
    return [*(told(link.published) if link else []), now]


def _over(protected: Protected, part: Key) -> list[Key]:
    """Every other published total that the cell is counted in."""
    ways = product(
        *(
            dimension.above[node]
            for dimension, node in zip(protected.table.dimensions, part, strict=True)
        )
    )
    return [whole for whole in ways if whole != part and whole in protected.cells]


def _unlisted(protected: Protected) -> Iterator[tuple[str, Key]]:
    small = protected.profile.is_small
    for key, count in protected.table.totals().items():
        if key not in protected.cells and small(count):
            yield "table", key
    link = protected.earlier
    for word, counts in (("joined", link.joined), ("left", link.left)) if link else ():
        for key, count in rolled_up(protected.table.dimensions, counts or {}).items():
            if (word, *key) not in protected.flows and small(count):
                yield word, key


def without_reasons(some: Told) -> Told:
    """The same without what only the publisher knows."""
    return replace(
        some, cells={key: replace(cell, reason=None) for key, cell in some.cells.items()}
    )


class Attack:
    """Everything told, as rows of a system over the finest counts of every month."""

    def __init__(self, publications: list[Told]) -> None:
        self.publications = [without_reasons(one) for one in publications]
        dimensions = publications[0].dimensions
        self.leaves = list(product(*(dimension.leaves for dimension in dimensions)))
        self.size = len(self.leaves)
        self.columns = self.size * 3 * len(publications)  # of each month: table, joined, left
        self.below: dict[Key, np.ndarray] = {}
        for key in product(*(dimension.nodes for dimension in dimensions)):
            self.below[key] = np.array(
                [
                    all(
                        node in dimension.above[part]
                        for node, part, dimension in zip(key, leaf, dimensions, strict=True)
                    )
                    for leaf in self.leaves
                ],
                dtype=float,
            )
        self.rows: list[np.ndarray] = []
        self.low: list[float] = []
        self.high: list[float] = []
        for month in range(len(publications)):
            self._tell(month)

    def row(self, month: int, word: str, key: Key) -> np.ndarray:
        row = np.zeros(self.columns)
        start = (month * 3 + ("table", "joined", "left").index(word)) * self.size
        row[start : start + self.size] = self.below[key]
        return row

    def _add(self, row: np.ndarray, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _tell(self, month: int) -> None:
        one = self.publications[month]
        for key, cell in one.cells.items():
            self._tell_cell(self.row(month, "table", key), cell, one.profile)
        for key, cell in one.flows.items():
            self._tell_cell(self.row(month, key[0], key[1:]), cell, one.profile)
        for (part, whole), shown in one.percentages.items():
            if shown.value is None:
                continue
            value, half = (
                Fraction(shown.text.rstrip("%")),
                Fraction(1, 2 * 10**one.profile.decimals),
            )
            if one.profile.rounding is None:
                share = self.row(month, "table", part), self.row(month, "table", whole)
                self._add(share[0] - float((value - half) / 100) * share[1], 0, np.inf)
                self._add(share[0] - float((value + half) / 100) * share[1], -np.inf, 0)
        if one.follows:
            for leaf in self.leaves:
                row = (
                    self.row(month - 1, "table", leaf)
                    + self.row(month, "joined", leaf)
                    - self.row(month, "left", leaf)
                    - self.row(month, "table", leaf)
                )
                self._add(row, 0, 0)
            if not one.leavers:
                top = tuple(dimension.top for dimension in one.dimensions)
                self._add(self.row(month, "left", top), 0, 0)

    def _tell_cell(self, row: np.ndarray, cell: Shown, profile: Profile) -> None:
        if cell.value is None:
            # Whoever is shown every nought knows that what is hidden is not one.
            self._add(row, profile.least_hidden, np.inf)
        elif profile.rounding is None:
            self._add(row, cell.value, cell.value)
        else:
            half = profile.rounding // 2
            self._add(row, cell.value - half, cell.value + profile.rounding - 1 - half)

    def know(self, terms: list[tuple[float, Key]], low: float, high: float) -> None:
        """One more fact, about the last table."""
        month = len(self.publications) - 1
        rows = [weight * self.row(month, "table", key) for weight, key in terms]
        self._add(sum(rows, np.zeros(self.columns)), low, high)

    def bounds(self, row: np.ndarray) -> tuple[int, int]:
        """The lowest and highest whole number that a sum of the unknowns can be."""
        return tuple(round(float(row @ self._solution(way * row))) for way in (1, -1))  # type: ignore[return-value]

    def _solution(self, goal: np.ndarray) -> np.ndarray:
        """Whole numbers of people that agree with everything told, with the least of `goal`."""
        answer = milp(
            goal,
            integrality=np.ones(self.columns),
            bounds=Bounds(0, A_GREAT_MANY),
            constraints=LinearConstraint(csr_array(np.array(self.rows)), self.low, self.high),
        )
        assert answer.status == 0, answer.message
        found: np.ndarray = np.round(answer.x)
        told = np.array(self.rows) @ found
        assert np.all(told >= np.array(self.low) - 1e-6)
        assert np.all(told <= np.array(self.high) + 1e-6)
        return found

    def hidden(self) -> Iterator[tuple[tuple[str, ...], np.ndarray, int]]:
        """Every count that should stay hidden: its name, its sum, its width."""
        for month, one in enumerate(self.publications):
            wanted = [("table", key) for key, cell in one.cells.items() if self._open(one, cell)]
            wanted += [
                (key[0], key[1:]) for key, cell in one.flows.items() if self._open(one, cell)
            ]
            for word, key in sorted({*wanted, *one.unlisted}):
                yield (f"{word} {month}", *key), self.row(month, word, key), one.profile.protection

    @staticmethod
    def _open(one: Told, cell: Shown) -> bool:
        return cell.value is None or one.profile.rounding is not None

    def found_out(self) -> list[Range]:
        """Those that cannot be as far apart as they should be.

        Every solution found for one count is a whole table, and may show another count to be open:
        only what no two of them show is asked of the solver by itself.
        """
        names, rows, widths = (
            zip(*self.hidden(), strict=True) if next(self.hidden(), None) else ((),) * 3
        )
        least = np.full(len(names), np.inf)
        most = np.full(len(names), -np.inf)
        found = []
        for number, name in enumerate(names):
            for way in (1, -1):
                if most[number] - least[number] >= widths[number]:
                    break
                values = np.array(rows) @ self._solution(way * rows[number])
                least, most = np.minimum(least, values), np.maximum(most, values)
            one = Range(name, round(least[number]), round(most[number]), widths[number])
            if one.found_out:
                found.append(one)
        return found


def attack(protected: Protected) -> list[Range]:
    """Every hidden count that the solver narrows further than the profile allows."""
    return Attack(told(protected)).found_out()
