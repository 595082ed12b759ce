"""The local area, its organisations, forums, posts, people and what each may do.

Every row names its local area; uniqueness is within it. People end (`until`), they are not deleted.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7


class LocalArea(models.Model):
    """A council, its integrated care board, schools and others, together responsible for SEND."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    brand_colour = models.CharField(max_length=7, default="#0b4f55")
    demonstration = models.BooleanField(default=False)
    # A demonstration stays on its own day, so that its dates keep their meaning; None is today.
    lives_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Someone who signs in. One user may serve several local areas, each by its own grants."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    COUNCIL = "council", "Council"
    ICB = "icb", "Integrated care board"
    HEALTH_PROVIDER = "health_provider", "Health provider"
    SETTING = "setting", "School, college or other setting"
    PARENT_CARER_FORUM = "parent_carer_forum", "Parent carer forum"
    REGULATOR = "regulator", "Regulator or department"
    OTHER = "other", "Other"


class InLocalArea(models.Model):
    """What every row of the partnership has."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(LocalArea, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Organisation(InLocalArea):
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint("local_area", "name", name="organisation_named_once"),
        )

    def __str__(self) -> str:
        return self.name


class ForumKind(models.TextChoices):
    BOARD = "board", "Partnership or improvement board"
    OPERATIONAL = "operational", "Operational group"
    WORKSTREAM = "workstream", "Workstream group"
    SCRUTINY = "scrutiny", "Scrutiny committee"
    CABINET = "cabinet", "Cabinet or cabinet member"
    HEALTH_AND_WELLBEING = "health_and_wellbeing", "Health and wellbeing board"
    HEALTH = "health", "Integrated care board body"
    PARENT_CARER_FORUM = "parent_carer_forum", "Parent carer forum"
    OTHER = "other", "Other"


class Forum(InLocalArea):
    """A board, committee or group that an action reports to or that receives papers."""

    name = models.CharField(max_length=200)
    also_known_as = models.JSONField(default=list)  # spellings merged into this name
    kind = models.CharField(max_length=30, choices=ForumKind.choices, default=ForumKind.OTHER)
    chair = models.CharField(max_length=200, blank=True)
    rhythm = models.CharField(max_length=100, blank=True)
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    # Which fields this body's front sheet has, in order: [{"key", "label", "hint", "required"}].
    front_sheet_fields = models.JSONField(default=list)
    from_date = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint("local_area", "name", name="forum_named_once"),)

    def __str__(self) -> str:
        return self.name


class Person(InLocalArea):
    """Someone known to the area; may never sign in."""

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"
        constraints = (
            models.UniqueConstraint(
                "local_area", "user", name="user_is_one_person", condition=Q(user__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name


class PostKind(models.TextChoices):
    POST = "post", "Post"
    TEAM = "team", "Team"


class Post(InLocalArea):
    """A job or a team, whoever holds it."""

    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=PostKind.choices, default=PostKind.POST)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )

    class Meta:
        ordering = ("title",)
        constraints = (models.UniqueConstraint("local_area", "title", name="post_titled_once"),)

    def __str__(self) -> str:
        return self.title


class PostHolding(InLocalArea):
    """Who holds a post, from when until when (None: still)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("from_date",)
        constraints = (
            models.CheckConstraint(
                name="holding_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("from_date")),
            ),
            models.UniqueConstraint("post", "person", "from_date", name="holding_recorded_once"),
        )


class ForumMembership(InLocalArea):
    """Who sits on a forum, in which capacity, from when until when."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    capacity = models.CharField(max_length=60, default="member")  # chair, deputy chair, member…
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("from_date",)
        constraints = (
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("from_date")),
            ),
            models.UniqueConstraint("forum", "person", "from_date", name="membership_once"),
        )


class Role(models.TextChoices):
    BOARD_MEMBER = "board_member", "Board member"
    ACTION_LEAD = "action_lead", "Action lead"
    DEPUTY = "deputy", "Deputy"
    WORKSTREAM_LEAD = "workstream_lead", "Workstream lead"
    PROGRAMME_OFFICE = "programme_office", "Programme office"
    PARENT_CARER_FORUM = "parent_carer_forum", "Parent carer forum"
    EXTERNAL_ADVISER = "external_adviser", "External adviser"
    AREA_ADMINISTRATOR = "area_administrator", "Area administrator"


class ScopeKind(models.TextChoices):
    LOCAL_AREA = "local_area", "The whole local area"
    PLAN = "plan", "One plan"
    LEVEL = "level", "One priority or workstream"
    POST = "post", "The actions of one post"
    FORUM = "forum", "One forum"


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, *, on: date) -> GrantQuerySet:
        """What counts on the day; what was taken back counts on none."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=on), from_date__lte=on, taken_back_at__isnull=True
        )

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


class Grant(InLocalArea):
    """What one person may do, where, from when until when, and why: the only source of rights."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    scope_kind = models.CharField(
        max_length=20, choices=ScopeKind.choices, default=ScopeKind.LOCAL_AREA
    )
    # The plan, level, post or forum; no foreign key, for these live in higher contexts.
    scope_id = models.UUIDField(null=True, blank=True)
    # What that was called when the right was given, for lists of rights.
    scope_label = models.CharField(max_length=400, blank=True)
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)
    # Ended at once, in the middle of a day: `until` alone would last until midnight.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="grants_given"
    )
    recorded_at = models.DateTimeField()

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
