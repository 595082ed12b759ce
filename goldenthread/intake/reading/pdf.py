"""PDF documents with text in them → raw document.

Tables are found by their rules, page by page: the piece of a table on each page is one table
here. What stands on every page (running headers, page numbers) is left out.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
import pikepdf

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.pdf_tables import (
    Box,
    is_fragment,
    paints_of,
    read_table,
    ruled_tables,
)
from goldenthread.intake.reading.pdf_text import Line, joined, lines_of, paragraphs_of, words_of
from goldenthread.intake.reading.pdf_unruled import (
    Paint,
    Rule,
    has_hidden_columns,
    unruled_blocks,
)
from goldenthread.intake.reading.raw import (
    BULLET_STYLE,
    Block,
    Paragraph,
    RawDocument,
    RawTable,
    with_repeated_headers,
)
from goldenthread.intake.reading.text import title_of, without_bullet
from goldenthread.rules.refusals import Refused

PICTURE = (
    "This PDF is a picture of a document: there is no text in it that could be read. "
    "Load the Word file it was made from, or have it made searchable (OCR) first."
)
DAMAGED = (
    "This PDF is damaged or was cut off on its way: it cannot be read to its end. "
    "Open it in a PDF program, save it again and load the new file."
)
LOCKED = "This PDF is locked with a password. Save it without one and load it again."
UNMAPPED = (
    "The letters of this PDF cannot be read: its fonts do not say which letters they draw. "
    "Load the Word file it was made from."
)
MAX_UNMAPPED = 0.3  # of a page's glyphs; single signs such as bullets often say nothing
# Running headers and footers stand in the outer eighth of the page.
MARGIN = 0.125
_PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–|\s]*\d{1,4}[-–|\s]*(?:(?:of|/)\s*\d{1,4})?(?:\s*\|\s*page)?$", re.IGNORECASE
)
SAME_COLUMN = 3.0  # points between the starts of two pieces of one column
HEADING_SIZE = 1.12  # a heading's letters are larger than the text's by at least this factor
MAX_HEADING = 1000  # letters: findings are quoted whole in headings


@dataclass
class _Page:
    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    unruled: bool = False  # what looked ruled here was not a whole table


def read_pdf(content: bytes) -> RawDocument:
    """Read a PDF. Raises Refused."""
    notes = _check(content)
    pages: list[_Page] = []
    pictures: list[int] = []
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            read = _read_page(page, sum(len(page.tables) for page in pages))
            if not read.lines and not read.tables and page.images:
                pictures.append(read.number)
            pages.append(read)
            page.close()
    if not any(page.lines or page.tables for page in pages):
        raise Refused(PICTURE)
    if pictures:
        numbers = ", ".join(str(number) for number in pictures)
        notes.append(f"Nothing was read on page {numbers}: there is only a picture.")
    _leave_out_furniture(pages)
    blocks = _Layout(pages).blocks()
    return RawDocument("pdf", title_of(blocks), with_repeated_headers(blocks), tuple(notes))


def _check(content: bytes) -> list[str]:
    """What can be said of the file before a page is read; returns notes."""
    notes: list[str] = []
    if b"%%EOF" not in content[-4096:]:
        raise Refused(DAMAGED)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _check_pages(pdf)
            if pdf.get_warnings():
                notes.append("This PDF was damaged and was repaired: check that all is there.")
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except (pikepdf.PdfError, ValueError):
        raise Refused(DAMAGED) from None
    return notes


def _check_pages(pdf: pikepdf.Pdf) -> None:
    count = len(pdf.pages)
    if not count:
        raise Refused(DAMAGED)
    if count > limits.MAX_PDF_PAGES:
        raise Refused(
            f"This PDF has {count:,} pages; at most {limits.MAX_PDF_PAGES} are read. "
            "Load only the pages that hold the plan."
        )
    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents")
        streams = [contents] if isinstance(contents, pikepdf.Stream) else contents or []
        size = sum(_unpacked_size(part) for part in streams if isinstance(part, pikepdf.Stream))
        if size > limits.MAX_PDF_PAGE_BYTES:
            raise Refused(
                f"Page {number} of this PDF is a drawing far larger than a page of a plan. "
                "Load only the pages that hold the plan."
            )


def _unpacked_size(stream: pikepdf.Stream) -> int:
    """How many bytes the stream unpacks to, counted no further than the limit."""
    raw = stream.read_raw_bytes()
    try:
        return len(zlib.decompressobj().decompress(raw, limits.MAX_PDF_PAGE_BYTES + 1))
    except zlib.error:
        return len(raw)


def _read_page(page: Any, tables_before: int) -> _Page:
    read = _Page(page.page_number, float(page.width), float(page.height))
    if len(page.chars) > limits.MAX_PDF_PAGE_OBJECTS:
        raise Refused(
            f"Page {read.number} of this PDF holds {len(page.chars):,} letters, far more than a "
            "page of a plan. Load only the pages that hold the plan."
        )
    unmapped = sum(1 for char in page.chars if str(char["text"]).startswith("(cid:"))
    if unmapped > MAX_UNMAPPED * len(page.chars):
        raise Refused(UNMAPPED)
    words = words_of(page)
    read.paints = paints_of(page, (0, 0, read.width, read.height))
    for found in ruled_tables(page):
        if is_fragment(found, words) or has_hidden_columns(found, words):
            read.unruled = True
            continue
        table = read_table(found, words, page, tables_before + len(read.tables))
        single = len(table.rows) == 1 and len(table.rows[0].cells) == 1
        if table.rows and not single:
            read.tables.append(table)
            read.boxes.append(found.box)
    outside = [word for word in words if not any(_in(word.middle, box) for box in read.boxes)]
    read.lines = lines_of(outside)
    read.rules = [
        (edge["top"], edge["x0"], edge["x1"])
        for edge in page.edges
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > 100
    ]
    return read


def _in(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _leave_out_furniture(pages: list[_Page]) -> None:
    """Take out page numbers and the lines that stand in the margin of most pages; the headings
    of a table without rules stay, though it begins at the top of each page."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_without_digits(line) for line in page.lines if _in_margin(line, page)})
    often = max(2, 0.6 * len(pages))
    for page in pages:
        page.lines = [
            line
            for at, line in enumerate(page.lines)
            if not _in_margin(line, page)
            or not (_PAGE_NUMBER.match(line.text) or seen[_without_digits(line)] >= often)
            or _heads_columns(line, page.lines[at + 1 : at + 4])
        ]


