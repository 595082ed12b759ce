"""What is known of imports, and what is still to be asked. Frozen facts, asked as somebody.

imports(viewer=) -> tuple[ImportFact, ...]                    (latest first)
an_import(import_id, viewer=) -> ImportDetail                 (Refused where there is none)
raw_document(import_id, viewer=) -> RawDocument
asked_scales(plan, plan_scales) -> tuple[AskedScale, ...]     rating words, never mapped here
asked_leads(plan, viewer=, on=) -> tuple[AskedLead, ...]
asked_forums(plan, viewer=, on=) -> tuple[AskedForum, ...]
problems_on(plan, on) -> tuple[Problem, ...]                  with those that only a day can tell
compare(detail, viewer=, on=) -> Comparison                   a newer version beside its plan
"""

from goldenthread.intake.models import ImportState
from goldenthread.intake.queries.comparing import Comparison, compare
from goldenthread.intake.queries.dated import completed_day, problems_on, ratings_after
from goldenthread.intake.queries.forums_asked import AskedForum, asked_forums
from goldenthread.intake.queries.imports import (
    ImportDetail,
    ImportFact,
    an_import,
    an_import_fact,
    imports,
    raw_document,
)
from goldenthread.intake.queries.leads_asked import AskedLead, asked_leads, suggested_answer
from goldenthread.intake.queries.ratings_asked import (
    AskedScale,
    ScaleChoice,
    asked_scales,
    chosen_scale,
    point_of,
    ratings_are_answered,
    unanswered,
    undated,
    word_of,
)

__all__ = [
    "AskedForum",
    "AskedLead",
    "AskedScale",
    "Comparison",
    "ImportDetail",
    "ImportFact",
    "ImportState",
    "ScaleChoice",
    "an_import",
    "an_import_fact",
    "asked_forums",
    "asked_leads",
    "asked_scales",
    "chosen_scale",
    "compare",
    "completed_day",
    "imports",
    "point_of",
    "problems_on",
    "ratings_after",
    "ratings_are_answered",
    "raw_document",
    "suggested_answer",
    "unanswered",
    "undated",
    "word_of",
]
