"""Plain white space, bullets and titles: the same for every format."""

from __future__ import annotations

import re

from goldenthread.intake.reading.raw import BULLET_STYLE, Block, Paragraph

# Word writes Symbol and Wingdings bullets in the private use area.
BULLETS = "•◦▪▫●○■◼□‣⁃∙·➢➤►▶\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
_BULLET = re.compile(rf"^(?:[{BULLETS}]\s*|[-–*]\s+)(?=\S)")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000\x0b\x0c]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def plain(text: str) -> str:
    """White space made plain: one space between words, no space round a line break."""
    text = _CONTROL.sub("", text.translate(_INVISIBLE)).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def without_bullet(text: str) -> tuple[str, bool]:
    """The text without a leading bullet, and whether there was one."""
    stripped = _BULLET.sub("", text, count=1)
    return stripped, stripped != text


def title_of(blocks: list[Block] | tuple[Block, ...]) -> str:
    """The document's own title: the title style, else the headings or words it begins with."""
    leading: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            break
        if block.style in {"Title", "title"}:
            return block.text
        leading.append(block)
    headings = [paragraph for paragraph in leading if paragraph.level is not None]
    if headings:
        return " – ".join(heading.text for heading in _of_one_title(leading, headings[0]))
    words = [p.text for p in leading if p.style != BULLET_STYLE]
    return words[0][:200] if words else ""


def _of_one_title(leading: list[Paragraph], first: Paragraph) -> list[Paragraph]:
    """The first heading, and the one right below it when the two are one title.

    A heading with a number or a colon in it begins a part of the document.
    """
    at = leading.index(first) + 1
    below = leading[at] if at < len(leading) else None
    alike = below is not None and below.level == first.level
    if below is None or not alike or re.search(r"[\d:]", below.text):
        return [first]
    return [first, below]
