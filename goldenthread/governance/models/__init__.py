"""Rows of governance: imported by this context's own modules and by no other context."""

from goldenthread.governance.models.challenge import (
    Challenge,
    ChallengeStatement,
    ClosedHow,
    StatementKind,
)
from goldenthread.governance.models.highlight import HighlightDocument, HighlightReport, Shape
from goldenthread.governance.models.paper import BoardPaper, PaperClass, PaperDocument, PaperState
from goldenthread.governance.models.release import Release, ReleaseState
from goldenthread.governance.models.visit import (
    MeasureJudgement,
    MeasureState,
    MonitoringVisit,
    ProgressMeasure,
)
from goldenthread.governance.models.word_template import WordTemplate

__all__ = [
    "BoardPaper",
    "Challenge",
    "ChallengeStatement",
    "ClosedHow",
    "HighlightDocument",
    "HighlightReport",
    "MeasureJudgement",
    "MeasureState",
    "MonitoringVisit",
    "PaperClass",
    "PaperDocument",
    "PaperState",
    "ProgressMeasure",
    "Release",
    "ReleaseState",
    "Shape",
    "StatementKind",
    "WordTemplate",
]
