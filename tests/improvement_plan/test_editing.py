from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import (
    NewDue,
    NewLead,
    NewTarget,
    NewTargetStep,
)
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from tests.factories import plans


def test_a_change_is_kept_with_what_it_was_before(
    ids: Any, office: Any, on: date, see: Any
) -> None:
    before = see(ids["1.1"]).row
    actions.edit_action(
        action_id=ids["1.1"],
        version=before.version,
        changes={"text": "Publish the pathway", "steps": "Draft, ask families"},
        by=office,
        on=on,
    )
    detail = see(ids["1.1"])
    assert (detail.row.text, detail.steps) == ("Publish the pathway", "Draft, ask families")
    assert detail.row.version == before.version + 1
    entry = queries.action_history(ids["1.1"], viewer=office)[0]
    assert entry.words == "changed the text and steps of 1.1"
    assert ("text", before.text, "Publish the pathway") in entry.changes


def test_the_second_of_two_editors_is_told(ids: Any, office: Any, on: date, see: Any) -> None:
    read = see(ids["1.1"]).row.version
    actions.edit_action(
        action_id=ids["1.1"], version=read, changes={"text": "First"}, by=office, on=on
    )
    edits: list[Any] = [
        lambda: actions.edit_action(
            action_id=ids["1.1"], version=read, changes={"text": "Second"}, by=office, on=on
        ),
        lambda: actions.set_leads(
            action_id=ids["1.1"], version=read, leads=[NewLead("x")], by=office, on=on
        ),
        lambda: actions.set_dates(action_id=ids["1.1"], version=read, dues=[], by=office, on=on),
        lambda: actions.set_forums(
            action_id=ids["1.1"], version=read, forum_ids=[], by=office, on=on
        ),
        lambda: actions.end_action(
            action_id=ids["1.1"], version=read, reason="x", by=office, on=on
        ),
    ]
    for edit in edits:
        with pytest.raises(ChangedMeanwhile, match=r"Somebody else changed 1\.1"):
            edit()
    assert see(ids["1.1"]).row.text == "First"


def test_saving_without_a_change_leaves_no_trace(ids: Any, office: Any, on: date, see: Any) -> None:
    row = see(ids["1.1"]).row
    before = queries.action_history(ids["1.1"], viewer=office)
    actions.edit_action(
        action_id=row.id, version=row.version, changes={"text": row.text}, by=office, on=on
    )
    actions.set_leads(
        action_id=row.id,
        version=row.version,
        leads=[NewLead("Head of Inclusion")],
        by=office,
        on=on,
    )
    assert see(row.id).row.version == row.version
    assert queries.action_history(row.id, viewer=office) == before


def test_an_action_moves_between_levels_and_may_lie_in_two(
    plan_id: UUID, ids: Any, office: Any, on: date, see: Any
) -> None:
    [priority, area] = queries.level_tree(plan_id, viewer=office, on=on)
    other = actions.add_level(
        plan_id=plan_id, title="Transition", parent_id=priority.id, by=office, on=on
    )
    actions.edit_action(
        action_id=ids["1.1"],
        version=1,
        changes={"level_ids": [other, area.id]},
        by=office,
        on=on,
    )
    assert [level.title for level in see(ids["1.1"]).row.levels] == ["Transition", "Pathways"]
    tree = {level.title: level for level in queries.level_tree(plan_id, viewer=office, on=on)}
    assert tree["Transition"].actions.count == 1
    assert tree["Joint working"].actions.count == 3
    assert queries.level_history(other, viewer=office)[0].words == "changed the levels of 1.1"


def test_a_reference_is_had_once_until_its_action_ends(
    plan_id: UUID, ids: Any, office: Any, on: date
) -> None:
    with pytest.raises(Refused, match=r"already has an action 1\.2"):
        actions.edit_action(
            action_id=ids["1.1"], version=1, changes={"reference": "1.2"}, by=office, on=on
        )
    with pytest.raises(Refused, match=r"already has an action 1\.2"):
        actions.add_action(plan_id=plan_id, text="x", reference="1.2", by=office, on=on)
    actions.end_action(action_id=ids["1.2"], version=1, reason="Merged", by=office, on=on)
    actions.add_action(plan_id=plan_id, text="Anew", reference="1.2", by=office, on=on)


def test_an_ended_action_leaves_the_lists_and_stays_readable(
    plan_id: UUID, ids: Any, office: Any, on: date, see: Any
) -> None:
    actions.end_action(action_id=ids["1.2"], version=1, reason="Merged", by=office, on=on)
    rows = queries.actions(plan_id, viewer=office, on=on)
    assert [row.reference for row in rows] == ["1.1", "1.3"]
    detail = see(ids["1.2"])
    assert (detail.ended_on, detail.ended_reason) == (on, "Merged")
    with pytest.raises(Refused, match="no longer in the plan"):
        actions.record_update(action_id=ids["1.2"], progress="x", by=office, on=on)


