"""Where something is known from."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class SourceKind(models.TextChoices):
    IMPORT = "import", "An import"
    PERSON = "person", "Somebody who recorded it here"
    INVENTED = "invented", "Invented for a demonstration"


class Source(models.Model):
    """A return, an extract or a person from which records are known, and the day it describes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=SourceKind.choices)
    system = models.CharField(max_length=100)  # the stream: “SEN2”, “Case system”, “Annex A”
    title = models.CharField(max_length=200)
    as_at = models.DateField()
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_label = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-as_at", "-recorded_at")
