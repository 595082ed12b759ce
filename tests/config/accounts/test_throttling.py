"""Guessing is slow, and nobody is shut out because somebody else guesses."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from goldenthread.config.accounts import devices, throttling
from goldenthread.partnership.actions.tries import Limit, forget_old, give_back, take_try
from goldenthread.partnership.models import Tries, User
from goldenthread.trail.models import TrailEntry
from tests.config.accounts.conftest import sign_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 1, 14, 9, 30, tzinfo=UTC)
LIMIT = Limit(tries=3, minutes=5)
GUESSER, DESK = {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": "198.51.100.4"}


def _guess(email: str, times: int, **where: Any) -> Any:
    client = Client()
    for number in range(times):
        answer = sign_in(client, email, f"guess number {number}", **where)
    return answer


def test_tries_are_counted_until_their_time_is_over() -> None:
    what = ("sign-in", "203.0.113.9", "mara@eastmere.example")
    assert [take_try(what, limit=LIMIT, at=NOW) for _ in range(3)] == [None] * 3
    later = NOW + timedelta(minutes=2)
    assert take_try(what, limit=LIMIT, at=later) == NOW + timedelta(minutes=5)
    assert take_try(what, limit=LIMIT, at=NOW + timedelta(minutes=5)) is None
    assert take_try(("sign-in", "203.0.113.9", "ivo@eastmere.example"), limit=LIMIT, at=NOW) is None


def test_a_right_try_is_not_counted() -> None:
    what = ("sign-in", "here", "mara")
    for _ in range(9):
        assert take_try(what, limit=LIMIT, at=NOW) is None
        give_back(what)


def test_what_is_kept_of_tries_names_nobody_and_is_forgotten_after_a_day() -> None:
    take_try(("sign-in", "203.0.113.9", "mara@eastmere.example"), limit=LIMIT, at=NOW)
    row = Tries.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", row.key)
    assert forget_old(at=NOW + timedelta(hours=23)) == 0
    assert forget_old(at=NOW + timedelta(hours=25)) == 1


@pytest.mark.asvs("2.4.1")
def test_a_guesser_is_told_when_to_try_again(office: User) -> None:
    answer = _guess(office.email, throttling.SIGN_IN.tries + 1, **GUESSER)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert re.search(r"Too many tries\. Try again at \d\d:\d\d, or set a new password\.", page)
    assert TrailEntry.objects.filter(act="partnership.asked_to_wait").exists()
    assert sign_in(Client(), office.email, **GUESSER).status_code == 200  # even the right one


def test_somebody_else_s_guesses_hold_nobody_up_elsewhere(office: User) -> None:
    _guess(office.email, throttling.SIGN_IN.tries + 3, **GUESSER)
    assert sign_in(Client(), office.email, **DESK).status_code == 302


@pytest.mark.asvs("6.3.1")
def test_a_browser_that_signed_in_before_gets_in_while_the_next_desk_guesses(office: User) -> None:
    usual = Client()
    assert sign_in(usual, office.email, **DESK).status_code == 302
    usual.post("/accounts/logout/")
    _guess(office.email, throttling.SIGN_IN.tries + 3, **DESK)
    assert sign_in(Client(), office.email, **DESK).status_code == 200
    assert sign_in(usual, office.email, **DESK).status_code == 302


def test_a_known_browser_is_known_for_its_own_account_and_password_alone(
    office: User, reader_only: User
) -> None:
    usual = Client()
    sign_in(usual, office.email, **DESK)
    usual.post("/accounts/logout/")
    _guess(reader_only.email, throttling.SIGN_IN.tries + 3, **DESK)
    assert sign_in(usual, reader_only.email, **DESK).status_code == 200
    request = type(
        "Request", (), {"COOKIES": {devices.COOKIE: usual.cookies[devices.COOKIE].value}}
    )
    assert devices.known_device(request(), office.email)  # type: ignore[arg-type]
    assert not devices.known_device(request(), reader_only.email)  # type: ignore[arg-type]
    office.set_password("another long enough password")
    office.save()
    assert not devices.known_device(request(), office.email)  # type: ignore[arg-type]


@pytest.mark.asvs("6.3.1")
def test_many_addresses_from_one_network_are_slowed_too(
    office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "SIGN_IN_OF_A_NETWORK", Limit(tries=5, minutes=5))
    for number in range(5):
        _guess(f"somebody{number}@eastmere.example", 1, **GUESSER)
    assert "Too many tries" in sign_in(Client(), office.email, **GUESSER).content.decode()


def test_letters_for_a_new_password_are_not_sent_without_end(office: User) -> None:
    client = Client()
    for _ in range(throttling.RESET.tries):
        assert client.post("/accounts/password/reset/", {"email": office.email}).status_code == 302
    answer = client.post("/accounts/password/reset/", {"email": office.email})
    assert re.search(r"Try again at \d\d:\d\d", answer.content.decode())
    assert len(mail.outbox) == throttling.RESET.tries


@pytest.mark.asvs("2.4.1")
def test_links_that_open_nothing_are_not_tried_without_end(local_area: Any) -> None:
    client = Client()
    seen = [
        client.get(f"/t/update_request/guess-{number}/").status_code
        for number in range(throttling.LINKS_OF_A_NETWORK.tries + 1)
    ]
    assert seen == [404] * throttling.LINKS_OF_A_NETWORK.tries + [429]


# --- nobody learns which addresses have an account --------------------------------------------


def _plain(answer: Any, email: str) -> str:
    page = answer.content.decode().replace(email, "ADDRESS")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def _hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    from django.contrib.auth.hashers import get_hasher

    done: list[str] = []
    hasher = type(get_hasher())
    real = hasher.encode

    def counted(self: Any, password: str, salt: str) -> Any:
        done.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(hasher, "encode", counted)
    return done


@pytest.mark.asvs("6.3.8")
def test_sign_in_answers_and_works_alike_for_known_and_unknown_addresses(
    office: User, viewer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited = User.objects.create_user("invited@eastmere.example", None, name="Invited")
    pages, work = [], []
    for email in (office.email, "nobody@eastmere.example", invited.email):
        done = _hashes(monkeypatch)
        pages.append(_plain(sign_in(Client(), email, "not the password"), email))
        work.append(len(done))
        monkeypatch.undo()
    assert pages[0] == pages[1] == pages[2]
    assert work == [1, 1, 1]


@pytest.mark.asvs("6.3.8")
def test_a_new_password_is_asked_for_alike(office: User) -> None:
    answers = []
    for email in (office.email, "nobody@eastmere.example"):
        answer = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        answers.append((answer.redirect_chain, _plain(answer, email)))
    assert answers[0] == answers[1]
    assert [one.to for one in mail.outbox] == [[office.email], ["nobody@eastmere.example"]]
    assert PASSWORD not in "".join(str(one.body) for one in mail.outbox)


def test_whoever_gives_a_role_learns_of_no_account_elsewhere(
    administrator: Any, other_viewer: Any, signed_in: Any
) -> None:
    known = User.objects.get(pk=other_viewer("board_member").user_id)
    client = signed_in(administrator)
    said = []
    for email in (known.email, "new@eastmere.example"):
        typed = {
            "name": "Somebody",
            "email": email,
            "role": "board_member",
            "reason": "New",
            "from_date_day": "14",
            "from_date_month": "1",
            "from_date_year": "2020",
        }
        answer = client.post("/a/eastmere/people/rights/give/", typed)
        assert answer.status_code == 302
        page = client.get(answer["Location"]).content.decode()
        said.append(re.findall(r"Somebody has the role[^<]+", page))
    assert said[0] == said[1]
    assert len(said[0]) == 1
