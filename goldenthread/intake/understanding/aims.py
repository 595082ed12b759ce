"""What stands between a level's heading and its table: its aim, its targets, the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.intake.reading.raw import BULLET_STYLE, Paragraph
from goldenthread.intake.understanding.plan import Target
from goldenthread.intake.understanding.targets import read_target
from goldenthread.intake.understanding.words import fold, is_listed, squeeze, without_bullet

_AIM = re.compile(
    r"^(?:aims?(?: and objectives)?(?: of (?:this|the) (?:programme|workstream|priority|section)"
    r"(?: of work)?)?|our aims?|overall aims?|what (?:we want|do we want) to achieve|"
    r"objectives?|purpose|vision|ambition|our ambition|our vision|intended outcomes?|outcomes?|"
    r"overall outcomes?|desired outcomes?|what we are trying to achieve|outcome we want)$"
)
_TARGETS = re.compile(
    r"^(?:kpis?\b.*|key performance indicators?\b.*|(?:key )?targets?(?: for .*)?|"
    r"measures? of success.*|success (?:measures?|criteria)\b.*|how will we know.*|"
    r"how we will know.*|"
    r"(?:overall )?(?:performance|outcome|impact) measures?.*|"
    r"what (?:will )?success (?:will )?looks? like.*|what good looks like.*|"
    r"headline (?:measures|indicators).*)$"
)
_REST = re.compile(
    r"^(?:rag\b.*|rating key|key|rationale|background|context|why this matters|where are we now|"
    r"current position|baseline position|lead|leads?|senior responsible owner|governance)$"
)


@dataclass(frozen=True)
class Aims:
    """aim: its paragraphs, one a line. introduction: what is neither aim nor target."""

    aim: str
    targets: tuple[Target, ...]
    introduction: str


def read_aims(paragraphs: Sequence[Paragraph]) -> Aims:
    """Read the paragraphs below a heading; labels ("Aim of …", "KPIs / targets …") sort them."""
    aim: list[str] = []
    targets: list[Target] = []
    introduction: list[str] = []
    state, group = "introduction", ""
    for at, paragraph in enumerate(paragraphs):
        text = squeeze(paragraph.text)
        if not fold(text):
            continue
        label, inside = _label(text)
        if label:
            state, group = label, ""
            if not inside:
                continue
            if label == "targets":
                targets.append(read_target(text if _short_label(text) else inside))
                continue
            text = inside
        if state == "aim":
            aim.append(text)
        elif state == "targets":
            if _opens_group(text, at, paragraphs):
                group = without_bullet(text).rstrip(":- –")
                continue
            if group and not _in_list(paragraph):
                group = ""
            targets.append(read_target(without_bullet(text), group))
        else:
            introduction.append(text)
    return Aims("\n".join(aim), tuple(targets), "\n".join(introduction))


def is_label(text: str) -> bool:
    """Does the line only say what comes below it ("Aim of …", "KPIs / targets …")?"""
    return bool(_label(squeeze(text))[0])


def _label(text: str) -> tuple[str, str]:
    """("aim" | "targets" | "introduction" | "", the words after the label on the same line)."""
    head, colon, rest = text.partition(":")
    rest = rest.strip(" -–—")
    for part, after in ((text, ""), (head, rest)) if colon else ((text, ""),):
        folded = fold(part)
        if len(folded.split()) > 12:
            continue
        if _AIM.match(folded):
            return "aim", after
        if _TARGETS.match(folded) and (colon or len(folded.split()) <= 10):
            return "targets", after
        if _REST.match(folded):
            return "introduction", after
    return "", ""


def _short_label(text: str) -> bool:
    """ "Target: …" on one line keeps its word."""
    return len(text.partition(":")[0].split()) <= 2


def _in_list(paragraph: Paragraph) -> bool:
    return (
        paragraph.style == BULLET_STYLE
        or "list" in paragraph.style.casefold()
        or is_listed(paragraph.text)
    )


def _opens_group(text: str, at: int, paragraphs: Sequence[Paragraph]) -> bool:
    """A line that ends on a colon, or stands plain above a list, names what the list is of."""
    below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    if below is None or _label(squeeze(below.text))[0]:
        return False
    if re.search(r":\s*[-–—]?$", text) or re.search(r"e\.g\.?:?$", text):
        return True
    heading = (
        len(text.split()) <= 6 and not re.search(r"[.%\d]", text) and not _in_list(paragraphs[at])
    )
    return heading and not _in_list(paragraphs[at])
