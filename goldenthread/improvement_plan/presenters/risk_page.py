"""A risk’s page: what it is, how its score moved, who owns it, what was said at each review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deed, Deeds, deeds
from goldenthread.improvement_plan.presenters.risk_words import (
    OwnerWords,
    PlaceWords,
    ScoreWords,
    crumbs,
    owner_words,
    place_words,
    review_words,
    risk_tabs,
    score_words,
)
from goldenthread.improvement_plan.presenters.saying import DueWords, lowered, sentence
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.risk_facts import RiskFact
from goldenthread.pages.marks import Measured
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.risks import CLOSED_HOW, HIGHEST, RHYTHMS, ClosedHow, Rhythm, moved
from goldenthread.trail.queries import HistoryEntry
from goldenthread.trail.telling import told

HIGHEST_SCORE = HIGHEST * HIGHEST


@dataclass(frozen=True)
class Words:
    """A part of what is said of it; `missing` where nothing is."""

    heading: str
    text: str
    missing: str


@dataclass(frozen=True)
class Stage:
    """A score and the moment it belongs to."""

    heading: str
    score: ScoreWords
    note: str


@dataclass(frozen=True)
class ReviewLine:
    on: str
    by: str
    score: ScoreWords
    words: str


@dataclass(frozen=True)
class Lineage:
    """What it was before, or became."""

    said: str
    reference: str
    href: str


@dataclass(frozen=True)
class RiskPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    place: PlaceWords
    deeds: Deeds
    closed: str
    lineage: tuple[Lineage, ...]
    stages: tuple[Stage, ...]
    direction: str
    words: tuple[Words, ...]
    owner: OwnerWords
    review: DueWords
    rhythm: str
    raised: str
    change_href: str
    trend_title: str
    trend: tuple[Measured, ...]
    top: int
    reviews: tuple[ReviewLine, ...]
    history: tuple[dict[str, object], ...]


def risk_page(
    fact: RiskFact,
    plan: PlanFact,
    entries: Sequence[HistoryEntry],
    *,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
) -> RiskPage:
    refused = refusal(fact, viewer)
    return RiskPage(
        title=sentence(fact.words).rstrip("."),
        caption=f"{'Issue' if fact.kind == 'issue' else 'Risk'} {fact.reference}",
        breadcrumbs=crumbs(plan, addresses, Crumb(fact.reference)),
        tabs=risk_tabs(plan, addresses),
        as_at=say_date(on),
        place=place_words(fact.place, addresses),
        deeds=_deeds(fact, refused, addresses),
        closed=_closed(fact),
        lineage=_lineage(fact, addresses),
        stages=_stages(fact),
        direction=moved(fact.before, fact.now) if fact.reviews else "",
        words=(
            Words("Cause", fact.cause, "No cause recorded"),
            Words("What happens if", fact.effect, "Not said yet"),
            Words("What is done about it", fact.mitigation, "No mitigation recorded"),
        ),
        owner=owner_words(fact.owner, addresses),
        review=review_words(fact, on),
        rhythm=lowered(RHYTHMS[Rhythm(fact.review_rhythm)][0]),
        raised=f"{say_date(fact.raised_on)} by {fact.raised_by}",
        change_href=addresses.to("change_risk", fact.id) if fact.open and not refused else "",
        trend_title=_trend_title(fact),
        trend=_trend(fact),
        top=HIGHEST_SCORE,
        reviews=tuple(
            ReviewLine(
                say_date(review.on), review.by, score_words(review.score, fact.kind), review.words
            )
            for review in reversed(fact.reviews)
        ),
        history=told(entries).lines,
    )


def refusal(fact: RiskFact, viewer: Viewer) -> str:
    """Why the viewer may not review, change or close it; "" where they may."""
    owner = fact.owner
    owns = (owner.person_id is not None and owner.person_id == viewer.person_id) or (
        owner.post_id in viewer.post_ids
    )
    return policies.may_review_risk(viewer, fact.place.subject, owns=owns)


def _deeds(fact: RiskFact, refused: str, addresses: Addresses) -> Deeds:
    if not fact.open:
        return Deeds((), ())
    offered = [
        Deed("Review", addresses.to("review_risk", fact.id), refused),
        Deed("Change", addresses.to("change_risk", fact.id), refused),
        Deed("Close", addresses.to("close_risk", fact.id), refused),
    ]
    if fact.kind == "risk":
        offered.insert(2, Deed("It has happened", addresses.to("risk_happened", fact.id), refused))
    return deeds(offered)


def _closed(fact: RiskFact) -> str:
    if fact.open:
        return ""
    how = lowered(CLOSED_HOW[ClosedHow(fact.closed_how)])
    return f"Closed on {say_date(fact.closed_on)} by {fact.closed_by}: {how}. " + sentence(
        fact.closed_words
    )


def _lineage(fact: RiskFact, addresses: Addresses) -> tuple[Lineage, ...]:
    found = []
    for said, other in (("This was", fact.came_from), ("It is now", fact.became)):
        if other:
            kind = "risk" if said == "This was" else "issue"
            found.append(Lineage(f"{said} {kind}", other[1], addresses.to("risk", other[0])))
    return tuple(found)


def _stages(fact: RiskFact) -> tuple[Stage, ...]:
    last = fact.reviews[-1] if fact.reviews else None
    return (
        Stage("Before mitigation", score_words(fact.before, fact.kind), ""),
        Stage(
            "Now" if fact.open else "When it was closed",
            score_words(fact.now, fact.kind),
            f"reviewed {say_date(last.on)}" if last else "not reviewed yet",
        ),
        Stage("The mitigation aims at", score_words(fact.after, fact.kind), ""),
    )


def _trend(fact: RiskFact) -> tuple[Measured, ...]:
    """From the day it was raised through every review."""
    return (
        Measured(say_date(fact.raised_on), fact.before.value, f"{fact.before.value}, when raised"),
        *(
            Measured(
                say_date(review.on),
                review.score.value,
                f"{review.score.value}, {review.score.band.word.lower()}",
            )
            for review in fact.reviews
        ),
    )


def _trend_title(fact: RiskFact) -> str:
    if not fact.reviews:
        return ""
    way = moved(fact.before, fact.now)
    reviews = counted(len(fact.reviews), "review")
    if way == "same":
        return f"The score is {fact.now.value} still, after {reviews}"
    verb = "fell" if way == "better" else "rose"
    return f"The score {verb} from {fact.before.value} to {fact.now.value} in {reviews}"
