"""The child or young person, who is responsible for them and who works on their case."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from goldenthread.ehcp_register.models.in_register import RegisterManager
from goldenthread.ehcp_register.models.sources import Source
from goldenthread.partnership.person_linked import Detail, Needed, PersonLinked


class Child(PersonLinked):
    """A child or young person: as much of who they are as the duties need.

    `reference` is the number by which their case is known to the council, as its case system has
    it; ours is the id. Numbers are kept as they were given: that one is wrong or stands twice is
    told by the checks, not refused here.
    """

    reference = models.CharField(max_length=40, blank=True)
    forename = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)  # M, F, "" not known
    ethnicity = models.CharField(max_length=4, blank=True)  # the census's main code: WBRI
    postcode = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    upn_unknown = models.CharField(max_length=4, blank=True)  # why there is none: UN1
    uln = models.CharField(max_length=10, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    known_to_social_care = models.CharField(max_length=200, blank=True)  # which team
    died_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    born = "born_on"
    # A plan runs to the end of the school year in which they turn 25, and a line that still holds
    # until the last of days.
    needed_while = Needed(
        {"entries__has_plan": True, "entries__until": date.max},
        "An EHC plan still runs, or nobody has recorded that it ended.",
    )
    details = {"nhs_number": Detail.HEALTH, "known_to_social_care": Detail.SOCIAL_CARE}

    class Meta:
        verbose_name_plural = "children"
        indexes = (
            models.Index(fields=("local_area", "upn"), name="child_by_upn"),
            models.Index(fields=("local_area", "uln"), name="child_by_uln"),
            models.Index(fields=("local_area", "born_on"), name="child_by_birth"),
            models.Index(fields=("local_area", "reference"), name="child_by_reference"),
        )


class DatedRow(PersonLinked):
    """What held of a child from one day to another, both included; `until` None is still."""

    about_id = models.UUIDField(editable=False)  # found by the child, who is the same
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="%(class)ss")
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    person_by = "child"
    found_by = "child_id"

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("from_date")),
            ),
        )


class Responsible(models.TextChoices):
    RESPONSIBLE = "responsible", "Responsible local authority"
    PREVIOUS = "previous", "Previous local authority"
    PLACING = "placing", "Local authority that looks after the child"


class Responsibility(DatedRow):
    """Which authority is responsible for a child, was before, or looks after them."""

    kind = models.CharField(max_length=12, choices=Responsible.choices)
    authority = models.CharField(max_length=3)  # the DfE's three digits
    how_known = models.CharField(max_length=200, blank=True)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()


class Caseload(DatedRow):
    """The post on whose caseload a child stands: one at a time."""

    post = models.ForeignKey("partnership.Post", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()

    class Meta(DatedRow.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(
                "child", name="child_on_one_caseload", condition=Q(until__isnull=True)
            ),
        )


class PersonalBudget(DatedRow):
    """A personal budget that was agreed, and how it is paid; or one that was asked for and
    declined, from the day of the decision."""

    class How(models.TextChoices):
        ORGANISED = "organised", "Held by the council or the school"
        DIRECT = "direct", "Direct payments"
        BOTH = "both", "Partly direct payments"

    class Part(models.TextChoices):
        EDUCATION = "education", "Special educational provision"
        HEALTH = "health", "Health care provision"
        SOCIAL_CARE = "social_care", "Social care provision"

    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    part = models.CharField(max_length=11, choices=Part.choices, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)  # £ a year
    declined = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)  # of declining it

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()

    class Meta(DatedRow.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *DatedRow.Meta.constraints,
            models.CheckConstraint(
                name="budget_is_paid_somehow_or_declined",
                condition=Q(declined=True, how="", amount__isnull=True)
                | (Q(declined=False) & ~Q(how="")),
            ),
        )
