"""The document's outline: which level headings govern which tables, and what stands between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from goldenthread.intake.reading.raw import (
    BULLET_STYLE,
    SHEET_STYLE,
    Block,
    Paragraph,
    RawDocument,
    RawTable,
)
from goldenthread.intake.understanding.aims import is_label
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
class SectionFound:
    """A heading of the highest level, with its tables and the paragraphs before its first one."""

    heading: LevelHeading
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[int, ...] = ()
    sub_headings: dict[int, LevelHeading] = field(default_factory=dict)


@dataclass(frozen=True)
class Outline:
    """sections in order; `of_table` says which one a table belongs to; broken_off holds the
    tables that go on where the table before them stopped (nothing of weight between)."""

    sections: tuple[SectionFound, ...]
    broken_off: frozenset[int]

    def of_table(self, index: int) -> int | None:
        """The section (its place in `sections`) that governs a table."""
        for at, section in enumerate(self.sections):
            if index in section.tables:
                return at
        return None


@dataclass(frozen=True)
class _Mark:
    at: int
    heading: LevelHeading
    depth: int


def read_outline(document: RawDocument, tables: Sequence[ReadTable]) -> Outline:
    """The sections that govern plan and KPI tables, by the best evidence the document gives."""
    by_index = {table.table.index: table for table in tables}
    blocks = document.blocks
    wanted = [
        at for at, block in enumerate(blocks)
        if isinstance(block, RawTable)
        and by_index[block.index].kind in (TableKind.PLAN, TableKind.KPIS)
    ]  # fmt: skip
    marks = _marks_by_words(blocks, by_index)
    if not _governing(marks, wanted):
        marks = _marks_by_style(blocks, wanted)
    if len({mark.heading for mark in _governing(marks, wanted)}) < 2 and not any(
        mark.heading.word for mark in marks
    ):
        # One heading over everything is the document's, not a level of its plan.
        marks = _marks_by_sheet(blocks, wanted) or _marks_by_caption(blocks, wanted)
    sections = _sections(blocks, marks, wanted)
    return Outline(tuple(sections), _broken_off(blocks, wanted, marks, by_index))


def _looks_like_heading(paragraph: Paragraph) -> bool:
    return paragraph.level is not None or (paragraph.bold and len(paragraph.text.split()) <= 40)


def _marks_by_words(blocks: Sequence[Block], tables: dict[int, ReadTable]) -> list[_Mark]:
    marks: list[_Mark] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            found = read_level_heading(block.text, looks_like_heading=_looks_like_heading(block))
            if found is not None and len(block.text) <= 1500:
                if not found.title:
                    found = replace(found, title=_title_below(blocks, at))
                marks.append(_Mark(at, found, block.level or 9))
        elif tables[block.index].kind is TableKind.FACTS:
            subject = _subject(tables[block.index])
            if subject is not None:
                marks.append(_Mark(at, subject, 9))
        else:
            for line in tables[block.index].caption.split("\n"):
                found = read_level_heading(line, looks_like_heading=True)
                if found is not None:
                    marks.append(_Mark(at, found, 9))
                    break
    return marks


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


def _marks_by_style(blocks: Sequence[Block], wanted: Sequence[int]) -> list[_Mark]:
    """The headings right above the plan's tables, when no heading says its level."""
    marks: list[_Mark] = []
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
                    marks.append(_Mark(at, read_plain_heading(block.text), block.level or 9))
                    break
                if block.level is not None:
                    break
    highest = min((mark.depth for mark in marks), default=9)
    if highest < 9 and any(mark.depth > highest for mark in marks):
        marks = _with_parents(blocks, marks, highest)
    return marks


