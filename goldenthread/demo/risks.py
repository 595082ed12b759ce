"""The demonstration's risks and issues, two decisions that are needed, and who waits for whom.

Invented, like everything but the counts: nothing here changes what a closed period holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.demo import story
from goldenthread.demo.built import Built
from goldenthread.improvement_plan import actions
from goldenthread.improvement_plan.actions.inputs import NewLead

Score = tuple[int, int]  # likelihood, impact


@dataclass(frozen=True)
class ToldRisk:
    """One risk or issue: what it is about (an action, or a priority by its number)."""

    about: str
    by: str
    on: date
    words: str
    cause: str
    effect: str
    before: Score
    mitigation: str = ""
    after: Score | None = None
    owner: str = ""  # a post
    review_on: date | None = None
    rhythm: str = "monthly"
    kind: str = "risk"
    reviews: tuple[tuple[date, Score, str], ...] = ()


RISKS = (
    ToldRisk(
        "1.3.1", "Priya Nair", date(2019, 9, 12),
        "Providers do not take up the occupational therapy specification",
        "The old contracts run to March 2020, and nothing in them asks for it",
        "Children in three districts wait a term longer for therapy",
        (4, 4), "Vary the two largest contracts by December; the others at their renewal", (2, 4),
        "Therapies Service Lead",
        reviews=(
            (date(2019, 10, 24), (4, 4), "One provider has agreed, the largest has not answered"),
            (date(2019, 12, 11), (3, 4), "The largest provider will sign in January"),
        ),
    ),
    ToldRisk(
        "2.3.3", "Tom Ashdown", date(2019, 9, 19),
        "The wait for a first assessment grows again after the funding of the clinics ends",
        "The extra clinics are paid for until March 2020 only",
        "Two hundred families wait longer than 18 weeks by the summer",
        (4, 5), "Ask the joint pot for two more years; train nurses to lead first visits", (2, 4),
        "Director of Nursing", rhythm="two-monthly",
        reviews=((date(2019, 11, 21), (5, 5), "The joint pot is spent for this year"),),
        review_on=date(2020, 1, 21),
    ),
    ToldRisk(
        "3.1.4", "Hannah Wolfe", date(2019, 10, 3),
        "Advice from health comes after six weeks, so that plans are late",
        "Two posts of the therapy service are vacant",
        "One plan in six is issued after its 20 weeks",
        (4, 3), "A locum until Easter; a weekly call with the therapy service", (2, 3),
        "EHC Plan Team Manager",
        reviews=((date(2019, 12, 5), (2, 3), "Both posts are filled from January"),),
    ),
    ToldRisk(
        "3.5.3", "Hannah Wolfe", date(2019, 11, 14),
        "Colleges do not answer consultations before 31 March",
        "Two colleges change their admissions staff in February",
        "Young people do not know their college when they leave school",
        (3, 3), "A named person at each college; consult by the end of January", (2, 3),
        "EHC Plan Team Manager", review_on=date(2020, 1, 10),
    ),
    ToldRisk(
        "4", "Priya Nair", date(2019, 10, 10),
        "Families do not find the new Local Offer",
        "It is little known outside the parent carer forum",
        "Most families still ask their school first",
        (3, 3), "Each school links to it; a leaflet with each new plan", (2, 2),
        rhythm="quarterly",
    ),
    ToldRisk(
        "4.2.2", "Tom Ashdown", date(2019, 11, 6),
        "Employers leave the internship scheme in the spring", "", "", (2, 3),
        owner="Head of Adult Transitions", rhythm="quarterly",
    ),
    ToldRisk(
        "1.4.3", "Tom Ashdown", date(2019, 9, 26),
        "The building of the second resourced provision is not ready for September",
        "The survey found asbestos",
        "Eight autistic pupils start the year elsewhere",
        (3, 4), "Begin with the classrooms that are ready; rent two for a term", (2, 3),
        "Head of SEND",
        reviews=((date(2019, 12, 17), (4, 4), "The works begin six weeks late"),),
        review_on=date(2020, 1, 31),
    ),
    ToldRisk(
        "3.4.4", "Priya Nair", date(2019, 11, 20),
        "The review of who may get help has stopped: its author has left",
        "The post is vacant since October",
        "Families in two districts are told different things",
        (5, 3), "An interim lead from the neighbouring team until March", (5, 2),
        "Head of Children's Social Care", kind="issue",
        reviews=((date(2019, 12, 18), (5, 3), "The interim lead starts on 20 January"),),
        review_on=date(2020, 1, 27),
    ),
)  # fmt: skip

HAPPENED = (
    ToldRisk(
        "4.1.2", "Priya Nair", date(2019, 9, 17),
        "There is no money for the upkeep of the Local Offer after April",
        "It was built from a grant that ends",
        "The pages grow out of date within months",
        (4, 4), "A line in the budget of the partnership from April 2020", (2, 4),
        "Assistant Director Education",
    ),
    date(2019, 12, 12),
    "The grant has ended and no budget holds the upkeep yet",
)  # fmt: skip

CLOSED = (
    ToldRisk(
        "3.5.2", "Hannah Wolfe", date(2019, 9, 24),
        "Schools consulted late refuse places for those who move in September",
        "Last year's consultations went out in January",
        "Children are named a school after 15 February",
        (3, 4), "All consultations out by the end of November", (1, 4), "EHC Plan Team Manager",
    ),
    date(2019, 12, 10), "mitigated", "Every consultation went out by 29 November",
)  # fmt: skip


@dataclass(frozen=True)
class ToldDecision:
    """A decision that is needed; `decided` is (day, words) where a forum has decided."""

    about: str
    by: str
    on: date
    blocked: str
    needed: str
    forum: str
    needed_by: date
    decided: tuple[date, str] | None = field(default=None)


DECISIONS = (
    ToldDecision(
        "4.1.2", "Priya Nair", date(2019, 12, 13),
        "The council and the integrated care board each say that the other pays",
        "Agree who pays for the upkeep of the Local Offer from April 2020, and how much",
        "SEND Partnership Board", date(2020, 2, 4),
    ),
    ToldDecision(
        "1.4.1", "Tom Ashdown", date(2019, 11, 28),
        "The strategy names a site that another committee has marked for housing",
        "Choose between the two sites, or defer the second provision to 2021",
        "Health and Wellbeing Board", date(2020, 1, 10),
    ),
    ToldDecision(
        "2.6.2", "Priya Nair", date(2019, 10, 22),
        "Practices may not be told who has a learning disability without an agreement to share",
        "Approve the agreement to share the register with practices",
        "SEND Partnership Board", date(2019, 12, 3),
        (date(2019, 12, 3), "Approved as drafted, for one year"),
    ),
)  # fmt: skip

# action, waits for, what it needs, needed by, who agreed (and when)
WAITS: tuple[tuple[str, str, str, date | None, tuple[str, date] | None], ...] = (
    ("2.4.3", "1.3.1", "The specification in use, so that one waiting list can be kept",
     date(2020, 4, 30), ("Tom Ashdown", date(2019, 11, 7))),
    ("4.4.2", "1.3.3", "The money moved from reports, to pay for the therapist at the clubs",
     date(2020, 3, 31), None),
    ("3.2.4", "2.3.1", "Advice from the pathway in the plan’s own words", date(2020, 7, 31), None),
    ("4.3.1", "3.4.4", "Who may get help, before anybody leads at 17", date(2020, 5, 29), None),
    ("4.5.3", "4.2.4", "What families say of travel training", None,
     ("Tom Ashdown", date(2019, 12, 2))),
    ("3.6.3", "3.6.2", "At least thirty budgets to look at", date(2020, 8, 31), None),
    ("4.1.4", "4.1.2", "Money for the upkeep of a directory", date(2020, 9, 30), None),
    ("3.3.4", "3.1.4", "The team’s time, once new plans are in step", date(2020, 6, 30),
     ("Hannah Wolfe", date(2020, 1, 8))),
)  # fmt: skip


def press(built: Built) -> None:
    """What may hold the plan up, raised by those who would raise it."""
    built.tell(25, "Risks, decisions that are needed, who waits for whom")
    for told in RISKS:
        _raise(built, told)
    told, on, words = HAPPENED
    actions.happened(
        risk_id=_raise(built, told), words=words, impact=4, by=built.by(told.by), on=on
    )
    told, on, how, why = CLOSED
    actions.close_risk(risk_id=_raise(built, told), how=how, words=why, by=built.by(told.by), on=on)
    for decision in DECISIONS:
        _decide(built, decision)
    for wait in WAITS:
        _wait(built, *wait)


def _about(built: Built, reference: str) -> dict[str, UUID]:
    if reference in built.actions:
        return {"action_id": built.actions[reference]}
    return {"level_id": built.levels[reference]}


def _raise(built: Built, told: ToldRisk) -> UUID:
    after = told.after or told.before
    given: dict[str, Any] = _about(built, told.about)
    risk_id = actions.raise_risk(
        **given,
        kind=told.kind,
        words=told.words,
        cause=told.cause,
        effect=told.effect,
        mitigation=told.mitigation,
        likelihood_before=told.before[0],
        impact_before=told.before[1],
        likelihood_after=after[0],
        impact_after=after[1],
        owner=NewLead(told.owner, post_id=built.posts[told.owner]) if told.owner else None,
        review_on=None if told.reviews else told.review_on,
        review_rhythm=told.rhythm,
        by=built.by(told.by),
        on=told.on,
    )
    for on, (likelihood, impact), words in told.reviews:
        actions.review_risk(
            risk_id=risk_id,
            likelihood=likelihood,
            impact=impact,
            words=words,
            review_on=told.review_on,
            by=built.by(told.by),
            on=on,
        )
    return risk_id


def _decide(built: Built, told: ToldDecision) -> None:
    given: dict[str, Any] = _about(built, told.about)
    escalation_id = actions.raise_escalation(
        **given,
        blocked=told.blocked,
        decision_needed=told.needed,
        forum_id=built.forums[told.forum],
        needed_by=told.needed_by,
        by=built.by(told.by),
        on=told.on,
    )
    if told.decided:
        on, words = told.decided
        actions.record_decision(
            escalation_id=escalation_id, decision=words, by=built.by("Priya Nair"), on=on
        )


def _wait(
    built: Built,
    action: str,
    other: str,
    note: str,
    needed_by: date | None,
    agreed: tuple[str, date] | None,
) -> None:
    dependency_id = actions.add_dependency(
        action_id=built.actions[action],
        waits_for_id=built.actions[other],
        note=note,
        needed_by=needed_by,
        by=built.by("Priya Nair"),
        on=story.LOADED,
    )
    if agreed:
        who, on = agreed
        actions.agree_dependency(dependency_id=dependency_id, by=built.by(who), on=on)
