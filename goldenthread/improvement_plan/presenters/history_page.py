"""History: who did what, when, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.pages.shell import Crumb
from goldenthread.trail.queries import HistoryEntry
from goldenthread.trail.telling import told


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
) -> HistoryPage:
    page = told(entries)
    return HistoryPage(
        title="History",
        caption=of,
        breadcrumbs=breadcrumbs,
        tabs=tabs,
        entries=page.lines,
        older_href=page.older,
    )
