"""Text with tab-separated tables in it → raw document.

Committee systems export papers so: a paragraph to a line, a table row to a line with tabs
between the cells, the paragraphs of a cell in <p> marks, a little Markdown (bold, bullets, links).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.encodings import decode
from goldenthread.intake.reading.raw import (
    BULLET_STYLE,
    Block,
    Paragraph,
    RawDocument,
    RawRow,
    RawTable,
    cell_of,
    with_repeated_headers,
)
from goldenthread.intake.reading.text import plain, title_of, without_bullet
from goldenthread.rules.refusals import Refused

_PARAGRAPH_END = re.compile(r"</(?:p|li|div)\s*>|<br\s*/?>", re.IGNORECASE)
_TICKED = re.compile(r"<input\b[^>]*\bchecked\b[^>]*>", re.IGNORECASE)
_UNTICKED = re.compile(r"<input\b[^>]*checkbox[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{0,500}\)")
_STRONG = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
_EMPHASIS = re.compile(r"(?<![\w*])\*(\S[^*\n]{0,300}?)\*(?![\w*])")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_WHOLLY_STRONG = re.compile(r"^\*\*[^*]+\*\*$")
_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
# Lines that one row may be spread over when its cells hold line breaks.
MAX_LINES_OF_A_ROW = 60


def read_text(content: bytes) -> RawDocument:
    """Read a text file with tab-separated (or piped) tables in it. Raises Refused."""
    lines = (
        decode(content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    )
    collected = _Collected()
    for run in _runs(lines):
        if isinstance(run, str):
            collected.paragraph(run)
        else:
            collected.table(run)
    blocks = with_repeated_headers(collected.blocks)
    return RawDocument("text", title_of(blocks), blocks)


@dataclass
class _Collected:
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    rows: int = 0

    def paragraph(self, line: str) -> None:
        heading = _HEADING.match(line.strip())
        bold = bool(_WHOLLY_STRONG.match(line.strip()))
        text, bulleted = without_bullet(
            plain(" ".join(marked_paragraphs(heading[2] if heading else line)))
        )
        if not text:
            return
        level = len(heading[1]) if heading else None
        style = f"Heading {level}" if level else BULLET_STYLE if bulleted else "Normal"
        self.blocks.append(Paragraph(text, style, level, bold))

    def table(self, rows: list[list[str]]) -> None:
        self.rows += len(rows)
        width = max(len(row) for row in rows)
        if self.rows > limits.MAX_ROWS or width > limits.MAX_COLUMNS:
            raise Refused("This file holds far more rows or columns than a plan can have.")
        read = tuple(
            RawRow(
                number,
                tuple(
                    cell_of([without_bullet(p)[0] for p in marked_paragraphs(text)])
                    for text in row + [""] * (width - len(row))
                ),
            )
            for number, row in enumerate(rows, start=1)
        )
        read = tuple(row for row in read if any(row.texts))
        if read:
            self.blocks.append(RawTable(self.tables, read))
            self.tables += 1


def marked_paragraphs(text: str) -> list[str]:
    """The paragraphs of a cell or line: marks of HTML and Markdown taken off."""
    text = _TICKED.sub("☑ ", text)
    text = _UNTICKED.sub("☐ ", text)
    text = _TAG.sub("", _PARAGRAPH_END.sub("\n", text))
    text = _LINK.sub(r"\1", html.unescape(text))
    text = _EMPHASIS.sub(r"\1", _STRONG.sub("", text))
    return [line for line in plain(text).split("\n") if line]


def _runs(lines: list[str]) -> Iterator[str | list[list[str]]]:
    """Paragraph lines one by one, and each run of table lines as rows of cells."""
    at = 0
    while at < len(lines):
        line = lines[at]
        split = _piped if _is_piped(line) else _tabbed if _is_tabbed(line) else None
        if split is None:
            if line.strip():
                yield line
            at += 1
            continue
        end = _end_of_table(lines, at, piped=split is _piped)
        rows = [
            split(row)
            for row in lines[at:end]
            if not (split is _piped and _RULE.match(row.strip()))
        ]
        yield rows if split is _piped else _joined(rows)
        at = end


def _is_tabbed(line: str) -> bool:
    return "\t" in line.strip(" \n") and bool(line.strip())


def _is_piped(line: str) -> bool:
    stripped = line.strip()
    return stripped.startswith("|") and stripped.count("|") > 2


def _piped(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _tabbed(line: str) -> list[str]:
    return line.split("\t")


def _end_of_table(lines: list[str], start: int, *, piped: bool) -> int:
    """The index after the last line of the table that begins at `start`.

    A line without tabs belongs to the table when tabbed lines come right before and after it.
    """
    end = at = start
    while at < len(lines) and lines[at].strip():
        if _is_piped(lines[at]) if piped else _is_tabbed(lines[at]):
            end = at + 1
        elif piped or at - end > MAX_LINES_OF_A_ROW:
            break
        at += 1
    return end


def _joined(rows: list[list[str]]) -> list[list[str]]:
    """Rows whose cells hold line breaks put together again.

    A cell in quotation marks runs on until they close; else a row that is too short for its
    table takes the following lines when that makes it exactly as wide as the first row; a line
    without tabs belongs to the last cell before it.
    """
    rows = _unquoted(rows)
    width = len(rows[0])
    joined: list[list[str]] = []
    at = 0
    while at < len(rows):
        row, taken = rows[at], 1
        if 1 < len(row) < width or (len(row) == 1 and not joined):
            longer = list(row)
            for ahead in range(at + 1, min(len(rows), at + MAX_LINES_OF_A_ROW)):
                if len(longer) + len(rows[ahead]) - 1 > width:
                    break
                longer = _glued(longer, rows[ahead])
                if len(longer) == width:
                    row, taken = longer, ahead - at + 1
                    break
        if len(row) == 1 and joined:
            joined[-1] = _glued(joined[-1], row)
        else:
            joined.append(row)
        at += taken
    return joined


def _glued(row: list[str], more: list[str]) -> list[str]:
    return [*row[:-1], f"{row[-1]}\n{more[0]}", *more[1:]]


def _unquoted(rows: list[list[str]]) -> list[list[str]]:
    whole: list[list[str]] = []
    opened = 0
    for row in rows:
        if opened and opened < MAX_LINES_OF_A_ROW:
            whole[-1] = _glued(whole[-1], row)
        else:
            whole.append(list(row))
            opened = 0
        last = whole[-1][-1]
        opened = opened + 1 if last.startswith('"') and last.count('"') % 2 else 0
    return [[_without_quotes(cell) for cell in row] for row in whole]


def _without_quotes(cell: str) -> str:
    stripped = cell.strip()
    if len(stripped) > 1 and stripped.startswith('"') and stripped.endswith('"'):
        inner = stripped[1:-1]
        if '"' not in inner.replace('""', ""):
            return inner.replace('""', '"')
    return cell
