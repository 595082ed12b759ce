"""A highlight report concern by concern: progress, impact and next steps of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.reports.document import Cell, Column, Heading, Run, SummaryList, Table
from goldenthread.reports.highlight_matter import HighlightMatter, name_of
from goldenthread.reports.paper_lists import action_and_lead
from goldenthread.reports.paper_matter import Blocks
from goldenthread.reports.plan_facts import Actions, rating_mark, under
from goldenthread.rules.calendars import say_date
from goldenthread.rules.snapshots import SnapshotLevel


def concerns_of(levels: Iterable[SnapshotLevel], top: SnapshotLevel) -> tuple[SnapshotLevel, ...]:
    """What a report goes through one by one: the parts below, or the part itself where none is."""
    below = sorted((one for one in levels if one.parent_id == top.id), key=lambda o: o.position)
    return tuple(below) or (top,)


def concerns(m: HighlightMatter) -> Blocks:
    """Each concern: progress, impact, next steps, and its actions."""
    made: Blocks = (Heading(2, "Concern by concern", "concerns"),)
    for level in concerns_of(m.now.levels, m.level):
        inside = under(level, m.now)
        rows: tuple[tuple[str, tuple[Run, ...]], ...] = (
            ("Progress", (_progress(m, level, inside),)),
            ("Impact", (_impact(m, level, inside),)),
            ("Next steps", (_next(m, level, inside),)),
        )
        made += (Heading(3, name_of(level)), SummaryList(rows))
        made += (_concern_table(m, level, inside),) if inside else ()
    return made


def _own(m: HighlightMatter, key: str, level: SnapshotLevel) -> str:
    return m.words.get(f"{key}:{level.id}", "").strip()


def _progress(m: HighlightMatter, level: SnapshotLevel, inside: Actions) -> str:
    """The lead's words; else the latest updates as the action leads wrote them."""
    since = m.last.cut_off if m.last else date.min
    said = [
        f"{a.reference}: {a.progress}"
        for a in inside
        if a.progress and a.progress_on and a.progress_on > since
    ]
    return _own(m, "progress", level) or "\n".join(said) or "No update was recorded."


def _impact(m: HighlightMatter, level: SnapshotLevel, inside: Actions) -> str:
    said = [f"{a.reference}: {a.impact}" for a in inside if a.impact]
    return _own(m, "impact", level) or level.impact or "\n".join(said) or "No impact recorded yet."


def _next(m: HighlightMatter, level: SnapshotLevel, inside: Actions) -> str:
    soon = {a.id for a in m.rows(f"due-next:{m.days_ahead}")}
    due = [f"{a.reference}, due {say_date(a.due)}" for a in inside if a.id in soon and a.due]
    return _own(m, "next", level) or "\n".join(due) or f"Nothing due within {m.days_ahead} days."


def _concern_table(m: HighlightMatter, level: SnapshotLevel, inside: Actions) -> Table:
    columns = (
        Column("Ref", width=0.6),
        Column("Action and lead", width=3.4),
        Column("Due", width=1.1),
        Column("Rating", width=1.0),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            a.reference,
            action_and_lead(a),
            a.due or a.due_as_written or "No date",
            rating_mark(a.rating, m.now),
        )
        for a in inside
    )
    return Table(f"Actions of {name_of(level)}", columns, rows)
