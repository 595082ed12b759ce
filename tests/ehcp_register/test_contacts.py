"""Contacts: who waits, the oldest first; five working days; no name and none of their words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions import GotInTouch
from goldenthread.ehcp_register.models import UnplacedContact
from goldenthread.ehcp_register.queries import contacts as queries
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea, Post
from goldenthread.rules.contacts import answer_due, in_time
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def post(local_area: Any) -> UUID:
    return Post.objects.create(local_area=local_area, title="EHC Case Officer").pk


@pytest.fixture
def child(manager: Any) -> UUID:
    return register.add(register.child(1), by=manager)["EM00001"]


def come(child: UUID | None, post: UUID, by: Any, on: date = TODAY, **more: str) -> UUID:
    told = {"way": "phone", "who": "family", "topic": "plan", **more}
    came = GotInTouch(on=on, post_id=post, **told)
    return actions.record_contact(child_id=child, came=came, by=by, on=TODAY, at=NOW)


def answer(contact: UUID, by: Any, on: date = TODAY, version: int = 1) -> None:
    actions.answer_contact(contact_id=contact, version=version, answered_on=on, by=by, on=TODAY)


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (date(2020, 1, 7), TODAY),
        (date(2020, 1, 8), date(2020, 1, 15)),
        (date(2019, 12, 23), date(2020, 1, 2)),  # Christmas, Boxing Day and New Year do not count
        (date(2020, 1, 4), date(2020, 1, 10)),  # a Saturday
    ],
)
def test_five_working_days_leave_out_the_day_it_came(came: date, due: date) -> None:
    assert answer_due(came) == due
    assert in_time(came, due)
    assert not in_time(came, due + timedelta(days=1))
    assert not in_time(came, None)


def test_the_oldest_waits_first_and_leaves_when_it_is_answered(
    child: UUID, post: UUID, officer: Any
) -> None:
    later, first = come(child, post, officer), come(None, post, officer, date(2020, 1, 2))
    waiting = queries.unanswered(viewer=officer, on=TODAY)
    assert [one.id for one in waiting] == [first, later]
    assert [one.name for one in waiting] == ["Nobody known here", "Surname001, Forename1"]
    answer(first, officer)
    assert [one.id for one in queries.unanswered(viewer=officer, on=TODAY)] == [later]


def test_a_month_counts_what_was_answered_or_is_late(child: UUID, post: UUID, officer: Any) -> None:
    answer(come(child, post, officer, date(2020, 1, 6)), officer, date(2020, 1, 13))
    come(child, post, officer, date(2020, 1, 6))  # was due on 13 January
    come(child, post, officer)  # has its days still
    answer(come(None, post, officer, date(2019, 12, 2)), officer)
    mistaken = come(child, post, officer, date(2020, 1, 2))
    actions.take_contact_back(
        contact_id=mistaken, version=1, reason="Another child", by=officer, on=TODAY
    )

    found = queries.months(viewer=officer, on=TODAY)
    assert [(one.first, one.came, one.in_time) for one in found] == [
        (date(2020, 1, 1), 2, 1), (date(2019, 12, 1), 1, 0),
    ]  # fmt: skip
    for one in found:
        assert len(queries.of_month(one.first, viewer=officer, on=TODAY)) == one.came
    assert {one.taken_back for one in queries.of_child(child, viewer=officer, on=TODAY)} == {
        "", "Another child",
    }  # fmt: skip


def test_what_cannot_be_is_refused(child: UUID, post: UUID, officer: Any, stranger: Any) -> None:
    with pytest.raises(Refused, match="still to come"):
        come(child, post, officer, TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="by what way"):
        come(child, post, officer, way="pigeon")
    other = Post.objects.create(local_area_id=stranger.local_area_id, title="Elsewhere")
    with pytest.raises(Refused, match="Choose the post"):
        come(child, other.pk, officer)
    contact = come(child, post, officer, date(2020, 1, 10))
    with pytest.raises(Refused, match="They got in touch on 10 January 2020"):
        answer(contact, officer, date(2020, 1, 9))
    answer(contact, officer)
    with pytest.raises(ChangedMeanwhile):
        answer(contact, officer)
    with pytest.raises(Refused, match="Say why"):
        actions.take_contact_back(contact_id=contact, version=2, reason=" ", by=officer, on=TODAY)


def test_other_areas_restricted_records_and_other_roles_see_nothing(
    child: UUID, post: UUID, officer: Any, stranger: Any, viewer: Any, administrator: Any
) -> None:
    known, nobodys = come(child, post, officer), come(None, post, officer)
    for contact in (known, nobodys):
        with pytest.raises(NotThere):
            answer(contact, stranger)
    assert queries.unanswered(viewer=stranger, on=TODAY) == ()
    board = viewer("board_member")
    assert queries.unanswered(viewer=board, on=TODAY) == ()
    assert not UnplacedContact.objects.visible_to(board).exists()
    with pytest.raises(NotPermitted):
        come(child, post, viewer("clinical_officer"))
    partnership.restrict(
        about_id=child, category="other", reason="A reason", owner_id=administrator.person_id,
        by=administrator, on=TODAY,
    )  # fmt: skip
    assert [one.id for one in queries.unanswered(viewer=officer, on=TODAY)] == [nobodys]
    with pytest.raises(NotThere):
        answer(known, officer)


def test_all_of_it_is_done_by_pages(
    child: UUID, post: UUID, officer: Any, viewer: Any, signed_in: Any
) -> None:
    def to(name: str, *args: object) -> str:
        return reverse(f"ehcp_register:{name}", args=["eastmere", *args])

    client = signed_in(officer)
    given = {
        "came_on_day": "2", "came_on_month": "1", "came_on_year": "2020", "who": "family",
        "way": "phone", "topic": "provision", "post": str(post),
    }  # fmt: skip
    page = client.post(to("record_contact", child), given, follow=True).content.decode()
    assert "Not answered yet" in page
    client.post(to("unplaced_contact"), given)
    page = client.get(to("contacts")).content.decode()
    assert "2 contacts, 2 of them late" in page
    assert "0% (0 of 2)" in page
    assert "Contacts to answer" in client.get(to("home")).content.decode()
    contact = queries.of_child(child, viewer=officer, on=TODAY)[0].id
    when = {"answered_on_day": "8", "answered_on_month": "1", "answered_on_year": "2020"}
    page = client.post(to("answer_contact", contact), {**when, "version": "1"}, follow=True)
    assert "50% (1 of 2)" in page.content.decode()
    page = client.get(to("contacts_of_month", "2020-01")).content.decode()
    assert "8 January 2020 by Owen Officer, in time" in page
    assert client.get(to("contacts_of_month", "never")).status_code == 404
    assert client.post(to("unplaced_contact"), {}).status_code == 422
    assert signed_in(viewer("board_member")).get(to("contacts")).status_code == 403
