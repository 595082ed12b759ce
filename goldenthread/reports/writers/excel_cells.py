"""Text into the cells of a workbook, and how it looks: the only place that writes any.

Every text is written as text. One that begins like a formula is marked as such too (the
apostrophe that Excel shows before it), so that it stays text when somebody edits the cell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from goldenthread.reports.writers.word_parts import allowed
from goldenthread.rules.cells import like_a_formula

# For every workbook: no text of ours is ever read as anything else.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_REMEMBERED = 10_000  # texts
_LONGEST = 32_767  # characters an Excel cell may hold


class Formats:
    """Formats made once and shared: Excel limits how many a book may hold. `usual` are the
    properties of every cell."""

    def __init__(self, book: Any, **usual: Any) -> None:
        self._book, self._made = book, dict[tuple[Any, ...], Any]()
        self._usual = {"font_name": "Arial", "font_size": 10, "valign": "top", **usual}

    def get(self, **properties: Any) -> Any:
        """The format with these properties, in the paper's face."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._usual, **properties})
        return self._made[key]


def write_text(page: Any, formats: Formats, line: int, place: int, text: str, **style: Any) -> None:
    """One cell (counted from 0) of text in this style; what Excel cannot hold is left out."""
    words = allowed(text)[:_LONGEST]
    if like_a_formula(words):
        style["quote_prefix"] = True
    page.write_string(line, place, words, formats.get(**style))


def text_writer(page: Any, formats: Formats, **style: Any) -> Callable[[int, int, str], None]:
    """`write_text` for very many cells of one style: what is decided of a text is decided once."""
    plain, marked = formats.get(**style), formats.get(**style, quote_prefix=True)
    known: dict[str, tuple[str, Any]] = {}

    def write(line: int, place: int, text: str) -> None:
        found = known.get(text)
        if found is None:
            words = allowed(text)[:_LONGEST]
            found = words, marked if like_a_formula(words) else plain
            if len(known) < _REMEMBERED:
                known[text] = found
        page.write_string(line, place, found[0], found[1])

    return write
