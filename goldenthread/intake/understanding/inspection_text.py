"""The text of an inspection report as it comes out of its PDF: lines set in columns.

Paragraphs are lines that break where the page is full; "Responsible body" stands left of "Areas
for priority action". Everything that runs through every page (name, dates, number) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldenthread.intake.understanding.findings import (
    IMPROVEMENT,
    PRIORITY,
    Inspection,
    finding,
    last_day,
)
from goldenthread.intake.understanding.plan import FindingRead
from goldenthread.intake.understanding.words import fold, squeeze

_RUNNING = re.compile(r"^\s*(?:Area SEND )?inspection report:\s", re.IGNORECASE)
_FOOT = re.compile(
    r"^\s*(?:\d{1,2}(?: [A-Z][a-z]+)?(?: 20\d\d)? (?:to|and) \d{1,2} [A-Z][a-z]+ 20\d\d)?"
    r"\s*\d{0,3}\s*$"
)
_NUMBERED = re.compile(r"\S\s{12,}\d{1,3}$")  # the number of the page, far to the right
_DATES = re.compile(r"^\s*Inspection dates?:\s*(?P<days>.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_TITLE = re.compile(
    r"(?P<title>(?:Area|Local area) SEND inspection of\s.{3,120}?)\s*Inspection dates?:",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = re.compile(r"^\s*Responsible bod(?:y|ies)\s{2,}(?P<at>Areas? for priority action)", re.I)
_BULLET = re.compile(r"^[•◼▪●–-]\s*")
_NUMBER = re.compile(r"^(?P<number>\d{1,2})[.)]\s+(?=\S)")
# Who must do something: where a full line ends with a full stop, such words open the next item.
_OPENS = re.compile(
    r"^(?:(?:Strategic |Area |Local )?[Ll]eaders|The (?:local )?area partnership)\b"
)
_CLOSED = (".", "!", "?", ".’", ".”", ".)")
_END = "local area partnership details"


@dataclass(frozen=True)
class Line:
    """A line as set; `blank` says that an empty line stood before it on its page."""

    text: str
    blank: bool = False

    @property
    def words(self) -> str:
        return self.text.strip()


@dataclass
class _Row:
    bodies: list[str]
    said: list[str]


def inspection_of(text: str) -> Inspection:
    """The report's own name and days, its date the last of them."""
    dates = _DATES.search(text)
    title = _TITLE.search(text)
    name = squeeze(title["title"]) if title else "Area SEND inspection"
    if dates is None:
        return Inspection(name)
    return Inspection(f"{name}, {squeeze(dates['days'])}", last_day(dates["days"]))


def text_findings(text: str) -> tuple[FindingRead, ...]:
    """Areas for priority action, then areas for improvement, as the report has them."""
    inspection = inspection_of(text)
    lines = list(lines_of(text))
    out = [
        finding(PRIORITY, said, inspection, responsible=bodies)
        for bodies, said in _priorities(lines)
    ]
    for words in _items(_under(lines, "areas for improvement")):
        number = _NUMBER.match(words)
        reference = number["number"] if number else ""
        out.append(finding(IMPROVEMENT, _NUMBER.sub("", words), inspection, reference))
    return tuple(out)


def lines_of(text: str) -> Iterable[Line]:
    """The lines of the report without what runs through every page."""
    blank = ran = False
    for read in text.replace("\f", "\n").split("\n"):
        line = read.rstrip().expandtabs()
        if not line.strip() or line.strip() in "◼•":
            blank = not ran
            continue
        if _RUNNING.match(line) or _FOOT.match(line) or _NUMBERED.search(line):
            ran, blank = True, False
            continue
        yield Line(line, blank)
        blank = ran = False


def _under(lines: Sequence[Line], heading: str) -> list[Line]:
    """The lines below the last heading of these words, to the next heading of the report."""
    starts = [at for at, line in enumerate(lines) if fold(line.words) == heading]
    out: list[Line] = []
    for line in lines[starts[-1] + 1 :] if starts else ():
        if fold(line.words) == _END:
            break
        out.append(line)
    return out


def _items(lines: Sequence[Line]) -> list[str]:
    """A new one begins after a full stop, where its first word would have fitted on the line
    before, after an empty line, or with its number."""
    width = max((len(line.text) for line in lines), default=0)
    out: list[str] = []
    before = ""
    for line in lines:
        words, bullet = _BULLET.sub("", line.words), bool(_BULLET.match(line.words))
        if bullet and out and (out[-1].endswith(":") or "\n– " in out[-1]):
            out[-1] = f"{out[-1]}\n– {words}"  # one of several things that one item asks for
            before = line.text
            continue
        fitted = len(before) + 1 + len(words.split()[0] if words else "") <= width - 2
        new = not out or bullet or _NUMBER.match(words)
        fresh = line.blank or fitted or _OPENS.match(words)
        if new or (before.rstrip().endswith(_CLOSED) and fresh):
            out.append(words)
        else:
            out[-1] = _on(out[-1], words)
        before = line.text
    return [words for words in out if len(words.split()) >= 4]


def _priorities(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """(responsible bodies, words) of every row of the table."""
    head = next((at for at, line in enumerate(lines) if _HEAD.match(line.text)), None)
    if head is None:
        return []
    match = _HEAD.match(lines[head].text)
    assert match is not None
    column, rows = match.start("at"), list[_Row]()
    last = ""
    for line in lines[head + 1 :]:
        if fold(line.words) in ("areas for improvement", _END):
            break
        left, right, column = _cells(line.text, column)
        opens = bool(left) and right[:1].isupper() and (not last or last.endswith(_CLOSED))
        if opens or not rows:
            rows.append(_Row([], []))
        if left:
            rows[-1].bodies.append(left)
        if right:
            _say(rows[-1].said, right, fresh=line.blank and last.endswith(_CLOSED))
            last = right
    return [(" ".join(row.bodies), "\n".join(row.said)) for row in rows if row.said]


def _cells(text: str, column: int) -> tuple[str, str, int]:
    """(left, right, where the right one begins); pages are set a little apart."""
    if len(text) - len(text.lstrip()) >= 20:
        return "", text.strip(), column
    if gap := re.search(r"(?<=\S)\s{2,}(?=\S)", text):
        return text[: gap.start()].strip(), text[gap.end() :].strip(), gap.end()
    if len(text) > column and text[column - 1] == " ":
        return text[:column].strip(), text[column:].strip(), column
    return text.strip(), "", column


def _say(said: list[str], words: str, *, fresh: bool) -> None:
    """A bullet and a paragraph stand on a line of their own; what goes on, goes on."""
    bullet = bool(_BULLET.match(words))
    words = _BULLET.sub("– ", words) if bullet else words
    if bullet or fresh or not said:
        said.append(words)
    else:
        said[-1] = _on(said[-1], words)


def _on(said: str, words: str) -> str:
    """The words that go on; a word that was broken at its hyphen is whole again."""
    return f"{said}{words}" if said.endswith("-") else f"{said} {words}"
