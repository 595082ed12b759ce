"""What was erased stays erased when an older backup is restored.

The erasure register is a file beside the backups, `erasures.txt`: ids of entries of the trail whose
details were erased, and nothing of what they said. Each backup adds to it; a restore reads it, and
the database that it replaces, and erases the same again.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from goldenthread.config.keeping.making import sync_folder
from goldenthread.rules.refusals import Refused
from goldenthread.trail import actions, queries

Erased = frozenset[tuple[UUID, UUID]]  # (local area, entry of the trail)
REGISTER = "erasures.txt"


def of_this_database() -> Erased:
    """What was erased here; nothing where there are no tables yet."""
    there = set(connection.introspection.table_names())
    if not {"trail_trailentry", "trail_traildetail"} <= there:
        return frozenset()
    return frozenset(queries.erased_details())


def read(folder: Path) -> Erased:
    """The register beside the backups; Refused where it is none."""
    path = folder / REGISTER
    if not path.exists():
        return frozenset()
    try:
        pairs = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
        return frozenset((UUID(area), UUID(entry)) for area, entry in pairs)
    except ValueError as problem:
        raise Refused(
            f"{path} is no register of erasures. Put the right one in its place, or take it away: "
            "then what was erased since the backup comes back."
        ) from problem


def add(folder: Path, erased: Erased) -> None:
    """Add to the register, which is whole at any moment."""
    known = read(folder)
    if erased <= known:
        return
    path = folder / REGISTER
    fresh = path.with_name(f".{REGISTER}")
    with open(fresh, "w", encoding="ascii") as file:
        os.fchmod(file.fileno(), 0o600)
        file.writelines(f"{area} {entry}\n" for area, entry in sorted(known | erased))
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    sync_folder(folder)


def again(erased: Erased, *, on: date) -> int:
    """Erase in this database what was erased since; how many entries. It stands in the trail."""
    found = queries.still_told({entry for _, entry in erased})
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
