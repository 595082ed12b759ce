"""One person's request: what each action was, what they say now, and accepting it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters import round_words as words
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.round_board import board_crumbs
from goldenthread.improvement_plan.presenters.round_words import SaidLine, StateMark
from goldenthread.improvement_plan.presenters.saying import DueWords, due_words
from goldenthread.improvement_plan.queries.round_facts import (
    AskedAction,
    RequestForm,
    RoundFact,
)
from goldenthread.notifications.queries import DeliveryFact
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.rounds import AskedState


@dataclass(frozen=True)
class AskedLine:
    id: str
    reference: str
    title: str
    href: str
    due: DueWords
    state: StateMark
    before: SaidLine | None
    answers: tuple[SaidLine, ...]
    also: str
    question: str
    question_by: str
    accepted: str
    late: str
    accept: bool
    ask_back_href: str


@dataclass(frozen=True)
class RequestPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    as_at: str
    state: StateMark
    facts: tuple[dict[str, str], ...]
    withdrawn: str
    lines: tuple[AskedLine, ...]
    answer_href: str
    answer_words: str
    deputy_href: str
    withdraw_href: str
    accept_href: str
    accept_words: str


def request_page(
    form: RequestForm,
    row: RoundFact,
    delivery: DeliveryFact | None,
    *,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
) -> RequestPage:
    """`row`: the round with everybody's counts."""
    one = form.request
    runs = not policies.may_request_updates(viewer, row.subject)
    standing = row.closed_on is None and one.withdrawn_on is None
    answer_href = addresses.to("answer_request", one.id) if standing else ""
    mine = not policies.may_answer(viewer, one.subject)
    for_them = not policies.may_answer_for(viewer, one.subject)
    waiting = sum(each.state is AskedState.ANSWERED for each in form.actions)
    return RequestPage(
        title=one.person_name,
        caption=f"{row.name} · {row.plan_title}",
        lede=f"{one.answered} of {counted(one.actions, 'action')} answered · cut-off "
        f"{words.cut_off_words(row.cut_off, on=on)}",
        breadcrumbs=board_crumbs(row, addresses, Crumb(one.person_name)),
        as_at=say_date(on),
        state=words.request_mark(one.state),
        facts=_facts(form, delivery),
        withdrawn=f"Withdrawn on {say_date(one.withdrawn_on)}: {one.withdrawn_reason}"
        if one.withdrawn_on
        else "",
        lines=tuple(
            _line(each, runs=runs, standing=standing, on=on, addresses=addresses)
            for each in form.actions
        ),
        answer_href=answer_href if mine or for_them else "",
        answer_words="Answer" if mine else f"Answer for {one.person_name}",
        deputy_href=addresses.to("pass_to_deputy", one.id)
        if standing and not policies.may_pass_to_deputy(viewer, one.subject)
        else "",
        withdraw_href=addresses.to("withdraw_request", one.id) if standing and runs else "",
        accept_href=addresses.to("accept_answers", row.id) if runs and waiting else "",
        accept_words=f"Accept {counted(waiting, 'answer')}",
    )


def _facts(form: RequestForm, delivery: DeliveryFact | None) -> tuple[dict[str, str], ...]:
    one = form.request
    deputy = f"{one.deputy_name}, since {say_date(one.passed_on)}" if one.deputy_name else ""
    reminded = f"{one.reminders_sent}, last on {say_date(one.reminded_on)}"
    found = [
        {"key": "Email", "value": one.email, "missing": "No email address: nothing can be sent"},
        {"key": "Deputy", "value": deputy, "missing": "Not passed on"},
        {
            "key": "Last message",
            "value": delivery.words if delivery else "",
            "missing": "None sent",
        },
        {
            "key": "Reminders",
            "value": reminded if one.reminders_sent else "",
            "missing": "None yet",
        },
    ]
    return tuple(found)


def _line(
    each: AskedAction, *, runs: bool, standing: bool, on: date, addresses: Addresses
) -> AskedLine:
    return AskedLine(
        id=str(each.id),
        reference=each.reference,
        title=each.title,
        href=addresses.action(each.action_id),
        due=due_words(each.due, on=on, complete=each.complete, as_written=each.due_as_written),
        state=words.asked_mark(each.state),
        before=words.said_line(each.before) if each.before else None,
        answers=words.said_lines(each.answers),
        also=f"Also asked: {', '.join(each.also_asked)}" if each.also_asked else "",
        question=each.asked_back_words,
        question_by=f"{each.asked_back_by}, {say_date(each.asked_back_on)}"
        if each.asked_back_on
        else "",
        accepted=f"Accepted by {each.accepted_by}, {say_date(each.accepted_on)}"
        if each.accepted_on
        else "",
        late="After the cut-off: it counts in the next report" if each.late else "",
        accept=runs and each.state is AskedState.ANSWERED,
        ask_back_href=addresses.to("ask_back", each.id)
        if runs and standing and each.state in (AskedState.ANSWERED, AskedState.ACCEPTED)
        else "",
    )
