"""What governance tells: papers, highlight reports, challenges, front sheets, Word templates."""

from goldenthread.governance.queries.challenges import (
    CLOSED_HOW,
    ChallengeFact,
    StatementFact,
    challenge,
    challenges,
    my_challenges,
)
from goldenthread.governance.queries.front_sheets import (
    FIELD_KINDS,
    FRONT_SHEET,
    FrontSheetField,
    front_sheet_of,
)
from goldenthread.governance.queries.highlights import (
    SHAPES,
    HighlightFact,
    highlight,
    highlight_documents,
    highlight_snapshot,
    highlights,
    issued_highlight_page,
    last_highlight,
    my_drafts,
)
from goldenthread.governance.queries.leaving import HIGHLIGHT, PAPER
from goldenthread.governance.queries.papers import (
    PaperFact,
    documents,
    issued_page,
    last_received,
    paper,
    papers,
    papers_in_hand,
)
from goldenthread.governance.queries.visits import (
    MeasureFact,
    VisitFact,
    VisitsOfPlan,
    visit,
    visits_for,
    visits_of,
)
from goldenthread.governance.queries.word_templates import (
    WordTemplateFact,
    word_template,
    word_templates,
)

__all__ = [
    "CLOSED_HOW",
    "FIELD_KINDS",
    "FRONT_SHEET",
    "HIGHLIGHT",
    "PAPER",
    "SHAPES",
    "ChallengeFact",
    "FrontSheetField",
    "HighlightFact",
    "MeasureFact",
    "PaperFact",
    "StatementFact",
    "VisitFact",
    "VisitsOfPlan",
    "WordTemplateFact",
    "challenge",
    "challenges",
    "documents",
    "front_sheet_of",
    "highlight",
    "highlight_documents",
    "highlight_snapshot",
    "highlights",
    "issued_highlight_page",
    "issued_page",
    "last_highlight",
    "last_received",
    "my_challenges",
    "my_drafts",
    "paper",
    "papers",
    "papers_in_hand",
    "visit",
    "visits_for",
    "visits_of",
    "word_template",
    "word_templates",
]
