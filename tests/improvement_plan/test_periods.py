from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewLead, NewTarget
from goldenthread.improvement_plan.queries import frozen_data
from goldenthread.rules import comparison
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.factories import plans
from tests.kept_rows import kept

CUT_OFF = date(2019, 10, 31)
CLOSED = date(2019, 11, 4)


def period(plan_id: UUID, by: Any, cut_off: date = CUT_OFF, name: str = "October 2019") -> UUID:
    return actions.open_period(
        plan_id=plan_id,
        name=name,
        from_date=date(2019, 9, 1),
        cut_off=cut_off,
        by=by,
        on=CLOSED,
    )


@pytest.fixture
@kept
def closed(plan_id: UUID, office: Any) -> UUID:
    """The snapshot of October."""
    return actions.close_period(period_id=period(plan_id, office), by=office, on=CLOSED)


def test_a_closed_period_counts_every_action(closed: UUID, plan_id: UUID, office: Any) -> None:
    [totals] = queries.snapshots(plan_id, viewer=office, on=CLOSED)
    assert totals.id == closed
    assert totals.in_force
    assert totals.counts == {"blue": 0, "green": 1, "amber": 0, "red": 1, "grey": 0, "": 1}
    assert totals.total == 3
    assert totals.shares
    assert totals.shares.complete_or_on_track.count == 1
    latest = queries.latest_closed_period(plan_id, viewer=office)
    assert latest
    assert latest.snapshot_id == closed
    assert queries.period_named(plan_id, " october  2019", viewer=office) == latest


def test_a_snapshot_does_not_follow_the_plan(
    closed: UUID, plan_id: UUID, ids: Any, office: Any, on: date
) -> None:
    before = queries.snapshot(closed, viewer=office)
    actions.record_rating(action_id=ids["1.1"], point_key="amber", by=office, on=on)
    actions.edit_action(
        action_id=ids["1.1"], version=1, changes={"text": "Something else"}, by=office, on=on
    )
    actions.end_action(action_id=ids["1.2"], version=1, reason="Merged", by=office, on=on)
    assert queries.snapshot(closed, viewer=office) == before
    assert before
    assert [action.reference for action in before.actions] == ["1.1", "1.2", "1.3"]


def test_what_happened_after_the_cut_off_is_not_in_the_snapshot(
    plan_id: UUID, ids: Any, office: Any, viewer: Any
) -> None:
    late = CUT_OFF + timedelta(days=2)
    period_id = period(plan_id, office)
    actions.record_rating(action_id=ids["1.1"], point_key="amber", by=office, on=late)
    actions.record_update(action_id=ids["1.1"], progress="Late news", by=office, on=late)
    actions.mark_complete(action_id=ids["1.1"], by=office, on=late)
    actions.add_action(plan_id=plan_id, text="A late one", reference="9", by=office, on=late)
    actions.end_action(action_id=ids["1.2"], version=1, reason="Merged", by=office, on=late)
    actions.add_evidence(
        action_id=ids["1.1"],
        kind="output",
        title="Late",
        shows="x",
        link="https://eastmere.example",
        by=office,
        on=late,
    )
    actions.set_leads(
        action_id=ids["1.1"], version=1, leads=[NewLead("A newcomer")], by=office, on=late
    )
    snapshot_id = actions.close_period(period_id=period_id, by=office, on=CLOSED)
    snapshot = queries.snapshot(snapshot_id, viewer=office)
    assert snapshot
    one, two, _ = snapshot.actions
    assert one.rating
    assert one.rating.point_key == "green"
    assert (one.progress, one.completed_on, one.evidence) == ("", None, ())
    assert one.leads == ("Head of Inclusion",)
    assert two.reference == "1.2"


def test_ratings_a_document_brings_fill_periods_before_the_import(office: Any, on: date) -> None:
    plan_id = plans.make_plan(
        by=office,
        on=on,
        new_actions=[
            plans.new_action(
                1,
                rating=plans.rating("blue", date(2019, 12, 1)),
                ratings_history=(plans.rating("amber", date(2019, 10, 1)),),
            )
        ],
    )
    first = actions.close_period(period_id=period(plan_id, office), by=office, on=on)
    second = actions.close_period(
        period_id=period(plan_id, office, date(2019, 12, 31), "December"), by=office, on=on
    )
    before, now = (queries.snapshot(pk, viewer=office) for pk in (first, second))
    assert before
    assert now
    assert before.actions[0].rating
    assert before.actions[0].rating.point_key == "amber"
    assert (before.actions[0].completed_on, now.actions[0].signed_off_on) == (
        None,
        date(2019, 12, 1),
    )
    assert [a.reference for a in comparison.resolve(now, before, "moved:amber:blue")] == ["1.1"]


