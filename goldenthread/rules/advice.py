"""Advice for an assessment: who is asked, what good advice has, and how each stands.

SEND Regulations 2014: whom the authority asks (reg 6), that a body sends its advice within six
weeks (reg 8(1)) and what excuses it (reg 8(2)). The six weeks are a duty of bodies: no limit binds
the family, or a person whom the family asked to be heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Service(StrEnum):
    """Who gives advice, as reg 6(1) has them."""

    FAMILY = "family"
    EDUCATION = "education"
    HEALTH = "health"
    PSYCHOLOGY = "psychology"
    SOCIAL_CARE = "social-care"
    ADULTHOOD = "adulthood"
    OTHER = "other"


WORDS: dict[Service, str] = {
    Service.FAMILY: "Parent or young person",
    Service.EDUCATION: "Education",
    Service.HEALTH: "Health",
    Service.PSYCHOLOGY: "Educational psychology",
    Service.SOCIAL_CARE: "Social care",
    Service.ADULTHOOD: "Preparing for adulthood",
    Service.OTHER: "Others",
}
CITED: dict[Service, str] = {
    Service.FAMILY: "reg 6(1)(a)",
    Service.EDUCATION: "reg 6(1)(b)",
    Service.HEALTH: "reg 6(1)(c)",
    Service.PSYCHOLOGY: "reg 6(1)(d)",
    Service.SOCIAL_CARE: "reg 6(1)(e)",
    Service.ADULTHOOD: "reg 6(1)(g)",
    Service.OTHER: "reg 6(1)(f) and (h)",
}
# Whose advice a right of its own guards: the names of partnership's kinds of details.
GUARDED: dict[Service, str] = {
    Service.EDUCATION: "education",
    Service.HEALTH: "health",
    Service.PSYCHOLOGY: "education",
    Service.SOCIAL_CARE: "social_care",
}
# Whom nearly every assessment asks, under the name by which they are asked.
USUAL: tuple[tuple[Service, str], ...] = (
    (Service.EDUCATION, "School"),
    (Service.HEALTH, "Health"),
    (Service.PSYCHOLOGY, "Educational psychology"),
    (Service.SOCIAL_CARE, "Social care"),
)
MORE: tuple[tuple[Service, str], ...] = (
    (Service.HEALTH, "Speech and language therapy"),
    (Service.HEALTH, "Occupational therapy"),
    (Service.HEALTH, "Physiotherapy"),
    (Service.HEALTH, "Child and adolescent mental health"),
    (Service.EDUCATION, "Teacher of the deaf or of vision impairment"),
    (Service.EDUCATION, "Specialist teachers"),
)
PREPARING = (Service.ADULTHOOD, "Preparing for adulthood")
PREPARING_FROM_YEAR = 9  # “in or beyond year 9”, reg 6(1)(g)
BODIES: dict[str, Service] = {body: service for service, body in (*USUAL, *MORE, PREPARING)}

# Parts of names by which a body that was written otherwise is told; the first that fits.
_TOLD_BY: tuple[tuple[Service, tuple[str, ...]], ...] = (
    (Service.FAMILY, ("parent", "young person", "family", "carer")),
    (Service.PSYCHOLOGY, ("psychologist", "educational psychology", "ep service", "eps")),
    (Service.SOCIAL_CARE, ("social care", "social work", "early help", "children looked after")),
    (Service.ADULTHOOD, ("adulthood", "transition", "careers", "connexions")),
    (
        Service.HEALTH,
        (
            "health", "medical", "therap", "paediatric", "nhs", "camhs", "hospital", "nurs",
            "audiolog", "clinical", "doctor", "icb",
        ),
    ),
    (
        Service.EDUCATION,
        ("school", "college", "academy", "teacher", "nursery", "education", "portage", "sensory"),
    ),
)  # fmt: skip


def service_of(body: str) -> Service:
    """Which of reg 6(1)'s advisers a body is, told by its name; OTHER where nothing tells."""
    if body in BODIES:
        return BODIES[body]
    words = f" {body.casefold()} "
    for service, parts in _TOLD_BY:
        for part in parts:
            if (f" {part} " if len(part) < 4 else part) in words:
                return service
    return Service.OTHER


class Criterion(StrEnum):
    """What good advice has."""

    SPECIFIC = "specific"
    QUANTIFIED = "quantified"
    OUTCOMES = "outcomes"
    VOICE = "voice"
    SIGNED = "signed"


CRITERIA: dict[Criterion, str] = {
    Criterion.SPECIFIC: "Specific: each need is named, with what would meet it",
    Criterion.QUANTIFIED: "Quantified: how much, how often, by whom",
    Criterion.OUTCOMES: "Outcomes are specific, measurable and have a time",
    Criterion.VOICE: "The child’s or young person’s own voice is in it",
    Criterion.SIGNED: "Signed and dated, with who the writer is",
}


class Met(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"


MET_WORDS = {Met.MET: "Met", Met.PARTLY: "Partly", Met.NOT_MET: "Not met"}


def say_met(judged: Mapping[Criterion, Met]) -> str:
    """ "4 of 5 met; not met: quantified"."""
    met = sum(1 for one in judged.values() if one is Met.MET)
    words = [f"{met} of {len(Criterion)} met"]
    for level, said in ((Met.PARTLY, "partly"), (Met.NOT_MET, "not met")):
        names = [one.value for one in Criterion if judged.get(one) is level]
        if names:
            words.append(f"{said}: {', '.join(names)}")
    return "; ".join(words)


@dataclass(frozen=True)
class Judged:
    """How good advice is against each criterion; `more` is what else is asked for, "" where it is
    used as it is, `more_by` by when: a wish of ours, for the law sets no day."""

    met: Mapping[Criterion, Met]
    more: str = ""
    more_by: date | None = None


class How(StrEnum):
    """By what way somebody was chased, or got in touch."""

    EMAIL = "email"
    PHONE = "phone"
    LETTER = "letter"
    MEETING = "meeting"


HOW_WORDS = {
    How.EMAIL: "Email", How.PHONE: "Phone", How.LETTER: "Letter", How.MEETING: "In person",
}  # fmt: skip


class Standing(StrEnum):
    """How one adviser's advice stands on a day."""

    DUE = "due"
    LATE = "late"
    OPEN = "open"  # asked, and no limit binds
    RECEIVED = "received"  # nobody has judged it yet
    RETURNED = "returned"  # more was asked for
    JUDGED = "judged"
    NOT_NEEDED = "not-needed"


def standing(
    *,
    due_on: date | None,
    received_on: date | None,
    ended_on: date | None,
    judged: bool,
    returned: bool,
    on: date,
) -> Standing:
    """How it stands at the end of a day. `judged` and `returned` are of the advice as it came
    last."""
    if received_on is not None:
        if returned:
            return Standing.RETURNED
        return Standing.JUDGED if judged else Standing.RECEIVED
    if ended_on is not None:
        return Standing.NOT_NEEDED
    if due_on is None:
        return Standing.OPEN
    return Standing.LATE if due_on < on else Standing.DUE
