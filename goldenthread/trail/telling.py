"""A history as a page shows it: who did what, when, and what changed; a page at a time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from goldenthread.rules.calendars import say_date
from goldenthread.trail import queries
from goldenthread.trail.queries import HistoryEntry

LONDON = ZoneInfo("Europe/London")
PAGE_SIZE = 50


@dataclass(frozen=True)
class Told:
    """One page of a history, latest first. `lines` are for the pages' `history` component;
    `older` is the query of the page before it in time, "" on the last."""

    lines: tuple[dict[str, object], ...]
    older: str


def before_in(text: str) -> int | None:
    """`?before=` of an address, where it is a number of the trail."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def told(entries: Sequence[HistoryEntry]) -> Told:
    """A page of what was found, asked for with a limit of PAGE_SIZE + 1."""
    shown = entries[:PAGE_SIZE]
    more = len(entries) > PAGE_SIZE
    return Told(
        lines=tuple(line(entry) for entry in shown),
        older=f"?before={shown[-1].seq}" if more else "",
    )


def of_thing(*, local_area_id: uuid.UUID, kind: str, object_id: uuid.UUID, before: str) -> Told:
    """The history of one thing, once the thing itself is known to be in sight."""
    return told(
        queries.history(
            local_area_id=local_area_id,
            kind=kind,
            object_id=object_id,
            limit=PAGE_SIZE + 1,
            before=before_in(before),
        )
    )


def of_area(*, local_area_id: uuid.UUID, before: str) -> Told:
    """Everything in a local area, for whoever may read all of it."""
    return told(
        queries.audit_trail(
            local_area_id=local_area_id, limit=PAGE_SIZE + 1, before=before_in(before)
        )
    )


def line(entry: HistoryEntry) -> dict[str, object]:
    """For the `history` component."""
    at = entry.recorded_at.astimezone(LONDON)
    when = f"{say_date(at.date())}, {at:%H:%M}"
    if entry.on != at.date():
        when += f" (for {say_date(entry.on)})"
    return {
        "when": when,
        "who": entry.actor_label,
        "what": entry.words,
        "detail": entry.reason
        or ("What changed was recorded and has since been erased." if entry.details_erased else ""),
        "changes": [
            {"field": field_words(field), "before": value_words(before), "after": value_words(now)}
            for field, before, now in entry.changes
        ],
    }


def field_words(field: str) -> str:
    words = field.replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}"


def value_words(value: object) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(value_words(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{field_words(key)}: {value_words(each)}" for key, each in value.items())
    return str(value)
