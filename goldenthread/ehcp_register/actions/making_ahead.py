"""The rows of many new children, made beside the transaction that writes them.

They depend on what is told of the children and on how the area counts, and on nothing else that is
kept. So a second process makes them while this one writes those that are made; it is handed what is
told, and no database. Where there is none, they are made before the transaction begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from datetime import date
from itertools import islice
from typing import NamedTuple

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.beside import shared
from goldenthread.ehcp_register.actions.plain_rows import Making, NewRows
from goldenthread.ehcp_register.actions.writing import nothing, uncollected
from goldenthread.ehcp_register.queries.facts import practice_of
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.standing.records import ChildRecord

_AT_ONCE = 200


class Part(NamedTuple):
    """Some children by their places in the extract, how their rows were made, and the rows."""

    told: Mapping[int, ChildRecord]
    making: Making
    rows: NewRows

    def is_of(self, records: Mapping[int, ChildRecord], making: Making) -> bool:
        """Whether these are still the rows of these children, and they are new still."""
        return self.making == making and all(
            records.get(place) is record for place, record in self.told.items()
        )


def make_ahead(
    *,
    records: Mapping[int, ChildRecord],
    system: str,
    other: Executor | None = None,
    by: Viewer,
    on: date,
) -> Iterator[Part]:
    """The rows of children who are new as things stand, by their places in the extract; nothing is
    written. With an `other` process part by part as they are made; without one all of them before
    this returns, so that whoever writes waits for the writing alone. Whoever writes them looks
    again at who is new. Refused where a record contradicts itself."""
    require(policies.may_manage(by))
    making = Making(on, by.name, system, practice_of(by.local_area_id), nothing())
    parts = [dict(some) for some in _batches(records)]
    told = [list(part.values()) for part in parts]
    made = shared(told, do=_make, first=making, other=other)
    ahead = (Part(parts[at], making, rows) for at, rows in made)
    return ahead if other else iter(list(ahead))


def parts_made(records: Mapping[int, ChildRecord], making: Making) -> Iterator[Part]:
    """The same in this process, part by part."""
    for some in _batches(records):
        part = dict(some)
        yield Part(part, making, NewRows(list(part.values()), making))


def _batches(records: Mapping[int, ChildRecord]) -> Iterator[list[tuple[int, ChildRecord]]]:
    waiting = iter(records.items())
    while some := list(islice(waiting, _AT_ONCE)):
        yield some


@uncollected()
def _make(making: Making, part: list[ChildRecord]) -> NewRows:
    return NewRows(part, making)
