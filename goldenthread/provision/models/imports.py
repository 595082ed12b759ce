"""Imports of settings: which extract, as at which day, and what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class SettingsImportQuerySet(models.QuerySet["SettingsImport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody in the area."""
        return self.filter(local_area_id=viewer.local_area_id)


class SettingsImport(models.Model):
    """One extract of the national list, brought in. The list is public, so its hash is kept and
    the file is not: anybody can fetch it again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    as_at = models.DateField()  # the day the extract was taken
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows_read = models.PositiveIntegerField()
    rows_refused = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    problems = models.JSONField(default=list)  # [row, column, words], the first ones
    on = models.DateField()
    by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    objects = SettingsImportQuerySet.as_manager()

    class Meta:
        ordering = ("-as_at", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                name="settings_import_is_not_of_a_day_to_come",
                condition=Q(as_at__lte=models.F("on")),
            ),
        )
