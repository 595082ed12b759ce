"""COLLECT's export and the return's workbook: joined whole, or refused row by row."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from benchmarks import returns
from goldenthread.intake.registers.collect import (
    files_of_archive,
    files_of_folder,
    read_collect,
    read_return_workbook,
)
from goldenthread.intake.registers.rows import PersonRead
from goldenthread.intake.registers.tables import TablesReading
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import Person
from goldenthread.rules.sen2.items import Module
from tests.factories import registers
from tests.factories.registers import csv_of, workbook_of

PERSONS = list(returns.persons(40))


def whole(reading: TablesReading) -> list[PersonRead]:
    found = list(reading)
    assert reading.counts.add_up, reading.counts
    return found


def persons_of(reading: TablesReading) -> list[Person]:
    found = whole(reading)
    assert [str(problem) for one in found for problem in one.problems] == []
    return [one.person for one in found]


def test_an_export_is_joined_whole_by_its_ids() -> None:
    reading = read_collect(registers.collect_files(PERSONS, returns.HEADER).items())
    assert persons_of(reading) == PERSONS
    assert reading.header == returns.HEADER
    assert [str(problem) for problem in reading.problems] == []
    assert reading.counts.read["placement detail"] == sum(
        len(active.placements)
        for person in PERSONS for request in person.requests for active in request.active_plans
    )  # fmt: skip


def test_the_order_of_rows_and_files_does_not_matter() -> None:
    tables = registers.collect_rows(PERSONS)
    for rows in tables.values():
        rows[1:] = rows[:0:-1]
    files = [(f"sen2_{module.name}_2027.csv", csv_of(rows)) for module, rows in tables.items()]
    by_upn = {person.upn: person for person in persons_of(read_collect(reversed(files)))}
    assert set(by_upn) == {person.upn for person in PERSONS}
    assert all(len(one.requests) == len(two.requests)
               for one, two in zip(by_upn.values(), reversed(PERSONS), strict=True))  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_an_export_is_read_in_each_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    person = Person(surname="Zoë", forename="Ñandú", upn="T801200001001")
    files = {
        f"{module}.csv": csv_of(rows, encoding=encoding, delimiter=delimiter)
        for module, rows in registers.collect_rows([person]).items()
    }
    assert persons_of(read_collect(files.items())) == [person]


def test_a_folder_and_an_archive_give_the_same(tmp_path: Path) -> None:
    files = registers.collect_files(PERSONS)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "read me.txt").write_text("not a table")
    of_folder = files_of_folder(tmp_path)
    of_archive = files_of_archive(registers.zip_of({f"export/{k}": v for k, v in files.items()}))
    assert sorted(content for _, content in of_folder) == sorted(c for _, c in of_archive)
    assert persons_of(read_collect(of_archive)) == PERSONS


def test_a_workbook_with_only_a_person_s_and_a_request_s_number_is_joined_whole() -> None:
    reading = read_return_workbook(workbook_of(registers.return_workbook(PERSONS)))
    assert persons_of(reading) == PERSONS
    assert [str(problem) for problem in reading.problems] == []
    assert "request.source" in reading.fields


def test_request_numbers_that_begin_again_for_each_person_are_told_apart() -> None:
    sheets = registers.return_workbook(PERSONS)
    for rows in sheets.values():
        if rows[0][1] == "requeststableid":
            rows[1:] = [[row[0], row[1] % 10, *row[2:]] for row in rows[1:]]
    assert persons_of(read_return_workbook(workbook_of(sheets))) == PERSONS


def test_a_row_that_could_belong_to_several_is_refused_with_the_reason() -> None:
    sheets = {
        "Person": [["persontableid", "surname"], [1, "Eze"]],
        "Requests": [["persontableid", "requeststableid", "requestoutcome"], [1, 7, "Y"]],
        "Assessments": [["requeststableid", "assessmentoutcome"], [7, "N"], [7, "Y"]],
        "Named Plan": [["requeststableid", "startdate"], [7, "2026-05-01"]],
    }
    reading = read_return_workbook(workbook_of(sheets))
    found = whole(reading)
    assert [str(problem) for problem in reading.problems] == [
        "sheet “Named Plan”, row 2: could belong to any assessment of its request, which has 2; "
        "it was refused."
    ]
    assert reading.counts.refused["named plan"] == 1
    assert len(found[0].person.requests[0].assessments) == 2


def test_rows_without_a_parent_or_with_a_number_again_are_refused_and_counted() -> None:
    tables = registers.collect_rows(PERSONS[:2])
    requests = tables[Module.REQUEST]
    requests.append([*requests[1]])  # again
    requests.append([777, "", 1, "", 999_999, *requests[1][5:]])  # whose?
    requests.append(["", "", 1, "", tables[Module.PERSON][1][0], *requests[1][5:]])  # no number
    requests.append([""] * len(requests[0]))  # blank: no row
    lost = [888, "", 1, "", 777, "N"]
    tables[Module.ASSESSMENT].append(lost)
    files = {f"{module}.csv": csv_of(rows) for module, rows in tables.items()}
    reading = read_collect(files.items())
    whole(reading)
    at = len(requests) - 3
    said = [problem.sentence for problem in reading.problems]
    assert said == [
        "has the same requeststableid as row 2, so it was refused.",
        "names a persontableid that “person.csv” does not have, or refused; it was refused.",
        "has no requeststableid, so it was refused.",
        "names a requeststableid that “request.csv” does not have, or refused; it was refused.",
    ]
    assert reading.problems[0].where == f"“request.csv”, row {at}"
    assert reading.counts.refused == {"request": 3, "assessment": 1}


def test_what_is_not_known_is_told_and_bad_cells_have_their_place() -> None:
    files = {
        "person.csv": csv_of([
            ["persontableid", "Surname", "Shoe size", "personbirthdate", "surname"],
            ["1", "Eze", "38", "31/02/2015", "x", "more"],
            ["2", "Hollis", "", "03/02/15", "", ""],
        ]),
        "budget.csv": csv_of([["year", "spend"], ["2026", "1"]]),
    }  # fmt: skip
    reading = read_collect(files.items())
    found = whole(reading)
    assert [str(problem) for problem in reading.problems] == [
        "“budget.csv”: is no table of the return; it was not read.",
        "“person.csv”, Shoe size: is not known here; not read.",
        "“person.csv”, surname: stands twice; the first is read.",
    ]
    assert [str(problem) for one in found for problem in one.problems] == [
        "“person.csv”, row 2, personbirthdate: is not a day that can be read. "
        "Write it as 31/03/2026 or 2026-03-31.",
        "“person.csv”, row 2: has more cells than there are headings; the rest was not read.",
        "“person.csv”, row 3, personbirthdate: has a year of two digits. "
        "Write it as 31/03/2026 or 2026-03-31.",
    ]
    assert found[0].person.unread_below == {"person.born"}
    assert reading.fields == {"person.surname", "person.born"}


def test_a_table_without_the_number_of_its_parent_is_refused() -> None:
    files = {
        "person.csv": csv_of([["persontableid", "surname"], ["1", "Eze"]]),
        "requests.csv": csv_of([["requeststableid", "receiveddate"], ["1", "2026-01-05"]]),
    }
    with pytest.raises(Refused, match=r"no column that says whose its rows are \(persontableid\)"):
        read_collect(files.items())


def test_two_files_for_one_table_are_refused() -> None:
    rows = csv_of([["persontableid", "surname"], ["1", "Eze"]])
    with pytest.raises(Refused, match="are both the table Person"):
        read_collect([("person.csv", rows), ("old person.csv", rows)])


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no CSV file"),
        ({"person.csv": b""}, "table of persons is missing"),
        ({"requests.csv": b"persontableid,requeststableid,receiveddate\n1,1,\n"},
         "table of persons is missing"),
        ({"person.csv": b'persontableid,surname\n1,"Eze'}, "table of persons|Person"),
        ({"person.csv": b"\x00\x01\x02\x03"}, "letters of “person.csv” cannot be read"),
        ({"person.csv": b"\x81\x8d\x8f\x90\x9d" * 20}, "letters of “person.csv” cannot be read"),
    ],
)  # fmt: skip
def test_an_export_that_is_none_is_refused_in_a_sentence(
    files: dict[str, bytes], words: str
) -> None:
    if b'"Eze' in files.get("person.csv", b""):
        assert [one.person.surname for one in whole(read_collect(files.items()))] == ["Eze"]
        return
    with pytest.raises(Refused, match=words):
        read_collect(files.items())


def test_an_archive_is_bounded_and_a_broken_one_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = registers.zip_of(registers.collect_files(PERSONS))
    with pytest.raises(Refused, match="damaged"):
        files_of_archive(content[:100])
    with pytest.raises(Refused, match="damaged"):
        files_of_archive(content.replace(b"persontableid", b"PERSONTABLEID")[: len(content) // 2])
    monkeypatch.setattr("goldenthread.intake.registers.limits.MAX_FILE_BYTES", 10_000)
    with pytest.raises(Refused, match="unpacks to more"):
        files_of_archive(content)


def test_an_archive_that_lies_about_its_size_is_read_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("goldenthread.intake.registers.limits.MAX_FILE_BYTES", 100_000)
    bomb = registers.zip_of({"person.csv": b"0" * 50_000_000})
    with pytest.raises(Refused, match="unpacks to more"):
        files_of_archive(bomb)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(50):
            archive.writestr(f"{number}.csv", "a,b\n")
    with pytest.raises(Refused, match="holds 50 files"):
        files_of_archive(many.getvalue())
