"""The first parts of a board's paper: what the figures say, then and now. Facts in, blocks out."""

from datetime import date
from typing import Literal

from goldenthread.reports.document import (
    Align,
    Cell,
    Chart,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Run,
    Segment,
    StackedBars,
    Table,
    Trend,
    TrendLine,
)
from goldenthread.reports.paper_matter import Blocks, Matter
from goldenthread.reports.plan_facts import mark_of
from goldenthread.rules.calendars import say_date

_TREND_KEYS = (
    "share:complete",
    "share:complete-or-on-track",
    "share:complete-on-track-or-under-way",
)
TOTALS = ("complete", "complete_or_on_track", "complete_on_track_or_under_way")


def at_a_glance(m: Matter) -> Blocks:
    """The strong numbers and the opening sentences."""
    complete = m.facts.shares[0]
    then = "last received" if m.received else f"on {m.last_when}"
    detail: tuple[Run, ...] = (
        "of ",
        m.figures.of(m.facts.total, f"All actions, {m.when}"),
        " actions",
    )
    if m.last:
        was = m.count("compared:share:complete", f"{m.done.capitalize()}, {m.last_when}")
        detail += ("; ", was, f" {then}")
    items = [
        KeyFigure(
            m.count(complete.key, m.done.capitalize()),
            m.done.capitalize(),
            detail,
        )
    ]
    if m.last:
        better = m.count("direction:better", f"Better rated than on {m.last_when}")
        worse = m.count("direction:worse", f"Worse rated than on {m.last_when}")
        moved = (f"since {m.last_when}; ", worse, " moved down")
        items.append(KeyFigure(better, "Moved up", moved))
    undated = m.count("off-track-undated", "Off track without a recovery date")
    said: str | tuple[Run, ...] = (undated, " without a recovery date")
    if not undated.number:
        said = "each with a recovery date" if m.facts.off_track_actions else "red or overdue"
    items += [
        KeyFigure(m.count("off-track", "Off track"), "Off track", said),
        KeyFigure(
            m.count(f"due-next:{m.days_ahead}", f"Due within {m.days_ahead} days"),
            "Due next",
            f"within {m.days_ahead} days",
        ),
    ]
    said_first = [m.figures.sentence(each, m.what) for each in m.facts.sentences]
    paragraphs = tuple(
        Paragraph(_joined(part)) for part in (said_first[:3], said_first[3:]) if part
    )
    panel = KeyFigures(f"The plan at a glance, {m.when}", tuple(items))
    return (Heading(2, "The plan at a glance", "summary"), panel, *paragraphs, *m.said("overall"))


