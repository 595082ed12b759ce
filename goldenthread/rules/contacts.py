"""Contacts: who gets in touch, by what way, about what, and by when an area answers.

No law sets the days: five working days are an area's own standard.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from goldenthread.rules.calendars import add_working_days

ANSWERED_WITHIN = 5  # working days; an area's own standard, not law


class Way(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    LETTER = "letter"
    PERSON = "person"


WAY_WORDS = {Way.EMAIL: "Email", Way.PHONE: "Phone", Way.LETTER: "Letter", Way.PERSON: "In person"}


class Who(StrEnum):
    FAMILY = "family"
    YOUNG_PERSON = "young-person"
    SETTING = "setting"
    PROFESSIONAL = "professional"
    OTHER = "other"


WHO_WORDS = {
    Who.FAMILY: "Family",
    Who.YOUNG_PERSON: "Child or young person",
    Who.SETTING: "School, college or other setting",
    Who.PROFESSIONAL: "Professional",
    Who.OTHER: "Somebody else",
}


class Topic(StrEnum):
    REQUEST = "request"
    PROGRESS = "progress"
    PLAN = "plan"
    REVIEW = "review"
    PLACEMENT = "placement"
    PROVISION = "provision"
    TRANSPORT = "transport"
    DISAGREEMENT = "disagreement"
    OTHER = "other"


ABOUT_WORDS = {
    Topic.REQUEST: "Asking for an assessment",
    Topic.PROGRESS: "How far the case has come",
    Topic.PLAN: "What the plan says",
    Topic.REVIEW: "An annual review",
    Topic.PLACEMENT: "A placement",
    Topic.PROVISION: "Provision that is not in place",
    Topic.TRANSPORT: "Transport",
    Topic.DISAGREEMENT: "A disagreement or complaint",
    Topic.OTHER: "Something else",
}


def answer_due(came_on: date) -> date:
    """The last working day to answer by the area's own standard; the day it came is day 0."""
    return add_working_days(came_on, ANSWERED_WITHIN)


def in_time(came_on: date, answered_on: date | None) -> bool:
    return answered_on is not None and answered_on <= answer_due(came_on)
