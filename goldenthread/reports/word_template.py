"""A council's own Word template: its page, its face, our facts where its placeholders stand.

A placeholder is a name in double braces. Those of `WORDS` stand anywhere, in headers too; those of
`BLOCKS` (tables, pictures, several paragraphs) stand alone in a paragraph. Nothing else of the
template language is taken: a template is a document, not a program.
"""

import copy
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from goldenthread.reports.document import (
    Appendix,
    Block,
    Chart,
    Document,
    Heading,
    KeyFigures,
    Recommendations,
    Table,
)
from goldenthread.reports.document_figures import number_figures
from goldenthread.reports.writers.word import blank, empty_properties, saved
from goldenthread.reports.writers.word_blocks import WordBlocks
from goldenthread.reports.writers.word_parts import allowed
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused

WORDS: dict[str, str] = {
    "title": "the paper’s title",
    "board": "the board’s name",
    "local_area": "the local area’s name",
    "classification": "public or exempt, or that it is not decided yet",
    "draft": "“Draft – not for publication”, until the paper is issued",
    "as_at": "the day the figures are of",
}
PAPER_BLOCKS: dict[str, str] = {
    "front_sheet": "the front sheet’s facts",
    "recommendations": "what the board is asked",
    "summary": "the strong numbers and the opening sentences",
    "summary_table": "actions by rating; in a highlight report, its counts",
    "shares_table": "the three shares with their definitions",
    "ratings": "bars, ratings and shares",
    "trend": "progress over time",
    "movement": "what moved",
    "movement_table": "RAG movement alone",
    "off_track": "off-track actions",
    "completed": "completed since the last report",
    "due_next": "due next",
    "decisions": "decisions that are needed, by the day they are needed",
    "risks": "risks and issues that the board should know of",
    "challenges": "challenges still open",
    "voices": "what families tell us, in their own words",
    "priorities": "each priority",
    "others": "ratings by others",
    "not_yet_rated": "actions not yet rated",
    "gaps": "gaps in the plan",
    "implications": "implications",
    "appendices": "the plan, the evidence, the definitions and the references",
    "body": "the whole paper after its front sheet",
}
# Nothing stands there in a board's paper.
HIGHLIGHT_BLOCKS: dict[str, str] = {
    "status": "a highlight report’s overall status with its reason",
    "progress": "a highlight report’s progress since the last one",
    "concerns": "a highlight report, concern by concern",
    "dependencies": "a highlight report’s dependencies: who waits for whom",
    "support": "the support that a highlight report asks for",
}
BLOCKS: dict[str, str] = {**PAPER_BLOCKS, **HIGHLIGHT_BLOCKS}
_LARGEST = 60 * 1024 * 1024  # bytes unpacked
_MARK = "golden-thread-block:"
_TEXT_WIDTH = 9026  # twentieths of a point: A4 with margins of 2.54 cm
_PLACEHOLDER = re.compile(r"\{\{[pr]?\s*(.*?)\s*\}\}")


def fill(template: bytes, document: Document) -> bytes:
    """The template with the paper's words and blocks in it; Refused says what is wrong with it."""
    _checked(template)
    _check_placeholders(template)
    word = _with_words(template, document)
    _borrow_styles(word)
    numbers = number_figures(document.blocks)
    writer = WordBlocks(word, numbers, width=_text_width(word))
    marked = [p for p in word.element.body.iter(_tag("p")) if _text(p).startswith(_MARK)]
    for paragraph in marked:
        _put_blocks(word, writer, paragraph, _text(paragraph).removeprefix(_MARK), document)
    empty_properties(word, document, datetime.combine(document.as_at, time(), tzinfo=UTC))
    return saved(word)


def check(template: bytes) -> None:
    """Refused where the template is not a Word document or has a placeholder we do not know."""
    _checked(template)
    _check_placeholders(template)


