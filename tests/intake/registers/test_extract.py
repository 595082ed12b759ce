"""Extracts of any case system, through a mapping: three shapes, previews, guesses, refusals."""

from __future__ import annotations

import json
from datetime import date

import pytest

from goldenthread.intake.registers.extract import ExtractReading, preview
from goldenthread.intake.registers.mapping import Column, Mapping, Shape, from_data, guess
from goldenthread.intake.registers.rows import Happened
from goldenthread.intake.registers.sheets import Sheet, read_csv, read_workbook_safely
from goldenthread.intake.registers.targets import TARGETS
from goldenthread.intake.registers.values import DateStyle
from goldenthread.rules.proceedings.happenings import MUST_CARRY, What
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2.records import Need
from tests.factories.registers import CODED, HAPPENINGS, TIDY, Rows, csv_of, workbook_of

CODED_MAPPING = Mapping(
    "Coded", 3, Shape.CHILD,
    (
        Column("BORN_ON", "person.born"),
        Column("NEED_CAT", "need.kind", (("Autism", "ASD"), ("Speech", "SLCN"))),
        Column("REQ_RCVD", "request.received"),
        Column("REQ_DECN", "request.outcome", (("Agreed", "Y"), ("Declined", "N"))),
        Column("RES_IND", "placement_detail.residential", (("52wk", "B"),)),
    ),
    reference="STUDENT_NO", dates=DateStyle.MONTH_FIRST,
)  # fmt: skip
EVENT_MAPPING = Mapping(
    "Steps", 1, Shape.EVENT,
    (Column("Child DOB", "person.born"), Column("Worker", "beside.caseworker")),
    reference="Ref", event="Step", event_day="Step date",
    events=(
        ("Request in", "request.received"), ("Draft out", "event.draft-sent"),
        ("Final out", "named_plan.first_issued"),
    ),
)  # fmt: skip


def sheet(rows: Rows, name: str = "extract.csv") -> Sheet:
    return read_csv(csv_of(rows), name)


def test_a_tidy_extract_is_read_by_what_its_headings_are_guessed_to_be() -> None:
    guesses = guess(TIDY[0], TIDY[1:])
    assert guesses.left == ()
    assert guesses.reference == "Case ID"
    assert guesses.dates is DateStyle.ANY
    reading = ExtractReading([sheet(TIDY)], guesses.mapping("Tidy"))
    first, second = list(reading)
    assert reading.counts.add_up
    assert first.problems == second.problems == ()
    assert first.reference == "K-17"
    person = first.person
    assert (person.surname, person.forename, person.born) == ("Eze", "Farah", date(2014, 5, 6))
    request = person.requests[0]
    assert request.assessments[0].named_plans[0].first_issued == date(2020, 3, 2)
    active = request.active_plans[0]
    assert active.last_review == date(2026, 6, 9)
    assert active.placements[0].urn == "100001"
    assert active.needs == (Need("ASD", 1), Need("HI", 2))
    assert first.beside == (("caseworker", "EHC team 2"), ("setting", "Oak Lane"))
    assert second.person.requests[0].active_plans[0].needs == (Need("SEMH", 1),)


def test_codes_are_translated_days_are_month_first_and_a_second_row_is_refused() -> None:
    reading = ExtractReading([sheet(CODED)], CODED_MAPPING)
    first, second = list(reading)
    assert first.person.born == date(2012, 2, 29)
    assert first.person.requests[0].received == date(2026, 3, 31)
    assert first.person.requests[0].outcome == "Y"
    assert first.person.requests[0].active_plans[0].placements[0].residential == "B"
    assert second.person.requests[0].outcome == "N"
    assert [str(problem) for problem in reading.problems] == [
        "“extract.csv”, row 6: is about the same child as row 5; it was refused."
    ]
    assert reading.counts.found["row"] == 3
    assert reading.counts.refused["row"] == 1
    assert reading.counts.add_up


def test_rows_of_events_are_gathered_by_child_and_each_refusal_has_its_reason() -> None:
    reading = ExtractReading([sheet(HAPPENINGS)], EVENT_MAPPING)
    first, second = list(reading)
    assert first.reference == "9-A"
    assert first.person.requests[0].received == date(2026, 1, 5)
    plan = first.person.requests[0].assessments[0].named_plans[0]
    assert plan.first_issued == date(2026, 5, 24)
    assert first.happened == (Happened("draft-sent", date(2026, 4, 20)),)
    assert first.beside == (("caseworker", "north"),)
    assert second.person.requests[0].received == date(2026, 2, 5)
    assert second.where == "“extract.csv”, row 4"
    assert [str(problem) for problem in reading.problems] == [
        "“extract.csv”, row 6: says what no event of the mapping is; it was refused.",
        "“extract.csv”, row 7: does not say who it is about, so it was refused.",
        "“extract.csv”, row 8: is an event without a day, so it was refused.",
        "“extract.csv”, row 9: “soon” is not a day that can be read. Write it as 31/03/2026 or "
        "2026-03-31. The row was refused.",
    ]
    assert reading.counts.found["row"] == 8
    assert reading.counts.refused["row"] == 4
    assert reading.counts.add_up


