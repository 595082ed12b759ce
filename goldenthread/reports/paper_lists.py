"""The lists of a board's paper: off track, completed since, due next, what others say."""

from collections.abc import Sequence

from goldenthread.reports.document import Cell, Column, Heading, Paragraph, Run, Table
from goldenthread.reports.paper_matter import CAPACITIES, Blocks, Matter
from goldenthread.reports.plan_facts import (
    Judged,
    judged_by_others,
    point_of,
    rating_mark,
)
from goldenthread.rules.calendars import say_date
from goldenthread.rules.comparison import OffTrackAction
from goldenthread.rules.ratings import NOT_YET_RATED, disagreement
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotAction


def off_track(m: Matter) -> Blocks:
    """Red or overdue actions, with lead, cause and recovery date; what is missing is said."""
    heading = Heading(2, "Off-track actions", "off_track")
    off = m.facts.off_track_actions
    said = m.said("off_track") if off else ()
    return (heading, off_track_table(off, m.now, when=m.when), *said)


def off_track_table(
    off: Sequence[OffTrackAction], now: PlanSnapshot, *, when: str
) -> Table | Paragraph:
    """Those actions in a table; a sentence where there is none."""
    if not off:
        return Paragraph((f"No action is off track at {when}.",))
    columns = (
        Column("Ref", width=0.6),
        Column("Action and lead", width=2.5),
        Column("Rating", width=0.95),
        Column("Due", width=1.3),
        Column("Cause", width=1.75),
        Column("Recovery date", width=1.05),
    )
    rows = tuple(
        (
            one.action.reference,
            action_and_lead(one.action),
            rating_mark(one.action.rating, now),
            due_words(one),
            one.cause or "No cause recorded",
            one.recovery_date or "None recorded",
        )
        for one in off
    )
    note = "Off track: at a rating that needs a cause, or past its date and not complete."
    return Table(f"Off track at {when}", columns, rows, note=note)


def action_and_lead(action: SnapshotAction) -> str:
    """The action with the post that leads it on its own line."""
    return f"{action.text}\nLead: {', '.join(action.leads) or 'none recorded'}"


def due_words(one: OffTrackAction) -> str:
    if one.action.due is None:
        return one.action.due_as_written or "No date"
    said = say_date(one.action.due)
    if one.overdue:
        return f"{said}, {one.days_overdue} day{'' if one.days_overdue == 1 else 's'} overdue"
    return said


def completed_since(m: Matter) -> Blocks:
    """What has been completed since this body last received the plan."""
    if not m.last:
        return ()
    done = m.figures.rows("completed-since")
    heading = Heading(2, "Completed since the last report", "completed")
    if not done:
        return (heading, Paragraph((f"No action has been completed since {m.last_when}.",)))
    columns = (
        Column("Ref", width=0.6),
        Column("Action and lead", width=3.2),
        Column("Completed", width=1.2),
        Column("What shows it", width=2.0),
    )
    rows = tuple(
        (a.reference, action_and_lead(a), a.completed_on or "No date recorded", shown_by(a))
        for a in done
    )
    count = m.count("completed-since", f"Completed since {m.last_when}")
    were = " action has been completed" if len(done) == 1 else " actions have been completed"
    said = Paragraph((count, f"{were} since {m.last_when}."))
    caption = f"Completed between {m.last_when} and {m.when}"
    return (heading, said, Table(caption, columns, rows), *m.said("completed"))


def shown_by(action: SnapshotAction) -> str:
    said = "; ".join(e.shows or e.title for e in action.evidence)
    return said or action.impact or "No evidence recorded"


def due_next(m: Matter) -> Blocks:
    """What falls due before long, soonest first."""
    waiting = sorted(
        m.figures.rows(f"due-next:{m.days_ahead}"), key=lambda a: (str(a.due), a.position)
    )
    heading = Heading(2, "Due next", "due_next")
    if not waiting:
        return (heading, Paragraph((f"Nothing falls due within {m.days_ahead} days.",)))
    columns = (
        Column("Due", width=1.1),
        Column("Ref", width=0.6),
        Column("Action and lead", width=3.6),
        Column("Rating", width=0.9),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (a.due, a.reference, action_and_lead(a), rating_mark(a.rating, m.now)) for a in waiting
    )
    caption = f"Due within {m.days_ahead} days of {m.when}"
    return (heading, Table(caption, columns, rows), *m.said("due_next"))


def not_yet_rated(m: Matter) -> Blocks:
    """Actions nobody has rated: said as such, never shown as red or grey."""
    unrated = m.figures.rows("rating:not-yet-rated")
    if not unrated:
        return ()
    columns = (Column("Ref", width=0.6), Column("Action", width=3.5), Column("Lead", width=1.6))
    rows = tuple((a.reference, a.text, ", ".join(a.leads) or "None recorded") for a in unrated)
    count = m.count("rating:not-yet-rated", NOT_YET_RATED)
    has = (
        " action has not been rated yet."
        if len(unrated) == 1
        else " actions have not been rated yet."
    )
    return (
        Heading(2, NOT_YET_RATED, "not_yet_rated"),
        Paragraph((count, has)),
        Table(NOT_YET_RATED, columns, rows),
    )


def other_ratings(m: Matter) -> Blocks:
    """External and forum ratings beside the council's; where they disagree, it is said."""
    judged = judged_by_others(m.now)
    if not judged:
        return ()
    columns = (
        Column("Ref", width=0.7),
        Column("What was rated", width=2.2),
        Column("Council", width=1.1),
        Column("Others", width=2.4),
        Column("Together", width=1.0),
    )
    rows = tuple(
        (
            each.reference,
            each.name,
            rating_mark(each.own, m.now),
            _others_said(each, m.now),
            _together(each, m.now),
        )
        for each in judged
    )
    table = Table("Ratings by others beside the council’s", columns, rows)
    return (Heading(2, "What others say", "others"), table, *m.said("others"))


def _others_said(judged: Judged, snapshot: PlanSnapshot) -> tuple[Run, ...]:
    said: list[Run] = []
    for place, rating in enumerate(judged.others):
        capacity = CAPACITIES.get(rating.capacity, rating.capacity)
        occasion = f": {rating.occasion}" if rating.occasion else ""
        said += ["\n"] if place else []
        said += [rating_mark(rating, snapshot), f" {capacity}, {say_date(rating.on)}{occasion}"]
    return tuple(said)


def _together(judged: Judged, snapshot: PlanSnapshot) -> str:
    statements = [*([judged.own] if judged.own else []), *judged.others]
    points = [(r.capacity, point) for r in statements if (point := point_of(r, snapshot))]
    if disagreement(points):
        return "They disagree"
    return "No disagreement" if judged.own else "Rated by others only"
