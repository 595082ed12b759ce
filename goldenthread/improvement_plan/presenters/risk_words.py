"""Scores, places and owners in words: what the pages of risks, escalations and waiting share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.plan_tabs import RISKS, plan_tabs
from goldenthread.improvement_plan.presenters.saying import DueWords, due_words, joined, shortened
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.risk_facts import (
    EscalationFact,
    OwnerFact,
    PlaceFact,
    RiskFact,
)
from goldenthread.pages.marks import RatingMark
from goldenthread.pages.shell import Crumb
from goldenthread.rules.risks import Band, Score, impact_word, likelihood_word, moved

REGISTER, DECISIONS, WAITING = "register", "decisions", "waiting"


@dataclass(frozen=True)
class ScoreWords:
    """A score as it is always shown: number and word, shape, colour; `said` is what it is made
    of."""

    value: int
    mark: RatingMark
    said: str


@dataclass(frozen=True)
class PlaceWords:
    """What something belongs to: its name, title and page; `part` the top level it lies in."""

    name: str
    title: str
    href: str
    part: str
    leads: str


@dataclass(frozen=True)
class OwnerWords:
    words: str
    holders: str
    href: str


@dataclass(frozen=True)
class RiskLine:
    """A risk in a list. `then` is the score before, where it differs from now."""

    reference: str
    words: str
    href: str
    kind: str
    place: PlaceWords
    then: ScoreWords | None
    now: ScoreWords
    direction: str
    owner: OwnerWords
    review: DueWords
    notes: tuple[str, ...]


def band_mark(band: Band, number: int | None = None) -> RatingMark:
    label = band.word if number is None else f"{number} {band.word}"
    return RatingMark(label, band.colour.value, band.shape.value, meaning=band.means)


def score_words(score: Score, kind: str) -> ScoreWords:
    said = f"impact {score.impact}, {impact_word(score.impact).lower()}"
    if kind == "risk":
        likely = likelihood_word(score.likelihood).lower()
        said = f"likelihood {score.likelihood}, {likely}; {said}"
    return ScoreWords(score.value, band_mark(score.band, score.value), said)


def place_words(place: PlaceFact, addresses: Addresses) -> PlaceWords:
    href = (
        addresses.action(place.action_id)
        if place.action_id
        else addresses.level(place.level_id)
        if place.level_id and not place.ended
        else ""
    )
    top = place.top
    part = f"{top.word} {top.reference}".strip() if top and top.id != place.level_id else ""
    return PlaceWords(place.name, shortened(place.title, 90), href, part, joined(place.leads))


def owner_words(owner: OwnerFact, addresses: Addresses) -> OwnerWords:
    href = ""
    if owner.post_id:
        href = addresses.to("lead", "post", owner.post_id)
    elif owner.person_id:
        href = addresses.to("lead", "person", owner.person_id)
    return OwnerWords(owner.words, ", ".join(owner.holders), href)


def review_words(fact: RiskFact, on: date) -> DueWords:
    if not fact.open:
        return DueWords("", "Closed", "done")
    words = due_words(fact.review_on, on=on)
    return DueWords("", "No review date", "none") if fact.review_on is None else words


def risk_line(fact: RiskFact, *, on: date, addresses: Addresses) -> RiskLine:
    way = moved(fact.before, fact.now)
    notes = []
    if not fact.mitigation.strip() and fact.open:
        notes.append("No mitigation")
    if fact.came_from:
        notes.append(f"Was risk {fact.came_from[1]}")
    if fact.became:
        notes.append(f"Happened: issue {fact.became[1]}")
    elif not fact.open:
        notes.append("Closed")
    return RiskLine(
        reference=fact.reference,
        words=shortened(fact.words, 160),
        href=addresses.to("risk", fact.id),
        kind="Issue" if fact.kind == "issue" else "Risk",
        place=place_words(fact.place, addresses),
        then=score_words(fact.before, fact.kind) if way != "same" else None,
        now=score_words(fact.now, fact.kind),
        direction=way if way != "same" else "",
        owner=owner_words(fact.owner, addresses),
        review=review_words(fact, on),
        notes=tuple(notes),
    )


def needed_words(fact: EscalationFact, on: date) -> DueWords:
    """When the decision is needed."""
    if fact.needed_by is None:
        return DueWords("", "No date given", "none")
    return due_words(fact.needed_by, on=on)


def risk_tabs(plan: PlanFact, addresses: Addresses) -> tuple[dict[str, object], ...]:
    return plan_tabs(plan.id, RISKS, addresses)


def views(plan: PlanFact, current: str, addresses: Addresses) -> tuple[dict[str, object], ...]:
    """The three views of what may hold a plan up, for the `tabs` component."""
    places = (
        (REGISTER, "Register", "risks"),
        (DECISIONS, "Needs a decision", "escalations"),
        (WAITING, "Who waits for whom", "waits"),
    )
    return tuple(
        {"text": text, "href": addresses.to(name, plan.id), "current": key == current}
        for key, text, name in places
    )


def crumbs(plan: PlanFact, addresses: Addresses, *more: Crumb) -> tuple[Crumb, ...]:
    register = Crumb("Risks and issues", addresses.to("risks", plan.id) if more else "")
    return addresses.plan_crumbs(plan.id, plan.title, register, *more)
