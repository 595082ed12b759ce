"""The days of reminders; who was written to when; what was done by itself and what comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from goldenthread.improvement_plan.actions import reminding, requests, rounds
from goldenthread.improvement_plan.queries.reminding import plan_reminders
from goldenthread.notifications.models import Message
from goldenthread.partnership.models import LocalArea
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.rules.reminders import USUAL_REMINDERS, Reminders
from goldenthread.trail import queries as trail
from tests.conftest import TODAY
from tests.improvement_plan.pages.conftest import Pages, pages  # noqa: F401
from tests.improvement_plan.rounds.conftest import CUT_OFF, World
from tests.improvement_plan.rounds.test_answers import say
from tests.improvement_plan.rounds.test_chasing import ESCALATES, FIVE_BEFORE, run

TOMORROW = TODAY + timedelta(days=1)
OTHERS = Reminders((7, 2), on_the_day=False, working_days_after=(2,), escalate_after=5)


@pytest.fixture
def office_pages(pages: Callable[..., Pages], office: Any) -> Pages:  # noqa: F811
    return pages(office)


def change_round(world: World, reminders: Reminders = OTHERS, **given: Any) -> None:
    row = world.board().round
    usual = {"round_id": row.id, "version": row.version, "by": world.office, "on": TODAY}
    reminding.change_round_reminders(reminders=reminders, **(usual | given))


def change_plan(world: World, reminders: Reminders = OTHERS, **given: Any) -> None:
    usual = {"plan_id": world.plan_id, "version": 1, "by": world.office, "on": TODAY}
    reminding.change_plan_reminders(reminders=reminders, **(usual | given))


def test_a_new_round_begins_with_the_days_of_its_plan(world: World) -> None:
    assert plan_reminders(world.plan_id, viewer=world.office) == USUAL_REMINDERS
    change_plan(world)
    assert plan_reminders(world.plan_id, viewer=world.office) == OTHERS
    world.ask()
    assert world.board().round.reminders == OTHERS


def test_a_round_under_way_keeps_its_days_when_those_of_the_plan_change(
    asked_world: World,
) -> None:
    change_plan(asked_world)
    assert asked_world.board().round.reminders == USUAL_REMINDERS


def test_changed_days_of_a_round_count_from_tomorrow(asked_world: World) -> None:
    change_round(asked_world, on=FIVE_BEFORE, reminders=Reminders((7, 2), escalate_after=None))
    # Seven days before the cut-off is past: it is not made good for.
    assert run(asked_world, FIVE_BEFORE).reminded == 0
    assert run(asked_world, CUT_OFF - timedelta(days=3)).reminded == 0
    assert run(asked_world, CUT_OFF - timedelta(days=2)).reminded == 2
    assert run(asked_world, ESCALATES).told == 0


def test_the_history_says_which_days_changed(asked_world: World) -> None:
    change_round(asked_world)
    entry = trail.history(
        local_area_id=asked_world.office.local_area_id,
        kind="round",
        object_id=asked_world.board().round.id,
        limit=1,
    )[0]
    assert entry.words == "changed when the leads of “January 2020” are reminded"
    assert {name: after for name, _, after in entry.changes} == {
        "reminders": "2 and 7 days before the cut-off, 2 working days after it",
        "those above are told": "5 working days after the cut-off",
    }


def test_the_days_are_the_programme_offices_to_change_in_its_own_area(
    asked_world: World, viewer: Any, stranger: Any
) -> None:
    for change in (change_round, change_plan):
        with pytest.raises(NotPermitted, match="Only the programme office"):
            change(asked_world, by=viewer("board_member"))
        with pytest.raises(Refused, match="not in a plan that you can see"):
            change(asked_world, by=stranger)
        with pytest.raises(ChangedMeanwhile):
            change(asked_world, version=77)
        with pytest.raises(Refused, match="the days already"):
            change(asked_world, reminders=USUAL_REMINDERS)
    assert plan_reminders(asked_world.plan_id, viewer=stranger) is None
    assert asked_world.board().round.reminders == USUAL_REMINDERS


def test_the_days_are_changed_on_a_page(asked_world: World, office_pages: Pages) -> None:
    text = office_pages.see("rounds", asked_world.plan_id)
    assert (
        "Whoever has not returned is reminded 1 and 5 days before the cut-off, on the day, "
        "1 and 3 working days after it." in text
    )
    for name, thing in (
        ("plan_reminders", asked_world.plan_id),
        ("round_reminders", asked_world.round_id),
    ):
        opened = office_pages.hidden(name, thing)
        typed = {"days_before": "2 and 7", "days_after": "2", "escalate_after": "5"}
        office_pages.sent(name, thing, **typed, **opened)
    assert asked_world.board().round.reminders == OTHERS
    assert plan_reminders(asked_world.plan_id, viewer=asked_world.office) == OTHERS
    text = office_pages.see("rounds", asked_world.plan_id)
    assert "hears how many are missing 5 working days after the cut-off." in text


def test_the_boxes_are_as_wide_as_what_is_typed_there(
    asked_world: World, office_pages: Pages
) -> None:
    page = office_pages.get("round_reminders", asked_world.round_id).content.decode()
    for name, width in (("days_before", 10), ("days_after", 10), ("escalate_after", 3)):
        (box,) = [tag for tag in page.split("<") if f'id="id_{name}"' in tag]
        assert f"govuk-input--width-{width} " in box.replace('"', " ")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"days_before": "5, soon"}, "“soon” is not a number of days."),
        ({"days_before": "61"}, "A reminder before the cut-off lies 1 to 60 days before it."),
        ({"days_after": "0"}, "A reminder after the cut-off lies 1 to 30 working days after it."),
        ({"days_after": "1,2,3,4,5,6"}, "Choose at most 5 days on each side of the cut-off"),
        ({"escalate_after": "31"}, "Those above the leads are told 1 to 30 working days after"),
        ({"escalate_after": "three"}, "Write one whole number of working days, such as 3."),
        (
            {"days_before": "", "days_after": "", "escalate_after": "3"},
            "Nobody above the leads is told before the leads were reminded.",
        ),
    ],
)
def test_days_without_sense_are_refused_beside_what_was_typed(
    typed: dict[str, str], sentence: str, asked_world: World, office_pages: Pages
) -> None:
    for name, thing in (
        ("plan_reminders", asked_world.plan_id),
        ("round_reminders", asked_world.round_id),
    ):
        given = {"days_before": "5", "days_after": "1", "escalate_after": ""} | typed
        answer = office_pages.send(name, thing, **given, **office_pages.hidden(name, thing))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert asked_world.board().round.reminders == USUAL_REMINDERS


def test_nobody_else_finds_the_pages(
    asked_world: World,
    pages: Callable[..., Pages],  # noqa: F811
    viewer: Any,
    stranger: Any,
) -> None:
    for name, thing in (
        ("plan_reminders", asked_world.plan_id),
        ("round_reminders", asked_world.round_id),
    ):
        pages(viewer("board_member")).see(name, thing, status=403)
        assert pages(stranger).get(name, thing).status_code == 404
        assert pages(stranger).send(name, thing).status_code == 404
    assert pages(viewer("area_administrator")).get("round_reminders", uuid4()).status_code == 404


def test_nobody_is_reminded_on_the_day_they_were_written_to(asked_world: World) -> None:
    round_id = asked_world.board().round.id
    with pytest.raises(Refused, match="written to today already"):
        requests.remind(round_id=round_id, by=asked_world.office, on=TODAY)
    assert requests.remind(round_id=round_id, by=asked_world.office, on=TOMORROW) == 2
    with pytest.raises(Refused, match="written to today already"):
        requests.remind(round_id=round_id, by=asked_world.office, on=TOMORROW)
    row = asked_world.board().round
    rounds.change_cut_off(
        round_id=round_id,
        cut_off=CUT_OFF + timedelta(days=3),
        version=row.version,
        by=asked_world.office,
        on=TOMORROW + timedelta(days=1),
    )
    assert {one.written_on for one in asked_world.board().requests} == {
        TOMORROW + timedelta(days=1)
    }


def on_day(pages: Pages, on: date) -> Pages:  # noqa: F811
    LocalArea.objects.update(lives_on=on)
    return pages


def test_a_double_click_on_remind_sends_once_and_lands_on_the_board(
    asked_world: World, office_pages: Pages
) -> None:
    on_day(office_pages, TOMORROW)
    text = office_pages.see("round", asked_world.round_id)
    assert "Remind 2 people now" in text
    assert "Those to chase were last written to on 14 January 2020." in text
    first = office_pages.send("remind_round", asked_world.round_id)
    second = office_pages.send("remind_round", asked_world.round_id)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Message.objects.filter(kind="reminder").count() == 2
    text = office_pages.see("round", asked_world.round_id)
    assert "2 reminders on the way." in text
    assert "written to today already" in text
    assert "Remind 2 people now" not in text
    assert "A reminder helps again from Thu 16 January 2020." in text


def test_only_those_not_written_to_today_are_offered_a_reminder(
    asked_world: World, office_pages: Pages
) -> None:
    requests.remind(
        round_id=asked_world.board().round.id,
        request_ids=[asked_world.request_of("Ana Reyes").id],
        by=asked_world.office,
        on=TOMORROW,
    )
    text = on_day(office_pages, TOMORROW).see("round", asked_world.round_id)
    assert "Remind 1 person now" in text
    assert "1 person was written to today and was left out." in text


def test_what_was_sent_is_done_and_what_comes_is_to_come(
    asked_world: World, office_pages: Pages
) -> None:
    text = office_pages.see("round", asked_world.round_id)
    asked = "Done Tue 14 January 2020 Programme Office asked 2 people for updates on 2 actions"
    assert asked in text
    above = "To come Wed 29 January 2020 The accountable officer, or else the programme office,"
    assert above in text
    assert "To come Fri 17 January 2020 A reminder to whoever has not returned" in text
    run(asked_world, FIVE_BEFORE)
    text = on_day(office_pages, FIVE_BEFORE).see("round", asked_world.round_id)
    assert "Done Fri 17 January 2020 Golden Thread reminded 2 people" in text
    assert "To come Fri 17 January 2020" not in text


def test_an_escalation_that_was_sent_is_done_and_not_to_come(
    asked_world: World, office_pages: Pages
) -> None:
    run(asked_world, ESCALATES)
    text = on_day(office_pages, ESCALATES).see("round", asked_world.round_id)
    told = "Done Wed 29 January 2020 Golden Thread reminded 2 people and told 1 person what is"
    assert told in text
    assert "hears how many are missing" not in text
    assert "To come" not in text


def test_nothing_comes_where_everybody_has_returned(
    asked_world: World, office_pages: Pages
) -> None:
    for reference in ("1.1", "1.2"):
        say(asked_world, reference=reference)
    text = office_pages.see("round", asked_world.round_id)
    assert "Everybody has returned, so nobody is reminded." in text
    assert "To come" not in text


def test_a_workstream_lead_changes_the_days_of_their_own_round_only(
    world: World, viewer: Any
) -> None:
    lead = viewer("workstream_lead", scope_kind="level", scope_id=world.level_id)
    world.ask(level_id=world.level_id)
    change_round(world, by=replace(lead, name="Part lead"))
    assert world.board().round.reminders == OTHERS
    with pytest.raises(NotPermitted):
        change_plan(world, by=lead)
