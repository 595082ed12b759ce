"""What was erased stays erased when an older backup is restored.

The erasure register is two files beside the backups: `erasures.txt` has the ids of entries of the
trail whose details were erased, `erased-rows.txt` the ids of rows that were erased when their time
was over. Neither says anything of what was erased. Each backup adds to them, and each erasure to
the second; a restore reads both, and the database that it replaces, and erases the same again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from goldenthread.config.keeping.disk import sync_folder
from goldenthread.retention import queries as retention
from goldenthread.retention.actions import erase_again
from goldenthread.rules.refusals import Refused
from goldenthread.trail import actions, queries

Details = frozenset[tuple[UUID, UUID]]  # (local area, entry of the trail)
Rows = frozenset[tuple[UUID, str, str]]  # (local area, table, id)
REGISTER = "erasures.txt"
REGISTER_OF_ROWS = "erased-rows.txt"
_TABLE = re.compile(r"[a-z_]+\.[A-Za-z]+")


@dataclass(frozen=True)
class Erased:
    """What was erased: details of the trail, and rows."""

    details: Details = frozenset()
    rows: Rows = frozenset()

    def __or__(self, other: Erased) -> Erased:
        return Erased(self.details | other.details, self.rows | other.rows)


@dataclass(frozen=True)
class Again:
    """What a restore erased again; `files` are contents (area, hash) that must not come back."""

    details: int = 0
    rows: int = 0
    files: frozenset[tuple[UUID, str]] = frozenset()


def of_this_database() -> Erased:
    """What was erased here; nothing where there are no tables yet."""
    there = set(connection.introspection.table_names())
    found = Erased()
    if {"trail_trailentry", "trail_traildetail"} <= there:
        found |= Erased(details=frozenset(queries.erased_details()))
    if "retention_erasedrow" in there:
        found |= Erased(rows=frozenset(retention.erased_rows()))
    return found


def read(folder: Path) -> Erased:
    """The registers beside the backups; Refused where one is none."""
    return Erased(_details(folder / REGISTER), _rows(folder / REGISTER_OF_ROWS))


def _details(path: Path) -> Details:
    with _a_register(path):
        pairs = [line.split() for line in _lines(path)]
        return frozenset((UUID(area), UUID(entry)) for area, entry in pairs)


def _rows(path: Path) -> Rows:
    with _a_register(path):
        found = [line.split() for line in _lines(path)]
        if not all(_TABLE.fullmatch(table) for _, table, _ in found):
            raise ValueError("a table's name is none")
        return frozenset((UUID(area), table, row_id) for area, table, row_id in found)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="ascii").splitlines() if path.exists() else []


@contextmanager
def _a_register(path: Path) -> Iterator[None]:
    try:
        yield
    except ValueError as problem:
        raise Refused(
            f"{path} is no register of erasures. Put the right one in its place, or take it away: "
            "then what was erased since the backup comes back."
        ) from problem


def add(folder: Path, erased: Erased) -> None:
    """Add to the registers, each of which is whole at any moment."""
    known = read(folder)
    both = known | erased
    if both.details != known.details:
        _write(folder / REGISTER, [f"{area} {entry}" for area, entry in both.details])
    if both.rows != known.rows:
        _write(folder / REGISTER_OF_ROWS, [" ".join(map(str, row)) for row in both.rows])


def _write(path: Path, lines: list[str]) -> None:
    fresh = path.with_name(f".{path.name}")
    with open(fresh, "w", encoding="ascii") as file:
        os.fchmod(file.fileno(), 0o600)
        file.writelines(f"{line}\n" for line in sorted(lines))
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    sync_folder(path.parent)


def again(erased: Erased, *, on: date) -> Again:
    """Erase in this database what was erased since. It stands in the trail, and what concerns rows
    on a certificate."""
    details = _details_again(erased.details, on=on)
    found = erase_again(erased.rows, on=on)
    return Again(
        details,
        sum(one.rows for one in found),
        frozenset(one for each in found for one in each.files),
    )


def _details_again(details: Details, *, on: date) -> int:
    found = queries.still_told({entry for _, entry in details})
    with transaction.atomic():
        for local_area_id, seqs in found.items():
            actions.erase_details(
                local_area_id=local_area_id,
                seqs=seqs,
                actor_id=None,
                actor_label="Restore of a backup",
                reason="erased before, after the backup was made",
                on=on,
            )
    return sum(len(seqs) for seqs in found.values())
