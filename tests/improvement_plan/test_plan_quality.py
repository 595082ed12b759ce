"""A plan lists its own gaps: the conditions in SQL and the rules in Python say the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.partnership import actions as partnership
from goldenthread.rules.plan_quality import ACTION_GAPS
from tests.factories import plans


def led(action_id: UUID, lead: NewLead, *, by: Any, on: date) -> None:
    found = queries.action(action_id, viewer=by, on=on)
    assert found
    actions.set_leads(action_id=action_id, version=found.row.version, leads=(lead,), by=by, on=on)


def gaps_of(action_id: UUID, *, by: Any, on: date) -> tuple[str, ...]:
    found = queries.action(action_id, viewer=by, on=on)
    assert found
    return found.row.gaps


def test_every_gap_of_an_action_is_the_same_in_the_database_and_in_the_rules(
    gappy: UUID, office: Any, on: date
) -> None:
    by_sql = {str(row.id): row.gaps for row in queries.actions(gappy, viewer=office, on=on)}
    snapshot = queries.snapshot_now(gappy, viewer=office, on=on)
    assert snapshot
    by_rule = {action.id: action.gaps for action in snapshot.actions}
    assert by_rule == by_sql
    assert {key for gaps in by_sql.values() for key in gaps} == set(ACTION_GAPS)


def test_a_lead_who_left_is_a_gap_until_somebody_else_holds_the_post(
    ids: dict[str, UUID], office: Any, viewer: Any, on: date
) -> None:
    administrator, before = viewer("area_administrator"), on - timedelta(days=90)
    post_id = partnership.add_post(title="Head of Pathways", by=administrator, on=before)
    person_id = partnership.add_person(name="Ada Moss", by=administrator, on=before)
    holding_id = partnership.hold_post(
        post_id=post_id, person_id=person_id, from_date=before, by=administrator, on=before
    )
    led(ids["1.1"], NewLead("Head of Pathways", post_id=post_id), by=office, on=on)
    led(ids["1.2"], NewLead("Ada Moss", person_id=person_id), by=office, on=on)
    assert "lead-gone" not in gaps_of(ids["1.1"], by=office, on=on)
    assert "lead-gone" not in gaps_of(ids["1.2"], by=office, on=on)
    partnership.leave_post(holding_id=holding_id, until=on, by=administrator, on=on)
    after = on + timedelta(days=1)
    assert "lead-gone" in gaps_of(ids["1.1"], by=office, on=after)
    assert "lead-gone" in gaps_of(ids["1.2"], by=office, on=after)
    next_one = partnership.add_person(name="Bo Reed", by=administrator, on=on)
    partnership.hold_post(
        post_id=post_id, person_id=next_one, from_date=after, by=administrator, on=on
    )
    assert "lead-gone" not in gaps_of(ids["1.1"], by=office, on=after)


def test_a_part_without_action_a_finding_without_one_and_a_priority_without_impact_are_frozen(
    gappy: UUID, office: Any, on: date
) -> None:
    snapshot = queries.snapshot_now(gappy, viewer=office, on=on)
    assert snapshot
    by_title = {level.title: level.gaps for level in snapshot.levels}
    assert by_title["An empty priority"] == ("part-without-action", "no-impact-evidence")
    assert by_title["Joint working"] == ("no-impact-evidence",)
    assert by_title["Pathways"] == ()
    assert snapshot.findings
    assert [finding.answered for finding in snapshot.findings] == [False]
    actions.add_evidence(
        action_id=plans.action_ids(gappy, by=office, on=on)["1.3"],
        kind="impact",
        title="Survey",
        shows="Families wait less",
        link="https://eastmere.example/survey",
        by=office,
        on=on,
    )
    then = queries.snapshot_now(gappy, viewer=office, on=on)
    assert then
    assert next(level for level in then.levels if level.title == "Joint working").gaps == ()
