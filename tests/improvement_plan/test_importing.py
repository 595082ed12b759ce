from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import (
    Added,
    Changed,
    NewDue,
    NewFinding,
    NewLead,
    NewLevel,
    NewTarget,
    Removed,
)
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.factories import plans


def test_an_imported_plan_reads_back_as_it_was_given(office: Any, on: date) -> None:
    plan_id = plans.make_plan(
        by=office,
        layout=("Action", "Lead", "Timescale"),
        findings=[NewFinding("f", "Families wait too long", reference="A")],
        levels=[
            NewLevel("area", "Pathways", reference="1.1", parent_key="priority"),
            NewLevel("priority", "Joint working", reference="1", finding_keys=("f",)),
        ],
        new_actions=[
            plans.new_action(
                1,
                rating=plans.rating("amber", date(2019, 10, 1)),
                ratings_history=(plans.rating("grey", date(2019, 7, 1)),),
                progress="The group met twice",
                progress_on=date(2019, 9, 20),
                dues=(
                    NewDue("July 2020", date(2020, 7, 1), date(2020, 7, 31), "month"),
                    NewDue("July 2021", date(2021, 7, 1), date(2021, 7, 31), "month"),
                ),
                due_as_written="July 2020 July 2021",
                as_written=(("Action", "Agree"), ("Lead", "Head of Inclusion")),
            )
        ],
        targets=[NewTarget("75% in the first year", level_key="priority", unit="%")],
    )
    plan = queries.plan(plan_id, viewer=office)
    [row] = queries.actions(plan_id, viewer=office, on=on)
    detail = queries.action(row.id, viewer=office, on=on)
    [priority, area] = queries.level_tree(plan_id, viewer=office, on=on)
    assert plan
    assert detail
    assert plan.layout == ("Action", "Lead", "Timescale")
    assert (priority.title, area.title) == ("Joint working", "Pathways")
    assert [finding.reference for finding in priority.findings] == ["A"]
    assert [level.title for level in row.levels] == ["Pathways"]
    assert row.due == date(2021, 7, 31)
    assert row.due_as_written == "July 2020 July 2021"
    assert [due.as_written for due in detail.dues] == ["July 2020", "July 2021"]
    assert row.rating
    assert row.rating.key == "amber"
    assert row.first_rating
    assert row.first_rating.key == "grey"
    assert row.last_update_on == date(2019, 9, 20)
    assert [rating.point.key for rating in detail.ratings] == ["amber", "grey"]
    assert detail.as_written == (("Action", "Agree"), ("Lead", "Head of Inclusion"))
    level = queries.level_detail(priority.id, viewer=office, on=on)
    assert level
    assert [target.text for target in level.targets] == ["75% in the first year"]
    assert level.actions == (row,)


def test_an_imported_rating_needs_no_evidence_and_is_listed_as_a_gap(office: Any, on: date) -> None:
    plan_id = plans.make_plan(
        by=office, new_actions=[plans.new_action(1, rating=plans.rating("blue"))]
    )
    [row] = queries.actions(plan_id, viewer=office, on=on)
    assert {"as-imported", "no-evidence", "lead-not-identified"} <= set(row.gaps)


def test_an_imported_rating_of_signed_off_completes_the_action(office: Any, on: date) -> None:
    plan_id = plans.make_plan(
        by=office, new_actions=[plans.new_action(1, rating=plans.rating("blue"))]
    )
    [row] = queries.actions(plan_id, viewer=office, on=on)
    assert row.signed_off_on == plans.RATED
    assert row.complete


def test_a_history_that_leaves_signed_off_again_leaves_the_action_open(
    office: Any, on: date
) -> None:
    plan_id = plans.make_plan(
        by=office,
        new_actions=[
            plans.new_action(
                1,
                rating=plans.rating("amber"),
                ratings_history=(plans.rating("blue", date(2019, 5, 1)),),
            )
        ],
    )
    [row] = queries.actions(plan_id, viewer=office, on=on)
    assert (row.completed_on, row.signed_off_on) == (None, None)


def test_a_reference_that_stands_twice_is_made_distinct_and_a_missing_one_is_numbered(
    office: Any, on: date
) -> None:
    plan_id = plans.make_plan(
        by=office,
        new_actions=[
            plans.new_action(1, reference="2.1"),
            plans.new_action(2, reference="2.1"),
            plans.new_action(3, reference=""),
        ],
    )
    rows = queries.actions(plan_id, viewer=office, on=on)
    assert [row.reference for row in rows] == ["2.1", "2.1 (2)", "3"]


