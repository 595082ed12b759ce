"""How long somebody stays signed in, and where they see it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from goldenthread.config.accounts.presenters import device_words
from goldenthread.pages.models import Draft
from goldenthread.partnership import actions
from goldenthread.partnership.actions.handing_over import leave_area
from goldenthread.partnership.models import Grant, Person, User
from goldenthread.trail.models import TrailEntry
from tests.config.accounts.conftest import sign_in
from tests.conftest import NOW, PASSWORD, TODAY

pytestmark = pytest.mark.django_db
HOME = "/a/eastmere/"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"


def _rewind(client: Client, **minutes: int) -> None:
    """As if the session had begun, or had last been used, so many minutes ago."""
    session = client.session
    for name, ago in minutes.items():
        session[name] = session[name] - ago * 60
    session.save()


@pytest.fixture
def desk(office: User) -> Client:
    client = Client(headers={"user-agent": EDGE})
    sign_in(client, office.email)
    client.get(HOME)
    return client


@pytest.mark.asvs("7.3.1", "7.3.2")
@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        ({"seen": 61}, "after 60 minutes without a page"),
        ({"began": 12 * 60 + 1}, "after 12 hours"),
    ],
)
def test_a_session_ends_by_itself_and_says_so(
    minutes: dict[str, int], sentence: str, desk: Client
) -> None:
    _rewind(desk, **minutes)
    answer = desk.get(f"{HOME}people/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/accounts/login/?next=")
    assert sentence in answer.content.decode()
    assert TrailEntry.objects.filter(act="partnership.timed_out").count() == 1


def test_a_session_in_use_goes_on(desk: Client) -> None:
    _rewind(desk, seen=59, began=11 * 60)
    assert desk.get(HOME).status_code == 200
    _rewind(desk, seen=30)
    assert desk.get(HOME).status_code == 200


def test_what_was_typed_survives_the_end(desk: Client, office: User) -> None:
    _rewind(desk, seen=61)
    answer = desk.post(f"{HOME}people/add/", {"name": "Mara Venn", "email": "mara@"})
    back = desk.post(answer["Location"], {"login": office.email, "password": PASSWORD})["Location"]
    assert back.startswith(f"{HOME}people/add/?kept=")
    assert Draft.objects.get().fields["name"] == ["Mara Venn"]


@pytest.mark.asvs("7.2.2")
def test_one_s_sessions_are_listed_and_ended_one_by_one(desk: Client, office: User) -> None:
    phone = Client(headers={"user-agent": IPHONE}, REMOTE_ADDR="203.0.113.5")
    sign_in(phone, office.email)
    page = desk.get("/accounts/sessions/").content.decode()
    assert "Edge on Windows" in page
    assert "(this one)" in page
    assert "Safari on an iPhone" in page
    assert "203.0.113.5" in page
    theirs = UserSession.objects.get(session_key=phone.session.session_key)
    done = desk.post("/accounts/sessions/", {"which": str(theirs.pk)}, follow=True)
    assert "You are signed out there." in done.content.decode()
    assert phone.get(HOME).status_code == 302
    assert desk.get(HOME).status_code == 200
    assert TrailEntry.objects.filter(act="partnership.ended_session").count() == 1


@pytest.mark.asvs("7.5.2")
def test_all_others_are_ended_at_once_and_nobody_else_s(
    desk: Client, office: User, reader_only: User
) -> None:
    others = [Client(), Client()]
    for client in others:
        sign_in(client, office.email)
    somebody = Client()
    sign_in(somebody, reader_only.email)
    somebody.get(HOME)
    theirs = UserSession.objects.get(user=reader_only)
    assert (
        "over already"
        in desk.post("/accounts/sessions/", {"which": str(theirs.pk)}, follow=True).content.decode()
    )
    desk.post("/accounts/sessions/", {"which": "others"})
    assert [client.get(HOME).status_code for client in (*others, somebody, desk)] == [
        302, 302, 200, 200,
    ]  # fmt: skip


@pytest.mark.asvs("7.4.1")
def test_ending_this_one_signs_out(desk: Client) -> None:
    here = UserSession.objects.get(session_key=desk.session.session_key)
    assert (
        desk.post("/accounts/sessions/", {"which": str(here.pk)})["Location"] == "/accounts/login/"
    )
    assert desk.get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on an iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", "A browser"),
    ],
)
def test_a_browser_is_called_what_people_call_it(said: str, words: str) -> None:
    assert device_words(said) == words


# --- leavers, and changes of roles ------------------------------------------------------------


@pytest.mark.asvs("7.4.5")
def test_whoever_has_no_role_left_is_signed_out_at_once(
    desk: Client, office: User, administrator: Any
) -> None:
    grant = Grant.objects.get(user=office)
    actions.end_grant(grant_id=grant.pk, until=None, by=administrator, on=TODAY, at=NOW)
    assert desk.get("/")["Location"].startswith("/accounts/login/")


def test_whoever_has_another_role_stays_with_that_alone(
    desk: Client, office: User, administrator: Any
) -> None:
    grant = Grant.objects.get(user=office)
    assert desk.get(f"{HOME}messages/").status_code == 200
    actions.grant(
        user_id=office.pk,
        role="board_member",
        reason="Sits on the board",
        from_date=TODAY,
        by=administrator,
        on=TODAY,
        at=NOW,
    )
    actions.end_grant(grant_id=grant.pk, until=None, by=administrator, on=TODAY, at=NOW)
    assert desk.get(HOME).status_code == 200
    assert desk.get(f"{HOME}messages/").status_code == 403  # on the very next request


@pytest.mark.asvs("7.4.2")
def test_whoever_leaves_the_area_without_a_role_elsewhere_is_signed_out(
    desk: Client, office: User, administrator: Any
) -> None:
    Grant.objects.filter(user=office).update(until=TODAY.replace(day=13))
    person = Person.objects.get(user=office)
    leave_area(person_id=person.pk, day=TODAY, by=administrator, on=TODAY)
    assert desk.get("/")["Location"].startswith("/accounts/login/")


@pytest.mark.asvs("7.4.2")
def test_a_closed_account_is_out_with_its_next_request(desk: Client, office: User) -> None:
    User.objects.filter(pk=office.pk).update(is_active=False)
    assert desk.get("/")["Location"].startswith("/accounts/login/")


def test_no_session_row_holds_more_than_it_shows() -> None:
    names = {field.name for field in UserSession._meta.get_fields()}
    assert names == {
        "id", "user", "created_at", "ip", "last_seen_at", "session_key", "user_agent", "data",
    }  # fmt: skip
    assert re.fullmatch("Edge on Windows", device_words(EDGE))
