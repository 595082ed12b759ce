"""Levels of a plan as lines of a table: counts that open their rows, ratings side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.counts import Figure
from goldenthread.improvement_plan.presenters.saying import (
    ago,
    mark,
    rater_words,
    share_words,
)
from goldenthread.improvement_plan.queries.facts import LevelFact, PlanFact, RatingFact
from goldenthread.pages.marks import RatingCount, RatingMark
from goldenthread.pages.words import say_date


@dataclass(frozen=True)
class SaidRating:
    """A rating of a level or an action beside the others."""

    mark: RatingMark
    by: str
    on: str
    capacity: str
    occasion: str
    reason: str


@dataclass(frozen=True)
class LevelLine:
    word: str
    reference: str
    title: str
    href: str
    actions: Figure
    bar: tuple[RatingCount, ...]
    figures: tuple[Figure, ...]
    complete: str
    overdue: Figure
    off_track: Figure
    ratings: tuple[SaidRating, ...]
    disagreement: bool
    evidence: str


def said_rating(rating: RatingFact, plan: PlanFact) -> SaidRating:
    return SaidRating(
        mark=mark(rating.point, plan),
        by=rater_words(rating),
        on=say_date(rating.on),
        capacity=rating.capacity_words,
        occasion=rating.occasion,
        reason=rating.reason,
    )


def level_lines(
    levels: Iterable[LevelFact], plan: PlanFact, *, on: date, addresses: Addresses
) -> tuple[LevelLine, ...]:
    return tuple(_level_line(level, plan, on=on, addresses=addresses) for level in levels)


def _level_line(level: LevelFact, plan: PlanFact, *, on: date, addresses: Addresses) -> LevelLine:
    share = level.shares.complete if level.shares else None
    evidence = level.last_evidence_on
    return LevelLine(
        word=level.word,
        reference=level.reference,
        title=level.title,
        href=addresses.level(level.id),
        actions=counts.figure(level.actions, plan.id, addresses),
        bar=counts.rating_counts(level.by_point, plan, addresses),
        figures=tuple(counts.figure(each.counted, plan.id, addresses) for each in level.by_point),
        complete=share_words(share) if share else "",
        overdue=counts.figure(level.overdue, plan.id, addresses),
        off_track=counts.figure(level.off_track, plan.id, addresses),
        ratings=tuple(said_rating(rating, plan) for rating in level.ratings),
        disagreement=level.disagreement,
        evidence=f"{say_date(evidence)} ({ago(evidence, on=on)})" if evidence else "",
    )
