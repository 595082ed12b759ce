"""Word documents (.docx) → raw document, by walking the XML.

python-docx's `cell.text` drops tracked insertions and the text of content controls, and knows
no automatic numbers; so the parts are walked here: text that was inserted is read, text that was
deleted is not, content controls are transparent, merges are kept (ECMA-376 part 1, §17).
"""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from goldenthread.intake.reading import word_table
from goldenthread.intake.reading.package import read_xml, related_parts
from goldenthread.intake.reading.raw import (
    BULLET_STYLE,
    Block,
    Paragraph,
    RawDocument,
    RawTable,
    with_repeated_headers,
)
from goldenthread.intake.reading.text import title_of
from goldenthread.intake.reading.word_numbering import W, read_numbering
from goldenthread.intake.reading.word_styles import read_styles
from goldenthread.intake.reading.word_text import TextReader

DOCUMENT_RELATION = "/officeDocument"


def read_word(archive: ZipFile) -> RawDocument:
    """Read an opened .docx whose directory has been checked. Raises Refused."""
    main = related_parts(archive, "").get(DOCUMENT_RELATION, "word/document.xml")
    parts = related_parts(archive, main)
    styles = read_styles(read_xml(archive, parts.get("/styles"), missing_ok=True))
    numbering = read_numbering(read_xml(archive, parts.get("/numbering"), missing_ok=True))
    root = read_xml(archive, main)
    reader = TextReader(styles, numbering)
    blocks: list[Block] = []
    body = root.find(W + "body") if root is not None else None
    if body is not None:
        tables = 0
        for element in block_elements(body):
            if element.tag == W + "tbl":
                rows = word_table.read_rows(element, reader)
                if len(rows) == 1 and len(rows[0].cells) == 1:
                    # A frame round some words, not a table.
                    cell = rows[0].cells[0]
                    blocks.extend(Paragraph(text, bold=cell.bold) for text in cell.paragraphs)
                elif rows:
                    blocks.append(RawTable(tables, rows))
                    tables += 1
            else:
                blocks.extend(paragraphs_of(element, reader))
    return RawDocument(
        "docx", title_of(blocks), with_repeated_headers(blocks), tuple(reader.notes())
    )


def block_elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, through content controls and other wrappers.

    A text box stands after the paragraph that it hangs on.
    """
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
            if child.tag == W + "p":
                for box in text_boxes(child):
                    yield from block_elements(box)
        elif child.tag in word_table.TRANSPARENT:
            yield from block_elements(child)


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of the paragraph's text boxes, each once (Word writes each box twice)."""
    for box in paragraph.iter(W + "txbxContent"):
        if not any(ancestor.tag == word_table.FALLBACK for ancestor in box.iterancestors()):
            yield box


def paragraphs_of(element: etree._Element, reader: TextReader) -> list[Paragraph]:
    """The paragraph as one block, or none when nothing is in it."""
    read = reader.paragraph(element)
    if not read.text:
        return []
    style = BULLET_STYLE if read.bulleted else read.style
    return [Paragraph(read.text, style, read.level, read.bold)]
