"""What chases by itself: who is reminded when, who above them is told, and never twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from goldenthread.improvement_plan import actions
from goldenthread.improvement_plan.actions import requests
from goldenthread.improvement_plan.actions.chasing import Chased, chase
from goldenthread.improvement_plan.models import Action
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions as partnership
from goldenthread.trail import queries as trail
from tests.conftest import NOW, TODAY
from tests.improvement_plan.rounds.conftest import CUT_OFF, World
from tests.improvement_plan.rounds.test_answers import say

FIVE_BEFORE = date(2020, 1, 17)  # Sunday 19 January falls on its Friday
ESCALATES = date(2020, 1, 29)  # the third working day after Friday 24 January


def run(world: World, on: date) -> Chased:
    return chase(local_area_id=world.office.local_area_id, area="eastmere", on=on)


def reminders() -> int:
    return Message.objects.filter(kind="reminder").count()


def test_those_who_owe_are_reminded_on_the_day_and_once(asked_world: World) -> None:
    assert run(asked_world, FIVE_BEFORE - timedelta(days=1)) == Chased(rounds=1)
    assert run(asked_world, FIVE_BEFORE).reminded == 2
    assert run(asked_world, FIVE_BEFORE).reminded == 0
    assert run(asked_world, FIVE_BEFORE + timedelta(days=1)).reminded == 0
    assert reminders() == 2
    request = asked_world.request_of("Ana Reyes")
    assert (request.reminders_sent, request.reminded_on) == (1, FIVE_BEFORE)
    assert "2 actions of" in Message.objects.get(kind="reminder", person_id=request.person_id).words


def test_whoever_s_message_was_perhaps_sent_is_reminded_as_usual_and_the_board_says_so(
    asked_world: World,
) -> None:
    """Nobody settled it, and nothing waits for that."""
    request = asked_world.request_of("Ana Reyes")
    first = Message.objects.get(once=request.last_message)
    Message.objects.filter(pk=first.pk).update(
        state="perhaps", next_attempt_at=None, handing_over_at=NOW, sent_to="ana@eastmere.example",
        said="Sending was interrupted while the mail server took it.",
    )  # fmt: skip
    delivery = asked_world.board().deliveries[request.last_message]
    assert (delivery.needs_somebody, delivery.words.startswith("Perhaps sent ")) == (True, True)
    assert run(asked_world, FIVE_BEFORE).reminded == 2
    reminder = Message.objects.get(once=asked_world.request_of("Ana Reyes").last_message)
    assert (reminder.kind, reminder.state) == ("reminder", "waiting")
    assert Message.objects.get(pk=first.pk).state == "perhaps"


def test_a_day_the_machine_slept_over_is_made_good_for_once(asked_world: World) -> None:
    assert run(asked_world, FIVE_BEFORE + timedelta(days=2)).reminded == 2
    assert run(asked_world, FIVE_BEFORE + timedelta(days=3)).reminded == 0


def test_whoever_has_returned_is_left_alone(asked_world: World) -> None:
    say(asked_world, reference="1.1")
    say(asked_world, reference="1.2")  # it is Ben's too
    assert run(asked_world, FIVE_BEFORE) == Chased(rounds=1)
    assert reminders() == 0


def test_somebody_reminded_by_hand_that_day_is_not_reminded_again(asked_world: World) -> None:
    requests.remind(round_id=asked_world.board().round.id, by=asked_world.office, on=FIVE_BEFORE)
    assert run(asked_world, FIVE_BEFORE).reminded == 0
    assert reminders() == 2


def test_a_deputy_is_reminded_in_the_place_of_the_lead(asked_world: World) -> None:
    requests.pass_to_deputy(
        request_id=asked_world.request_of("Ana Reyes").id,
        person_id=asked_world.people["Dee Lund"],
        by=asked_world.office,
        on=TODAY,
    )
    run(asked_world, FIVE_BEFORE)
    names = set(Message.objects.filter(kind="reminder").values_list("person__name", flat=True))
    assert names == {"Dee Lund", "Ben Okoro"}


def test_after_three_working_days_the_accountable_officer_is_told_else_the_office(
    asked_world: World, office: Any
) -> None:
    post_id = partnership.add_post(title="Director", by=office, on=TODAY)
    person_id = partnership.add_person(
        name="Grace Hall", email="grace@eastmere.example", by=office, on=TODAY
    )
    partnership.hold_post(
        post_id=post_id, person_id=person_id, from_date=TODAY, by=office, on=TODAY
    )
    Action.objects.filter(pk=asked_world.ids["1.1"]).update(accountable_post_id=post_id)
    assert run(asked_world, ESCALATES - timedelta(days=1)).told == 0
    assert run(asked_world, ESCALATES).told == 2
    assert run(asked_world, ESCALATES + timedelta(days=1)).told == 0
    told = {row.person.name: row for row in Message.objects.filter(kind="escalation")}
    assert set(told) == {"Grace Hall", "Programme Office"}
    words = told["Grace Hall"].words
    assert words.startswith("1 action of Eastmere SEND improvement plan has had no update since")
    assert "Friday 24 January 2020" in words
    assert "pathway" not in words
    round_id = asked_world.board().round.id
    assert told["Grace Hall"].address == f"/a/eastmere/plans/rounds/{round_id}/?list=chase"


def test_nobody_above_is_told_where_everybody_returned(asked_world: World) -> None:
    for reference in ("1.1", "1.2"):
        say(asked_world, reference=reference)
    assert run(asked_world, ESCALATES).told == 0


def test_what_was_done_by_itself_is_in_the_history(asked_world: World) -> None:
    run(asked_world, ESCALATES)
    entries = trail.history(
        local_area_id=asked_world.office.local_area_id,
        kind="round",
        object_id=asked_world.board().round.id,
        limit=1,
    )
    assert entries[0].words == (
        "reminded 2 people and told 1 person what is missing in “January 2020”"
    )


def test_a_closed_round_and_another_area_are_left_alone(asked_world: World, stranger: Any) -> None:
    from goldenthread.improvement_plan.actions import rounds

    theirs = chase(local_area_id=stranger.local_area_id, area="westholm", on=FIVE_BEFORE)
    assert theirs == Chased()
    rounds.close_round(round_id=asked_world.board().round.id, by=asked_world.office, on=TODAY)
    assert run(asked_world, FIVE_BEFORE) == Chased()


def test_an_action_that_became_complete_elsewhere_is_still_asked_for_words(
    asked_world: World,
) -> None:
    actions.mark_complete(action_id=asked_world.ids["1.1"], by=asked_world.office, on=TODAY)
    assert run(asked_world, CUT_OFF).reminded == 2
