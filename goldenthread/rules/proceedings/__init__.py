"""Which deadlines the facts of a child's cases give, as at any day; and what comes next.

Nothing here reads a clock or a row: `deadlines_of(facts, on=date(2026, 3, 1))` is the whole rule.
"""

from goldenthread.rules.proceedings.deadlines import (
    Deadline,
    Excepted,
    State,
    deadlines_of,
    excepted,
)
from goldenthread.rules.proceedings.difference import Difference, difference
from goldenthread.rules.proceedings.facts import Claim, Correction, Event, Facts
from goldenthread.rules.proceedings.happenings import WORDS, Asked, Phase, What
from goldenthread.rules.proceedings.next_step import Next, say, step_words, what_next
from goldenthread.rules.proceedings.register_wide import all_deadlines
from goldenthread.rules.proceedings.rows import (
    Answered,
    DeadlineRow,
    History,
    Told,
    history_of,
    states,
)
from goldenthread.rules.proceedings.running import Again, From, Owed, Running, Within
from goldenthread.rules.proceedings.table import NOTHING_MEETS, TABLE

__all__ = [
    "NOTHING_MEETS",
    "TABLE",
    "WORDS",
    "Again",
    "Answered",
    "Asked",
    "Claim",
    "Correction",
    "Deadline",
    "DeadlineRow",
    "Difference",
    "Event",
    "Excepted",
    "Facts",
    "From",
    "History",
    "Next",
    "Owed",
    "Phase",
    "Running",
    "State",
    "Told",
    "What",
    "Within",
    "all_deadlines",
    "deadlines_of",
    "difference",
    "excepted",
    "history_of",
    "say",
    "states",
    "step_words",
    "what_next",
]
