"""Somebody is given a role, and a letter lets them choose a password: once, for seven days."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from goldenthread.notifications import tasks
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import LocalArea, Person, TaskLink, User
from goldenthread.partnership.queries.invitations import people_who_sign_in
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.config.accounts.conftest import sign_in
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
EMAIL = "mara@eastmere.example"
CHOSEN = "orbit lemon kayak"


def _give_role(by: Any, role: str = "deputy", email: str = EMAIL) -> None:
    actions.give_role(
        name="Mara Venn",
        email=email,
        role=role,
        reason="New",
        from_date=TODAY,
        by=by,
        on=TODAY,
        at=NOW,
    )


@pytest.fixture
def mara(administrator: Any) -> Person:
    _give_role(administrator)
    return Person.objects.get(email=EMAIL)


def _address(person: Person) -> str:
    link = TaskLink.objects.get(person=person, task="invitation", withdrawn_on=None)
    return queries.task_link_path(link.pk, task="invitation")


def _choose(address: str, password: str = CHOSEN, again: str = "") -> Any:
    typed = {"password1": password, "password2": again or password}
    return Client().post(address, typed, follow=True)


def test_a_role_sends_a_letter_that_names_nobody(
    mara: Person, mailoutbox: Any, settings: Any
) -> None:
    message = Message.objects.get(kind="invitation")
    said = f"{message.subject} {message.words}"
    for private in ("Mara", "Venn", "Eastmere", EMAIL, "deputy"):
        assert private not in said
    assert message.task_link_id is not None
    assert not User.objects.get(email=EMAIL).has_usable_password()


def test_the_letter_says_that_its_link_is_for_one_alone(mara: Person) -> None:
    from goldenthread.notifications.letters import Part, Sender, footer

    until = TODAY + timedelta(days=7)
    part = Part("Invited", "Words", "/t/invitation/x/", until, for_one_alone=True)
    lines = footer([part], Sender("Eastmere", "eastmere", "#0b4f55"))
    assert "It works once, until 21 January 2020. Pass it on to nobody." in lines[1]


def test_its_link_lets_the_person_choose_a_password_and_sign_in(mara: Person) -> None:
    address = _address(mara)
    page = Client().get(address)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert "Choose a password" in page.content.decode()
    done = _choose(address)
    assert "Your password is saved. Sign in with it." in done.content.decode()
    assert sign_in(Client(), EMAIL, CHOSEN)["Location"] == "/"
    entry = TrailEntry.objects.get(act="partnership.accepted")
    assert "Mara" not in f"{entry.actor_label} {entry.words} {entry.object_label}"


@pytest.mark.asvs("6.4.1")
def test_it_works_once(mara: Person) -> None:
    address = _address(mara)
    _choose(address)
    again = _choose(address, "a completely other one")
    assert "This invitation was used or withdrawn already" in again.content.decode()
    assert User.objects.get(email=EMAIL).check_password(CHOSEN)


@pytest.mark.asvs("6.4.1", "9.2.1")
def test_it_works_for_seven_days(mara: Person) -> None:
    address = _address(mara)
    LocalArea.objects.update(lives_on=TODAY + timedelta(days=7))
    assert Client().get(address).status_code == 200
    LocalArea.objects.update(lives_on=TODAY + timedelta(days=8))
    late = _choose(address)
    assert "This invitation worked until 21 January 2020" in late.content.decode()
    assert not User.objects.get(email=EMAIL).has_usable_password()


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "", "Use at least 15 characters"),
        ("mara.venn.eastmere", "", "Leave out your own name"),
        (CHOSEN, "something else here", "Type the same password in both boxes"),
    ],
)
def test_a_password_that_will_not_do_is_asked_for_again(
    password: str, again: str, sentence: str, mara: Person
) -> None:
    answer = _choose(_address(mara), password, again)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.get(email=EMAIL).has_usable_password()


def test_it_is_sent_again_and_then_works_longer(
    mara: Person, administrator: Any, signed_in: Any
) -> None:
    LocalArea.objects.update(lives_on=TODAY + timedelta(days=9))
    client = signed_in(administrator)
    listed = client.get("/a/eastmere/people/accounts/").content.decode()
    assert "The invitation ended on 21 January 2020" in listed
    at = f"/a/eastmere/people/accounts/{mara.pk}/invite/"
    assert f'href="{at}"' in listed
    assert "is in the outbox" in client.post(at, follow=True).content.decode()
    client.post(at)
    assert Message.objects.filter(kind="invitation").count() == 3
    assert Client().get(_address(mara)).status_code == 200
    [known] = [
        one
        for one in people_who_sign_in(viewer=administrator, on=TODAY + timedelta(days=9))
        if one.email == EMAIL
    ]
    assert known.invited_until == TODAY + timedelta(days=16)


def test_it_is_withdrawn_with_a_reason(
    mara: Person, administrator: Any, signed_in: Any, mailoutbox: Any, settings: Any
) -> None:
    address, client = _address(mara), signed_in(administrator)
    at = f"/a/eastmere/people/accounts/{mara.pk}/withdraw/"
    assert client.post(at, {"reason": " "}).status_code == 422
    assert client.post(at, {"reason": "Wrong person"}).status_code == 302
    assert "used or withdrawn already" in Client().get(address).content.decode()
    settings.MAIL_IS_CONFIGURED = True
    tasks.send_due()
    assert Message.objects.get(kind="invitation").state == "failed"
    assert "Not invited now" in client.get("/a/eastmere/people/accounts/").content.decode()


@pytest.mark.asvs("6.4.3")
def test_a_letter_for_a_new_password_goes_not_round_a_withdrawn_invitation(
    mara: Person, administrator: Any, mailoutbox: Any
) -> None:
    actions.withdraw_invitation(person_id=mara.pk, reason="Wrong", by=administrator, on=TODAY)
    Client().post("/accounts/password/reset/", {"email": EMAIL})
    assert "Your account has none" in mailoutbox[0].body
    assert "/password/reset/key/" not in mailoutbox[0].body


def test_somebody_invited_twice_has_one_link_and_one_letter(
    mara: Person, administrator: Any
) -> None:
    _give_role(administrator, role="board_member")
    assert Message.objects.filter(kind="invitation").count() == 1


def test_invitations_of_two_areas_end_with_the_first_that_is_accepted(
    mara: Person, other_viewer: Any
) -> None:
    _give_role(other_viewer("area_administrator"))
    theirs = Person.objects.get(email=EMAIL, local_area__slug="westholm")
    LocalArea.objects.update(lives_on=TODAY)
    first, second = _address(mara), _address(theirs)
    _choose(second)
    assert "used or withdrawn already" in _choose(first, "a completely other one").content.decode()
    assert User.objects.get(email=EMAIL).check_password(CHOSEN)


def test_somebody_who_signs_in_already_gets_a_word_and_no_link(
    mara: Person, other_viewer: Any
) -> None:
    _choose(_address(mara))
    _give_role(other_viewer("area_administrator"))
    message = Message.objects.get(kind="new_role")
    assert (message.task_link_id, message.address) == (None, "/a/westholm/")
    assert not TaskLink.objects.filter(local_area__slug="westholm").exists()


def test_only_an_administrator_of_the_area_invites(
    mara: Person, viewer: Any, other_viewer: Any
) -> None:
    for verb, more in (
        (actions.send_invitation, {}),
        (actions.withdraw_invitation, {"reason": "x"}),
    ):
        with pytest.raises(NotPermitted):
            verb(person_id=mara.pk, by=viewer("programme_office"), on=TODAY, **more)
        with pytest.raises(Refused, match="is not in Westholm"):
            verb(person_id=mara.pk, by=other_viewer("area_administrator"), on=TODAY, **more)


def test_no_page_of_another_area_shows_or_changes_it(mara: Person, other_viewer: Any) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=other_viewer("area_administrator").user_id))
    assert "Mara" not in client.get("/a/westholm/people/accounts/").content.decode()
    for name in ("invite", "withdraw", "second-factor"):
        assert client.get(f"/a/westholm/people/accounts/{mara.pk}/{name}/").status_code == 404


def test_no_password_is_shown_to_whoever_gives_a_role(administrator: Any, signed_in: Any) -> None:
    typed = {
        "name": "Mara Venn", "email": EMAIL, "role": "deputy", "reason": "New",
        "from_date_day": "14", "from_date_month": "1", "from_date_year": "2020",
    }  # fmt: skip
    answer = signed_in(administrator).post("/a/eastmere/people/rights/give/", typed, follow=True)
    page = answer.content.decode()
    assert "A letter about it goes to their email address" in page
    assert not re.search("password", page.split("<main")[1].split("</main")[0], re.I)
