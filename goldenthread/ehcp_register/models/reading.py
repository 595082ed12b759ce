"""How the register is read: views that people keep, what an area asks of its visits, and children
moved between caseloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager, sees_children
from goldenthread.partnership.person_linked import PersonLinked

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer

VISITED_WITHIN = 182  # days: half a year; the law sets none


class ReadingRows(models.QuerySet["RegisterView"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own views and those shared, for those who work with children's records."""
        if not sees_children(viewer):
            return self.none()
        return self.filter(
            Q(owner_id=viewer.user_id) | Q(shared=True), local_area_id=viewer.local_area_id
        )


class RegisterView(models.Model):
    """The list as somebody wants it again: `query` is an address's, so no child stands in it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=100)
    owner_id = models.UUIDField()  # the user who keeps it
    owner_label = models.CharField(max_length=200)
    shared = models.BooleanField(default=False)  # with everybody who works with the register
    query = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReadingRows.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                "local_area",
                "owner_id",
                "name",
                name="register_view_named_once",
                condition=Q(ended_on__isnull=True),
            ),
        )


class PracticeRows(models.QuerySet["RegisterPractice"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(local_area_id=viewer.local_area_id)


class RegisterPractice(models.Model):
    """What an area settles for itself: where the law sets no limit, where it leaves open which
    days are counted, and where plans may be kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.OneToOneField(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    # Children who live or learn away, or are taught at home, are visited every so many days.
    visited_within = models.PositiveSmallIntegerField(
        default=VISITED_WITHIN, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    # The duties, such as “D06 D15”, whose days are counted as working days (rules.clocks.Practice).
    working_days = models.CharField(max_length=100, blank=True)
    # Hosts, one a line, that sections of plans may be linked at.
    link_hosts = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PracticeRows.as_manager()


class CaseloadMove(PersonLinked):
    """A child put on another post's caseload; those moved together have one `move`."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="caseload_moves")
    move = models.UUIDField(db_index=True)
    from_post_id = models.UUIDField(null=True)
    to_post_id = models.UUIDField()
    on = models.DateField()
    moved_by_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    undone_on = models.DateField(null=True, blank=True)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        constraints = (models.UniqueConstraint("move", "child", name="child_in_a_move_once"),)
