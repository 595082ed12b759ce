"""The longer parts of a board's paper: each priority, evidence, gaps, and the appendices."""

from goldenthread.reports.document import (
    Align,
    Appendix,
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    ReferenceMark,
    Run,
    SummaryList,
    Table,
)
from goldenthread.reports.document_figures import number_figures
from goldenthread.reports.paper_matter import CAPACITIES, GAPS, Blocks, Matter
from goldenthread.reports.plan_facts import (
    UNRATED,
    Actions,
    mark_of,
    rating_mark,
    under,
)
from goldenthread.rules.calendars import say_date
from goldenthread.rules.comparison import LevelBreakdown
from goldenthread.rules.ratings import CountsAs
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotLevel, SnapshotTarget

COUNTS_AS_WORDS = {
    CountsAs.COMPLETE: "complete",
    CountsAs.ON_TRACK: "on track",
    CountsAs.UNDER_WAY: "under way",
    CountsAs.NONE: "none of the three shares",
}
KINDS = {"activity": "Activity", "output": "Output", "impact": "Impact"}


def priorities(m: Matter) -> Blocks:
    """The plan's highest levels side by side, then each with its aim, targets and impact."""
    if not m.facts.levels:
        return ()
    name = m.facts.levels[0].level.name
    made: Blocks = (Heading(2, f"{name} by {name.lower()}", "priorities"), priorities_table(m))
    for each in m.facts.levels:
        made += _priority(each, m)
    return made


def priorities_table(m: Matter) -> Table:
    """One row a priority: its actions at each rating, off track, and the share complete."""
    levels = m.facts.levels
    shown = [row for row in m.facts.ratings if row.now.value or row.point in m.now.scales[0].points]
    columns = [Column(levels[0].level.name, width=3.0)]
    columns += [Column(row.label, Align.RIGHT, 0.75) for row in shown]
    columns += [Column("Off track", Align.RIGHT, 0.8)]
    columns += [Column(m.done.capitalize(), Align.RIGHT, 1.6)]
    rows = []
    for each in levels:
        name = f"{each.level.reference} {each.level.title}".strip()
        counts = {figure.key.rpartition("rating:")[2]: figure for figure in each.ratings}
        cells: list[Cell] = [name]
        for row in shown:
            figure = counts.get(row.code)
            what = f"{_short(each.level)}, rated {row.label}, {m.when}"
            cells.append(m.figures.of(figure, what) if figure else 0)
        off = f"{_short(each.level)}, off track, {m.when}"
        cells += [m.figures.of(each.off_track, off), _share(each, m)]
        rows.append(tuple(cells))
    caption = f"Actions by {levels[0].level.name.lower()} at {m.when}"
    return Table(caption, tuple(columns), tuple(rows))


def _short(level: SnapshotLevel) -> str:
    return f"{level.name} {level.reference or level.title}"


def _share(each: LevelBreakdown, m: Matter) -> Figure:
    return m.figures.share(each.shares[0], _what_share(each, m))


def _what_share(each: LevelBreakdown, m: Matter) -> str:
    return f"{_short(each.level)}, {m.done}, {m.when}"


def _priority(each: LevelBreakdown, m: Matter) -> Blocks:
    level, inside = each.level, under(each.level, m.now)
    dates = [e.on for a in inside for e in a.evidence if e.on]
    rows: list[tuple[str, tuple[Run, ...]]] = []
    if level.aim:
        rows.append(("Aim", (level.aim,)))
    done = m.figures.share_in_words(each.shares[0], _what_share(each, m))
    rows.append((m.done.capitalize(), (done, " of its actions")))
    for rating in level.ratings:
        said = f" {CAPACITIES.get(rating.capacity, rating.capacity)}, {say_date(rating.on)}"
        rows.append(("Rated as a whole", (rating_mark(rating, m.now), said)))
    rows.append(("Impact", (level.impact or "No impact recorded yet",)))
    latest = say_date(max(dates)) if dates else "No dated evidence"
    rows.append(("Latest evidence", (latest,)))
    title = f"{level.name} {level.reference}: {level.title}" if level.reference else level.title
    targets = _targets(level, inside, m.now)
    table = (_targets_table(targets, level),) if targets else ()
    return (Heading(3, title), SummaryList(tuple(rows)), *table, *m.said(f"level:{level.id}"))


def _targets(
    level: SnapshotLevel, inside: Actions, snapshot: PlanSnapshot
) -> tuple[SnapshotTarget, ...]:
    """Targets of the level, of levels below it and of its actions."""
    levels = {level.id} | {each for action in inside for each in action.level_ids}
    actions = {action.id for action in inside}
    return tuple(t for t in snapshot.targets if t.level_id in levels or t.action_id in actions)


def _targets_table(targets: tuple[SnapshotTarget, ...], level: SnapshotLevel) -> Table:
    columns = (
        Column("Measure of success", width=2.8),
        Column("Baseline", Align.RIGHT, 0.8),
        Column("Target", Align.RIGHT, 1.2),
        Column("Latest", Align.RIGHT, 1.4),
    )
    rows = tuple(
        (
            target.text,
            target.baseline or "Not recorded",
            _by(target.value, target.due_as_written, "by") or "In words only",
            _by(target.latest, say_date(target.latest_on) if target.latest_on else "", "at")
            or "Not measured",
        )
        for target in targets
    )
    return Table(f"Targets of {level.name.lower()} {level.reference}".strip(), columns, rows)


