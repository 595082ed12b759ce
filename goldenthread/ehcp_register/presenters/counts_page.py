"""The words of the counts that everybody in the area may see."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.ehcp_register.queries.aggregates import RegisterCounts
from goldenthread.pages.words import say_date
from goldenthread.rules.disclosure import Dimension, Protected


@dataclass(frozen=True)
class CountTable:
    title: str
    rows: tuple[tuple[str, str, str], ...]  # category, number, percentage
    total: tuple[str, str]


@dataclass(frozen=True)
class CountsPage:
    caption: str
    lede: str
    tables: tuple[CountTable, ...]


def counts_page(found: RegisterCounts) -> CountsPage:
    plans = found.plans
    dimensions = plans.table.dimensions
    return CountsPage(
        caption=f"As at {say_date(found.day)}",
        lede="Numbers of children and young people, rounded to the nearest 5, so that nobody can "
        "be made out. Numbers that would tell too much are marked “c”. They are counted anew on "
        "the first of each month; restricted records are left out.",
        tables=(
            _table(found.stages, found.stages.table.dimensions[0], 0),
            *(_table(plans, one, place) for place, one in enumerate(dimensions)),
        ),
    )


def _table(protected: Protected, dimension: Dimension, place: int) -> CountTable:
    """One dimension's categories, the others at their total, in the order they were named in."""
    tops = [one.top for one in protected.table.dimensions]

    def key(node: str) -> tuple[str, ...]:
        return (*tops[:place], node, *tops[place + 1 :])

    whole = key(dimension.top)
    rows = tuple(
        (name, protected.cells[key(name)].text, protected.percentage(key(name), whole).text)
        for _, parts in dimension.groups
        for name in parts
    )
    return CountTable(dimension.name, rows, (dimension.top, protected.cells[whole].text))
