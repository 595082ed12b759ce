"""The workbook of a highlight report: the same facts with real numbers and dates."""

from __future__ import annotations

from goldenthread.reports.document import (
    Align,
    Cell,
    Column,
    Document,
    Sheet,
    Table,
)
from goldenthread.reports.document_figures import number_figures
from goldenthread.reports.highlight_matter import HighlightMatter, name_of
from goldenthread.reports.highlight_parts import status_mark
from goldenthread.reports.plan_facts import rating_mark
from goldenthread.rules.calendars import say_date


def workbook(m: HighlightMatter, report: Document) -> tuple[Sheet, ...]:
    """Summary, Actions, the report's own tables and the references."""
    note = f"{report.title} · {report.local_area} · {report.header} · {say_date(report.as_at)}"
    tables = tuple(block for block in report.blocks if isinstance(block, Table))
    made = [
        Sheet("Summary", (_status(m), _counts(m)), note),
        Sheet("Actions", (_actions(m),)),
        Sheet("What it says", tables) if tables else None,
        Sheet("References", (_references(report),)),
    ]
    return tuple(sheet for sheet in made if sheet)


def _status(m: HighlightMatter) -> Table:
    """The status and its words as rows."""
    rows: list[tuple[Cell, ...]] = [("Overall status", status_mark(m))]
    rows += [
        (name, m.words[key])
        for key, name in (
            ("reason", "Reason"),
            ("mitigation", "Mitigation"),
            ("impact_if_not", "What happens if not"),
            ("progress", "Progress"),
            ("next", "What comes next"),
            ("support", "Support needed"),
        )
        if m.words.get(key)
    ]
    return Table("Status", (Column("What", width=1.2), Column("Words", width=6.0)), tuple(rows))


def _counts(m: HighlightMatter) -> Table:
    """The counts of this part, as numbers."""
    counted = [
        ("All actions", "actions"),
        (m.done.capitalize(), "share:complete"),
        ("Off track", "off-track"),
        ("Overdue", "overdue"),
        (f"Due within {m.days_ahead} days", f"due-next:{m.days_ahead}"),
    ]
    if m.last:
        counted += [
            ("Completed since", "completed-since"),
            ("Moved up", "direction:better"),
            ("Moved down", "direction:worse"),
        ]
    rows = tuple((name, m.count(key, f"{name.lower()}, {m.when}")) for name, key in counted)
    columns = (Column("What", width=2.0), Column("Actions"))
    return Table(f"Counts at {m.when}", columns, rows, part="summary_table")


def _actions(m: HighlightMatter) -> Table:
    """Every action of the part with real dates."""
    columns = (
        Column("Reference", width=1.0),
        Column("Action", width=5.0),
        Column("Lead", width=2.2),
        Column("Due", width=1.2),
        Column("Rating", width=1.2),
        Column("Cause", width=3.0),
        Column("Recovery date", width=1.2),
        Column("Completed", width=1.2),
        Column("Progress", width=4.0),
        Column("Said on", width=1.2),
        Column("Impact", width=3.0),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            a.reference,
            a.text,
            ", ".join(a.leads),
            a.due,
            rating_mark(a.rating, m.now),
            a.cause,
            a.recovery_date,
            a.completed_on,
            a.progress,
            a.progress_on,
            a.impact,
        )
        for a in m.rows("actions")
    )
    return Table(f"Actions of {name_of(m.level)}", columns, rows)


def _references(report: Document) -> Table:
    """Every figure with its permanent reference."""
    columns = (
        Column("Figure", Align.LEFT, 0.8),
        Column("What it counts", width=5.0),
        Column("Value", Align.RIGHT, 1.6),
        Column("Reference", width=3.5),
    )
    rows: list[tuple[Cell, ...]] = []
    for number, figure in enumerate(number_figures(report.blocks).figures, start=1):
        value: Cell = figure.value if figure.number is None else figure.number
        rows.append((f"F{number}", figure.what, value, figure.reference))
    return Table("Where each figure comes from", columns, tuple(rows))
