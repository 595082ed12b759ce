"""Word templates: a council's own look for the papers it is sent."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class WordTemplate(models.Model):
    """A council's own Word template for papers to one forum, or to any (forum None)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    forum = models.ForeignKey(
        "partnership.Forum", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
