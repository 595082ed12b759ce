"""How the cells of a workbook look: fills, bold, merges, what is hidden (ECMA-376 part 1, §18)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.package import (
    DAMAGED,
    has_doctype,
    parts_by_id,
    read_part,
    read_xml,
    related_parts,
)
from goldenthread.rules.refusals import Refused

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
BUILT_IN_PERCENTS = frozenset({9, 10})
BUILT_IN_MONTH = 17  # mmm-yy


@dataclass(frozen=True)
class Look:
    """A cell's look. `shows`: "percent", "month" (a date without its day) or "" for the rest."""

    fill: str | None = None
    bold: bool = False
    shows: str = ""


PLAIN = Look()
EXCEL_ROWS = 1_048_576
# The old palette of 64 colours (§18.8.27), as far as people colour ratings with it.
INDEXED = {
    2: "FF0000", 3: "00FF00", 4: "0000FF", 5: "FFFF00", 6: "FF00FF", 7: "00FFFF", 10: "FF0000",
    11: "00FF00", 12: "0000FF", 13: "FFFF00", 14: "FF00FF", 15: "00FFFF", 16: "800000",
    17: "008000", 18: "000080", 19: "808000", 20: "800080", 21: "008080", 22: "C0C0C0",
    23: "808080", 40: "00CCFF", 41: "CCFFFF", 42: "CCFFCC", 43: "FFFF99", 44: "99CCFF",
    45: "FF99CC", 47: "FFCC99", 48: "3366FF", 49: "33CCCC", 50: "99CC00", 51: "FFCC00",
    52: "FF9900", 53: "FF6600", 55: "969696", 57: "339966",
}  # fmt: skip


@dataclass
class SheetLooks:
    """One sheet. Rows and columns count from 0; merged: (row, column) → (above, left)."""

    hidden: bool = False
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[bool, bool]] = field(default_factory=dict)
    hidden_rows: int = 0
    hidden_columns: int = 0
    last_row: int = 0
    last_column: int = 0

    def of(self, row: int, column: int) -> Look:
        """The look of one cell."""
        return self.looks.get((row, column), PLAIN)


@dataclass
class Workbook:
    """The sheets by name, in their order."""

    sheets: dict[str, SheetLooks] = field(default_factory=dict)
    comments: bool = False


def read_workbook_parts(archive: ZipFile) -> Workbook:
    """The looks of every sheet that has cells. Raises Refused."""
    main = related_parts(archive, "").get("/officeDocument", "xl/workbook.xml")
    root = read_xml(archive, main)
    styles = _styles(archive, main)
    by_id = parts_by_id(archive, main)
    workbook = Workbook(comments=any("comments" in name.lower() for name in archive.namelist()))
    for sheet in root.iter(S + "sheet") if root is not None else ():
        part = by_id.get(str(sheet.get(R_ID, "")), "")
        if "worksheets/" not in part:
            continue
        looks = _read_sheet(archive, part, styles)
        looks.hidden = sheet.get("state", "visible") != "visible"
        workbook.sheets[str(sheet.get("name", ""))] = looks
    return workbook


def _styles(archive: ZipFile, main: str) -> list[Look]:
    parts = related_parts(archive, main)
    root = read_xml(archive, parts.get("/styles"), missing_ok=True)
    if root is None:
        return []
    theme = _theme(read_xml(archive, parts.get("/theme"), missing_ok=True))
    fills = [_fill(element, theme) for element in root.findall(f"{S}fills/{S}fill")]
    fonts = [_is_bold(element.find(S + "b")) for element in root.findall(f"{S}fonts/{S}font")]
    formats = {
        _number(element.get("numFmtId")): str(element.get("formatCode", ""))
        for element in root.findall(f"{S}numFmts/{S}numFmt")
    }
    looks: list[Look] = []
    for xf in root.findall(f"{S}cellXfs/{S}xf"):
        fill, font = _number(xf.get("fillId")), _number(xf.get("fontId"))
        looks.append(
            Look(
                fills[fill] if 0 <= fill < len(fills) else None,
                fonts[font] if 0 <= font < len(fonts) else False,
                _shows(_number(xf.get("numFmtId")), formats),
            )
        )
    return looks


