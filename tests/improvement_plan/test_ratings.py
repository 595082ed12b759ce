from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.rules.ratings import KNOWN_SCALES, Scale
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.factories import plans


def rate(action_id: UUID, point: str, by: Any, on: date, **given: Any) -> UUID:
    return actions.record_rating(action_id=action_id, point_key=point, by=by, on=on, **given)


def test_a_new_rating_stands_beside_the_old_one_which_stays(
    ids: Any, office: Any, on: date, see: Any
) -> None:
    rate(ids["1.1"], "amber", office, on, reason="One clinic closed")
    detail = see(ids["1.1"])
    assert [(r.point.key, r.superseded) for r in detail.ratings] == [
        ("amber", False),
        ("green", False),
    ]
    assert detail.row.rating.key == "amber"
    assert detail.row.first_rating.key == "green"
    assert detail.row.rating_on == on


def test_a_rating_given_earlier_does_not_replace_a_later_one(
    ids: Any, office: Any, on: date, see: Any
) -> None:
    rate(ids["1.1"], "amber", office, on, rated_on=plans.RATED - timedelta(days=30))
    row = see(ids["1.1"]).row
    assert (row.rating.key, row.first_rating.key) == ("green", "amber")


def test_a_correction_supersedes_and_both_are_kept(
    ids: Any, office: Any, on: date, see: Any
) -> None:
    wrong = see(ids["1.1"]).ratings[0]
    rate(ids["1.1"], "amber", office, on, corrects=wrong.id, reason="Mistaken column")
    detail = see(ids["1.1"])
    assert {(r.point.key, r.superseded, r.on) for r in detail.ratings} == {
        ("amber", False, plans.RATED),
        ("green", True, plans.RATED),
    }
    assert detail.row.rating.key == detail.row.first_rating.key == "amber"
    with pytest.raises(Refused, match="corrected already"):
        rate(ids["1.1"], "grey", office, on, corrects=wrong.id)


def test_red_wants_a_cause_and_a_recovery_date(ids: Any, office: Any, on: date, see: Any) -> None:
    for given in ({}, {"cause": "Vacancy"}, {"recovery_date": on}):
        with pytest.raises(Refused, match="cause"):
            rate(ids["1.1"], "red", office, on, **given)
    with pytest.raises(Refused, match="later date"):
        rate(ids["1.1"], "red", office, on, cause="x", recovery_date=on - timedelta(days=1))
    rate(ids["1.1"], "red", office, on, cause="Vacancy", recovery_date=on + timedelta(days=9))
    row = see(ids["1.1"]).row
    assert (row.cause, row.recovery_date) == ("Vacancy", on + timedelta(days=9))
    assert "no-cause" not in row.gaps


def test_a_top_rating_wants_evidence_and_names_it_in_the_history(office: Any, on: date) -> None:
    from goldenthread.improvement_plan.actions.inputs import NewScale

    plan_id = plans.make_plan(
        by=office,
        scales=(NewScale(KNOWN_SCALES["four-point-embedded"]),),
        new_actions=[plans.new_action(1)],
    )
    action_id = plans.action_ids(plan_id, by=office, on=on)["1.1"]
    with pytest.raises(Refused, match="needs evidence"):
        rate(action_id, "green", office, on)
    evidence_id = actions.add_evidence(
        action_id=action_id,
        kind="activity",
        title="Minutes",
        shows="It was agreed",
        link="https://eastmere.example/minutes",
        by=office,
        on=on,
    )
    rate(action_id, "green", office, on)
    entry = queries.action_history(action_id, viewer=office)[0]
    assert entry.words == "recorded a rating of Green for 1.1, on the evidence “Minutes”"
    actions.withdraw_evidence(evidence_id=evidence_id, reason="Wrong file", by=office, on=on)
    [row] = queries.actions(plan_id, viewer=office, on=on)
    assert "no-evidence" in row.gaps
    with pytest.raises(Refused, match="needs evidence"):
        rate(action_id, "green", office, on)


@pytest.mark.parametrize("capacity", ["council", "programme_office", "external", "forum"])
def test_signed_off_is_never_reached_by_rating(
    ids: Any, office: Any, on: date, evidence: Any, capacity: str
) -> None:
    evidence("1.1")
    with pytest.raises(Refused, match="sign it off"):
        rate(ids["1.1"], "blue", office, on, capacity=capacity, raters=["Somebody"])


def test_the_capacity_is_decided_by_the_role(
    ids: Any, viewer: Any, on: date, see: Any, plan_id: UUID
) -> None:
    rate(ids["1.1"], "amber", viewer("external_adviser"), on, occasion="Visit in January")
    rate(ids["1.1"], "red", viewer("parent_carer_forum"), on)
    row = see(ids["1.1"]).row
    assert row.rating.key == "green"
    assert {(r.capacity, r.point.key, r.raters) for r in row.other_ratings} == {
        ("external", "amber", ("External Adviser",)),
        ("forum", "red", ("Parent Carer Forum",)),
    }
    assert row.disagreement
    for role in ("external_adviser", "parent_carer_forum"):
        with pytest.raises(NotPermitted):
            rate(ids["1.1"], "amber", viewer(role), on, capacity="council")
    with pytest.raises(NotPermitted):
        rate(ids["1.1"], "amber", viewer("board_member"), on)


