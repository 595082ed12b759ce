"""The page of assurance says what the tests show, and nothing that they do not."""

from __future__ import annotations

import csv
import os
from collections import Counter

import pytest

from tests.assurance import requirements as asvs

EVERY = asvs.requirements()
MARKED = asvs.marked()


def test_the_page_of_assurance_is_current() -> None:
    made = asvs.page()
    if os.environ.get("GOLDENTHREAD_WRITE"):
        asvs.PAGE.write_text(made, encoding="utf-8")
    kept = asvs.PAGE.read_text(encoding="utf-8")
    old = sorted(set(kept.splitlines()) ^ set(made.splitlines()))
    assert kept == made, f"Write it anew: GOLDENTHREAD_WRITE=1 pytest tests/assurance. {old}"


def test_every_requirement_stands_there_once_with_a_known_answer() -> None:
    assert [n for n, times in Counter(one.number for one in EVERY).items() if times > 1] == []
    assert {one.state for one in EVERY} <= set(asvs.STATES)
    assert all(one.ours for one in EVERY)


def test_every_mark_is_of_a_requirement_that_stands_there() -> None:
    assert set(MARKED) - {one.number for one in EVERY} == set()


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.number)
def test_what_is_met_is_shown_by_a_test_or_a_document(one: asvs.Requirement) -> None:
    shown = MARKED.get(one.number, [])
    for path in one.see:
        assert (asvs.ROOT / path).is_file(), f"{one.number} names {path}, which is not there"
    if one.state == "met":
        assert shown or one.see, f"{one.number} is said to be met, and nothing shows it"
    if one.state in ("not met", "not applicable"):
        assert not shown, f"{one.number} is marked as shown by {shown}"
        assert one.how, f"{one.number}: say why"


@pytest.mark.skipif(not asvs.OFFICIAL_LIST.is_file(), reason="the standard's own list is not here")
def test_no_requirement_of_levels_1_and_2_is_left_out() -> None:
    with asvs.OFFICIAL_LIST.open(encoding="utf-8-sig", newline="") as rows:
        levels = {row["req_id"].removeprefix("V"): int(row["L"]) for row in csv.DictReader(rows)}
    ours = {one.number: one.level for one in EVERY}
    assert {number for number, level in levels.items() if level < 3} - set(ours) == set()
    assert {number: levels.get(number) for number in ours} == ours
