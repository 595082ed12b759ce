"""What the document says of itself in numbers ("12 areas"), beside what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldenthread.intake.reading.raw import Paragraph, RawDocument, RawTable
from goldenthread.intake.understanding.kinds import ProblemKind, TableKind
from goldenthread.intake.understanding.plan import Action, Problem, Section
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import NUMBER_WORDS, number_of, short, squeeze

_NUMBER = rf"\d{{1,3}}|{'|'.join(NUMBER_WORDS)}"
_STATED = re.compile(
    rf"\b(?P<number>{_NUMBER})\s+(?:(?:key|main|significant|identified|agreed|following|"
    r"improvement|"
    r"strategic|priority|overarching)\s+)*(?P<what>areas?\s+(?:of|for)\s+(?:significant\s+)?"
    r"(?:weakness|concern|improvement|priority action)|areas|weaknesses|priorities|workstreams|"
    r"work\s+streams|actions|concerns|themes|objectives)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:plan|identified|highlighted|found|determined|statement|inspect\w*|contains?|sets? out|"
    r"consists?|comprises?|following|there (?:are|were))\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^\(?([a-z])[.)]\s")


def stated_counts(
    document: RawDocument,
    tables: Sequence[ReadTable],
    sections: Sequence[Section],
    actions: Sequence[Action],
) -> list[Problem]:
    """Sentences whose number is not what was found; each number and noun once."""
    plan_tables = {table.table.index for table in tables if table.kind is TableKind.PLAN}
    areas = sum(len(section.areas) for section in sections)
    out: dict[tuple[int, str], Problem] = {}
    for at, block in enumerate(document.blocks):
        if isinstance(block, RawTable):
            if block.index in plan_tables:
                break
            continue
        text = squeeze(block.text)
        for match in _STATED.finditer(text):
            number, what = number_of(match["number"]), squeeze(match["what"]).casefold()
            if number is None or number < 2 or not _SAYS.search(text):
                continue
            listed = _listed_below(document, at)
            found = _found(what, sections, actions, areas, listed)
            if found and number not in found.values():
                counts = ", ".join(f"{count} {name}" for name, count in found.items())
                out.setdefault(
                    (number, what),
                    Problem(
                        None,
                        ProblemKind.STATED_COUNT_DIFFERS,
                        f"The document says “{match.group(0)}” (“{short(text, 80)}”); found were "
                        f"{counts}.",
                    ),
                )
    return list(out.values())


def _found(
    what: str,
    sections: Sequence[Section],
    actions: Sequence[Action],
    areas: int,
    listed: int,
) -> dict[str, int]:
    if what == "actions":
        return {"actions": len(actions)}
    out = {}
    if len(sections) > 1:
        out["sections of the plan"] = len(sections)
    if areas > 1:
        out["improvement areas"] = areas
    if listed:
        out["lettered items listed"] = listed
    return out


def _listed_below(document: RawDocument, at: int) -> int:
    """How many lettered lines a), b), c) … follow the sentence."""
    expected = ord("a")
    for block in document.blocks[at + 1 : at + 60]:
        if not isinstance(block, Paragraph):
            break
        match = _LETTER.match(squeeze(block.text))
        if match and ord(match[1]) == expected:
            expected += 1
    return expected - ord("a") if expected - ord("a") >= 2 else 0
