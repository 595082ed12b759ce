"""Rows of the improvement plan: imported by this context's own modules and by no other context."""

from goldenthread.improvement_plan.models.action import (
    Action,
    ActionDue,
    ActionForum,
    ActionLead,
    ActionLevel,
    Completion,
    Dependency,
    LeadKind,
    Milestone,
    ProgressUpdate,
)
from goldenthread.improvement_plan.models.evidence import Evidence, EvidenceKind
from goldenthread.improvement_plan.models.period import PeriodState, ReportingPeriod, Snapshot
from goldenthread.improvement_plan.models.plan import (
    Finding,
    Plan,
    PlanKind,
    PlanLevel,
    Target,
    TargetReading,
    TargetStep,
)
from goldenthread.improvement_plan.models.rating import Capacity, Rating, RatingScale

__all__ = [
    "Action",
    "ActionDue",
    "ActionForum",
    "ActionLead",
    "ActionLevel",
    "Capacity",
    "Completion",
    "Dependency",
    "Evidence",
    "EvidenceKind",
    "Finding",
    "LeadKind",
    "Milestone",
    "PeriodState",
    "Plan",
    "PlanKind",
    "PlanLevel",
    "ProgressUpdate",
    "Rating",
    "RatingScale",
    "ReportingPeriod",
    "Snapshot",
    "Target",
    "TargetReading",
    "TargetStep",
]
