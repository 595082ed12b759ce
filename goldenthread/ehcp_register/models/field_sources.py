"""What each source says of who a child is, so that disagreements can be seen and settled."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager
from goldenthread.ehcp_register.models.sources import Source
from goldenthread.partnership.person_linked import PersonLinked


class FieldSource(PersonLinked):
    """The value that one stream (the case system, the SEN2 return…) gave last for one field of a
    child; never of a field that is a detail. `decided_on`: somebody decided that this one holds;
    it holds until they decide again."""

    # Written often: found by the child alone, with whom the constraint below begins.
    about_id = models.UUIDField(editable=False)
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="field_sources", db_index=False
    )
    field = models.CharField(max_length=40)
    system = models.CharField(max_length=100)
    given = models.CharField(max_length=200, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_on = models.DateField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=200, blank=True)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"
    found_by = "child_id"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "child", "field", "system", name="field_given_once_by_a_system"
            ),
        )
        indexes = (models.Index(fields=("local_area", "field"), name="field_sources_of_a_field"),)
