"""One's due dates as a calendar: whose they are, what is in them, and what never is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from goldenthread.config import logs
from goldenthread.ehcp_register.models import Child, Deadline
from goldenthread.my_work.queries import calendar as days_of
from goldenthread.notifications.models import CalendarAddress
from goldenthread.partnership.models import (
    Grant,
    NamedGrant,
    Person,
    Post,
    PostHolding,
    Restriction,
    User,
)
from goldenthread.rules.clocks import DUTIES
from goldenthread.trail.models import TrailEntry, TrailLook
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
PAGE = "/a/eastmere/messages/calendar/"
_ADDRESS = re.compile(r"/calendar/([\w-]{43})\.ics")


@pytest.fixture
def officer(viewer: Any) -> Any:
    """A case officer with a post."""
    found = viewer("case_officer", name="Owen Officer")
    post = Post.objects.create(local_area_id=found.local_area_id, title="SEND officer 1")
    PostHolding.objects.create(
        local_area_id=found.local_area_id, post=post, person_id=found.person_id,
        from_date=date(2019, 1, 1),
    )  # fmt: skip
    return replace(found, post_ids=frozenset({post.pk}))


@pytest.fixture
def on_caseload(officer: Any, viewer: Any) -> Callable[..., dict[str, UUID]]:
    """`on_caseload(1, 2)`: children of the officer's caseload whose request was made."""
    manager = viewer("case_manager")

    def make(*numbers: int) -> dict[str, UUID]:
        (post,) = officer.post_ids
        children = [
            replace(register.child(one), events=register.history()[:3], post_id=post)
            for one in numbers
        ]
        return register.add(*children, by=manager)

    return make


def made(client: Client) -> str:
    """The path of a new address, as the page shows it once."""
    answer = client.post(PAGE, {"deed": "make"})
    found = _ADDRESS.search(answer.content.decode())
    assert found, answer.content.decode()[:2000]
    return found[0]


def fetched(path: str) -> Any:
    """As a program does: with no cookie of anybody's."""
    return Client().get(path)


def events(path: str) -> list[Any]:
    answer = fetched(path)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


# --- what is in it --------------------------------------------------------------------------------


