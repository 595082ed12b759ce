"""Doing things on the pages: said when done, how to mend when not, nothing typed lost."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.models import Action, Milestone, ReportingPeriod
from tests.files.test_cleaning import photograph
from tests.improvement_plan.pages.conftest import Pages, hidden, words

ON = {"rated_on_day": "14", "rated_on_month": "1", "rated_on_year": "2020"}


def test_a_rating_is_recorded_and_said(office_pages: Pages, ids: dict[str, UUID], see: Any) -> None:
    said = office_pages.sent(
        "rate", "action", ids["1.3"], point="amber", capacity="council", reason="Begun", **ON
    )
    assert "Action 1.3 is rated Amber, as at 14 January 2020." in said
    assert see(ids["1.3"]).row.rating.key == "amber"


def test_the_rating_form_gives_each_points_meaning_and_what_it_asks(
    office_pages: Pages, ids: dict[str, UUID]
) -> None:
    said = office_pages.see("rate", "action", ids["1.3"])
    assert "Under way, not certain to be done by its date" in said
    assert "Asks for the cause and the date it should be back on track." in said
    assert "Reached by signing off" in said


def test_a_late_rating_without_a_cause_says_what_to_add_and_keeps_what_was_typed(
    office_pages: Pages, ids: dict[str, UUID], see: Any
) -> None:
    response = office_pages.send(
        "rate", "action", ids["1.3"], point="red", capacity="council", reason="Stuck", **ON
    )
    assert response.status_code == 422
    said = words(response)
    assert "Say what holds it up: Red needs a cause." in said
    assert "Stuck" in said
    assert see(ids["1.3"]).row.rating is None


def test_what_others_said_needs_their_names(office_pages: Pages, ids: dict[str, UUID]) -> None:
    response = office_pages.send(
        "rate", "action", ids["1.3"], point="amber", capacity="external", **ON
    )
    assert response.status_code == 422
    assert "Name who gave this rating" in words(response)
    office_pages.sent(
        "rate",
        "action",
        ids["1.3"],
        point="amber",
        capacity="external",
        raters="DfE, NHS England",
        occasion="visit in July",
        **ON,
    )
    assert "DfE and NHS England · 14 January 2020 · visit in July" in office_pages.see(
        "action", ids["1.3"]
    )


def test_an_update_is_recorded_by_the_lead(pages: Any, lead: Any, ids: dict[str, UUID]) -> None:
    mine = pages(lead)
    said = mine.sent("update_action", ids["1.1"], progress="Leaflets printed")
    assert "Your update on action 1.1 is recorded for 14 January 2020." in said
    assert "Leaflets printed" in said
    empty = mine.send("update_action", ids["1.1"], progress="")
    assert "Say what has happened, in a sentence or two." in words(empty)


def test_somebody_who_may_not_is_told_why(pages: Any, viewer: Any, ids: dict[str, UUID]) -> None:
    reader = pages(viewer("board_member"))
    assert "change nothing" in reader.see("update_action", ids["1.1"], status=403)
    assert reader.send("update_action", ids["1.1"], progress="x").status_code == 403


def evidence_fields(**given: Any) -> dict[str, Any]:
    return {
        "kind": "output",
        "title": "Pathway leaflet",
        "shows": "Families can read who does what",
        "shown_on_day": "10",
        "shown_on_month": "1",
        "shown_on_year": "2020",
    } | given


def test_a_file_is_kept_as_evidence_and_given_back(
    office_pages: Pages, ids: dict[str, UUID], see: Any, pages: Any, stranger: Any
) -> None:
    upload = SimpleUploadedFile("leaflet.txt", b"Who does what in the pathway\n", "text/plain")
    said = office_pages.sent("add_evidence", "action", ids["1.1"], **evidence_fields(file=upload))
    assert "“Pathway leaflet” is recorded as evidence of action 1.1." in said
    evidence = see(ids["1.1"]).evidence[0]
    response = office_pages.get("evidence_file", "action", ids["1.1"], evidence.id)
    assert b"".join(response.streaming_content) == b"Who does what in the pathway\n"
    assert "attachment" in response["Content-Disposition"]
    other = pages(stranger)
    assert other.get("evidence_file", "action", ids["1.1"], evidence.id).status_code == 404


@pytest.mark.asvs("14.2.8")
def test_a_photograph_leaves_without_where_it_was_taken(
    office_pages: Pages, ids: dict[str, UUID], see: Any
) -> None:
    taken = photograph()
    upload = SimpleUploadedFile("board.jpg", taken, "image/jpeg")
    office_pages.sent("add_evidence", "action", ids["1.1"], **evidence_fields(file=upload))
    page = office_pages.see("action", ids["1.1"])
    assert "People in it: not counted. Look through it before you send it on." in page
    evidence = see(ids["1.1"]).evidence[0]
    response = office_pages.get("evidence_file", "action", ids["1.1"], evidence.id)
    given = b"".join(response.streaming_content)
    assert response["Content-Class"] == "restricted; people=not-counted"
    assert b"Ana Reyes" in taken
    assert b"Ana Reyes" not in given
    assert given.startswith(b"\xff\xd8\xff")


def test_a_file_that_is_refused_leaves_no_evidence(
    office_pages: Pages, ids: dict[str, UUID], see: Any
) -> None:
    upload = SimpleUploadedFile("tool.txt", b"MZ\x90\x00\x03", "text/plain")
    response = office_pages.send(
        "add_evidence", "action", ids["1.1"], **evidence_fields(file=upload)
    )
    assert response.status_code == 422
    assert "a program, not a document" in words(response)
    assert see(ids["1.1"]).evidence == ()


def test_evidence_is_a_file_or_a_link_and_not_neither(
    office_pages: Pages, ids: dict[str, UUID]
) -> None:
    neither = office_pages.send("add_evidence", "action", ids["1.1"], **evidence_fields())
    assert "Choose a file, or give a link" in words(neither)
    bad = office_pages.send(
        "add_evidence", "action", ids["1.1"], **evidence_fields(link="javascript:alert(1)")
    )
    assert "The link must be a whole address" in words(bad)


def test_withdrawn_evidence_stays_with_its_reason(
    office_pages: Pages, ids: dict[str, UUID], evidence: Any
) -> None:
    evidence_id = evidence("1.1")
    said = office_pages.sent(
        "withdraw_evidence", "action", ids["1.1"], evidence_id, reason="Wrong year"
    )
    assert "Withdrawn 14 January 2020: Wrong year" in said


def test_two_people_complete_and_sign_off(
    pages: Any, lead: Any, office: Any, ids: dict[str, UUID], evidence: Any
) -> None:
    evidence("1.1", lead)
    said = pages(lead).sent("complete_action", ids["1.1"], note="All leaflets are out")
    assert "It waits to be signed off by someone other than the lead." in said
    assert "Only someone other than the lead can sign this off." in said
    assert pages(lead).send("sign_off_action", ids["1.1"]).status_code == 403
    office_pages = pages(office)
    form = office_pages.see("sign_off_action", ids["1.1"])
    assert "All leaflets are out" in form
    assert "1 piece of evidence is recorded." in form
    assert "signed off on 14 January 2020" in office_pages.sent("sign_off_action", ids["1.1"])
    assert "Not complete yet." in office_pages.sent(
        "reopen_action", ids["1.1"], reason="A school was missed"
    )


def test_words_are_changed_with_the_version_they_were_opened_on(
    office_pages: Pages, ids: dict[str, UUID], see: Any
) -> None:
    said = office_pages.sent(
        "edit_action",
        ids["1.1"],
        text="Agree the pathway with families",
        steps="Meet monthly",
        **office_pages.hidden("edit_action", ids["1.1"]),
    )
    assert "The words of the action are changed." in said
    assert see(ids["1.1"]).steps == "Meet monthly"


def test_the_second_of_two_editors_sees_the_difference_and_chooses(
    pages: Any, office: Any, viewer: Any, ids: dict[str, UUID], see: Any
) -> None:
    first, second = pages(office), pages(viewer("workstream_lead"))
    opened = second.hidden("edit_action", ids["1.1"])
    before = see(ids["1.1"])
    unchanged = {"success_measures": before.success_measures}
    first.sent(
        "edit_action",
        ids["1.1"],
        text="Theirs",
        outcome="Their outcome",
        **unchanged,
        **first.hidden("edit_action", ids["1.1"]),
    )
    response = second.send("edit_action", ids["1.1"], text="Mine", **unchanged, **opened)
    assert response.status_code == 409
    said = words(response)
    assert "Programme Office changed this while you were writing" in said
    assert "Theirs" in said
    assert "Mine" in said
    page = response.content.decode()
    assert ">Their outcome</textarea>" in page  # taken over, for nobody else touched it
    assert ">Mine</textarea>" in page
    assert see(ids["1.1"]).row.text == "Theirs"
    second.sent(
        "edit_action",
        ids["1.1"],
        text="Both agree",
        outcome="Their outcome",
        **unchanged,
        **hidden(response),
    )
    assert see(ids["1.1"]).row.text == "Both agree"
    assert see(ids["1.1"]).outcome == "Their outcome"


def test_a_change_elsewhere_does_not_stop_the_second_editor(
    office_pages: Pages, ids: dict[str, UUID], office: Any, see: Any, on: date
) -> None:
    opened = office_pages.hidden("edit_action", ids["1.1"])
    actions.set_dates(action_id=ids["1.1"], version=1, dues=(), by=office, on=on)
    measure = see(ids["1.1"]).success_measures
    said = office_pages.sent(
        "edit_action", ids["1.1"], text="New words", success_measures=measure, **opened
    )
    assert "The words of the action are changed." in said


def test_dates_are_read_as_people_write_them(
    office_pages: Pages, ids: dict[str, UUID], see: Any
) -> None:
    said = office_pages.sent(
        "edit_dates", ids["1.1"], due="July 2020", **office_pages.hidden("edit_dates", ids["1.1"])
    )
    assert "Fri 31 July 2020" in said
    assert "Written “July 2020”; a month counts to its last day" in said
    wrong = office_pages.send(
        "edit_dates", ids["1.1"], due="12th August", **office_pages.hidden("edit_dates", ids["1.1"])
    )
    assert wrong.status_code == 422
    assert "year" in words(wrong)
    assert see(ids["1.1"]).row.due == date(2020, 7, 31)


def test_leads_are_chosen_from_people_and_posts(
    office_pages: Pages, ids: dict[str, UUID], viewer: Any, see: Any
) -> None:
    chosen = viewer("deputy").person_id
    said = office_pages.sent(
        "edit_leads",
        ids["1.1"],
        who_1=f"person:{chosen}",
        words_1="",
        kind_1="lead",
        who_2="words",
        words_2="The whole team",
        kind_2="deputy",
        who_3="nobody",
        kind_3="lead",
        **office_pages.hidden("edit_leads", ids["1.1"]),
    )
    assert "The leads of the action are changed." in said
    assert "The whole team (deputy)" in said
    assert [lead.person_id for lead in see(ids["1.1"]).row.leads] == [chosen, None]


def test_an_action_moves_to_other_parts_of_the_plan(
    office_pages: Pages, ids: dict[str, UUID], level_id: UUID, see: Any
) -> None:
    office_pages.sent(
        "edit_place",
        ids["1.1"],
        reference="1.1a",
        level_ids=[str(level_id)],
        **office_pages.hidden("edit_place", ids["1.1"]),
    )
    row = see(ids["1.1"]).row
    assert (row.reference, [level.id for level in row.levels]) == ("1.1a", [level_id])


def test_an_action_taken_out_says_so_and_takes_nothing_more(
    office_pages: Pages, ids: dict[str, UUID]
) -> None:
    said = office_pages.sent("end_action", ids["1.3"], reason="Done by another plan")
    assert "Taken out of the plan on 14 January 2020: Done by another plan." in said
    refused = office_pages.send("update_action", ids["1.3"], progress="x")
    assert refused.status_code == 422
    assert "was taken out of the plan" in words(refused)


def test_milestones_and_dependencies_stand_on_the_actions_page(
    office_pages: Pages, ids: dict[str, UUID]
) -> None:
    said = office_pages.sent("add_milestone", ids["1.1"], text="Draft agreed", due="December 2019")
    assert "Draft agreed" in said
    assert "14 days overdue" in said
    milestone = Milestone.objects.get()
    met = office_pages.sent(
        "meet_milestone",
        ids["1.1"],
        milestone.pk,
        met_on_day="10",
        met_on_month="1",
        met_on_year="2020",
    )
    assert "met 10 January 2020" in met
    said = office_pages.sent("add_dependency", ids["1.1"], waits_for=str(ids["1.2"]))
    assert "It waits for 1.2" in said
    assert "It holds up 1.1" in office_pages.see("action", ids["1.2"])


def test_an_action_is_added_to_a_part_of_the_plan(
    office_pages: Pages, level_id: UUID, plan_id: UUID
) -> None:
    said = office_pages.sent("add_action", level_id, text="One more thing", due="March 2021")
    assert "One more thing" in said
    assert Action.objects.get(text="One more thing").due == date(2021, 3, 31)


def test_a_periods_life_on_the_pages(pages: Any, office: Any, viewer: Any, plan_id: UUID) -> None:
    office_pages = pages(office)
    dates = {
        "from_date_day": "1",
        "from_date_month": "11",
        "from_date_year": "2019",
        "cut_off_day": "31",
        "cut_off_month": "12",
        "cut_off_year": "2019",
    }
    wrong = office_pages.send(
        "open_period", plan_id, name="Back to front", **(dates | {"cut_off_year": "2018"})
    )
    assert "The cut-off must come after the first day." in words(wrong)
    office_pages.sent("open_period", plan_id, name="December 2019", **dates)
    period = ReportingPeriod.objects.get().pk
    warned = office_pages.see("close_period", period)
    assert "3 actions, with ratings, evidence, leads and dates." in warned
    assert "Still missing" in warned
    assert "December 2019 is closed." in office_pages.sent("close_period", period)
    assert "Only an area administrator can reopen" in office_pages.see("period", period)
    assert office_pages.send("reopen_period", period, reason="x").status_code == 403
    administrator = pages(viewer("area_administrator"))
    unsaid = administrator.send("reopen_period", period, reason="")
    assert "Say why." in words(unsaid)
    said = administrator.sent("reopen_period", period, reason="A rating was missed")
    assert "Reopened on 14 January 2020: A rating was missed" in said


def test_what_was_typed_before_a_time_out_is_given_back(
    office_pages: Pages, ids: dict[str, UUID]
) -> None:
    address = office_pages.address("update_action", ids["1.1"])
    kept = office_pages.client.post(
        reverse("save_draft"), {"draft-of": address, "progress": "Half a sentence"}
    )
    assert kept.status_code == 200
    said = office_pages.see("update_action", ids["1.1"])
    assert "Half a sentence" in said
    assert "These are the words you typed here before" in said
    assert "Half a sentence" not in office_pages.see(
        "update_action", ids["1.1"], query="?fresh=yes"
    )


def test_a_saved_form_forgets_its_draft(office_pages: Pages, ids: dict[str, UUID]) -> None:
    address = office_pages.address("update_action", ids["1.1"])
    office_pages.client.post(reverse("save_draft"), {"draft-of": address, "progress": "Half"})
    office_pages.sent("update_action", ids["1.1"], progress="A whole sentence")
    assert "typed here before" not in office_pages.see("update_action", ids["1.1"])


def test_a_draft_keeps_the_version_it_was_opened_on(
    pages: Any, office: Any, viewer: Any, ids: dict[str, UUID], see: Any
) -> None:
    first, second = pages(office), pages(viewer("workstream_lead"))
    opened = second.hidden("edit_action", ids["1.1"])
    address = second.address("edit_action", ids["1.1"])
    second.client.post(
        reverse("save_draft"), {"draft-of": address, "text": "Typed before lunch", **opened}
    )
    first.sent(
        "edit_action",
        ids["1.1"],
        text="Changed over lunch",
        success_measures=see(ids["1.1"]).success_measures,
        **first.hidden("edit_action", ids["1.1"]),
    )
    kept = second.hidden("edit_action", ids["1.1"])
    assert kept == opened
    response = second.send("edit_action", ids["1.1"], text="Typed before lunch", **kept)
    assert response.status_code == 409


@pytest.mark.parametrize("name", ["update_action", "edit_action", "edit_leads", "end_action"])
def test_another_areas_forms_do_not_exist_here(
    name: str, pages: Any, stranger: Any, ids: dict[str, UUID]
) -> None:
    browser = pages(stranger)
    assert browser.get(name, ids["1.1"]).status_code == 404
    assert browser.send(name, ids["1.1"], reason="x", progress="x").status_code == 404
    assert queries.plans(viewer=stranger) == ()