def _heads_columns(line: Line, below: list[Line]) -> bool:
    """Do three pieces or more of the line each stand over the start of a piece below?"""
    starts = [start for under in below for start in _starts(under)]
    own = _starts(line)
    return len(own) >= 3 and all(
        any(abs(start - other) <= SAME_COLUMN for other in starts) for start in own
    )


def _starts(line: Line) -> list[float]:
    """Where the pieces of a line begin that stand further apart than words do."""
    out: list[float] = []
    end = float("-inf")
    for word in sorted(line.words, key=lambda word: word.x0):
        if word.x0 - end > line.size:
            out.append(word.x0)
        end = max(end, word.x1)
    return out


def _in_margin(line: Line, page: _Page) -> bool:
    return line.bottom < MARGIN * page.height or line.top > (1 - MARGIN) * page.height


def _without_digits(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).casefold()


class _Layout:
    """The blocks of all pages in reading order, headings guessed by the size of letters."""

    def __init__(self, pages: list[_Page]) -> None:
        self.pages = pages
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page.lines:
                sizes[line.size] += len(line.text)
        self.text_size = sizes.most_common(1)[0][0] if sizes else 0.0
        larger = {size for size in sizes if size >= self.text_size * HEADING_SIZE}
        self.heading_sizes = sorted(larger, reverse=True)
        self.ruled = any(page.tables for page in pages)

    def blocks(self) -> list[Block]:
        """Paragraphs and tables; without a single ruled table, tables by the text's columns."""
        blocks: list[Block] = []
        open_end: Line | None = None
        for page in self.pages:
            left = min((line.x0 for line in page.lines), default=0.0)
            right = max((line.x1 for line in page.lines), default=page.width)
            for piece in self._pieces(page):
                if isinstance(piece, RawTable):
                    blocks.append(piece)
                    open_end = None
                    continue
                for lines in paragraphs_of(piece, left, right):
                    if open_end is not None and self._runs_on(open_end, lines, left, right):
                        self._append(blocks, lines, right)
                    else:
                        blocks.append(self._paragraph(lines, right, page.number))
                    open_end = None
                if piece:
                    open_end = piece[-1]
        return [replace_index(block, at) for block, at in _with_table_numbers(blocks)]

    def _pieces(self, page: _Page) -> list[list[Line] | RawTable]:
        """The page's tables and the lines between them, from top to bottom."""
        if not page.tables and (page.unruled or not self.ruled):
            return unruled_blocks(page.lines, page.rules, page.paints, page.number)
        pieces: list[list[Line] | RawTable] = []
        lines = list(page.lines)
        for table, box in zip(page.tables, page.boxes, strict=True):
            above = [line for line in lines if line.top < box[1]]
            lines = [line for line in lines if line.top >= box[1]]
            if above:
                pieces.append(above)
            pieces.append(table)
        if lines:
            pieces.append(lines)
        return pieces

    def _paragraph(self, lines: list[Line], right: float, page: int) -> Paragraph:
        text, bulleted = without_bullet(joined(lines, right))
        bold = all(line.bold for line in lines)
        level = self._level(lines[0].size, text, bold=bold, bulleted=bulleted)
        style = BULLET_STYLE if bulleted else f"Heading {level}" if level else "Normal"
        return Paragraph(text, style, level, bold, page)

    def _level(self, size: float, text: str, *, bold: bool, bulleted: bool) -> int | None:
        if bulleted or len(text) > MAX_HEADING:
            return None
        if size in self.heading_sizes:
            return min(6, self.heading_sizes.index(size) + 1)
        label = len(text) > 120 or text.endswith((":", ".", ";", ",", ":-"))
        return min(6, len(self.heading_sizes) + 1) if bold and not label else None

    def _runs_on(self, before: Line, lines: list[Line], left: float, right: float) -> bool:
        """A paragraph that goes on at the top of the next page: alike, and its line was full."""
        together = paragraphs_of([before, _below(before, lines[0])], left, right)
        ended = before.text.endswith((".", ":", ";", "?", "!"))
        return len(together) == 1 and not ended and before.size == self.text_size

    @staticmethod
    def _append(blocks: list[Block], lines: list[Line], right: float) -> None:
        last = blocks[-1]
        if isinstance(last, Paragraph):
            text = f"{last.text} {joined(lines, right)}"
            blocks[-1] = Paragraph(text, last.style, last.level, last.bold, last.page)


def _below(before: Line, line: Line) -> Line:
    """The line as if it stood right below the one before."""
    shift = before.bottom - line.top
    return Line(
        tuple(
            type(word)(
                word.text, word.x0, word.x1, word.top + shift, word.bottom + shift,
                word.size, word.bold,
            )
            for word in line.words
        )
    )  # fmt: skip


def _with_table_numbers(blocks: list[Block]) -> list[tuple[Block, int]]:
    numbered: list[tuple[Block, int]] = []
    tables = 0
    for block in blocks:
        numbered.append((block, tables))
        tables += isinstance(block, RawTable)
    return numbered


def replace_index(block: Block, index: int) -> Block:
    """A table with its number in the document; a paragraph as it is."""
    return RawTable(index, block.rows, block.page) if isinstance(block, RawTable) else block
