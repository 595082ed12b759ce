"""The closed lists: what a column can be, and what can be wrong with a row or a document."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a column of a plan table holds."""

    REFERENCE = "reference"
    LEVEL = "level"
    ACTION = "action"
    STEPS = "steps"
    SUCCESS_MEASURES = "success_measures"
    OUTCOME = "outcome"
    IMPACT = "impact"
    LEAD = "lead"
    ACCOUNTABLE = "accountable"
    ORGANISATION = "organisation"
    FORUM = "forum"
    START = "start"
    DUE = "due"
    COMPLETED_ON = "completed_on"
    ACTION_AND_DUE = "action_and_due"
    RATING = "rating"
    RATING_AND_PROGRESS = "rating_and_progress"
    RATING_REASON = "rating_reason"
    DIRECTION = "direction"
    PROGRESS = "progress"
    NEXT_STEPS = "next_steps"
    EVIDENCE = "evidence"
    COPRODUCTION = "coproduction"
    DEPENDENCIES = "dependencies"
    RESOURCES = "resources"
    RISKS = "risks"
    MITIGATION = "mitigation"
    MEASURE = "measure"
    BASELINE = "baseline"
    TARGET = "target"
    MILESTONE = "milestone"
    ACTUAL = "actual"
    NOTES = "notes"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


ROLE_WORDS: dict[Role, str] = {
    Role.REFERENCE: "reference number",
    Role.LEVEL: "level of the plan (priority, improvement area …)",
    Role.ACTION: "action",
    Role.STEPS: "steps or milestones",
    Role.SUCCESS_MEASURES: "success measures",
    Role.OUTCOME: "outcome",
    Role.IMPACT: "impact, what families will notice",
    Role.LEAD: "lead",
    Role.ACCOUNTABLE: "accountable officer",
    Role.ORGANISATION: "organisation of the lead",
    Role.FORUM: "governance forum",
    Role.START: "start date",
    Role.DUE: "due date",
    Role.COMPLETED_ON: "date completed",
    Role.ACTION_AND_DUE: "action and due date in one",
    Role.RATING: "rating",
    Role.RATING_AND_PROGRESS: "rating and progress in one",
    Role.RATING_REASON: "reason for the rating",
    Role.DIRECTION: "direction of travel",
    Role.PROGRESS: "progress update",
    Role.NEXT_STEPS: "next steps",
    Role.EVIDENCE: "evidence",
    Role.COPRODUCTION: "co-production",
    Role.DEPENDENCIES: "dependencies",
    Role.RESOURCES: "resources",
    Role.RISKS: "risks and issues",
    Role.MITIGATION: "mitigation",
    Role.MEASURE: "measure or KPI",
    Role.BASELINE: "baseline",
    Role.TARGET: "target",
    Role.MILESTONE: "milestone value",
    Role.ACTUAL: "actual value",
    Role.NOTES: "notes",
    Role.IGNORED: "left out",
    Role.UNKNOWN: "not understood",
}


class TableKind(StrEnum):
    """What a table of the document is."""

    PLAN = "plan"
    KPIS = "kpis"
    PEOPLE = "people"
    SCALE = "scale"
    SUMMARY = "summary"
    FINDINGS = "findings"
    FACTS = "facts"
    OVERVIEW = "overview"
    OTHER = "other"
    DISMISSED = "dismissed"


