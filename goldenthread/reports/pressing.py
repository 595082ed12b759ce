"""What asks for somebody's answer, and what families say: decisions, risks, challenges, voices.

For a whole plan (the board's paper) or one part of it (a highlight report). What a period did not
keep yet is left out; what it kept and is empty is said in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.reports.document import (
    Cell,
    Column,
    Commentary,
    Heading,
    Paragraph,
    RatingMark,
    Run,
    Strong,
    Table,
)
from goldenthread.reports.paper_matter import Blocks, OpenChallenge
from goldenthread.reports.plan_facts import PaperFigures, under
from goldenthread.rules.calendars import say_date
from goldenthread.rules.risks import BANDS, band_of
from goldenthread.rules.snapshots import (
    PlanSnapshot,
    SnapshotEscalation,
    SnapshotLevel,
    SnapshotRisk,
)

FOR_THE_BOARD = BANDS[-1].least
"""From this score on, the board should know of a risk."""


@dataclass(frozen=True)
class Reach:
    """The plan, or one part of it with everything inside: what a section tells of. `key` makes a
    figure's key of the part."""

    figures: PaperFigures
    level: SnapshotLevel | None
    level_ids: frozenset[str]
    action_ids: frozenset[str]

    @property
    def now(self) -> PlanSnapshot:
        return self.figures.now

    def key(self, key: str) -> str:
        return f"level:{self.level.id}:{key}" if self.level else key

    def holds(self, one: SnapshotEscalation | SnapshotRisk) -> bool:
        if self.level is None:
            return True
        return one.action_id in self.action_ids or one.level_id in self.level_ids


def whole(figures: PaperFigures) -> Reach:
    """Of the whole plan."""
    now = figures.now
    return Reach(
        figures,
        None,
        frozenset(level.id for level in now.levels),
        frozenset(action.id for action in now.actions),
    )


def part(figures: PaperFigures, level: SnapshotLevel) -> Reach:
    """Of one part and all that lies below it."""
    inside, found = {level.id}, 0
    while len(inside) > found:
        found = len(inside)
        inside |= {one.id for one in figures.now.levels if one.parent_id in inside}
    actions = frozenset(action.id for action in under(level, figures.now))
    return Reach(figures, level, frozenset(inside), actions)


# --- decisions ------------------------------------------------------------------------------------


def decisions(reach: Reach, *, board: str = "") -> Blocks:
    """Open escalations, the decision needed first at the top; those for `board` before others."""
    if reach.now.escalations is None:
        return ()
    found = sorted(
        (one for one in reach.now.escalations if reach.holds(one)),
        key=lambda one: (one.forum != board, one.needed_by or date.max),
    )
    heading = Heading(2, "Decisions needed", "decisions")
    when = say_date(reach.now.cut_off)
    if not found:
        return (heading, Paragraph((f"Nothing was blocked by a missing decision at {when}.",)))
    columns = (
        Column("Needed by", width=1.05),
        Column("From", width=1.25),
        Column("About", width=0.95),
        Column("What is blocked", width=2.2),
        Column("Decision needed", width=2.4),
    )
    rows = tuple(
        (
            _needed_by(one, reach.now.cut_off),
            one.forum or "No forum named yet",
            about(reach, one, f"decision:{one.id}", f"What waits for: {one.decision_needed}"),
            one.blocked,
            one.decision_needed,
        )
        for one in found
    )
    return (
        heading,
        Paragraph(_say_decisions(reach, found, board)),
        Table(f"Decisions needed at {when}", columns, rows, row_headings=False),
    )


def _say_decisions(reach: Reach, found: list[SnapshotEscalation], board: str) -> tuple[Run, ...]:
    key = reach.key("decisions")
    waiting = len(reach.figures.rows(key))
    figure = reach.figures.count(key, f"Waiting for a decision, {say_date(reach.now.cut_off)}")
    asked = sum(one.forum == board for one in found) if board else 0
    here = f", {asked} of them from this board" if asked else ""
    many = "decision is" if len(found) == 1 else "decisions are"
    held = " action" if waiting == 1 else " actions"
    return (f"{len(found)} {many} needed{here}; ", figure, f"{held} cannot go on without.")


def _needed_by(one: SnapshotEscalation, cut_off: date) -> Cell:
    if one.needed_by is None:
        return "No date given"
    said = say_date(one.needed_by)
    return f"{said}, past at the cut-off" if one.needed_by < cut_off else Strong(said)


