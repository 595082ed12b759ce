"""Settings: schools, colleges, early-years and other providers, as the national list has them.

A setting's row says how it stands; `SettingChange` says from which day, and what was there before,
so that the row as at an earlier day can be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from goldenthread.provision.models.imports import SettingsImport

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class Phase(models.TextChoices):
    """Phase of education, as Get Information about Schools (GIAS) has it."""

    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    MIDDLE_PRIMARY = "middle_primary", "Middle deemed primary"
    MIDDLE_SECONDARY = "middle_secondary", "Middle deemed secondary"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all_through", "All-through"
    POST_16 = "post_16", "16 plus"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


class Status(models.TextChoices):
    PROPOSED = "proposed", "Proposed to open"
    OPEN = "open", "Open"
    CLOSING = "closing", "Open, but proposed to close"
    CLOSED = "closed", "Closed"


class SettingQuerySet(models.QuerySet["Setting"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody in the area: the national list is public."""
        return self.filter(local_area_id=viewer.local_area_id)


class Setting(models.Model):
    """Where somebody may be taught or trained. Those without a URN are kept by hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    urn = models.CharField(max_length=6, null=True, blank=True)  # None: kept by hand
    ukprn = models.CharField(max_length=8, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True)  # within its authority
    name = models.CharField(max_length=200)
    type_name = models.CharField(max_length=100)  # in GIAS’s words
    type_group = models.CharField(max_length=100, blank=True)
    phase = models.CharField(max_length=16, choices=Phase.choices)
    status = models.CharField(max_length=8, choices=Status.choices)
    opened_on = models.DateField(null=True, blank=True)
    opened_because = models.CharField(max_length=100, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=100, blank=True)
    authority_code = models.CharField(max_length=3, blank=True)  # where it stands
    authority_name = models.CharField(max_length=100, blank=True)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    special = models.BooleanField(default=False)
    independent = models.BooleanField(default=False)
    section_41 = models.BooleanField(default=False)  # may be named in a plan on request
    boarders = models.CharField(max_length=100, blank=True)
    residential = models.BooleanField(default=False)
    sixth_form = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    on_roll = models.PositiveIntegerField(null=True, blank=True)
    resourced_kind = models.CharField(max_length=60, blank=True)
    resourced_capacity = models.PositiveIntegerField(null=True, blank=True)
    resourced_on_roll = models.PositiveIntegerField(null=True, blank=True)
    unit_capacity = models.PositiveIntegerField(null=True, blank=True)
    unit_on_roll = models.PositiveIntegerField(null=True, blank=True)
    needs = models.JSONField(default=list)  # SEN2's codes, in GIAS’s order
    # The day of the first extract that held it; of the one that held it no longer.
    seen_as_at = models.DateField(null=True, blank=True)
    gone_as_at = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()

    objects = SettingQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint("local_area", "urn", name="setting_urn_once_in_an_area"),
            models.CheckConstraint(name="setting_urn_is_none_or_given", condition=~Q(urn="")),
            models.CheckConstraint(name="setting_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="setting_by_hand_is_in_no_extract",
                condition=Q(urn__isnull=False) | Q(seen_as_at=None, gone_as_at=None),
            ),
        )
        indexes = (
            models.Index(fields=("local_area", "authority_code", "status", "phase")),
            models.Index(fields=("local_area", "name")),
        )

    def __str__(self) -> str:
        return self.name


class SettingChange(models.Model):
    """One fact of a setting that changed: from which day it is known, what was there before."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="changes")
    settings_import = models.ForeignKey(
        SettingsImport, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )  # None: by hand
    as_at = models.DateField()
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-as_at", "-recorded_at", "field")
        constraints = (
            models.CheckConstraint(name="setting_change_names_a_fact", condition=~Q(field="")),
        )
        indexes = (models.Index(fields=("setting", "as_at")),)


class SettingLinkQuerySet(models.QuerySet["SettingLink"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody in the area."""
        return self.filter(local_area_id=viewer.local_area_id)


class SettingLink(models.Model):
    """What a setting came from, or what came after it, as GIAS links them by URN."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="links")
    to = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=100)  # in GIAS’s words: Predecessor, Successor - merged…
    since = models.DateField(null=True, blank=True)
    ended_as_at = models.DateField(null=True, blank=True)  # a later extract no longer had it
    recorded_at = models.DateTimeField()

    objects = SettingLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("setting", "to", "kind"),
                condition=Q(ended_as_at__isnull=True),
                name="setting_link_stands_once",
            ),
            models.CheckConstraint(
                name="setting_is_not_linked_to_itself", condition=~Q(setting=F("to"))
            ),
        )
