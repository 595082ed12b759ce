"""A paper as one typed document: what it says, not how any format shows it.

Every writer (HTML, Word, PDF, Excel) takes a `Document` and adds nothing of its own to the facts.
A number that a reader may ask about is a `Figure`: it carries a permanent reference which opens the
same rows for whoever may see them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

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
    """The author's words beside the figures, or (`as_said`) somebody's own words as they said
    them; nothing in it can change a figure."""

    author: str
    text: str
    as_said: bool = False

    @property
    def label(self) -> str:
        """Whose words these are."""
        if self.as_said:
            return self.author
        return f"Commentary by {self.author}" if self.author else "Commentary"


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
    UNDECIDED = "Not decided yet"  # a draft's; a paper is not issued with it
    EXEMPT = "Exempt"
    PARTNERS = "For the partnership, not published"


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
        if self.classification.access is Access.UNDECIDED:
            words = f"Public or exempt: {words.lower()}"
        return f"{words} · {DRAFT_WORDS}" if self.draft else words
