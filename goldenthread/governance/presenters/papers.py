"""The words of the pages of papers."""

from __future__ import annotations

from goldenthread.governance.queries import PaperFact


def comparison_words(paper: PaperFact) -> str:
    if paper.compared_name:
        return f"{paper.period_name}, compared with {paper.compared_name}"
    return f"{paper.period_name}; there is no earlier period to compare with"
