"""Ratings of whole levels, from a table that lists the priorities with a rating each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from goldenthread.intake.understanding.kinds import Role, TableKind
from goldenthread.intake.understanding.level_words import read_level_heading, read_plain_heading
from goldenthread.intake.understanding.plan import RatingRead, ScaleFound, Section
from goldenthread.intake.understanding.ratings import read_ratings
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import fold, plain


def with_ratings(
    sections: Sequence[Section], tables: Sequence[ReadTable], scales: Sequence[ScaleFound]
) -> tuple[Section, ...]:
    """The sections with the rating an overview gives them, by reference or title."""
    found = [
        (name, rating)
        for table in tables
        if table.kind is TableKind.OVERVIEW
        for name, rating in _of_table(table, scales)
    ]
    out: list[Section] = []
    for section in sections:
        own = next((rating for name, rating in found if _names(name, section)), None)
        out.append(replace(section, rating=own) if own else section)
    return tuple(out)


def _of_table(table: ReadTable, scales: Sequence[ScaleFound]) -> list[tuple[str, RatingRead]]:
    named = table.at(Role.LEVEL, Role.ACTION)
    rated = [column for column in table.columns if column.role is Role.RATING]
    out: list[tuple[str, RatingRead]] = []
    for row in table.body:
        cells = [(column, row.cells[column.column]) for column in rated]
        rating = read_ratings(cells, scales, frozenset(), {}).current
        if rating is not None:
            out.extend((plain(row.cells[at].text), rating) for at in named)
    return out


def _names(name: str, section: Section) -> bool:
    read = read_level_heading(name, looks_like_heading=True) or read_plain_heading(name)
    if read.title and fold(read.title) == fold(section.title):
        return True
    same_word = not read.word or fold(read.word) == fold(section.word)
    return bool(read.reference) and same_word and read.reference == section.reference