def test_rows_of_one_child_that_differ_are_told_and_the_later_day_is_kept() -> None:
    rows: Rows = [
        HAPPENINGS[0],
        ["9-A", "2013-02-03", "Request in", "2026-01-05", "north"],
        ["9-A", "2013-02-04", "Request in", "2026-03-05", "north"],
    ]
    (found,) = list(ExtractReading([sheet(rows)], EVENT_MAPPING))
    assert found.person.born == date(2013, 2, 3)
    assert found.person.requests[0].received == date(2026, 3, 5)
    assert [str(problem) for problem in found.problems] == [
        "“extract.csv”, row 3, Child DOB: differs from a row before (first row 2); "
        "the first was kept.",
        "“extract.csv”, row 3, Step date: is another day than in a row before (first row 2); "
        "the later was kept.",
    ]


def test_a_workbook_is_read_like_a_csv() -> None:
    sheets = read_workbook_safely(workbook_of({"Notes": [["x"]], "Data": TIDY}))
    mapping = guess(TIDY[0]).mapping("Tidy")
    of_csv = list(ExtractReading([sheet(TIDY)], mapping))
    of_excel = list(ExtractReading(list(sheets), mapping))
    assert [one.person for one in of_csv] == [one.person for one in of_excel]
    with pytest.raises(Refused, match="no sheet “Elsewhere”"):
        ExtractReading(list(sheets), mapping.changed(sheet="Elsewhere"))


def test_a_preview_shows_the_first_and_reads_no_further() -> None:
    reading = ExtractReading([sheet(TIDY)], guess(TIDY[0]).mapping("Tidy"))
    assert [one.reference for one in preview(reading, rows=1)] == ["K-17"]


def test_a_column_that_goes_nowhere_is_told() -> None:
    mapping = CODED_MAPPING.changed(columns=CODED_MAPPING.columns[:2])
    reading = ExtractReading([sheet(CODED)], mapping)
    assert [problem.column for problem in reading.problems] == ["REQ_RCVD", "REQ_DECN", "RES_IND"]


def test_a_mapping_is_saved_and_read_again_and_a_change_is_the_next_version() -> None:
    for mapping in (CODED_MAPPING, EVENT_MAPPING):
        assert from_data(json.loads(json.dumps(mapping.as_data()))) == mapping
    changed = CODED_MAPPING.changed(reference="")
    assert changed.version == 4
    assert CODED_MAPPING.reference == "STUDENT_NO"
    broken: list[dict[str, object]] = [{}, {"schema": 1}, {"schema": 2}]
    for data in broken:
        with pytest.raises(Refused):
            from_data(data)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (CODED_MAPPING.changed(reference=""), "Nothing says who a row is about"),
        (CODED_MAPPING.changed(columns=(Column("A", "person.shoe"),)), "no field of the register"),
        (CODED_MAPPING.changed(columns=(Column("A", "person.upn"), Column("B", "person.upn"))),
         "2 columns go to “UPN”"),
        (CODED_MAPPING.changed(columns=(Column("A", "person.upn"), Column("a", "person.uln"))),
         "used 2 times"),
        (EVENT_MAPPING.changed(event=""), "Choose the column that says what happened"),
        (EVENT_MAPPING.changed(reference=""), "it tells whose events are whose"),
        (EVENT_MAPPING.changed(events=(("x", "person.upn"),)), "that is no day"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_used_says_why(mapping: Mapping, words: str) -> None:
    assert any(words in problem for problem in mapping.problems())
    assert CODED_MAPPING.problems() == EVENT_MAPPING.problems() == []


def test_a_file_without_a_column_of_the_mapping_is_refused_by_name() -> None:
    rows = [row[:-1] for row in CODED]
    with pytest.raises(Refused, match="The file has no column “RES_IND”"):
        ExtractReading([sheet(rows)], CODED_MAPPING)
    with pytest.raises(Refused, match="No sheet of this file has the columns"):
        ExtractReading([sheet([["x", "y"], ["1", "2"]])], CODED_MAPPING)


def test_a_child_without_number_is_known_by_upn_or_name_and_birth_and_else_refused() -> None:
    rows: Rows = [
        ["UPN", "Surname", "Forename", "DOB", "Need"],
        ["T801200001001", "", "", "", ""],
        ["", "Eze", "Farah", "2014-05-06", ""],
        ["", "Eze", "Farah", "", ""],
        ["", "", "", "2014-05-06", "ASD"],
    ]
    mapping = guess(rows[0]).mapping("By name")
    reading = ExtractReading([sheet(rows)], mapping)
    assert len(list(reading)) == 2
    assert reading.counts.refused["row"] == 2
    assert reading.counts.add_up


def test_headings_are_guessed_by_likeness_each_target_once_and_the_rest_left() -> None:
    guesses = guess(["Unique Pupil No.", "Date Of Birth", "D.O.B.", "Ceased Date", "Favourite tea"])
    assert {one.heading: one.target for one in guesses.found} == {
        "Unique Pupil No.": "person.upn",
        "Date Of Birth": "person.born",
        "Ceased Date": "named_plan.ceased",
    }
    assert guesses.left == ("D.O.B.", "Favourite tea")


def test_days_month_first_are_noticed_and_said() -> None:
    guesses = guess(["Case ID", "DOB"], [["1", "02/29/2012"], ["2", "03/01/2012"]])
    assert guesses.dates is DateStyle.MONTH_FIRST
    assert "month first" in guesses.notes[0]


def test_every_target_has_words_and_no_event_that_carries_more_than_its_day_is_one() -> None:
    events = {key.removeprefix("event.") for key in TARGETS if key.startswith("event.")}
    assert events == {what.value for what in What} - {what.value for what in MUST_CARRY}
    assert all(target.words for target in TARGETS.values())
    said = [
        words for target in TARGETS.values() for words in {one.casefold() for one in target.said_as}
    ]
    assert sorted(words for words in set(said) if said.count(words) > 1) == []
