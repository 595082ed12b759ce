"""Your week: how much waits, by kind; once a week; nothing personal; whoever likes turns it off."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.config.command_line import cli
from goldenthread.improvement_plan.actions import risks
from goldenthread.my_work import queries, tasks
from goldenthread.my_work.presenters.week import week_of
from goldenthread.notifications import actions as notifications
from goldenthread.notifications.models import Message
from goldenthread.partnership.models import LocalArea, Person


@pytest.fixture(autouse=True)
def area_s_own_day(local_area: Any, on: date) -> None:
    """The installation's clock is another: the area lives on the day of the tests."""
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=on)


def weeks() -> dict[str, Message]:
    return {row.person.name: row for row in Message.objects.filter(kind="week_ahead")}


def test_everybody_for_whom_something_waits_is_told_how_much(
    everything: dict[str, UUID], giver: Any, office: Any
) -> None:
    tasks.weekly_digest()
    assert "3 actions wait for your update" in weeks()["Una Hart"].words
    assert "1 person waits to be chased" in weeks()["Programme Office"].words
    assert weeks()["Una Hart"].address == "/a/eastmere/"


def test_nothing_is_said_of_what_it_is(everything: dict[str, UUID], giver: Any) -> None:
    tasks.weekly_digest()
    said = "".join(row.subject + row.words for row in weeks().values())
    for secret in ("psychologists", "Una", "1.1", "Head of inclusion", "Inclusion"):
        assert secret not in said


def test_made_twice_it_is_one_message(everything: dict[str, UUID], giver: Any) -> None:
    tasks.weekly_digest()
    before = Message.objects.filter(kind="week_ahead").count()
    tasks.weekly_digest()
    assert Message.objects.filter(kind="week_ahead").count() == before > 0


@pytest.mark.parametrize(
    ("hours", "mondays"),
    [
        # The clock goes back: 01:30 comes twice, on a Sunday, and the Monday after is one day.
        (["2020-10-25T00:30Z", "2020-10-25T01:30Z", "2020-10-26T00:10Z", "2020-10-26T23:50Z"], 1),
        # It goes forward: the Monday in summer time begins while it is still Sunday in UTC.
        (["2020-03-29T00:30Z", "2020-03-29T23:30Z", "2020-03-30T10:00Z", "2020-03-30T23:30Z"], 1),
        # The year ends within a week: Monday 30 December 2019 is of week 1 of 2020.
        (["2019-12-30T09:00Z", "2019-12-30T21:00Z", "2020-01-01T09:00Z", "2020-01-05T09:00Z"], 1),
        (["2019-12-30T09:00Z", "2020-01-06T09:00Z", "2020-01-06T10:00Z"], 2),
        # A year of 53 weeks: 28 December 2020 and 4 January 2021 are two weeks.
        (["2020-12-28T09:00Z", "2020-12-31T09:00Z", "2021-01-03T09:00Z", "2021-01-04T09:00Z"], 2),
    ],
)
def test_one_message_a_week_at_the_end_of_the_year_and_when_the_clock_changes(
    everything: dict[str, UUID],
    giver: Any,
    monkeypatch: pytest.MonkeyPatch,
    hours: list[str],
    mondays: int,
) -> None:
    """The worker asks every hour; each hour is asked twice, as by two workers."""
    for hour in hours:
        now = datetime.fromisoformat(hour.replace("Z", "+00:00"))
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        tasks.on_mondays()
        tasks.on_mondays()
    told = Message.objects.filter(kind="week_ahead", person_id=giver.person_id)
    assert told.count() == mondays
    assert len(set(told.values_list("once", flat=True))) == mondays


