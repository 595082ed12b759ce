"""The protection of published counts, timed: 40 rows by 12 columns, with their totals."""

from __future__ import annotations

import random
from functools import partial
from itertools import product

from benchmarks.figures import Timed, timed
from goldenthread.rules.disclosure import HIDE_SMALL, NEAREST_5, Dimension, Key, Table, protect

ROWS, COLUMNS = 40, 12
MEAN = 25  # people in a cell; about one cell in five is then small


def invented_table() -> Table:
    """The same at each run."""
    chance = random.Random(40 * 12)
    places = [f"Place {number:02}" for number in range(ROWS)]
    needs = [f"Need {number:02}" for number in range(COLUMNS)]
    counts: dict[Key, int] = {
        cell: int(chance.expovariate(1 / MEAN)) for cell in product(places, needs)
    }
    return Table((Dimension.flat("Place", places), Dimension.flat("Need", needs)), counts)


def time_protecting() -> list[Timed]:
    table = invented_table()
    return [
        timed(f"Hide small numbers, {ROWS} by {COLUMNS}", partial(protect, table), rounds=30),
        timed(
            f"Round to the nearest 5, {ROWS} by {COLUMNS}",
            partial(protect, table, NEAREST_5),
            rounds=30,
        ),
        timed(
            f"Keep the same hidden again, {ROWS} by {COLUMNS}",
            partial(protect, table, also_hidden=protect(table, HIDE_SMALL).hidden),
            rounds=30,
        ),
    ]
