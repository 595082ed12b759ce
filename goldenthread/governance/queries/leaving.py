"""What papers and reports hold when they leave as files: their class, and how many people."""

from __future__ import annotations

from goldenthread.files.leaving import Export
from goldenthread.governance.queries.highlights import HighlightFact
from goldenthread.governance.queries.papers import PaperFact
from goldenthread.rules.sensitivity import Contents, Sensitivity


def _of_paper(paper: PaperFact) -> Contents:
    """A plan's rows are about what is done, never about a child: nobody is counted in a paper."""
    if paper.classification == "exempt":
        return Contents(Sensitivity.RESTRICTED)
    if paper.classification == "public" and paper.issued:
        return Contents(Sensitivity.PUBLIC)
    return Contents(Sensitivity.OFFICIAL)  # a draft, whatever it is to become


def _of_report(_: HighlightFact) -> Contents:
    """For the partnership, and not published."""
    return Contents(Sensitivity.OFFICIAL)


PAPER = Export("paper", "Paper", _of_paper)
HIGHLIGHT = Export("highlight_report", "Highlight report", _of_report)