def _is_bold(element: etree._Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _shows(number_format: int, formats: dict[int, str]) -> str:
    code = _LITERALS.sub("", formats.get(number_format, "")).split(";")[0].lower()
    if number_format in BUILT_IN_PERCENTS or "%" in code:
        return "percent"
    month = "m" in code and "y" in code and "d" not in code and "h" not in code
    return "month" if number_format == BUILT_IN_MONTH or month else ""


def _number(text: object) -> int:
    written = str(text)
    return int(written) if written.isdigit() and len(written) < 8 else -1


def _theme(root: etree._Element | None) -> list[str]:
    """The theme's colours in the order in which cells number them (light before dark)."""
    if root is None:
        return []
    scheme = root.find(f".//{A}clrScheme")
    colours: list[str] = []
    for element in scheme if scheme is not None else ():
        for colour in element:
            colours.append(str(colour.get("lastClr") or colour.get("val") or ""))
    return [*colours[1::-1], *colours[3:1:-1], *colours[4:]]


def _fill(element: etree._Element, theme: list[str]) -> str | None:
    pattern = element.find(S + "patternFill")
    if pattern is None or pattern.get("patternType") in (None, "none", "gray125"):
        return None
    colour = pattern.find(S + "fgColor")
    if colour is None:
        return None
    if colour.get("rgb"):
        found = str(colour.get("rgb"))[-6:].upper()
    elif colour.get("theme") is not None:
        at = _number(colour.get("theme"))
        found = theme[at].upper() if 0 <= at < len(theme) else ""
        found = _tinted(found, str(colour.get("tint", "0")))
    else:
        found = INDEXED.get(_number(colour.get("indexed")), "")
    return found if len(found) == 6 and found != "FFFFFF" else None


def _tinted(colour: str, tint: str) -> str:
    """Lighter or darker by the tint, from -1 to 1 (§18.8.19, on each part of the colour)."""
    try:
        share = max(-1.0, min(1.0, float(tint)))
        parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return colour
    toward = [part * (1 + share) if share < 0 else part + (255 - part) * share for part in parts]
    return "".join(f"{round(part):02X}" for part in toward)


def _read_sheet(archive: ZipFile, part: str, styles: list[Look]) -> SheetLooks:
    content = read_part(archive, part)
    if content is None or has_doctype(content):
        raise Refused(DAMAGED)
    looks = SheetLooks()
    position = _Position()
    try:
        for element in _elements(content):
            if element.tag == S + "row":
                position.row = _index(element.get("r"), position.row + 1)
                position.column = -1
                looks.hidden_rows += element.get("hidden") in ("1", "true") and len(element) > 0
                for cell in element:
                    _note_cell(cell, looks, styles, position)
                element.clear()
            elif element.tag == S + "mergeCell":
                _note_merge(str(element.get("ref", "")), looks)
            elif element.get("hidden") in ("1", "true"):
                count = _number(element.get("max")) - _number(element.get("min")) + 1
                looks.hidden_columns += count if count < limits.MAX_COLUMNS else 0
    except etree.XMLSyntaxError:
        raise Refused(DAMAGED) from None
    return looks


@dataclass
class _Position:
    row: int = -1
    column: int = -1


def _elements(content: bytes) -> Iterator[etree._Element]:
    walk = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=(S + "row", S + "mergeCell", S + "col"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _, element in walk:
        yield element


def _index(reference: object, otherwise: int) -> int:
    number = _number(reference)
    return number - 1 if number > 0 else otherwise


def _note_cell(
    cell: etree._Element, looks: SheetLooks, styles: list[Look], position: _Position
) -> None:
    reference = str(cell.get("r", ""))
    found = place(reference)
    if (reference and found is None) or position.row >= EXCEL_ROWS:
        # No program writes such a place; calamine would ask for memory up to it and abort.
        raise Refused(DAMAGED)
    row, column = found if found else (position.row, position.column + 1)
    position.column = column
    style = _number(cell.get("s"))
    look = styles[style] if 0 <= style < len(styles) else PLAIN
    if any(child.text or len(child) for child in cell):
        looks.last_row = max(looks.last_row, row + 1)
        looks.last_column = max(looks.last_column, column + 1)
    inside = row < limits.MAX_ROWS and column < limits.MAX_COLUMNS
    if look != PLAIN and inside and len(looks.looks) < limits.MAX_CELLS:
        looks.looks[row, column] = look


def place(reference: str) -> tuple[int, int] | None:
    """ "C7" → (6, 2), row and column from 0; None when it is no reference."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _note_merge(reference: str, looks: SheetLooks) -> None:
    first, _, last = reference.partition(":")
    start, end = place(first), place(last)
    if start is None or end is None:
        return
    for row in range(start[0], min(end[0], start[0] + 2_000, limits.MAX_ROWS) + 1):
        for column in range(start[1], min(end[1], limits.MAX_COLUMNS) + 1):
            if (row, column) != start:
                looks.merged[row, column] = (row > start[0], column > start[1])
        if len(looks.merged) > limits.MAX_CELLS:
            return
