"""The rows of many new children, made before the transaction that writes them begins.

They depend on what is told of the children and on how the area counts, and on nothing else that is
kept. So whoever writes meanwhile waits for the rows alone. Where there are many, a second process
makes a share of them; it is handed what is told, and no database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
_MANY = 2_000  # children, of whom a second process makes a share: it takes a second to begin


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
    *, records: Mapping[int, ChildRecord], system: str, by: Viewer, on: date
) -> list[Part]:
    """The rows of children who are new as things stand, by their places in the extract; nothing is
    written. Whoever writes them looks again at who is new. Refused where a record contradicts
    itself."""
    require(policies.may_manage(by))
    making = Making(on, by.name, system, practice_of(by.local_area_id), nothing())
    parts = [dict(some) for some in _batches(records)]
    with uncollected():
        made = shared(
            [list(part.values()) for part in parts], do=_make, first=making,
            alone=len(records) < _MANY,
        )  # fmt: skip
    return [Part(part, making, rows) for part, rows in zip(parts, made, strict=True)]


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