def test_the_latest_firm_date_counts(ids: Any, office: Any, on: date, see: Any) -> None:
    actions.set_dates(
        action_id=ids["1.1"],
        version=1,
        dues=[
            NewDue("July 2021", date(2021, 7, 1), date(2021, 7, 31), "month"),
            NewDue("July 2020", date(2020, 7, 1), date(2020, 7, 31), "month"),
            NewDue("Ongoing", precision="ongoing"),
        ],
        by=office,
        on=on,
    )
    row = see(ids["1.1"]).row
    assert (row.due, row.due_as_written) == (date(2021, 7, 31), "July 2021; July 2020; Ongoing")
    with pytest.raises(Refused, match="before it starts"):
        actions.set_dates(
            action_id=ids["1.1"],
            version=row.version,
            dues=[NewDue("1 May 2020", None, date(2020, 5, 1), "day")],
            start=date(2020, 6, 1),
            by=office,
            on=on,
        )


def test_a_lead_changes_no_words_of_the_plan(ids: Any, lead: Any, on: date, see: Any) -> None:
    version = see(ids["1.1"]).row.version
    with pytest.raises(NotPermitted, match="record an update"):
        actions.edit_action(
            action_id=ids["1.1"], version=version, changes={"text": "Less"}, by=lead, on=on
        )


def test_a_milestone_is_missed_until_it_is_met(ids: Any, lead: Any, on: date, see: Any) -> None:
    milestone_id = actions.add_milestone(
        action_id=ids["1.1"],
        text="Draft",
        due=NewDue("1 January 2020", None, date(2020, 1, 1), "day"),
        by=lead,
        on=on,
    )
    assert see(ids["1.1"]).milestones[0].missed
    with pytest.raises(Refused, match="future"):
        actions.meet_milestone(
            milestone_id=milestone_id, met_on=on + timedelta(days=1), by=lead, on=on
        )
    actions.meet_milestone(milestone_id=milestone_id, by=lead, on=on)
    [milestone] = see(ids["1.1"]).milestones
    assert (milestone.met_on, milestone.missed) == (on, False)
    assert "missed-milestone" not in see(ids["1.1"]).row.states


def test_an_action_waits_for_others_but_never_in_a_circle(
    ids: Any, office: Any, on: date, see: Any
) -> None:
    for one, other in (("1.1", "1.2"), ("1.2", "1.3")):
        actions.add_dependency(action_id=ids[one], waits_for_id=ids[other], by=office, on=on)
    assert [d.reference for d in see(ids["1.1"]).waits_for] == ["1.2"]
    assert [d.reference for d in see(ids["1.3"]).holds_up] == ["1.2"]
    assert "waiting" in see(ids["1.1"]).row.states
    for one, other in (("1.3", "1.1"), ("1.1", "1.1")):
        with pytest.raises(Refused, match="neither could begin"):
            actions.add_dependency(action_id=ids[one], waits_for_id=ids[other], by=office, on=on)
    [dependency] = see(ids["1.1"]).waits_for
    actions.end_dependency(dependency_id=dependency.id, by=office, on=on)
    assert see(ids["1.1"]).waits_for == ()
    actions.add_dependency(action_id=ids["1.3"], waits_for_id=ids["1.1"], by=office, on=on)


def test_a_target_has_a_trajectory_and_readings(plan_id: UUID, office: Any, on: date) -> None:
    priority = queries.level_tree(plan_id, viewer=office, on=on)[0]
    target_id = actions.add_target(
        level_id=priority.id,
        target=NewTarget(
            "EHC plans on time",
            value=Decimal("100"),
            unit="%",
            baseline=Decimal("41.5"),
            due=NewDue("year two", None, date(2021, 8, 31), "year"),
            steps=(NewTargetStep(NewDue("in the first year"), Decimal("75")),),
        ),
        by=office,
        on=on,
    )
    for value, read_on in (("62.5", on), ("55", on - timedelta(days=90))):
        actions.record_reading(
            target_id=target_id,
            value=Decimal(value),
            read_on=read_on,
            source="Case system",
            by=office,
            on=on,
        )
    detail = queries.level_detail(priority.id, viewer=office, on=on)
    assert detail
    [target] = detail.targets
    assert [step.value for step in target.steps] == [Decimal("75")]
    assert target.latest
    assert target.latest.value == Decimal("62.5")
    now = queries.snapshot_now(plan_id, viewer=office, on=on - timedelta(days=1))
    assert now
    assert (now.targets[0].latest, now.targets[0].baseline, now.targets[0].value) == (
        "55",
        "41.5",
        "100",
    )
    with pytest.raises(Refused, match="future"):
        actions.record_reading(
            target_id=target_id,
            value=Decimal(1),
            read_on=on + timedelta(days=1),
            source="x",
            by=office,
            on=on,
        )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"link": ""}, "either a file or a link"),
        ({"link": "javascript:alert(1)"}, "begins with https"),
        ({"kind": "rumour"}, "what kind"),
        ({"shows": " "}, "what the evidence shows"),
        ({"shown_on": date(2030, 1, 1)}, "future"),
    ],
)
def test_evidence_says_what_it_shows_and_where_it_is(
    ids: Any, office: Any, on: date, given: Any, sentence: str
) -> None:
    usual = {
        "kind": "output",
        "title": "Minutes",
        "shows": "It was agreed",
        "link": "https://eastmere.example",
    }
    with pytest.raises(Refused, match=sentence):
        actions.add_evidence(action_id=ids["1.1"], **(usual | given), by=office, on=on)


