"""How an update round, its requests and its answers are said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.improvement_plan.queries.round_facts import RequestFact, RoundBoard, RoundFact
from goldenthread.improvement_plan.queries.statement_facts import UpdateFact
from goldenthread.pages.words import counted, say_date, say_date_with_day
from goldenthread.rules.calendars import days_until
from goldenthread.rules.reminders import escalation_day, reminder_days
from goldenthread.rules.rounds import (
    STATUS_WORDS,
    AskedState,
    RequestState,
    UpdateStatus,
)
from goldenthread.trail.queries import HistoryEntry


@dataclass(frozen=True)
class StateMark:
    """A word with its shape; `key` is the state's own, for its colour."""

    key: str
    words: str


REQUEST_STATES: dict[RequestState, str] = {
    RequestState.NOT_RETURNED: "Not returned",
    RequestState.PARTLY: "Partly returned",
    RequestState.RETURNED: "Returned",
    RequestState.RETURNED_LATE: "Returned late",
    RequestState.ASKED_BACK: "Asked back",
    RequestState.ACCEPTED: "Accepted",
    RequestState.WITHDRAWN: "Withdrawn",
}
ASKED_STATES: dict[AskedState, str] = {
    AskedState.WAITING: "Not answered",
    AskedState.ANSWERED: "Answered",
    AskedState.ASKED_BACK: "Asked back",
    AskedState.ACCEPTED: "Accepted",
}


def request_mark(state: RequestState) -> StateMark:
    return StateMark(state.value, REQUEST_STATES[state])


def asked_mark(state: AskedState) -> StateMark:
    key = {AskedState.WAITING: "not_returned", AskedState.ANSWERED: "returned"}
    return StateMark(key.get(state, state.value), ASKED_STATES[state])


def status_words(status: str) -> str:
    return STATUS_WORDS[UpdateStatus(status)] if status else ""


def cut_off_words(cut_off: date, *, on: date) -> str:
    """Fri 24 January 2020, in 10 days; Fri 10 January 2020, 4 days ago."""
    days = days_until(cut_off, on=on)
    when = say_date_with_day(cut_off)
    if days == 0:
        return f"{when}, today"
    return (
        f"{when}, in {counted(days, 'day')}" if days > 0 else f"{when}, {counted(-days, 'day')} ago"
    )


def returned_words(one: RoundFact) -> str:
    """31 of 40 returned, 9 to chase; nobody is chased in a round that is closed."""
    said = f"{one.returned} of {one.requests} returned"
    if one.closed_on is not None:
        return said
    return f"{said}, {one.to_chase} to chase" if one.to_chase else said


def part_of(one: RoundFact) -> str:
    return one.part or "The whole plan"


def answered_words(one: RequestFact) -> str:
    return f"{one.answered} of {one.actions}"


@dataclass(frozen=True)
class Happening:
    """Something a round does or did; `done` once it is past."""

    on: str
    words: str
    done: bool


def happenings(board: RoundBoard, *, on: date) -> tuple[Happening, ...]:
    """What was done, as the history keeps it, then what comes by itself; each with its day."""
    one = board.round
    done = tuple(
        Happening(say_date_with_day(entry.on), _told(entry, one.name), True) for entry in board.mail
    )
    return done if one.closed_on else done + _coming(board, on=on)


def _told(entry: HistoryEntry, name: str) -> str:
    """The entry in its own words, without the name of the round whose page this is."""
    said = entry.words
    for little in ("in", "of"):
        said = said.removesuffix(f" {little} “{name}”")
    return f"{entry.actor_label} {said.replace(f' of “{name}”', '')}"


def _coming(board: RoundBoard, *, on: date) -> tuple[Happening, ...]:
    one = board.round
    if not one.to_chase:
        return ()
    chased_today = any(entry.on == on and entry.act.endswith(".chase") for entry in board.mail)
    from_day = on + timedelta(days=1) if chased_today else on
    since = max(filter(None, (one.asked_on, one.reminders_changed_on)))
    days = [
        (each.day, "A reminder to whoever has not returned")
        for each in reminder_days(one.cut_off, one.reminders)
        if each.day >= from_day and each.day > since
    ]
    told = escalation_day(one.cut_off, one.reminders)
    if told is not None and one.escalated_on is None:
        days.append(
            (
                max(told, from_day),
                "The accountable officer, or else the programme office, hears how many are missing",
            )
        )
    return tuple(
        Happening(say_date_with_day(day), words, False)
        for day, words in sorted(days, key=lambda pair: pair[0])
    )


@dataclass(frozen=True)
class SaidLine:
    """An update as a round shows it: its status, its words, and by whom."""

    status: str
    on: str
    by: str
    parts: tuple[tuple[str, str], ...]  # (heading, words); "" is the progress itself
    late: bool = False


def said_line(update: UpdateFact, *, late: bool = False) -> SaidLine:
    decision = update.decision_needed
    if decision and update.decision_by:
        decision = f"{decision} (by {say_date(update.decision_by)})"
    expected = say_date(update.expected_on)
    parts = (
        ("", update.progress),
        ("What families notice", update.impact),
        ("Next", update.next_steps),
        ("Why it will be late", update.cause),
        ("Now expected by", expected),
        ("Risks and issues", update.risks_and_issues),
        ("Blocked, needs a decision", decision if update.blocked else ""),
    )
    return SaidLine(
        status=status_words(update.status),
        on=say_date(update.on),
        by=update.by,
        parts=tuple((heading, words) for heading, words in parts if words),
        late=late,
    )


def said_lines(updates: Iterable[UpdateFact]) -> tuple[SaidLine, ...]:
    return tuple(said_line(update) for update in updates)
