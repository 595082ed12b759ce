"""Drafts: what somebody typed into a form and has not yet saved."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class Draft(models.Model):
    """A form's fields as typed. `user_id` is None where the session had ended before the form was
    sent: then only the token, given back through sign-in, opens it, once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.CharField(max_length=64, unique=True)
    user_id = models.UUIDField(null=True, blank=True)
    address = models.CharField(max_length=500)
    fields = models.JSONField()
    size = models.PositiveIntegerField(default=0)  # characters of the fields
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "user_id",
                "address",
                name="one_draft_a_person_and_form",
                condition=models.Q(user_id__isnull=False),
            ),
        )
