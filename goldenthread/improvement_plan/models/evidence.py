"""Evidence: a file or a link, what it shows, when, and what kind of proof it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.improvement_plan.models.action import Action, Said
from goldenthread.improvement_plan.models.plan import PlanLevel


class EvidenceKind(models.TextChoices):
    ACTIVITY = "activity", "Activity: something was done"
    OUTPUT = "output", "Output: something exists now"
    IMPACT = "impact", "Impact: something got better for children and families"


class Evidence(Said):
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    level = models.ForeignKey(
        PlanLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(max_length=300)
    shows = models.TextField()
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.URLField(max_length=1000, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-on", "-recorded_at")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                name="evidence_is_of_one_thing",
                condition=Q(action__isnull=False, level__isnull=True)
                | Q(action__isnull=True, level__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_link",
                condition=Q(file__isnull=False, link="") | (Q(file__isnull=True) & ~Q(link="")),
            ),
        )
