"""Who a round asks, what is said before it is sent, and that it asks once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan.actions import rounds as verbs
from goldenthread.improvement_plan.models import AskedOf, RoundAction, UpdateRequest, UpdateRound
from goldenthread.improvement_plan.queries import asking
from goldenthread.improvement_plan.queries import rounds as queries
from goldenthread.notifications.models import Message
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.rules.rounds import RequestState
from goldenthread.trail import queries as trail
from tests.conftest import TODAY
from tests.improvement_plan.rounds.conftest import CUT_OFF, World


def test_leads_are_people_today_and_what_has_none_is_listed(world: World) -> None:
    found = asking.who_is_asked(world.plan_id, viewer=world.office, on=TODAY)
    assert found
    assert [(one.name, [each.reference for each in one.actions]) for one in found.people] == [
        ("Ana Reyes", ["1.1", "1.2"]),
        ("Ben Okoro", ["1.2"]),
    ]
    assert [(one.kind, one.words, one.nobody) for one in found.problems] == [
        ("no_lead", "", 1),
        ("not_matched", "Somebody at the trust", 1),
        ("vacant", "Therapies Lead", 1),
    ]
    assert [one.name for one in found.without_address] == ["Ben Okoro"]
    assert (found.actions, found.nobody, found.complete) == (2, 3, 1)


def test_a_deputy_is_asked_only_where_there_is_no_lead(world: World) -> None:
    from goldenthread.improvement_plan import actions
    from goldenthread.improvement_plan.actions.inputs import NewLead

    deputy = NewLead("Dee Lund", person_id=world.people["Dee Lund"], kind="deputy")
    for reference, leads in (
        ("1.1", [NewLead("Ana", person_id=world.people["Ana Reyes"]), deputy]),
        ("1.5", [deputy]),
    ):
        actions.set_leads(
            action_id=world.ids[reference], version=1, leads=leads, by=world.office, on=TODAY
        )
    found = asking.who_is_asked(world.plan_id, viewer=world.office, on=TODAY)
    assert found
    assert [
        [each.reference for each in one.actions] for one in found.people if one.name == "Dee Lund"
    ] == [["1.5"]]


def test_a_round_asks_each_person_once_and_each_action_once(asked_world: World) -> None:
    assert UpdateRequest.objects.count() == 2
    assert RoundAction.objects.count() == 2
    assert AskedOf.objects.count() == 3
    board = asked_world.board()
    assert (board.round.requests, board.round.to_chase, board.round.actions) == (2, 2, 2)
    assert {one.state for one in board.requests} == {RequestState.NOT_RETURNED}
    assert board.not_asked == 3


def test_one_message_each_with_a_link_and_nothing_personal(asked_world: World) -> None:
    messages = list(Message.objects.order_by("person__name"))
    assert [message.state for message in messages] == ["waiting", "no_address"]
    for message in messages:
        assert message.task_link_id
        assert "pathway" not in message.subject + message.words  # the words of every action
        assert "1.1" not in message.subject + message.words
        assert "24 January 2020" in message.subject
        assert "Eastmere SEND improvement plan" in message.subject
    board = asked_world.board()
    said = {one.person_name: board.deliveries[one.last_message].state for one in board.requests}
    assert said == {"Ana Reyes": "waiting", "Ben Okoro": "no_address"}


def test_nobody_is_asked_about_the_same_action_in_two_open_rounds(asked_world: World) -> None:
    found = asking.who_is_asked(asked_world.plan_id, viewer=asked_world.office, on=TODAY)
    assert found
    assert found.people == ()
    assert dict(found.asked_already) == {"January 2020": 2}
    with pytest.raises(Refused, match="nobody to ask"):
        asked_world.ask(name="Another")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "  "}, "Give the round a name"),
        ({"cut_off": TODAY - timedelta(days=1)}, "cut-off is past"),
        ({"level_id": uuid4()}, "not in the plan"),
        ({"plan_id": uuid4()}, "not in a plan that you can see"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    world: World, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        world.ask(**given)
    assert not UpdateRound.objects.exists()


def test_a_name_is_used_once(asked_world: World) -> None:
    verbs.close_round(round_id=asked_world.board().round.id, by=asked_world.office, on=TODAY)
    with pytest.raises(Refused, match="called “January 2020” already"):
        asked_world.ask()


def test_a_workstream_lead_asks_their_part_and_nobody_else_does(world: World, viewer: Any) -> None:
    mine = viewer("workstream_lead", scope_kind="level", scope_id=world.level_id)
    with pytest.raises(NotPermitted, match="their own part"):
        world.ask(by=mine)
    for role in ("action_lead", "deputy", "board_member", "parent_carer_forum"):
        with pytest.raises(NotPermitted, match="Only the programme office"):
            world.ask(by=viewer(role))
    world.ask(by=mine, level_id=world.level_id)
    (found,) = queries.rounds(world.plan_id, viewer=mine, on=TODAY)
    assert found.part == "Priority 1: Joint working"
    assert (found.actions, found.requests) == (2, 2)


def test_another_area_sees_and_does_nothing(asked_world: World, stranger: Any) -> None:
    round_id = asked_world.board().round.id
    assert queries.rounds(asked_world.plan_id, viewer=stranger, on=TODAY) == ()
    assert queries.round_board(round_id, viewer=stranger, on=TODAY) is None
    assert asking.who_is_asked(asked_world.plan_id, viewer=stranger, on=TODAY) is None
    with pytest.raises(Refused):
        verbs.close_round(round_id=round_id, by=stranger, on=TODAY)
    with pytest.raises(Refused):
        asked_world.ask(by=stranger, name="Theirs")


def test_a_round_leaves_one_entry_of_its_own(asked_world: World) -> None:
    entries = trail.audit_trail(local_area_id=asked_world.office.local_area_id, limit=50)
    own = [entry for entry in entries if entry.act == "improvement_plan.request_updates"]
    assert [entry.words for entry in own] == [
        "asked 2 people for updates on 2 actions by 24 January 2020"
    ]


def test_a_round_to_many_takes_as_many_statements_as_to_few(world: World, office: Any) -> None:
    from goldenthread.improvement_plan.actions.inputs import NewLead
    from goldenthread.partnership import actions as partnership
    from tests.factories import plans

    def asked(leads: int) -> int:
        people = [
            partnership.add_person(
                name=f"Lead {leads}-{number}",
                email=f"lead.{leads}.{number}@eastmere.example",
                by=office,
                on=TODAY,
            )
            for number in range(leads)
        ]
        plan_id = plans.make_plan(
            by=office,
            title=f"A plan of {leads}",
            new_actions=[
                plans.new_action(number, leads=(NewLead("x", person_id=people[number // 2]),))
                for number in range(leads * 2)
            ],
        )
        with CaptureQueriesContext(connection) as sent:
            world.ask(plan_id=plan_id)
        return len(sent)

    asked(2)
    few = asked(5)
    assert asked(40) <= few + 2  # bulk statements are cut at the database's limit of variables


def test_a_moved_cut_off_lengthens_links_and_tells_those_who_owe(asked_world: World) -> None:
    later = CUT_OFF + timedelta(days=7)
    before = asked_world.board().round
    verbs.change_cut_off(
        round_id=before.id,
        cut_off=later,
        version=before.version,
        by=asked_world.office,
        on=TODAY,
    )
    assert asked_world.board().round.cut_off == later
    assert asked_world.by_link("Ana Reyes", on=later + timedelta(days=28))
    assert Message.objects.filter(subject__startswith="Update now needed by 31 Jan").count() == 2


def test_a_closed_round_chases_nobody(asked_world: World) -> None:
    round_id = asked_world.board().round.id
    verbs.close_round(round_id=round_id, by=asked_world.office, on=TODAY)
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(Refused, match="was closed on 14 January 2020"):
        verbs.close_round(round_id=round_id, by=asked_world.office, on=TODAY)
    assert (
        queries.rounds(asked_world.plan_id, viewer=asked_world.office, on=TODAY, open_only=True)
        == ()
    )


def test_the_board_takes_as_many_queries_for_many_as_for_few(asked_world: World) -> None:
    with CaptureQueriesContext(connection) as sent:
        asked_world.board()
    assert len(sent) <= 17
