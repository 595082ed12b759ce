"""The SEN2 return: its items, its records, the numbers of learners, and its checks.

Nothing here reads a file or a clock. `run` judges persons; `ITEMS` is the closed table that the
readers in `intake.registers` follow.
"""

from goldenthread.rules.sen2.checking import (
    CHECKS,
    Check,
    CheckResult,
    Given,
    Hit,
    Level,
    SettingFacts,
    Want,
)
from goldenthread.rules.sen2.items import BY_KEY, ITEMS, Item, Module, asked_in
from goldenthread.rules.sen2.numbers import is_temporary_upn, is_uln, is_upn
from goldenthread.rules.sen2.records import (
    ActivePlan,
    Assessment,
    Header,
    NamedPlan,
    Need,
    Person,
    Place,
    PlacementDetail,
    PlanDetail,
    Record,
    Request,
)
from goldenthread.rules.sen2.running import Checking, run

__all__ = [
    "BY_KEY",
    "CHECKS",
    "ITEMS",
    "ActivePlan",
    "Assessment",
    "Check",
    "CheckResult",
    "Checking",
    "Given",
    "Header",
    "Hit",
    "Item",
    "Level",
    "Module",
    "NamedPlan",
    "Need",
    "Person",
    "Place",
    "PlacementDetail",
    "PlanDetail",
    "Record",
    "Request",
    "SettingFacts",
    "Want",
    "asked_in",
    "is_temporary_upn",
    "is_uln",
    "is_upn",
    "run",
]
