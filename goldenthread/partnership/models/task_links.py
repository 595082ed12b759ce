"""A link that lets one person do one thing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goldenthread.partnership.models.areas import InLocalArea
from goldenthread.partnership.models.people import Person


class TaskLink(InLocalArea):
    """Lets one person do one thing without signing in, until a day; nothing secret is stored."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="task_links")
    task = models.SlugField(max_length=60)  # what may be done: a key of the context that asks
    # What it may be done to; no foreign key, for it lives in a higher context.
    object_id = models.UUIDField()
    expires_on = models.DateField()  # the last day it works
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)
    # Openings of the page; a mail scanner that looks at every link counts too.
    uses = models.PositiveIntegerField(default=0)
    last_used_on = models.DateField(null=True, blank=True)
    made_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-made_on", "-id")
        constraints = (
            models.UniqueConstraint(
                "person",
                "task",
                "object_id",
                name="one_standing_task_link",
                condition=Q(withdrawn_on__isnull=True),
            ),
            models.CheckConstraint(
                name="withdrawn_task_link_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
            ),
            models.CheckConstraint(
                name="used_task_link_says_when",
                condition=Q(uses=0, last_used_on__isnull=True)
                | Q(uses__gt=0, last_used_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"link of {self.person}"
