"""Where contents lie: FILES_ROOT/<local area>/<first two of the hash>/<hash>.

A content is written beside its place under another name, forced to the disk and renamed, so
that a content which is there is whole.
"""

import os
import secrets
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings

_PART = ".part-"  # in the names of contents not yet whole


def folder(local_area_id: uuid.UUID) -> Path:
    """The folder of one local area's contents."""
    return Path(settings.FILES_ROOT) / str(local_area_id)


def place(local_area_id: uuid.UUID, sha256: str) -> Path:
    """Where the content with this hash lies, or would."""
    return folder(local_area_id) / sha256[:2] / sha256


def write_beside(stream: IO[bytes], local_area_id: uuid.UUID, sha256: str) -> Path:
    """Copy the content, forced to the disk, to a name beside its place; OSError when full."""
    final = place(local_area_id, sha256)
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = final.with_name(f"{sha256}{_PART}{secrets.token_hex(8)}")
    try:
        with open(part, "xb") as written:
            os.fchmod(written.fileno(), 0o600)
            shutil.copyfileobj(stream, written)
            written.flush()
            os.fsync(written.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def put_in_place(part: Path) -> None:
    """Rename a content that is whole to its hash; what lay there has the same hash."""
    os.replace(part, part.with_name(part.name.partition(_PART)[0]))
    parent = os.open(part.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def contents(local_area_id: uuid.UUID) -> Iterator[tuple[str, Path]]:
    """(hash, path) of everything kept for a local area, unfinished copies included."""
    for path in folder(local_area_id).glob("??/*"):
        yield path.name.partition(_PART)[0], path


def areas() -> tuple[uuid.UUID, ...]:
    """The local areas that have a folder."""
    root = Path(settings.FILES_ROOT)
    found: list[uuid.UUID] = []
    for path in root.iterdir() if root.is_dir() else ():
        try:
            found.append(uuid.UUID(path.name))
        except ValueError:  # "incoming": the gate's temporary copies
            continue
    return tuple(sorted(found))
