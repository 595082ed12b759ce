"""What families tell us: the words of a parent carer forum or a young people's group, kept."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.improvement_plan.models.action import Said
from goldenthread.improvement_plan.models.plan import PlanLevel
from goldenthread.improvement_plan.models.rating import Rating


class FamilyVoice(Said):
    """One statement about one part of the plan. `on` is the day it was said.

    A newer one stands before it; nothing is overwritten. Where the office typed it in
    (`on_behalf`) it is a draft until the organisation itself confirms it, and `point_key` waits
    with it to become a rating.
    """

    level = models.ForeignKey(PlanLevel, on_delete=models.PROTECT, related_name="voices")
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField()
    said_by = models.CharField(max_length=200)
    occasion = models.CharField(max_length=300, blank=True)
    scale_key = models.SlugField(max_length=60, blank=True)
    point_key = models.SlugField(max_length=60, blank=True)
    rating = models.OneToOneField(
        Rating, null=True, blank=True, on_delete=models.PROTECT, related_name="voice"
    )
    on_behalf = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by_label = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    withdrawn_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "-recorded_at")
        constraints = (
            models.CheckConstraint(name="voice_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="voice_on_behalf_is_confirmed_by_somebody",
                condition=Q(confirmed_on__isnull=True, confirmed_by_label="")
                | (Q(on_behalf=True, confirmed_on__gte=F("on")) & ~Q(confirmed_by_label="")),
            ),
            models.CheckConstraint(
                name="withdrawn_voice_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__gte=F("on")) & ~Q(withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="unconfirmed_voice_rates_nothing",
                condition=Q(rating__isnull=True)
                | Q(on_behalf=False)
                | Q(confirmed_on__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("plan", "level", "on")),)
