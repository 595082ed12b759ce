"""Annex A list 1, in each way in which it is met."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest

from goldenthread.intake.registers.annex_a import HEADINGS, read_annex_a
from goldenthread.intake.registers.rows import AnnexAFacts, PersonRead
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import Given, run
from goldenthread.rules.sen2.records import (
    ActivePlan,
    Assessment,
    NamedPlan,
    Need,
    Person,
    PlacementDetail,
    Request,
)
from tests.conftest import shared
from tests.factories.registers import ANNEX_A_ROW, annex_a, workbook_of

AT = {heading.words: number for number, heading in enumerate(HEADINGS)}


def row(**changes: object) -> list[object]:
    """The usual row with other cells, by the start of their heading."""
    made = list(ANNEX_A_ROW)
    for start, value in changes.items():
        named = start.replace("_", " ")
        (at,) = [number for words, number in AT.items() if words.startswith(named)]
        made[at] = value
    return made


def one(*rows: list[object], **how: str) -> PersonRead:
    reading = read_annex_a(annex_a(*rows, **how))
    (found,) = list(reading)
    assert reading.counts.add_up
    return found


def test_the_headings_are_those_that_are_asked_for() -> None:
    text = shared("domain/sen2_and_annex_a.md").read_text(encoding="utf-8")
    asked = re.findall(r"^\| (\d+) \| ([^|]+?) (?:\* )?\|", text, re.MULTILINE)
    assert [words for _, words in asked[:21]] == [
        heading.words.replace("children’s", "children's") for heading in HEADINGS
    ]


def test_a_row_becomes_a_person_with_a_plan_in_force_and_nothing_made_up() -> None:
    found = one(ANNEX_A_ROW)
    assert found.problems == ()
    assert found.reference == "C-1001"
    assert found.where == "sheet “List_1”, row 2"
    assert found.person == Person(
        born=date(2014, 5, 6), sex="F", gender="2", ethnicity="WBRI", upn="T801200001001",
        requests=(
            Request(
                assessments=(
                    Assessment(named_plans=(NamedPlan(first_issued=date(2020, 3, 2),
                                                      amended=date(2025, 6, 1)),)),
                ),
                active_plans=(
                    ActivePlan(last_review=date(2026, 6, 9), needs=(Need("ASD", 1),),
                               placements=(PlacementDetail("100001", rank=1),)),
                ),
            ),
        ),
    )  # fmt: skip
    assert found.annex_a == AnnexAFacts(
        phase="Primary", home_educated=False, suspensions=1, permanent_exclusions=0,
        absence_percent=12.5, pupil_premium=True, known_to_social_care=True,
        social_care_team="child in need", disability=True,
    )  # fmt: skip


@pytest.mark.parametrize("sheet", ["List_1", "List 1", "list-1", "LIST1", "Sheet1"])
@pytest.mark.parametrize("dash", ["–", "-", "—", " "])
def test_the_sheet_and_headings_are_known_in_each_spelling(sheet: str, dash: str) -> None:
    assert one(ANNEX_A_ROW, sheet=sheet, dash=dash).person == one(ANNEX_A_ROW).person


@pytest.mark.parametrize(
    "written", ["06/05/2014", "2014-05-06", "6 May 2014", "06-05-2014", "6.5.2014", 41765, "41765",
                "2014-05-06 00:00:00", "6th May 2014"],
)  # fmt: skip
def test_a_day_is_read_in_each_way_of_writing_it(written: object) -> None:
    found = one(row(Date_of_birth=written))
    assert found.person.born == date(2014, 5, 6)
    assert found.problems == ()


@pytest.mark.parametrize("written", ["31/02/2014", "05/13/2014", "6/5/14", "soon", "2014", "0", 7])
def test_a_day_that_is_none_is_told_and_not_taken_for_missing(written: object) -> None:
    found = one(row(Date_of_birth=written))
    assert found.person.born is None
    assert found.person.unread_below == {"person.born"}
    assert len(found.problems) == 1
    assert f"“{written}”" not in found.problems[0].sentence


@pytest.mark.parametrize("written", ["b) Female", "b)", "B", "Female", "female", "(b) Female"])
def test_an_option_is_read_with_its_letter_or_without(written: str) -> None:
    assert one(row(Gender=written)).person.sex == "F"


@pytest.mark.parametrize(
    ("start", "written", "words"),
    [
        ("Gender", "x) Other", "“x) Other” is not one of Male, Female, Not known, Not specified."),
        ("SEN_primary_need", "Autism", "is not one of SPLD"),
        ("Pupil_Premium", "perhaps", "“perhaps” is not one of Yes, No."),
        ("Suspensions", "-1", "“-1” is not a number that fits here."),
        ("Suspensions", "two", "“two” is not a number that fits here."),
        ("Absence", 140, "“140” is not a number that fits here."),
        ("Main_education_establishment_–_URN", "12", "“12” is not right: it has six digits."),
    ],
)
def test_a_cell_that_does_not_fit_is_told(start: str, written: object, words: str) -> None:
    found = one(row(**{start: written}))
    assert len(found.problems) == 1
    assert words in found.problems[0].sentence


def test_a_home_educated_child_without_a_school_is_in_home_education() -> None:
    found = one(row(**{"Elective_home_education": "a) Yes",
                       "Main_education_establishment_–_URN": None}))  # fmt: skip
    placement = found.person.requests[0].active_plans[0].placements[0]
    assert (placement.urn, placement.sen_setting) == (None, "EHE")


def test_cells_of_blanks_are_blank_and_blank_rows_no_rows() -> None:
    reading = read_annex_a(annex_a([" "] * 21, row(UPN="  ", Gender=" "), [None] * 21))
    (found,) = list(reading)
    assert found.person.upn is None
    assert found.person.sex is None
    assert reading.counts.found["row"] == 1


def test_a_row_about_nobody_is_refused_and_a_missing_column_told() -> None:
    nobody = row(Unique_ID=None, UPN=None, Date_of_birth=None)
    reading = read_annex_a(annex_a(nobody, ANNEX_A_ROW))
    assert len(list(reading)) == 1
    assert [str(problem) for problem in reading.problems] == [
        "sheet “List_1”, row 2: has no Unique ID, UPN, ULN or date of birth, so it was refused."
    ]
    assert reading.counts.refused["row"] == 1
    short = workbook_of({"List_1": [[h.words for h in HEADINGS[:9]], ANNEX_A_ROW[:9]]})
    reading = read_annex_a(short)
    assert len(list(reading)) == 1
    assert len(reading.problems) == 12
    assert "need.kind" not in reading.fields


def test_a_workbook_without_the_list_is_refused() -> None:
    with pytest.raises(Refused, match="No sheet of this workbook is Annex A list 1"):
        read_annex_a(workbook_of({"List_1": [["a", "b"], [1, 2]]}))


def test_checks_that_the_list_cannot_answer_are_not_run() -> None:
    early = row(Date_initial_EHC=date(2026, 6, 10))
    reading = read_annex_a(annex_a(ANNEX_A_ROW, early))
    persons = [found.person for found in reading]
    given = Given(on=date(2026, 11, 22), reference_date=date(2026, 11, 22))
    results = {one.check.key: one for one in run(persons, given, fields=reading.fields)}
    assert results["S49"].ran
    assert [hit.place.numbers[0] for hit in results["S49"].hits] == [2]
    assert len(results["S04"].hits) == 2
    for key in ("S01", "S08", "S10", "S43"):
        assert not results[key].ran, key
        assert not results[key].passed


def test_the_published_rules_for_the_list_are_among_the_checks_or_known_to_be_missing() -> None:
    with shared("domain/sen2_checks.csv").open(encoding="utf-8") as file:
        annex = [line for line in csv.DictReader(file) if "Annex A" in line["basis"]]
    assert {line["check_id"] for line in annex} == {"S04", "S05", "S07", "S49", "S50"}
