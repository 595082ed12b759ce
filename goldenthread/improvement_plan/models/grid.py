"""What many actions on one page leave behind: saved views, changes that can be undone, workbooks
that were sent to a lead."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.improvement_plan.models.action import Said
from goldenthread.improvement_plan.models.base import PlanRow


class SavedView(PlanRow):
    """A list or grid somebody wants again: `filters` is an address's query, `columns` the grid's
    columns in their order (none: the usual ones)."""

    name = models.CharField(max_length=100)
    owner_id = models.UUIDField()  # the user who keeps it
    owner_label = models.CharField(max_length=200)
    shared = models.BooleanField(default=False)  # with everybody who sees the plan
    filters = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                "plan",
                "owner_id",
                "name",
                name="saved_view_named_once",
                condition=Q(ended_on__isnull=True),
            ),
        )


class DefaultView(PlanRow):
    """Which view a person's grid of a plan opens on; none: every action."""

    user_id = models.UUIDField()
    view = models.ForeignKey(
        SavedView, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint("plan", "user_id", name="one_default_view_a_person"),
        )


class ManyChange(Said):
    """One saving of many cells. `rows` holds, for each action, its id, its reference and the cells
    before and after, in words: what an undo puts back, as a new change."""

    words = models.CharField(max_length=500)
    rows = models.JSONField()
    undone_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-recorded_at",)


class SentWorkbook(Said):
    """A workbook as it left: each row's code, action and cells in words, so that what comes back
    can be told from what was sent and from what stands here by then."""

    code = models.CharField(max_length=8)
    for_whom = models.CharField(max_length=300)
    filters = models.TextField(blank=True)
    rows = models.JSONField()

    class Meta:
        ordering = ("-recorded_at",)
        constraints = (
            models.UniqueConstraint("local_area", "code", name="workbook_code_once_an_area"),
        )
