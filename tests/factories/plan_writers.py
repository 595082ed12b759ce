"""Invented plan documents as bytes of every format."""

from __future__ import annotations

import csv
import io
from typing import Any

from tests.factories.plan_parts import C, Heading, PlanDocument, Table, Text, text_of


def as_docx(
    document: PlanDocument, *, tracked_changes: bool = False, content_controls: bool = False
) -> bytes:
    """A Word file. `tracked_changes`: each cell's last word was inserted, another word deleted,
    and a whole row deleted from each table. `content_controls`: each body row stands in one, and
    each cell's text in another.
    """
    import docx

    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    for block in document.blocks:
        if isinstance(block, Heading):
            word.add_heading(block.text, block.level)
        elif isinstance(block, Text):
            word.add_paragraph(block.text, style="List Bullet" if block.bullet else None)
        else:
            _docx_table(word, block, tracked_changes, content_controls)
            word.add_paragraph("")
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def _docx_table(word: Any, block: Table, tracked: bool, controls: bool) -> None:
    made = word.add_table(rows=len(block.rows), cols=block.width)
    made.style = "Table Grid"
    for at, row in enumerate(block.rows):
        for column, given in enumerate(row):
            if given is None:
                continue
            cell = made.cell(at, column)
            spec = given if isinstance(given, C) else C(given)
            if spec.down > 1 or spec.across > 1:
                cell = cell.merge(made.cell(at + spec.down - 1, column + spec.across - 1))
            for number, line in enumerate(spec.text.split("\n")):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                _docx_words(paragraph, line, bold=at < block.headers, tracked=tracked)
            if spec.fill:
                cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", fill=spec.fill))
        if at < block.headers:
            made.rows[at]._tr.get_or_add_trPr().append(_element("tblHeader"))
    if tracked:
        _add_deleted_row(made)
    if controls:
        for row in list(made._tbl.tr_lst)[block.headers :]:
            for paragraph in row.iter(_w("p")):
                _wrap_in_control([run for run in paragraph if run.tag == _w("r")])
            _wrap_in_control([row])


def _docx_words(paragraph: Any, line: str, *, bold: bool, tracked: bool) -> None:
    before, _, last = line.rpartition(" ")
    if not tracked or not before:
        paragraph.add_run(line).bold = bold
        return
    paragraph.add_run(before + " ").bold = bold
    deleted = _element("del", id="1", author="A", date="2021-01-01T00:00:00Z")
    run = _element("r")
    run.append(_element("delText", "mistaken "))
    deleted.append(run)
    inserted = _element("ins", id="2", author="A", date="2021-01-01T00:00:00Z")
    run = _element("r")
    run.append(_element("t", last))
    if bold:
        properties = _element("rPr")
        properties.append(_element("b"))
        run.insert(0, properties)
    inserted.append(run)
    paragraph._p.append(deleted)
    paragraph._p.append(inserted)


def _add_deleted_row(made: Any) -> None:
    row = made.add_row()
    row.cells[0].text = "This row was deleted"
    mark = _element("del", id="3", author="A", date="2021-01-01T00:00:00Z")
    row._tr.get_or_add_trPr().append(mark)


def _wrap_in_control(elements: list[Any]) -> None:
    if not elements:
        return
    control, content = _element("sdt"), _element("sdtContent")
    control.append(_element("sdtPr"))
    control.append(content)
    elements[0].addprevious(control)
    for element in elements:
        content.append(element)


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def _element(name: str, text: str | None = None, /, **attributes: str) -> Any:
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(f"w:{name}")
    for key, given in attributes.items():
        element.set(_w(key), given)
    if text is not None:
        element.text = text
    return element


# --- PDF -------------------------------------------------------------------------------------


