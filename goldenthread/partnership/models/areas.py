"""The local area, whoever signs in, and what every row of an area has."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
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
    # Sessions begun before this moment have ended, on whatever device.
    signed_out_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must carry to count: it changes with the password, and whenever everybody
        who is signed in with this account is signed out."""
        moment = self.signed_out_at.isoformat() if self.signed_out_at else ""
        return salted_hmac(
            "goldenthread.partnership.User.session",
            f"{self.password}\x1f{moment}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class InLocalArea(models.Model):
    """What every row of the partnership has."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(LocalArea, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
