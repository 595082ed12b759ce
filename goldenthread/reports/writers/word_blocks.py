"""Each kind of block as Word paragraphs and tables, for a whole paper or a council's template."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.shared import Emu

from goldenthread.reports.charts import draw
from goldenthread.reports.document import (
    Appendix,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Commentary,
    Figure,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    RatingMark,
    Recommendations,
    ReferenceMark,
    Runs,
    Strong,
    SummaryList,
    Table,
)
from goldenthread.reports.document_figures import FigureNumbers, plain
from goldenthread.reports.writers import word_parts as parts

TEAL, GOLD, GROUND, QUIET, INK = "#0b4f55", "#a97514", "#f6f4ef", "#4a5860", "#16242b"
_PORTRAIT = 9622  # A4 less two margins, in twentieths of a point
_TABLE_SIZE = 18  # half-points
_EMU_IN_A_TWENTIETH = 635

OnAppendix = Callable[[WordDocument, bool], int]


class WordBlocks:
    """Writes blocks at the end of a Word document.

    `on_appendix(word, landscape)` turns the page for an appendix and gives its text width in
    twentieths of a point; without it an appendix follows on the same page.
    """

    def __init__(
        self,
        word: WordDocument,
        numbers: FigureNumbers,
        *,
        on_appendix: OnAppendix | None = None,
        width: int = _PORTRAIT,
    ) -> None:
        self.word, self.numbers, self.width = word, numbers, width
        self._turn = on_appendix

    def title(self, board: str, title: str) -> None:
        """The board's name and the paper's title, joined by the gold thread at their left."""
        for style, words in (("Normal", board), ("Title", title)):
            paragraph = self.word.add_paragraph(style=style)
            paragraph._p.append(
                parts.run(words, bold=True, colour=QUIET if style == "Normal" else "")
            )
            self._ruled(paragraph, GOLD, 18)

    def add(self, block: Block) -> None:
        """Write one block."""
        match block:
            case Heading(level=level, text=text):
                self._heading(text, level - 1)
            case Paragraph(runs=runs):
                self._paragraph(runs)
            case Bullets(items=items, numbered=numbered):
                for item in items:
                    self._paragraph(item, "List Number" if numbered else "List Bullet")
            case SummaryList(rows=rows):
                self.facts(rows)
            case KeyFigures():
                self._key_figures(block)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Commentary():
                self._commentary(block)
            case Recommendations(intro=intro, items=words):
                self._recommendations(intro, words)
            case PageBreak():
                self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case Appendix():
                self._appendix(block)

    def facts(self, rows: tuple[tuple[str, Runs], ...]) -> None:
        """Names and what they are, as a table of two columns without a heading row."""
        if not rows:
            return
        widths = parts.shared_widths([1, 2.8], self.width)
        made = [
            parts.row(
                [
                    parts.cell(parts.paragraph([parts.run(name, bold=True)]), widths[0]),
                    parts.cell(parts.paragraph(self._runs(runs)), widths[1]),
                ]
            )
            for name, runs in rows
        ]
        self._append(parts.table(made, widths, title="Front sheet", first_column=True))
        self._space()

    def _heading(self, text: str, level: int) -> None:
        self.word.add_paragraph(style=f"Heading {level}")._p.append(parts.run(text))

    def _paragraph(self, runs: Runs, style: str = "Normal") -> None:
        self.word.add_paragraph(style=style)._p.extend(self._runs(runs))

    def _key_figures(self, block: KeyFigures) -> None:
        """A panel: names above their numbers, so that a listener hears which number is meant."""
        count = len(block.items)
        if not count:
            return
        widths = parts.shared_widths([1.0] * count, self.width)
        cells = []
        for item, width in zip(block.items, widths, strict=True):
            number = self._runs(item.figure, half_points=44 if len(item.figure.value) < 6 else 30)
            content = [
                parts.paragraph([parts.run(item.label, bold=True)], keep_next=True),
                parts.paragraph(number, keep_next=True),
                parts.paragraph(self._runs(item.detail, half_points=17)),
            ]
            cells.append(parts.cell(content, width, fill=GROUND, top=GOLD))
        title = block.caption
        self._append(parts.table([parts.row(cells)], widths, title=title, first_column=False))
        self._space()

    def _table(self, block: Table) -> None:
        self.word.add_paragraph(style="Caption")._p.append(parts.run(block.caption))
        self._append(self._made_table(block))
        note = self.numbers.note(block)
        said = [block.note, f"{note} in the list of references." if note else ""]
        words = " ".join(part for part in said if part)
        if words:
            paragraph = self.word.add_paragraph()
            paragraph._p.append(parts.run(words, colour=QUIET, half_points=16))
        else:
            self._space()

    def _made_table(self, block: Table) -> Any:
        widths = parts.shared_widths([column.width for column in block.columns], self.width)
        rows = [
            parts.row(
                [
                    parts.cell(_heading_cell(column), width, bottom=TEAL)
                    for column, width in zip(block.columns, widths, strict=True)
                ],
                heading=True,
            )
        ]
        for place, cells in enumerate(block.rows):
            total = block.total_row and place == len(block.rows) - 1
            made = []
            for index, (column, width) in enumerate(zip(block.columns, widths, strict=True)):
                bold = total or (index == 0 and block.row_headings)
                runs = self._runs(cells[index], marked=False, half_points=_TABLE_SIZE, bold=bold)
                content = parts.paragraph(runs, align=column.align.value)
                made.append(parts.cell(content, width, top=INK if total else ""))
            rows.append(parts.row(made))
        return parts.table(rows, widths, title=block.caption, first_column=block.row_headings)

    def _chart(self, chart: Chart) -> None:
        self.word.add_paragraph(style="Caption")._p.append(parts.run(chart.title))
        run = self.word.add_paragraph().add_run()
        picture = run.add_picture(
            BytesIO(draw(chart).png), width=Emu(self.width * _EMU_IN_A_TWENTIETH)
        )
        properties: Any = picture._inline.docPr
        properties.set("descr", parts.allowed(chart.alt))
        properties.set("title", parts.allowed(chart.title))
        properties.set("name", "Chart")
        if chart.table:
            self._table(chart.table)

    def _commentary(self, block: Commentary) -> None:
        author = block.label
        for words, italic in ((author, False), (block.text, True)):
            paragraph = self.word.add_paragraph()
            paragraph._p.append(
                parts.run(words, italic=italic, bold=not italic, colour="" if italic else QUIET)
            )
            self._ruled(paragraph, QUIET, 12)

    def _recommendations(self, intro: str, items: tuple[str, ...]) -> None:
        """Numbered in words, (i) (ii), so that the numbers survive being copied into minutes."""
        if intro:
            self._paragraph((intro,))
        for number, item in enumerate(items, start=1):
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.left_indent = Emu(360000)
            paragraph.paragraph_format.first_line_indent = Emu(-360000)
            paragraph._p.extend(
                [parts.run(f"({roman(number)})"), parts.element("r", parts.element("tab"))]
            )
            paragraph._p.append(parts.run(item))

    def _appendix(self, block: Appendix) -> None:
        before = self.width
        if self._turn:
            self.width = self._turn(self.word, block.landscape)
        self._heading(f"Appendix {block.letter}: {block.title}", 1)
        for inner in block.blocks:
            self.add(inner)
        self.width = before if not self._turn else self.width

    def _runs(
        self, cell: Cell, *, marked: bool = True, half_points: int = 0, bold: bool = False
    ) -> list[Any]:
        """Runs of a cell. `marked`: a figure shows its number (in a table its note says them)."""
        match cell:
            case tuple():
                return [
                    made
                    for part in cell
                    for made in self._runs(part, marked=marked, half_points=half_points, bold=bold)
                ]
            case Figure():
                return [self._figure(cell, marked, half_points, bold)]
            case RatingMark():
                return [parts.rating_run(cell, half_points)]
            case Strong(text=text):
                return [parts.run(text, bold=True, half_points=half_points)]
            case ReferenceMark(number=number):
                words = parts.run(f"F{number}", bold=bold, half_points=half_points)
                return parts.bookmarked(f"figure_{number}", number, words)
            case _:
                return [parts.run(plain(cell), bold=bold, half_points=half_points)]

    def _figure(self, figure: Figure, marked: bool, half_points: int, bold: bool) -> Any:
        large = half_points > 2 * _TABLE_SIZE - 8
        value = parts.run(
            figure.value,
            bold=bold or large,
            colour=TEAL if large else "",
            half_points=half_points,
        )
        number = self.numbers.of(figure)
        if number is None:
            return value
        mark = parts.run(f"F{number}", raised=True, colour=QUIET, half_points=17)
        return parts.link(f"figure_{number}", value, *([mark] if marked else []))

    def _append(self, made: Any) -> None:
        """At the end of the text, before the section's own properties."""
        body = self.word.element.body
        body.insert_element_before(made, "w:sectPr")

    def _space(self) -> None:
        """Word needs a paragraph between two tables; a low one looks like a gap."""
        paragraph = self.word.add_paragraph()
        paragraph._p.append(parts.run("", half_points=8))
        paragraph.paragraph_format.space_after = Emu(0)

    @staticmethod
    def _ruled(paragraph: Any, colour: str, eighths: int) -> None:
        line = parts.element("left", val="single", sz=eighths, space=10, color=colour.lstrip("#"))
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(
            parts.element("pBdr", line), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def _heading_cell(column: Column) -> Any:
    words = parts.run(column.heading, bold=True, colour=TEAL, half_points=_TABLE_SIZE)
    return parts.paragraph([words], align=column.align.value, keep_next=True)


def roman(number: int) -> str:
    """1 → i, 4 → iv: recommendations are numbered so."""
    said = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            said, number = said + letters, number - value
    return said
