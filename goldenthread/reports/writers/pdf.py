"""The paper as a tagged PDF (PDF/UA-1 profile), set by Typst.

The document reaches the template as data, never as markup: no letter in a plan can mean anything
to the typesetter. The same document and time give the same bytes.
"""

import json
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from goldenthread.reports.charts import INK, PAPER, RATING_FILLS, RATING_TEXT, draw
from goldenthread.reports.document import (
    Appendix,
    Block,
    Bullets,
    Cell,
    Chart,
    Commentary,
    Document,
    Figure,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    RatingMark,
    Recommendations,
    ReferenceMark,
    Strong,
    SummaryList,
    Table,
)
from goldenthread.reports.document_figures import FigureNumbers, number_figures, plain
from goldenthread.reports.writers.glyphs import FONTS, drawable
from goldenthread.reports.writers.pdf_headings import tables_in, with_row_headings
from goldenthread.rules.calendars import say_date

_TEMPLATE = Path(__file__).parent.parent / "typst" / "paper.typ"


def write_pdf(document: Document, *, made_at: datetime | None = None) -> bytes:
    """The paper's PDF bytes; their only time is `made_at`, or midnight of the as-at day."""
    made_at = made_at or datetime.combine(document.as_at, time(), tzinfo=UTC)
    numbers = number_figures(document.blocks)
    paper = {
        "title": drawable(document.title),
        "area": drawable(document.local_area),
        "board": drawable(document.board),
        "header": drawable(document.header),
        "watermark": document.watermark,
        "as_at": say_date(document.as_at),
        "language": document.language.split("-")[0],
        "region": document.language.partition("-")[2] or None,
        "front": [[drawable(name), drawable(value)] for name, value in document.front_sheet],
        "blocks": [_block(block, numbers) for block in document.blocks],
    }
    pdf = _compiler().compile(
        input=_TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"paper": json.dumps(paper)},
        pdf_standards=["ua-1"],
        timestamp=made_at,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("The typesetter gave no PDF.")
    front_sheet = [True] if document.front_sheet else []
    return with_row_headings(pdf, [*front_sheet, *tables_in(document.blocks)])


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One compiler, with our own faces only: a paper looks the same on every machine."""
    return typst.Compiler(
        root=str(_TEMPLATE.parent), font_paths=[str(FONTS)], ignore_system_fonts=True
    )


def _block(block: Block, numbers: FigureNumbers) -> dict[str, Any]:  # noqa: PLR0911 - a branch for each kind
    match block:
        case Heading(level=level, text=text):
            return {"kind": "heading", "level": level, "text": drawable(text)}
        case Paragraph(runs=runs):
            return {"kind": "paragraph", "runs": _runs(runs, numbers)}
        case Bullets(items=items, numbered=numbered):
            said = [_runs(item, numbers) for item in items]
            return {"kind": "bullets", "numbered": numbered, "items": said}
        case SummaryList(rows=rows):
            facts = [[drawable(name), _runs(runs, numbers)] for name, runs in rows]
            return {"kind": "facts", "rows": facts}
        case KeyFigures(items=items):
            return {
                "kind": "key_figures",
                "items": [
                    {
                        "figure": _runs(item.figure, numbers),
                        "label": drawable(item.label),
                        "detail": _runs(item.detail, numbers),
                    }
                    for item in items
                ],
            }
        case Table():
            return _table(block, numbers)
        case Chart():
            return _chart(block, numbers)
        case Commentary(label=label, text=text):
            return {
                "kind": "commentary",
                "label": drawable(label),
                "text": drawable(text),
            }
        case Recommendations(intro=intro, items=words):
            said_words = [drawable(item) for item in words]
            return {
                "kind": "recommendations",
                "intro": drawable(intro),
                "items": said_words,
            }
        case PageBreak():
            return {"kind": "page_break"}
        case Appendix(letter=letter, title=title, blocks=blocks, landscape=landscape):
            return {
                "kind": "appendix",
                "title": f"Appendix {letter}: {drawable(title)}",
                "landscape": landscape,
                "blocks": [_block(inner, numbers) for inner in blocks],
            }


def _table(table: Table, numbers: FigureNumbers) -> dict[str, Any]:
    notes = [note for note in (table.note, _sources(numbers.note(table))) if note]
    return {
        "kind": "table",
        "caption": drawable(table.caption),
        "columns": [
            {"heading": drawable(c.heading), "align": c.align.value, "width": c.width}
            for c in table.columns
        ],
        "rows": [[_runs(cell, numbers, marked=False) for cell in row] for row in table.rows],
        "row_headings": table.row_headings,
        "total_row": table.total_row,
        "note": drawable(" ".join(notes)),
    }


def _sources(note: str) -> str:
    return f"{note} in the list of references." if note else ""


def _chart(chart: Chart, numbers: FigureNumbers) -> dict[str, Any]:
    picture = draw(chart)
    return {
        "kind": "chart",
        "title": drawable(chart.title),
        "alt": chart.alt,
        "svg": picture.svg,
        "table": _table(chart.table, numbers) if chart.table else None,
    }


def _runs(  # noqa: PLR0911 - a branch for each kind
    cell: Cell, numbers: FigureNumbers, *, marked: bool = True
) -> list[dict[str, Any]]:
    """Runs as data. `marked`: a figure shows its number (in a table its note says the numbers)."""
    match cell:
        case tuple():
            return [part for run in cell for part in _runs(run, numbers, marked=marked)]
        case Figure():
            number = numbers.of(cell)
            text = drawable(cell.value)
            return [
                {
                    "t": "figure",
                    "v": text,
                    "n": number,
                    "marked": marked and bool(number),
                }
            ]
        case RatingMark():
            return [_rating(cell)]
        case Strong(text=text):
            return [{"t": "strong", "v": drawable(text)}]
        case ReferenceMark(number=number):
            return [{"t": "reference", "v": f"F{number}", "n": number}]
        case date() | None:
            return [{"t": "text", "v": plain(cell)}]
        case _:
            return [{"t": "text", "v": drawable(plain(cell))}]


def _rating(mark: RatingMark) -> dict[str, Any]:
    return {
        "t": "rating",
        "v": drawable(mark.label),
        "fill": RATING_FILLS.get(mark.colour, PAPER),
        "ink": RATING_TEXT.get(mark.colour, INK),
        "shapes": [shape for shape in (mark.shape, mark.second_shape) if shape],
    }
