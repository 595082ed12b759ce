"""What people said and showed: ratings, updates, evidence, as lines of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.saying import AXIS_QUESTIONS, mark, rater_words
from goldenthread.improvement_plan.queries.facts import (
    EvidenceFact,
    PlanFact,
    RatingFact,
    UpdateFact,
)
from goldenthread.pages.marks import RatingMark
from goldenthread.pages.words import say_date
from goldenthread.rules.rounds import STATUS_WORDS, UpdateStatus


@dataclass(frozen=True)
class RatingLine:
    """One dated statement."""

    mark: RatingMark
    on: str
    capacity: str
    by: str
    occasion: str
    reason: str
    cause: str
    recovery: str
    question: str
    note: str
    superseded: bool
    correct_href: str


@dataclass(frozen=True)
class EvidenceLine:
    title: str
    shows: str
    kind: str
    on: str
    by: str
    href: str
    link_words: str
    withdrawn: str
    withdraw_href: str
    impact: bool


@dataclass(frozen=True)
class UpdateLine:
    on: str
    by: str
    status: str  # as answered in an update round
    progress: str
    impact: str
    next_steps: str
    imported: bool


def rating_lines(
    ratings: Iterable[RatingFact], plan: PlanFact, correct: Callable[[RatingFact], str]
) -> tuple[RatingLine, ...]:
    """`correct` gives the address where a rating can be corrected, "" where it may not be."""
    return tuple(_rating_line(rating, plan, correct(rating)) for rating in ratings)


def _rating_line(rating: RatingFact, plan: PlanFact, correct_href: str) -> RatingLine:
    notes = []
    if rating.imported:
        written = f"“{rating.label_as_written}”, " if rating.label_as_written else ""
        notes.append(f"{written}as imported")
    if rating.superseded:
        notes.append("corrected by a later statement")
    return RatingLine(
        mark=mark(rating.point, plan),
        on=say_date(rating.on),
        capacity=rating.capacity_words,
        by=rater_words(rating),
        occasion=rating.occasion,
        reason=rating.reason,
        cause=rating.cause,
        recovery=say_date(rating.recovery_date),
        question=AXIS_QUESTIONS.get(rating.point.axis, ""),
        note="; ".join(notes),
        superseded=rating.superseded,
        correct_href=correct_href,
    )


def evidence_lines(
    evidence: Iterable[EvidenceFact], addresses: Addresses, *, may_withdraw: bool
) -> tuple[EvidenceLine, ...]:
    return tuple(_evidence_line(each, addresses, may_withdraw) for each in evidence)


def _evidence_line(each: EvidenceFact, addresses: Addresses, may_withdraw: bool) -> EvidenceLine:
    withdrawn = ""
    if each.withdrawn_on:
        withdrawn = f"Withdrawn {say_date(each.withdrawn_on)}: {each.withdrawn_reason}"
    standing = may_withdraw and not withdrawn
    owner = ("action", each.action_id) if each.action_id else ("level", each.level_id)
    return EvidenceLine(
        title=each.title,
        shows=each.shows,
        kind=each.kind_words,
        on=say_date(each.on),
        by=each.recorded_by,
        href=addresses.to("evidence_file", *owner, each.id) if each.file_id else each.link,
        link_words=each.file_name or each.link,
        withdrawn=withdrawn,
        withdraw_href=addresses.to("withdraw_evidence", *owner, each.id) if standing else "",
        impact=each.kind == "impact",
    )


def update_lines(updates: Iterable[UpdateFact]) -> tuple[UpdateLine, ...]:
    return tuple(
        UpdateLine(
            on=say_date(update.on),
            by=update.by,
            status=STATUS_WORDS[UpdateStatus(update.status)] if update.status else "",
            progress=update.progress,
            impact=update.impact,
            next_steps=update.next_steps,
            imported=update.imported,
        )
        for update in updates
    )
