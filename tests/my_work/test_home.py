"""Each person's home, by role."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.actions.inputs import NewDue, NewLead
from goldenthread.improvement_plan.queries import ActionFilters
from goldenthread.my_work import queries
from goldenthread.my_work.presenters.page import HomePage, home_page
from goldenthread.my_work.presenters.parts import Part
from tests.factories import plans as made
from tests.kept_rows import kept

HOME = "/a/eastmere/"
LATE = NewDue("31 December 2019", date(2019, 12, 31), date(2019, 12, 31), "day")
SOON = NewDue("31 January 2020", date(2020, 1, 31), date(2020, 1, 31), "day")


@pytest.fixture
@kept
def office(viewer: Any) -> Any:
    return viewer("programme_office")


@pytest.fixture
@kept
def lead(viewer: Any) -> Any:
    return viewer("action_lead")


@pytest.fixture
@kept
def plan_id(office: Any, lead: Any) -> UUID:
    """1.1 is late, 1.2 due soon, 1.3 later, 1.4 red without a cause; 1.5 is somebody else's."""
    mine = {"leads": (NewLead("Action Lead", person_id=lead.person_id),)}
    green = made.rating("green", date(2020, 1, 6))
    return made.make_plan(
        by=office,
        on=date(2020, 1, 6),
        new_actions=[
            made.new_action(1, dues=(LATE,), rating=green, **mine),
            made.new_action(2, dues=(SOON,), **mine),
            made.new_action(3, rating=green, **mine),
            made.new_action(4, rating=made.rating("red"), **mine),
            made.new_action(5, rating=made.rating("amber")),
        ],
    )


@pytest.fixture
@kept
def ids(plan_id: UUID, office: Any, on: date) -> dict[str, UUID]:
    return made.action_ids(plan_id, by=office, on=on)


def page_of(viewer: Any, on: date, whole: str = "") -> HomePage:
    return home_page(queries.home(viewer=viewer, on=on), whole=whole)


def part(page: HomePage, key: str) -> Part:
    return next(one for one in page.parts if one.key == key)


def test_a_lead_sees_what_is_overdue_first_then_what_is_due_soon(
    ids: dict[str, UUID], lead: Any, on: date
) -> None:
    mine = part(page_of(lead, on), "mine")
    assert [group.title for group in mine.groups] == [
        "Overdue: 1",
        "Due within 30 days: 1",
        "Later: 2",
    ]
    assert [line.number for line in mine.lines] == ["1.1", "1.2", "1.3", "1.4"]


def test_a_home_opens_with_what_presses(ids: dict[str, UUID], lead: Any, on: date) -> None:
    said = page_of(lead, on).lede
    assert said == "Of your 4 open actions, 1 is overdue and 1 is due within 30 days."


def test_each_action_of_a_lead_says_what_to_do_next(
    ids: dict[str, UUID], lead: Any, on: date
) -> None:
    steps = {line.number: line.next for line in part(page_of(lead, on), "mine").lines}
    assert steps == {
        "1.1": "Say why it is late, and until when",
        "1.2": "Give it a first rating",
        "1.3": "Record an update",
        "1.4": "Say what holds it up, and until when",
    }


def test_the_next_thing_to_do_leads_to_its_page(
    ids: dict[str, UUID], lead: Any, on: date, signed_in: Any
) -> None:
    client = signed_in(lead)
    for line in part(page_of(lead, on), "mine").lines:
        assert client.get(line.next_href).status_code == 200, line.next


def test_an_action_with_an_update_and_evidence_wants_nothing(
    ids: dict[str, UUID], lead: Any, on: date, evidence: Any
) -> None:
    def asked() -> tuple[str, str]:
        lines = part(page_of(lead, on), "mine").lines
        line = next(one for one in lines if one.number == "1.3")
        return line.next, line.next_href

    actions.record_update(action_id=ids["1.3"], progress="Two meetings held", by=lead, on=on)
    assert asked()[0] == "Add the evidence"
    evidence("1.3")
    assert asked() == ("Up to date", "")


def test_somebody_who_leads_nothing_is_told_how_it_would_come_here(
    ids: dict[str, UUID], viewer: Any, on: date
) -> None:
    mine = part(page_of(viewer("deputy"), on), "mine")
    assert mine.empty == "No action is yours"
    assert "ask the programme office" in mine.empty_text


def test_a_workstream_lead_signs_off_what_a_lead_marked_complete(
    ids: dict[str, UUID], lead: Any, viewer: Any, on: date, evidence: Any
) -> None:
    evidence("1.3", lead)
    actions.mark_complete(action_id=ids["1.3"], by=lead, on=on)
    waiting = part(page_of(viewer("workstream_lead"), on), "sign-off")
    assert waiting.count == 1
    assert waiting.lines[0].next == "Look and sign off"
    assert str(ids["1.3"]) in waiting.lines[0].next_href


def test_a_workstream_lead_of_one_level_sees_that_level_only(
    ids: dict[str, UUID], viewer: Any, on: date
) -> None:
    elsewhere = UUID(int=7)
    narrow = viewer("workstream_lead", scope_kind="level", scope_id=elsewhere)
    assert part(page_of(narrow, on), "off-track").count == 0


