"""The words of the pages of challenges."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from goldenthread.governance.queries import ChallengeFact
from goldenthread.rules.calendars import say_date


@dataclass(frozen=True)
class ChallengeList:
    part: str
    said: str
    open: tuple[ChallengeFact, ...]
    closed: tuple[ChallengeFact, ...]


def list_page(found: tuple[ChallengeFact, ...], *, part: str) -> ChallengeList:
    open_ones = tuple(one for one in found if one.open)
    overdue = sum(one.overdue for one in open_ones)
    said = f"{len(open_ones)} open" if open_ones else "None open"
    if overdue:
        said += f", {overdue} past the day for an answer"
    return ChallengeList(part, said, open_ones, tuple(one for one in found if not one.open))


@dataclass(frozen=True)
class ChallengePage:
    facts: tuple[dict[str, str], ...]
    entries: tuple[dict[str, str], ...]
    state: str
    may_answer: bool
    may_ask_further: bool
    may_close: bool
    refused_answer: str
    refused_close: str


def challenge_page(
    one: ChallengeFact, *, slug: str, refused_answer: str, refused_close: str
) -> ChallengePage:
    if one.paper_id:
        where = reverse("reports:paper", args=[slug, one.paper_id])
    else:
        where = reverse("reports:highlight", args=[slug, one.report_id])
    about = {"key": "About", "value": one.about}
    if one.action_id:
        page = reverse("improvement_plan:action", args=[slug, one.action_id])
        about |= {"href": page, "action": "Open the action"}
    elif one.level_id:
        page = reverse("improvement_plan:level", args=[slug, one.level_id])
        about |= {"href": page, "action": "Open the part"}
    state = one.state_words
    if one.state == "waiting":
        state += f", by {say_date(one.answer_by)}" + (" (overdue)" if one.overdue else "")
    facts = (
        {"key": "State", "value": state},
        {"key": "Paper", "value": one.of_what, "href": where, "action": "Open it"},
        about,
        {"key": "To answer", "value": one.asked},
    )
    return ChallengePage(
        facts=facts,
        entries=_entries(one),
        state=state,
        may_answer=one.open and not refused_answer,
        may_ask_further=one.state == "answered" and not refused_close,
        may_close=one.open and not refused_close,
        refused_answer=refused_answer,
        refused_close=refused_close,
    )


def _entries(one: ChallengeFact) -> tuple[dict[str, str], ...]:
    """The challenge and everything said since, oldest first."""
    raised = f"{one.raised_by}, {one.raised_as.lower()}" if one.raised_as else one.raised_by
    when = f"{say_date(one.raised_on)}, {raised}"
    made = [{"title": "Challenge", "when": when, "text": one.words}]
    for said in one.rounds:
        by = f"{said.by}, for {said.answered_for}" if said.answered_for else said.by
        title = f"{said.kind_words}: {said.how_words.lower()}" if said.how_words else ""
        made.append(
            {
                "title": title or said.kind_words,
                "when": f"{say_date(said.on)}, {by}",
                "text": said.words,
            }
        )
    return tuple(made)
