"""Ongoing actions carried into the plan that follows, with their lineage on both sides."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions import plans
from goldenthread.improvement_plan.actions.carrying import carry_over
from goldenthread.improvement_plan.actions.inputs import NewLead, NewTarget
from goldenthread.improvement_plan.queries.carrying import lineage, to_carry
from goldenthread.partnership import actions as partnership
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.factories import plans as factory
from tests.improvement_plan.pages.conftest import Pages


@pytest.fixture
def forum_id(office: Any, on: date) -> UUID:
    return partnership.add_forum(name="SEND board", by=office, on=on)


@pytest.fixture
def next_id(plan_id: UUID, ids: dict[str, UUID], office: Any, on: date, forum_id: UUID) -> UUID:
    """A plan that follows; 1.1 has a lead, a forum and a target, and 1.3 is complete."""
    told: dict[str, Any] = {"by": office, "on": on}
    who = NewLead("Programme Office", person_id=office.person_id)
    actions.set_leads(action_id=ids["1.1"], version=1, leads=[who], **told)
    actions.set_forums(action_id=ids["1.1"], version=2, forum_ids=[forum_id], **told)
    actions.add_target(action_id=ids["1.1"], target=NewTarget("Nine in ten on time"), **told)
    actions.mark_complete(action_id=ids["1.3"], **told)
    return _follow(plan_id, **told)


def _follow(plan_id: UUID, *, by: Any, on: date) -> UUID:
    plan = queries.plan(plan_id, viewer=by)
    assert plan
    return plans.create_plan(
        title="The next plan",
        kind_name=plan.kind,
        level_names=plan.level_names,
        predecessor_id=plan_id,
        by=by,
        on=on,
    )


def test_an_ongoing_action_goes_on_as_it_stands(
    next_id: UUID, ids: dict[str, UUID], office: Any, on: date, see: Any, evidence: Any
) -> None:
    evidence("1.1")
    before = see(ids["1.1"])
    (copy_id,) = carry_over(plan_id=next_id, action_ids=[ids["1.1"]], by=office, on=on)
    copy = see(copy_id)
    assert copy.row.plan_id == next_id
    for name in ("reference", "title", "text", "due"):
        assert getattr(copy.row, name) == getattr(before.row, name)
    assert copy.success_measures == before.success_measures
    assert [each.as_written for each in copy.dues] == [each.as_written for each in before.dues]
    assert [one.person_id for one in copy.row.leads] == [one.person_id for one in before.row.leads]
    assert [one.name for one in copy.row.forums] == ["SEND board"]
    assert [one.text for one in copy.targets] == ["Nine in ten on time"]
    assert (copy.ratings, copy.evidence, copy.updates) == ((), (), ())
    assert [one.text for one in see(ids["1.1"]).targets] == ["Nine in ten on time"]
    assert see(ids["1.1"]).row.leads


def test_its_parts_are_matched_by_title_and_made_where_there_are_none(
    plan_id: UUID, next_id: UUID, ids: dict[str, UUID], office: Any, on: date
) -> None:
    theirs = queries.level_tree(plan_id, viewer=office, on=on)
    top = actions.add_level(plan_id=next_id, title=theirs[0].title.upper(), by=office, on=on)
    carry_over(plan_id=next_id, action_ids=[ids["1.1"], ids["1.2"]], by=office, on=on)
    ours = queries.level_tree(next_id, viewer=office, on=on)
    assert ours[0].id == top
    assert [level.title.casefold() for level in ours] == [
        level.title.casefold() for level in theirs
    ]


def test_both_ends_say_so_and_so_does_the_history(
    plan_id: UUID, next_id: UUID, ids: dict[str, UUID], office: Any, on: date, office_pages: Pages
) -> None:
    (copy_id,) = carry_over(plan_id=next_id, action_ids=[ids["1.1"]], by=office, on=on)
    came = lineage(copy_id, viewer=office).came_from
    went = lineage(ids["1.1"], viewer=office).went_to
    assert came
    assert came.action_id == ids["1.1"]
    assert [one.action_id for one in went] == [copy_id]
    assert "1.1 of Eastmere SEND improvement plan" in office_pages.see("action", copy_id)
    assert "1.1 of The next plan" in office_pages.see("action", ids["1.1"])
    for kind, row_id in (("action", copy_id), ("action", ids["1.1"]), ("plan", plan_id)):
        assert "carried 1 action of" in office_pages.see("history", kind, row_id)


def test_nothing_is_carried_twice_or_when_it_is_complete(
    plan_id: UUID, next_id: UUID, ids: dict[str, UUID], office: Any, on: date
) -> None:
    carry_over(plan_id=next_id, action_ids=[ids["1.1"]], by=office, on=on)
    with pytest.raises(Refused, match=r"1\.1 was carried over already: it is 1\.1 here"):
        carry_over(plan_id=next_id, action_ids=[ids["1.1"], ids["1.2"]], by=office, on=on)
    with pytest.raises(Refused, match=r"1\.3 is complete"):
        carry_over(plan_id=next_id, action_ids=[ids["1.3"]], by=office, on=on)
    with pytest.raises(Refused, match="Choose at least one"):
        carry_over(plan_id=next_id, action_ids=[], by=office, on=on)
    with pytest.raises(Refused, match="follows no other plan"):
        carry_over(plan_id=plan_id, action_ids=[ids["1.1"]], by=office, on=on)
    left = to_carry(next_id, viewer=office, on=on)
    assert left
    assert [row.reference for row in left.rows] == ["1.2"]
    assert left.carried == 1


def test_actions_of_a_closed_plan_are_carried_and_into_one_are_not(
    plan_id: UUID, next_id: UUID, ids: dict[str, UUID], office: Any, on: date
) -> None:
    _close(plan_id, office, on)
    assert carry_over(plan_id=next_id, action_ids=[ids["1.1"]], by=office, on=on)
    _close(next_id, office, on)
    with pytest.raises(Refused, match="has been closed since"):
        carry_over(plan_id=next_id, action_ids=[ids["1.2"]], by=office, on=on)


def _close(plan_id: UUID, by: Any, on: date) -> None:
    plan = queries.plan(plan_id, viewer=by)
    assert plan
    plans.close_plan(plan_id=plan_id, version=plan.version, reason="Done", by=by, on=on)


def test_only_the_office_of_the_area_carries_over(
    next_id: UUID, ids: dict[str, UUID], viewer: Any, stranger: Any, office: Any, on: date
) -> None:
    with pytest.raises(NotPermitted):
        carry_over(plan_id=next_id, action_ids=[ids["1.1"]], by=viewer("board_member"), on=on)
    with pytest.raises(Refused, match="not in a plan that you can see"):
        carry_over(plan_id=next_id, action_ids=[ids["1.1"]], by=stranger, on=on)
    other = factory.make_plan(by=office, title="Another", new_actions=[factory.new_action(1)])
    theirs = factory.action_ids(other, by=office, on=on)["1.1"]
    with pytest.raises(Refused, match="is not in “Eastmere SEND improvement plan” any more"):
        carry_over(plan_id=next_id, action_ids=[theirs], by=office, on=on)
    assert to_carry(next_id, viewer=stranger, on=on) is None
    assert lineage(ids["1.1"], viewer=stranger).went_to == ()


def test_many_are_carried_in_as_many_statements_as_a_few(
    office: Any, on: date, django_assert_max_num_queries: Any
) -> None:
    big = factory.big_plan(40, by=office)
    after = _follow(big, by=office, on=on)
    found = to_carry(after, viewer=office, on=on)
    assert found
    assert len(found.rows) > 15
    with django_assert_max_num_queries(45):
        carry_over(plan_id=after, action_ids=[row.id for row in found.rows], by=office, on=on)


def test_the_page_ticks_every_ongoing_action(
    office_pages: Pages, pages: Any, viewer: Any, plan_id: UUID, next_id: UUID,
    ids: dict[str, UUID], office: Any, on: date, stranger: Any,
) -> None:  # fmt: skip
    page = office_pages.get("carry_over", next_id).content.decode()
    assert page.count(" checked") == 2
    assert "Carry ongoing actions over from the plan before" in office_pages.see(
        "plan_settings", next_id
    )
    said = office_pages.sent("carry_over", next_id, action_ids=[str(ids["1.2"])])
    assert "1 action carried over." in said
    assert [row.reference for row in queries.actions(next_id, viewer=office, on=on)] == ["1.2"]
    assert "follows no other plan" in office_pages.see("carry_over", plan_id)
    assert "Only the programme office" in pages(viewer("board_member")).see(
        "carry_over", next_id, status=403
    )
    assert pages(stranger).get("carry_over", next_id).status_code == 404
