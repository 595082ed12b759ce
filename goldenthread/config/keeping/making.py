"""Making a backup while people work.

The rows are read in one transaction that sees one moment (on SQLite a read transaction of the log,
on PostgreSQL repeatable read), by the product itself: no program of another version is needed, and
either database can be restored from it. A folder gets its name once all in it is on the disk.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from goldenthread.config.keeping import versions
from goldenthread.config.keeping.disk import alone, sync_folder
from goldenthread.config.keeping.manifest import (
    DATA,
    ENDING,
    FILES,
    KEYS,
    MANIFEST,
    ArchiveSaid,
    Manifest,
    TableSaid,
)
from goldenthread.config.keeping.sealed import SealedWriter, Secret
from goldenthread.config.keeping.steps import Backup, Tell
from goldenthread.config.keeping.tables import RowHash, canonical, line_of, tables
from goldenthread.files import queries as files
from goldenthread.files import storage
from goldenthread.partnership import queries as partnership
from goldenthread.rules.refusals import Refused
from goldenthread.trail import queries as trail

MAKING = ".making-"  # before the name of what is not finished


@dataclass
class _Making:
    """A backup that is being made: where, how it is encrypted, and what is in it so far."""

    folder: Path
    secret: Secret
    backup: str
    salt: bytes
    archives: dict[str, ArchiveSaid]

    @contextmanager
    def archive(self, part: str, folder: Path | None = None) -> Iterator[SealedWriter]:
        """An encrypted file, on the disk when this ends."""
        path = (folder or self.folder) / f"{part}{ENDING}"
        with open(path, "xb") as file:
            os.fchmod(file.fileno(), 0o600)
            sealed = SealedWriter(file, self.secret, backup=self.backup, part=part, salt=self.salt)
            yield sealed
            sealed.finish()
            file.flush()
            os.fsync(file.fileno())
        self.archives[part] = ArchiveSaid(sealed.size, sealed.hash.hexdigest())


@dataclass
class _FilesSaid:
    count: int
    size: int
    hash: RowHash
    gone: list[str]


def make(
    to: Path, secret: Secret, *, at: datetime, keys_to: Path | None = None, tell: Tell
) -> tuple[Path, Manifest]:
    """Make a backup in a folder of its own below `to`, and its keys below `keys_to` where that is
    another place. Raises Refused where it cannot be made; then nothing is left of it."""
    _require_migrated()
    tell(Backup.FOLDERS)
    name = versions.name_for(at)
    places = [to] if keys_to in (None, to) else [to, keys_to]
    try:
        for place in places:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with alone(to), _unfinished(places, name) as folders:
            making = _Making(folders[0], secret, secrets.token_hex(16), secrets.token_bytes(16), {})
            said = _write(making, folders[-1], at=at, tell=tell)
            for folder, place in reversed(list(zip(folders, places, strict=True))):
                tell(Backup.IN_PLACE if place == to else Backup.KEY_IN_PLACE)
                _finish(folder, place / name)
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full" if full else problem.strerror
        raise Refused(f"No backup was made in {to}: {why}. The ones before it stay.") from problem
    return to / name, said


def _write(making: _Making, keys_folder: Path, *, at: datetime, tell: Tell) -> Manifest:
    with _one_moment():
        migrations = sorted(MigrationExecutor(connection).loader.applied_migrations)
        slugs = {area.id: area.slug for area in partnership.all_areas()}
        heads = [
            (str(one.local_area_id), slugs.get(one.local_area_id, "-"), str(one))
            for one in trail.heads()
        ]
        with making.archive(DATA) as sealed:
            said = _write_rows(sealed, tell)
        with making.archive(FILES) as sealed:
            contents = _write_files(sealed, tell)
    tell(Backup.KEY)
    with making.archive(KEYS, keys_folder) as sealed:
        sealed.write(json.dumps({"secret-key": settings.SECRET_KEY}).encode())
    manifest = Manifest(
        backup=making.backup,
        made_at=at.isoformat(),
        version=version("goldenthread"),
        database=connection.vendor,
        migrations=migrations,
        tables=said,
        files=contents.count,
        file_bytes=contents.size,
        files_hash=contents.hash.hexdigest(),
        files_gone=contents.gone,
        heads=heads,
        archives=dict(making.archives),
    )
    tell(Backup.MANIFEST)
    with making.archive(MANIFEST) as sealed:
        sealed.write(manifest.as_json())
    return manifest


def _write_rows(sealed: SealedWriter, tell: Tell) -> dict[str, TableSaid]:
    """JSON Lines, compressed: before each table's rows, its name and columns."""
    said: dict[str, TableSaid] = {}
    with gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=3, mtime=0) as packed:
        for table in tables(apps):
            tell(Backup.ROWS, table.name)
            head = {"table": table.name, "columns": table.columns}
            packed.write(json.dumps(head).encode() + b"\n")
            hashed = RowHash()
            for row in table.rows():
                packed.write(line_of(row) + b"\n")
                hashed.add(canonical(row))
            said[table.name] = TableSaid(table.columns, hashed.rows, hashed.hexdigest())
    return said


