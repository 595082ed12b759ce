"""A scale's points added, ended, moved, recoloured and counted anew; the plan's main scale."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import goldenthread.pages as pages_of_the_house
from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.forms.scales import LOOKS, boxes
from goldenthread.pages import brand
from goldenthread.rules.ratings import CountsAs, Scale
from goldenthread.rules.refusals import Refused
from tests.factories import plans
from tests.improvement_plan.pages.conftest import Pages, words

KEY = "five-point"


def filled(**changes: Any) -> dict[str, Any]:
    """The form as it is opened, with these changes; boxes not ticked are left out."""
    found = {name: box for name, box in boxes(plans.FIVE_POINT).items() if box is not False}
    return found | changes


def sent(pages: Pages, plan_id: UUID, **changes: Any) -> str:
    opened = pages.hidden("edit_scale", plan_id, KEY)
    return pages.sent("edit_scale", plan_id, KEY, **filled(**changes), **opened)


def refused(pages: Pages, plan_id: UUID, **changes: Any) -> str:
    opened = pages.hidden("edit_scale", plan_id, KEY)
    response = pages.send("edit_scale", plan_id, KEY, **filled(**changes), **opened)
    assert response.status_code == 422
    return words(response)


def main_of(plan_id: UUID, office: Any) -> Scale:
    found = queries.plan(plan_id, viewer=office)
    assert found is not None
    assert found.main_scale is not None
    return found.main_scale


NEW = {
    "label_new-1": "Light green", "meaning_new-1": "On track, and families notice it",
    "place_new-1": "2", "look_new-1": "light_green/half_circle", "counts_new-1": "on_track",
    "needs_evidence_new-1": "on",
}  # fmt: skip


def test_a_point_is_added_in_its_place_with_its_look_and_what_it_wants(
    office_pages: Pages, office: Any, plan_id: UUID, ids: dict[str, UUID]
) -> None:
    assert "The scale has a new version." in sent(office_pages, plan_id, place_green="3", **NEW)
    scale = main_of(plan_id, office)
    keys = [point.key for point in scale.points]
    assert keys == ["blue", "light-green", "green", "amber", "red", "grey"]
    point = scale.point("light-green")
    assert (point.colour, point.shape, point.counts_as) == (
        "light_green",
        "half_circle",
        CountsAs.ON_TRACK,
    )
    assert point.needs_evidence
    assert "On track, and families notice it" in office_pages.see("rate", "action", ids["1.3"])


def test_points_change_their_order_and_their_look(
    office_pages: Pages, office: Any, plan_id: UUID
) -> None:
    sent(office_pages, plan_id, place_grey="4", place_red="5", look_grey="blue/filled_circle")
    scale = main_of(plan_id, office)
    assert [point.key for point in scale.points] == ["blue", "green", "amber", "grey", "red"]
    assert (scale.point("grey").colour, scale.point("grey").shape) == ("blue", "filled_circle")


def test_what_a_point_counts_as_changes_the_counts_from_today_and_no_frozen_one(
    office_pages: Pages, office: Any, plan_id: UUID, on: date
) -> None:
    period_id = actions.open_period(
        plan_id=plan_id, name="December 2019", from_date=date(2019, 12, 1),
        cut_off=date(2019, 12, 31), by=office, on=on,
    )  # fmt: skip
    actions.close_period(period_id=period_id, by=office, on=on)
    before = queries.plan_summary(plan_id, viewer=office, on=on)
    assert before is not None
    assert before.shares is not None
    assert before.shares.complete.count == 0
    sent(office_pages, plan_id, counts_green="complete", label_green="Done")
    after = queries.plan_summary(plan_id, viewer=office, on=on)
    assert after is not None
    assert after.shares is not None
    assert after.shares.complete.count == 1
    period = queries.period(period_id, viewer=office)
    assert period is not None
    frozen = queries.snapshot(period.snapshot_id, viewer=office)  # type: ignore[arg-type]
    assert frozen is not None
    assert frozen.scales[0].point("green").counts_as is CountsAs.ON_TRACK


def test_a_point_in_use_is_ended_and_still_shown_where_it_was_given(
    office_pages: Pages, office: Any, plan_id: UUID, ids: dict[str, UUID], see: Any, on: date
) -> None:
    said = sent(office_pages, plan_id, out_green="on")
    assert "Ended: no new rating is given at it" in said
    assert see(ids["1.1"]).row.rating.label == "Green"
    assert "Green" in office_pages.see("action", ids["1.1"])
    rate = office_pages.get("rate", "action", ids["1.3"]).content.decode()
    assert 'value="green"' not in rate
    with pytest.raises(Refused, match="no longer given"):
        actions.record_rating(action_id=ids["1.3"], point_key="green", by=office, on=on)
    summary = queries.plan_summary(plan_id, viewer=office, on=on)
    assert summary is not None
    counted = {each.point.key: each.counted.count for each in summary.by_point if each.point}
    assert counted["green"] == 1


def test_an_ended_point_is_brought_back(
    office_pages: Pages, office: Any, plan_id: UUID, ids: dict[str, UUID]
) -> None:
    sent(office_pages, plan_id, out_green="on")
    sent(office_pages, plan_id)
    assert not main_of(plan_id, office).point("green").ended
    assert 'value="green"' in office_pages.get("rate", "action", ids["1.3"]).content.decode()


def test_a_new_point_never_takes_the_meaning_of_one_that_went(
    office_pages: Pages, office: Any, plan_id: UUID
) -> None:
    sent(office_pages, plan_id, out_grey="on")
    again = NEW | {"label_new-1": "Grey", "look_new-1": "grey/ring", "place_new-1": "5"}
    left = {name: box for name, box in filled(**again).items() if not name.endswith("_grey")}
    opened = office_pages.hidden("edit_scale", plan_id, KEY)
    office_pages.sent("edit_scale", plan_id, KEY, **left, **opened)
    assert [point.key for point in main_of(plan_id, office).points][-1] == "grey-2"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (NEW | {"meaning_new-1": ""}, "Say what Light green means."),
        (NEW | {"label_new-1": "Amber"}, "Amber has the same word."),
        ({"place_green": "first"}, "Write its place as a number, such as 2."),
        ({"needs_sign_off_green": "on"}, "Only a point that counts as complete can be signed off."),
        (
            {"needs_sign_off_green": "on", "counts_green": "complete"},
            "Blue is signed off already. Ask a sign-off of one point only.",
        ),
        ({f"out_{key}": "on" for key in ("blue", "green", "amber", "grey")}, "Keep at least two"),
    ],
)
def test_a_scale_that_cannot_be_is_refused_with_what_to_do(
    office_pages: Pages, office: Any, plan_id: UUID, wrong: dict[str, str], sentence: str
) -> None:
    assert sentence in refused(office_pages, plan_id, **wrong)
    assert main_of(plan_id, office).version == 1


def test_every_look_on_offer_can_be_read() -> None:
    css = Path(pages_of_the_house.__file__).parent / "static/pages/golden-thread.css"
    colours = dict(
        re.findall(r"\.gt-colour--([a-z-]+) \{ --gt-fill: (#\w+; --gt-on: #\w+);", css.read_text())
    )
    for look in LOOKS:
        fill, on = colours[look.split("/")[0].replace("_", "-")].split("; --gt-on: ")
        assert brand.contrast(_six(fill), _six(on)) >= 4.5, look


def _six(colour: str) -> str:
    return "#" + "".join(each * 2 for each in colour[1:]) if len(colour) == 4 else colour


def test_another_scale_becomes_the_main_one_and_the_page_says_what_that_does(
    office_pages: Pages, office: Any, plan_id: UUID, ids: dict[str, UUID], see: Any, on: date
) -> None:
    period_id = actions.open_period(
        plan_id=plan_id, name="December 2019", from_date=date(2019, 12, 1),
        cut_off=date(2019, 12, 31), by=office, on=on,
    )  # fmt: skip
    actions.close_period(period_id=period_id, by=office, on=on)
    office_pages.sent("add_scale", plan_id, scale="three-point")
    actions.record_rating(
        action_id=ids["1.2"], scale_key="three-point", point_key="green", by=office, on=on
    )
    said = office_pages.see("make_main", plan_id, "three-point")
    assert "The council has rated 1 of 3 actions on it, so the other 2 will count as" in said
    assert "Closed periods and issued papers keep what they counted" in said
    said = office_pages.sent("make_main", plan_id, "three-point")
    assert "The plan is counted by" in said
    assert main_of(plan_id, office).key == "three-point"
    assert see(ids["1.2"]).row.rating.key == "green"
    assert see(ids["1.1"]).row.rating is None
    said = office_pages.see("plan", plan_id)
    assert "December 2019 was counted by another scale" in said
    office_pages.sent("make_main", plan_id, KEY)
    assert see(ids["1.1"]).row.rating.key == "green"
    assert "No rating has moved." in office_pages.see("plan", plan_id)


def test_the_main_scale_is_changed_by_the_programme_office_of_the_area(
    office_pages: Pages, pages: Any, viewer: Any, stranger: Any, plan_id: UUID
) -> None:
    office_pages.sent("add_scale", plan_id, scale="three-point")
    board = pages(viewer("board_member"))
    assert "Only the programme office" in board.see("make_main", plan_id, "three-point", status=403)
    assert board.send("make_main", plan_id, "three-point").status_code == 403
    assert pages(stranger).get("make_main", plan_id, "three-point").status_code == 404
    assert office_pages.get("make_main", plan_id, "no-scale").status_code == 404
