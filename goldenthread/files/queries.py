"""What is kept. Whoever asks has checked that the viewer may see the thing the file belongs to."""

import hashlib
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.conf import settings

from goldenthread.files import storage
from goldenthread.files.kinds import Kind
from goldenthread.files.models import AreaStorage, StoredFile
from goldenthread.rules.refusals import Refused


@dataclass(frozen=True)
class KeptFile:
    """A file that is kept. `already_kept` is true where keeping it again changed nothing."""

    id: uuid.UUID
    local_area_id: uuid.UUID
    sha256: str
    size: int  # bytes
    kind: Kind
    media_type: str
    name: str
    uploaded_on: date
    recorded_at: datetime
    uploaded_by_id: uuid.UUID | None
    uploaded_by_label: str
    already_kept: bool = False


@dataclass(frozen=True)
class Usage:
    """How much a local area keeps, and how much it may, in bytes."""

    used: int
    quota: int


@dataclass(frozen=True)
class Damage:
    """A kept file whose content is gone ("missing") or has changed ("altered")."""

    file: KeptFile
    what: str


def stored_file(file_id: uuid.UUID, *, local_area_id: uuid.UUID) -> KeptFile:
    """One file of the area; Refused when it is not there or was removed."""
    row = StoredFile.objects.filter(
        id=file_id, local_area_id=local_area_id, removed_at=None
    ).first()
    if row is None:
        raise Refused("This file is not kept here. It may have been removed.")
    return kept(row)


def stored_files(
    file_ids: Collection[uuid.UUID], *, local_area_id: uuid.UUID
) -> dict[uuid.UUID, KeptFile]:
    """Several files of the area by id, in one statement; those not kept are left out."""
    rows = StoredFile.objects.filter(
        id__in=list(file_ids), local_area_id=local_area_id, removed_at=None
    )
    return {row.id: kept(row) for row in rows}


def with_content(sha256: str, *, local_area_id: uuid.UUID) -> KeptFile | None:
    """The file of the area with this very content, if it is kept."""
    row = StoredFile.objects.filter(
        sha256=sha256, local_area_id=local_area_id, removed_at=None
    ).first()
    return kept(row) if row else None


def open_bytes(file_id: uuid.UUID, *, local_area_id: uuid.UUID) -> IO[bytes]:
    """The content, open for reading; Refused when the file or its content is not there."""
    file = stored_file(file_id, local_area_id=local_area_id)
    try:
        return open(storage.place(local_area_id, file.sha256), "rb")
    except FileNotFoundError as gone:
        raise Refused(
            f"The content of “{file.name}” is missing from this installation. "
            "Ask whoever looks after the installation to restore it from a backup."
        ) from gone


def usage(*, local_area_id: uuid.UUID) -> Usage:
    """Bytes kept by the area, and its quota."""
    row = AreaStorage.objects.filter(local_area_id=local_area_id).first()
    return Usage(row.used_bytes if row else 0, settings.FILES_QUOTA_BYTES)


def every_content() -> Iterator[tuple[uuid.UUID, str]]:
    """(local area, SHA-256) of every content that is kept in this installation, for a backup."""
    rows = StoredFile.objects.filter(removed_at=None).order_by("local_area_id", "sha256")
    return rows.values_list("local_area_id", "sha256").iterator()


def damaged(*, local_area_id: uuid.UUID) -> tuple[Damage, ...]:
    """Every kept file whose content is missing or no longer has its hash. Reads all contents."""
    found: list[Damage] = []
    rows = StoredFile.objects.filter(local_area_id=local_area_id, removed_at=None)
    for row in rows.order_by("id").iterator():
        path = storage.place(local_area_id, row.sha256)
        if not path.is_file():
            found.append(Damage(kept(row), "missing"))
            continue
        with open(path, "rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != row.sha256:
                found.append(Damage(kept(row), "altered"))
    return tuple(found)


def kept(row: StoredFile, *, already_kept: bool = False) -> KeptFile:
    """A row as what other contexts may hold."""
    return KeptFile(
        id=row.id,
        local_area_id=row.local_area_id,
        sha256=row.sha256,
        size=row.size,
        kind=Kind(row.kind),
        media_type=row.media_type,
        name=row.name,
        uploaded_on=row.uploaded_on,
        recorded_at=row.recorded_at,
        uploaded_by_id=row.uploaded_by_id,
        uploaded_by_label=row.uploaded_by_label,
        already_kept=already_kept,
    )