def test_made_by_hand_in_the_same_week_it_is_the_same_message(
    everything: dict[str, UUID], giver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (date(2019, 12, 30), date(2020, 1, 2), date(2020, 1, 5)):
        monkeypatch.setattr("goldenthread.my_work.tasks.timezone.localdate", lambda day=day: day)
        tasks.weekly_digest()
    assert Message.objects.filter(kind="week_ahead", person_id=giver.person_id).count() == 1


def test_whoever_turned_it_off_gets_none(everything: dict[str, UUID], giver: Any, on: date) -> None:
    notifications.choose_rhythm(rhythm="at_once", week_ahead=False, by=giver, on=on)
    done = tasks.weekly_digest()
    assert done.unwanted == 1
    assert "Una Hart" not in weeks()


def test_whoever_wants_one_message_a_week_has_it_joined(
    everything: dict[str, UUID], giver: Any, on: date
) -> None:
    notifications.choose_rhythm(rhythm="weekly", by=giver, on=on)
    tasks.weekly_digest()
    assert weeks()["Una Hart"].state == "held"


def test_nobody_is_told_that_nothing_waits(viewer: Any) -> None:
    viewer("board_member")
    done = tasks.weekly_digest()
    assert (done.messages, weeks()) == ([], {})
    assert done.nothing > 0


def test_whoever_left_is_told_nothing(everything: dict[str, UUID], giver: Any, on: date) -> None:
    Person.objects.filter(pk=giver.person_id).update(left_on=on)
    tasks.weekly_digest()
    assert "Una Hart" not in weeks()


def test_two_areas_each_have_their_own(
    everything: dict[str, UUID], giver: Any, other_viewer: Any
) -> None:
    other_viewer("action_lead", name="Una Hart")
    tasks.weekly_digest()
    assert set(Message.objects.filter(kind="week_ahead").values_list("local_area__slug")) == {
        ("eastmere",)
    }


def test_the_week_counts_what_the_home_lists(
    everything: dict[str, UUID], giver: Any, on: date
) -> None:
    home = queries.home(viewer=giver, on=on)
    numbers = {one.kind: one.number for one in week_of(home)}
    assert numbers["updates"] == sum(one.number for one in home.waiting.answers) == 3
    assert numbers["agreements"] == len(home.waiting.agreements) == 1


def test_a_dry_run_queues_nothing(everything: dict[str, UUID], giver: Any) -> None:
    answer = CliRunner().invoke(cli, ["weekly-digest", "--dry-run", "--format", "json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)["messages"]
    assert {"Una Hart", "Programme Office"} <= {one["person"] for one in told}
    assert weeks() == {}


def test_each_person_costs_as_many_queries_whatever_waits(
    everything: dict[str, UUID], giver: Any, office: Any, on: date
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            week_of(queries.home(viewer=office, on=on))
        return len(found)

    before = asked()
    for number in range(8):
        risks.raise_risk(
            action_id=queries.home(viewer=giver, on=on).mine[0].id,  # type: ignore[index]
            words=f"Risk {number}",
            likelihood_before=2,
            impact_before=2,
            likelihood_after=1,
            impact_after=1,
            review_on=on,
            by=office,
            on=on,
        )
    assert asked() == before


def test_only_on_mondays_by_itself(
    everything: dict[str, UUID], giver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldenthread.my_work.tasks.timezone.localdate", lambda: date(2020, 1, 14))
    tasks.on_mondays()
    assert weeks() == {}
    monkeypatch.setattr("goldenthread.my_work.tasks.timezone.localdate", lambda: date(2020, 1, 13))
    tasks.on_mondays()
    assert {"Una Hart", "Programme Office"} <= set(weeks())


def test_handing_over_from_a_terminal(
    everything: dict[str, UUID], giver: Any, taker: Any, administrator: Any
) -> None:
    words = ["hand-over", "--from", "una.hart@eastmere.example", "--to",
             "viv.lane@eastmere.example", "--on", "2020-02-03", "--format", "json"]  # fmt: skip
    tried = CliRunner().invoke(cli, [*words, "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert json.loads(tried.output)["handed_over"] is None
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["handed_over"] == {"to": {"Viv Lane": 8}, "left": 0}