def test_withdrawn_evidence_stays_readable(
    ids: Any, office: Any, on: date, evidence: Any, see: Any
) -> None:
    evidence_id = evidence("1.1")
    assert see(ids["1.1"]).row.evidence_count == 1
    actions.withdraw_evidence(evidence_id=evidence_id, reason="Out of date", by=office, on=on)
    detail = see(ids["1.1"])
    assert detail.row.evidence_count == 0
    assert detail.evidence[0].withdrawn_reason == "Out of date"
    with pytest.raises(Refused, match="already"):
        actions.withdraw_evidence(evidence_id=evidence_id, reason="Again", by=office, on=on)


def test_a_level_answers_a_finding_and_carries_it_to_its_actions(
    plan_id: UUID, ids: Any, office: Any, on: date, see: Any
) -> None:
    priority = queries.level_tree(plan_id, viewer=office, on=on)[0]
    finding_id = actions.add_finding(
        plan_id=plan_id, text="Families wait", reference="a)", by=office, on=on
    )
    actions.link_findings(
        level_id=priority.id, finding_ids=[finding_id], version=priority.version, by=office, on=on
    )
    [finding] = queries.findings(plan_id, viewer=office, on=on)
    assert (finding.level_ids, finding.actions) == ((priority.id,), 3)
    assert [found.id for found in see(ids["1.1"]).findings] == [finding_id]


def test_a_level_that_holds_something_cannot_be_taken_away(
    plan_id: UUID, office: Any, on: date
) -> None:
    [priority, area] = queries.level_tree(plan_id, viewer=office, on=on)
    for level in (priority, area):
        with pytest.raises(Refused, match="still holds"):
            actions.end_level(level_id=level.id, version=1, by=office, on=on)
    with pytest.raises(Refused, match="nothing can lie below"):
        actions.add_level(plan_id=plan_id, title="x", parent_id=area.id, by=office, on=on)
    empty = actions.add_level(plan_id=plan_id, title="Empty", by=office, on=on)
    actions.edit_level(level_id=empty, version=1, changes={"aim": "None"}, by=office, on=on)
    actions.end_level(level_id=empty, version=2, by=office, on=on)
    assert queries.level_detail(empty, viewer=office, on=on) is None


def test_a_plan_begins_empty_with_its_scale(office: Any, on: date) -> None:
    plan_id = actions.create_plan(
        title="Priority action plan",
        kind_name="Priority action plan",
        level_names=["Area for priority action"],
        scale=KNOWN_SCALES["five-point"],
        by=office,
        on=on,
    )
    summary = queries.plan_summary(plan_id, viewer=office, on=on)
    assert summary
    assert summary.actions.count == 0
    assert summary.shares
    assert summary.shares.complete.percent is None
    assert queries.the_only_plan(viewer=office) == summary.plan
    assert queries.plan_named("priority  ACTION plan", viewer=office) == summary.plan
    assert queries.plan_kinds(viewer=office) == ("Priority action plan",)
    with pytest.raises(Refused, match="already a plan called"):
        plans.make_plan(by=office, title="Priority action plan")


def test_a_plan_without_a_scale_shows_actions_and_no_shares(office: Any, on: date) -> None:
    plan_id = actions.create_plan(
        title="Plan", kind_name="Plan", level_names=["Priority"], by=office, on=on
    )
    action_id = actions.add_action(plan_id=plan_id, text="Begin", by=office, on=on)
    summary = queries.plan_summary(plan_id, viewer=office, on=on)
    assert summary
    assert summary.shares is None
    assert summary.actions.count == 1
    with pytest.raises(Refused, match="no such scale"):
        actions.record_rating(action_id=action_id, point_key="green", by=office, on=on)