def test_the_programme_office_says_whose_word_it_records(ids: Any, office: Any, on: date) -> None:
    with pytest.raises(Refused, match="Name who"):
        rate(ids["1.1"], "amber", office, on, capacity="external")
    rate(ids["1.1"], "amber", office, on, capacity="external", raters=["DfE", "NHS England"])
    entry = queries.action_history(ids["1.1"], viewer=office)[0]
    assert entry.words.endswith("given by DfE, NHS England")


def test_a_half_rating_is_a_point_of_its_own(
    ids: Any, plan_id: UUID, office: Any, on: date
) -> None:
    half = KNOWN_SCALES["half-points"]
    actions.define_scale(plan_id=plan_id, scale=half, by=office, on=on)
    rate(
        ids["1.1"],
        "amber-green",
        office,
        on,
        scale_key=half.key,
        capacity="external",
        raters=["DfE"],
    )
    [row] = queries.actions(plan_id, viewer=office, on=on, filters=ActionFilters(ref=("1.1",)))
    assert row.other_ratings[0].point.halves == ("amber", "green")
    assert row.rating
    assert row.rating.key == "green"


def test_a_level_is_rated_by_itself_and_never_rolled_up(
    plan_id: UUID, office: Any, viewer: Any, on: date
) -> None:
    priority = queries.level_tree(plan_id, viewer=office, on=on)[0]
    actions.record_rating(level_id=priority.id, point_key="amber", by=office, on=on)
    actions.record_rating(
        level_id=priority.id, point_key="green", by=viewer("parent_carer_forum"), on=on
    )
    found = queries.level_detail(priority.id, viewer=office, on=on)
    assert found
    assert {(r.capacity, r.point.key) for r in found.level.ratings} == {
        ("council", "amber"),
        ("forum", "green"),
    }
    assert found.level.disagreement
    assert found.children[0].ratings == ()


def test_a_rating_cannot_be_given_tomorrow_or_on_a_point_that_is_not_there(
    ids: Any, office: Any, on: date
) -> None:
    with pytest.raises(Refused, match="future"):
        rate(ids["1.1"], "amber", office, on, rated_on=on + timedelta(days=1))
    with pytest.raises(Refused, match="no such point"):
        rate(ids["1.1"], "purple", office, on)
    with pytest.raises(Refused, match="no such scale"):
        rate(ids["1.1"], "amber", office, on, scale_key="other")


def reworded(scale: Scale, **words: str) -> Scale:
    points = tuple(
        replace(point, meaning=words.get(point.key, point.meaning)) for point in scale.points
    )
    return replace(scale, points=points)


def test_a_reworded_scale_is_a_new_version_and_old_ratings_keep_theirs(
    ids: Any, plan_id: UUID, office: Any, on: date, see: Any
) -> None:
    actions.define_scale(
        plan_id=plan_id,
        scale=reworded(plans.FIVE_POINT, green="Will be done in time"),
        by=office,
        on=on,
    )
    plan = queries.plan(plan_id, viewer=office)
    assert plan
    assert plan.main_scale
    assert (plan.main_scale.version, len(plan.scales)) == (2, 1)
    detail = see(ids["1.1"])
    assert detail.ratings[0].scale_version == 1
    assert detail.ratings[0].point.meaning == plans.FIVE_POINT.point("green").meaning
    assert detail.row.rating.meaning == "Will be done in time"
    rate(ids["1.1"], "green", office, on)
    assert see(ids["1.1"]).ratings[0].scale_version == 2
    assert len(queries.scales(plan_id, viewer=office)) == 2


def test_a_point_in_use_cannot_vanish_from_its_scale(plan_id: UUID, office: Any, on: date) -> None:
    points = tuple(point for point in plans.FIVE_POINT.points if point.key != "red")
    with pytest.raises(Refused, match="1 rating uses"):
        actions.define_scale(
            plan_id=plan_id, scale=replace(plans.FIVE_POINT, points=points), by=office, on=on
        )


def test_another_main_scale_shows_its_own_ratings_on_the_rows(
    ids: Any, plan_id: UUID, office: Any, on: date, see: Any
) -> None:
    embedded = KNOWN_SCALES["four-point-embedded"]
    actions.define_scale(plan_id=plan_id, scale=embedded, by=office, on=on)
    rate(ids["1.1"], "light-green", office, on, scale_key=embedded.key)
    assert see(ids["1.1"]).row.rating.key == "green"
    actions.define_scale(plan_id=plan_id, scale=embedded, main=True, by=office, on=on)
    assert see(ids["1.1"]).row.rating.key == "light-green"
    assert see(ids["1.2"]).row.rating is None
