"""What somebody typed into a form and has not saved yet; and the keys of forms that were sent."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
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


class SentForm(models.Model):
    """A form that had its effect; written in the same transaction. It says nothing of what was
    typed: `form` is a hash of the form and its person, `body` of the address and all that was sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    form = models.CharField(max_length=64)
    body = models.CharField(max_length=64)
    # Where the answer led, and what it said there; empty while the first is still being answered.
    answer = models.JSONField(null=True)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "body"], name="a_form_is_sent_once"),
        )
