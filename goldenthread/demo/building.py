"""Builds Merrowshire by the same verbs as people use, on the days the story says.

Everything is one transaction: the demonstration is there whole, or not at all.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from goldenthread.demo import (
    access,
    founding,
    highlights,
    months,
    papers,
    people,
    planning,
    risks,
    rounds,
    story,
    voices,
)
from goldenthread.demo.built import Built, Tell
from goldenthread.partnership import queries as partnership
from goldenthread.rules.refusals import Refused


def build(*, at: datetime, tell: Tell) -> dict[str, str]:
    """Make the demonstration area; {email: password} of the accounts made.

    `at` is the instant written as the time of recording; `tell(percent, what)` says how far it is.
    """
    if any(area.slug == people.SLUG for area in partnership.all_areas()):
        raise Refused("The demonstration area is there already. Add --reset to start over.")
    built = Built(at=at, tell=tell)
    with transaction.atomic():
        founding.found(built)
        planning.plan(built)
        # By the days they were raised: the closed periods keep what was open then.
        risks.press(built)
        access.review(built)
        months.months(built)
        voices.say(built, story.JANUARY, story.TODAY)
        papers.write(built)
        highlights.write(built)
        rounds.ask(built)
    built.tell(100, "Ready")
    return built.passwords
