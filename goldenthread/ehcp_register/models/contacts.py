"""Somebody got in touch: about a child, or about nobody known here yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager, sees_children
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.contacts import ABOUT_WORDS, WAY_WORDS, WHO_WORDS, Topic, Way, Who

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class _GotInTouch(models.Model):
    """What both have: nothing of what was said, and nobody's name."""

    on = models.DateField()
    way = models.CharField(max_length=8, choices=[(one.value, WAY_WORDS[one]) for one in Way])
    who = models.CharField(max_length=12, choices=[(one.value, WHO_WORDS[one]) for one in Who])
    topic = models.CharField(
        max_length=12, choices=[(one.value, ABOUT_WORDS[one]) for one in Topic]
    )
    post = models.ForeignKey("partnership.Post", on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    taken_back_because = models.CharField(max_length=500, blank=True)
    recorded_by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("on", "id")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="%(class)s_is_answered_after_it_came",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("on")),
            ),
        )


class Contact(PersonLinked, _GotInTouch):
    """Somebody got in touch about a child of the register; `post` answers."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="contacts")

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta(_GotInTouch.Meta):
        pass


class OpenContactRows(models.QuerySet["UnplacedContact"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The area's, for those who work with children's records."""
        if not sees_children(viewer):
            return self.none()
        return self.filter(local_area_id=viewer.local_area_id)


class UnplacedContact(_GotInTouch):
    """Somebody got in touch about nobody who is known here: it holds no word of whom."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = OpenContactRows.as_manager()

    class Meta(_GotInTouch.Meta):
        pass
