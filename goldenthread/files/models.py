"""Files that were kept: one row for each content in each local area."""

from typing import ClassVar

import uuid_utils.compat
from django.db import models
from django.db.models.functions import Now

from goldenthread.files.kinds import Kind


class StoredFile(models.Model):
    """A file as it came in; its bytes lie under FILES_ROOT by their SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.compat.uuid7, editable=False)
    local_area_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    kind = models.CharField(max_length=10)
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=150)  # as given, cleaned
    uploaded_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    uploaded_by_id = models.UUIDField(null=True)
    uploaded_by_label = models.TextField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["local_area_id", "sha256"], name="files_content_once_in_area"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in Kind]),
                name="files_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaStorage(models.Model):
    """How many bytes a local area keeps; its row is the lock between keeping and sweeping."""

    local_area_id = models.UUIDField(primary_key=True)
    used_bytes = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(used_bytes__gte=0),
                name="files_used_bytes_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.local_area_id}: {self.used_bytes} bytes"
