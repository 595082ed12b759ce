"""Where a child is and what they need: placements, circumstances, visits, the plan itself."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from goldenthread.ehcp_register.models.cases import Event
from goldenthread.ehcp_register.models.children import Child, DatedRow
from goldenthread.ehcp_register.models.in_register import RegisterManager
from goldenthread.ehcp_register.models.sources import Source
from goldenthread.partnership.person_linked import Detail, PersonLinked
from goldenthread.rules.standing import (
    CIRCUMSTANCES,
    ELSEWHERE,
    NEEDS,
    SECTIONS,
    Circumstance,
    Elsewhere,
    Residential,
)


class Placed(models.TextChoices):
    NAMED = "named", "Named in section I"
    ATTENDED = "attended", "Attended"


class Placement(DatedRow):
    """Where a child is placed. What section I names and what is attended are rows of their own, so
    that they can disagree. Without a setting `elsewhere` says what there is instead."""

    kind = models.CharField(max_length=10, choices=Placed.choices)
    setting = models.ForeignKey(
        "provision.Setting", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    urn = models.CharField(max_length=6, blank=True)  # as it was given, known here or not
    name = models.CharField(max_length=200, blank=True)  # of a setting without a URN
    elsewhere = models.CharField(
        max_length=4, blank=True, choices=[(one.value, ELSEWHERE[one]) for one in Elsewhere]
    )
    rank = models.PositiveSmallIntegerField(default=1)  # 2: the second of two
    residential = models.CharField(
        max_length=1, blank=True, choices=[(one.value, one.label) for one in Residential]
    )
    work_based = models.BooleanField(default=False)
    sen_unit = models.BooleanField(default=False)
    resourced_provision = models.BooleanField(default=False)
    out_of_area = models.BooleanField(default=False)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()

    class Meta(DatedRow.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *DatedRow.Meta.constraints,
            models.CheckConstraint(
                name="placement_says_where",
                condition=Q(setting__isnull=False) | ~Q(urn="") | ~Q(name="") | ~Q(elsewhere=""),
            ),
        )


class Need(DatedRow):
    """A kind of need, first or second."""

    need = models.CharField(max_length=4, choices=[(code, words) for code, words in NEEDS.items()])
    rank = models.PositiveSmallIntegerField(default=1)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()


class ChildsCircumstance(DatedRow):
    """What an area must know of while it lasts: out of education, waiting, whereabouts unknown."""

    kind = models.CharField(
        max_length=20, choices=[(one.value, CIRCUMSTANCES[one]) for one in Circumstance]
    )
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()


class WelfareVisit(PersonLinked):
    """Somebody went to see a child where they live or learn."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField()
    by_label = models.CharField(max_length=200)
    seen = models.BooleanField(default=True)  # whether the child was seen
    observations = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"
    details = {"observations": Detail.SOCIAL_CARE}

    class Meta:
        indexes = (models.Index(fields=("child", "on"), name="visit_by_day"),)


class EhcPlan(PersonLinked):
    """One version of a child's EHC plan: drafted, made, amended or replaced by an event."""

    # Found by the child alone, with whom the constraint below begins.
    about_id = models.UUIDField(editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plans", db_index=False)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="plan")
    number = models.PositiveSmallIntegerField()
    made_on = models.DateField()
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"
    found_by = "child_id"

    class Meta:
        verbose_name = "EHC plan"
        constraints = (
            models.UniqueConstraint("child", "number", name="version_of_ehc_plan_numbered_once"),
        )


class PlanSection(PersonLinked):
    """A section A to K of one version, as a file or a link to where it is kept. One that took
    another's place ends it; nothing that was kept is lost.

    `part` tells several of one section apart: a type of provision in F, one advice in K. `detail`
    is the right that whoever opens it needs, beside that to the record.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="sections")
    plan = models.ForeignKey(EhcPlan, on_delete=models.PROTECT, related_name="sections")
    section = models.CharField(
        max_length=2, choices=[(letter, words) for letter, words in SECTIONS.items()]
    )
    part = models.CharField(max_length=120, blank=True)
    detail = models.CharField(max_length=20, choices=Detail.choices, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.URLField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_label = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=500, blank=True)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "plan", "section", "part", name="section_of_a_version_kept_once",
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="section_is_a_file_or_a_link",
                condition=Q(file__isnull=False, link="") | (Q(file__isnull=True) & ~Q(link="")),
            ),
        )  # fmt: skip
