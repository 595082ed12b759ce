"""What every row of a plan has: its local area, its plan, a random id, a version for locking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class InSight(models.QuerySet[Row_co]):
    """Rows as somebody: a query that does not say who asks does not leave `queries`."""

    plan_field = "plan_id"

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the viewer's local area, and of the plans their grants reach."""
        rows = self.filter(local_area_id=viewer.local_area_id)
        if viewer.plan_ids is not None:
            rows = rows.filter(**{f"{self.plan_field}__in": viewer.plan_ids})
        return rows


class PlanInSight(InSight[Row_co]):
    plan_field = "id"


class InLocalArea(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class PlanRow(InLocalArea):
    """A row of one plan. Every row names its plan, so that one filter decides who sees it."""

    plan = models.ForeignKey(
        "improvement_plan.Plan", on_delete=models.PROTECT, related_name="%(class)s_rows"
    )

    objects = InSight.as_manager()

    class Meta:
        abstract = True


class WrittenDateFields(models.Model):
    """A date as the plan writes it, and as understood; see `rules.calendars.WrittenDate`."""

    as_written = models.CharField(max_length=500, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)  # last acceptable day
    precision = models.CharField(max_length=10, default="none")

    class Meta:
        abstract = True
