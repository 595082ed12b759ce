"""What of sign-in is open, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_nobody_makes_their_own_account(client: Client) -> None:
    from goldenthread.partnership.models import User

    page = client.post(
        "/accounts/signup/", {"email": "new@elsewhere.example", "password1": PASSWORD}
    )
    assert b"Accounts are made for you" in page.content
    assert not User.objects.exists()


@pytest.mark.asvs("7.5.1")
def test_nobody_changes_the_address_that_their_rights_hang_on(
    viewer: Callable[..., Any], signed_in: Callable[[Any], Client]
) -> None:
    from goldenthread.partnership.models import User

    office = viewer("programme_office")
    page = signed_in(office).post(
        "/accounts/email/", {"action_add": "", "email": "mine@elsewhere.example"}
    )
    assert page.status_code == 403
    assert "Ask an area administrator" in page.content.decode()
    assert User.objects.get(pk=office.user_id).email == "programme.office@eastmere.example"


@pytest.mark.asvs("6.2.2", "7.4.4")
def test_everybody_reaches_their_own_password_from_every_page(
    viewer: Callable[..., Any], signed_in: Callable[[Any], Client]
) -> None:
    client = signed_in(viewer("board_member"))
    assert 'href="/accounts/"' in client.get("/a/eastmere/").content.decode()
    assert 'href="/accounts/password/change/"' in client.get("/accounts/").content.decode()
    new = "another long enough password"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert Client().login(email="board.member@eastmere.example", password=new)


@pytest.mark.asvs("3.7.2")
def test_sign_in_leads_nowhere_else(client: Client, viewer: Callable[..., Any]) -> None:
    viewer("board_member")
    answer = client.post(
        "/accounts/login/?next=https://elsewhere.example/",
        {"login": "board.member@eastmere.example", "password": PASSWORD},
    )
    assert answer.status_code == 302
    assert "elsewhere" not in answer["Location"]
