"""An area's own way of counting: three limits, which it can only make longer."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.rules.clocks import AS_THE_LAW_SAYS, DUTIES, Days, Practice
from goldenthread.rules.proceedings import Event, Facts, What, deadlines_of
from goldenthread.rules.refusals import NotThere, Refused

MONDAY = date(2025, 3, 3)
SCHOOLS = Practice(frozenset({"D06"}))


def due(facts: Facts, practice: Practice) -> dict[str, date | None]:
    found = deadlines_of(facts, on=date(2025, 6, 1), practice=practice)
    return {one.duty: one.due_on for one in found}


def test_schools_have_15_working_days_where_the_area_says_so() -> None:
    asked = Facts((Event("e1", "case", What.PLACE_ASKED, MONDAY, body="Elm School"),))
    assert due(asked, AS_THE_LAW_SAYS) == {"D06": date(2025, 3, 18)}
    assert due(asked, SCHOOLS) == {"D06": date(2025, 3, 24)}


def test_one_limit_that_is_settled_leaves_the_others_as_the_law_says() -> None:
    facts = Facts(
        (
            Event("e1", "case", What.PLACE_ASKED, MONDAY, body="Elm School"),
            Event("e2", "case", What.DRAFT_SENT, MONDAY),
            Event("e3", "case", What.AMENDMENTS_SENT, MONDAY),
            Event("e4", "case", What.REASSESSMENT_REQUESTED, MONDAY),
        )
    )
    law, schools = due(facts, AS_THE_LAW_SAYS), due(facts, SCHOOLS)
    assert {key for key in law if law[key] != schools[key]} == {"D06"}
    families = due(facts, Practice(frozenset({"D05", "D16"})))
    assert {key for key in law if law[key] != families[key]} == {"D05", "D16"}
    assert families["D05"] == families["D16"] == date(2025, 3, 21)


def test_an_answer_in_time_by_the_area_s_days_is_in_time() -> None:
    facts = Facts(
        (
            Event("e1", "case", What.PLACE_ASKED, MONDAY, body="Elm School"),
            Event("e2", "case", What.PLACE_ANSWERED, date(2025, 3, 24), body="Elm School"),
        )
    )
    on = date(2025, 4, 1)
    assert [one.state.name for one in deadlines_of(facts, on=on)] == ["MET_LATE"]
    assert [one.state.name for one in deadlines_of(facts, on=on, practice=SCHOOLS)] == [
        "MET_IN_TIME"
    ]


@pytest.mark.parametrize("key", [duty.key for duty in DUTIES if not duty.days_may_differ])
def test_no_area_settles_what_the_law_counts(key: str) -> None:
    with pytest.raises(Refused, match=f"How {key} counts is set by law"):
        Practice(frozenset({key}))


def test_a_limit_that_does_not_exist_or_is_written_otherwise_is_refused() -> None:
    with pytest.raises(NotThere, match="There is no limit “D99”"):
        Practice(frozenset({"D99"}))
    with pytest.raises(Refused, match="Write the limit “d6” as D06"):
        Practice(frozenset({"d6"}))


def test_nothing_settled_is_the_law() -> None:
    assert Practice() == AS_THE_LAW_SAYS
    assert AS_THE_LAW_SAYS.days("D06") is None
    assert SCHOOLS.days("D06") is Days.WORKING
    assert SCHOOLS.days("D05") is None
