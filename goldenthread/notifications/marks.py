"""Words that GOV.UK Notify shall show as they are: it would take some signs for formatting.

Notify puts our words into its template first and formats the whole afterwards (headings by #,
inset text by ^, lists by *, - and numbers, lines by ---, links by [words](address), places for
words by double brackets). A word joiner, which nobody sees or hears, stands before or between such
signs and takes their meaning; no letter of ours is changed.
"""

from __future__ import annotations

import re

JOINER = "\u2060"
# What means something at the start of a line: also under a line (=, -, :), as four spaces or a tab.
_STARTS = re.compile(r"^(?=[ \t]*(?:[#^*•+\-=_>|:`~]|\d+[.)])|[ \t]*\t| {4})", re.MULTILINE)
_BETWEEN = re.compile(
    r"(?<=\()(?=\()|(?<=\))(?=\))"  # ((a place for words))
    r"|(?<=\])(?=[(\[:])|(?<=\[)(?=[\^\[])|(?<=!)(?=\[)"  # [words](address), [1]: address, [^1]
    r"|(?<=\\)(?=[!-/:-@\[-`{-~])"  # a stroke that would take the sign after it for plain
)


def unmarked(words: str) -> str:
    """The same words, none of which formats anything."""
    return _BETWEEN.sub(JOINER, _STARTS.sub(JOINER, words))
