"""Escalations: blocked, needs a decision; from which forum, by when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.improvement_plan.models.action import Action, ProgressUpdate, Said
from goldenthread.improvement_plan.models.plan import PlanLevel


class Escalation(Said):
    """Open until a forum decides or until it is withdrawn; what was decided is kept in words."""

    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations"
    )
    level = models.ForeignKey(
        PlanLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations"
    )
    blocked = models.TextField()  # what is blocked, and by what
    decision_needed = models.TextField()
    forum = models.ForeignKey(
        "partnership.Forum", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    needed_by = models.DateField(null=True, blank=True)
    update = models.ForeignKey(
        ProgressUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "partnership.Forum", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_recorded_by_label = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("needed_by", "on", "id")
        constraints = (
            models.CheckConstraint(
                name="escalation_is_of_one_thing",
                condition=Q(action__isnull=False, level__isnull=True)
                | Q(action__isnull=True, level__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_escalation_says_what",
                condition=Q(decided_on__isnull=True, decision="", decided_by__isnull=True)
                | (Q(decided_on__gte=F("on"), decided_by__isnull=False) & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="withdrawn_escalation_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__gte=F("on")) & ~Q(withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="escalation_ends_once",
                condition=Q(decided_on__isnull=True) | Q(withdrawn_on__isnull=True),
            ),
        )
        indexes = (models.Index(fields=("plan", "needed_by")),)
