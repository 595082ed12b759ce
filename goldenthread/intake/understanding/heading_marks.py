"""Headings that may open a level of the plan: by their words, style, sheet or place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from goldenthread.intake.reading.raw import (
    BULLET_STYLE,
    SHEET_STYLE,
    Block,
    Paragraph,
    RawTable,
)
from goldenthread.intake.understanding.aims import is_label
from goldenthread.intake.understanding.column_headings import read_heading
from goldenthread.intake.understanding.kinds import Role, TableKind
from goldenthread.intake.understanding.level_words import (
    LevelHeading,
    read_level_heading,
    read_plain_heading,
)
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import fold, sentence_case, squeeze

# Headings that name the document or its furniture, not a level of the plan.
_GENERIC = frozenset(
    {
        "action plan", "the action plan", "the plan", "plan", "written statement of action",
        "introduction", "improvement plan", "send improvement plan", "actions", "action table",
        "send action plan", "priority action plan", "accelerated progress plan", "summary",
        "overview", "background", "sheet1", "sheet 1", "appendix", "our plan", "action log",
        "progress", "progress update", "sheet",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    at: int
    heading: LevelHeading
    depth: int


def _looks_like_heading(paragraph: Paragraph) -> bool:
    return paragraph.level is not None or (paragraph.bold and len(paragraph.text.split()) <= 40)


def marks_by_words(blocks: Sequence[Block], tables: dict[int, ReadTable]) -> list[Mark]:
    marks: list[Mark] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            found = read_level_heading(block.text, looks_like_heading=_looks_like_heading(block))
            if found is not None and len(block.text) <= 1500:
                if not found.title:
                    found = replace(found, title=_title_below(blocks, at))
                marks.append(Mark(at, found, block.level or 9))
        elif tables[block.index].kind is TableKind.FACTS or _reports_on_a_level(
            tables[block.index]
        ):
            subject = _subject(tables[block.index])
            if subject is not None:
                marks.append(Mark(at, subject, 9))
        else:
            found = _above_the_header(tables[block.index].caption.split("\n"))
            if found is not None:
                marks.append(Mark(at, found, 9))
    return marks


def _reports_on_a_level(table: ReadTable) -> bool:
    """A form of one level: "Workstream | 2. Joint commissioning", then its status and progress."""
    named = {read_heading(table.columns[at].heading).role for at in table.at(Role.ACTION)}
    return table.kind is TableKind.PLAN and table.is_form and named == {Role.LEVEL}


def _above_the_header(lines: Sequence[str]) -> LevelHeading | None:
    """A level named in the rows above a header: "Priority 1: Voice", or "Objective | Voice"."""
    for line in lines:
        found = read_level_heading(line, looks_like_heading=True)
        if found is not None:
            return found
    for label, value in pairwise(lines):
        read = read_heading(label)
        if read.role is Role.LEVEL and read.confidence >= 1 and len(value.split()) <= 25:
            return replace(read_plain_heading(value), word=sentence_case(label.strip(" :")))
    return None


def _subject(table: ReadTable) -> LevelHeading | None:
    """What a form of facts is about: "Objective | Waiting times"."""
    for column in table.columns:
        text = squeeze(table.body[0].cells[column.column].text) if table.body else ""
        if column.role in (Role.LEVEL, Role.ACTION) and text:
            found = read_level_heading(text, looks_like_heading=True)
            if found is not None:
                return found
            return replace(read_plain_heading(text), word=sentence_case(column.heading.strip(" :")))
    return None


def _title_below(blocks: Sequence[Block], at: int) -> str:
    """ "Priority 1" alone on its line: its title is the short line below."""
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    if not isinstance(below, Paragraph) or below.style == BULLET_STYLE:
        return ""
    text = squeeze(below.text)
    if len(text.split()) <= 80 and not text.endswith(":") and not is_label(text):
        return text
    return ""


def marks_by_style(blocks: Sequence[Block], wanted: Sequence[int]) -> list[Mark]:
    """The headings right above the plan's tables, when no heading says its level."""
    marks: list[Mark] = []
    for table_at in wanted:
        for at in range(table_at - 1, -1, -1):
            block = blocks[at]
            if isinstance(block, RawTable) and at in wanted:
                break
            if not isinstance(block, Paragraph) or block.style == SHEET_STYLE:
                continue
            if _looks_like_heading(block) and len(block.text.split()) <= 30:
                generic = fold(block.text) in _GENERIC or _names_the_document(block.text)
                if not generic and not _label_only(block.text):
                    marks.append(Mark(at, read_plain_heading(block.text), block.level or 9))
                    break
                if block.level is not None:
                    break
    highest = min((mark.depth for mark in marks), default=9)
    if highest < 9 and any(mark.depth > highest for mark in marks):
        marks = _with_parents(blocks, marks, highest)
    return marks


def _with_parents(blocks: Sequence[Block], marks: list[Mark], highest: int) -> list[Mark]:
    return sorted(
        {
            mark.at: mark
            for mark in marks
            + [
                Mark(at, read_plain_heading(block.text), highest)
                for at, block in enumerate(blocks)
                if isinstance(block, Paragraph)
                and block.level == highest
                and fold(block.text) not in _GENERIC
                and marks[0].at >= at - len(blocks)
            ]
        }.values(),
        key=lambda mark: mark.at,
    )


def _names_the_document(text: str) -> bool:
    folded = fold(text)
    return any(
        phrase in folded
        for phrase in ("written statement of action", "action plan", "improvement plan",
                       "progress plan", "reform plan", "highlight report")
    )  # fmt: skip


def _label_only(text: str) -> bool:
    folded = fold(text)
    return folded.startswith(("aim", "kpi", "target", "key performance", "rag", "key "))


def marks_by_sheet(blocks: Sequence[Block], wanted: Sequence[int]) -> list[Mark]:
    """A workbook with a sheet for each priority: the sheet names, when there are several."""
    marks: list[Mark] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.style == SHEET_STYLE:
            following = [table for table in wanted if table > at]
            later = [
                other for other, found in enumerate(blocks)
                if other > at and isinstance(found, Paragraph) and found.style == SHEET_STYLE
            ]  # fmt: skip
            if following and (not later or following[0] < later[0]):
                marks.append(Mark(at, read_plain_heading(block.text), 1))
    return marks if len(marks) > 1 else []


def marks_by_caption(blocks: Sequence[Block], wanted: Sequence[int]) -> list[Mark]:
    """A short line right above each table, when there are several different ones."""
    marks: list[Mark] = []
    for table_at in wanted:
        above = blocks[table_at - 1] if table_at else None
        if isinstance(above, Paragraph) and above.style != SHEET_STYLE:
            text = squeeze(above.text)
            usable = len(text.split()) <= 20 and not text.endswith((".", ";", ","))
            if usable and not _label_only(text) and not _names_the_document(text):
                marks.append(Mark(table_at - 1, read_plain_heading(text), 9))
    return marks if len({mark.heading for mark in marks}) > 1 else []


def governing_marks(marks: Sequence[Mark], wanted: Sequence[int]) -> list[Mark]:
    """The marks that are the last before some wanted table."""
    return [
        mark for mark in marks
        if any(
            mark.at <= table and not any(mark.at < other.at <= table for other in marks)
            for table in wanted
        )
    ]  # fmt: skip
