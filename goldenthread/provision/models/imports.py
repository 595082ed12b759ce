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


class ImportState(models.TextChoices):
    READY = "ready", "Ready to look at"
    APPLIED = "applied", "Brought in"
    ASIDE = "aside", "Put aside"


class SettingsImport(models.Model):
    """One extract of the national list, or of its links. `file` is kept where it came by a page;
    the command line keeps the hash alone, for the list is public and the file is large."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.APPLIED)
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    as_at = models.DateField()  # the day the extract was taken
    whole = models.BooleanField(default=True)  # False: what it does not hold is not gone
    links = models.BooleanField(default=False)  # of links between settings
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows_read = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # [row, column, words], the first ones
    on = models.DateField()
    by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = SettingsImportQuerySet.as_manager()

    class Meta:
        ordering = ("-as_at", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                name="settings_import_is_not_of_a_day_to_come",
                condition=Q(as_at__lte=models.F("on")),
            ),
        )
