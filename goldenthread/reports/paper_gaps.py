"""Gaps in the plan: counted where the period kept them, now and then, and over the periods.

Older periods kept no gaps; their papers keep the section that counts what the rows show.
"""

from __future__ import annotations

from goldenthread.reports import paper_details
from goldenthread.reports.document import (
    Align,
    Cell,
    Chart,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
    Trend,
    TrendLine,
)
from goldenthread.reports.paper_matter import Blocks, Matter
from goldenthread.rules.calendars import say_date
from goldenthread.rules.plan_quality import ACTION_GAPS, ANY, PLAN_GAPS, gap_counts
from goldenthread.rules.snapshots import PlanSnapshot

_NAMED = 12  # references in a cell, before the rest is only counted


def gaps_section(m: Matter) -> Blocks:
    """Gap × last received × now, each number opening its rows; then the trend."""
    now = gap_counts(m.now)
    if now is None:
        return paper_details.gaps(m)
    then = gap_counts(m.last) if m.last else None
    heading = Heading(2, "Gaps in the plan", "gaps")
    table = _actions_table(m, now, then)
    if table is None:
        words = "No action of the plan has a gap."
        return (heading, Paragraph((words,)), *_of_parts(m), *m.said("gaps"))
    return (heading, _sentence(m, then), table, *_of_parts(m), *_trend(m), *m.said("gaps"))


def _sentence(m: Matter, then: dict[str, int] | None) -> Paragraph:
    """ "Actions with a gap fell from 33 to 20." """
    now = m.count("gaps", "Actions with a gap")
    if then is None:
        return Paragraph((now, f" of {len(m.now.actions)} actions have a gap at {m.when}."))
    was = m.figures.count("compared:gaps", f"Actions with a gap, {m.last_when}")
    if was.number == now.number:
        return Paragraph(("Actions with a gap stayed at ", now, "."))
    moved = "fell" if (now.number or 0) < (was.number or 0) else "rose"
    return Paragraph((f"Actions with a gap {moved} from ", was, " to ", now, "."))


def _actions_table(m: Matter, now: dict[str, int], then: dict[str, int] | None) -> Table | None:
    shown = [key for key in ACTION_GAPS if now[key] or (then and then[key])]
    if not shown:
        return None
    columns = [Column("Gap", width=2.3)]
    columns += [Column(m.last_heading, Align.RIGHT, 1.1)] if m.last else []
    columns += [Column(f"Now\n{m.when}", Align.RIGHT, 1.1), Column("Which now", width=3.2)]
    rows: list[tuple[Cell, ...]] = []
    for key, words in [*((key, ACTION_GAPS[key].words) for key in shown), (ANY, "Any of these")]:
        asked = f"gap:{key}" if key else "gaps"
        cells: list[Cell] = [words]
        if m.last:
            cells.append(_then(m, asked, words) if then else "Not counted then")
        cells.append(m.count(asked, words))
        cells.append(_which(m, asked) if key else "")
        rows.append(tuple(cells))
    note = "One action may have several gaps; the last row counts it once."
    return Table(f"Gaps at {m.when}", tuple(columns), tuple(rows), total_row=True, note=note)


def _then(m: Matter, asked: str, words: str) -> Figure:
    return m.figures.count(f"compared:{asked}", f"{words}, {m.last_when}")


def _which(m: Matter, asked: str) -> str:
    names = [action.reference or action.text for action in m.figures.rows(asked)]
    more = len(names) - _NAMED
    said = ", ".join(names[:_NAMED])
    return f"{said} and {more} more" if more > 0 else said or "None"


def _of_parts(m: Matter) -> Blocks:
    """Gaps of the plan's parts and of findings: named, for they are not actions."""
    rows = [
        (gap.words, len(names), ", ".join(names))
        for key, gap in PLAN_GAPS.items()
        if (names := _names(m.now, key))
    ]
    if not rows:
        return ()
    columns = (
        Column("Gap", width=2.3),
        Column("How many", Align.RIGHT, 0.8),
        Column("Which", width=4.2),
    )
    return (Table(f"Parts of the plan and findings at {m.when}", columns, tuple(rows)),)


def _names(snapshot: PlanSnapshot, key: str) -> list[str]:
    if key == "finding-without-action":
        return [one.reference or one.text for one in snapshot.findings or () if not one.answered]
    return [
        f"{level.name} {level.reference or level.title}"
        for level in snapshot.levels
        if key in (level.gaps or ())
    ]


def _trend(m: Matter) -> Blocks:
    """Actions with a gap over the closed periods that kept them; from two periods on."""
    kept = [(period, period.gaps) for period in m.trend if period.gaps is not None]
    if len(kept) < 2:
        return ()
    (first, began), (last, ended) = kept[0], kept[-1]
    between = f"between {say_date(first.cut_off)} and {say_date(last.cut_off)}"
    if began == ended:
        title = f"Actions with a gap: {ended} at the beginning and the end, {between}"
    else:
        moved = "fell" if ended < began else "rose"
        title = f"Actions with a gap {moved} from {began} to {ended} {between}"
    line = TrendLine(
        "actions with a gap", "thread", tuple((period.cut_off, number) for period, number in kept)
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            period.cut_off,
            m.figures.then(
                period, "gaps", number, f"Actions with a gap, {say_date(period.cut_off)}"
            ),
            period.total,
        )
        for period, number in kept
    )
    columns = (
        Column("Period ended", width=1.4),
        Column("Actions with a gap", Align.RIGHT),
        Column("All actions", Align.RIGHT),
    )
    alt = f"A line of actions with a gap over {len(kept)} reporting periods; the table has each."
    data = Trend((line,), max(period.total for period, _ in kept))
    return (Chart(title, alt, data, Table("Gaps by reporting period", columns, rows)),)
