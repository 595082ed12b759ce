"""A child, and what is asked for them."""

from __future__ import annotations

from django.db import models

from goldenthread.partnership.models import Detail
from goldenthread.partnership.person_linked import PersonLinked, PersonLinkedManager


class Child(PersonLinked):
    name = models.CharField(max_length=200)
    born_on = models.DateField(null=True, blank=True)
    health_advice = models.TextField(blank=True)
    social_care = models.TextField(blank=True)

    objects = PersonLinkedManager["Child"]()
    details = {"health_advice": Detail.HEALTH, "social_care": Detail.SOCIAL_CARE}
    born = "born_on"


class AssessmentRequest(PersonLinked):
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="requests")
    received_on = models.DateField()

    objects = PersonLinkedManager["AssessmentRequest"]()
    person_by = "child"
