"""A paper as one typed document: what it says, not how any format shows it.

Every writer (HTML, Word, PDF, Excel) takes a `Document` and adds nothing of its own to the facts.
A number that a reader may ask about is a `Figure`: it carries a permanent reference which opens the
same rows for whoever may see them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from goldenthread.rules.calendars import say_date

DRAFT_WORDS = "Draft – not for publication"


@dataclass(frozen=True)
class Figure:
    """A number that opens its rows.

    `value` is what the reader sees ("52", "91% (86 of 94)"); `number` the same as a number, for
    workbooks (shares as a fraction of one); `what` says what is counted, in words; `key` is the
    query's stable key; `reference` is permanent (snapshot and key); `href` is an internal
    address, used by HTML only and only when asked for.
    """

    value: str
    key: str
    reference: str
    what: str
    number: int | Decimal | None = None
    href: str = ""


@dataclass(frozen=True)
class RatingMark:
    """A rating as it is always shown: words, shape and colour (values of `rules.ratings`)."""

    label: str
    colour: str = "none"
    shape: str = "dashed"
    second_colour: str = ""  # the other half of a half-rating
    second_shape: str = ""


@dataclass(frozen=True)
class Strong:
    """Words to be read first."""

    text: str


@dataclass(frozen=True)
class ReferenceMark:
    """The row of a numbered figure in the list of references: "F12"."""

    number: int


Run = str | Strong | Figure | RatingMark
Runs = tuple[Run, ...]
Cell = str | int | Decimal | date | None | Strong | Figure | RatingMark | ReferenceMark | Runs


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True)
class Column:
    """A column; `width` is its share of the table's width against the other columns'."""

    heading: str
    align: Align = Align.LEFT
    width: float = 1.0


@dataclass(frozen=True)
class Heading:
    """`level` is 2 or 3 (the title is the only 1); `part` names what follows, for templates."""

    level: int
    text: str
    part: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Bullets:
    items: tuple[Runs, ...]
    numbered: bool = False


@dataclass(frozen=True)
class SummaryList:
    """Facts with their names: (label, what it is)."""

    rows: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True)
class KeyFigure:
    """One strong number with its name and what counts; numbers in the detail are figures too."""

    figure: Figure
    label: str
    detail: "str | Runs"


@dataclass(frozen=True)
class KeyFigures:
    """What a director sees in five seconds."""

    caption: str
    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Table:
    """A table with one header row; `row_headings`: the first column names its row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_headings: bool = True
    total_row: bool = False  # the last row is a total
    note: str = ""
    part: str = ""  # its name in a council's template, if it has one


@dataclass(frozen=True)
class Segment:
    mark: RatingMark
    count: int


@dataclass(frozen=True)
class StackedBars:
    """One bar a row, split by rating: (label of the bar, its segments in order)."""

    rows: tuple[tuple[str, tuple[Segment, ...]], ...]


@dataclass(frozen=True)
class TrendLine:
    """One line: its name, its colour's part ("brand", "thread", "ink") and (date, value) points."""

    name: str
    tone: Literal["brand", "thread", "ink"]
    points: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class Trend:
    lines: tuple[TrendLine, ...]
    total: int  # the top of the axis: all actions


@dataclass(frozen=True)
class Chart:
    """A picture of figures: its title says the finding, `alt` says it whole, a table stands by."""

    title: str
    alt: str
    data: StackedBars | Trend
    table: Table | None = None


@dataclass(frozen=True)
class Commentary:
    """The author's words beside the figures; nothing in it can change a figure."""

    author: str
    text: str


@dataclass(frozen=True)
class Recommendations:
    intro: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    pass


PlainBlock = (
    Heading
    | Paragraph
    | Bullets
    | SummaryList
    | KeyFigures
    | Table
    | Chart
    | Commentary
    | Recommendations
    | PageBreak
)


@dataclass(frozen=True)
class Appendix:
    """Begins on its own page; a landscape one gives a wide table room."""

    letter: str
    title: str
    blocks: tuple[PlainBlock, ...]
    landscape: bool = False


