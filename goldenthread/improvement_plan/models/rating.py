"""Scales and ratings: dated statements by named raters, never overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.improvement_plan.models.action import Action, Said
from goldenthread.improvement_plan.models.base import PlanRow
from goldenthread.improvement_plan.models.plan import PlanLevel
from goldenthread.rules.ratings import Axis, Scale


class RatingScale(PlanRow):
    """A scale as the plan defines it; `data` is `rules.ratings.Scale.as_data()`. A change of words
    makes a new version, so that an old rating keeps its meaning."""

    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    scale_version = models.PositiveIntegerField(default=1)
    data = models.JSONField()
    main = models.BooleanField(default=False)  # the council's own scale of actions
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-main", "name")
        constraints = (
            models.UniqueConstraint("plan", "key", "scale_version", name="scale_version_once"),
            models.UniqueConstraint(
                "plan",
                name="one_main_scale",
                condition=Q(main=True, ended_on__isnull=True),
            ),
        )

    def as_scale(self) -> Scale:
        return Scale.from_data(self.data)


class Capacity(models.TextChoices):
    COUNCIL = "council", "Council"  # the lead or workstream lead, for the partnership
    PROGRAMME_OFFICE = "programme_office", "Programme office"
    EXTERNAL = "external", "DfE and NHS England"
    FORUM = "forum", "Parent carer forum"


class Rating(Said):
    """Who said what, about an action or a level, on which occasion. Corrections supersede."""

    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="ratings"
    )
    level = models.ForeignKey(
        PlanLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="ratings"
    )
    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    point_key = models.SlugField(max_length=60)
    axis = models.CharField(max_length=12, choices=[(axis.value, axis.value) for axis in Axis])
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    raters = models.JSONField(default=list)  # names or bodies: ["DfE", "NHS England"]
    occasion = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    recovery_date = models.DateField(null=True, blank=True)
    label_as_written = models.CharField(max_length=100, blank=True)
    imported = models.BooleanField(default=False)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering = ("-on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                name="rating_is_of_one_thing",
                condition=Q(action__isnull=False, level__isnull=True)
                | Q(action__isnull=True, level__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("plan", "on")),
            models.Index(fields=("plan", "capacity")),
            models.Index(fields=("action", "on")),
        )
