"""Task links: one person may do one thing, until a day, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import LocalArea, TaskLink, User
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail import queries as trail
from tests.conftest import TODAY

LAST = TODAY + timedelta(days=14)
TASK = "update_request"


@pytest.fixture
def request_id() -> UUID:
    return uuid4()


@pytest.fixture
def link_id(person_id: UUID, request_id: UUID, office: Any) -> UUID:
    return _make(person_id, request_id, office)


def _make(person_id: UUID, object_id: UUID, by: Any, **changed: Any) -> UUID:
    wanted = {"task": TASK, "expires_on": LAST, "on": TODAY, **changed}
    return actions.make_task_link(person_id=person_id, object_id=object_id, by=by, **wanted)


def test_a_link_lets_its_person_do_one_thing(
    link_id: UUID, person_id: UUID, request_id: UUID
) -> None:
    found = queries.by_token(queries.task_link_token(link_id), task=TASK, on=TODAY)
    assert (found.link_id, found.person_id, found.object_id) == (link_id, person_id, request_id)
    assert (found.person_name, found.local_area_slug) == ("Ivo Lund", "eastmere")
    assert found.viewer.grants == ()
    assert found.viewer.task == queries.TaskInHand(TASK, request_id)
    assert (found.viewer.person_id, found.viewer.name) == (person_id, "Ivo Lund")


def test_it_knows_the_posts_of_the_day(
    link_id: UUID, person_id: UUID, post_id: UUID, office: Any
) -> None:
    actions.hold_post(post_id=post_id, person_id=person_id, from_date=LAST, by=office, on=TODAY)
    token = queries.task_link_token(link_id)
    assert queries.by_token(token, task=TASK, on=TODAY).viewer.post_ids == frozenset()
    assert queries.by_token(token, task=TASK, on=LAST).viewer.post_ids == {post_id}


def test_a_person_has_one_standing_link_for_a_task(
    link_id: UUID, person_id: UUID, request_id: UUID, office: Any
) -> None:
    assert _make(person_id, request_id, office) == link_id
    assert _make(person_id, uuid4(), office) != link_id
    assert TaskLink.objects.count() == 2


def test_made_again_it_works_until_the_later_day(
    link_id: UUID, person_id: UUID, request_id: UUID, office: Any
) -> None:
    for expires_on, last in (
        (LAST + timedelta(days=7), LAST + timedelta(days=7)),
        (TODAY, LAST + timedelta(days=7)),
    ):
        assert _make(person_id, request_id, office, expires_on=expires_on) == link_id
        assert TaskLink.objects.get().expires_on == last


def test_a_link_works_until_its_last_day_and_then_says_so(link_id: UUID) -> None:
    token = queries.task_link_token(link_id)
    assert queries.by_token(token, task=TASK, on=LAST).link_id == link_id
    with pytest.raises(NotPermitted, match="worked until 28 January 2020"):
        queries.by_token(token, task=TASK, on=LAST + timedelta(days=1))


@pytest.mark.asvs("6.6.2")
def test_a_withdrawn_link_stops_at_once_and_a_new_one_can_be_made(
    link_id: UUID, person_id: UUID, request_id: UUID, office: Any
) -> None:
    token = queries.task_link_token(link_id)
    actions.withdraw_task_link(link_id=link_id, reason="Sent in error", by=office, on=TODAY)
    with pytest.raises(NotPermitted, match="This link was withdrawn"):
        queries.by_token(token, task=TASK, on=TODAY)
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw_task_link(link_id=link_id, reason="Again", by=office, on=TODAY)
    assert _make(person_id, request_id, office) != link_id


def test_a_withdrawal_says_why(link_id: UUID, office: Any) -> None:
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw_task_link(link_id=link_id, reason=" ", by=office, on=TODAY)


def test_the_link_of_a_closed_account_does_not_work(
    viewer: Any, request_id: UUID, office: Any
) -> None:
    lead = viewer("action_lead")
    token = queries.task_link_token(_make(lead.person_id, request_id, office))
    assert queries.by_token(token, task=TASK, on=TODAY).viewer.user_id == lead.user_id
    User.objects.filter(pk=lead.user_id).update(is_active=False)
    with pytest.raises(NotPermitted, match="withdrawn"):
        queries.by_token(token, task=TASK, on=TODAY)


def test_a_link_is_for_its_own_task(link_id: UUID) -> None:
    with pytest.raises(NotPermitted, match="This link does not work"):
        queries.by_token(queries.task_link_token(link_id), task="something_else", on=TODAY)


def test_whatever_is_not_our_token_gets_the_same_answer_after_the_same_work(
    link_id: UUID,
) -> None:
    token = queries.task_link_token(link_id)
    signature = token.split(".")[1]
    wrong = [
        "",
        "x",
        "\x00",
        token[:-1],
        token.swapcase(),
        f"{token}x",
        f".{signature}",
        f"AAAAAAAAAAAAAAAAAAAAAA.{signature}",
        str(link_id),
        queries.task_link_token(uuid4()),
        "é" * 66,
    ]
    said = set()
    for one in wrong:
        with (
            CaptureQueriesContext(
                connection,
            ) as asked,
            pytest.raises(NotPermitted) as refusal,
        ):
            queries.by_token(one, task=TASK, on=TODAY)
        said.add((refusal.value.sentence, len(asked)))
    assert len(said) == 1


def test_a_token_can_stand_in_an_address_and_is_the_same_each_time(link_id: UUID) -> None:
    token = queries.task_link_token(link_id)
    assert token == queries.task_link_token(link_id)
    assert len(token) == 66
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert queries.task_link_path(link_id, task=TASK) == f"/t/update_request/{token}/"


@pytest.mark.asvs("11.5.1")
def test_nothing_secret_is_stored(link_id: UUID) -> None:
    token = queries.task_link_token(link_id)
    row = TaskLink.objects.values().get()
    assert not any(token.split(".")[1] in str(value) for value in row.values())


def test_many_links_take_as_many_queries_as_few(office: Any, request_id: UUID) -> None:
    people = [actions.add_person(name=f"Lead {n}", by=office, on=TODAY) for n in range(40)]

    def ask(count: int) -> int:
        wanted = [
            actions.NewTaskLink(person_id=one, task=TASK, object_id=request_id, expires_on=LAST)
            for one in people[:count]
        ]
        with CaptureQueriesContext(connection) as asked:
            made = actions.make_task_links(wanted, by=office, on=TODAY)
        assert len(set(made)) == count
        return len(asked)

    first = ask(2)
    assert ask(20) <= first
    assert ask(40) <= first
    assert TaskLink.objects.count() == 40


def test_each_link_stands_in_its_person_s_history(link_id: UUID, office: Any) -> None:
    actions.withdraw_task_link(link_id=link_id, reason="Sent in error", by=office, on=TODAY)
    found = trail.history(
        local_area_id=office.local_area_id, kind="tasklink", object_id=link_id, limit=9
    )
    assert [entry.words for entry in found] == [
        "withdrew the link of Ivo Lund: Sent in error",
        "made a link for Ivo Lund, which works until 28 January 2020",
    ]


def test_openings_are_counted(link_id: UUID, office: Any) -> None:
    for day in (TODAY, LAST):
        actions.use_task_link(link_id=link_id, on=day)
    (found,) = queries.task_links(viewer=office, on=TODAY)
    assert (found.uses, found.last_used_on) == (2, LAST)


def test_another_area_neither_sees_nor_withdraws_a_link(
    link_id: UUID, person_id: UUID, office: Any, stranger: Any
) -> None:
    assert [one.id for one in queries.task_links(viewer=office, on=TODAY)] == [link_id]
    assert queries.task_links(viewer=stranger, on=TODAY) == ()
    assert queries.task_link(link_id, viewer=stranger) is None
    assert queries.task_links_of([link_id], viewer=stranger) == {}
    with pytest.raises(Refused, match="not in Westholm"):
        actions.withdraw_task_link(link_id=link_id, reason="Mine now", by=stranger, on=TODAY)
    with pytest.raises(Refused, match="not in Westholm"):
        _make(person_id, uuid4(), stranger)


def test_a_link_in_hand_makes_and_withdraws_links_to_its_own_task_alone(
    link_id: UUID, person_id: UUID, office: Any
) -> None:
    holder = queries.by_token(queries.task_link_token(link_id), task=TASK, on=TODAY).viewer
    assert holder.task is not None
    elsewhere = _make(person_id, uuid4(), office)
    with pytest.raises(NotPermitted):
        _make(person_id, uuid4(), holder)
    with pytest.raises(NotPermitted):
        actions.withdraw_task_link(link_id=elsewhere, reason="Mine", by=holder, on=TODAY)
    deputy = actions.add_person(name="Viv Lane", email="viv@eastmere.example", by=office, on=TODAY)
    passed = _make(deputy, holder.task.object_id, holder)
    assert passed != link_id
    actions.withdraw_task_link(link_id=passed, reason="To another", by=holder, on=TODAY)


def test_a_link_in_hand_shows_no_links(link_id: UUID) -> None:
    holder = queries.by_token(queries.task_link_token(link_id), task=TASK, on=TODAY).viewer
    assert queries.task_links(viewer=holder, on=TODAY) == ()
    assert queries.task_link(link_id, viewer=holder) is None


def test_a_link_that_would_have_ended_already_is_refused(person_id: UUID, office: Any) -> None:
    with pytest.raises(Refused, match="in the past"):
        _make(person_id, uuid4(), office, expires_on=TODAY - timedelta(days=1))


def test_a_demonstration_s_links_live_on_its_own_day(link_id: UUID, local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    found = queries.by_token(
        queries.task_link_token(link_id), task=TASK, on=TODAY + timedelta(days=2000)
    )
    assert found.viewer.day == TODAY