def _write_files(sealed: SealedWriter, tell: Tell) -> _FilesSaid:
    """A tar of the contents that rows speak of, each named by its area and its hash."""
    said = _FilesSaid(0, 0, RowHash(), [])
    with tarfile.open(fileobj=sealed, mode="w|", bufsize=1 << 16) as tar:
        for local_area_id, sha256 in files.every_content():
            name = f"{local_area_id}/{sha256}"
            path = storage.place(local_area_id, sha256)
            if not _is_whole(path, sha256):
                said.gone.append(name)
                continue
            if said.count % 100 == 0:
                tell(Backup.FILES, str(said.count))
            with open(path, "rb") as content:
                entry = tarfile.TarInfo(name)
                entry.size = os.fstat(content.fileno()).st_size
                tar.addfile(entry, content)
            said.count, said.size = said.count + 1, said.size + entry.size
            said.hash.add(name.encode())
    return said


def _is_whole(path: Path, sha256: str) -> bool:
    try:
        with open(path, "rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


@contextmanager
def _one_moment() -> Iterator[None]:
    """What is read in here stood so at one moment, whatever is written meanwhile."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django's own would keep every writer waiting
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield
        finally:
            cursor.execute("ROLLBACK")


def _require_migrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("The database is not up to date. Run: goldenthread migrate.")


@contextmanager
def _unfinished(places: list[Path], name: str) -> Iterator[list[Path]]:
    """Folders to write into; gone again where writing fails. What a killed run left goes first."""
    for place in places:
        for left in place.glob(f"{MAKING}*"):
            shutil.rmtree(left)
        if (place / name).exists():
            raise Refused(f"{place / name} is there already.")
    folders = [place / f"{MAKING}{name}" for place in places]
    try:
        for folder in folders:
            folder.mkdir(mode=0o700)
        yield folders
    except BaseException:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _finish(folder: Path, final: Path) -> None:
    sync_folder(folder)
    os.rename(folder, final)
    sync_folder(final.parent)


def throw_away_old(
    to: Path, *, keep: int, keys_to: Path | None = None, tell: Tell
) -> dict[Path, int]:
    """Delete the backups that need not stay (see `versions.staying`), and their keys; how many in
    each folder. A key stays for as long as its backup, whatever a run that was stopped left."""
    stays = versions.staying((at for at, _ in versions.backups_in(to)), keep=keep)
    thrown = {to: _throw_away(to, stays, tell)}
    if keys_to not in (None, to):
        keys = versions.staying((at for at, _ in versions.backups_in(keys_to)), keep=keep)
        thrown[keys_to] = _throw_away(keys_to, stays | keys, tell)
    return thrown


def _throw_away(folder: Path, stays: set[datetime], tell: Tell) -> int:
    going = [path for at, path in versions.backups_in(folder) if at not in stays]
    for path in going:
        tell(Backup.OLDER, path.name)
        left = path.with_name(f"{MAKING}{path.name}")  # half deleted, it is no backup any more
        os.rename(path, left)
        tell(Backup.OLDER_GOES, path.name)
        shutil.rmtree(left)
    return len(going)