def about(reach: Reach, one: SnapshotEscalation | SnapshotRisk, key: str, what: str) -> Cell:
    """The action's reference or the part's name, opening its rows; in words where it left."""
    now = reach.now
    name = next((a.reference for a in now.actions if a.id == one.action_id), "")
    if one.level_id:
        level = next((level for level in now.levels if level.id == one.level_id), None)
        name = f"{level.name} {level.reference}".strip() if level else ""
    return reach.figures.opening(name, key, what) if name else "No longer in the plan"


# --- risks and issues -----------------------------------------------------------------------------


def risks(reach: Reach, *, least: int = 1, level: int = 2) -> Blocks:
    """Open risks and issues with their scores, from the score `least` on, the highest first."""
    if reach.now.risks is None:
        return ()
    inside = [one for one in reach.now.risks if reach.holds(one)]
    found = [one for one in inside if (one.score_now or 0) >= least]
    title = "Risks and issues" if least == 1 else "Risks and issues the board should know of"
    heading = Heading(level, title, "risks")
    when = say_date(reach.now.cut_off)
    if not found:
        rest = f" of {len(inside)} open" if inside else ""
        words = (
            f"No risk or issue was open at {when}."
            if least == 1
            else f"No risk or issue{rest} scored {least} or more at {when}."
        )
        return (heading, Paragraph((words,)))
    columns = (
        Column("Ref", width=0.5),
        Column("About", width=0.8),
        Column("Risk or issue", width=2.1),
        Column("Before", width=1.4),
        Column("Now", width=1.4),
        Column("What is done about it, and by whom", width=2.4),
    )
    note = "Score: likelihood times impact, 1 to 25; an issue has happened already."
    if least > 1 and len(inside) > len(found):
        note += f" {len(inside) - len(found)} more are open with a lower score."
    caption = f"Open at {when}" + (f", scored {least} or more" if least > 1 else "")
    rows = tuple(_risk(reach, one) for one in found)
    return (heading, Table(caption, columns, rows, note=note))


def _risk(reach: Reach, one: SnapshotRisk) -> tuple[Cell, ...]:
    opened = about(reach, one, f"risk:{one.id}", f"What it is about: {one.words}")
    done = one.mitigation or "No mitigation recorded"
    owner = f"Owner: {one.owner}" if one.owner else "Owner: nobody named"
    review = f"; next review {say_date(one.review_on)}" if one.review_on else ""
    return (
        one.reference or one.kind.capitalize(),
        opened,
        one.words,
        _score(one.score_before),
        _score(one.score_now),
        f"{done}\n{owner}{review}",
    )


def _score(value: int | None) -> Cell:
    if not value:
        return "Not scored"
    band = band_of(value)
    return RatingMark(f"{value} {band.word}", band.colour.value, band.shape.value)


# --- challenges -----------------------------------------------------------------------------------


def challenges(found: Iterable[OpenChallenge]) -> Blocks:
    """Open challenges and who is to answer; nothing where there is none."""
    columns = (
        Column("Answer by", width=1.0),
        Column("About", width=1.7),
        Column("Challenge", width=2.6),
        Column("Raised by", width=1.1),
        Column("To answer", width=1.3),
    )
    rows = tuple(
        (
            one.answer_by,
            f"{one.about}\n{one.of_what}",
            one.words,
            one.raised_by,
            f"{one.asked}\n{one.state}",
        )
        for one in found
    )
    return (Table("Who is to answer, by when", columns, rows, row_headings=False),) if rows else ()


# --- what families tell us ------------------------------------------------------------------------


def voices(reach: Reach, *, level: int = 2) -> Blocks:
    """The forum's own words, verbatim, part by part."""
    if reach.now.voices is None:
        return ()
    said = [one for one in reach.now.voices if one.level_id in reach.level_ids]
    heading = Heading(level, "What families tell us", "voices")
    if not said:
        return (heading, Paragraph(("Nothing was recorded of what families tell us.",)))
    made: Blocks = (heading,)
    shown = ""
    for one in said:
        here = next(each for each in reach.now.levels if each.id == one.level_id)
        if here.id != shown and here != reach.level:
            made += (Heading(level + 1, f"{here.name} {here.reference}: {here.title}"),)
        shown = here.id
        made += (Commentary(f"{one.said_by}, {say_date(one.on)}", one.words, as_said=True),)
    return made
