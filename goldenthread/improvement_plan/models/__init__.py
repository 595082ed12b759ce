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
from goldenthread.improvement_plan.models.escalation import Escalation
from goldenthread.improvement_plan.models.evidence import Evidence, EvidenceKind
from goldenthread.improvement_plan.models.grid import (
    DefaultView,
    ManyChange,
    SavedView,
    SentWorkbook,
)
from goldenthread.improvement_plan.models.period import PeriodState, ReportingPeriod, Snapshot
from goldenthread.improvement_plan.models.plan import (
    Finding,
    FindingAnswer,
    FindingEnd,
    Plan,
    PlanKind,
    PlanLevel,
    Target,
    TargetReading,
    TargetStep,
)
from goldenthread.improvement_plan.models.rating import Capacity, Rating, RatingScale
from goldenthread.improvement_plan.models.risk import Risk, RiskKind, RiskReview
from goldenthread.improvement_plan.models.round import (
    AskedOf,
    RoundAction,
    UpdateRequest,
    UpdateRound,
)
from goldenthread.improvement_plan.models.voice import FamilyVoice

__all__ = [
    "Action",
    "ActionDue",
    "ActionForum",
    "ActionLead",
    "ActionLevel",
    "AskedOf",
    "Capacity",
    "Completion",
    "DefaultView",
    "Dependency",
    "Escalation",
    "Evidence",
    "EvidenceKind",
    "FamilyVoice",
    "Finding",
    "FindingAnswer",
    "FindingEnd",
    "LeadKind",
    "ManyChange",
    "Milestone",
    "PeriodState",
    "Plan",
    "PlanKind",
    "PlanLevel",
    "ProgressUpdate",
    "Rating",
    "RatingScale",
    "ReportingPeriod",
    "Risk",
    "RiskKind",
    "RiskReview",
    "RoundAction",
    "SavedView",
    "SentWorkbook",
    "Snapshot",
    "Target",
    "TargetReading",
    "TargetStep",
    "UpdateRequest",
    "UpdateRound",
]
