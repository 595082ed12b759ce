"""The words of “who is told of what”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.newcomers import DepartmentFact
from goldenthread.ehcp_register.queries.telling import TellingFact
from goldenthread.rules.calendars import say_date
from goldenthread.rules.telling import MATTERS, Matter, Practice

WHOM = {
    "caseload": "Whose caseload the child is on",
    "case_manager": "Every SEND case manager",
    "clinical_officer": "The designated clinical and social care officers",
}
WHEN = {
    Matter.REVIEW_COMING: "Some weeks before an annual review or the EHC plan of a phase transfer "
    "is due",
    Matter.PLAN_CHANGED: "When an EHC plan is made, amended or replaced, so that those who provide "
    "know it",
    Matter.INFORMATION_LATE: "When a service is days late with written information, besides "
    "whoever answers for it",
    Matter.PANEL_OUTCOME: "When the outcome of a panel is recorded",
    Matter.NEW_TO_THE_AREA: "When a department has not done its part in time for somebody new",
}


@dataclass(frozen=True)
class TellingPage:
    lede: str
    state: str
    matters: list[dict[str, Any]]
    services: list[dict[str, str]]
    nameless: list[dict[str, str]]
    departments: list[dict[str, str]]


def telling_page(
    fact: TellingFact,
    departments: Sequence[DepartmentFact],
    titles: dict[UUID, str],
    *,
    slug: str,
) -> TellingPage:
    there = Addresses(slug)
    return TellingPage(
        lede="A message says what changed or is due, and leads to the page. It never says who the "
        "child is.",
        state=_state(fact.practice),
        matters=[_matter(matter, when, fact, titles, there) for matter, when in WHEN.items()],
        services=[
            {
                "name": one.name,
                "post": titles.get(one.post_id, "A post that is no more"),
                "lead": titles.get(one.lead_post_id, "") if one.lead_post_id else "",
                "href": there.to("change_service", one.id),
            }
            for one in fact.services
        ],
        nameless=[
            {"name": name, "href": f"{there.to('add_service')}?{urlencode({'name': name})}"}
            for name in fact.nameless
        ],
        departments=[
            {
                "name": one.name,
                "post": titles.get(one.post_id, "A post that is no more"),
                "href": there.to("change_department", one.id),
            }
            for one in departments
        ],
    )


def _matter(
    matter: Matter, when: str, fact: TellingFact, titles: dict[UUID, str], there: Addresses
) -> dict[str, Any]:
    lines = [one for one in fact.lines if one.matter == matter]
    said = [words for key, words in WHOM.items() if any(one.whom == key for one in lines)]
    posts = [one.post_id for one in lines if one.post_id]
    said += sorted(titles.get(post, "A post that is no more") for post in posts)
    return {
        "words": MATTERS[matter],
        "when": when,
        "told": said,
        "href": there.to("told_of", matter.value),
    }


def _state(practice: Practice) -> str:
    if practice.told_from is None:
        return ""
    return f"People are told of what happened, or came due, since {say_date(practice.told_from)}."


def initial_practice(practice: Practice) -> dict[str, Any]:
    return {
        "weeks_ahead": ", ".join(map(str, practice.weeks_ahead)),
        "remind_before": practice.remind_before,
        "escalate_after": practice.escalate_after,
        "act_within": practice.act_within,
    }