def _with_parents(blocks: Sequence[Block], marks: list[_Mark], highest: int) -> list[_Mark]:
    return sorted(
        {
            mark.at: mark
            for mark in marks
            + [
                _Mark(at, read_plain_heading(block.text), highest)
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


def _marks_by_sheet(blocks: Sequence[Block], wanted: Sequence[int]) -> list[_Mark]:
    """A workbook with a sheet for each priority: the sheet names, when there are several."""
    marks: list[_Mark] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.style == SHEET_STYLE:
            following = [table for table in wanted if table > at]
            later = [
                other for other, found in enumerate(blocks)
                if other > at and isinstance(found, Paragraph) and found.style == SHEET_STYLE
            ]  # fmt: skip
            if following and (not later or following[0] < later[0]):
                marks.append(_Mark(at, read_plain_heading(block.text), 1))
    return marks if len(marks) > 1 else []


def _marks_by_caption(blocks: Sequence[Block], wanted: Sequence[int]) -> list[_Mark]:
    """A short line right above each table, when there are several different ones."""
    marks: list[_Mark] = []
    for table_at in wanted:
        above = blocks[table_at - 1] if table_at else None
        if isinstance(above, Paragraph) and above.style != SHEET_STYLE:
            text = squeeze(above.text)
            usable = len(text.split()) <= 20 and not text.endswith((".", ";", ","))
            if usable and not _label_only(text) and not _names_the_document(text):
                marks.append(_Mark(table_at - 1, read_plain_heading(text), 9))
    return marks if len({mark.heading for mark in marks}) > 1 else []


def _governing(marks: Sequence[_Mark], wanted: Sequence[int]) -> list[_Mark]:
    """The marks that are the last before some wanted table."""
    return [
        mark for mark in marks
        if any(
            mark.at <= table and not any(mark.at < other.at <= table for other in marks)
            for table in wanted
        )
    ]  # fmt: skip


def _sections(
    blocks: Sequence[Block], marks: list[_Mark], wanted: Sequence[int]
) -> list[SectionFound]:
    governing = _governing(marks, wanted)
    if not governing:
        return []
    top = _top_level(marks, governing)
    tops = [mark for mark in marks if _is_top(mark, top)]
    found: list[SectionFound] = []
    for place, mark in enumerate(tops):
        end = tops[place + 1].at if place + 1 < len(tops) else len(blocks)
        if isinstance(blocks[mark.at], RawTable):
            inside = [at for at in wanted if mark.at <= at < end]
        else:
            inside = [at for at in wanted if mark.at < at < end]
        if not inside:
            continue
        subs = [other for other in marks if mark.at < other.at < end and not _is_top(other, top)]
        found.append(
            SectionFound(
                mark.heading,
                _paragraphs(blocks, mark, inside[0], {sub.at for sub in subs}),
                tuple(_index(blocks[at]) for at in inside),
                {
                    _index(blocks[at]): before[-1].heading
                    for at in inside
                    if (before := [sub for sub in subs if sub.at <= at])
                },
            )
        )
    return _one_of_each(found)


def _index(block: Block) -> int:
    assert isinstance(block, RawTable)
    return block.index


def _top_level(marks: Sequence[_Mark], governing: Sequence[_Mark]) -> tuple[str, int]:
    """The word and depth of the highest level among the headings that matter."""
    words = {mark.heading.word for mark in governing}
    if len(words) == 1 and "" not in words:
        word = next(iter(words))
        deep = min(mark.depth for mark in governing)
        above = [
            mark for mark in marks
            if mark.heading.word != word and mark.at < governing[0].at and mark.depth < deep
            and sum(1 for other in marks if other.heading.word == mark.heading.word) > 1
        ]  # fmt: skip
        if above:
            return above[-1].heading.word, above[-1].depth
        return word, 9
    if words == {""}:
        return "", min(mark.depth for mark in marks)
    first = next(mark for mark in marks if mark.heading.word in words)
    return first.heading.word, 9


def _is_top(mark: _Mark, top: tuple[str, int]) -> bool:
    word, depth = top
    if word:
        return mark.heading.word == word
    return mark.depth <= depth


def _paragraphs(
    blocks: Sequence[Block], mark: _Mark, first_table: int, skip: set[int]
) -> tuple[Paragraph, ...]:
    return tuple(
        block for at, block in enumerate(blocks[: first_table])
        if at > mark.at and at not in skip and isinstance(block, Paragraph)
    )  # fmt: skip


def _one_of_each(found: list[SectionFound]) -> list[SectionFound]:
    """A heading repeated on each page ("Priority 1 (continued)") is one section."""
    out: list[SectionFound] = []
    for section in found:
        same = next(
            (
                at for at, other in enumerate(out)
                if other.heading.word == section.heading.word
                and other.heading.reference == section.heading.reference
                and (
                    bool(section.heading.reference)
                    or fold(other.heading.title) == fold(section.heading.title)
                )
            ),
            None,
        )  # fmt: skip
        if same is None:
            out.append(section)
        else:
            first = out[same]
            out[same] = replace(
                first,
                tables=first.tables + section.tables,
                sub_headings={**first.sub_headings, **section.sub_headings},
            )
    return out


def _broken_off(
    blocks: Sequence[Block],
    wanted: Sequence[int],
    marks: Sequence[_Mark],
    tables: dict[int, ReadTable],
) -> frozenset[int]:
    """Tables that may begin in the middle of a row: the table before them is of the same plan."""
    out: set[int] = set()
    for before, at in pairwise(wanted):
        between = [block for block in blocks[before + 1 : at] if isinstance(block, Paragraph)]
        headed = any(before < mark.at <= at for mark in marks)
        weight = sum(len(paragraph.text.split()) for paragraph in between)
        styled = any(
            paragraph.level is not None or paragraph.style == SHEET_STYLE for paragraph in between
        )
        mine, theirs = tables[_index(blocks[at])], tables[_index(blocks[before])]
        alike = len(mine.columns) == len(theirs.columns) and mine.kind is theirs.kind
        if alike and not headed and not styled and weight <= 25:
            out.add(_index(blocks[at]))
    return frozenset(out)
