"""The national list of settings, as it is read."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.intake.understanding.settings import LinksRead, SettingsRead, read_settings
from goldenthread.rules.refusals import Refused
from tests.factories import settings_lists as lists


def _read(*rows: dict[str, str], **how: object) -> SettingsRead:
    read = read_settings(lists.as_csv(rows, **how))  # type: ignore[arg-type]
    assert isinstance(read, SettingsRead)
    return read


def test_a_setting_is_read_by_the_names_of_the_columns_whatever_their_order() -> None:
    row = lists.setting(900001, "St Bríd’s", **lists.SPECIAL)
    ways = [_read(row), _read(row, columns=reversed(lists.COLUMNS)), _read(row, encoding="utf-8")]
    facts = {read.told[0].facts for read in ways}
    assert len(facts) == 1
    (one,) = facts
    assert (one.urn, one.name, one.special, one.independent) == ("900001", "St Bríd’s", True, False)
    assert (one.phase, one.status, one.needs) == ("not_applicable", "open", ("ASD", "SPLD"))
    assert (one.opened_on, one.closed_on) == (date(1996, 9, 1), None)
    assert (one.capacity, one.on_roll, one.ukprn) == (210, 198, "10099001")
    assert ways[0].problems == ()
    assert ways[0].absent == ()


def test_units_and_resourced_provision_are_read_with_their_places() -> None:
    row = lists.setting(
        900001,
        "Mill",
        **{
            "TypeOfResourcedProvision (name)": "Resourced provision and SEN unit",
            "ResourcedProvisionOnRoll": "11",
            "ResourcedProvisionCapacity": "12",
            "SenUnitOnRoll": "0",
            "SenUnitCapacity": "8",
        },
    )
    facts = _read(row).told[0].facts
    assert facts.resourced_kind == "Resourced provision and SEN unit"
    assert (facts.resourced_on_roll, facts.resourced_capacity) == (11, 12)
    assert (facts.unit_on_roll, facts.unit_capacity) == (0, 8)


@pytest.mark.parametrize(
    ("column", "said", "fact", "read"),
    [
        ("Boarders (name)", "Boarding school", "residential", True),
        ("Boarders (name)", "College / FE residential accommodation", "residential", True),
        ("Boarders (name)", "No boarders", "residential", False),
        ("Section41Approved (name)", "Approved", "section_41", True),
        ("Section41Approved (name)", "Not approved", "section_41", False),
        ("OfficialSixthForm (name)", "Has a sixth form", "sixth_form", True),
        ("OfficialSixthForm (name)", "Does not have a sixth form", "sixth_form", False),
        ("EstablishmentStatus (name)", "Open, but proposed to close", "status", "closing"),
        ("PhaseOfEducation (name)", "16 plus", "phase", "post_16"),
        ("EstablishmentTypeGroup (name)", "Independent schools", "independent", True),
        ("TypeOfEstablishment (name)", "Other independent special school", "special", True),
        ("CloseDate", "31-08-2019", "closed_on", date(2019, 8, 31)),
    ],
)
def test_what_the_list_says_is_taken(column: str, said: str, fact: str, read: object) -> None:
    row = lists.setting(900001, "Mill", **{column: said})
    assert getattr(_read(row).told[0].facts, fact) == read


@pytest.mark.parametrize(
    ("column", "said", "fact"),
    [
        ("OpenDate", "31-02-2019", "opened_on"),
        ("CloseDate", "2019", "closed_on"),
        ("SchoolCapacity", "about 200", "capacity"),
        ("PhaseOfEducation (name)", "Upper", "phase"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_and_its_fact_left_as_it_was(
    column: str, said: str, fact: str
) -> None:
    read = _read(lists.setting(900001, "Mill", **{column: said}))
    assert read.rows_refused == 0
    assert read.told[0].untold == {fact}
    (problem,) = read.problems
    assert (problem.row, problem.column, problem.refused) == (2, column, False)


@pytest.mark.parametrize(
    "columns",
    [
        {"URN": "12345"},
        {"URN": "90000A"},
        {"EstablishmentName": " "},
        {"EstablishmentStatus (name)": "Perhaps"},
        {"URN": "900002"},
    ],
)
def test_a_row_that_is_no_setting_is_refused_with_its_number(columns: dict[str, str]) -> None:
    good = lists.setting(900002, "Hope")
    read = _read(good, {**lists.setting(900001, "Mill"), **columns})
    assert (read.rows_read, read.rows_refused, len(read.told)) == (2, 1, 1)
    (problem,) = read.problems
    assert (problem.row, problem.refused) == (3, True)


def test_columns_that_are_absent_leave_their_facts_untold() -> None:
    columns = [one for one in lists.COLUMNS if not one.startswith(("SEN", "Boarders"))]
    read = _read(lists.setting(900001, "Mill"), columns=columns)
    assert {"needs", "boarders", "residential"} <= read.told[0].untold
    assert "SEN1 (name)" in read.absent


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not comma-separated text"),
        (b"PK\x03\x04rest", "not comma-separated text"),
        (b"URN,EstablishmentName\r\n1,2\r\n", "it has no column"),
        (b"a\x00b,c", "not comma-separated text"),
        (lists.as_csv([]), "No setting could be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_settings(content)


def test_a_row_with_another_number_of_cells_is_refused() -> None:
    content = lists.as_csv([lists.setting(900001, "Mill")]) + b'"900002","901"\r\n'
    read = read_settings(content)
    assert isinstance(read, SettingsRead)
    assert read.rows_refused == 1
    assert "has 2 cells" in read.problems[0].words


def test_links_are_told_from_settings_by_their_columns() -> None:
    content = lists.links(
        [
            (900001, 900002, "Predecessor", "01-09-2019"),
            (900001, 900002, "Predecessor", "01-09-2019"),
            (900002, 900002, "Successor", ""),
            (900002, 900001, "Successor", "soon"),
        ]
    )
    read = read_settings(content)
    assert isinstance(read, LinksRead)
    assert [(one.urn, one.to_urn, one.since) for one in read.links] == [
        ("900001", "900002", date(2019, 9, 1)),
        ("900002", "900001", None),
    ]
    assert (read.rows_read, read.rows_refused, read.problem_count) == (4, 1, 2)
