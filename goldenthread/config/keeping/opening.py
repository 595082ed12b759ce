"""Opening a backup: everything is checked before anything is used."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID

from goldenthread.config.keeping.making import MAKING
from goldenthread.config.keeping.manifest import DATA, ENDING, FILES, KEYS, MANIFEST, Manifest
from goldenthread.config.keeping.sealed import Damaged, SealedReader, Secret
from goldenthread.config.keeping.steps import Restore, Tell
from goldenthread.config.keeping.tables import RowHash, canonical
from goldenthread.rules.refusals import Refused

_FILE = re.compile(r"([0-9a-f-]{36})/([0-9a-f]{64})")


@dataclass(frozen=True)
class Opened:
    """A backup whose manifest was read."""

    folder: Path
    keys_folder: Path
    secret: Secret
    manifest: Manifest

    @contextmanager
    def archive(self, part: str) -> Iterator[IO[bytes]]:
        """What is in one archive; Damaged where it is another backup's."""
        path = self.path(part)
        with open(path, "rb") as file:
            reader = SealedReader(file, self.secret, name=path.name)
            if (reader.backup, reader.part) != (self.manifest.backup, part):
                raise Damaged(f"{path} belongs to another backup.")
            yield cast("IO[bytes]", io.BufferedReader(reader, 1 << 16))

    def path(self, part: str) -> Path:
        return (self.keys_folder if part == KEYS else self.folder) / f"{part}{ENDING}"

    def rows(self) -> Iterator[tuple[str, list[str], list[Any] | None]]:
        """(table, its columns, a row): with None for the row where a table begins."""
        with self.archive(DATA) as content, gzip.GzipFile(fileobj=content, mode="rb") as lines:
            table, columns = "", list[str]()
            for line in lines:
                said = json.loads(line)
                if isinstance(said, dict):
                    table, columns = said["table"], said["columns"]
                    yield table, columns, None
                else:
                    yield table, columns, said

    def files(self) -> Iterator[tuple[UUID, str, IO[bytes]]]:
        """(local area, SHA-256, content) of each file."""
        with (
            self.archive(FILES) as content,
            tarfile.open(fileobj=content, mode="r|", bufsize=1 << 16) as tar,
        ):
            for entry in tar:
                found = _FILE.fullmatch(entry.name)
                opened = tar.extractfile(entry)
                if found is None or opened is None:
                    raise Damaged("The archive of files holds something that is no file.")
                yield UUID(found[1]), found[2], opened

    def keys(self) -> dict[str, str]:
        with self.archive(KEYS) as content:
            return cast("dict[str, str]", json.loads(content.read()))


def open_backup(folder: Path, secret: Secret, *, keys_from: Path | None = None) -> Opened:
    """Read the manifest of the backup in a folder. `keys_from`: where its keys are kept apart, the
    folder of this backup's name or the one above."""
    if folder.resolve().name.startswith(MAKING):
        raise Refused(
            f"{folder} is no backup: making it was stopped before it was finished, or it is being "
            "made. Take another."
        )
    path = folder / f"{MANIFEST}{ENDING}"
    try:
        with open(path, "rb") as file:
            reader = SealedReader(file, secret, name=path.name)
            manifest = Manifest.read(io.BufferedReader(reader).read())
            if (reader.backup, reader.part) != (manifest.backup, MANIFEST):
                raise Damaged(f"{path} is no manifest of this backup.")
    except OSError as problem:
        raise Refused(f"{folder} is no backup: {path.name} cannot be read.") from problem
    keys_folder = keys_from or folder
    if not (keys_folder / f"{KEYS}{ENDING}").exists() and (keys_folder / folder.name).is_dir():
        keys_folder = keys_folder / folder.name
    return Opened(folder, keys_folder, secret, manifest)


def verify(opened: Opened, *, tell: Tell) -> None:
    """Read everything; Damaged, with what is wrong, where anything is not as it was written."""
    for part, said in opened.manifest.archives.items():
        path = opened.path(part)
        tell(Restore.ARCHIVES, path.name)
        try:
            with open(path, "rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == said.sha256
        except OSError as problem:
            where = " Where keys are kept apart, add --keys-from." if part == KEYS else ""
            raise Damaged(f"{path} is missing from the backup.{where}") from problem
        if not same:
            raise Damaged(f"{path} is damaged. Take another backup.")
    try:
        _verify_rows(opened, tell)
        _verify_files(opened, tell)
        opened.keys()
    except (OSError, EOFError, ValueError, KeyError, TypeError, tarfile.TarError) as problem:
        raise Damaged(f"{opened.folder} is damaged: {problem}. Take another backup.") from problem


def _verify_rows(opened: Opened, tell: Tell) -> None:
    found: dict[str, tuple[list[str], RowHash]] = {}
    for table, columns, row in opened.rows():
        if row is None:
            tell(Restore.ROWS, table)
            found[table] = (columns, RowHash())
        else:
            found[table][1].add(canonical(row))
    said = {name: (one.columns, one.rows, one.hash) for name, one in opened.manifest.tables.items()}
    if said != {
        name: (columns, one.rows, one.hexdigest()) for name, (columns, one) in found.items()
    }:
        raise Damaged(f"The rows in {opened.folder} are not those of its manifest.")


def _verify_files(opened: Opened, tell: Tell) -> None:
    hashed = RowHash()
    for local_area_id, sha256, content in opened.files():
        if hashed.rows % 100 == 0:
            tell(Restore.FILES, str(hashed.rows))
        if _digest(content) != sha256:
            raise Damaged(f"The file {sha256[:12]}… in {opened.folder} is damaged.")
        hashed.add(f"{local_area_id}/{sha256}".encode())
    if (hashed.rows, hashed.hexdigest()) != (opened.manifest.files, opened.manifest.files_hash):
        raise Damaged(f"The files in {opened.folder} are not those of its manifest.")


def _digest(content: IO[bytes]) -> str:
    seen = hashlib.sha256()
    while piece := content.read(1 << 16):
        seen.update(piece)
    return seen.hexdigest()
