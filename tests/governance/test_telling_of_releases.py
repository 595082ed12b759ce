"""A document that waits for a second person: those who may be the one are told, by mail and on
their home; nobody else is."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from goldenthread.governance import actions
from goldenthread.governance.queries.releases import to_release
from goldenthread.my_work.presenters.page import home_page
from goldenthread.my_work.presenters.week import week_of
from goldenthread.my_work.queries import home
from goldenthread.notifications.actions import choose_rhythm
from goldenthread.notifications.models import Message
from goldenthread.partnership.models import Grant, Role
from tests.conftest import NOW, TODAY
from tests.governance.test_releases import DFE, issued, let_go, prepared, second

__all__ = ["issued", "prepared", "second"]
WRITERS = ("programme_office", "area_administrator")


@pytest.fixture(autouse=True)
def _two_write_papers(prepared: Any, office: Any, second: Any) -> None:
    """Whoever else made the plan does so no more."""
    others = Grant.objects.exclude(user_id__in=(office.user_id, second.user_id))
    others.filter(local_area_id=office.local_area_id).update(taken_back_at=NOW)


def told() -> dict[Any, str]:
    """Person → the state of the message that tells them."""
    return dict(Message.objects.filter(kind="release").values_list("person_id", "state"))


def lines(viewer: Any) -> dict[str, str]:
    page = home_page(home(viewer=viewer, on=TODAY), whole="to-do")
    part = next(part for part in page.parts if part.key == "to-do")
    return {line.title: line.next_href for line in part.lines if "second person" in line.title}


def test_whoever_may_release_it_is_told_once_and_who_prepared_it_is_not(
    prepared: Any, office: Any, second: Any, viewer: Any, stranger: Any
) -> None:
    third = viewer("programme_office", name="Theo Marsh")
    for role in Role.values:
        if role not in WRITERS:
            viewer(role, name=f"Somebody as {role}")
    prepared()
    assert told() == {second.person_id: "waiting", third.person_id: "waiting"}


def test_the_message_leads_to_the_document_and_names_nothing(
    prepared: Any, second: Any, office: Any, signed_in: Any
) -> None:
    one = prepared()
    message = Message.objects.get(kind="release")
    said = f"{message.subject} {message.words}"
    for secret in (one.title, one.recipient, one.address, one.purpose, office.name):
        assert secret not in said
    assert signed_in(second).get(message.address).status_code == 200
    assert one.recipient in signed_in(second).get(message.address).content.decode()


def test_each_document_is_told_of_by_itself(prepared: Any, second: Any) -> None:
    first = prepared()
    prepared(paper_id=first.paper_id, recipient="Ben Osei")
    assert Message.objects.filter(kind="release", person_id=second.person_id).count() == 2


def test_it_waits_for_the_message_of_the_day_where_somebody_wants_one(
    prepared: Any, second: Any
) -> None:
    choose_rhythm(rhythm="daily", by=second, on=TODAY)
    prepared()
    assert told() == {second.person_id: "held"}


def test_whoever_has_the_papers_of_one_plan_is_told_of_that_plan_alone(
    prepared: Any, viewer: Any, second: Any, plan_id: Any
) -> None:
    of_it = viewer("programme_office", name="Pia Lane", scope_kind="plan", scope_id=plan_id)
    other = viewer("programme_office", name="Olga Reed", scope_kind="plan", scope_id=uuid4())
    prepared()
    assert set(told()) == {second.person_id, of_it.person_id}
    assert (to_release(viewer=of_it), to_release(viewer=other)) == (1, 0)


def test_whose_right_has_ended_is_not_told(prepared: Any, second: Any) -> None:
    Grant.objects.filter(user_id=second.user_id).update(taken_back_at=NOW)
    prepared()
    assert told() == {}


@pytest.mark.parametrize("settled", ["released", "refused", "withdrawn"])
def test_once_it_is_settled_nobody_is_told_any_more_and_no_line_stands(
    settled: str, prepared: Any, second: Any, office: Any, viewer: Any
) -> None:
    choose_rhythm(rhythm="weekly", by=second, on=TODAY)
    one = prepared()
    given = {"release_id": one.id, "version": one.version, "on": TODAY}
    if settled == "released":
        let_go(one, second)
    elif settled == "refused":
        actions.refuse_release(**given, reason="No", by=second, at=NOW)
    else:
        actions.withdraw_release(**given, reason="No", by=office)
    assert told() == {second.person_id: "cancelled"}
    assert lines(second) == {}


def test_the_home_says_how_many_wait_for_its_owner(
    prepared: Any, second: Any, office: Any, viewer: Any, signed_in: Any
) -> None:
    first = prepared()
    (title,) = lines(second)
    assert title == "1 paper waits for a second person to release it"
    actions.prepare_release(paper_id=first.paper_id, **DFE, by=office, on=TODAY, at=NOW)
    ((title, href),) = lines(second).items()
    assert title == "2 papers wait for a second person to release them"
    assert first.title in signed_in(second).get(href).content.decode()
    assert lines(office) == {}  # they prepared both
    assert lines(viewer("board_member", name="Bea Oak")) == {}
    (week,) = [one for one in week_of(home(viewer=second, on=TODAY)) if one.kind == "releases"]
    assert week.words == "2 papers wait for a second person to release"


def test_another_area_is_told_nothing(prepared: Any, stranger: Any) -> None:
    prepared()
    assert stranger.person_id not in told()
    assert (to_release(viewer=stranger), lines(stranger)) == (0, {})
