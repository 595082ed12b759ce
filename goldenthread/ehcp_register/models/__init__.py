"""Rows of the register. Other contexts ask its queries and act through its actions."""

from goldenthread.ehcp_register.models.advice import (
    AdviceChase,
    AdviceJudgement,
    AdviceKept,
    ViewsAsked,
)
from goldenthread.ehcp_register.models.cases import Case, Event, ExceptionClaim, Process
from goldenthread.ehcp_register.models.children import (
    Caseload,
    Child,
    DatedRow,
    PersonalBudget,
    Responsibility,
    Responsible,
)
from goldenthread.ehcp_register.models.contacts import Contact, UnplacedContact
from goldenthread.ehcp_register.models.deadlines import OPEN_YEAR, STILL, Deadline, RegisterEntry
from goldenthread.ehcp_register.models.field_sources import FieldSource
from goldenthread.ehcp_register.models.in_register import (
    SEES_CHILDREN,
    RegisterManager,
    sees_children,
)
from goldenthread.ehcp_register.models.panels import Panel, PanelItem, PanelMeeting, PanelOutcome
from goldenthread.ehcp_register.models.quality import CheckRun, Problem
from goldenthread.ehcp_register.models.reading import (
    VISITED_WITHIN,
    CaseloadMove,
    RegisterPractice,
    RegisterView,
)
from goldenthread.ehcp_register.models.sources import Source, SourceKind
from goldenthread.ehcp_register.models.telling import (
    AdviceService,
    Department,
    DepartmentPart,
    Newcomer,
    TellingPractice,
    Told,
    ToldOf,
    Whom,
)
from goldenthread.ehcp_register.models.whereabouts import (
    ChildsCircumstance,
    EhcPlan,
    Need,
    Placed,
    Placement,
    PlanSection,
    WelfareVisit,
)

__all__ = [
    "OPEN_YEAR",
    "SEES_CHILDREN",
    "STILL",
    "VISITED_WITHIN",
    "AdviceChase",
    "AdviceJudgement",
    "AdviceKept",
    "AdviceService",
    "Case",
    "Caseload",
    "CaseloadMove",
    "CheckRun",
    "Child",
    "ChildsCircumstance",
    "Contact",
    "DatedRow",
    "Deadline",
    "Department",
    "DepartmentPart",
    "EhcPlan",
    "Event",
    "ExceptionClaim",
    "FieldSource",
    "Need",
    "Newcomer",
    "Panel",
    "PanelItem",
    "PanelMeeting",
    "PanelOutcome",
    "PersonalBudget",
    "Placed",
    "Placement",
    "PlanSection",
    "Problem",
    "Process",
    "RegisterEntry",
    "RegisterManager",
    "RegisterPractice",
    "RegisterView",
    "Responsibility",
    "Responsible",
    "Source",
    "SourceKind",
    "TellingPractice",
    "Told",
    "ToldOf",
    "UnplacedContact",
    "ViewsAsked",
    "WelfareVisit",
    "Whom",
    "sees_children",
]