class ProblemKind(StrEnum):
    """Everything the reading of a plan can ask an officer about; PROBLEM_MEANINGS says what."""

    NO_LEAD = "no_lead"
    NO_DATE = "no_date"
    NO_ACTION = "no_action"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    DATE_AMBIGUOUS = "date_ambiguous"
    SEVERAL_DATES = "several_dates"
    STRAY_DATE = "stray_date"
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    UNKNOWN_RATING = "unknown_rating"
    RATING_COLOUR_ONLY = "rating_colour_only"
    FORUMS_LOOK_ALIKE = "forums_look_alike"
    LEADS_MAY_BE_ONE_OR_TWO = "leads_may_be_one_or_two"
    LEAD_INITIALS = "lead_initials"
    TARGETS_CONFLICT = "targets_conflict"
    SCALES_CONFLICT = "scales_conflict"
    REFERENCE_TWICE = "reference_twice"
    REFERENCE_MISSING = "reference_missing"
    ROW_MAY_BE_ONE_OR_TWO = "row_may_be_one_or_two"
    ROW_NOT_UNDERSTOOD = "row_not_understood"
    COLUMN_NOT_UNDERSTOOD = "column_not_understood"
    LEVEL_MISSING = "level_missing"
    LEVEL_NAME_MISSING = "level_name_missing"
    STATED_COUNT_DIFFERS = "stated_count_differs"
    NO_PLAN_TABLE = "no_plan_table"
    COMPLETED_NOT_A_DAY = "completed_not_a_day"
    DEPENDENCY_NOT_FOUND = "dependency_not_found"
    FIGURE_WITHOUT_DATE = "figure_without_date"
    FIGURE_NOT_READ = "figure_not_read"
    AFTER_TODAY = "after_today"


PROBLEM_MEANINGS: dict[ProblemKind, str] = {
    ProblemKind.NO_LEAD: "The action names nobody who leads it.",
    ProblemKind.NO_DATE: "The action has no date by which it is due.",
    ProblemKind.NO_ACTION: "The row has a date, lead or measure but no words saying what is done.",
    ProblemKind.DATE_NOT_UNDERSTOOD: "The words in the date column give no date.",
    ProblemKind.DATE_AMBIGUOUS: "The date was read, but its words leave something open: check it.",
    ProblemKind.SEVERAL_DATES: "The cell holds several dates; all are kept.",
    ProblemKind.STRAY_DATE: "A piece of a date is left over after the dates were read.",
    ProblemKind.DATES_OUT_OF_ORDER: "The action is due before it starts.",
    ProblemKind.UNKNOWN_RATING: "The rating is a word that the plan's own key does not hold.",
    ProblemKind.RATING_COLOUR_ONLY: "The rating is only a colour, and no key says what it means.",
    ProblemKind.FORUMS_LOOK_ALIKE: "Two forums have nearly the same name and may be one.",
    ProblemKind.LEADS_MAY_BE_ONE_OR_TWO: "The lead may be one post or several.",
    ProblemKind.LEAD_INITIALS: "The lead is given as initials; a person is suggested, not taken.",
    ProblemKind.TARGETS_CONFLICT: "The same measure has two different targets.",
    ProblemKind.SCALES_CONFLICT: "Two rating scales in the document have different labels.",
    ProblemKind.REFERENCE_TWICE: "The same reference is used for two things.",
    ProblemKind.REFERENCE_MISSING: "A reference is blank, or a number in the run is left out.",
    ProblemKind.ROW_MAY_BE_ONE_OR_TWO: (
        "The row may be an action of its own, or the rest of the row before it."
    ),
    ProblemKind.ROW_NOT_UNDERSTOOD: "The row could not be placed; its words are kept.",
    ProblemKind.COLUMN_NOT_UNDERSTOOD: "Nobody can tell from its heading what the column holds.",
    ProblemKind.LEVEL_MISSING: "The action belongs to no priority or improvement area.",
    ProblemKind.LEVEL_NAME_MISSING: (
        "The plan's headings carry no word of their own for the level; one was put there."
    ),
    ProblemKind.STATED_COUNT_DIFFERS: (
        "The document says how many there are; another number was found."
    ),
    ProblemKind.NO_PLAN_TABLE: "No table of actions was found in the document.",
    ProblemKind.COMPLETED_NOT_A_DAY: (
        "The date completed is no single day; its words are kept, the action is not completed."
    ),
    ProblemKind.DEPENDENCY_NOT_FOUND: (
        "The dependency names no other action of this plan; its words are kept."
    ),
    ProblemKind.FIGURE_WITHOUT_DATE: "Figures reached have no date, so they cannot be readings.",
    ProblemKind.FIGURE_NOT_READ: "The words in a column of figures give no single number.",
    ProblemKind.AFTER_TODAY: "A rating, a figure or a completion is dated after today.",
}
