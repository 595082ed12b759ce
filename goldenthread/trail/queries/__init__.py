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
    SeenBy,
    every_look_at,
    looks_at,
    people_who_saw,
    seen_by,
    times_seen,
)

__all__ = [
    "ExportedEntry",
    "Head",
    "HistoryEntry",
    "LookFact",
    "SeenBy",
    "audit_trail",
    "details_about",
    "erased_details",
    "every_entry",
    "every_look_at",
    "heads",
    "history",
    "looks_at",
    "people_in_trail",
    "people_who_saw",
    "seen_by",
    "still_told",
    "times_seen",
]
