"""Headings of tables compared by their letters and digits alone, and where a table begins."""

from __future__ import annotations

from collections.abc import Callable

from goldenthread.intake.registers.sheets import Sheet

_LOOKED_AT = 15  # rows in which a heading may stand, below a title or a note


def plain(heading: str) -> str:
    """ "Main education establishment – URN" → "maineducationestablishmenturn"."""
    return "".join(mark for mark in heading.casefold() if mark.isalnum())


def heading_row(sheet: Sheet, known: Callable[[str], bool], *, fewest: int = 2) -> int | None:
    """The row, from 0, that holds most known headings, where there are enough."""
    counts = [
        (sum(1 for cell in row if known(plain(cell))), -at)
        for at, row in enumerate(sheet.rows[:_LOOKED_AT])
    ]
    best, at = max(counts, default=(0, 0))
    return -at if best >= fewest else None


def is_blank(row: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)
