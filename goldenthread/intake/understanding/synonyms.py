"""Synonyms: the words the field writes over its columns, and the role each gives."""

from __future__ import annotations

from goldenthread.intake.understanding.kinds import Role

# Exact headings after folding. One phrase stands under one role only.
HEADINGS: dict[Role, tuple[str, ...]] = {
    Role.REFERENCE: (
        "ref", "reference", "no", "number", "action no", "action number", "ref no", "item",
        "item no", "#", "id", "action ref", "action reference", "action id", "ref number",
        "reference number", "s no", "line", "nr",
    ),
    Role.LEVEL: (
        "improvement area", "improvement areas", "area for improvement", "areas for improvement",
        "area of improvement", "area", "priority", "priority area", "priorities", "workstream",
        "work stream", "theme", "strand", "objective", "objectives", "strategic objective",
        "key area", "focus area", "area of focus", "focus", "area of weakness",
        "areas of weakness", "weakness", "significant weakness",
        "significant area of weakness", "area for priority action", "areas for priority action",
        "priority action area", "area for development", "area of development", "concern",
        "area of concern", "areas of concern", "key concern", "finding", "inspection finding",
        "recommendation", "aim", "goal", "category", "sub priority", "key theme", "sub theme",
        "project", "programme", "priority action", "issue identified", "identified weakness",
        "development area", "what ofsted said", "what inspectors said", "what you told us",
        "what inspectors found", "what ofsted found", "heading", "topic", "issue", "key issue",
    ),
    Role.ACTION: (
        "action", "actions", "action required", "actions required", "key action", "key actions",
        "actions to be taken", "action to be taken", "what", "what we will do",
        "what will we do", "what are we doing", "what we are doing", "what were doing", 
        "what we are doing about it", "what are we going to do", "what we are going to do",
        "what will be done", "what do we need to do", "what needs to happen",
        "activity", "activities", "key activity", "key activities", "planned action",
        "planned actions", "agreed action", "improvement action", "improvement actions",
        "action description", "description of action", "description", "action we will take",
        "actions we will take", "deliverable", "deliverables", "task", "tasks", "key tasks",
        "intervention", "action and activity", "proposed action", "our actions", "our response",
    ),
    Role.STEPS: (
        "steps", "key steps", "milestones", "key milestones", "sub actions", "sub action",
        "how", "how will we do it", "how we will do it", "detailed actions", "step",
        "implementation steps", "process milestones", "milestone", "sub tasks",
        "actions and milestones", "steps to be taken", "how will we achieve it",
    ),
    Role.SUCCESS_MEASURES: (
        "success measure", "success measures", "success criteria", "success criterion",
        "measure of success", "measures of success", "how will we know",
        "how will we know it has worked", "how will we know it is working",
        "how we will know", "how will we measure success", "how will success be measured",
        "what will success look like", "what does success look like", "what success looks like",
        "what does good look like", "what good looks like", "success indicator",
        "success indicators", "performance measure", "performance measures", "outcome measure",
        "outcome measures", "how will impact be measured", "how we will measure impact",
        "how will we measure impact", "evidence of success", "measurable outcome",
        "impact measure", "impact measures", "how will we know we have made a difference",
        "indicators of success", "success measures and targets", "success factor",
        "how will we know weve been successful", "measures",
    ),
    Role.OUTCOME: (
        "outcome", "outcomes", "expected outcome", "expected outcomes", "intended outcome",
        "intended outcomes", "desired outcome", "desired outcomes", "what we want to achieve",
        "what do we want to achieve", "what are we trying to achieve", "planned outcome",
        "outcome for children and young people", "outcomes for children", "outcome sought",
        "required outcome", "anticipated outcome",
    ),
    Role.IMPACT: (
        "impact", "evidence and impact", "evidence of impact", "impact and evidence",
        "impact so far", "impact to date", "so what", "so what impact", "benefit to families",
        "benefits to families", "benefit for families", "benefits for families",
        "what will families notice", "what families will notice",
        "what will children and families notice", "what difference will it make",
        "what difference has it made", "what difference will this make",
        "what difference has this made", "difference made", "impact on children",
        "impact on children and families", "what will be different", "intended impact",
        "expected impact", "impact achieved", "the difference this will make",
        "how will this benefit families", "how does this help families",
        "what will this mean for families", "what this means for families",
        "what this means for you", "what will this mean for me", "benefit",
    ),
    Role.LEAD: (
        "lead", "leads", "who", "by whom", "responsible officer", "responsible officers",
        "responsible", "lead officer", "lead officers", "owner", "action owner", "owners",
        "lead organisation and initials", "responsibility", "person responsible",
        "persons responsible", "responsible person", "lead professional", "lead person",
        "who is responsible", "delivery lead", "action lead", "lead name", "named lead",
        "operational lead", "who will do it", "who will do this", "who by", "whom", "assigned to",
        "lead and organisation", "responsible lead", "lead responsible", "officer",
        "who will lead", "who is leading", "lead s", "key lead", "project lead", "named officer",
        "workstream lead",
    ),
    Role.ACCOUNTABLE: (
        "accountable officer", "senior responsible officer", "senior responsible owner", "sro",
        "accountable", "executive lead", "sponsor", "executive sponsor", "accountability",
        "senior lead", "accountable lead", "accountable person", "strategic lead",
        "strategic owner", "senior accountable officer", "who is accountable", "senior owner",
    ),
    Role.ORGANISATION: (
        "organisation", "lead organisation", "lead agency", "agency", "responsible body",
        "partner", "organisations", "responsible organisation", "service",
    ),
    Role.FORUM: (
        "governance forum", "governance", "forum", "board", "monitoring group", "monitored by",
        "reporting to", "reports to", "accountable board", "responsible group",
        "oversight", "governance route", "reported to", "governance group", "governance board",
        "monitoring board", "monitoring forum", "reporting board", "accountable group",
        "where monitored", "monitoring arrangements", "governance body", "oversight group",
        "responsible board", "reporting forum", "monitoring and governance",
    ),
    Role.START: (
        "start", "start date", "commence", "from", "date started", "planned start",
        "planned start date", "begin", "begins", "commencement", "commencement date",
        "starting", "date from",
    ),
    Role.DUE: (
        "timescale", "timescales", "by when", "due", "due date", "end date", "deadline",
        "completion date", "target date", "date", "when", "timeframe", "time frame", "timeline",
        "timelines", "complete by", "finish date", "date due", "planned completion",
        "planned completion date", "milestone date", "target completion date", "end", "finish",
        "delivery date", "completion by", "date for completion", "completed by",
        "to be completed by", "expected completion date", "planned end date", "target end date",
        "when will it be done", "when will we do it", "revised date", "due by", "time scale",
        "time scales", "date of completion", "when by", "delivered by", "dates", "deadlines",
        "anticipated completion", "start and end date", "start end date", "review date",
    ),
    Role.COMPLETED_ON: (
        "date completed", "actual completion date", "completed on", "completed date",
        "actual end date", "date complete", "completion", "actual completion", "date achieved",
        "date signed off", "completed",
    ),
    Role.ACTION_AND_DUE: (
        "what and when", "action and timescale", "actions and timescales", "action and date",
        "actions and dates", "action and when", "what when", "what by when",
        "what and by when", "action timescale", "action and deadline", "what will we do and when",
        "what we will do and when", "what we will do and by when",
    ),
    Role.RATING: (
        "rag", "rag rating", "status", "brag", "rating", "rag status", "brag rating",
        "brag status", "progress rag", "ragb", "current rag", "overall rag", "traffic light",
        "progress rating", "current status", "action status", "delivery status", "current rating",
        "overall rating", "rag rated", "ragb rating", "bragg", "rags", "brag rag", "overall status",
        "progress status", "rag progress", "initial rag", "initial rag rating", "previous rag",
        "current rag rating", "last rag", "delivery confidence", "ragg", "rayg", "status rag",
    ),
    Role.RATING_REASON: (
        "reason", "reason for rating", "reason for status", "rag rationale", "rationale",
        "status commentary", "reason for rag", "rating reason", "reason for rag rating",
        "rationale for rating", "rag commentary", "status reason", "reason for current status",
        "rationale for rag",
    ),
    Role.DIRECTION: (
        "direction of travel", "trend", "dot", "direction", "movement", "change since last",
    ),
    Role.PROGRESS: (
        "progress update", "progress", "update", "updates", "commentary", "latest update",
        "current position", "progress to date", "progress since last", "progress updates",
        "status update", "monthly update", "progress against action", "what have we done",
        "what we have done", "what weve done", "actions taken", "progress made", "comments",
        "progress since last report", "progress since last meeting", "progress and comments",
        "current progress", "update on progress", "position statement", "quarterly update",
        "progress commentary", "narrative", "narrative update", "progress notes", "comment",
        "progress this month", "progress this period", "achievements", "what has been done",
        "summary of progress", "key achievements", "progress since last update",
    ),
    Role.NEXT_STEPS: (
        "next steps", "next step", "what next", "planned next steps", "next actions",
        "what will we do next", "what we will do next", "planned activity", "what happens next",
        "next period", "actions for next period",
    ),
    Role.EVIDENCE: (
        "evidence", "evidence source", "source of evidence", "evidence of progress",
        "evidence of completion", "evidence base", "how evidenced", "evidence link", "evidenced by",
        "sources of evidence", "evidence sources", "supporting evidence", "evidence of delivery",
    ),
    Role.COPRODUCTION: (
        "co production", "coproduction", "coproduced with", "co produced with",
        "parent carer involvement", "how co produced", "engagement", "participation",
        "voice", "parent carer voice", "voice of the child", "co production and engagement",
        "how have we co produced",
    ),
    Role.DEPENDENCIES: (
        "dependencies", "dependency", "interdependencies", "inter dependencies",
        "links to other plans", "linked actions", "links",
    ),
    Role.RESOURCES: (
        "resource", "resources", "cost", "budget", "funding", "resource implications", "costs",
        "resources required", "resources needed", "resource requirements", "finance",
    ),
    Role.RISKS: (
        "risk", "risks", "risks and issues", "issues", "barriers", "issues and risks",
        "impact if not", "impact if not delivered", "impact if not achieved", "risk and issues",
        "key risks", "impact if not resolved", "risks issues", "impact if not mitigated",
        "challenges", "barriers and risks",
    ),
    Role.MITIGATION: (
        "mitigation", "mitigations", "mitigating actions", "mitigating action",
        "recovery action", "recovery plan", "mitigation plan", "actions to mitigate",
        "risk mitigation", "remedial action",
    ),
    Role.MEASURE: (
        "kpi", "kpis", "measure", "indicator", "indicators", "performance indicator",
        "performance indicators", "key performance indicator", "key performance indicators",
        "metric", "pi", "measure description", "kpi description", "measure name",
    ),
    Role.BASELINE: ("baseline", "starting point", "baseline data", "baseline position",
                    "baseline value", "baseline figure"),
    Role.TARGET: ("target", "targets", "end target", "final target", "goal target",
                  "annual target", "overall target"),
    Role.MILESTONE: ("milestone target", "interim target"),
    Role.ACTUAL: ("actual", "actuals", "latest", "current performance", "current value",
                  "latest data", "latest position", "performance", "latest performance",
                  "current data", "outturn", "current figure", "latest figure", "result"),
    Role.NOTES: ("notes", "note", "other", "additional information", "remarks"),
}  # fmt: skip

EXACT: dict[str, Role] = {
    phrase: role for role, phrases in HEADINGS.items() for phrase in phrases
}

# Headings of levels that are the plan's highest; other level headings stand below a section.
HIGH_LEVELS = frozenset(
    {
        "priority", "priority area", "priorities", "workstream", "work stream", "theme", "strand",
        "objective", "objectives", "strategic objective", "area of weakness",
        "areas of weakness", "weakness", "significant weakness", "significant area of weakness",
        "area for priority action", "areas for priority action", "priority action area",
        "concern", "area of concern", "areas of concern", "key concern", "finding",
        "inspection finding", "recommendation", "aim", "goal", "category", "key theme", "project",
        "programme", "priority action", "issue identified", "identified weakness",
        "what ofsted said", "what inspectors said", "what inspectors found", "what ofsted found",
        "what you told us", "issue", "key issue",
    }
)  # fmt: skip
