"""The parts of a highlight report. Facts in, blocks out."""

from __future__ import annotations

from datetime import date

from goldenthread.reports.document import (
    Cell,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Run,
    SummaryList,
    Table,
)
from goldenthread.reports.highlight_matter import HighlightMatter, Wait
from goldenthread.reports.paper_lists import action_and_lead, off_track_table, shown_by
from goldenthread.reports.paper_matter import Blocks
from goldenthread.reports.plan_facts import UNRATED, mark_of, rating_mark
from goldenthread.rules.comparison import UNRATED as UNRATED_CODE
from goldenthread.rules.comparison import rating_code
from goldenthread.rules.snapshots import SnapshotAction

_STATES = {"waits": "Waiting", "blocked": "Held up", "done": "Done"}


# --- status ---------------------------------------------------------------------------------------


def status(m: HighlightMatter) -> Blocks:
    """The overall status with its reason, what is done about it, and what happens if not."""
    rows: list[tuple[str, tuple[Run, ...]]] = [("Overall status", (status_mark(m),))]
    for key, name in (
        ("reason", "Reason"),
        ("mitigation", "Mitigation"),
        ("impact_if_not", "What happens if not"),
    ):
        words = m.words.get(key, "").strip()
        if words or key == "reason":
            rows.append((name, (words or "Not written yet",)))
    return (Heading(2, "Overall status", "status"), SummaryList(tuple(rows)))


def status_mark(m: HighlightMatter) -> Run:
    points = m.now.scales[0].points if m.now.scales else ()
    point = next((one for one in points if one.key == m.status_point), None)
    return mark_of(point, m.now, "" if point else "Not chosen yet")


def at_a_glance(m: HighlightMatter) -> Blocks:
    """The strong numbers of this part."""
    total = m.count("actions", f"all actions, {m.when}")
    detail: tuple[Run, ...] = ("of ", total, " actions")
    if m.last:
        was = m.count("compared:share:complete", f"{m.done}, {m.last_when}") if _held(m) else None
        detail += ("; ", was, f" on {m.last_when}") if was else ()
    items = [
        KeyFigure(m.count("share:complete", f"{m.done}, {m.when}"), m.done.capitalize(), detail)
    ]
    if m.last:
        better = m.count("direction:better", f"better rated than on {m.last_when}")
        worse = m.count("direction:worse", f"worse rated than on {m.last_when}")
        items.append(
            KeyFigure(better, "Moved up", (f"since {m.last_when}; ", worse, " moved down"))
        )
    overdue = m.count("overdue", f"overdue, {m.when}")
    items += [
        KeyFigure(m.count("off-track", f"off track, {m.when}"), "Off track", (overdue, " overdue")),
        KeyFigure(
            m.count(f"due-next:{m.days_ahead}", f"due within {m.days_ahead} days of {m.when}"),
            "Due next",
            f"within {m.days_ahead} days",
        ),
    ]
    return (KeyFigures(f"{m.level.name} {m.level.reference} at a glance", tuple(items)),)


def _held(m: HighlightMatter) -> bool:
    """Did the compared period have this part already?"""
    return m.last is not None and any(one.id == m.level.id for one in m.last.levels)


# --- what happened --------------------------------------------------------------------------------


def completed(m: HighlightMatter) -> Blocks:
    """What was completed since the last report to this reader."""
    if not m.last:
        return ()
    done = m.rows("completed-since")
    count = m.count("completed-since", f"completed since {m.last_when}")
    if not done:
        return (Paragraph(("No action was completed since ", m.last_when, ".")),)
    were = " action was completed." if len(done) == 1 else " actions were completed."
    columns = (
        Column("Ref", width=0.6),
        Column("Action and lead", width=3.0),
        Column("Completed", width=1.2),
        Column("What shows it", width=2.2),
    )
    rows = tuple(
        (a.reference, action_and_lead(a), a.completed_on or "No date recorded", shown_by(a))
        for a in done
    )
    return (Paragraph((count, were)), Table("Completed", columns, rows, part="completed"))


