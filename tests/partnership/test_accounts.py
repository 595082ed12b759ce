"""Accounts: what is done with them leaves a trace without a name, and they can move to a new
address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import LocalArea, Person, User
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail.models import TrailDetail, TrailEntry
from tests.conftest import NOW, PASSWORD, TODAY

pytestmark = pytest.mark.django_db
OLD, NEW = "mara@eastmere.example", "mara.venn@eastmere.example"


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def mara(administrator: Any) -> Person:
    """Somebody of Eastmere who signs in."""
    actions.give_role(
        name="Mara Venn",
        email=OLD,
        password=PASSWORD,
        role="board_member",
        reason="New",
        from_date=TODAY,
        by=administrator,
        on=TODAY,
        at=NOW,
    )
    return Person.objects.get(email=OLD)


def _sign_in(client: Client, email: str, password: str = PASSWORD) -> int:
    answer = client.post("/accounts/login/", {"login": email, "password": password})
    return int(answer.status_code)


def _acts() -> list[tuple[str, str, UUID | None]]:
    rows = TrailEntry.objects.filter(object_kind="user").exclude(
        act__in=["partnership.invite", "partnership.grant"]
    )
    return [(row.act, row.verb, row.actor_id) for row in rows.order_by("local_area_id", "seq")]


@pytest.mark.asvs("16.3.1", "16.3.3")
def test_every_deed_with_an_account_is_in_the_trail(client: Client, mara: Person) -> None:
    assert _sign_in(client, OLD, "not the password") == 200
    assert _sign_in(client, OLD) == 302
    chosen = {"password1": "a password quite new", "password2": "a password quite new"}
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **chosen})
    client.post("/accounts/logout/")
    assert _acts() == [
        ("partnership.not_let_in", "consulted", None),
        ("partnership.signed_in", "consulted", mara.user_id),
        ("partnership.new_password", "altered", mara.user_id),
        ("partnership.signed_out", "consulted", mara.user_id),
    ]


def test_a_password_chosen_by_a_letter_is_in_the_trail(client: Client, mara: Person) -> None:
    client.post("/accounts/password/reset/", {"email": OLD})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)
    assert link
    form = client.get(link.group(), follow=True).redirect_chain[-1][0]
    chosen = {"password1": "a password quite new", "password2": "a password quite new"}
    client.post(form, chosen)
    assert ("partnership.new_password", "altered", mara.user_id) in _acts()
    assert Client().login(email=OLD, password="a password quite new")


def test_what_is_kept_of_a_sign_in_names_nobody(client: Client, mara: Person) -> None:
    _sign_in(client, OLD, "not the password")
    _sign_in(client, OLD)
    for row in TrailEntry.objects.filter(
        act__in=["partnership.signed_in", "partnership.not_let_in"]
    ):
        kept = f"{row.actor_label} {row.object_label} {row.words}".lower()
        assert "mara" not in kept
        assert "eastmere" not in kept
        assert not TrailDetail.objects.filter(entry_id=row.pk).exists()


def test_an_address_without_an_account_leaves_no_trace(client: Client, mara: Person) -> None:
    _sign_in(client, "nobody@elsewhere.example")
    assert _acts() == []


def test_every_area_that_knows_the_account_has_the_sign_in(
    client: Client, mara: Person, stranger: Any
) -> None:
    actions.invite(name="Mara Venn", email=OLD, password=None, by=stranger, on=TODAY)
    _sign_in(client, OLD)
    signed_in = TrailEntry.objects.filter(act="partnership.signed_in")
    assert {row.local_area_id for row in signed_in} == {mara.local_area_id, stranger.local_area_id}


def test_pages_look_the_name_up(
    client: Client, mara: Person, administrator: Any, signed_in: Any, address: Any
) -> None:
    _sign_in(Client(), OLD, "not the password")
    _sign_in(Client(), OLD)
    page = signed_in(administrator).get(address("audit_trail")).content.decode()
    assert "<strong>Mara Venn</strong> signed in" in page
    assert "tried to sign in and was not let in: the account of Mara Venn" in page


def test_a_person_signs_in_with_their_new_address_alone(mara: Person, administrator: Any) -> None:
    _sign_in(Client(), OLD)  # sign-in may by now keep an address of its own
    actions.move_to_email(
        person_id=mara.pk,
        version=mara.version,
        email=f" {NEW.upper()} ",
        by=administrator,
        on=TODAY,
    )
    assert _sign_in(Client(), OLD) == 200
    assert _sign_in(Client(), NEW) == 302
    assert not EmailAddress.objects.filter(email=OLD).exists()
    moved = queries.person(mara.pk, viewer=administrator, on=TODAY)
    assert moved
    assert moved.email == NEW
    entry = TrailEntry.objects.get(act="partnership.move_to_email")
    assert OLD not in entry.words
    assert OLD in TrailDetail.objects.get(entry_id=entry.pk).changes


def test_a_letter_sent_to_the_old_address_opens_nothing(
    client: Client, mara: Person, administrator: Any
) -> None:
    client.post("/accounts/password/reset/", {"email": OLD})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)
    assert link
    actions.move_to_email(
        person_id=mara.pk, version=mara.version, email=NEW, by=administrator, on=TODAY
    )
    chosen = {"password1": "a password quite new", "password2": "a password quite new"}
    page = client.get(link.group(), follow=True)
    client.post(page.redirect_chain[-1][0] if page.redirect_chain else link.group(), chosen)
    assert User.objects.get(pk=mara.user_id).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("no address", "is not an email address like"),
        (OLD, "signs in with mara@eastmere.example already"),
        ("ada.mason@eastmere.example", "has an account already. Give that account the role"),
    ],
)
def test_an_address_that_cannot_be_moved_to_is_refused(
    email: str, sentence: str, mara: Person, administrator: Any
) -> None:
    User.objects.filter(pk=administrator.user_id).update(email="ada.mason@eastmere.example")
    with pytest.raises(Refused, match=sentence):
        actions.move_to_email(
            person_id=mara.pk, version=mara.version, email=email, by=administrator, on=TODAY
        )


def test_one_area_does_not_take_over_an_account_that_serves_another(
    mara: Person, administrator: Any, stranger: Any
) -> None:
    actions.invite(name="Mara Venn", email=OLD, password=None, by=stranger, on=TODAY)
    with pytest.raises(Refused, match=r"serves another local area with the same account"):
        actions.move_to_email(
            person_id=mara.pk, version=mara.version, email=NEW, by=administrator, on=TODAY
        )
    assert User.objects.get(pk=mara.user_id).email == OLD


def test_only_an_administrator_moves_a_sign_in(mara: Person, office: Any, stranger: Any) -> None:
    given = {"person_id": mara.pk, "version": mara.version, "email": NEW, "on": TODAY}
    with pytest.raises(NotPermitted):
        actions.move_to_email(**given, by=office)
    with pytest.raises(Refused, match=r"is not in Westholm"):
        actions.move_to_email(**given, by=stranger)
    with pytest.raises(Refused, match=r"An area administrator can move them"):
        actions.set_email(person_id=mara.pk, email=NEW, by=office, on=TODAY)


def test_a_move_of_somebody_who_changed_meanwhile_is_refused(
    mara: Person, administrator: Any
) -> None:
    with pytest.raises(ChangedMeanwhile):
        actions.move_to_email(
            person_id=mara.pk, version=mara.version + 1, email=NEW, by=administrator, on=TODAY
        )


def test_the_page_moves_a_person(
    mara: Person, administrator: Any, signed_in: Any, address: Any
) -> None:
    client = signed_in(administrator)
    at = address("change_address", mara.pk)
    assert f'href="{at}"' in client.get(address("people")).content.decode()
    assert "Move Mara Venn to another email address" in client.get(at).content.decode()
    wrong = client.post(at, {"version": mara.version, "email": OLD})
    assert wrong.status_code == 422
    done = client.post(at, {"version": mara.version, "email": NEW}, follow=True)
    assert f"Mara Venn signs in with {NEW} from now on" in done.content.decode()


def test_the_office_changes_where_somebody_without_an_account_is_written_to(
    person_id: UUID, mara: Person, office: Any, stranger: Any, signed_in: Any, address: Any
) -> None:
    client = signed_in(office)
    assert client.get(address("change_address", mara.pk)).status_code == 403
    at = address("change_address", person_id)
    assert "Which email address does Ivo Lund have?" in client.get(at).content.decode()
    client.post(at, {"version": 1, "email": "lund@eastmere.example"})
    assert Person.objects.get(pk=person_id).email == "lund@eastmere.example"
    late = client.post(at, {"version": 1, "email": "late@eastmere.example"})
    assert "Somebody else changed Ivo Lund" in late.content.decode()
    assert (
        signed_in(stranger).get(address("change_address", person_id, slug="westholm")).status_code
        == 404
    )


def _narrowed(client: Client, address: Any, **asked: object) -> str:
    return str(client.get(f"{address('audit_trail')}?{urlencode(asked)}").content.decode())


def test_the_audit_trail_is_narrowed_by_its_address(
    mara: Person, office: Any, administrator: Any, signed_in: Any, address: Any
) -> None:
    earlier = TODAY.replace(day=3)
    post = actions.add_post(title="Head of Inclusion", by=office, on=earlier)
    ivo = actions.add_person(name="Ivo Lund", by=administrator, on=TODAY)
    actions.set_email(person_id=ivo, email="ivo@eastmere.example", by=administrator, on=TODAY)
    client = signed_in(administrator)
    by_office = _narrowed(client, address, who=office.user_id)
    assert "added the post" in by_office
    assert "added Ivo Lund" not in by_office
    changed = _narrowed(client, address, what="altered")
    assert "changed the email address of Ivo Lund" in changed
    assert "added the post" not in changed
    of_that_day = _narrowed(client, address, **{"from": earlier, "until": earlier})
    assert "added the post" in of_that_day
    assert "Ivo Lund" not in of_that_day.split("gt-history", 1)[1]
    about_mara = _narrowed(client, address, who=mara.user_id)
    assert "invited Mara Venn" in about_mara
    nothing = _narrowed(client, address, until="2001-01-01")
    assert "Nothing like that was done" in nothing
    assert post


def test_a_filter_that_cannot_be_read_is_said(
    administrator: Any, signed_in: Any, address: Any
) -> None:
    page = _narrowed(signed_in(administrator), address, **{"from": "last week", "what": "eaten"})
    assert "“eaten” and “last week” could not be read" in page


def test_a_filter_is_kept_on_the_earlier_page_and_taken_away_by_its_tag(
    office: Any, administrator: Any, signed_in: Any, address: Any
) -> None:
    for number in range(60):
        actions.add_post(title=f"Post {number}", by=office, on=TODAY)
    page = _narrowed(signed_in(administrator), address, who=office.user_id, what="collected")
    earlier = re.search(rf'href="(\?who={office.user_id}&amp;what=collected&amp;before=\d+)"', page)
    assert earlier
    second = signed_in(administrator).get(
        address("audit_trail") + earlier.group(1).replace("&amp;", "&")
    )
    assert "added the post Post 0" in second.content.decode()
    assert f'href="{address("audit_trail")}?what=collected"' in page


def test_the_audit_trail_asks_the_same_number_of_questions_of_a_long_trail(
    office: Any, administrator: Any, signed_in: Any, address: Any
) -> None:
    client = signed_in(administrator)

    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{address('audit_trail')}?what=collected&from=2019-01-01")
        return len(seen)

    actions.add_post(title="Head of Inclusion", by=office, on=TODAY)
    questions()  # the first of a day also notes that the right was used
    few = questions()
    for number in range(30):
        actions.add_person(name=f"Person {number}", by=office, on=TODAY)
    assert questions() == few