def _joined(sentences: list[tuple[Run, ...]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for place, sentence in enumerate(sentences):
        runs += [" "] if place else []
        runs += sentence
    return tuple(runs)


def ratings_then_and_now(m: Matter) -> Blocks:
    """Rating × (initial, last received, now), the bars, and the three shares."""
    return (
        Heading(2, "Ratings then and now", "ratings"),
        _bars(m),
        summary_table(m),
        *m.said("ratings"),
        Heading(3, "Three ways to count progress"),
        shares_table(m),
    )


def summary_table(m: Matter) -> Table:
    """Actions at each rating: at first, when this body last received the plan, and now."""
    columns = [Column("Rating", width=1.0), Column("What it means", width=2.5)]
    columns.append(Column("First rating", Align.RIGHT, 0.8))
    columns += [Column(m.last_heading, Align.RIGHT, 1.2)] if m.last else []
    columns.append(Column(f"Now\n{m.when}", Align.RIGHT, 1.2))
    rows: list[tuple[Cell, ...]] = []
    for row in m.facts.ratings:
        meaning = row.point.meaning if row.point else "Nobody had rated it"
        cells: list[Cell] = [mark_of(row.point, m.now, row.label), meaning]
        cells.append(m.figures.of(row.initial, f"First rated {row.label}"))
        if row.compared:
            cells.append(m.figures.of(row.compared, f"Rated {row.label}, {m.last_when}"))
        cells.append(m.figures.of(row.now, f"Rated {row.label}, {m.when}"))
        rows.append(tuple(cells))
    total: list[Cell] = ["Total", "", m.figures.of(m.facts.total, f"All actions, {m.when}")]
    if m.facts.compared_total:
        total.append(m.figures.of(m.facts.compared_total, f"All actions, {m.last_when}"))
    total.append(m.figures.of(m.facts.total, f"All actions, {m.when}"))
    rows.append(tuple(total))
    note = "First rating: what each action now in the plan was rated when it was first rated."
    return Table(
        "Actions by rating",
        tuple(columns),
        tuple(rows),
        total_row=True,
        note=note,
        part="summary_table",
    )


def shares_table(m: Matter) -> Table:
    """The three shares side by side, each with what it counts."""
    columns = [Column("Share of all actions", width=1.2), Column("What counts", width=2.4)]
    columns += [Column(m.last_heading, Align.RIGHT, 1.25)] if m.last else []
    columns.append(Column(f"Now\n{m.when}", Align.RIGHT, 1.25))
    rows: list[tuple[Cell, ...]] = []
    for place, share in enumerate(m.facts.shares):
        name = m.share_name(share)
        cells: list[Cell] = [name, share.definition]
        if m.last:
            before = m.facts.compared_shares[place]
            cells.append(m.figures.share(before, f"{name}, {m.last_when}"))
        cells.append(m.figures.share(share, f"{name}, {m.when}"))
        rows.append(tuple(cells))
    return Table("The three shares", tuple(columns), tuple(rows), part="shares_table")


def _bars(m: Matter) -> Chart:
    rows = m.facts.ratings
    marks = [mark_of(row.point, m.now, row.label) for row in rows]
    columns = [("First rating", [row.initial.value for row in rows])]
    if m.last:
        columns.append((m.last_when, [row.compared.value for row in rows if row.compared]))
    columns.append((m.when, [row.now.value for row in rows]))
    bars = tuple(
        (
            name,
            tuple(Segment(mark, n) for mark, n in zip(marks, counts, strict=True) if n),
        )
        for name, counts in columns
    )
    said = "; ".join(
        f"{name}: " + ", ".join(f"{s.count} {s.mark.label}" for s in segments)
        for name, segments in bars
    )
    return Chart(_finding(m), f"Bars of actions by rating. {said}.", StackedBars(bars))


def _finding(m: Matter) -> str:
    """The chart's title: "Actions complete and signed off rose from 33 to 52"."""
    now = m.facts.shares[0].value
    if not m.last:
        return f"{now} of {len(m.now.actions)} actions are {m.done}"
    before = m.facts.compared_shares[0].value
    if now == before:
        return f"Actions {m.done} stayed at {now}"
    return f"Actions {m.done} {'rose' if now > before else 'fell'} from {before} to {now}"


def trend(m: Matter) -> Blocks:
    """The three counts over the closed periods; left out until there are two periods."""
    periods = m.trend
    if len(periods) < 2:
        return ()
    tones: tuple[Literal["brand", "thread", "ink"], ...] = ("brand", "thread", "ink")
    names = [m.share_name(share) for share in m.facts.shares]
    lines = tuple(
        TrendLine(name.lower(), tone, tuple((p.cut_off, getattr(p, part)) for p in periods))
        for name, tone, part in zip(names, tones, TOTALS, strict=True)
    )
    first, last = periods[0], periods[-1]
    title = (
        f"From {first.complete} to {last.complete} actions {m.done}"
        f" between {say_date(first.cut_off)} and {say_date(last.cut_off)}"
    )
    columns = (
        Column("Period ended", width=1.4),
        *(Column(name, Align.RIGHT) for name in names),
        Column("All actions", Align.RIGHT, 0.7),
    )
    counted = tuple(zip(_TREND_KEYS, names, TOTALS, strict=True))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            period.cut_off,
            *(
                m.figures.then(period, key, getattr(period, part), _dated(name, period.cut_off))
                for key, name, part in counted
            ),
            m.figures.then(period, "actions", period.total, _dated("All actions", period.cut_off)),
        )
        for period in periods
    )
    table = Table("Progress by reporting period", columns, rows)
    alt = f"Lines of three counts over {len(periods)} reporting periods; the table has each."
    data = Trend(lines, max(p.total for p in periods))
    return (Heading(2, "Progress over time", "trend"), Chart(title, alt, data, table))


def _dated(name: str, on: date) -> str:
    return f"{name}, {say_date(on)}"


def movement_table(m: Matter) -> Table | None:
    """From each rating (rows) to each rating (columns), for actions in both periods."""
    if not m.last:
        return None
    found = {(move.from_code, move.to_code): move for move in m.facts.movement}
    starts = [r for r in m.facts.ratings if any(key[0] == r.code for key in found)]
    ends = [r for r in m.facts.ratings if r.now.value or any(key[1] == r.code for key in found)]
    rows: list[tuple[Cell, ...]] = []
    for start in starts:
        cells: list[Cell] = [mark_of(start.point, m.now, start.label)]
        for end in ends:
            move = found.get((start.code, end.code))
            what = f"{start.label} to {end.label}, since {m.last_when}"
            cells.append(m.figures.of(move.figure, what) if move else "–")
        rows.append(tuple(cells))
    columns = (
        Column(f"Rated on {m.last_when}", width=1.6),
        *(Column(f"now {end.label}", Align.RIGHT) for end in ends),
    )
    note = "Each row says where the actions of one rating are now; those that kept it are included."
    return Table(
        f"RAG movement to {m.when}", columns, tuple(rows), note=note, part="movement_table"
    )


def movement(m: Matter) -> Blocks:
    """RAG movement since the compared period."""
    table = movement_table(m)
    if table is None:
        words = "This body has not received the plan before, so there is nothing to compare with."
        return (Heading(2, "What moved", "movement"), Paragraph((words,)))
    return (Heading(2, "What moved", "movement"), table, *m.said("movement"))