Block = PlainBlock | Appendix


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook: one table (filtered) or several, one below another."""

    name: str
    tables: tuple[Table, ...]
    note: str = ""


class Access(StrEnum):
    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    EXEMPT = "Exempt"


@dataclass(frozen=True)
class Classification:
    """Who may read the paper; an exempt paper names its paragraph of Schedule 12A (LGA 1972)."""

    access: Access
    paragraph: str = ""

    def __str__(self) -> str:
        if self.access is Access.EXEMPT and self.paragraph:
            return f"Exempt: {self.paragraph}"
        return self.access.value


@dataclass(frozen=True)
class Document:
    """A whole paper. `front_sheet` is (label, value) in the board's own order."""

    title: str
    local_area: str
    board: str
    classification: Classification
    draft: bool
    as_at: date
    front_sheet: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    sheets: tuple[Sheet, ...] = ()
    language: str = "en-GB"

    @property
    def watermark(self) -> str:
        """Words across each page until the paper is issued; empty after."""
        return DRAFT_WORDS if self.draft else ""

    @property
    def header(self) -> str:
        """The right of each page's head: the class, and draft while it is one."""
        words = str(self.classification)
        return f"{words} · {DRAFT_WORDS}" if self.draft else words


@dataclass(frozen=True)
class FigureNumbers:
    """Each figure's number in one document: "F1", "F2"… in the order they are first read.

    A document without a list of references (a part of one, in a council's template) shows none.
    """

    figures: tuple[Figure, ...]
    _numbers: dict[str, int] = field(default_factory=dict)

    def of(self, figure: Figure) -> int | None:
        """The figure's number; None where no list of references would explain it."""
        return self._numbers.get(figure.reference)

    def note(self, table: Table) -> str:
        """Which numbers a table's figures have ("Figures F1 to F6 and F9"), "" when it has none."""
        numbers = sorted({n for f in figures_in((table,)) if (n := self.of(f)) is not None})
        if not numbers:
            return ""
        return ("Figure " if len(numbers) == 1 else "Figures ") + _ranges(numbers)


def number_figures(blocks: Sequence[Block]) -> FigureNumbers:
    """Number the figures by their references; the same reference has one number throughout."""
    first: dict[str, Figure] = {}
    for figure in figures_in(blocks):
        first.setdefault(figure.reference, figure)
    listed = any(isinstance(cell, ReferenceMark) for block in blocks for cell in _all_cells(block))
    numbers = {reference: n for n, reference in enumerate(first, start=1)} if listed else {}
    return FigureNumbers(tuple(first.values()), numbers)


def figures_in(blocks: Iterable[Block]) -> Iterator[Figure]:
    """Every figure in reading order, repeats included."""
    for block in blocks:
        match block:
            case Appendix(blocks=inner):
                yield from figures_in(inner)
            case Chart(table=Table() as table):
                yield from figures_in((table,))
            case _:
                for cell in _cells(block):
                    yield from _figures_of(cell)


def plain(cell: Cell) -> str:  # noqa: PLR0911 - a branch for each kind
    """A cell or run as text alone, for alt text, filters and comparisons."""
    match cell:
        case None:
            return ""
        case Figure():
            return cell.value
        case RatingMark():
            return cell.label
        case Strong():
            return cell.text
        case ReferenceMark(number=number):
            return f"F{number}"
        case tuple():
            return "".join(plain(run) for run in cell)
        case date():
            return say_date(cell)
        case _:
            return str(cell)


def _all_cells(block: Block) -> Iterator[Cell]:
    if isinstance(block, Appendix):
        for inner in block.blocks:
            yield from _cells(inner)
    else:
        yield from _cells(block)


def _cells(block: Block) -> Iterator[Cell]:
    match block:
        case Paragraph(runs=runs):
            yield runs
        case Bullets(items=items):
            yield from items
        case SummaryList(rows=pairs):
            yield from (runs for _, runs in pairs)
        case KeyFigures(items=key_figures):
            for item in key_figures:
                yield item.figure
                yield item.detail
        case Table(rows=rows):
            for row in rows:
                yield from row
        case _:
            return


def _figures_of(cell: Cell) -> Iterator[Figure]:
    if isinstance(cell, Figure):
        yield cell
    elif isinstance(cell, tuple):
        yield from (run for run in cell if isinstance(run, Figure))


def _ranges(numbers: list[int]) -> str:
    """[1, 2, 3, 9] → "F1 to F3 and F9"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    said = [f"F{span[0]}" if len(span) == 1 else f"F{span[0]} to F{span[-1]}" for span in spans]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
