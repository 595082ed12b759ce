from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldenthread.partnership.models import User
from tests.intake.pages.walking import Walk
from tests.kept_rows import kept


@pytest.fixture
@kept
def officer(viewer: Callable[..., Any]) -> Any:
    return viewer("programme_office")


@pytest.fixture
def walk(django_capture_on_commit_callbacks: Any) -> Callable[[Any], Walk]:
    """`walk(viewer)`: that person, signed in, with a browser of their own."""

    def start(viewer: Any) -> Walk:
        client = Client()
        client.force_login(User.objects.get(pk=viewer.user_id))
        return Walk(client, django_capture_on_commit_callbacks)

    return start
