"""Keeping files, and clearing away what nothing refers to.

The trail entry is written by the context that the file belongs to, in the same transaction.
"""

import errno
import os
import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from goldenthread.files import gate, queries, storage
from goldenthread.files.kinds import Kind
from goldenthread.files.models import AreaStorage, StoredFile
from goldenthread.rules.refusals import Refused

# A content nothing refers to may belong to a transaction that has not ended yet.
UNREFERENCED_FOR = timedelta(days=1)
_NO_SPACE = frozenset([errno.ENOSPC, errno.EDQUOT])


def keep(
    *,
    upload: gate.Upload | bytes,
    name: str,
    local_area_id: uuid.UUID,
    by_id: uuid.UUID | None,
    by_label: str,
    on: date,
    allowed: frozenset[Kind],
    limit_bytes: int = gate.DEFAULT_LIMIT_BYTES,
    made_here: bool = False,
) -> queries.KeptFile:
    """Check the file and keep it; the same content again gives the file already kept.

    `made_here`: a document this product wrote, not one that came in. Refused when the gate
    refuses (its virus scanner included), the area's quota is full or the disk is. When the caller's
    transaction is rolled back the content stays on disk, unreferenced, until `sweep`.
    """
    try:
        with gate.check(
            upload, name=name, allowed=allowed, limit_bytes=limit_bytes, made_here=made_here
        ) as checked:
            part = storage.write_beside(checked.stream, local_area_id, checked.sha256)
    except OSError as full:
        if full.errno not in _NO_SPACE:
            raise
        raise Refused(
            "There is no space left for files on this installation, so nothing was kept. "
            "Ask whoever looks after the installation."
        ) from full
    try:
        with transaction.atomic():
            return _kept(checked, part, local_area_id, by_id=by_id, by_label=by_label, on=on)
    finally:
        part.unlink(missing_ok=True)


def _kept(
    checked: gate.CheckedFile,
    part: Path,
    local_area_id: uuid.UUID,
    *,
    by_id: uuid.UUID | None,
    by_label: str,
    on: date,
) -> queries.KeptFile:
    """The row, made or found, and the content in its place, under the area's lock."""
    _lock(local_area_id)
    earlier = StoredFile.objects.filter(local_area_id=local_area_id, sha256=checked.sha256).first()
    if earlier and earlier.removed_at is None:
        storage.put_in_place(part)  # mends a content that was lost or damaged meanwhile
        return queries.kept(earlier, already_kept=True)
    _charge(local_area_id, checked.size)
    storage.put_in_place(part)
    row = earlier or StoredFile(local_area_id=local_area_id, sha256=checked.sha256)
    row.size = checked.size
    row.kind = checked.kind.value
    row.media_type = checked.media_type
    row.name = checked.safe_name
    row.uploaded_on = on
    row.uploaded_by_id = by_id
    row.uploaded_by_label = by_label
    row.removed_at = None
    row.save()
    row.refresh_from_db()
    return queries.kept(row)


def remove(file_id: uuid.UUID, *, local_area_id: uuid.UUID) -> None:
    """Take a file away: it can no longer be read, and `sweep` deletes its content.

    Refused when it is not there.
    """
    with transaction.atomic():
        _lock(local_area_id)
        file = queries.stored_file(file_id, local_area_id=local_area_id)
        StoredFile.objects.filter(id=file.id).update(removed_at=Now())
        AreaStorage.objects.filter(local_area_id=local_area_id).update(
            used_bytes=F("used_bytes") - file.size
        )


def erase(file_ids: Collection[uuid.UUID], *, local_area_id: uuid.UUID) -> list[StoredFile]:
    """Erase files: their names, and their bytes with the commit; the rows as they were, of those
    that had not been erased before.

    What a killed process left of the bytes, `sweep` deletes. Raises TransactionManagementError
    outside a transaction.
    """
    if not file_ids:
        return []
    _lock(local_area_id)
    rows = list(StoredFile.objects.filter(local_area_id=local_area_id, id__in=file_ids))
    counted = sum(row.size for row in rows if row.removed_at is None)
    StoredFile.objects.filter(id__in=[row.id for row in rows]).update(
        name="erased", removed_at=Now()
    )
    AreaStorage.objects.filter(local_area_id=local_area_id).update(
        used_bytes=F("used_bytes") - counted
    )
    contents = [row.sha256 for row in rows]
    transaction.on_commit(lambda: _unlink(local_area_id, contents))
    return rows


def _unlink(local_area_id: uuid.UUID, contents: Collection[str]) -> None:
    """Delete bytes, but not of a content that somebody brought in again meanwhile."""
    with transaction.atomic():
        _lock(local_area_id)
        rows = StoredFile.objects.filter(local_area_id=local_area_id, sha256__in=contents)
        for sha256 in rows.exclude(removed_at=None).values_list("sha256", flat=True):
            storage.place(local_area_id, sha256).unlink(missing_ok=True)


def sweep(*, now: datetime) -> int:
    """Delete contents older than a day that no file refers to; the number deleted."""
    deleted = 0
    for local_area_id in storage.areas():
        with transaction.atomic():
            _lock(local_area_id)
            referred = set(
                StoredFile.objects.filter(local_area_id=local_area_id, removed_at=None).values_list(
                    "sha256", flat=True
                )
            )
            for sha256, path in storage.contents(local_area_id):
                finished = path.name == sha256
                old = path.stat().st_mtime < (now - UNREFERENCED_FOR).timestamp()
                if old and not (finished and sha256 in referred):
                    os.unlink(path)
                    deleted += 1
    return deleted


def _lock(local_area_id: uuid.UUID) -> None:
    """Hold the area's storage until the commit: keeping and sweeping never meet."""
    row = AreaStorage(local_area_id=local_area_id)
    AreaStorage.objects.bulk_create([row], ignore_conflicts=True)
    AreaStorage.objects.select_for_update().get(local_area_id=local_area_id)


def _charge(local_area_id: uuid.UUID, size: int) -> None:
    quota = settings.FILES_QUOTA_BYTES
    charged = AreaStorage.objects.filter(
        local_area_id=local_area_id, used_bytes__lte=quota - size
    ).update(used_bytes=F("used_bytes") + size)
    if not charged:
        raise Refused(
            f"Your area has used its space for files ({quota / 1_000_000:,.0f} MB). "
            "Remove files that are no longer needed, or ask for more space."
        )
