"""Who is told of what, which services are asked for written information, and what was told.

The settings are about posts, services and departments, and of no child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.telling import MATTERS
from goldenthread.rules.telling import Practice as PracticeOfTelling

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer

_USUAL = PracticeOfTelling()
_MATTERS = [(matter.value, words) for matter, words in MATTERS.items()]


Setting = TypeVar("Setting", bound=models.Model)


class SettingRows(models.QuerySet[Setting]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the viewer's own area."""
        return self.filter(local_area_id=viewer.local_area_id)


class TellingSetting(models.Model):
    """What an area has set of who is told; it is about no child."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class TellingPractice(TellingSetting):
    """From which day an area tells, and how early and how late. No row: it tells nobody."""

    told_from = models.DateField(null=True)
    weeks_ahead = models.JSONField(default=list)  # [12, 6, 2]
    remind_before = models.PositiveSmallIntegerField(default=_USUAL.remind_before)  # days
    escalate_after = models.PositiveSmallIntegerField(default=_USUAL.escalate_after)  # days
    act_within = models.PositiveSmallIntegerField(default=_USUAL.act_within)  # days

    objects = SettingRows["TellingPractice"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("local_area", name="one_practice_of_telling_of_an_area"),
        )


class Whom(models.TextChoices):
    """To whom a matter is told, besides those whom it asks something."""

    CASELOAD = "caseload", "Whose caseload the child is on"
    CASE_MANAGERS = "case_manager", "Every SEND case manager"
    CLINICAL_OFFICERS = "clinical_officer", "The designated clinical and social care officers"
    POST = "post", "A post or team"


class ToldOf(TellingSetting):
    """One line of “who is told of what”."""

    matter = models.CharField(max_length=20, choices=_MATTERS)
    whom = models.CharField(max_length=20, choices=Whom.choices)
    post = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = SettingRows["ToldOf"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="told_of_names_a_post_or_a_role",
                condition=Q(whom="post", post__isnull=False)
                | ~Q(whom="post") & Q(post__isnull=True),
            ),
        )


class AdviceService(TellingSetting):
    """A body that is asked for written information, as the cases name it: who is told there, and
    who answers for it where it is late."""

    name = models.CharField(max_length=120)
    post = models.ForeignKey("partnership.Post", on_delete=models.PROTECT, related_name="+")
    lead_post = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateField(null=True, blank=True)

    objects = SettingRows["AdviceService"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "local_area",
                "name",
                name="advice_service_named_once",
                condition=Q(until__isnull=True),
            ),
        )


class Told(PersonLinked):
    """Somebody was told of something about a child: what was told once is not told again.

    `about_event` is the event that began the matter; `mark` the step, such as “coming-12”.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="told")
    matter = models.CharField(max_length=20, choices=_MATTERS)
    about_event = models.UUIDField()
    mark = models.CharField(max_length=30)
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="+")
    message_id = models.UUIDField(null=True)  # None: no address for mail is recorded
    on = models.DateField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "about_event", "matter", "mark", "person", name="person_told_once_of_a_step"
            ),
        )
        indexes = (models.Index(fields=("local_area", "matter", "on"), name="told_of_a_matter"),)


class Department(TellingSetting):
    """A department that is told when somebody with an EHC plan comes to live in the area."""

    name = models.CharField(max_length=120)
    post = models.ForeignKey("partnership.Post", on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)

    objects = SettingRows["Department"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "local_area",
                "name",
                name="department_named_once",
                condition=Q(until__isnull=True),
            ),
        )


class Newcomer(PersonLinked):
    """Somebody with an EHC plan who is new to the area: a checklist of who has acted."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="arrivals")
    event_id = models.UUIDField(unique=True)  # the plan's transfer from another authority
    arrived_on = models.DateField()
    told_on = models.DateField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"


class DepartmentPart(PersonLinked):
    """What one department does for somebody new to the area, and when it said that it had."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="department_parts")
    newcomer = models.ForeignKey(Newcomer, on_delete=models.PROTECT, related_name="parts")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by_label = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        constraints = (
            models.UniqueConstraint("newcomer", "department", name="part_of_a_department_once"),
            models.CheckConstraint(
                name="part_that_is_done_says_by_whom",
                condition=Q(done_on__isnull=True) | ~Q(done_by_label=""),
            ),
        )
