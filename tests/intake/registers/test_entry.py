"""The one door: each kind of file finds its reader, and whatever comes is read or refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import returns
from goldenthread.intake.registers.entry import open_register
from goldenthread.intake.registers.mapping import guess
from goldenthread.intake.registers.rows import PersonRead, Reading, SourceKind
from goldenthread.intake.registers.sheets import read_workbook, read_workbook_safely
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import as_xml
from tests.factories import registers
from tests.factories.registers import ANNEX_A_ROW, TIDY, annex_a, csv_of, workbook_of

PERSONS = list(returns.persons(5))
XML = "".join(as_xml.pieces(returns.HEADER, PERSONS)).encode()
EXPORT = registers.collect_files(PERSONS)
MAPPING = guess(TIDY[0]).mapping("Tidy")


def read(content: bytes, name: str, **how: object) -> tuple[Reading, list[PersonRead]]:
    reading = open_register(io.BytesIO(content), name, **how)  # type: ignore[arg-type]
    found = list(reading)
    assert reading.counts.add_up
    return reading, found


@pytest.mark.parametrize(
    ("content", "name", "kind", "count"),
    [
        (XML, "sen2.xml", SourceKind.SEN2_XML, 5),
        (XML, "sen2", SourceKind.SEN2_XML, 5),
        (registers.zip_of(EXPORT), "export.zip", SourceKind.COLLECT_CSV, 5),
        (workbook_of(registers.return_workbook(PERSONS)), "return.xlsx",
         SourceKind.SEN2_WORKBOOK, 5),
        (annex_a(ANNEX_A_ROW), "annex.xlsx", SourceKind.ANNEX_A, 1),
    ],
)  # fmt: skip
def test_each_kind_of_file_finds_its_reader(
    content: bytes, name: str, kind: SourceKind, count: int
) -> None:
    reading, found = read(content, name)
    assert reading.kind is kind
    assert len(found) == count


def test_an_extract_needs_its_mapping() -> None:
    for content, name in ((csv_of(TIDY), "x.csv"), (workbook_of({"Data": TIDY}), "x.xlsx")):
        with pytest.raises(Refused, match="choose a mapping"):
            read(content, name)
        assert read(content, name, mapping=MAPPING)[0].kind is SourceKind.EXTRACT
    with pytest.raises(Refused, match="all its tables together"):
        read(EXPORT["person.csv"], "person.csv")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"PK", b"PK\x03\x04", b"a", b"a,b\n1,2\n", b"<", b"\xef\xbb\xbf", b"\xff\xfe",
     b"PK\x05\x06" + b"\x00" * 18],
)  # fmt: skip
@pytest.mark.parametrize("name", ["x.xml", "x.zip", "x.xlsx", "x.csv", "x"])
def test_next_to_nothing_is_refused_in_a_sentence(content: bytes, name: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content, name)
    assert foreseen(refused.value).endswith(".")


def test_a_workbook_that_claims_a_huge_sheet_is_refused_and_takes_no_memory() -> None:
    book = workbook_of({"Data": TIDY})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                far = b'<row r="1000000"><c r="XFD1000000"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(part, content)
    with pytest.raises(Refused) as refused:
        read_workbook_safely(out.getvalue())
    assert "memory" in str(refused.value) or "rows" in str(refused.value)


def test_the_child_process_gives_what_reading_here_gives() -> None:
    book = workbook_of({"Data": TIDY, "Empty": [], "Other": [[1, 2.5, True, None, "x"]]})
    assert read_workbook_safely(book) == read_workbook(book)
    assert read_workbook(book)[2].rows == [["1", "2.5", "1", "", "x"]]


def foreseen(refusal: Refused) -> str:
    """The sentence of a refusal that a reader gave; a failure that none foresaw is a fault."""
    if refusal.__cause__ is not None and "zip" not in type(refusal.__cause__).__module__:
        raise refusal.__cause__
    return refusal.sentence


def _cut(content: bytes, at: int, other: bytes) -> bytes:
    return content[: at % len(content)]


def _put(content: bytes, at: int, other: bytes) -> bytes:
    at %= len(content)
    return content[:at] + other + content[at:]


def _over(content: bytes, at: int, other: bytes) -> bytes:
    at %= len(content)
    return content[:at] + other + content[at + len(other) :]


BREAKING = st.sampled_from([_cut, _put, _over])
OTHER = st.binary(max_size=6) | st.sampled_from(
    [b'"', b"\n", b"\r", b",,,,,,,,", b"\x00", "’".encode("cp1252"), b"\xef\xbb\xbf", b"\t;|"]
)


@given(BREAKING, st.integers(0, 10**6), OTHER, st.sampled_from(sorted(EXPORT)))
@settings(max_examples=300, deadline=None)
def test_a_broken_export_is_read_with_problems_or_refused_in_a_sentence(
    broken: Callable[[bytes, int, bytes], bytes], at: int, other: bytes, which: str
) -> None:
    said = ""
    files = {**EXPORT, which: broken(EXPORT[which], at, other)}
    try:
        reading, found = read(registers.zip_of(files), "export.zip")
    except Refused as refusal:
        said = foreseen(refusal)
    else:
        told = [*reading.problems, *(problem for one in found for problem in one.problems)]
        assert all(problem.sentence.endswith(".") for problem in told)
    assert not said or said.endswith(".")


@given(BREAKING, st.integers(0, 10**6), OTHER)
@settings(max_examples=200, deadline=None)
def test_a_broken_extract_is_read_with_problems_or_refused_in_a_sentence(
    broken: Callable[[bytes, int, bytes], bytes], at: int, other: bytes
) -> None:
    said = ""
    try:
        reading, _ = read(broken(csv_of(TIDY), at, other), "x.csv", mapping=MAPPING)
    except Refused as refusal:
        said = foreseen(refusal)
    else:
        assert all(problem.sentence.endswith(".") for problem in reading.problems)
    assert not said or said.endswith(".")


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
@settings(max_examples=200, deadline=None)
def test_any_rows_below_the_headings_are_read_or_refused_and_add_up(rows: list[list[str]]) -> None:
    content = csv_of([TIDY[0], *rows]).replace(b"\x00", b"")
    said = ""
    try:
        reading, found = read(content, "x.csv", mapping=MAPPING)
    except Refused as refusal:
        said = foreseen(refusal)
    else:
        refused = reading.counts.refused["row"]
        assert reading.counts.found["row"] == len(found) + refused
        assert sum("refused" in problem.sentence for problem in reading.problems) == refused
    assert not said or "letters" in said or "proper CSV" in said or "columns" in said


@given(BREAKING, st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_a_broken_workbook_is_read_or_refused_in_a_sentence(
    broken: Callable[[bytes, int, bytes], bytes], at: int, other: bytes
) -> None:
    said = ""
    try:
        read(broken(BOOK, at, other), "annex.xlsx")
    except Refused as refusal:
        said = foreseen(refusal)
    assert not said or said.endswith(".")


BOOK = annex_a(ANNEX_A_ROW)
