"""A plan without a document, and the settings of every plan: typed in, changed, refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.forms.scales import boxes
from goldenthread.rules.ratings import KNOWN_SCALES
from tests.factories import plans
from tests.improvement_plan.pages.conftest import Pages, words

NEW = {
    "title": "Eastmere priority action plan",
    "kind": "Priority action plan",
    "level_1": "Workstream",
    "level_2": "Improvement area",
    "scale": "three-point",
}


def started(office: Any, title: str = str(NEW["title"])) -> Any:
    found = queries.plan_named(title, viewer=office)
    assert found is not None
    return found


def test_a_plan_is_typed_in_from_its_title_to_its_first_action(
    office_pages: Pages, office: Any, on: date
) -> None:
    said = office_pages.sent("new_plan", **NEW)
    assert "is started. Add its first workstream next." in said
    assert "Add a workstream" in said
    plan = started(office)
    assert plan.level_names == ("Workstream", "Improvement area")
    assert plan.main_scale.key == "three-point"

    said = office_pages.sent("add_top_level", plan.id, title="Joint commissioning", reference="A")
    assert "The workstream “Joint commissioning” is added." in said
    top = queries.level_tree(plan.id, viewer=office, on=on)[0]
    said = office_pages.sent("add_level", top.id, title="Therapies", reference="A1")
    assert "The improvement area “Therapies” is added." in said
    area = queries.level_tree(plan.id, viewer=office, on=on)[1]
    assert area.parent_id == top.id
    office_pages.sent("add_action", area.id, text="Agree the specification")
    assert [row.text for row in queries.actions(plan.id, viewer=office, on=on)] == [
        "Agree the specification"
    ]


def test_a_plan_or_part_without_actions_counts_nothing(
    office_pages: Pages, office: Any, plan_id: UUID, on: date
) -> None:
    office_pages.sent("new_plan", **NEW)
    said = office_pages.see("plans", query="?all=yes")
    assert "No actions yet · Not reported yet" in said
    empty = actions.add_level(plan_id=plan_id, title="Still empty", by=office, on=on)
    said = office_pages.see("level", empty)
    assert "No action yet" in said
    assert "of 0 actions" not in said


def test_the_new_plan_is_offered_from_the_list_and_from_nothing(office_pages: Pages) -> None:
    said = office_pages.see("plans")
    assert "start a plan without a document" in said
    form = office_pages.get("new_plan").content.decode()
    assert 'list="known-kinds"' in form
    assert "Expected to meet its date" not in form  # the points' words, not their meanings
    assert "Will it meet its date?" in words(office_pages.get("new_plan"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Give the plan a title, such as"),
        ({"kind": ""}, "Say what kind of plan it is"),
        ({"level_1": ""}, "Name at least the top level, such as Priority."),
        ({"level_2": "", "level_3": "Area"}, "Name this level too, or move the name below it up."),
        ({"level_2": "workstream"}, "Two levels have the same name."),
        ({"scale": ""}, "Choose a scale."),
        (
            {
                "starts_on_day": "1", "starts_on_month": "9", "starts_on_year": "2020",
                "ends_on_day": "1", "ends_on_month": "9", "ends_on_year": "2019",
            },
            "The plan cannot end before it starts.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_new_plan_is_said_and_nothing_is_made(
    office_pages: Pages, office: Any, wrong: dict[str, str], sentence: str
) -> None:
    response = office_pages.send("new_plan", **(NEW | wrong))
    assert response.status_code == 422
    assert sentence in words(response)
    assert queries.plans(viewer=office) == ()


def test_two_plans_of_one_title_are_refused_with_what_was_typed(
    office_pages: Pages, plan_id: UUID
) -> None:
    response = office_pages.send(
        "new_plan", **(NEW | {"title": "Eastmere SEND improvement plan", "kind": "My kind"})
    )
    assert response.status_code == 422
    assert "There is already a plan called" in words(response)
    assert "My kind" in response.content.decode()


OF_THE_PLAN = ("edit_plan", "rename_levels", "add_top_level", "add_scale", "add_finding")


@pytest.mark.parametrize("name", OF_THE_PLAN)
def test_the_plan_itself_is_changed_by_the_programme_office_alone(
    name: str, pages: Any, viewer: Any, stranger: Any, plan_id: UUID
) -> None:
    board = pages(viewer("board_member"))
    assert "Only the programme office can change the plan itself." in board.see(
        name, plan_id, status=403
    )
    assert board.send(name, plan_id, title="x").status_code == 403
    other = pages(stranger)
    assert other.get(name, plan_id).status_code == 404
    assert other.send(name, plan_id, title="x").status_code == 404


def test_a_plan_is_started_by_the_programme_office_alone(pages: Any, viewer: Any) -> None:
    board = pages(viewer("board_member"))
    assert "can start a plan" in board.see("new_plan", status=403)
    assert board.send("new_plan", **NEW).status_code == 403


def test_everybody_reads_the_settings_and_nobody_of_another_area(
    pages: Any, viewer: Any, stranger: Any, plan_id: UUID
) -> None:
    said = pages(viewer("board_member")).see("plan_settings", plan_id)
    assert "Under way, not certain to be done by its date" in said
    assert "None of the shares" in said
    assert "Ask the programme office." in said
    assert "Count the plan by it" not in said
    assert pages(stranger).get("plan_settings", plan_id).status_code == 404


def test_the_plans_details_are_changed(office_pages: Pages, office: Any, plan_id: UUID) -> None:
    opened = office_pages.hidden("edit_plan", plan_id)
    said = office_pages.sent(
        "edit_plan", plan_id, title="A better title", kind_name="Written statement of action",
        starts_on_day="1", starts_on_month="9", starts_on_year="2019",
        accepted_on_day="20", accepted_on_month="12", accepted_on_year="2019",
        **opened,
    )  # fmt: skip
    assert "The plan’s details are changed." in said
    assert "20 December 2019" in said
    assert started(office, "A better title").starts_on == date(2019, 9, 1)


def test_two_editors_of_the_plans_details_see_each_other(
    office_pages: Pages, office: Any, plan_id: UUID, on: date
) -> None:
    opened = office_pages.hidden("edit_plan", plan_id)
    actions.edit_plan(plan_id=plan_id, version=1, changes={"title": "Theirs"}, by=office, on=on)
    response = office_pages.send(
        "edit_plan", plan_id, title="Mine", kind_name="Written statement of action", **opened
    )
    assert response.status_code == 409
    said = words(response)
    assert "Theirs" in said
    assert "Mine" in said
    assert started(office, "Theirs")


def test_levels_take_new_names_and_a_further_one(
    office_pages: Pages, office: Any, plan_id: UUID, on: date
) -> None:
    opened = office_pages.hidden("rename_levels", plan_id)
    given = {"level_1": "Theme", "level_2": "Goal", "level_3": "Strand"}
    office_pages.sent("rename_levels", plan_id, **given, **opened)
    assert [level.word for level in queries.level_tree(plan_id, viewer=office, on=on)] == [
        "Theme",
        "Goal",
    ]
    area = queries.level_tree(plan_id, viewer=office, on=on)[1]
    assert "The strand “Deeper” is added." in office_pages.sent(
        "add_level", area.id, title="Deeper"
    )


def test_a_level_that_holds_parts_of_the_plan_keeps_a_name(
    office_pages: Pages, plan_id: UUID
) -> None:
    opened = office_pages.hidden("rename_levels", plan_id)
    response = office_pages.send("rename_levels", plan_id, level_1="Theme", **opened)
    assert response.status_code == 422
    assert "The plan has parts on the level “Improvement area”" in words(response)


def scale_words(**changes: Any) -> dict[str, Any]:
    found = {"name": "The council’s scale"}
    given = {name: box for name, box in boxes(plans.FIVE_POINT).items() if box is not False}
    return given | found | changes


def test_new_words_make_a_new_version_and_old_ratings_keep_theirs(
    office_pages: Pages, office: Any, plan_id: UUID, ids: dict[str, UUID], see: Any
) -> None:
    opened = office_pages.hidden("edit_scale", plan_id, "five-point")
    said = office_pages.sent(
        "edit_scale", plan_id, "five-point",
        **scale_words(label_green="Good", meaning_green="It will be done in time"), **opened,
    )  # fmt: skip
    assert "The scale has a new version." in said
    assert "Version 2, the council’s own scale of its actions" in said
    assert "Earlier versions" in said
    detail = see(ids["1.1"])
    assert detail.row.rating.label == "Good"
    assert detail.ratings[0].point.label == "Green"
    assert "It will be done in time" in said
    assert "Head of Inclusion" in office_pages.see("action", ids["1.1"])


def test_an_unused_point_is_left_out_of_the_scale(
    office_pages: Pages, office: Any, plan_id: UUID
) -> None:
    said = office_pages.see("edit_scale", plan_id, "five-point")
    assert "End Green: no new rating is given at it" in said
    assert "Leave Grey out of the scale" in said
    opened = office_pages.hidden("edit_scale", plan_id, "five-point")
    office_pages.sent("edit_scale", plan_id, "five-point", **scale_words(out_grey="on"), **opened)
    keys = [point.key for point in queries.plan(plan_id, viewer=office).main_scale.points]  # type: ignore[union-attr]
    assert keys == ["blue", "green", "amber", "red"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"label_green": ""}, "Give Green a word, or leave the point out."),
        ({"meaning_green": ""}, "Say what Green means."),
        ({"label_green": "blue"}, "Blue has the same word."),
        ({"name": ""}, "Give the scale a name."),
        (
            {"out_blue": "on", "out_amber": "on", "out_grey": "on"},
            "",
        ),
    ],
)
def test_what_is_wrong_with_a_scale_is_said(
    office_pages: Pages, plan_id: UUID, wrong: dict[str, str], sentence: str
) -> None:
    opened = office_pages.hidden("edit_scale", plan_id, "five-point")
    response = office_pages.send(
        "edit_scale", plan_id, "five-point", **scale_words(**wrong), **opened
    )
    assert response.status_code == (422 if sentence else 302)
    assert sentence in words(response)


def test_two_editors_of_a_scale_see_each_other(
    office_pages: Pages, office: Any, plan_id: UUID
) -> None:
    opened = office_pages.hidden("edit_scale", plan_id, "five-point")
    office_pages.sent(
        "edit_scale", plan_id, "five-point", **scale_words(meaning_red="Theirs"), **opened
    )
    response = office_pages.send(
        "edit_scale", plan_id, "five-point", **scale_words(meaning_red="Mine"), **opened
    )
    assert response.status_code == 409
    said = words(response)
    assert "Theirs" in said
    assert "Mine" in said


def test_a_further_scale_stands_beside_the_councils_own(
    office_pages: Pages, office: Any, plan_id: UUID, pages: Any, stranger: Any
) -> None:
    said = office_pages.sent("add_scale", plan_id, scale="half-points")
    assert "is a scale of this plan" in said
    found = queries.plan(plan_id, viewer=office)
    assert found is not None
    assert found.main_scale is not None
    assert found.main_scale.key == "five-point"
    again = office_pages.send("add_scale", plan_id, scale="half-points")
    assert again.status_code == 422
    assert pages(stranger).get("edit_scale", plan_id, "half-points").status_code == 404
    assert office_pages.get("edit_scale", plan_id, "no-such-scale").status_code == 404


def test_half_points_keep_their_neighbours(office_pages: Pages, plan_id: UUID) -> None:
    office_pages.sent("add_scale", plan_id, scale="half-points")
    given: dict[str, Any] = {"name": "Visits", "out_amber": "on"}
    for point in KNOWN_SCALES["half-points"].points:
        given |= {f"label_{point.key}": point.label, f"meaning_{point.key}": point.meaning}
    opened = office_pages.hidden("edit_scale", plan_id, "half-points")
    response = office_pages.send("edit_scale", plan_id, "half-points", **given, **opened)
    assert response.status_code == 422
    assert "so it needs Amber" in words(response)


def test_an_empty_part_leaves_the_plan_and_one_that_holds_actions_stays(
    office_pages: Pages, office: Any, plan_id: UUID, level_id: UUID, on: date
) -> None:
    said = office_pages.see("end_level", level_id)
    assert "It still holds 1 improvement area and 3 actions." in said
    response = office_pages.send("end_level", level_id)
    assert response.status_code == 422
    assert "Move or remove those first." in words(response)
    empty = actions.add_level(plan_id=plan_id, title="Not needed", by=office, on=on)
    assert "is taken out of the plan" in office_pages.sent("end_level", empty)
    assert office_pages.get("level", empty).status_code == 404


def test_parts_of_the_plan_are_for_the_programme_office_of_the_area(
    pages: Any, viewer: Any, stranger: Any, level_id: UUID
) -> None:
    board, other = pages(viewer("board_member")), pages(stranger)
    for name in ("add_level", "end_level", "link_finding"):
        assert "Only the programme office" in board.see(name, level_id, status=403)
        assert other.get(name, level_id).status_code == 404
        assert other.send(name, level_id, title="x").status_code == 404


def test_nothing_lies_below_the_lowest_level(
    office_pages: Pages, office: Any, plan_id: UUID, on: date
) -> None:
    area = queries.level_tree(plan_id, viewer=office, on=on)[1]
    assert "This plan has no level below" in office_pages.see("add_level", area.id, status=422)
    assert "Add a level" not in office_pages.see("level", area.id)
