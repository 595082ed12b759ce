"""The table of items against the records and the published list; numbers of learners; ages."""

from __future__ import annotations

import csv
import re
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.sen2 import codes, numbers
from goldenthread.rules.sen2.ages import (
    a_year_before,
    age_for_the_return,
    age_on,
    last_31_august,
    year_group,
)
from goldenthread.rules.sen2.authorities import AUTHORITIES, is_authority
from goldenthread.rules.sen2.items import BY_KEY, ITEMS, PARENTS, TAGS, Kind, Module, items_of
from goldenthread.rules.sen2.records import BELOW, RECORDS, Header
from tests.conftest import shared
from tests.rules import cases

BESIDE_ITEMS = {*BELOW.values(), "unread", "unread_below"}


def test_every_item_is_a_field_of_its_record_and_every_field_an_item() -> None:
    assert len(BY_KEY) == len(ITEMS)
    for module, record in {**RECORDS, Module.HEADER: Header}.items():
        named = {one.name for one in fields(record)} - BESIDE_ITEMS  # type: ignore[arg-type]
        assert named == {item.field for item in items_of(module)}, module


def test_items_with_codes_have_each_code_once_and_others_have_none() -> None:
    for item in ITEMS:
        assert len({code.value for code in item.codes}) == len(item.codes), item.key
        if item.kind is Kind.CODE:
            assert item.codes, item.key
        if item.kind not in (Kind.CODE, Kind.WHOLE):
            assert not item.codes, item.key


def test_every_record_below_another_has_a_place_in_it() -> None:
    assert set(PARENTS) == set(BELOW) == set(RECORDS) - {Module.PERSON}
    for module, parent in PARENTS.items():
        assert BELOW[module] in {one.name for one in fields(RECORDS[parent])}


def test_the_table_holds_every_item_of_the_published_list_with_its_first_year() -> None:
    modules = {"Header": Module.HEADER, "LA level": Module.HEADER} | {
        f"{number} {tag.replace('SENneed', 'SENneed')}": module
        for number, module in (
            ("1", Module.PERSON), ("2", Module.REQUEST), ("3", Module.ASSESSMENT),
            ("4", Module.NAMED_PLAN), ("4", Module.PLAN_DETAIL), ("5", Module.ACTIVE_PLAN),
            ("5", Module.PLACEMENT_DETAIL), ("5", Module.NEED),
        )
        for tag in (TAGS[module],)
    }  # fmt: skip
    with shared("domain/sen2_items.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == 72
    ours = {(item.module, item.tag): item for item in ITEMS}
    for row in listed:
        tag = re.sub(r" \(.*", "", row["xml_tag"].rsplit("/", 1)[-1])
        item = ours[modules[row["module"].split(" (")[0]], tag]
        first = re.match(r"\d{4}", row["first_year"])
        assert first, row
        if item.tag not in ("Res", "WBP"):  # these two moved between modules
            assert item.since == int(first.group()), row["name"]


def test_what_moved_or_was_replaced_is_asked_in_one_place_a_year() -> None:
    for year in (2023, 2024, 2027):
        asked = {item.key for item in ITEMS if item.in_force(year)}
        assert ("person.sex" in asked) == (year >= 2024)
        assert ("person.gender" in asked) == (year < 2024)
        assert ("active_plan.residential" in asked) != ("placement_detail.residential" in asked)
    assert "DS" not in codes.values(codes.NEED, 2024)
    assert "DS" in codes.values(codes.NEED, 2025)


@pytest.mark.parametrize("row", cases.rows("sen2/numbers.csv"), ids=lambda row: row["why"])
def test_a_number_is_right_or_wrong(row: dict[str, str]) -> None:
    judge = {"upn": numbers.is_upn, "temporary upn": numbers.is_temporary_upn,
             "uln": numbers.is_uln}[row["number"]]  # fmt: skip
    assert judge(row["written"]) is (row["right"] == "yes")


DIGITS = st.text("0123456789", min_size=11, max_size=11)


@given(DIGITS, st.sampled_from("0123456789" + numbers.UPN_LETTERS))
def test_a_upn_with_its_check_letter_is_right_and_with_any_other_is_wrong(
    digits: str, last: str
) -> None:
    rest = digits + last
    right = numbers.upn_check_letter(rest)
    assert [letter for letter in numbers.UPN_LETTERS if numbers.is_upn(letter + rest)] == [right]


@given(DIGITS, st.data())
def test_one_wrong_digit_in_a_upn_is_noticed(digits: str, data: st.DataObject) -> None:
    rest = digits + "7"
    at = data.draw(st.integers(0, 10))
    other = data.draw(st.sampled_from("0123456789").filter(lambda one: one != rest[at]))
    changed = rest[:at] + other + rest[at + 1 :]
    assert not numbers.is_upn(numbers.upn_check_letter(rest) + changed)


@given(st.integers(100_000_000, 999_999_999))
def test_a_uln_has_at_most_one_right_last_digit(first: int) -> None:
    right = [last for last in "0123456789" if numbers.is_uln(f"{first}{last}")]
    total = sum(int(d) * w for d, w in zip(str(first), range(10, 1, -1), strict=True))
    assert len(right) == (0 if total % 11 == 0 else 1)


@pytest.mark.parametrize(
    ("born", "day", "age", "for_the_return", "group"),
    [
        ("2010-08-31", "2027-01-21", 16, 16, 12),
        ("2010-09-01", "2027-01-21", 16, 15, 11),
        ("2008-02-29", "2026-02-28", 17, 17, 13),
        ("2008-02-29", "2026-03-01", 18, 17, 13),
        ("2027-01-20", "2027-01-21", 0, -1, -5),
        ("2022-08-31", "2026-09-01", 4, 4, 0),
    ],
)
def test_ages_on_both_sides_of_a_birthday(
    born: str, day: str, age: int, for_the_return: int, group: int
) -> None:
    birth, on = date.fromisoformat(born), date.fromisoformat(day)
    assert age_on(birth, on) == age
    assert age_for_the_return(birth, on) == for_the_return
    assert year_group(birth, on) == group


def test_the_school_year_begins_with_september() -> None:
    assert last_31_august(date(2026, 8, 31)) == date(2025, 8, 31)
    assert last_31_august(date(2026, 9, 1)) == date(2026, 8, 31)
    assert a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert a_year_before(date(2027, 1, 21)) == date(2026, 1, 21)


def test_authorities_begin_and_end() -> None:
    assert len(AUTHORITIES) == 153
    assert is_authority("801", on=date(2027, 1, 21))
    assert is_authority("928", on=date(2021, 3, 31))
    assert not is_authority("928", on=date(2021, 4, 1))
    assert not is_authority("999", on=date(2027, 1, 21))
