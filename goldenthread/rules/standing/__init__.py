"""How a child or young person stands in the register on each day: one line, made of dated facts.

Nothing here reads a clock or a row: `spans(known)` is the whole rule.
"""

from goldenthread.rules.standing.contradictions import Contradiction, Wrong, contradictions
from goldenthread.rules.standing.facts import (
    Attends,
    Dated,
    HasDeadline,
    HasNeed,
    IsIn,
    IsResponsible,
    Known,
    OnCaseload,
)
from goldenthread.rules.standing.lines import Line, Span, spans
from goldenthread.rules.standing.saying import age_on, say_where, say_year_group, year_group
from goldenthread.rules.standing.words import (
    CIRCUMSTANCES,
    ELSEWHERE,
    NEEDS,
    SECTIONS,
    STAGES,
    Circumstance,
    Elsewhere,
    Residential,
    Stage,
)

__all__ = [
    "CIRCUMSTANCES",
    "ELSEWHERE",
    "NEEDS",
    "SECTIONS",
    "STAGES",
    "Attends",
    "Circumstance",
    "Contradiction",
    "Dated",
    "Elsewhere",
    "HasDeadline",
    "HasNeed",
    "IsIn",
    "IsResponsible",
    "Known",
    "Line",
    "OnCaseload",
    "Residential",
    "Span",
    "Stage",
    "Wrong",
    "age_on",
    "contradictions",
    "say_where",
    "say_year_group",
    "spans",
    "year_group",
]
