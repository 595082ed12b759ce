"""Raw documents written down in a test: what the readers would hand over."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.intake.reading.raw import (
    BULLET_STYLE,
    Block,
    Cell,
    Paragraph,
    RawDocument,
    RawRow,
    RawTable,
    cell_of,
    with_repeated_headers,
)
from goldenthread.intake.understanding import Corrections, UnderstoodPlan, understand

ABOVE = Cell("", merged_above=True)
LEFT = Cell("", merged_left=True)


def coloured(fill: str, text: str = "") -> Cell:
    """A shaded cell."""
    return replace(cell_of([text]), fill=fill)


def heading(text: str, level: int = 1) -> Paragraph:
    """A paragraph in a heading style."""
    return Paragraph(text, f"Heading {level}", level)


def line(text: str) -> Paragraph:
    """A plain paragraph."""
    return Paragraph(text)


def bullet(text: str) -> Paragraph:
    """A paragraph of a list."""
    return Paragraph(text, BULLET_STYLE)


def rows(*given: tuple[str | Cell, ...]) -> RawTable:
    """A table of these rows; its index is set by `document`."""
    made = tuple(
        RawRow(
            number,
            tuple(cell if isinstance(cell, Cell) else cell_of(cell.split("\n")) for cell in row),
        )
        for number, row in enumerate(given, start=1)
    )
    return RawTable(0, made)


def document(*blocks: Block, format: str = "docx") -> RawDocument:
    """A document of these blocks, its tables counted, repeated headers marked."""
    counted: list[Block] = []
    tables = 0
    for block in blocks:
        if isinstance(block, RawTable):
            counted.append(replace(block, index=tables))
            tables += 1
        else:
            counted.append(block)
    return RawDocument(format, "", with_repeated_headers(counted))


def plan_of(*blocks: Block, corrections: Corrections | None = None) -> UnderstoodPlan:
    """The plan understood of a document of these blocks."""
    return understand(document(*blocks), corrections)


def kinds(plan: UnderstoodPlan) -> list[str]:
    """The kinds of the plan's problems, in order."""
    return [problem.kind.value for problem in plan.problems]
