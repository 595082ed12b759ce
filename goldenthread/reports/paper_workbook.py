"""The workbook's sheets: the same facts with real numbers and dates, and every action as a row."""

from datetime import date

from goldenthread.reports import paper_details as details
from goldenthread.reports import paper_sections as sections
from goldenthread.reports.document import (
    Align,
    Cell,
    Column,
    Document,
    Sheet,
    Table,
)
from goldenthread.reports.document_figures import number_figures
from goldenthread.reports.paper_matter import Matter
from goldenthread.reports.plan_facts import Actions, rating_mark
from goldenthread.rules.comparison import ShareFigure
from goldenthread.rules.snapshots import SnapshotAction


def workbook(m: Matter, paper: Document) -> tuple[Sheet, ...]:
    """Summary, Movement, Actions, Off track, Priorities, Evidence, Definitions and References."""
    movement = sections.movement_table(m)
    off = tuple(one.action for one in m.facts.off_track_actions)
    made = [
        Sheet("Summary", (sections.summary_table(m), _shares(m)), _heading(paper)),
        Sheet("Movement", (movement,)) if movement else None,
        Sheet("Actions", (_actions(m, m.now.actions, "Every action"),)),
        Sheet("Off track", (_actions(m, off, f"Off track at {m.when}"),)),
        Sheet("Priorities", (details.priorities_table(m),)) if m.facts.levels else None,
        Sheet("Evidence", (_evidence(m),)),
        Sheet("Definitions", details.definitions(m)),
        Sheet("References", (_references(paper),)),
    ]
    return tuple(sheet for sheet in made if sheet)


def _heading(paper: Document) -> str:
    return f"{paper.title} · {paper.local_area} · {paper.header}"


def _shares(m: Matter) -> Table:
    """Each share on each occasion as numbers: count, total, and the two in words."""
    columns = (
        Column("Share", width=2.2),
        Column("On", width=1.2),
        Column("Count", Align.RIGHT),
        Column("Of", Align.RIGHT),
        Column("In words", width=1.6),
        Column("What counts", width=5.0),
    )
    occasions: list[tuple[date, tuple[ShareFigure, ...]]] = [(m.now.cut_off, m.facts.shares)]
    if m.last:
        occasions.insert(0, (m.last.cut_off, m.facts.compared_shares))
    rows: list[tuple[Cell, ...]] = []
    for day, shares in occasions:
        for share in shares:
            name = m.share_name(share)
            figure = m.figures.share(share, name)
            rows.append((name, day, share.value, share.share.total, figure, share.definition))
    return Table("The three shares", columns, tuple(rows))


_ACTION_COLUMNS = (
    Column("Reference", width=1.0),
    Column("Part of", width=2.6),
    Column("Action", width=5.0),
    Column("Lead", width=2.2),
    Column("Forum", width=2.0),
    Column("Start", width=1.2),
    Column("Due, as written", width=1.5),
    Column("Due", width=1.2),
    Column("Days overdue", Align.RIGHT, 0.9),
    Column("Rating", width=1.2),
    Column("Rated on", width=1.2),
    Column("Cause", width=3.0),
    Column("Recovery date", width=1.2),
    Column("Completed", width=1.2),
    Column("Signed off", width=1.2),
    Column("Progress", width=4.0),
    Column("Impact", width=3.0),
    Column("Evidence held", Align.RIGHT, 0.9),
)


def _actions(m: Matter, actions: Actions, caption: str) -> Table:
    levels = {level.id: f"{level.reference} {level.title}".strip() for level in m.now.levels}
    late = {one.action.id: one.days_overdue for one in m.facts.off_track_actions if one.overdue}
    rows = tuple(_action(action, m, levels, late.get(action.id)) for action in actions)
    return Table(caption, _ACTION_COLUMNS, rows)


def _action(
    action: SnapshotAction, m: Matter, levels: dict[str, str], overdue: int | None
) -> tuple[Cell, ...]:
    return (
        action.reference,
        "; ".join(levels.get(each, "") for each in action.level_ids),
        action.text,
        ", ".join(action.leads),
        ", ".join(action.forums),
        action.start,
        action.due_as_written,
        action.due,
        overdue,
        rating_mark(action.rating, m.now),
        action.rating.on if action.rating else None,
        action.cause,
        action.recovery_date,
        action.completed_on,
        action.signed_off_on,
        action.progress,
        action.impact,
        len(action.evidence),
    )


def _evidence(m: Matter) -> Table:
    columns = (
        Column("Action", width=1.0),
        Column("Evidence", width=4.0),
        Column("What it shows", width=5.0),
        Column("Kind", width=1.2),
        Column("Date", width=1.2),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.reference,
            one.evidence.title,
            one.evidence.shows,
            details.KINDS.get(one.evidence.kind, one.evidence.kind),
            one.evidence.on,
        )
        for one in m.facts.evidence
    )
    return Table("Evidence held", columns, rows)


def _references(paper: Document) -> Table:
    columns = (
        Column("Figure", Align.LEFT, 0.8),
        Column("What it counts", width=5.0),
        Column("Value", Align.RIGHT, 1.6),
        Column("Reference", width=3.5),
    )
    rows: list[tuple[Cell, ...]] = []
    for number, figure in enumerate(number_figures(paper.blocks).figures, start=1):
        value: Cell = figure.value if figure.number is None else figure.number
        rows.append((f"F{number}", figure.what, value, figure.reference))
    return Table("Where each figure comes from", columns, tuple(rows))