def _by(value: str, when: str, word: str) -> str:
    return f"{value} {word} {when}" if value and when else value


def evidence_index(m: Matter) -> Blocks:
    """What evidence is held, and for which action."""
    columns = (
        Column("Ref", width=0.6),
        Column("Evidence", width=2.2),
        Column("What it shows", width=2.6),
        Column("Kind", width=0.8),
        Column("Date", width=1.35),
    )
    rows = tuple(
        (
            one.reference,
            one.evidence.title,
            one.evidence.shows,
            KINDS.get(one.evidence.kind, one.evidence.kind),
            one.evidence.on or "Undated",
        )
        for one in m.facts.evidence
    )
    if not rows:
        return (Paragraph(("No evidence has been recorded.",)),)
    return (Table("Evidence held", columns, rows),)


def gaps(m: Matter) -> Blocks:
    """What the plan does not yet say, listed by itself; each row names its actions."""
    rows = tuple(
        (name, m.count(key, name), ", ".join(a.reference or a.text for a in m.figures.rows(key)))
        for key, name in GAPS
        if m.figures.rows(key)
    )
    heading = Heading(2, "Gaps in the plan", "gaps")
    if not rows:
        words = "Every action has a lead and a date; no evidence is missing."
        return (heading, Paragraph((words,)))
    columns = (
        Column("Gap", width=2.0),
        Column("Actions", Align.RIGHT, 0.7),
        Column("Which", width=4.2),
    )
    return (heading, Table(f"Gaps at {m.when}", columns, rows), *m.said("gaps"))


def plan_table(snapshot: PlanSnapshot) -> Table:
    """The plan in the council's own columns as written; in a plain layout where it has none."""
    if snapshot.layout and any(a.as_written for a in snapshot.actions):
        columns = _own_columns(snapshot)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            tuple(dict(a.as_written).get(heading, "") for heading in snapshot.layout)
            for a in snapshot.actions
        )
        return Table(snapshot.plan_title, columns, rows, row_headings=False)
    named = (
        ("Ref", 0.7),
        ("Action", 3.4),
        ("Lead", 1.6),
        ("Due", 1.1),
        ("Rating", 1.0),
        ("Progress", 3.0),
    )
    rows = tuple(
        (
            a.reference,
            a.text,
            ", ".join(a.leads),
            a.due_as_written or a.due or "",
            rating_mark(a.rating, snapshot),
            a.progress,
        )
        for a in snapshot.actions
    )
    return Table(snapshot.plan_title, tuple(Column(h, width=w) for h, w in named), rows)


def _own_columns(snapshot: PlanSnapshot) -> tuple[Column, ...]:
    """Columns as wide as their words ask for, within bounds, so that the longest has most room."""
    columns = []
    for heading in snapshot.layout:
        lengths = [len(dict(a.as_written).get(heading, "")) for a in snapshot.actions]
        typical = sorted(lengths)[len(lengths) * 9 // 10] if lengths else 0
        width = min(max(max(typical, len(heading)) ** 0.6, 2.6), 14.0)
        columns.append(Column(heading, width=width))
    return tuple(columns)


def definitions(m: Matter) -> tuple[Table, ...]:
    """What each rating of each scale used means, and what each share counts."""
    columns = (
        Column("Rating", width=0.9),
        Column("What it means", width=3.2),
        Column("Counts as", width=1.6),
    )
    made = []
    for scale in m.now.scales:
        rows: list[tuple[Cell, ...]] = [
            (mark_of(p, m.now), p.meaning, COUNTS_AS_WORDS[p.counts_as]) for p in scale.points
        ]
        rows.append((UNRATED, "Nobody has rated it yet", "in the total only"))
        made.append(Table(f"The scale: {scale.name}", columns, tuple(rows)))
    shares = tuple((m.share_name(share), share.definition) for share in m.facts.shares)
    named = (Column("Share", width=1.4), Column("What counts", width=4.0))
    return (*made, Table("What each share counts", named, shares))


def references_table(blocks: tuple[Block, ...]) -> Table:
    """Every figure of the paper with its permanent reference."""
    rows = tuple(
        (ReferenceMark(number), figure.what, figure.value, figure.reference)
        for number, figure in enumerate(number_figures(blocks).figures, start=1)
    )
    columns = (
        Column("Figure", width=0.55),
        Column("What it counts", width=2.5),
        Column("Value", Align.RIGHT, 1.5),
        Column("Reference", width=4.4),
    )
    note = "A reference opens the rows behind its figure, as they stood, to whoever may see them."
    return Table("List of references", columns, rows, note=note)


def appendices(m: Matter, blocks: tuple[Block, ...]) -> tuple[Appendix, ...]:
    """The plan itself, the evidence, the definitions and the references."""
    return (
        Appendix("A", "The plan, in its own layout", (plan_table(m.now),), landscape=True),
        Appendix("B", "Evidence index", evidence_index(m)),
        Appendix("C", "How to read the ratings and shares", definitions(m)),
        Appendix("D", "Where each figure comes from", (references_table(blocks),)),
    )
