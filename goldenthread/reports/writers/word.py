"""The paper as a Word document: real headings, repeated table headings, pictures with alt text."""

from datetime import UTC, datetime, time
from functools import lru_cache, partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from goldenthread.reports.document import (
    Document,
)
from goldenthread.reports.document_figures import number_figures
from goldenthread.reports.writers.word_blocks import WordBlocks
from goldenthread.reports.writers.word_parts import allowed, element, field, run
from goldenthread.rules.calendars import say_date

FACE = "Arial"
_INK, _TEAL, _QUIET = (
    RGBColor(0x16, 0x24, 0x2B),
    RGBColor(0x0B, 0x4F, 0x55),
    RGBColor(0x4A, 0x58, 0x60),
)
_REVISION = qn("w:rsid")  # w:rsidR, w:rsidRPr and the like begin so
_SHORT, _LONG, _MARGIN = Emu(7560310), Emu(10692130), Pt(57)  # A4


def write_word(document: Document, *, made_at: datetime | None = None) -> bytes:
    """The paper's .docx bytes; its properties name its title and language and nobody."""
    word = blank()
    _set_up(word, document)
    turn = partial(_turn_page, document)
    blocks = WordBlocks(word, number_figures(document.blocks), on_appendix=turn)
    blocks.title(document.board, document.title)
    blocks.facts(tuple((name, (value,)) for name, value in document.front_sheet))
    for block in document.blocks:
        blocks.add(block)
    made_at = made_at or datetime.combine(document.as_at, time(), tzinfo=UTC)
    empty_properties(word, document, made_at)
    return saved(word)


def saved(word: WordDocument) -> bytes:
    """The document's bytes, without the time of packing: the same document, the same bytes."""
    packed, out = BytesIO(), BytesIO()
    word.save(packed)
    with ZipFile(packed) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            held = source.read(entry)
            if entry.filename.startswith("word/") and b"rsid" in held:
                held = _without_revision_ids(held)
            target.writestr(ZipInfo(entry.filename), held, ZIP_DEFLATED)
    return out.getvalue()


def _without_revision_ids(part: bytes) -> bytes:
    """A part without the numbers by which Word tells who sat at which copy, and when."""
    if not part.lstrip().startswith(b"<"):
        return part  # a picture that happens to hold these letters
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    for node in root.iter("{*}*"):
        for name in [name for name in node.attrib if str(name).startswith(_REVISION)]:
            del node.attrib[name]
    for node in [*root.iter(qn("w:rsids")), *root.iter(qn("w:rsid"))]:
        if (parent := node.getparent()) is not None:
            parent.remove(node)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def empty_properties(word: WordDocument, document: Document, made_at: datetime) -> None:
    """Leave the title and the language only: who wrote it, on what and where is nobody's matter."""
    properties = word.core_properties
    for name in (
        "author",
        "last_modified_by",
        "comments",
        "keywords",
        "category",
        "subject",
        "content_status",
        "identifier",
        "version",
    ):
        setattr(properties, name, "")
    properties.title = allowed(document.title)[:255]
    properties.language = document.language
    properties.revision = 1
    moment = made_at.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = moment
    _drop(word.part.package.rels, "/thumbnail", "/extended-properties", "/custom-properties")
    # What a council's own system noted about its template; python-docx's blank has some too.
    _drop(word.part.rels, "/customXml", "/comments", "/commentsExtended", "/commentsIds", "/people")
    for relation in list(word.part.rels.values()):
        if relation.reltype.endswith("/settings"):
            _drop(relation.target_part.rels, "/attachedTemplate")
            for node in relation.target_part.element.findall(qn("w:attachedTemplate")):
                relation.target_part.element.remove(node)


def _drop(relations: Any, *kinds: str) -> None:
    """Forget parts that name people, programs, organisations or folders."""
    for relation in list(relations.values()):
        if relation.reltype.endswith(kinds):
            del relations[relation.rId]


@lru_cache(maxsize=1)
def _template() -> bytes:
    """The library's blank document without its sample thumbnail, in our faces and sizes."""
    word = docx.Document()
    styles: Any = word.styles
    _style(styles["Normal"], 10.5, after=6)
    _style(styles["Title"], 22, bold=True, after=12)
    _style(styles["Heading 1"], 15, bold=True, colour=_TEAL, before=20, after=6)
    _style(styles["Heading 2"], 12, bold=True, before=14, after=4)
    _style(styles["Caption"], 10, bold=True, before=10, after=4)
    for name in ("List Bullet", "List Number"):
        _style(styles[name], 10.5, after=4)
    for name in ("Header", "Footer"):
        _style(styles[name], 8.5, colour=_QUIET)
    styles["Caption"].paragraph_format.keep_with_next = True
    borders = styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)
    return saved(word)


def _style(
    style: Any,
    points: float,
    *,
    bold: bool = False,
    colour: RGBColor = _INK,
    before: float = 0,
    after: float = 0,
) -> None:
    style.font.name, style.font.size, style.font.bold = FACE, Pt(points), bold
    style.font.italic, style.font.color.rgb = False, colour
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FACE)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def blank() -> WordDocument:
    """An empty document in our faces and sizes."""
    return docx.Document(BytesIO(_template()))


def _set_up(word: WordDocument, document: Document) -> None:
    """Page, language, and each page's head and foot."""
    language = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), document.language)
    section = word.sections[0]
    section.page_width, section.page_height = _SHORT, _LONG
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Pt(72), Pt(62)
    _head_and_foot(section, document)


def _head_and_foot(section: Section, document: Document) -> None:
    """Area and class above, title and page below, each as wide as this section's page."""
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    width = (section.page_width or _SHORT) - 2 * _MARGIN
    _tabbed(head, width)
    _tabbed(foot, width)
    head._p.extend([run(document.local_area), element("r", element("tab"))])
    head._p.append(run(document.header, bold=True))
    foot._p.append(run(f"{document.title} · figures as at {say_date(document.as_at)}"))
    foot._p.extend([element("r", element("tab")), run("Page ")])
    foot._p.extend([*field("PAGE"), run(" of "), *field("NUMPAGES")])


def _tabbed(paragraph: WordParagraph, width: int) -> None:
    """One tab stop at the right margin in place of the style's two."""
    stops = paragraph.paragraph_format.tab_stops
    for position in (Pt(216), Pt(432)):
        stops.add_tab_stop(position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT)


def _turn_page(document: Document, word: WordDocument, landscape: bool) -> int:
    """Begin an appendix on its own page, turned if need be; its text width in twentieths."""
    now_landscape = word.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    if landscape == now_landscape:
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        return _text_width(landscape)
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    wide, high = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.page_width, section.page_height = wide, high
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    _head_and_foot(section, document)
    return _text_width(landscape)


def _text_width(landscape: bool) -> int:
    return int(Emu((_LONG if landscape else _SHORT) - 2 * _MARGIN).pt * 20)
