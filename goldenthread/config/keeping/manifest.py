"""What a backup says of itself: the last thing written, the first thing read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from goldenthread.config.keeping.sealed import Damaged

FORMAT = 1
DATA, FILES, KEYS, MANIFEST = "data", "files", "keys", "manifest"
ENDING = ".gtbackup"


@dataclass(frozen=True)
class TableSaid:
    """A table: its columns, how many rows, and the hash of them (see `tables.RowHash`)."""

    columns: list[str]
    rows: int
    hash: str


@dataclass(frozen=True)
class ArchiveSaid:
    """An archive as it lies on the disk."""

    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`made_at` as ISO in UTC; `heads` are (local area, its short name, "number:hash")."""

    backup: str
    made_at: str
    version: str
    database: str  # "sqlite" or "postgresql"
    migrations: list[tuple[str, str]]
    tables: dict[str, TableSaid]
    files: int
    file_bytes: int
    files_hash: str  # of every file's area and SHA-256, in any order
    files_gone: list[str]  # that rows speak of and that were not there: "area/sha256"
    heads: list[tuple[str, str, str]]
    archives: dict[str, ArchiveSaid]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True, indent=1).encode()

    @classmethod
    def read(cls, content: bytes) -> Manifest:
        """Damaged where it is none, or of a format that this program does not know."""
        try:
            said: dict[str, Any] = json.loads(content)
            if said["format"] != FORMAT:
                raise Damaged(
                    f"This backup has format {said['format']}, and this program reads {FORMAT}. "
                    "Install the version that made it, or a later one."
                )
            return cls(
                **{
                    **said,
                    "migrations": [(app, name) for app, name in said["migrations"]],
                    "tables": {name: TableSaid(**one) for name, one in said["tables"].items()},
                    "heads": [(area, slug, head) for area, slug, head in said["heads"]],
                    "archives": {
                        name: ArchiveSaid(**one) for name, one in said["archives"].items()
                    },
                }
            )
        except (ValueError, KeyError, TypeError) as problem:
            raise Damaged("The backup’s manifest cannot be read.") from problem
