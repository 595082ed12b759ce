"""Reading a document: its figures in order, their numbers, and any cell as text alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from goldenthread.reports.document import (
    Appendix,
    Block,
    Bullets,
    Cell,
    Chart,
    Figure,
    KeyFigures,
    Paragraph,
    RatingMark,
    ReferenceMark,
    Strong,
    SummaryList,
    Table,
)
from goldenthread.rules.calendars import say_date


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
