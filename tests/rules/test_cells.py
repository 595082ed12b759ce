"""OWASP ASVS 5.0, 1.2.10: no cell of a CSV file is taken for a formula, and none is changed."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.rules.cells import (
    BYTE_ORDER_MARK,
    csv_lines,
    like_a_formula,
    safe_cell,
    typed_cell,
)

RISKY = [
    "=1+1", "=HYPERLINK(\"https://a.example\")", "+44 1234", "-5", "@SUM(A1)", "\t=1", "\r=1",
    "\n=1", " =1+1", "＝1", "＠a", "'=1", "''-", "\x00=1", "\tplain",
]  # fmt: skip
PLAIN = ["Rated Green", "2 = 2", "", "’", "'", "'quoted'", "a@b.example"]
# Any text, and often one made of what matters here.
TEXT = st.text() | st.text(alphabet="'=+-@ \t\r\n\x00a＝,;\"")


@pytest.mark.asvs("1.2.10")
@pytest.mark.parametrize("text", RISKY)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert typed_cell(f"'{text}") == text


@pytest.mark.parametrize("value", [*PLAIN, -5, 3.5, None])
def test_other_values_stay_as_they_are(value: object) -> None:
    assert safe_cell(value) == value
    assert not isinstance(value, str) or typed_cell(value) == value


@given(TEXT)
@example("'=1")
@example("''=1")
def test_what_was_escaped_comes_back_as_typed(text: str) -> None:
    safe = safe_cell(text)
    assert isinstance(safe, str)
    assert typed_cell(safe) == text
    assert not safe.lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert safe == text or like_a_formula(text)


@pytest.mark.asvs("1.2.10")
@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_a_file_read_again_holds_every_word_and_no_formula(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(("=one", "two"), rows))
    assert text.startswith(BYTE_ORDER_MARK)
    read = list(csv.reader(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
    assert read[0] == ["'=one", "two"]
    assert [[typed_cell(cell) for cell in row] for row in read[1:]] == rows
    assert not [cell for row in read for cell in row if cell.lstrip()[:1] in tuple("=+-@")]
