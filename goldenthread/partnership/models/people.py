"""Organisations, forums, people, posts, and who holds them: they end, they are not deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Trim

from goldenthread.partnership.models.areas import InLocalArea, User


class OrganisationKind(models.TextChoices):
    COUNCIL = "council", "Council"
    ICB = "icb", "Integrated care board"
    HEALTH_PROVIDER = "health_provider", "Health provider"
    SETTING = "setting", "School, college or other setting"
    PARENT_CARER_FORUM = "parent_carer_forum", "Parent carer forum"
    YOUNG_PEOPLE = "young_people", "Young people’s group"
    REGULATOR = "regulator", "Regulator or department"
    OTHER = "other", "Other"


class Organisation(InLocalArea):
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                "local_area", Lower(Trim("name")), name="organisation_named_once"
            ),
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
        constraints = (
            models.UniqueConstraint("local_area", Lower(Trim("name")), name="forum_named_once"),
        )

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
    # The address that mail came back from, when and why: it counts while it is the person's.
    came_back_address = models.EmailField(blank=True)
    came_back_on = models.DateField(null=True, blank=True)
    came_back_because = models.CharField(max_length=500, blank=True)
    # The first day on which they work here no more; what still names them is a gap from then on.
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"
        constraints = (
            models.UniqueConstraint(
                "local_area", "user", name="user_is_one_person", condition=Q(user__isnull=False)
            ),
            models.CheckConstraint(
                name="address_that_mail_comes_back_from_says_when",
                condition=Q(came_back_address="", came_back_on__isnull=True)
                | (~Q(came_back_address="") & Q(came_back_on__isnull=False)),
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
        constraints = (
            models.UniqueConstraint("local_area", Lower(Trim("title")), name="post_titled_once"),
        )

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
