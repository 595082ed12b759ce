"""A raw document → the improvement plan in it, with every question that its reading leaves.

`understand(document, corrections)` is the door. It knows no file, no database and no clock; it
never refuses: what it cannot read becomes a problem, in a closed list of kinds.
"""

from goldenthread.intake.understanding.corrections import Corrections
from goldenthread.intake.understanding.kinds import (
    PROBLEM_MEANINGS,
    ROLE_WORDS,
    ProblemKind,
    Role,
    TableKind,
)
from goldenthread.intake.understanding.plan import UnderstoodPlan
from goldenthread.intake.understanding.understand import understand

__all__ = [
    "PROBLEM_MEANINGS",
    "ROLE_WORDS",
    "Corrections",
    "ProblemKind",
    "Role",
    "TableKind",
    "UnderstoodPlan",
    "understand",
]
