"""One's own gaps: counted on the home, mended in one step on the page of the gap, for oneself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.governance import actions as governance
from goldenthread.governance.actions import visits
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.models import Rating
from goldenthread.my_work import queries
from goldenthread.my_work.presenters.page import home_page
from goldenthread.my_work.presenters.parts import Part
from goldenthread.my_work.presenters.week import week_of
from goldenthread.partnership.models import LocalArea, Person
from goldenthread.rules.plan_quality import ACTION_GAPS
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def on_its_day(local_area: Any, on: date) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=on)


def part(viewer: Any, key: str, on: date) -> Part:
    page = home_page(queries.home(viewer=viewer, on=on), whole=key)
    return next(each for each in page.parts if each.key == key)


def test_a_lead_s_own_gaps_are_those_of_the_page_of_gaps(
    ids: dict[str, UUID], plan_id: UUID, post_id: UUID, giver: Any, on: date
) -> None:
    giver = replace(giver, post_ids=frozenset({post_id}))
    found = {line.title: int(line.number) for line in part(giver, "own-gaps", on).lines}
    hers = {"1.1", "1.2", "1.3"}
    for gap in ACTION_GAPS.values():
        rows = plans.actions(
            plan_id, viewer=giver, on=on, filters=plans.ActionFilters(state=(gap.key,))
        )
        assert found.get(gap.words, 0) == sum(row.reference in hers for row in rows), gap.key
    assert sum(found.values()) > 0


def test_each_opens_the_page_of_its_gap_with_one_s_own_actions_alone(
    ids: dict[str, UUID], giver: Any, signed_in: Any, on: date
) -> None:
    client = signed_in(giver)
    for line in part(giver, "own-gaps", on).lines:
        told = client.get(line.next_href).content.decode()
        assert "Your actions: " in told, line.title
        assert str(ids["1.4"]) not in told, line.title


def test_an_off_track_action_without_a_cause_is_mended_in_one_step(
    plan_id: UUID, ids: dict[str, UUID], giver: Any, office: Any, signed_in: Any, on: date
) -> None:
    plan_actions.record_rating(
        action_id=ids["1.1"],
        point_key="red",
        cause="Staff left",
        recovery_date=date(2020, 2, 29),
        by=office,
        on=on,
    )
    Rating.objects.filter(action_id=ids["1.1"]).update(cause="", recovery_date=None)  # as imported
    line = next(line for line in part(giver, "mine", on).lines if line.number == "1.1")
    assert line.next == "Say what holds it up, and until when"
    address, _, place = line.next_href.partition("#")
    client = signed_in(giver)
    assert f'id="{place}"' in client.get(address).content.decode()
    prefix = ids["1.1"].hex
    action = plans.action(ids["1.1"], viewer=office, on=on)
    assert action is not None
    sent = {
        "mend": str(ids["1.1"]),
        f"{prefix}-version": str(action.row.version),
        f"{prefix}-cause": "No therapist could be found",
        f"{prefix}-recovery_date": "31 March 2020",
    }
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert answer["Location"] == address
    now = plans.action(ids["1.1"], viewer=office, on=on)
    assert now is not None
    assert now.row.recovery_date == date(2020, 3, 31)
    assert "no-cause" not in now.row.states


def test_somebody_of_another_area_has_none_of_these(
    ids: dict[str, UUID], other_viewer: Any, on: date
) -> None:
    page = home_page(
        queries.home(viewer=other_viewer("action_lead", name="Una Hart"), on=on), whole=""
    )
    assert "own-gaps" not in {each.key for each in page.parts}


def test_the_gap_page_of_leads_who_left_opens_the_handover_for_whoever_may(
    plan_id: UUID, ids: dict[str, UUID], giver: Any, office: Any, signed_in: Any, on: date
) -> None:
    Person.objects.filter(pk=giver.person_id).update(left_on=on)
    address = f"/a/eastmere/plans/{plan_id}/quality/lead-gone/"
    handing_over = f"/a/eastmere/hand-over/{giver.person_id}/"
    assert handing_over in signed_in(office).get(address).content.decode()
    for page in (address, f"/a/eastmere/plans/leads/person/{giver.person_id}/"):
        assert handing_over not in signed_in(giver).get(page).content.decode(), page
    lead_page = f"/a/eastmere/plans/leads/person/{giver.person_id}/"
    assert handing_over in signed_in(office).get(lead_page).content.decode()


@pytest.fixture
def draft(plan_id: UUID, forum_id: UUID, office: Any, on: date) -> UUID:
    level = plans.level_tree(plan_id, viewer=office, on=on)[0]
    return governance.start_highlight(
        plan_id=plan_id,
        level_id=level.id,
        forum_id=forum_id,
        shape="status",
        snapshot_id=None,
        as_at=on,
        by=office,
        on=on,
        at=NOW,
    )


def test_a_highlight_report_in_draft_waits_for_whoever_owes_it(
    draft: UUID, plan_id: UUID, office: Any, viewer: Any, other_viewer: Any, on: date
) -> None:
    level = plans.level_tree(plan_id, viewer=office, on=on)[0]
    lead = viewer("workstream_lead", name="Lee", scope_kind="level", scope_id=level.id)
    for whom in (office, lead):
        lines = [one for one in part(whom, "to-do", on).lines if one.next == "Go on writing"]
        assert [line.title for line in lines] == ["Highlight report: Priority 1: Joint working"]
        assert "Still to say: overall status, who leads this part, why this status" in (
            lines[0].notes
        )
        counts = {one.kind: one.number for one in week_of(queries.home(viewer=whom, on=on))}
        assert counts["highlights"] == 1
    for other in (viewer("area_administrator"), viewer("board_member"), viewer("action_lead")):
        assert all(one.next != "Go on writing" for one in part(other, "to-do", on).lines)
    stranger = other_viewer("programme_office")
    assert all(one.next != "Go on writing" for one in part(stranger, "to-do", on).lines)


def visited(plan_id: UUID, *, by: Any, day: date, again: date | None) -> UUID:
    return visits.record_visit(
        plan_id=plan_id,
        name="First visit",
        visited_on=day,
        advisers=["External Adviser"],
        bodies=["DfE"],
        next_visit_on=again,
        by=by,
        on=day,
    )


def test_since_the_last_visit_is_counted_from_the_visit_and_not_from_ratings(
    plan_id: UUID, ids: dict[str, UUID], office: Any, viewer: Any, on: date
) -> None:
    adviser = viewer("external_adviser")
    plan_actions.record_rating(action_id=ids["1.1"], point_key="green", by=office, on=on)
    assert part(adviser, f"since-{plan_id}", on).empty == "No visit is on record yet"
    visited(plan_id, by=adviser, day=date(2020, 1, 8), again=None)
    found = part(adviser, f"since-{plan_id}", on)
    assert found.lede == "First visit, 8 January 2020"
    assert [line.number for line in found.lines] == ["1.1"]


@pytest.mark.parametrize(
    ("again", "step", "note"),
    [
        (date(2020, 1, 20), "Read the briefing", "in 6 days"),
        (date(2020, 1, 10), "Record the visit", "4 days overdue"),
    ],
)
def test_a_coming_visit_waits_for_the_adviser(
    plan_id: UUID,
    viewer: Any,
    other_viewer: Any,
    signed_in: Any,
    on: date,
    again: date,
    step: str,
    note: str,
) -> None:
    adviser = viewer("external_adviser")
    visited(plan_id, by=adviser, day=date(2020, 1, 8), again=again)
    line = next(one for one in part(adviser, "to-do", on).lines if one.next == step)
    assert line.title == "Monitoring visit to Eastmere SEND improvement plan"
    assert line.due is not None
    assert line.due.note == note
    assert signed_in(adviser).get(line.next_href).status_code == 200
    counts = {one.kind: one.number for one in week_of(queries.home(viewer=adviser, on=on))}
    assert counts["visits"] == 1
    for other in (viewer("board_member"), other_viewer("external_adviser")):
        assert all(one.next != step for one in part(other, "to-do", on).lines)
