"""Invented tables of any shape, for Hypothesis."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from goldenthread.rules.disclosure import Dimension, Table, View
from goldenthread.rules.disclosure.tables import Key

FEW = st.one_of(
    st.sampled_from([0, 0, 1, 2, 3, 5, 6]), st.integers(0, 9), st.integers(6, 40), st.just(0)
)


@st.composite
def dimensions(draw: st.DrawFn, name: str, most: int) -> Dimension:
    size = draw(st.integers(1, most))
    names = [f"{name}{number}" for number in range(size)]
    if size > 2 and draw(st.booleans()):
        cut = draw(st.integers(1, size - 1))
        tree = {f"All {name}": {f"{name} north": names[:cut], f"{name} south": names[cut:]}}
        return Dimension.nested(name, tree)
    return Dimension.flat(name, names, f"All {name}")


@st.composite
def shapes(draw: st.DrawFn, sizes: tuple[int, ...] = (4, 6, 3)) -> tuple[Dimension, ...]:
    count = draw(st.integers(1, len(sizes)))
    return tuple(
        draw(dimensions(name, most)) for name, most in zip("abcd"[:count], sizes, strict=False)
    )


@st.composite
def counts(draw: st.DrawFn, shape: tuple[Dimension, ...]) -> dict[Key, int]:
    leaves = list(product(*(dimension.leaves for dimension in shape)))
    numbers = draw(st.lists(FEW, min_size=len(leaves), max_size=len(leaves)))
    return dict(zip(leaves, numbers, strict=True))


@st.composite
def views(draw: st.DrawFn, shape: tuple[Dimension, ...]) -> tuple[View, ...]:
    """None, which is everything, or some margins and filters of the table."""
    if draw(st.booleans()):
        return ()
    found = []
    for _ in range(draw(st.integers(1, 3))):
        by = [one for one in shape if draw(st.booleans())]
        others = [one for one in shape if one not in by]
        where = tuple(
            (one.name, draw(st.sampled_from(one.nodes))) for one in others if draw(st.booleans())
        )
        found.append(View(tuple(one.name for one in by), where, totals=draw(st.booleans())))
    return tuple(found)


@st.composite
def tables(draw: st.DrawFn, sizes: tuple[int, ...] = (4, 6, 3)) -> Table:
    shape = draw(shapes(sizes))
    return Table(shape, draw(counts(shape)), draw(views(shape)))
