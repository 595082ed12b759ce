"""No page of sign-in's own is left as it comes: each is ours, or is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth import urls as every_page
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from goldenthread.config.accounts import urls as ours
from goldenthread.partnership.models import User
from tests.config.accounts.conftest import code, sign_in

pytestmark = pytest.mark.django_db
ARGUMENTS: dict[str, dict[str, Any]] = {
    "account_reset_password_from_key": {"uidb36": "abc", "key": "abc-def"},
    "openid_connect_login": {"provider_id": "organisation"},
    "openid_connect_callback": {"provider_id": "organisation"},
}


def _names(patterns: list[Any]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns)
        elif isinstance(one, URLPattern) and one.name:
            yield one.name


THEIRS = sorted(set(_names(every_page.urlpatterns)))
OURS = sorted(set(_names(ours.urlpatterns)))


def test_there_are_pages_to_look_at() -> None:
    assert {"account_login", "mfa_activate_totp", "account_email"} <= set(THEIRS)


@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("name", THEIRS)
def test_each_page_of_allauth_is_ours_or_not_there(name: str) -> None:
    if name in OURS:
        return
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("name", OURS)
def test_every_page_of_an_account_wears_our_look(
    name: str, signed_in: bool, office: User, with_codes: Any
) -> None:
    client = Client()
    if signed_in:
        with_codes(office)
        sign_in(client, office.email)
        client.post("/accounts/codes/ask/", {"code": code()})
    answer = client.get(reverse(name, kwargs=ARGUMENTS.get(name, {})), follow=True)
    assert answer.status_code in (200, 403, 404, 422), name
    page = answer.content.decode()
    assert "gt-masthead" in page, name
    assert "<strong>Menu:</strong>" not in page  # where allauth’s own layout begins
    assert answer["Content-Security-Policy"].count("'unsafe") == 0