def test_a_board_member_sees_what_is_off_track_and_whose(
    ids: dict[str, UUID], viewer: Any, on: date
) -> None:
    page = page_of(viewer("board_member"), on)
    off = part(page, "off-track")
    assert [line.number for line in off.lines] == ["1.1", "1.4"]
    assert off.lines[1].says == "No cause given. No recovery date."
    assert "Action Lead" in off.lines[1].notes[0]
    assert part(page, "paper").empty == "No paper has been issued yet"


def test_the_parent_carer_forum_is_asked_about_each_priority(
    ids: dict[str, UUID], viewer: Any, on: date
) -> None:
    asked = part(page_of(viewer("parent_carer_forum"), on), "to-rate")
    assert [line.next for line in asked.lines] == ["Say how it is for families"]
    assert asked.lines[0].notes[0] == "You have not rated this yet"


def test_an_adviser_sees_good_ratings_that_nothing_of_impact_shows(
    ids: dict[str, UUID], viewer: Any, on: date, plan_id: UUID, evidence: Any
) -> None:
    adviser = viewer("external_adviser")
    unproven = part(page_of(adviser, on), f"unproven-{plan_id}")
    assert unproven.title == "Blue or Green, with no evidence of impact"
    assert [line.number for line in unproven.lines] == ["1.1", "1.3"]
    evidence("1.1")
    unproven = part(page_of(adviser, on), f"unproven-{plan_id}")
    assert [line.number for line in unproven.lines] == ["1.3"]


@pytest.fixture
def evidence(ids: dict[str, UUID], office: Any, on: date) -> Any:
    def add(reference: str, by: Any = None) -> None:
        actions.add_evidence(
            action_id=ids[reference],
            kind="impact",
            title="Survey of families",
            shows="Eight in ten families know the pathway",
            link="https://eastmere.example/survey",
            by=by or office,
            on=on,
        )

    return add


def test_every_count_on_the_office_s_home_opens_as_many_rows(
    ids: dict[str, UUID], office: Any, on: date, plan_id: UUID
) -> None:
    page = page_of(office, on)
    told = [(line.number, line.href) for line in part(page, "gaps").lines]
    told += [(one.number, one.href) for one in page.cards[0].figures if one.href]
    assert told
    for number, href in told:
        filters = ActionFilters.from_query(parse_qs(urlsplit(href).query))
        rows = plans.actions(plan_id, viewer=office, on=on, filters=filters)
        assert int(number) == len(rows), href


def test_the_office_is_asked_to_close_a_period_whose_cut_off_has_passed(
    plan_id: UUID, office: Any, on: date
) -> None:
    actions.open_period(
        plan_id=plan_id,
        name="December 2019",
        from_date=date(2019, 12, 1),
        cut_off=date(2019, 12, 31),
        by=office,
        on=on,
    )
    line = part(page_of(office, on), "period").lines[0]
    assert (line.title, line.next) == ("December 2019", "Close it")
    assert line.due is not None
    assert line.due.note == "14 days overdue"


def test_an_administrator_sees_rights_that_end_soon(
    plan_id: UUID, viewer: Any, on: date, local_area: Any
) -> None:
    from goldenthread.partnership.models import Grant

    administrator, adviser = viewer("area_administrator"), viewer("external_adviser")
    Grant.objects.filter(user_id=adviser.user_id).update(until=date(2020, 2, 29))
    ending = part(page_of(administrator, on), "rights")
    assert ending.count == 1
    assert ending.lines[0].title == "External Adviser, external adviser"


def test_an_area_without_a_plan_says_how_to_bring_one_in(office: Any, signed_in: Any) -> None:
    told = signed_in(office).get(HOME).content.decode()
    assert "There is no plan here yet" in told
    assert "Import a plan" in told


@pytest.mark.parametrize(
    "role",
    [
        "board_member", "action_lead", "deputy", "workstream_lead", "programme_office",
        "parent_carer_forum", "external_adviser", "area_administrator",
    ],
)  # fmt: skip
def test_every_role_has_a_home(
    ids: dict[str, UUID], viewer: Any, signed_in: Any, role: str
) -> None:
    response = signed_in(viewer(role)).get(HOME)
    assert response.status_code == 200
    assert "Eastmere SEND improvement plan" in response.content.decode()


def test_a_long_part_is_cut_and_opened_whole(office: Any, viewer: Any, on: date) -> None:
    made.big_plan(60, by=office)
    member = viewer("external_adviser")
    short = page_of(member, on)
    key = next(one.key for one in short.parts if one.key.startswith("unproven"))
    assert len(part(short, key).lines) == 6
    whole = part(page_of(member, on, whole=key), key)
    assert len(whole.lines) == whole.count
    assert whole.count > 6
    assert re.match(r"See all \d+$", part(short, key).more)


def test_nobody_of_another_area_sees_a_home_here(
    ids: dict[str, UUID], other_viewer: Any, signed_in: Any
) -> None:
    assert signed_in(other_viewer("area_administrator")).get(HOME).status_code == 404


@pytest.mark.parametrize("role", ["programme_office", "external_adviser", "board_member"])
def test_a_home_asks_the_database_as_often_for_ninety_actions_as_for_ten(
    viewer: Any, other_viewer: Any, on: date, role: str
) -> None:
    made.big_plan(10, by=viewer("programme_office"))
    made.big_plan(90, by=other_viewer("programme_office"))
    assert _asked(other_viewer(role), on) == _asked(viewer(role), on)


def _asked(viewer: Any, on: date) -> int:
    with CaptureQueriesContext(connection) as asked:
        page_of(viewer, on)
    return len(asked)