def _checked(template: bytes) -> None:
    """Refuse what is not a Word document, carries macros, or unpacks to more than is sensible."""
    not_word = Refused(
        "This is not a Word document (.docx). Save the template from Word as “Word Document”."
    )
    try:
        with zipfile.ZipFile(BytesIO(template)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _LARGEST:
                raise Refused(
                    "This template is too large. Take out pictures that it can do without."
                )
            names = set(packed.namelist())
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise not_word
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused("This template has macros. Save it from Word without them, as .docx.")
    except (zipfile.BadZipFile, EOFError, NotImplementedError):
        raise not_word from None


def _paragraphs(word: WordDocument) -> list[tuple[Any, bool]]:
    """Every paragraph of the body (True), the headers and the footers (False)."""
    found = [(p, True) for p in word.element.body.iter(_tag("p"))]
    for section in word.sections:
        for place in (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        ):
            if not place.is_linked_to_previous:
                found += [(p, False) for p in place._element.iter(_tag("p"))]
    return found


def _check_placeholders(template: bytes) -> None:
    """Refuse a placeholder that has no meaning, or stands where it cannot be filled."""
    try:
        word = docx.Document(BytesIO(template))
    except (KeyError, ValueError, SyntaxError):
        raise Refused(
            "This Word document cannot be opened. Open it in Word, save it again and try once more."
        ) from None
    _check_nothing_hides(word)
    unknown: list[str] = []
    for paragraph, in_body in _paragraphs(word):
        text = _text(paragraph)
        if "{%" in text or "{#" in text:
            raise Refused(
                "This template holds instructions in {% %} or {# #}. "
                "Only placeholders such as {{ title }} can be filled."
            )
        for name in _PLACEHOLDER.findall(text):
            if name in BLOCKS and not (in_body and _PLACEHOLDER.fullmatch(text.strip())):
                raise Refused(
                    f"The placeholder {{{{ {name} }}}} must stand alone in a paragraph of the text."
                )
            if name not in WORDS and name not in BLOCKS and name not in unknown:
                unknown.append(name)
    if unknown:
        raise Refused(_unknown(unknown))


def _check_nothing_hides(word: WordDocument) -> None:
    """Refuse what would leave with every paper, named after somebody or seen by nobody."""
    hiding = {
        "comments": ("commentReference", "commentRangeStart"),
        "tracked changes": ("ins", "del", "moveFrom", "moveTo"),
        "hidden text": ("vanish",),
    }
    for words, tags in hiding.items():
        if next(word.element.body.iter(*(_tag(tag) for tag in tags)), None) is not None:
            raise Refused(
                f"This template holds {words}, which would leave with every paper. "
                "Take them out in Word (“Inspect Document” finds them) and save it again."
            )


def _unknown(names: list[str]) -> str:
    said = ", ".join(f"{{{{ {allowed(name)} }}}}" for name in names)
    known = ", ".join([*WORDS, *BLOCKS])
    which = "a placeholder" if len(names) == 1 else "placeholders"
    return f"This template has {which} that cannot be filled: {said}. Those that can are: {known}."


def _with_words(template: bytes, document: Document) -> WordDocument:
    """The template with its words filled and each block's place marked."""
    filled = DocxTemplate(BytesIO(template))
    words = {
        "title": document.title,
        "board": document.board,
        "local_area": document.local_area,
        "classification": str(document.classification),
        "draft": document.watermark,
        "as_at": say_date(document.as_at),
    }
    marks = {name: f"{_MARK}{name}" for name in BLOCKS}
    context = {name: allowed(text) for name, text in (words | marks).items()}
    filled.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
    out = BytesIO()
    filled.save(out)
    return docx.Document(BytesIO(out.getvalue()))


def _borrow_styles(word: WordDocument) -> None:
    """Give the template those of our styles that it lacks; its own are kept as they are."""
    held = {style.style_id for style in word.styles}
    named = {str(style.name).casefold() for style in word.styles}
    for style in blank().styles:
        if style.style_id not in held and str(style.name).casefold() not in named:
            word.styles.element.append(copy.deepcopy(style.element))


def _text_width(word: WordDocument) -> int:
    section = word.sections[0]
    if section.page_width and section.left_margin is not None and section.right_margin is not None:
        return int((section.page_width - section.left_margin - section.right_margin) / 635)
    return _TEXT_WIDTH


def _put_blocks(
    word: WordDocument, writer: WordBlocks, place: Any, name: str, document: Document
) -> None:
    """Write a part at the end of the text, then move it to where the template wants it."""
    body = word.element.body
    before = set(body)
    if name == "front_sheet":
        writer.facts(tuple((label, (value,)) for label, value in document.front_sheet))
    for block in _part(name, document):
        writer.add(block)
    for made in [child for child in body if child not in before]:
        place.addprevious(made)
    if place.getparent().tag == _tag("tc") and place.getprevious() is not None:
        for child in list(place):  # a table cell must end with a paragraph
            place.remove(child)
    else:
        place.getparent().remove(place)


def _part(name: str, document: Document) -> tuple[Block, ...]:
    """The blocks that a placeholder stands for: without their heading, which the template has."""
    if name == "body":
        return document.blocks
    if name == "appendices":
        return tuple(block for block in document.blocks if isinstance(block, Appendix))
    for table in _tables(document):
        if table.part == name:
            return (table,)
    found = _under_heading(name, document.blocks)
    if name == "recommendations":
        return tuple(block for block in found if isinstance(block, Recommendations))
    if name == "summary" and not found:  # a highlight report's numbers have no heading
        return tuple(block for block in document.blocks if isinstance(block, KeyFigures))
    return found


def _tables(document: Document) -> Iterator[Table]:
    """Those of the text, the data of its charts among them, before those of the workbook alone."""
    for block in document.blocks:
        table = block.table if isinstance(block, Chart) else block
        if isinstance(table, Table):
            yield table
    for sheet in document.sheets:
        yield from sheet.tables


def _under_heading(name: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """What follows the heading of a part, up to the next one that is as high."""
    found: list[Block] = []
    level = 0  # of the heading we are under; 0 outside
    for block in blocks:
        if isinstance(block, Heading) and block.part == name:
            level = block.level
        elif isinstance(block, Appendix) or (isinstance(block, Heading) and block.level <= level):
            level = 0
        elif level:
            found.append(block)
    return tuple(found)


def _tag(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _text(paragraph: Any) -> str:
    return "".join(words.text or "" for words in paragraph.iter(_tag("t")))
