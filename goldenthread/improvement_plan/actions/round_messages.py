"""Messages of an update round: who is asked, until when, how many; never what about.

Subject and words name no action, no rating and no child: whoever sees a screen over somebody's
shoulder learns that an update is wanted, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import UpdateRequest, UpdateRound
from goldenthread.notifications.actions import NewMessage
from goldenthread.notifications.kinds import (
    ASKED_BACK,
    ESCALATION,
    REMINDER,
    UPDATE_REQUEST,
)
from goldenthread.rules.calendars import say_date, say_weekday

_HOW = (
    "Your own form opens by the link below, on a phone too. You need no account and no password. "
    "“No change” is one tap. You can stop half way and carry on later by the same link."
)
_DEPUTY = (
    "If your deputy should answer, pass it to them at the foot of your form: they get a link of "
    "their own, and yours still works."
)


def key(request: UpdateRequest, what: str) -> str:
    """The key of a message in the outbox; all of one request's begin alike."""
    return f"{prefix(request.round_id)}{request.pk}:{what}"


def prefix(round_id: UUID) -> str:
    return f"round:{round_id}:"


def in_hand(request: UpdateRequest) -> tuple[UUID, UUID]:
    """Who has the request in hand and by which link: the deputy it was passed to, else the person
    asked."""
    if request.deputy_id and request.deputy_link_id:
        return request.deputy_id, request.deputy_link_id
    return request.person_id, request.link_id


def actions_words(number: int) -> str:
    return "1 action" if number == 1 else f"{number:,} actions"


def asked(request: UpdateRequest, row: UpdateRound, *, plan: str, actions: int) -> NewMessage:
    return _message(
        request,
        kind=UPDATE_REQUEST.key,
        what="asked",
        subject=f"Update needed by {say_date(row.cut_off)}: {plan}",
        words=(
            f"Please say where {actions_words(actions)} of {plan} "
            f"{'stands' if actions == 1 else 'stand'}, by {say_weekday(row.cut_off)}."
            f"\n\n{_HOW}\n\n{_DEPUTY}"
        ),
    )


def passed(request: UpdateRequest, row: UpdateRound, *, plan: str, person: str) -> NewMessage:
    return _message(
        request,
        kind=UPDATE_REQUEST.key,
        what=f"deputy:{request.deputy_id}:{request.version}",
        subject=f"Update needed by {say_date(row.cut_off)}: {plan}",
        words=(
            f"You stand in for {person}, who was asked for an update on {plan}. Please answer by "
            f"{say_weekday(row.cut_off)}.\n\n{_HOW}"
        ),
    )


def handed_over(
    request: UpdateRequest, row: UpdateRound, *, plan: str, actions: int, on: date
) -> NewMessage:
    """To whoever has the request in hand after a handover."""
    what = f"handed:{in_hand(request)[0]}:{request.version}"
    late = "was" if on > row.cut_off else "is"
    return _message(
        request,
        kind=UPDATE_REQUEST.key,
        what=what,
        subject=f"Update needed by {say_date(row.cut_off)}: {plan}",
        words=(
            f"You have taken over {actions_words(actions)} of {plan}. Please say where "
            f"{'it stands' if actions == 1 else 'they stand'}: the update {late} needed by "
            f"{say_weekday(row.cut_off)}.\n\n{_HOW}"
        ),
    )


def reminder(
    request: UpdateRequest, row: UpdateRound, *, plan: str, left: int, what: str, on: date
) -> NewMessage:
    """`left`: actions that still wait for an answer. `what` tells reminders apart."""
    late = on > row.cut_off
    subject = (
        f"Update overdue since {say_date(row.cut_off)}: {plan}"
        if late
        else f"Reminder: update needed by {say_date(row.cut_off)}: {plan}"
    )
    until = "The update was needed by" if late else "The update is needed by"
    after = " What you send now is kept and counts in the next report." if late else ""
    waits = "waits" if left == 1 else "wait"
    return _message(
        request,
        kind=REMINDER.key,
        what=what,
        subject=subject,
        words=(
            f"{actions_words(left).capitalize()} of {plan} still {waits} for your answer. "
            f"{until} {say_weekday(row.cut_off)}.{after}\n\n{_HOW}"
        ),
    )


def new_cut_off(request: UpdateRequest, row: UpdateRound, *, plan: str) -> NewMessage:
    return _message(
        request,
        kind=UPDATE_REQUEST.key,
        what=f"cut-off:{row.cut_off.isoformat()}",
        subject=f"Update now needed by {say_date(row.cut_off)}: {plan}",
        words=(
            f"The day by which your update on {plan} is needed has changed. It is now "
            f"{say_weekday(row.cut_off)}. What you sent already is kept.\n\n{_HOW}"
        ),
    )


def back(request: UpdateRequest, *, plan: str, round_action_id: UUID, version: int) -> NewMessage:
    return _message(
        request,
        kind=ASKED_BACK.key,
        what=f"back:{round_action_id}:{version}",
        subject=f"A question about your update: {plan}",
        words=(
            f"Somebody has a question about one of the updates you sent on {plan}. Your form shows "
            f"the question and what you wrote, so that you can add to it.\n\n{_HOW}"
        ),
    )


def escalation(
    row: UpdateRound, *, person_id: UUID, plan: str, actions: int, leads: int, address: str
) -> NewMessage:
    """To an accountable officer, or the programme office: how many, and since when."""
    have = "has" if actions == 1 else "have"
    people = "1 lead" if leads == 1 else f"{leads} leads"
    return NewMessage(
        person_id=person_id,
        kind=ESCALATION.key,
        subject=f"Updates missing since {say_date(row.cut_off)}: {plan}",
        words=(
            f"{actions_words(actions).capitalize()} of {plan} {have} had no update since one was "
            f"due on {say_weekday(row.cut_off)}; {people} {'was' if leads == 1 else 'were'} asked "
            f"on {say_date(row.asked_on)} and reminded.\n\nThe board of returns shows whose they "
            "are. It opens once you sign in."
        ),
        once=f"{prefix(row.pk)}escalation:{person_id}",
        address=address,
    )


def _message(
    request: UpdateRequest, *, kind: str, what: str, subject: str, words: str
) -> NewMessage:
    person_id, link_id = in_hand(request)
    return NewMessage(
        person_id=person_id,
        kind=kind,
        subject=subject,
        words=words,
        once=key(request, what),
        task_link_id=link_id,
    )


REMEMBERED = ("last_message", "written_on")


def remember(
    messages: Iterable[NewMessage], requests: Iterable[UpdateRequest], *, on: date
) -> None:
    """Set each request's latest message and its day; the caller saves `REMEMBERED`."""
    of_request = {message.once.split(":")[2]: message.once for message in messages}
    for request in requests:
        if str(request.pk) in of_request:
            request.last_message, request.written_on = of_request[str(request.pk)], on