def test_an_import_is_one_entry_in_the_trail_and_in_the_history_of_each_action(
    office: Any, on: date
) -> None:
    plan_id = plans.make_plan(by=office, new_actions=[plans.new_action(n) for n in range(3)])
    [entry] = queries.plan_history(plan_id, viewer=office)
    assert "3 actions from plan.docx" in entry.words
    for row in queries.actions(plan_id, viewer=office, on=on):
        assert queries.action_history(row.id, viewer=office) == (entry,)


@pytest.mark.parametrize(
    "wrong",
    [
        plans.new_action(1, level_keys=("nowhere",)),
        plans.new_action(1, rating=plans.rating("purple")),
        plans.new_action(1, text="  "),
    ],
)
def test_a_bad_import_is_refused_and_leaves_nothing(office: Any, wrong: Any) -> None:
    with pytest.raises(Refused):
        plans.make_plan(by=office, new_actions=[plans.new_action(0), wrong])
    assert queries.plans(viewer=office) == ()


def test_a_post_of_another_area_cannot_lead(office: Any, other_viewer: Any, on: date) -> None:
    from goldenthread.partnership import actions as partnership

    elsewhere = partnership.add_post(
        title="Head of SEND", by=other_viewer("programme_office"), on=on
    )
    with pytest.raises(Refused, match="post is not known"):
        plans.make_plan(
            by=office,
            new_actions=[plans.new_action(1, leads=(NewLead("Head of SEND", post_id=elsewhere),))],
        )


def test_only_the_programme_office_brings_a_plan_in(viewer: Any) -> None:
    for role in ("board_member", "action_lead", "workstream_lead", "external_adviser"):
        with pytest.raises(NotPermitted):
            plans.make_plan(by=viewer(role))


def test_five_hundred_actions_come_in_with_few_statements(
    office: Any, on: date, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(100):  # SQLite takes 999 values a statement
        plan_id = plans.big_plan(500, by=office)
    assert len(queries.actions(plan_id, viewer=office, on=on)) == 500


def test_a_newer_document_adds_changes_and_removes_what_was_chosen(
    plan_id: Any, ids: Any, office: Any, on: date
) -> None:
    [_priority, area] = queries.level_tree(plan_id, viewer=office, on=on)
    touched = actions.apply_changes(
        plan_id=plan_id,
        source_label="plan-v2.docx",
        changes=[
            Added(plans.new_action(9, reference="1.9", level_keys=(str(area.id), "New priority"))),
            Changed(
                ids["1.2"],
                {
                    "text": "Publish the pathway",
                    "dues": (NewDue("June 2020", None, date(2020, 6, 30), "month"),),
                    "rating": plans.rating("amber", on),
                    "progress": "Published in draft",
                    "leads": (NewLead("Director"),),
                },
            ),
            Removed(ids["1.3"], "Merged into 1.1"),
        ],
        by=office,
        on=on,
    )
    rows = {row.reference: row for row in queries.actions(plan_id, viewer=office, on=on)}
    assert set(rows) == {"1.1", "1.2", "1.9"}
    assert set(touched) == {rows["1.9"].id, ids["1.2"], ids["1.3"]}
    assert [level.title for level in rows["1.9"].levels] == ["Pathways", "New priority"]
    changed = rows["1.2"]
    assert (changed.text, changed.due) == ("Publish the pathway", date(2020, 6, 30))
    assert changed.rating
    assert changed.rating.key == "amber"
    assert [lead.words for lead in changed.leads] == ["Director"]
    assert changed.last_update_on == on
    entry = queries.plan_history(plan_id, viewer=office)[0]
    assert "3 changes from plan-v2.docx" in entry.words
    assert queries.action_history(ids["1.3"], viewer=office)[0] == entry


def test_a_newer_document_cannot_quietly_undo_a_sign_off(office: Any, on: date) -> None:
    plan_id = plans.make_plan(
        by=office, new_actions=[plans.new_action(1, rating=plans.rating("blue"))]
    )
    [row] = queries.actions(plan_id, viewer=office, on=on)
    with pytest.raises(Refused, match="signed off"):
        actions.apply_changes(
            plan_id=plan_id,
            source_label="v2",
            changes=[Changed(row.id, {"rating": plans.rating("red", on)})],
            by=office,
            on=on,
        )
