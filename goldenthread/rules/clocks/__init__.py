"""The law's clocks: every time limit of the EHC process as a small cited function.

Nothing here reads a clock. `find("D07").answer(date(2026, 2, 28))` answers for any limit; in code,
the functions of each process's module are called by name.
"""

from goldenthread.rules.clocks.answers import (
    Answer,
    AtOnce,
    LastDay,
    Missing,
    Needs,
    NoLimit,
    Range,
    is_late,
    last_day,
)
from goldenthread.rules.clocks.catalogue import DUTIES, find, kind_words
from goldenthread.rules.clocks.duties import Days, Duty, Force, Grade, Holder, Law, Process
from goldenthread.rules.clocks.exceptions import LawfulException
from goldenthread.rules.clocks.practice import AS_THE_LAW_SAYS, Practice
from goldenthread.rules.clocks.saying import Said, end_of, lead_of, say

__all__ = [
    "AS_THE_LAW_SAYS",
    "DUTIES",
    "Answer",
    "AtOnce",
    "Days",
    "Duty",
    "Force",
    "Grade",
    "Holder",
    "LastDay",
    "Law",
    "LawfulException",
    "Missing",
    "Needs",
    "NoLimit",
    "Practice",
    "Process",
    "Range",
    "Said",
    "end_of",
    "find",
    "is_late",
    "kind_words",
    "last_day",
    "lead_of",
    "say",
]
