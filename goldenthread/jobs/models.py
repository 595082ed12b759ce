"""Long work: what was asked for, how far it is, how it ended."""

from enum import StrEnum
from typing import ClassVar

import uuid_utils.compat
from django.db import models
from django.db.models.functions import Now


class State(StrEnum):
    """Where a run stands; it only moves to the right, or from running back to queued."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(models.Model):
    """One piece of long work. Its arguments are ids; its result and message are for people."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.compat.uuid7, editable=False)
    local_area_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    title = models.TextField()
    task = models.CharField(max_length=200)  # dotted path of the function
    arguments = models.JSONField(default=list)  # ids, as text
    state = models.CharField(max_length=10, default=State.QUEUED.value)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    message = models.TextField(blank=True)
    steps = models.JSONField(default=list)  # the messages so far, in order
    result = models.JSONField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    # Which process runs it (host, process id, when that process began), so that a run whose
    # process was killed can be told from one that is merely slow.
    worker = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    by_id = models.UUIDField(null=True)
    by_label = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="jobs_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__lte=100),
                name="jobs_progress_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running", started_at__isnull=False)
                | ~models.Q(state="running"),
                name="jobs_running_has_started",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["local_area_id", "-queued_at"], name="jobs_latest_in_area"),
            models.Index(
                fields=["state"],
                name="jobs_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title
