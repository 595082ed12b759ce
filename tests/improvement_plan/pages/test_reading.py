"""What the pages of a plan say."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewLead
from tests.factories import plans
from tests.improvement_plan.pages.conftest import Pages
from tests.kept_rows import kept


def close(plan_id: UUID, office: Any, name: str, first: date, last: date) -> UUID:
    period = actions.open_period(
        plan_id=plan_id, name=name, from_date=first, cut_off=last, by=office, on=last
    )
    actions.close_period(period_id=period, by=office, on=last)
    return period


@pytest.fixture
@kept
def closed(plan_id: UUID, office: Any) -> UUID:
    return close(plan_id, office, "October 2019", date(2019, 10, 1), date(2019, 10, 31))


def test_the_plan_page_says_the_three_shares_with_what_counts(
    office_pages: Pages, plan_id: UUID
) -> None:
    said = office_pages.see("plan", plan_id)
    assert "Eastmere SEND improvement plan" in said
    assert "As at 14 January 2020 · 3 actions · 1 priority" in said
    assert "0.0% complete 0 of 3 actions" in said
    assert "33.3% complete or on track 1 of 3 actions" in said
    assert "On this plan’s scale: Blue, Green." in said
    assert "1 off track" in said
    assert "No closed reporting period yet" in said


def test_every_count_on_the_plan_page_opens_that_many_actions(
    office_pages: Pages, plan_id: UUID, office: Any, closed: UUID, ids: dict[str, UUID], on: date
) -> None:
    actions.record_rating(
        action_id=ids["1.3"],
        point_key="red",
        cause="No lead yet",
        recovery_date=date(2020, 3, 31),
        by=office,
        on=on,
    )
    text = office_pages.get("plan", plan_id).content.decode()
    figures = re.findall(
        r'<a class="gt-(?:figure|share__number)" href="([^"]*/actions/\?[^"]*)">(.*?)</a>',
        text,
        flags=re.DOTALL,
    )
    assert len(figures) > 8
    for href, inside in figures:
        plain = re.sub(r"<span class=\"govuk-visually-hidden\".*?</span>|<[^>]+>", " ", inside)
        number = plain.split()[0]
        if "%" in number:
            continue  # a share's percent stands beside its count
        listed = office_pages.client.get(href.replace("&amp;", "&")).content.decode()
        assert listed.count("<tr data-row-link>") == int(number), href


def test_what_moved_since_the_last_report_is_said_with_its_direction(
    office_pages: Pages, plan_id: UUID, office: Any, closed: UUID, ids: dict[str, UUID], on: date
) -> None:
    actions.record_rating(action_id=ids["1.2"], point_key="green", by=office, on=on)
    said = office_pages.see("plan", plan_id)
    assert "1 rating moved since October 2019 1 better, 0 worse" in said
    assert "Since the last report (October 2019)" in said
    assert "action from Red to Green" in said


def test_off_track_says_whose_and_that_no_cause_is_given(
    office_pages: Pages, plan_id: UUID
) -> None:
    said = office_pages.see("plan", plan_id)
    assert "Head of Inclusion (1)" in said
    assert "No cause given" in said


def test_a_plan_without_actions_shows_the_way_to_an_import(
    office_pages: Pages, office: Any
) -> None:
    plan_id = plans.make_plan(by=office, title="Empty plan")
    said = office_pages.see("plan", plan_id)
    assert "This plan has no actions yet" in said
    assert "Import a plan document" in said


def test_no_plan_at_all_shows_the_way_to_an_import(pages: Any, viewer: Any) -> None:
    assert "No plan yet" in pages(viewer("programme_office")).see("plans")
    said = pages(viewer("board_member")).see("plans")
    assert "Only the programme office or an area administrator can start a plan." in said


def test_the_only_plan_opens_at_once_and_two_are_listed(
    office_pages: Pages, plan_id: UUID, office: Any
) -> None:
    response = office_pages.get("plans")
    assert response["Location"] == office_pages.address("plan", plan_id)
    plans.make_plan(by=office, title="Another plan")
    said = office_pages.see("plans")
    assert "Another plan" in said
    assert "Eastmere SEND improvement plan" in said


def test_the_list_filters_by_address_and_says_how_many_of_all(
    office_pages: Pages, plan_id: UUID
) -> None:
    said = office_pages.see("actions", plan_id, query="?rating=red")
    assert "1 of 3 actions" in said
    assert "Remove filter: Rating: Red" in said
    both = office_pages.see("actions", plan_id, query="?rating=red&rating=none")
    assert "2 of 3 actions" in both
    assert "Remove filter: Rating: Not yet rated" in both


def test_a_filter_with_no_result_offers_to_clear_it(office_pages: Pages, plan_id: UUID) -> None:
    said = office_pages.see("actions", plan_id, query="?rating=blue&q=pathway")
    assert "No action is like that" in said
    assert "Clear all filters" in said


def test_a_removed_tag_keeps_the_other_filters_and_the_sorting(
    office_pages: Pages, plan_id: UUID
) -> None:
    query = "?rating=red&state=off-track&sort=due"
    text = office_pages.get("actions", plan_id, query=query).content.decode()
    tags = re.findall(r'class="gt-applied__tag" href="([^"]+)"', text)
    assert [tag.split("?")[1] for tag in tags] == [
        "state=off-track&amp;sort=due",
        "rating=red&amp;sort=due",
    ]


def test_sorting_by_due_date_is_said_and_can_be_undone(office_pages: Pages, plan_id: UUID) -> None:
    text = office_pages.get("actions", plan_id, query="?sort=due").content.decode()
    heading = re.search(
        r'<th scope="col" aria-sort="ascending">\s*<a class="gt-sort" href="([^"]+)"', text
    )
    assert heading is not None
    assert heading[1] == office_pages.address("actions", plan_id)


def test_a_filter_that_makes_no_sense_is_refused_in_a_sentence(
    office_pages: Pages, plan_id: UUID
) -> None:
    said = office_pages.see("actions", plan_id, query="?state=sideways", status=422)
    assert "“sideways” is not something a list of actions can be narrowed to." in said


def test_a_long_list_is_read_fifty_at_a_time(office_pages: Pages, office: Any) -> None:
    plan_id = plans.big_plan(60, by=office, title="Long plan")
    assert "Actions 1 to 50 of 60" in office_pages.see("actions", plan_id)
    assert "Actions 51 to 60 of 60" in office_pages.see("actions", plan_id, query="?page=2")
    assert "Actions 51 to 60 of 60" in office_pages.see("actions", plan_id, query="?page=99")


def test_search_finds_words_in_every_plan(office_pages: Pages, plan_id: UUID, office: Any) -> None:
    plans.make_plan(
        by=office,
        title="Another plan",
        new_actions=[plans.new_action(1, text="Train every pathway lead")],
    )
    said = office_pages.see("search", query="?q=pathway")
    assert "Another plan" in said
    assert "Train every pathway lead" in said
    assert "3 actions found" in said
    assert "No action has all of these words: zebra" in office_pages.see("search", query="?q=zebra")


def test_a_level_page_shows_ratings_side_by_side_and_says_that_they_disagree(
    office_pages: Pages, level_id: UUID, office: Any, on: date
) -> None:
    assert "Not rated as a whole yet" in office_pages.see("level", level_id)
    for capacity, point in (("council", "green"), ("forum", "amber")):
        actions.record_rating(
            level_id=level_id,
            point_key=point,
            capacity=capacity,
            raters=["Parents of Eastmere"],
            reason="As they see it",
            by=office,
            on=on,
        )
    said = office_pages.see("level", level_id)
    assert "The ratings disagree" in said
    assert "Parents of Eastmere" in said
    assert "One plan for each child" in said


def test_a_target_shows_baseline_latest_and_how_far_there_is_to_go(
    office_pages: Pages, level_id: UUID
) -> None:
    office_pages.sent(
        "add_target",
        "level",
        level_id,
        text="90% in 20 weeks by March 2025",
        measure="Plans issued within 20 weeks",
        unit="%",
        baseline="54",
        value="90%",
        due="March 2025",
    )
    from goldenthread.improvement_plan.models import Target

    target = Target.objects.get()
    office_pages.sent(
        "reading",
        "level",
        level_id,
        target.pk,
        value="71.5",
        read_on_day="31",
        read_on_month="12",
        read_on_year="2019",
        source="Case system",
    )
    said = office_pages.see("level", level_id)
    assert "71.5% 31 December 2019" in said
    assert "17.5 percentage points better than the baseline, 18.5 percentage points to go." in said
    assert "March 2025 (by 31 March 2025)" in said


def test_the_thread_breaks_where_evidence_is_missing(
    office_pages: Pages, ids: dict[str, UUID], evidence: Any
) -> None:
    said = office_pages.see("action", ids["1.1"])
    assert "Evidence No evidence yet" in said
    assert "Finding No finding is linked" in said
    evidence("1.1")
    assert "1 piece, 1 of impact" in office_pages.see("action", ids["1.1"])


def test_an_action_lists_what_is_missing_with_the_form_that_mends_it(
    office_pages: Pages, ids: dict[str, UUID]
) -> None:
    text = office_pages.get("action", ids["1.3"]).content.decode()
    assert "What is missing" in text
    assert office_pages.address("rate", "action", ids["1.3"]) in text
    assert office_pages.address("edit_leads", ids["1.3"]) in text


def test_what_may_not_be_done_is_shown_with_its_reason(
    pages: Any, viewer: Any, ids: dict[str, UUID]
) -> None:
    reader = pages(viewer("board_member"))
    text = reader.get("action", ids["1.1"]).content.decode()
    assert (
        "You can read everything here. To record progress, add evidence, mark complete, rate or "
        "change the words, ask its lead, Head of Inclusion, or the programme office."
    ) in text
    assert "Find them under People and forums" in text
    assert reader.address("update_action", ids["1.1"]) not in text


def test_due_dates_are_said_with_their_day_and_lateness(
    office_pages: Pages, office: Any, on: date
) -> None:
    from goldenthread.improvement_plan.actions.inputs import NewDue

    plan_id = plans.make_plan(
        by=office,
        title="Late plan",
        new_actions=[
            plans.new_action(
                1, dues=(NewDue("10 January 2020", date(2020, 1, 10), date(2020, 1, 10), "day"),)
            )
        ],
    )
    said = office_pages.see("actions", plan_id)
    assert "Fri 10 January 2020 · , 4 days overdue" in said


def test_a_forum_and_a_lead_list_their_actions(
    pages: Any, lead: Any, office: Any, ids: dict[str, UUID]
) -> None:
    found = pages(office).see("lead", "person", lead.person_id)
    assert "Action Lead" in found
    assert "1.1" in found
    assert pages(office).get("lead", "team", lead.person_id).status_code == 404


def test_findings_open_the_actions_that_answer_them(
    office_pages: Pages, plan_id: UUID, level_id: UUID, office: Any, on: date
) -> None:
    assert "No finding is recorded" in office_pages.see("findings", plan_id)
    finding = actions.add_finding(
        plan_id=plan_id, text="Leaders did not plan together", reference="a", by=office, on=on
    )
    assert "Findings that no action answers" in office_pages.see("findings", plan_id)
    level = queries.level_detail(level_id, viewer=office, on=on)
    assert level is not None
    actions.link_findings(
        level_id=level_id, finding_ids=[finding], version=level.level.version, by=office, on=on
    )
    said = office_pages.see("findings", plan_id)
    assert "Priority 1: Joint working" in said
    assert "3 actions" in said
    assert "Findings that no action answers" not in said


def test_a_closed_period_shows_its_rows_and_compares_with_another(
    office_pages: Pages, plan_id: UUID, office: Any, closed: UUID, ids: dict[str, UUID], on: date
) -> None:
    actions.record_rating(action_id=ids["1.2"], point_key="green", by=office, on=date(2019, 12, 1))
    later = close(plan_id, office, "December 2019", date(2019, 11, 1), date(2019, 12, 31))
    said = office_pages.see("period", later, query=f"?with={closed}")
    assert "33.3% (1 of 3)" in said
    assert "66.7% (2 of 3)" in said
    assert "1 action from Red to Green" in said
    assert "2 actions kept the same rating." in said
    assert said == office_pages.see("period", later, query=f"?with={closed}")
    only = office_pages.see("period", closed, query="?rating=none")
    assert "1 action not yet rated at the cut-off" in only


def test_history_says_who_did_what(office_pages: Pages, ids: dict[str, UUID], lead: Any) -> None:
    said = office_pages.see("history", "action", ids["1.1"])
    assert "Programme Office changed who leads 1.1" in said
    assert office_pages.get("history", "plain", ids["1.1"]).status_code == 404


@pytest.mark.parametrize(
    "name", ["plan", "actions", "findings", "periods", "level", "action", "period"]
)
def test_another_areas_things_do_not_exist_here(
    name: str, pages: Any, stranger: Any, plan_id: UUID, level_id: UUID, ids: Any, closed: UUID
) -> None:
    thing = {"level": level_id, "action": ids["1.1"], "period": closed}.get(name, plan_id)
    browser = pages(stranger)
    assert browser.get(name, thing).status_code == 404
    browser.slug = "eastmere"
    assert browser.get(name, thing).status_code == 404
    assert browser.get(name, uuid4()).status_code == 404


@pytest.mark.parametrize("name", ["plan", "actions", "findings"])
def test_a_page_asks_the_database_as_often_for_sixty_actions_as_for_six(
    name: str, office_pages: Pages, office: Any
) -> None:
    asked = []
    office_pages.see("plans")  # the day's first page marks the rights that are used
    for size in (6, 60):
        plan_id = plans.big_plan(size, by=office, title=f"Plan of {size}")
        with CaptureQueriesContext(connection) as found:
            office_pages.see(name, plan_id)
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_an_action_page_asks_as_often_with_many_leads_as_with_one(
    office_pages: Pages, ids: dict[str, UUID], office: Any, on: date, evidence: Any
) -> None:
    office_pages.see("action", ids["1.2"])  # the day's first page marks the rights that are used
    with CaptureQueriesContext(connection) as one:
        office_pages.see("action", ids["1.2"])
    for number in range(4):
        evidence("1.2")
        actions.record_update(action_id=ids["1.2"], progress=f"Step {number}", by=office, on=on)
    actions.set_leads(
        action_id=ids["1.2"],
        version=1,
        leads=[NewLead(f"Lead {number}") for number in range(5)],
        by=office,
        on=on,
    )
    with CaptureQueriesContext(connection) as many:
        office_pages.see("action", ids["1.2"])
    assert len(many) == len(one)