def test_a_program_reads_the_days_of_one_s_own_caseload(
    officer: Any, on_caseload: Any, signed_in: Any
) -> None:
    on_caseload(1)
    path = made(signed_in(officer))
    answer = fetched(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"\r\n" in answer.content
    found = events(path)
    assert found
    child = Child._base_manager.get()
    for one in found:
        assert isinstance(one.decoded("dtstart"), date)
        assert one["dtstart"].params["VALUE"] == "DATE"
        assert one.decoded("dtend") - one.decoded("dtstart") == timedelta(days=1)
        assert one["transp"] == "TRANSPARENT"
        assert str(one["url"]).endswith(f"/a/eastmere/register/children/{child.pk}/")
    assert {str(one["summary"])[:3] for one in found} == {"D02", "D07"}


def test_the_same_duty_is_the_same_event_and_is_gone_once_it_is_met(
    officer: Any, on_caseload: Any, signed_in: Any
) -> None:
    on_caseload(1)
    path = made(signed_in(officer))
    first = {str(one["uid"]): str(one["summary"]) for one in events(path)}
    assert {str(one["uid"]): str(one["summary"]) for one in events(path)} == first
    final = Deadline._base_manager.get(duty="D07")
    moved = final.due_on + timedelta(days=7)
    Deadline._base_manager.filter(pk=final.pk).update(due_on=moved)
    later = {str(one["uid"]): one.decoded("dtstart") for one in events(path)}
    (uid,) = [uid for uid, words in first.items() if words.startswith("D07")]
    assert later[uid] == moved
    Deadline._base_manager.filter(pk=final.pk).update(met_on=TODAY, open_until=TODAY)
    assert uid not in {str(one["uid"]) for one in events(path)}


def test_what_is_on_nobody_s_or_another_s_caseload_is_not_in_it(
    officer: Any, on_caseload: Any, viewer: Any, signed_in: Any
) -> None:
    other = replace(register.child(2), events=register.history()[:3])
    register.add(other, by=viewer("case_manager"))
    assert events(made(signed_in(officer))) == []


def test_a_restricted_record_is_in_nobody_s_without_their_named_grant(
    officer: Any, on_caseload: Any, signed_in: Any
) -> None:
    on_caseload(1, 2)
    path = made(signed_in(officer))
    everyone = len(events(path))
    assert everyone
    hidden = Child._base_manager.order_by("pk").first()
    assert hidden is not None
    Restriction.objects.create(
        local_area_id=officer.local_area_id, about_id=hidden.pk, category="other",
        reason="words", owner_id=officer.person_id, restricted_by_id=officer.user_id,
        from_date=TODAY, review_due=TODAY,
    )  # fmt: skip
    assert len(events(path)) == everyone // 2
    assert str(hidden.pk) not in fetched(path).content.decode().replace("\r\n ", "")
    NamedGrant.objects.create(
        local_area_id=officer.local_area_id, user_id=officer.user_id, about_id=hidden.pk,
        from_date=TODAY, until=date(2099, 1, 1), reason="x", recorded_at=NOW,
    )  # fmt: skip
    assert len(events(path)) == everyone


def test_no_field_of_a_child_is_in_any_calendar(
    officer: Any, on_caseload: Any, signed_in: Any
) -> None:
    """Every word is of the closed set, whatever was typed; ids are random."""
    on_caseload(1, 2, 3)
    path = made(signed_in(officer))
    assert len(events(path)) == 6
    closed = {f"{one.key}: {one.step}" for one in DUTIES} | set(days_of.WORDS.values())
    whole = fetched(path).content.decode().replace("\r\n ", "")
    for one in events(path):
        assert str(one["summary"]) in closed
        assert str(one["description"]) == f"Open it after signing in: {one['url']}"
        assert set(one) == {
            "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "TRANSP",
            "CLASS",
        }  # fmt: skip
    for child in Child._base_manager.all():
        for field in child._meta.concrete_fields:
            value = getattr(child, field.name if not field.is_relation else field.attname)
            if isinstance(value, date) and "birth" in field.name:
                assert value.isoformat() not in whole
                assert f"{value:%Y%m%d}" not in whole
            if isinstance(value, str) and len(value) > 2 and field.name != "slug":
                assert value not in whole, field.name


def test_more_days_ask_no_more_of_the_database(
    officer: Any, on_caseload: Any, signed_in: Any
) -> None:
    on_caseload(1)
    path = made(signed_in(officer))
    fetched(path)  # the day it was last read is noted once
    with CaptureQueriesContext(connection) as few:
        number = len(events(path))
    on_caseload(2, 3, 4, 5)
    with CaptureQueriesContext(connection) as many:
        assert len(events(path)) == 5 * number
    assert len(many) == len(few)


# --- whose it is ----------------------------------------------------------------------------------


def test_an_address_is_shown_once_and_only_its_hash_is_kept(officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    path = made(client)
    secret = _ADDRESS.search(path)[1]  # type: ignore[index]
    assert secret not in client.get(PAGE).content.decode()
    stored = " ".join(
        str(value) for row in CalendarAddress.objects.values() for value in row.values()
    )
    assert secret not in stored
    entries = " ".join(TrailEntry.objects.values_list("words", flat=True))
    assert "made a calendar address" in entries
    assert secret not in entries


def test_a_new_address_ends_the_one_before_and_ended_it_is_gone(
    officer: Any, signed_in: Any
) -> None:
    client = signed_in(officer)
    first, second = made(client), made(client)
    assert (fetched(first).status_code, fetched(second).status_code) == (404, 200)
    assert "It was last read on" in client.get(PAGE).content.decode()
    client.post(PAGE, {"deed": "end"})
    assert fetched(second).status_code == 404
    assert "You have no calendar address" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("ends", ["account", "right", "person", "another account"])
def test_it_ends_with_the_account_the_person_and_the_last_right(
    ends: str, officer: Any, signed_in: Any, viewer: Any
) -> None:
    path = made(signed_in(officer))
    assert fetched(path).status_code == 200
    if ends == "account":
        User.objects.filter(pk=officer.user_id).update(is_active=False)
    elif ends == "right":
        Grant.objects.filter(user_id=officer.user_id).delete()
    elif ends == "person":
        Person.objects.filter(pk=officer.person_id).update(left_on=TODAY)
    else:
        Person.objects.filter(pk=officer.person_id).update(user=None)
    gone, unknown = fetched(path), fetched("/calendar/" + "x" * 43 + ".ics")
    assert gone.status_code == unknown.status_code == 404
    assert gone.content == unknown.content


def test_a_right_that_is_taken_away_counts_at_the_next_fetch(
    officer: Any, on_caseload: Any, signed_in: Any
) -> None:
    on_caseload(1)
    path = made(signed_in(officer))
    assert events(path)
    Grant.objects.filter(user_id=officer.user_id).update(role="board_member")
    assert events(path) == []


def test_a_cookie_of_somebody_else_changes_nothing(
    officer: Any, on_caseload: Any, viewer: Any, signed_in: Any
) -> None:
    on_caseload(1)
    path = made(signed_in(officer))
    boards = signed_in(viewer("board_member"))
    mine = Calendar.from_ical(boards.get(path).content).walk("VEVENT")
    assert len(mine) == len(events(path)) > 0


def test_it_is_a_look_of_whose_address_it_is(
    officer: Any, on_caseload: Any, signed_in: Any
) -> None:
    on_caseload(1)
    path = made(signed_in(officer))
    before = TrailLook.objects.count()
    fetched(path)
    look = TrailLook.objects.order_by("-pk").first()
    assert look is not None
    assert TrailLook.objects.count() == before + 1
    assert look.viewer_id == officer.user_id


def test_who_tries_addresses_or_asks_too_often_waits(officer: Any, signed_in: Any) -> None:
    path = made(signed_in(officer))
    answers = [fetched(path) for _ in range(31)]
    assert [one.status_code for one in answers[-2:]] == [200, 429]
    assert answers[-1]["Retry-After"] == "3600"
    tries = [fetched(f"/calendar/{number:043}.ics").status_code for number in range(32)]
    assert (tries[0], tries[-1]) == (404, 429)


def test_nothing_keeps_it_and_nobody_is_told_where_it_came_from(
    officer: Any, signed_in: Any
) -> None:
    for path in (made(signed_in(officer)), "/calendar/nothing.ics"):
        answer = fetched(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
    assert fetched(path).status_code == 404
    assert Client().post(path).status_code == 405


def test_no_log_line_and_no_log_of_nginx_holds_the_secret() -> None:
    from pathlib import Path

    line = logs.without_tokens('"GET /calendar/3sYp-secret_x.ics HTTP/1.1" 200')
    assert "3sYp" not in line
    nginx = Path(__file__).resolve().parents[2] / "deploy/nginx/golden-thread.conf"
    assert "~^/calendar/ 0;" in nginx.read_text()
