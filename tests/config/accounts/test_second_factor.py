"""A second factor: asked for, set up before any other page by whoever needs one, taken away with a
reason."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from goldenthread.config.accounts.second_factor import SecondFactors
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions
from goldenthread.partnership.models import Person, User
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.config.accounts.conftest import SECRET, code, sign_in
from tests.conftest import PASSWORD, TODAY

pytestmark = pytest.mark.django_db
HOME = "/a/eastmere/"
SET_UP = "/accounts/codes/set-up/"


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"


@pytest.mark.asvs("6.4.3")
def test_a_password_alone_does_not_open_an_account_with_codes(
    office: User, with_codes: Any, client: Client
) -> None:
    with_codes(office)
    answer = sign_in(client, office.email)
    assert answer["Location"].startswith("/accounts/codes/ask/")
    assert client.get(HOME).status_code == 302
    assert (
        "That code is not right"
        in client.post(answer["Location"], {"code": "000000"}).content.decode()
    )
    assert client.post(answer["Location"], {"code": code()}).status_code == 302
    assert client.get(HOME).status_code == 200
    acts = set(TrailEntry.objects.filter(object_kind="user").values_list("act", flat=True))
    assert {"partnership.wrong_code", "partnership.signed_in"} <= acts


@pytest.mark.asvs("6.5.1", "6.5.5")
def test_a_code_works_once(office: User, with_codes: Any) -> None:
    with_codes(office)
    shown = code()
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, office.email)
        client.post("/accounts/codes/ask/", {"code": shown})
    assert first.get(HOME).status_code == 200
    assert second.get(HOME).status_code == 302


@pytest.mark.asvs("6.6.3")
def test_wrong_codes_are_counted(office: User, with_codes: Any, client: Client) -> None:
    with_codes(office)
    sign_in(client, office.email)
    for _ in range(9):
        answer = client.post("/accounts/codes/ask/", {"code": "000000"})
    assert "Too many wrong codes. Wait five minutes" in answer.content.decode()


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_stands_in_once(office: User, with_codes: Any) -> None:
    with_codes(office)
    kept = (
        Authenticator.objects.get(user=office, type="recovery_codes").wrap().get_unused_codes()[0]
    )
    for times in (1, 2):
        client = Client()
        sign_in(client, office.email)
        client.post("/accounts/codes/ask/", {"code": kept})
        assert client.get(HOME).status_code == (200 if times == 1 else 302)


@pytest.mark.asvs("6.5.2")
def test_secrets_are_kept_encrypted(office: User, with_codes: Any) -> None:
    with_codes(office)
    for row in Authenticator.objects.all():
        assert SECRET not in str(row.data)
    assert SecondFactors().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == SECRET


def test_another_key_of_the_installation_is_said(
    office: User, with_codes: Any, settings: Any
) -> None:
    with_codes(office)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    before, settings.SECRET_KEY = (
        settings.SECRET_KEY,
        "another key of fifty characters, made for this test",
    )
    with pytest.raises(Refused, match=r"key has changed.*set it up again"):
        SecondFactors().decrypt(kept)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert SecondFactors().decrypt(kept) == SECRET


@pytest.mark.asvs("6.3.3")
def test_whoever_may_change_something_sets_one_up_before_any_other_page(
    office: User, required: None, client: Client
) -> None:
    sign_in(client, office.email)
    for address in (HOME, "/", "/a/eastmere/people/"):
        assert client.get(address)["Location"].startswith(SET_UP), address
    page = client.get(SET_UP).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert "<svg" in page
    assert "<?xml" not in page
    assert " ".join(re.findall("....", secret)) in page
    assert client.post(SET_UP, {"code": "000000"}).status_code == 200
    answer = client.post(SET_UP, {"code": code(secret)}, follow=True)
    shown = re.findall(r"<code>(\d{8})</code>", answer.content.decode())
    assert len(shown) == 10
    assert client.get(HOME).status_code == 200
    again = client.get("/accounts/codes/recovery/").content.decode()
    assert not re.findall(r"<code>(\d{8})</code>", again)


def test_whoever_only_reads_needs_none(reader_only: User, required: None, client: Client) -> None:
    sign_in(client, reader_only.email)
    assert client.get(HOME).status_code == 200


def test_where_it_is_only_offered_nobody_is_led_there(office: User, client: Client) -> None:
    sign_in(client, office.email)
    assert client.get(HOME).status_code == 200


def test_one_that_is_needed_is_not_switched_off(
    office: User, with_codes: Any, required: None, client: Client, settings: Any
) -> None:
    with_codes(office)
    sign_in(client, office.email)
    client.post("/accounts/codes/ask/", {"code": code()})
    off = "/accounts/codes/switch-off/"
    assert "cannot be switched off" in client.get(off).content.decode()
    client.post(off)
    assert Authenticator.objects.filter(type="totp").exists()
    settings.SECOND_FACTOR = "offered"
    client.post(off)
    assert not Authenticator.objects.exists()
    assert TrailEntry.objects.filter(act="partnership.codes_off").count() == 1


def test_each_change_is_told_by_mail_without_a_name(
    office: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, office.email)
    client.get(SET_UP)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SET_UP, {"code": code(client.session["mfa.totp.secret"])})
    message = Message.objects.get(subject="Codes from an app are set up")
    assert "Programme" not in message.words
    assert "If this was not you" in message.words
    assert TrailEntry.objects.filter(act="partnership.codes_on").count() == 1


# --- taken away -------------------------------------------------------------------------------


def _person(user: User) -> Any:
    return Person.objects.get(user=user).pk


@pytest.mark.asvs("6.4.4")
def test_an_administrator_takes_one_away_with_a_reason(
    office: User, with_codes: Any, administrator: Any, signed_in: Any
) -> None:
    with_codes(office)
    theirs = Client()
    sign_in(theirs, office.email)
    theirs.post("/accounts/codes/ask/", {"code": code()})
    client = signed_in(administrator)
    at = f"/a/eastmere/people/accounts/{_person(office)}/second-factor/"
    assert f'href="{at}"' in client.get("/a/eastmere/people/accounts/").content.decode()
    assert client.post(at, {"reason": ""}).status_code == 422
    done = client.post(at, {"reason": "Lost phone; I rang her desk"}, follow=True)
    assert "has no second factor any more" in done.content.decode()
    assert not Authenticator.objects.exists()
    assert theirs.get(HOME).status_code == 302
    entry = TrailEntry.objects.get(act="partnership.reset_second_factor")
    assert "Lost phone; I rang her desk" in entry.words
    assert Message.objects.get(kind="account").person.user_id == office.pk
    assert sign_in(Client(), office.email)["Location"] == "/"


def test_nobody_else_takes_one_away_nor_their_own(
    office: User, with_codes: Any, administrator: Any, viewer: Any, other_viewer: Any
) -> None:
    with_codes(office)
    given = {"person_id": _person(office), "reason": "Lost", "on": TODAY}
    with pytest.raises(NotPermitted):
        actions.reset_second_factor(**given, by=viewer("deputy"))
    with pytest.raises(Refused, match="is not in Westholm"):
        actions.reset_second_factor(**given, by=other_viewer("area_administrator"))
    own = with_codes(User.objects.get(pk=administrator.user_id))
    with pytest.raises(Refused, match="Ask another administrator"):
        actions.reset_second_factor(**{**given, "person_id": _person(own)}, by=administrator)
    assert Authenticator.objects.filter(type="totp").count() == 2


def test_passwords_of_nobody_are_in_the_pages(office: User, client: Client) -> None:
    sign_in(client, office.email)
    assert PASSWORD not in client.get("/accounts/").content.decode()