def as_pdf(
    document: PlanDocument,
    *,
    ruled: bool = True,
    rows_ruled: bool = False,
    furniture: bool = True,
    repeat: bool = True,
) -> bytes:
    """A PDF in landscape with page numbers and a running header (`furniture`).

    `rows_ruled`: a frame, and a rule below each row, but none between columns.
    Tables that do not fit run over pages, their header repeated when `repeat`.
    """
    from reportlab.lib import colors, pagesizes
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
    from reportlab.platypus import Table as PdfTable

    styles = getSampleStyleSheet()
    small = styles["BodyText"].clone("cell", fontSize=8, leading=10, spaceBefore=0)
    strong = small.clone("strong", fontName="Helvetica-Bold")
    page = pagesizes.landscape(pagesizes.A4)
    width = page[0] - 30 * mm
    story: list[Any] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            story.append(Paragraph(_escaped(block.text), styles[f"Heading{block.level}"]))
        elif isinstance(block, Text):
            bullet = "•" if block.bullet else None
            story.append(Paragraph(_escaped(block.text), styles["BodyText"], bulletText=bullet))
        else:
            looks: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
            if rows_ruled:
                looks.append(("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black))
                looks.append(("BOX", (0, 0), (-1, -1), 0.5, colors.black))
            elif ruled:
                looks.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
            data: list[list[Any]] = []
            for at, row in enumerate(block.rows):
                cells: list[Any] = []
                for column, given in enumerate(row):
                    spec = given if isinstance(given, C) else C(given or "")
                    end = (column + spec.across - 1, at + spec.down - 1)
                    if end != (column, at):
                        looks.append(("SPAN", (column, at), end))
                    if spec.fill:
                        fill = colors.HexColor(f"#{spec.fill}")
                        looks.append(("BACKGROUND", (column, at), end, fill))
                    style = strong if at < block.headers else small
                    lines = [line for line in spec.text.split("\n") if line]
                    cells.append([Paragraph(_escaped(line), style) for line in lines])
                data.append(cells)
            shares = block.widths or (1,) * block.width
            story.append(
                PdfTable(
                    data,
                    colWidths=[width * share / sum(shares) for share in shares],
                    repeatRows=block.headers if repeat else 0,
                    style=looks,
                )
            )
            story.append(Spacer(1, 4 * mm))

    def furnish(canvas: Any, template: Any) -> None:
        if furniture:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(15 * mm, page[1] - 10 * mm, "Invented council – improvement plan")
            canvas.drawRightString(page[0] - 15 * mm, 8 * mm, f"Page {template.page}")

    made = io.BytesIO()
    margins = {f"{side}Margin": 15 * mm for side in ("left", "right", "top", "bottom")}
    template = SimpleDocTemplate(made, pagesize=page, title=document.name, **margins)
    template.build(story, onFirstPage=furnish, onLaterPages=furnish)
    return made.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


# --- Excel, CSV, text ------------------------------------------------------------------------


def as_xlsx(document: PlanDocument, *, one_sheet: bool = True) -> bytes:
    """A workbook: all blocks below each other on one sheet, or a sheet for each table.

    Cells that hold nothing but a date as 31/03/2024 become dates, whole numbers numbers.
    """
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True})
    sheet = None
    at = 0
    pending: list[Heading | Text] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            pending.append(block)
            continue
        if sheet is None or not one_sheet:
            sheet, at = book.add_worksheet(None if one_sheet else f"Table {at + 1}"[:31]), 0
        for paragraph in pending:
            sheet.write(at, 0, paragraph.text, bold if isinstance(paragraph, Heading) else None)
            at += 1
        pending = []
        at = _xlsx_table(book, sheet, block, at, bold) + 1
    book.close()
    return made.getvalue()


def _xlsx_table(book: Any, sheet: Any, block: Table, top: int, bold: Any) -> int:
    for at, row in enumerate(block.rows, start=top):
        for column, given in enumerate(row):
            if given is None:
                continue
            spec = given if isinstance(given, C) else C(given)
            look = bold if at - top < block.headers else None
            value, number_format = _typed(spec.text)
            if spec.fill or number_format:
                look = book.add_format(
                    {
                        key: wanted
                        for key, wanted in (
                            ("bg_color", f"#{spec.fill}" if spec.fill else None),
                            ("num_format", number_format),
                        )
                        if wanted
                    }
                )
            if spec.down > 1 or spec.across > 1:
                sheet.merge_range(
                    at, column, at + spec.down - 1, column + spec.across - 1, value, look
                )
            else:
                sheet.write(at, column, value, look)
    return top + len(block.rows)


def _typed(text: str) -> tuple[Any, str | None]:
    import datetime

    parts = text.split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        day, month, year = map(int, parts)
        return datetime.date(year, month, day), "dd/mm/yyyy"
    return (int(text), None) if text.isdigit() else (text, None)


def as_csv(document: PlanDocument, *, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """All blocks below each other; merged cells are empty but for their first."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter)
    for block in document.blocks:
        if isinstance(block, Table):
            writer.writerows([text_of(cell) for cell in row] for row in block.rows)
            writer.writerow([])
        else:
            writer.writerow([block.text])
    return made.getvalue().encode(encoding)


def as_text(document: PlanDocument) -> bytes:
    """A committee's text: a line to a row, tabs between cells, paragraphs of a cell in <p>."""
    lines: list[str] = ["Saltmarsh Overview and Scrutiny Committee", ""]
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                lines.append("\t".join(_marked(text_of(cell)) for cell in row))
            lines.append("")
        elif isinstance(block, Text) and block.bullet:
            lines.append(f"- {block.text}")
        else:
            lines += ["", block.text, ""]
    return "\n".join(lines).encode()


def _marked(text: str) -> str:
    if "\n" not in text:
        return text
    return " ".join(f"<p>{line}</p>" for line in text.split("\n"))


WRITERS = {"docx": as_docx, "pdf": as_pdf, "xlsx": as_xlsx, "csv": as_csv, "txt": as_text}