def moved(m: HighlightMatter) -> Blocks:
    """Every other rating that changed, before and now."""
    if not m.last:
        return ()
    before = {one.id: one for one in m.last.actions}
    finished = {one.id for one in m.rows("completed-since")}
    changed = [
        (before[a.id], a)
        for a in m.rows("actions")
        if a.id in before and a.id not in finished and _differs(m, before[a.id], a)
    ]
    if not changed:
        return (Paragraph(("No other rating changed.",)),)
    columns = (
        Column("Ref", width=0.6),
        Column("Action and lead", width=3.4),
        Column(f"Rated\n{m.last_when}", width=1.1),
        Column(f"Now\n{m.when}", width=1.1),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            now.reference,
            action_and_lead(now),
            rating_mark(was.rating, m.last) if was.rating else UNRATED,
            rating_mark(now.rating, m.now) if now.rating else UNRATED,
        )
        for was, now in changed
    )
    return (Table("Ratings that changed", columns, rows, part="movement"),)


def _differs(m: HighlightMatter, was: SnapshotAction, now: SnapshotAction) -> bool:
    assert m.last is not None
    then = rating_code(m.last, was) or UNRATED_CODE
    return then != (rating_code(m.now, now) or UNRATED_CODE)


def updates(m: HighlightMatter) -> Blocks:
    """What the leads last said, of what is not complete; only what is new since the last report."""
    since = m.last.cut_off if m.last else date.min
    said = [
        a
        for a in m.rows("actions")
        if a.progress and a.progress_on and a.progress_on > since and a.completed_on is None
    ]
    if not said:
        return (Paragraph(("The leads recorded no update.",)),)
    columns = (
        Column("Ref", width=0.6),
        Column("Action and lead", width=2.4),
        Column("What the lead says", width=3.4),
        Column("On", width=1.05),
    )
    rows = tuple((a.reference, action_and_lead(a), _update(a), a.progress_on) for a in said)
    return (Table("Updates of the leads", columns, rows),)


def _update(action: SnapshotAction) -> str:
    return f"{action.progress}\nImpact: {action.impact}" if action.impact else action.progress


def off_track(m: HighlightMatter) -> Blocks:
    """Red or overdue, with cause and recovery date; what is missing is said."""
    inside = m.reach.action_ids
    off = [one for one in m.facts.off_track_actions if one.action.id in inside]
    return (Heading(2, "Off track", "off_track"), off_track_table(off, m.now, when=m.when))


# --- dependencies and what comes next -------------------------------------------------------------


def waiting(m: HighlightMatter, *, level: int = 2) -> Blocks:
    """Who waits for whom: this part for others, and others for this one."""
    heading = Heading(level, "Dependencies", "dependencies")
    if not m.waits:
        return (heading, Paragraph(("No action here waits for another, and none waits for it.",)))
    columns = (
        Column("Waits", width=0.7),
        Column("For", width=1.6),
        Column("What it needs", width=2.6),
        Column("Needed by", width=1.05),
        Column("How it stands", width=1.2),
    )
    rows = tuple(_wait_row(one) for one in m.waits)
    note = "Held up: what is waited for is overdue, off track or waits for a decision itself."
    return (heading, Table("Who waits for whom", columns, rows, note=note))


def _wait_row(one: Wait) -> tuple[Cell, ...]:
    where = f"{one.waits_for}\n{one.other_part}" if one.outward else one.waits_for
    first = one.action if one.outward else f"{one.action}\n{one.other_part}"
    stands = f"{_STATES.get(one.state, one.state)}\n{one.agreed or 'Not agreed yet'}"
    return (first.strip(), where.strip(), one.needs, one.needed_by or "No date", stands)


def next_steps(m: HighlightMatter) -> Blocks:
    """What falls due, the lead's words on what comes next, and the support that is needed."""
    soon = sorted(m.rows(f"due-next:{m.days_ahead}"), key=lambda a: (str(a.due), a.position))
    made: Blocks = (Heading(2, "What comes next", "due_next"),)
    if soon:
        columns = (
            Column("Due", width=1.1),
            Column("Ref", width=0.6),
            Column("Action and lead", width=3.6),
            Column("Rating", width=0.9),
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (a.due, a.reference, action_and_lead(a), rating_mark(a.rating, m.now)) for a in soon
        )
        made += (Table(f"Due within {m.days_ahead} days of {m.when}", columns, rows),)
    else:
        made += (Paragraph((f"Nothing falls due within {m.days_ahead} days.",)),)
    made += m.said("next")
    support = m.words.get("support", "").strip()
    if support:
        made += (Heading(2, "Support needed", "support"), Paragraph((support,)))
    return made
