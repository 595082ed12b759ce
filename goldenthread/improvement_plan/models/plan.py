"""The plan, its levels, the findings it answers, its targets and what they reached."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.improvement_plan.models.base import (
    InLocalArea,
    PlanInSight,
    PlanRow,
    WrittenDateFields,
)


class PlanKind(InLocalArea):
    """A kind of plan an area keeps: written statement of action, priority action plan…"""

    name = models.CharField(max_length=120)
    level_names = models.JSONField(default=list)  # ["Priority", "Action area"], top level first

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint("local_area", "name", name="plan_kind_named_once"),)

    def __str__(self) -> str:
        return self.name


class Plan(InLocalArea):
    """A monitored plan. `layout` is the council's own table, so that it can be printed back."""

    kind = models.ForeignKey(PlanKind, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=300)
    level_names = models.JSONField(default=list)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    predecessor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    layout = models.JSONField(default=list)  # headings of the council's table, in order
    closed_on = models.DateField(null=True, blank=True)
    # When leads are reminded, `rules.reminders.Reminders` as data; {} is as usual.
    reminders = models.JSONField(default=dict, blank=True)
    recorded_at = models.DateTimeField()

    objects = PlanInSight.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = (models.UniqueConstraint("local_area", "title", name="plan_titled_once"),)

    def __str__(self) -> str:
        return self.title


class FindingEnd(models.TextChoices):
    """How a finding stopped asking for anything."""

    MET = "met", "Met"
    MERGED = "merged", "Merged with another"
    WRONG = "wrong", "Recorded by mistake"


class Finding(PlanRow):
    """What an inspection said must improve, in the report's own reference.

    `kind` and `responsible` are the report's own words ("Area for priority action"; the bodies it
    names). An ended finding stays readable, with how and why it ended.
    """

    reference = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    kind = models.CharField(max_length=80, blank=True)
    responsible = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True)
    on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    ended_as = models.CharField(max_length=8, choices=FindingEnd.choices, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(
                name="finding_ends_with_a_reason",
                condition=Q(ended_on__isnull=True, ended_as="", ended_reason="")
                | Q(ended_on__isnull=False, ended_as__in=FindingEnd.values) & ~Q(ended_reason=""),
            ),
        )


class PlanLevel(PlanRow):
    """A priority, workstream, weakness or improvement area: the plan's own word is `word`."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    depth = models.PositiveSmallIntegerField()  # 0 is the top level
    reference = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    aim = models.TextField(blank=True)
    impact = models.TextField(blank=True)  # what families notice
    findings = models.ManyToManyField(Finding, through="FindingAnswer", related_name="levels")
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        indexes = (models.Index(fields=("plan", "depth", "position")),)

    @property
    def word(self) -> str:
        """The plan's own name for this level."""
        names: list[str] = self.plan.level_names
        return names[self.depth] if self.depth < len(names) else "Level"

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()


class FindingAnswer(PlanRow):
    """A part of the plan answers a finding: each may have several of the other."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="answers")
    level = models.ForeignKey(PlanLevel, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        constraints = (
            models.UniqueConstraint("finding", "level", name="finding_answered_once_by_a_part"),
        )


class Target(PlanRow, WrittenDateFields):
    """A KPI or target of a level or an action: typed where there are figures, words where not."""

    level = models.ForeignKey(
        PlanLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="targets"
    )
    action = models.ForeignKey(
        "improvement_plan.Action",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
    )
    text = models.TextField()
    measure = models.CharField(max_length=300, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)  # %, percentage points, days, plans…
    comparator = models.CharField(max_length=100, blank=True)  # "above national average"
    baseline = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)


class TargetStep(PlanRow, WrittenDateFields):
    """One step of a trajectory: "75% in the first year"."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="steps")
    value = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)


class TargetReading(PlanRow):
    """What was reached, when, and who says so; never overwritten."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="readings")
    value = models.DecimalField(max_digits=12, decimal_places=3)
    on = models.DateField()
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("on", "recorded_at")
