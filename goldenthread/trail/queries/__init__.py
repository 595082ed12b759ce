"""Reading the trail: what was done, and who saw what."""

from goldenthread.trail.queries.erasures import details_about, erased_details, still_told
from goldenthread.trail.queries.heads import Head, heads
from goldenthread.trail.queries.histories import (
    ExportedEntry,
    HistoryEntry,
    audit_trail,
    every_entry,
    history,
    people_in_trail,
)
from goldenthread.trail.queries.sightings import (
    LookFact,
    LooksAt,
    SeenBy,
)

__all__ = [
    "ExportedEntry",
    "Head",
    "HistoryEntry",
    "LookFact",
    "LooksAt",
    "SeenBy",
    "audit_trail",
    "details_about",
    "erased_details",
    "every_entry",
    "heads",
    "history",
    "people_in_trail",
    "still_told",
]
