"""People of Eastmere who sign in, and an app that shows codes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from goldenthread.partnership.models import LocalArea, User
from tests.conftest import PASSWORD, TODAY

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def office(viewer: Any) -> User:
    return User.objects.get(pk=viewer("programme_office").user_id)


@pytest.fixture
def reader_only(viewer: Any) -> User:
    return User.objects.get(pk=viewer("board_member").user_id)


@pytest.fixture
def administrator(viewer: Any) -> Any:
    return viewer("area_administrator", name="Ada Mason")


def code(secret: str = SECRET, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes on."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def with_codes() -> Callable[[User], User]:
    """`with_codes(user)`: they have set up codes from an app."""

    def set_up(user: User) -> User:
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
        return user

    return set_up


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    typed = {"login": email, "password": password}
    return client.post("/accounts/login/", typed, **more)
