"""No cell leaves but by the two modules that see to formulas (OWASP ASVS 5.0, 1.2.10)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import goldenthread

PRODUCT = Path(goldenthread.__file__).parent
TEXT_OF_CSV = "rules/cells.py"
TEXT_OF_WORKBOOKS = "reports/writers/excel_cells.py"
# What writes a cell of whatever it is given, or of text, or runs something.
WRITES_A_CELL = {
    "write", "write_string", "write_row", "write_column", "write_formula", "write_array_formula",
    "write_dynamic_array_formula", "write_url", "write_rich_string", "write_comment", "add_table",
    "insert_textbox", "define_name",
}  # fmt: skip
WRITES_CSV = {("csv", "writer"), ("csv", "DictWriter"), ("pandas", ""), ("tablib", "")}


def modules() -> list[Path]:
    return [path for path in sorted(PRODUCT.rglob("*.py")) if "migrations" not in path.parts]


def called(tree: ast.AST) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, name) of everything imported; the name is empty for the module itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((one.name.split(".")[0], "") for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module.split(".")[0], one.name) for one in node.names)


def strays(source: str) -> set[str]:
    """What in a module's source writes a cell past `safe_cell` and `write_text`."""
    tree = ast.parse(source)
    names = set(imported(tree))
    found = {f"{module}.{name}".rstrip(".") for module, name in names & WRITES_CSV}
    attributes = list(called(tree))
    found |= {
        f"csv.{one.attr}"
        for one in attributes
        if ("csv", "") in names and one.attr in ("writer", "DictWriter")
    }
    if any(module == "xlsxwriter" for module, _ in names):
        found |= {one.attr for one in attributes if one.attr in WRITES_A_CELL}
    if any(module == "openpyxl" for module, _ in names):
        found |= {one.attr for one in attributes if one.attr in ("save", "cell", "append")}
    return found


def test_no_module_writes_a_cell_by_itself() -> None:
    found = {
        str(path.relative_to(PRODUCT)): strays(path.read_text("utf-8"))
        for path in modules()
        if str(path.relative_to(PRODUCT)) not in (TEXT_OF_CSV, TEXT_OF_WORKBOOKS)
    }
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.asvs("1.1.2")
def test_text_goes_into_a_workbook_in_one_place() -> None:
    """Also where a sheet is only handed on to a module that imports no library."""
    text = {
        str(path.relative_to(PRODUCT))
        for path in modules()
        for one in called(ast.parse(path.read_text("utf-8")))
        if one.attr in WRITES_A_CELL - {"write"}
    }
    assert text == {TEXT_OF_WORKBOOKS}


@pytest.mark.parametrize(
    "source",
    [
        "import csv\ncsv.writer(out).writerow(row)",
        "from csv import DictWriter\nDictWriter(out)",
        "import xlsxwriter\npage.write(0, 0, words)",
        "import xlsxwriter\npage.write_string(0, 0, words)",
        "from openpyxl import Workbook\nWorkbook().active.append(row)",
    ],
)
def test_a_writer_that_goes_past_is_seen(source: str) -> None:
    assert strays(source)
