"""Plan quality: counts that open their lists, and every gap mended where it is listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.forms.mending import FORMS
from goldenthread.improvement_plan.presenters.action_deeds import MENDED_BY
from goldenthread.improvement_plan.presenters.gap_page import BUTTONS
from goldenthread.improvement_plan.presenters.quality_page import WHOLE
from goldenthread.partnership import actions as partnership
from goldenthread.rules.plan_quality import ACTION_GAPS
from tests.factories import plans
from tests.improvement_plan.pages.conftest import Pages, words


def having(key: str, plan_id: UUID, *, by: Any, on: date) -> list[Any]:
    return [row for row in queries.actions(plan_id, viewer=by, on=on) if key in row.gaps]


@pytest.fixture
def answers(viewer: Any, on: date) -> Callable[[str], dict[str, str]]:
    """`answers(gap)`: what somebody writes to mend it."""
    administrator = viewer("area_administrator")
    post_id = partnership.add_post(title="SEND Strategy Lead", by=administrator, on=on)
    person_id = partnership.add_person(name="Ada Moss", by=administrator, on=on)
    partnership.hold_post(
        post_id=post_id, person_id=person_id, from_date=on, by=administrator, on=on
    )
    forum_id = partnership.add_forum(name="Pathways Group", by=administrator, on=on)
    soon = (on + timedelta(days=60)).strftime("%-d %B %Y")
    late = {"cause": "The contract was let late", "recovery_date": soon}
    proof = {
        "kind": "impact",
        "title": "Survey",
        "shows": "Families wait less",
        "link": "https://eastmere.example/survey",
    }
    known = {
        "no-lead": {"who": f"post:{post_id}"},
        "lead-not-identified": {"who": f"person:{person_id}"},
        "lead-gone": {"who": f"post:{post_id}"},
        "no-forum": {"forum": str(forum_id)},
        "no-date": {"due": "July 2020"},
        "contradicting-dates": {"start": "", "due": "December 2031"},
        "no-success-measure": {"success_measures": "Families say so"},
        "not-rated": {"point": "amber"},
        "old-rating": {"point": "amber"},
        "no-cause": late,
        "overdue-no-cause": late,
        "no-evidence": proof,
        "as-imported": proof,
        "awaiting-sign-off": {"reason": "I read it"},
    }
    return known.__getitem__


@pytest.mark.parametrize("key", ACTION_GAPS)
def test_a_gap_is_mended_where_it_is_listed(
    key: str,
    gappy: UUID,
    answers: Callable[[str], dict[str, str]],
    pages: Callable[..., Pages],
    office: Any,
    viewer: Any,
    on: date,
) -> None:
    signer = viewer("workstream_lead")  # signing off is a second person's act
    browser = pages(signer if key == "awaiting-sign-off" else office)
    before = having(key, gappy, by=office, on=on)
    row = before[0]
    if key == "awaiting-sign-off":
        actions.add_evidence(
            action_id=row.id,
            kind="output",
            title="Protocol",
            shows="It is agreed",
            link="https://eastmere.example/protocol",
            by=office,
            on=on,
        )
    assert ACTION_GAPS[key].words in browser.see("gap", gappy, key)
    form = {f"{row.id.hex}-{name}": value for name, value in answers(key).items()}
    said = browser.sent(
        "gap", gappy, key, mend=str(row.id), **{f"{row.id.hex}-version": str(row.version)}, **form
    )
    assert f"{row.reference}: " in said
    left = {each.id for each in having(key, gappy, by=office, on=on)}
    assert left == {each.id for each in before} - {row.id}


def test_the_page_counts_each_gap_and_its_list_holds_as_many(
    gappy: UUID, office_pages: Pages, office: Any, on: date
) -> None:
    page = office_pages.get("quality", gappy).content.decode()
    for key, gap in ACTION_GAPS.items():
        count = len(having(key, gappy, by=office, on=on))
        assert count
        assert f"actions: {gap.words}</span>" in page
        assert f">{count}<span" in page
    said = words(office_pages.get("quality", gappy))
    assert "Nobody knows who waits" in said
    assert "9: An empty priority" in said
    assert "Actions with a gap" in said


def test_what_is_wrong_is_said_beside_the_action_and_nothing_typed_is_lost(
    gappy: UUID, office_pages: Pages, office: Any, on: date
) -> None:
    row = having("no-date", gappy, by=office, on=on)[0]
    response = office_pages.send(
        "gap",
        gappy,
        "no-date",
        mend=str(row.id),
        **{f"{row.id.hex}-version": str(row.version), f"{row.id.hex}-due": "whenever"},
    )
    assert response.status_code == 422
    assert "“whenever”: " in words(response)
    assert 'value="whenever"' in response.content.decode()


def test_an_action_mended_by_somebody_else_meanwhile_says_so(
    gappy: UUID, office_pages: Pages, office: Any, on: date
) -> None:
    whole = next(
        row
        for row in queries.actions(gappy, viewer=office, on=on)
        if "no-success-measure" not in row.gaps
    )
    said = office_pages.sent("gap", gappy, "no-success-measure", mend=str(whole.id))
    assert "Somebody mended that action meanwhile" in said


def test_a_reader_sees_the_gaps_and_whom_to_ask(
    gappy: UUID, pages: Callable[..., Pages], viewer: Any
) -> None:
    said = pages(viewer("board_member")).see("gap", gappy, "no-lead")
    assert "Only the workstream lead or the programme office can change what the plan says" in said
    assert "Set the lead" not in said


def test_the_other_area_has_no_such_page(
    gappy: UUID, pages: Callable[..., Pages], stranger: Any
) -> None:
    theirs = pages(stranger)
    theirs.see("quality", gappy, status=404)
    theirs.see("gap", gappy, "no-lead", status=404)


def test_a_gap_that_is_none_is_not_found(gappy: UUID, office_pages: Pages) -> None:
    office_pages.see("gap", gappy, "no-imagination", status=404)


def test_queries_do_not_grow_with_the_plan(office: Any, office_pages: Pages, on: date) -> None:
    asked = []
    for number, count in enumerate((10, 40)):
        plan_id = plans.big_plan(count, by=office, title=f"Plan {number}")
        for name, rest in (("quality", ()), ("gap", ("no-lead",))):
            office_pages.get(name, plan_id, *rest)  # warm
            with CaptureQueriesContext(
                connection,
            ) as captured:
                office_pages.get(name, plan_id, *rest)
            asked.append(len(captured))
    assert asked[:2] == asked[2:]


def test_every_gap_is_also_mended_from_the_action_s_own_page(
    gappy: UUID, office_pages: Pages, office: Any, on: date
) -> None:
    assert set(MENDED_BY) == set(ACTION_GAPS) == set(FORMS) == set(BUTTONS) == set(WHOLE)
    for row in queries.actions(gappy, viewer=office, on=on):
        assert office_pages.get("action", row.id).status_code == 200
