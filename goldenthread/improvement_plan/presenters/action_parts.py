"""Parts of an action’s page: its dates, milestones, dependencies and own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.saying import DueWords, due_words, mark
from goldenthread.improvement_plan.queries.facts import (
    ActionDetail,
    DependencyFact,
    MilestoneFact,
)
from goldenthread.pages.marks import RatingMark
from goldenthread.pages.words import say_date
from goldenthread.rules.calendars import Precision

PRECISION_READ: dict[str, str] = {
    Precision.MONTH: "a month counts to its last day",
    Precision.TERM: "a term counts to its last day",
    Precision.QUARTER: "a quarter counts to its last day",
    Precision.YEAR: "a year counts to its last day",
    Precision.ONGOING: "ongoing, without an end",
    Precision.NONE: "not understood as a date",
}


@dataclass(frozen=True)
class DueLine:
    words: DueWords
    written: str


@dataclass(frozen=True)
class MilestoneLine:
    text: str
    due: DueWords
    meet_href: str
    end_href: str


@dataclass(frozen=True)
class DependencyLine:
    reference: str
    title: str
    href: str
    due: DueWords
    rating: RatingMark
    note: str
    end_href: str


@dataclass(frozen=True)
class Words:
    """A part of the plan's own text; `href` leads to its form."""

    heading: str
    text: str


def dues_of(detail: ActionDetail, on: date) -> tuple[DueLine, ...]:
    row = detail.row
    lines = []
    for due in detail.dues:
        read = PRECISION_READ.get(due.precision, "")
        written = ""
        if due.as_written and read and due.precision != Precision.DAY:
            written = f"Written “{due.as_written}”; {read}"
        lines.append(
            DueLine(
                due_words(due.last_day, on=on, complete=row.complete, as_written=due.as_written),
                written,
            )
        )
    if not lines:
        lines.append(
            DueLine(
                due_words(row.due, on=on, complete=row.complete, as_written=row.due_as_written), ""
            )
        )
    return tuple(lines)


def start_of(detail: ActionDetail) -> str:
    row = detail.row
    if row.start is None:
        return row.start_as_written
    said = say_date(row.start)
    if row.start_as_written and row.start_as_written != said:
        return f"{said} (written “{row.start_as_written}”)"
    return said


def words_of(detail: ActionDetail) -> tuple[Words, ...]:
    offered = (
        ("Steps", detail.steps),
        ("Outcome", detail.outcome),
        ("Impact: what families notice", detail.impact),
        ("Co-production", detail.co_production),
        ("Resources", detail.resources),
    )
    return tuple(Words(heading, text) for heading, text in offered if text)


def milestone_of(
    each: MilestoneFact,
    detail: ActionDetail,
    on: date,
    addresses: Addresses,
    *,
    may: tuple[bool, bool],
) -> MilestoneLine:
    """`may`: say that it was met, take it away."""
    words = due_words(
        each.last_day,
        on=on,
        complete=each.met_on is not None,
        as_written=each.as_written,
        done=f"met {say_date(each.met_on)}",
    )
    ids = (detail.row.id, each.id)
    if each.met_on and not words.when:
        words = DueWords(f"Met {say_date(each.met_on)}", "", "done")
    return MilestoneLine(
        text=each.text,
        due=words,
        meet_href=addresses.to("meet_milestone", *ids) if may[0] and not each.met_on else "",
        end_href=addresses.to("end_milestone", *ids) if may[1] and not each.met_on else "",
    )


def dependencies_of(
    found: tuple[DependencyFact, ...],
    detail: ActionDetail,
    on: date,
    addresses: Addresses,
    editable: bool,
) -> tuple[DependencyLine, ...]:
    return tuple(
        DependencyLine(
            reference=each.reference,
            title=each.title,
            href=addresses.action(each.action_id),
            due=due_words(each.due, on=on, complete=each.complete),
            rating=mark(each.rating, detail.plan),
            note=each.note,
            end_href=addresses.to("end_dependency", detail.row.id, each.id) if editable else "",
        )
        for each in found
    )


def accountable_of(detail: ActionDetail) -> str:
    """The post chosen, and the plan's own words where they say something else."""
    words = detail.accountable_as_written
    if not detail.accountable or detail.accountable.casefold() == words.casefold() or not words:
        return detail.accountable or words
    return f"{detail.accountable} (in the plan: {words})"
