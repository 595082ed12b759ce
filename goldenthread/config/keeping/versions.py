"""Which backups stay when a new one is there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"golden-thread-(\d{8}T\d{6}Z)")
_FORM = "%Y%m%dT%H%M%SZ"


def name_for(at: datetime) -> str:
    """The name of a backup's folder: when it was begun, in UTC."""
    return f"golden-thread-{at.astimezone(UTC).strftime(_FORM)}"


def begun_at(name: str) -> datetime | None:
    """When the backup of this name was begun; None for a name that is no backup's."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Every finished backup in a folder, the latest first."""
    if not folder.is_dir():
        return []
    found = [(begun_at(path.name), path) for path in folder.iterdir() if path.is_dir()]
    return sorted(((at, path) for at, path in found if at), reverse=True)


def staying(times: Iterable[datetime], *, keep: int) -> set[datetime]:
    """The latest backup of each of the latest `keep` days that have one, and of each of as many
    weeks. The latest of all always stays."""
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for at in sorted(times, reverse=True):
        days.setdefault(at.date(), at)
        weeks.setdefault(at.isocalendar()[:2], at)
    return {*list(days.values())[: max(keep, 1)], *list(weeks.values())[:keep]}
