"""Settings: how two tellings differ, what an extract changes, how one stood before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from goldenthread.provision.models import Phase, Status
from goldenthread.rules import provision
from goldenthread.rules.provision import (
    Difference,
    SettingFacts,
    SettingTold,
    compare,
    differences,
    undone,
)

MILL = SettingFacts("900001", "Mill Lane", "Community school", "primary", "open")
HOPE = replace(MILL, urn="900002", name="Hope", authority_code="901")


def test_what_is_told_alike_differs_in_nothing() -> None:
    assert differences(MILL, replace(MILL)) == ()


def test_what_changed_can_be_undone() -> None:
    after = replace(MILL, name="Mill Lane Academy", closed_on=date(2019, 8, 31), needs=("ASD",))
    found = differences(MILL, after)
    assert [(one.field, one.before, one.after) for one in found] == [
        ("name", "Mill Lane", "Mill Lane Academy"),
        ("closed_on", None, "2019-08-31"),
        ("needs", [], ["ASD"]),
    ]
    assert undone(after, found) == MILL
    assert undone(after, [Difference("gone", False, True), *found]) == MILL


def test_an_extract_adds_changes_and_misses() -> None:
    gone = replace(HOPE, urn="900003")
    elsewhere = replace(HOPE, urn="900004", authority_code="902")
    standing = {one.urn or "": one for one in (MILL, HOPE, gone, elsewhere)}
    renamed = replace(HOPE, name="New Hope", status="closed")
    new = replace(HOPE, urn="900009")
    told = [SettingTold(one) for one in (MILL, renamed, new)]
    found = compare(standing, frozenset(), told, whole=True)
    assert found.added == (new,)
    assert [one.after.name for one in found.changed] == ["New Hope"]
    assert found.closed == 1
    assert found.gone == ("900003",)  # of an authority that the extract does not hold, nothing is
    assert found.unchanged == 1
    assert compare(standing, frozenset(), told, whole=False).gone == ()


def test_what_comes_back_after_it_was_gone_is_back() -> None:
    found = compare({"900001": MILL}, frozenset({"900001"}), [SettingTold(MILL)], whole=True)
    assert (found.back, found.unchanged, found.gone) == (("900001",), 0, ())


def test_what_was_not_told_stays_as_it_was() -> None:
    standing = {"900001": replace(MILL, capacity=210)}
    told = SettingTold(replace(MILL, name="Mill"), frozenset({"capacity"}))
    (changed,) = compare(standing, frozenset(), [told], whole=True).changed
    assert (changed.after.name, changed.after.capacity) == ("Mill", 210)


@pytest.mark.parametrize(
    ("gone", "standing", "refused"),
    [(10, 20, False), (11, 20, True), (11, 110, False), (12, 110, True)],
)
def test_an_extract_that_lacks_more_than_a_tenth_is_a_part(
    gone: int, standing: int, refused: bool
) -> None:
    found = provision.Comparison((), (), (), tuple(str(n) for n in range(gone)), 0)
    assert provision.too_much_gone(found, standing) is refused


@pytest.mark.parametrize(
    ("day", "is_open"),
    [("2010-08-31", False), ("2010-09-01", True), ("2019-08-31", True), ("2019-09-01", False)],
)
def test_a_setting_is_open_from_its_first_day_to_its_last(day: str, is_open: bool) -> None:
    facts = replace(MILL, opened_on=date(2010, 9, 1), closed_on=date(2019, 8, 31), status="closed")
    assert facts.open_on(date.fromisoformat(day)) is is_open


def test_a_setting_without_days_is_open_as_its_state_says() -> None:
    day = date(2020, 1, 14)
    assert [one for one in provision.STATUSES if replace(MILL, status=one).open_on(day)] == [
        "open",
        "closing",
    ]


def test_rows_keep_the_phases_and_states_of_the_rules() -> None:
    assert tuple(Phase.values) == provision.PHASES
    assert tuple(Status.values) == provision.STATUSES
