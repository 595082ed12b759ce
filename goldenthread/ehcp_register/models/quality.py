"""What is wrong with the data: each check's runs, and what each found of which child."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager, sees_children
from goldenthread.ehcp_register.models.sources import Source
from goldenthread.partnership.person_linked import PersonLinked

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class CheckRunRows(models.QuerySet["CheckRun"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those who work with children's records."""
        rows = self.filter(local_area_id=viewer.local_area_id)
        return rows if sees_children(viewer) else rows.none()


class CheckRun(models.Model):
    """One check on one day: whether it ran, why not, how many records it found something in. A
    check that could not run has passed nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    check_key = models.CharField(max_length=60)
    on = models.DateField()
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why_not_run = models.CharField(max_length=300, blank=True)
    found = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()

    objects = CheckRunRows.as_manager()

    class Meta:
        ordering = ("-recorded_at",)
        indexes = (
            models.Index(fields=("local_area", "check_key", "recorded_at"), name="runs_of_a_check"),
        )
        constraints = (
            models.CheckConstraint(
                name="check_that_did_not_run_found_nothing",
                condition=Q(why_not_run="") | Q(found=0),
            ),
        )


class Problem(PersonLinked):
    """What a check finds wrong of one child, from when it was first found until it is found no
    longer. The record is mended where it is kept, not here."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="problems")
    check_key = models.CharField(max_length=60)
    said = models.CharField(max_length=500, blank=True)
    first_found_on = models.DateField()
    last_found_on = models.DateField()
    cleared_on = models.DateField(null=True, blank=True)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "child", "check_key", name="problem_open_once", condition=Q(cleared_on__isnull=True)
            ),
            models.CheckConstraint(
                name="problem_is_found_before_it_is_cleared",
                condition=Q(last_found_on__gte=F("first_found_on")),
            ),
        )
        indexes = (
            models.Index(
                fields=("local_area", "check_key", "first_found_on"),
                condition=Q(cleared_on__isnull=True),
                name="open_problems_of_a_check",
            ),
        )
