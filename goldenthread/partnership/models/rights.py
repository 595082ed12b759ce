"""What each may do, and which kinds of details each may see: where, from when until when, why."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from goldenthread.partnership.models.areas import InLocalArea, User

Right = TypeVar("Right", bound=models.Model)


class Role(models.TextChoices):
    BOARD_MEMBER = "board_member", "Board member"
    ACTION_LEAD = "action_lead", "Action lead"
    DEPUTY = "deputy", "Deputy"
    WORKSTREAM_LEAD = "workstream_lead", "Workstream lead"
    PROGRAMME_OFFICE = "programme_office", "Programme office"
    PARENT_CARER_FORUM = "parent_carer_forum", "Parent carer forum"
    EXTERNAL_ADVISER = "external_adviser", "External adviser"
    AREA_ADMINISTRATOR = "area_administrator", "Area administrator"
    CASE_OFFICER = "case_officer", "SEND case officer"
    CASE_MANAGER = "case_manager", "SEND case manager"
    CLINICAL_OFFICER = "clinical_officer", "Designated clinical or social care officer"


class ScopeKind(models.TextChoices):
    LOCAL_AREA = "local_area", "The whole local area"
    PLAN = "plan", "One plan"
    LEVEL = "level", "One priority or workstream"
    POST = "post", "The actions of one post"
    FORUM = "forum", "One forum"


class Detail(models.TextChoices):
    """Kinds of details about a child or young person that not everybody who works on their record
    needs: each is a right of its own."""

    HEALTH = "health", "Health advice"
    SOCIAL_CARE = "social_care", "Social care"
    EDUCATION = "education", "Education"


class RightRows(models.QuerySet[Right]):
    def in_force(self, *, on: date) -> Self:
        """What counts on the day; what was taken back counts on none."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=on), from_date__lte=on, taken_back_at__isnull=True
        )


class DatedRight(InLocalArea):
    """What every right has: whose it is, from when, why, given by whom, last used when."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="%(class)ss")
    from_date = models.DateField()
    # Ended at once, in the middle of a day: `until` alone would last until midnight.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss_given"
    )
    recorded_at = models.DateTimeField()
    # The last day its holder came to the area while it counted; written at most once a day.
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class GrantQuerySet(RightRows["Grant"]):
    def keeping(self, *, local_area_id: UUID) -> GrantQuerySet:
        """Rights of administrators of the whole area that have no end."""
        return self.filter(
            local_area_id=local_area_id,
            role=Role.AREA_ADMINISTRATOR,
            scope_kind=ScopeKind.LOCAL_AREA,
            until__isnull=True,
            taken_back_at__isnull=True,
            user__is_active=True,
        )


class Grant(DatedRight):
    """What one person may do, where, from when until when, and why: the only source of rights."""

    role = models.CharField(max_length=30, choices=Role.choices)
    scope_kind = models.CharField(
        max_length=20, choices=ScopeKind.choices, default=ScopeKind.LOCAL_AREA
    )
    # The plan, level, post or forum; no foreign key, for these live in higher contexts.
    scope_id = models.UUIDField(null=True, blank=True)
    # What that was called when the right was given, for lists of rights.
    scope_label = models.CharField(max_length=400, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("from_date",)
        constraints = (
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("from_date")),
            ),
            models.CheckConstraint(
                name="narrow_grant_names_its_scope",
                condition=Q(scope_kind="local_area", scope_id__isnull=True)
                | (~Q(scope_kind="local_area") & Q(scope_id__isnull=False)),
            ),
        )
        indexes = (models.Index(fields=("user", "local_area")),)


class DetailGrant(DatedRight):
    """Lets one person see one kind of details, in the whole area or of one team's records."""

    detail = models.CharField(max_length=20, choices=Detail.choices)
    team = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateField(null=True, blank=True)

    objects = RightRows["DetailGrant"].as_manager()

    class Meta:
        ordering = ("from_date",)
        constraints = (
            models.CheckConstraint(
                name="detail_grant_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("from_date")),
            ),
            models.CheckConstraint(
                name="detail_grant_names_a_known_detail",
                condition=Q(detail__in=["health", "social_care", "education"]),
            ),
        )
        indexes = (models.Index(fields=("user", "local_area"), name="detail_grant_of_user"),)
