"""Saved mappings of case systems' extracts, the latest version of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldenthread.ehcp_register.queries.foreseen import streams as brought_in
from goldenthread.files import waiting
from goldenthread.intake.models import RegisterArrival, RegisterMapping
from goldenthread.intake.registers.extract import ExtractReading
from goldenthread.intake.registers.mapping import Mapping, from_data
from goldenthread.intake.registers.proposing import TableSeen, table_from
from goldenthread.intake.registers.sheets import Sheet
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

TABLE = "table"  # the part in which an extract's columns wait until they are said


@dataclass(frozen=True)
class StreamFact:
    """A stream from which extracts come; `as_at` the latest day it described, None where nothing
    of it came in yet."""

    name: str
    as_at: date | None


def streams(*, viewer: Viewer) -> tuple[StreamFact, ...]:
    """The streams that an extract may belong to, by name: those that came in, and those whose
    columns are known."""
    known: dict[str, date | None] = {
        row.name: None for row in RegisterMapping.objects.visible_to(viewer)
    }
    known |= dict(brought_in(viewer=viewer))
    return tuple(StreamFact(name, as_at) for name, as_at in sorted(known.items()))


def table_of_arrival(row: RegisterArrival) -> TableSeen:
    """What the columns of an extract look like. Refused where it waits no more, or is none."""
    found = waiting.frame(row.pk, TABLE, 0, key=row.key)
    if found is None:
        raise Refused("The columns of this file are known: it says itself what they are.")
    return table_from(json.loads(found))


@dataclass(frozen=True)
class MappingFact:
    """A saved mapping in its latest version; `columns` counts those that it reads."""

    name: str
    version: int
    columns: int
    recorded_at: datetime
    by: str


def mappings(*, viewer: Viewer) -> tuple[MappingFact, ...]:
    """The systems whose columns are known, by name."""
    return tuple(
        MappingFact(
            row.name, row.version, len(row.columns["columns"]), row.recorded_at,
            row.recorded_by_label,
        )
        for row in latest_mappings(viewer=viewer)
    )  # fmt: skip


def to_begin_with(arrival_id: UUID, *, viewer: Viewer) -> tuple[TableSeen, Mapping | None]:
    """The table of an extract, and the mapping that its form begins with: the one that read it, or
    the last of its stream."""
    rows = RegisterArrival.objects.visible_to(viewer).select_related("mapping")
    row = rows.get(pk=arrival_id)
    found = row.mapping or next(
        (one for one in latest_mappings(viewer=viewer) if one.name == row.system), None
    )
    return table_of_arrival(row), from_data(found.columns) if found else None


def latest_mappings(*, viewer: Viewer) -> tuple[RegisterMapping, ...]:
    """The latest version of each of the area's mappings, by name."""
    found: dict[str, RegisterMapping] = {}
    for row in RegisterMapping.objects.visible_to(viewer).order_by("name", "-version"):
        found.setdefault(row.name, row)
    return tuple(found.values())


def fitting(sheets: Sequence[Sheet], *, system: str, viewer: Viewer) -> RegisterMapping | None:
    """The saved mapping that reads these tables; of several that of the stream, then the one that
    names most of their columns."""
    fits = [one for one in latest_mappings(viewer=viewer) if _reads(one, sheets)]
    if system:
        fits = [one for one in fits if one.name == system]
    return max(fits, key=lambda one: len(one.columns["columns"]), default=None)


def _reads(row: RegisterMapping, sheets: Sequence[Sheet]) -> bool:
    try:
        ExtractReading(list(sheets), from_data(row.columns))
    except Refused:
        return False
    return True
