"""Actions as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.saying import (
    AgeWords,
    DueWords,
    age_words,
    due_words,
    mark,
    shortened,
)
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.improvement_plan.queries.filters import STATES
from goldenthread.pages.marks import RatingMark
from goldenthread.pages.words import say_date
from goldenthread.rules.ratings import Direction

# States that a line says in words under its title; the others have a column of their own.
SAID_ON_THE_LINE = (
    "awaiting-sign-off",
    "disagreement",
    "missed-milestone",
    "blocked",
    "waiting",
    "no-evidence",
    "as-imported",
    "no-cause",
)


@dataclass(frozen=True)
class LeadWords:
    """A lead's words, who holds the post today, and their page ("" where not identified)."""

    words: str
    holders: str
    href: str


@dataclass(frozen=True)
class LevelWords:
    """A part of the plan: "Priority 2", its title, and "2" for a column that says the word."""

    words: str
    title: str
    href: str
    short: str = ""


@dataclass(frozen=True)
class ActionLine:
    """One action in a list; marks are None where there is nothing to show."""

    reference: str
    title: str
    href: str
    levels: tuple[LevelWords, ...]
    leads: tuple[LeadWords, ...]
    due: DueWords
    rating: RatingMark
    then: RatingMark | None  # at the last report, where it differs
    direction: str
    updated: AgeWords
    notes: tuple[str, ...]
    cause: str
    recovery: str
    plan_title: str = ""


def lead_words(row: ActionRow, addresses: Addresses) -> tuple[LeadWords, ...]:
    """The leads, each with its page; the plan's own words where nobody has been identified."""
    found = tuple(
        LeadWords(
            lead.words + (" (deputy)" if lead.kind == "deputy" else ""),
            ", ".join(lead.holders),
            addresses.lead(lead),
        )
        for lead in row.leads
    )
    if found or not row.leads_as_written:
        return found
    return (LeadWords(row.leads_as_written, "", ""),)


def line(row: ActionRow, plan: PlanFact, *, on: date, addresses: Addresses) -> ActionLine:
    """The action's line in words."""
    changed = row.direction in (Direction.BETTER, Direction.WORSE)
    return ActionLine(
        reference=row.reference,
        title=shortened(row.title, 160),
        href=addresses.action(row.id),
        levels=tuple(
            LevelWords(
                f"{level.word} {level.reference}".strip(),
                level.title,
                addresses.level(level.id),
                level.reference or shortened(level.title, 40),
            )
            for level in row.levels
        ),
        leads=lead_words(row, addresses),
        due=due_words(
            row.due,
            on=on,
            complete=row.complete,
            as_written=row.due_as_written,
            done="signed off" if row.signed_off_on else "complete",
        ),
        rating=mark(row.rating, plan),
        then=mark(row.rating_then, plan) if changed else None,
        direction=row.direction.value if changed else "",
        updated=age_words(row.last_update_on, on=on, complete=row.complete),
        notes=_notes(row),
        cause=row.cause,
        recovery=f"Back on track by {say_date(row.recovery_date)}" if row.recovery_date else "",
        plan_title=plan.title,
    )


def _notes(row: ActionRow) -> tuple[str, ...]:
    """What a reader should know of it; "as imported" says already that evidence is missing."""
    said = [state for state in SAID_ON_THE_LINE if state in row.states]
    if "as-imported" in said and "no-evidence" in said:
        said.remove("no-evidence")
    if "blocked" in said and "waiting" in said:
        said.remove("waiting")
    return tuple(STATES[state] for state in said)


def lines(
    rows: Iterable[ActionRow], plan: PlanFact, *, on: date, addresses: Addresses
) -> tuple[ActionLine, ...]:
    return tuple(line(row, plan, on=on, addresses=addresses) for row in rows)
