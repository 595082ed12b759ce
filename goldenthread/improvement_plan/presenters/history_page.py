"""History: who did what, when, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.trail.queries import HistoryEntry

LONDON = ZoneInfo("Europe/London")
PAGE_SIZE = 50


@dataclass(frozen=True)
class HistoryPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    entries: tuple[dict[str, object], ...]
    older_href: str


def history_page(
    entries: Sequence[HistoryEntry],
    *,
    of: str,
    breadcrumbs: tuple[Crumb, ...],
    tabs: tuple[dict[str, object], ...],
    address: str,
) -> HistoryPage:
    more = len(entries) > PAGE_SIZE
    shown = entries[:PAGE_SIZE]
    return HistoryPage(
        title="History",
        caption=of,
        breadcrumbs=breadcrumbs,
        tabs=tabs,
        entries=tuple(history_line(entry) for entry in shown),
        older_href=f"{address}?before={shown[-1].seq}" if more and shown else "",
    )


def history_line(entry: HistoryEntry) -> dict[str, object]:
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
