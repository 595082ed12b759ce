"""What a password must be, and what changing it does. OWASP ASVS 5.0, 6.2."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from goldenthread.partnership.models import User
from tests.config.accounts.conftest import sign_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"
NEW = "quite another password"


def _refused(password: str, user: User) -> str:
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    return ""


@pytest.mark.asvs("6.2.1")
def test_without_a_second_factor_it_has_fifteen_characters(office: User, with_codes: Any) -> None:
    assert "at least 15" in _refused("orbit-lemon-ka", office)
    assert not _refused("orbit-lemon-kay", office)
    with_codes(office)
    assert not _refused("orbit-lemon-", office)
    assert "at least 12" in _refused("orbit-lemon", office)


def test_where_a_second_factor_is_required_twelve_are_enough_from_the_start(
    office: User, reader_only: User, settings: Any
) -> None:
    settings.SECOND_FACTOR = "required"
    assert not _refused("orbit-lemon-", office)
    assert "at least 15" in _refused("orbit-lemon-", reader_only)


@pytest.mark.asvs("6.2.5", "6.2.8", "6.2.9")
def test_any_characters_do_and_a_long_one_is_taken_whole(office: User) -> None:
    for password in ("correct horse battery", "ÄÖÜ ελληνικά 日本語 words", "7 1 9 4 2 0 8 3 5 6"):
        assert not _refused(password, office), password
    long = "seven green lamps " * 9
    assert len(long) > 128
    assert not _refused(long, office)
    office.set_password(long)
    assert office.check_password(long)
    assert not office.check_password(long[:-1])
    assert "256 characters or fewer" in _refused("seven green lamps " * 20, office)


@pytest.mark.asvs("6.1.2", "6.2.4", "6.2.11", "6.2.12")
@pytest.mark.parametrize(
    "password",
    [
        "1q2w3e4r5t6y7u8i",
        "Eastmere-2020!!",
        "golden.thread.12",
        "programme.office",
        "aaaaaaaaaaaaaaaa",
    ],
)
def test_what_everybody_would_guess_is_refused(password: str, office: User) -> None:
    assert _refused(password, office)


@pytest.mark.asvs("6.2.3", "7.4.3", "7.5.1")
def test_a_change_needs_the_present_one_and_signs_out_everywhere_else(office: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, office.email)
    wrong = here.post(CHANGE, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert "That is not the password you have now" in wrong.content.decode()
    assert elsewhere.get("/a/eastmere/").status_code == 200
    done = here.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, follow=True
    )
    assert "You are signed out everywhere else" in done.content.decode()
    assert here.get("/a/eastmere/").status_code == 200
    assert elsewhere.get("/a/eastmere/").status_code == 302


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_a_password_can_be_pasted_shown_and_filled_in_by_a_password_manager(
    office: User, client: Client
) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert 'data-module="govuk-password-input"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    sign_in(client, office.email)
    page = client.get(CHANGE).content.decode()
    assert page.count('autocomplete="new-password"') == 2
    assert "maxlength" not in page
