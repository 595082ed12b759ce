"""How often something was tried lately: counted in the database, for all processes together."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class Tries(models.Model):
    """Tries of one kind since a moment. The key is a keyed hash: no row names an address, a network
    or an account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return f"{self.count} since {self.began_at:%H:%M}"
