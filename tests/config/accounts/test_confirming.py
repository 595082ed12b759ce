"""Whoever takes many things out at once confirms who they are. OWASP ASVS 5.0, 7.5.3."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from goldenthread.pages.confirming import MARK
from goldenthread.partnership.models import User
from goldenthread.trail.models import TrailEntry
from tests.config.accounts.conftest import code, sign_in
from tests.conftest import PASSWORD

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "sign-in.md"


def _asking(patterns: list[Any], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _asking(one.url_patterns, inner)
        elif isinstance(one, URLPattern) and hasattr(one.callback, MARK):
            yield f"{space}{one.name}"


@pytest.mark.asvs("7.5.3")
def test_the_guide_lists_every_page_that_asks_again_and_no_other() -> None:
    listed = re.findall(r"^\| `([a-z_]+:[a-z_]+)` \|", GUIDE.read_text(encoding="utf-8"), re.M)
    assert sorted(listed) == sorted(_asking(get_resolver().url_patterns))
    assert "reports:lead_workbook" in listed


@pytest.fixture
def asks(settings: Any) -> None:
    settings.EXPORTS_ASK_AGAIN = True


@pytest.fixture
def administrator_in(administrator: Any) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=administrator.user_id).email)
    return client


@pytest.fixture
def at() -> str:
    """Where the whole trail is taken out."""
    from django.urls import reverse

    return reverse("partnership:audit_trail_file", args=["eastmere"])


def _later(client: Client, minutes: int) -> None:
    session = client.session
    session["account_authentication_methods"] = [
        {**one, "at": time.time() - minutes * 60}
        for one in session["account_authentication_methods"]
    ]
    session.save()


@pytest.mark.django_db
def test_a_sign_in_of_the_last_quarter_of_an_hour_counts(
    asks: None, administrator_in: Client, at: str
) -> None:
    assert administrator_in.post(at).status_code == 200
    _later(administrator_in, 14)
    assert administrator_in.post(at).status_code == 200


@pytest.mark.asvs("7.5.3")
@pytest.mark.django_db
def test_later_the_password_is_asked_for_and_leads_back(
    asks: None, administrator_in: Client, at: str
) -> None:
    _later(administrator_in, 16)
    came_from = "/a/eastmere/people/history/"
    answer = administrator_in.post(at, headers={"referer": f"http://testserver{came_from}"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    wrong = administrator_in.post(answer["Location"], {"password": "not mine"})
    assert "That is not your password" in wrong.content.decode()
    right = administrator_in.post(answer["Location"], {"password": PASSWORD})
    assert right["Location"] == came_from
    assert administrator_in.post(at).status_code == 200
    assert TrailEntry.objects.filter(act="partnership.confirmed").count() == 1


@pytest.mark.django_db
def test_a_code_confirms_too(asks: None, administrator: Any, with_codes: Any, at: str) -> None:
    user = with_codes(User.objects.get(pk=administrator.user_id))
    client = Client()
    sign_in(client, user.email)
    client.post("/accounts/codes/ask/", {"code": code()})
    _later(client, 16)
    asked = client.post(at)["Location"]
    page = client.get(asked).content.decode()
    assert "/accounts/codes/confirm/" in page
    client.post("/accounts/codes/confirm/", {"code": code(steps=1)})
    assert client.post(at).status_code == 200


@pytest.mark.django_db
def test_nobody_is_led_elsewhere(asks: None, administrator_in: Client, at: str) -> None:
    _later(administrator_in, 16)
    answer = administrator_in.post(at, headers={"referer": "https://elsewhere.example/a/"})
    assert answer["Location"].endswith("?next=%2F")
