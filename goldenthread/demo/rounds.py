"""The update round that is open in the demonstration: some have returned, some have not.

Nobody says "Complete" in it, so that the figures stay those of the closed periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.demo.built import Built
from goldenthread.improvement_plan.actions import accepting, answering, requests, rounds
from goldenthread.improvement_plan.policies import UPDATE_REQUEST
from goldenthread.improvement_plan.queries.answer_inputs import NewAnswer, NewProof
from goldenthread.improvement_plan.queries.request_form import request_form
from goldenthread.improvement_plan.queries.round_facts import AskedAction, RequestFact
from goldenthread.improvement_plan.queries.rounds import round_board
from goldenthread.partnership.queries import by_token, people, task_link_token
from goldenthread.rules.rounds import UpdateStatus

ASKED = date(2020, 1, 7)
CUT_OFF = date(2020, 1, 17)
NAME = "January 2020"
NOTE = "The board meets on 28 January. Two sentences an action are enough."


@dataclass(frozen=True)
class Returns:
    """What one lead sent: on which day, and how many of their actions (0: all)."""

    name: str
    on: date
    actions: int = 0


RETURNED = (
    Returns("Ruth Penhale", date(2020, 1, 8)),
    Returns("Claire Whitcombe", date(2020, 1, 9)),
    Returns("Femi Adeyemi", date(2020, 1, 9)),
    Returns("Peter Lindqvist", date(2020, 1, 10)),
    Returns("Meera Joshi", date(2020, 1, 10)),
    Returns("Owen Birch", date(2020, 1, 13), 2),
    Returns("Tom Ashdown", date(2020, 1, 13), 1),
)
ACCEPTED = ("Ruth Penhale", "Peter Lindqvist")
ASKED_BACK = "Femi Adeyemi"
QUESTION = "How many families were asked, and when do you expect an answer from them?"
SENT_TO_A_DEPUTY = ("Daniel Mbeki", "Sam Tolley")


def ask(built: Built) -> None:
    """Open the round and let some leads answer by their links, as they would."""
    office = built.by("Priya Nair")
    assert built.plan_id is not None
    round_id = rounds.request_updates(
        plan_id=built.plan_id,
        name=NAME,
        cut_off=CUT_OFF,
        note_to_leads=NOTE,
        by=office,
        on=ASKED,
    )
    board = round_board(round_id, viewer=office, on=ASKED)
    assert board is not None
    asked = {request.person_name: request for request in board.requests}
    for returns in RETURNED:
        _answer(asked[returns.name], returns)
    for name in ACCEPTED:
        accepting.accept(
            round_id=round_id, request_id=asked[name].id, by=office, on=date(2020, 1, 10)
        )
    _ask_back(built, asked)
    _pass_on(built, asked)
    requests.remind(round_id=round_id, by=office, on=date(2020, 1, 13))


def _answer(request: RequestFact, returns: Returns) -> None:
    """As they would by the link in their message."""
    token = task_link_token(request.link_id)
    lead = by_token(token, task=UPDATE_REQUEST, on=returns.on).viewer
    form = request_form(request.id, viewer=lead, on=returns.on)
    assert form is not None
    asked = [one for one in form.actions if not one.answers]
    answers = [
        _said(one, place, on=returns.on)
        for place, one in enumerate(asked[: returns.actions or len(asked)])
    ]
    if answers:
        answering.answer(request_id=request.id, answers=answers, by=lead, on=returns.on)


def _said(one: AskedAction, place: int, *, on: date) -> NewAnswer:
    if one.due is not None and one.due < on:
        return NewAnswer(
            round_action_id=one.id,
            status=UpdateStatus.WILL_BE_LATE,
            progress="Half of those who have to agree have done so; the others meet in February.",
            impact="Nothing yet. Families are told in the newsletter why it takes longer.",
            next_steps="Bring the last two to one table before the February meeting.",
            cause="Two partners want the wording to be looked at again.",
            expected_on=date(2020, 3, 31),
            blocked=place == 0,
            decision_needed="Whether to go on with those who have agreed" if place == 0 else "",
            decision_by=CUT_OFF if place == 0 else None,
        )
    if place % 3 == 1:
        return NewAnswer(round_action_id=one.id, status=UpdateStatus.NO_CHANGE)
    return NewAnswer(
        round_action_id=one.id,
        status=UpdateStatus.ON_TRACK,
        progress="The first group has started, and the second is asked for February.",
        impact="Parents at the January coffee morning said that they had heard of it."
        if place == 0
        else "",
        next_steps="Ask the first group what worked before the second begins.",
        proof=NewProof(
            kind="activity",
            shows="The dates of both groups and who takes part, by school",
            link="https://www.merrowshire.example/send/groups",
        )
        if place == 0
        else None,
    )


def _ask_back(built: Built, asked: dict[str, RequestFact]) -> None:
    office = built.by("Priya Nair")
    form = request_form(asked[ASKED_BACK].id, viewer=office, on=CUT_OFF)
    assert form is not None
    answered = next(one for one in form.actions if one.answers)
    accepting.ask_back(round_action_id=answered.id, words=QUESTION, by=office, on=date(2020, 1, 10))


def _pass_on(built: Built, asked: dict[str, RequestFact]) -> None:
    office = built.by("Priya Nair")
    lead, deputy = SENT_TO_A_DEPUTY
    known = {one.name: one.id for one in people(viewer=office, on=ASKED)}
    requests.pass_to_deputy(
        request_id=asked[lead].id, person_id=known[deputy], by=office, on=date(2020, 1, 10)
    )
