"""What is handed to the verbs; it lives with the queries, so that forms can build it too."""

from goldenthread.improvement_plan.queries.inputs import (
    Added,
    Change,
    Changed,
    NewAction,
    NewDue,
    NewFinding,
    NewLead,
    NewLevel,
    NewMilestone,
    NewRating,
    NewScale,
    NewTarget,
    NewTargetStep,
    Removed,
)

__all__ = [
    "Added",
    "Change",
    "Changed",
    "NewAction",
    "NewDue",
    "NewFinding",
    "NewLead",
    "NewLevel",
    "NewMilestone",
    "NewRating",
    "NewScale",
    "NewTarget",
    "NewTargetStep",
    "Removed",
]
