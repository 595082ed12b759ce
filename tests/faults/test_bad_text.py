"""Names and words as other programs write them: the very letters, or a refusal that says which."""

from __future__ import annotations

import io

import openpyxl
import pytest

from goldenthread.intake.reading import read_safely
from goldenthread.intake.understanding import understand
from goldenthread.rules.refusals import Refused
from tests.faults.told import Told

HEAD = "Ref,Action,Lead,Due date,RAG\n"
ROWS = "1.1,Agree the pathway with {0},{0},31/03/2024,Green\n1.2,Tell families,{0},1 May 2024,Red\n"
# The bytes of a name in one encoding, read in another, look like this.
MOJIBAKE = ("Ã", "Å", "Â", "\ufffd", "\x00", "\ufeff")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Niamh Ó Dálaigh", "utf-8"),
        ("Niamh Ó Dálaigh", "cp1252"),
        ("Żaneta Żółć", "utf-8-sig"),
        ("Żaneta Żółć", "utf-16"),
        ("Zoë O’Brien – SENCO", "cp1252"),
        ("Zoë O’Brien – SENCO", "utf-16-le"),
    ],
)
def test_a_name_is_read_letter_by_letter(name: str, encoding: str, survived: Told) -> None:
    plan = understand(read_safely((HEAD + ROWS.format(name)).encode(encoding), "plan.csv"))
    told = str(plan.as_data())
    assert [action.text for action in plan.actions] == [
        f"Agree the pathway with {name}",
        "Tell families",
    ]
    assert name in told
    assert [mark for mark in MOJIBAKE if mark in told] == []
    survived(f"“{name}” written in {encoding}: read letter by letter")


def test_a_nul_among_the_letters_is_refused_with_the_reason(survived: Told) -> None:
    with pytest.raises(Refused, match=r"not text|cannot be read"):
        read_safely((HEAD + ROWS.format("An\x00a") * 20).encode(), "plan.csv")
    survived("a NUL in a table of text: refused with the reason")


def test_a_cell_over_several_rows_belongs_to_each(survived: Told) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [
        ["Ref", "Action", "Lead", "RAG"],
        ["1.1", "Agree the pathway", "Head of SEND", "Green"],
        ["1.2", "Tell families", None, "Red"],
    ]:
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    out = io.BytesIO()
    book.save(out)
    plan = understand(read_safely(out.getvalue(), "plan.xlsx"))
    assert [action.text for action in plan.actions] == ["Agree the pathway", "Tell families"]
    assert [list(action.leads.names) for action in plan.actions if action.leads] == [
        ["Head of SEND"],
        ["Head of SEND"],
    ]
    survived("one cell over two rows: both have its lead")