def test_a_snapshot_survives_storing_unchanged(closed: UUID, plan_id: UUID, office: Any) -> None:
    priority = queries.level_tree(plan_id, viewer=office, on=CLOSED)[0]
    actions.add_target(
        level_id=priority.id, target=NewTarget("75% in time", unit="%"), by=office, on=CLOSED
    )
    actions.record_rating(level_id=priority.id, point_key="amber", by=office, on=CLOSED)
    now = queries.snapshot_now(plan_id, viewer=office, on=CLOSED)
    assert now
    assert now.targets
    assert now.levels[0].ratings
    assert frozen_data.from_data(frozen_data.as_data(now)) == now
    stored = queries.snapshot(closed, viewer=office)
    assert stored
    assert stored.id == str(closed)
    assert stored.period_name == "October 2019"
    assert frozen_data.from_data(frozen_data.as_data(stored)) == stored


def test_an_altered_snapshot_is_not_shown(closed: UUID, office: Any) -> None:
    from goldenthread.improvement_plan.models import Snapshot

    row = Snapshot.objects.get(pk=closed)
    row.rows["actions"][0]["rating"]["point_key"] = "blue"
    row.save()
    with pytest.raises(Refused, match="not the one that was frozen"):
        queries.snapshot(closed, viewer=office)


def test_a_closed_period_cannot_be_closed_again(closed: UUID, plan_id: UUID, office: Any) -> None:
    [fact] = queries.periods(plan_id, viewer=office)
    with pytest.raises(Refused, match="closed already"):
        actions.close_period(period_id=fact.id, by=office, on=CLOSED)


def test_a_period_cannot_be_closed_before_its_cut_off(plan_id: UUID, office: Any) -> None:
    period_id = period(plan_id, office)
    with pytest.raises(Refused, match="31 October 2019"):
        actions.close_period(period_id=period_id, by=office, on=CUT_OFF - timedelta(days=1))
    actions.close_period(period_id=period_id, by=office, on=CUT_OFF)


def test_reopening_needs_an_administrator_and_a_reason_and_keeps_the_first_snapshot(
    closed: UUID, plan_id: UUID, ids: Any, office: Any, viewer: Any, on: date
) -> None:
    [fact] = queries.periods(plan_id, viewer=office)
    with pytest.raises(NotPermitted, match="area administrator"):
        actions.reopen_period(period_id=fact.id, reason="Late ratings", by=office, on=on)
    administrator = viewer("area_administrator")
    with pytest.raises(Refused, match="Say why"):
        actions.reopen_period(period_id=fact.id, reason="", by=administrator, on=on)
    actions.reopen_period(period_id=fact.id, reason="Late ratings", by=administrator, on=on)
    assert queries.latest_closed_period(plan_id, viewer=office) is None
    assert queries.snapshot(closed, viewer=office)
    actions.record_rating(
        action_id=ids["1.3"], point_key="grey", rated_on=CUT_OFF, by=office, on=on
    )
    again = actions.close_period(period_id=fact.id, by=office, on=on)
    first, second = queries.snapshots(plan_id, viewer=office, on=on)
    assert (first.id, first.in_force, second.id, second.number) == (closed, False, again, 2)
    assert (first.counts[""], second.counts.get("", 0)) == (1, 0)
    summary = queries.plan_summary(plan_id, viewer=office, on=on)
    assert summary
    assert [totals.id for totals in summary.trend] == [again]


def test_two_periods_cannot_share_a_name_or_a_cut_off(plan_id: UUID, office: Any) -> None:
    period(plan_id, office)
    for name, cut_off in (("October 2019", date(2019, 12, 31)), ("Other", CUT_OFF)):
        with pytest.raises(Refused, match="already has the period"):
            period(plan_id, office, cut_off, name)
    with pytest.raises(Refused, match="before the first day"):
        period(plan_id, office, date(2019, 8, 1), "August")


def test_only_the_programme_office_closes(plan_id: UUID, office: Any, viewer: Any) -> None:
    period_id = period(plan_id, office)
    for role in ("workstream_lead", "board_member", "action_lead"):
        with pytest.raises(NotPermitted):
            actions.close_period(period_id=period_id, by=viewer(role), on=CLOSED)


def test_the_figures_of_a_snapshot_and_of_the_live_plan_agree(office: Any) -> None:
    plan_id = plans.big_plan(60, by=office)
    snapshot_id = actions.close_period(period_id=period(plan_id, office), by=office, on=CUT_OFF)
    snapshot = queries.snapshot(snapshot_id, viewer=office)
    summary = queries.plan_summary(plan_id, viewer=office, on=CUT_OFF)
    assert snapshot
    assert summary
    for key, counted in (
        ("actions", summary.actions),
        ("overdue", summary.overdue),
        ("off-track", summary.off_track),
        ("due-next:30", summary.due_soon),
    ):
        assert len(comparison.resolve(snapshot, None, key)) == counted.count, key
    gaps = {gap.key: gap.counted.count for gap in summary.gaps}
    assert len(comparison.resolve(snapshot, None, "no-evidence")) == gaps["no-evidence"]
    [totals] = summary.trend
    assert totals.shares == summary.shares
