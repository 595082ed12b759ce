"""An update round: what may be answered and who has returned; `reminders` says who is chased when.

A round asks every lead of a plan, or of part of it, for an update by a cut-off date. Nothing here
reads a clock: the day is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

DUE_WITHIN_DAYS = 30  # what is due this soon is asked about before the rest
LINK_LASTS_DAYS = 28  # after the cut-off: a late return is worth having

Row = TypeVar("Row")


class UpdateStatus(StrEnum):
    """What a lead says of an action. Complete is a claim: somebody else signs it off."""

    NO_CHANGE = "no_change"
    ON_TRACK = "on_track"
    WILL_BE_LATE = "will_be_late"
    COMPLETE = "complete"


STATUS_WORDS: Mapping[UpdateStatus, str] = {
    UpdateStatus.NO_CHANGE: "No change",
    UpdateStatus.ON_TRACK: "On track",
    UpdateStatus.WILL_BE_LATE: "Will be late",
    UpdateStatus.COMPLETE: "Complete",
}


class AskedState(StrEnum):
    """How far one action of a round is."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"


class RequestState(StrEnum):
    """How far one person's request is: everything they are asked, together."""

    NOT_RETURNED = "not_returned"
    PARTLY = "partly"
    RETURNED = "returned"
    RETURNED_LATE = "returned_late"
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


# Whoever still owes something; the rest have returned, or are asked no more.
TO_CHASE = frozenset({RequestState.NOT_RETURNED, RequestState.PARTLY, RequestState.ASKED_BACK})


def asked_state(*, answered: bool, accepted: bool = False, asked_back: bool = False) -> AskedState:
    """`asked_back` and `accepted` speak of the latest answer: a new one clears both."""
    if not answered:
        return AskedState.WAITING
    if asked_back:
        return AskedState.ASKED_BACK
    return AskedState.ACCEPTED if accepted else AskedState.ANSWERED


def request_state(
    states: Iterable[AskedState], *, late: bool = False, withdrawn: bool = False
) -> RequestState:
    """`late`: something was first answered after the cut-off. Nothing asked counts as returned."""
    if withdrawn:
        return RequestState.WITHDRAWN
    found = tuple(states)
    if AskedState.ASKED_BACK in found:
        return RequestState.ASKED_BACK
    waiting = found.count(AskedState.WAITING)
    if waiting:
        return RequestState.NOT_RETURNED if waiting == len(found) else RequestState.PARTLY
    if found and all(state is AskedState.ACCEPTED for state in found):
        return RequestState.ACCEPTED
    return RequestState.RETURNED_LATE if late else RequestState.RETURNED


def is_late(returned_on: date | None, cut_off: date) -> bool:
    """Returned after the cut-off: kept, marked, and counted in the next report."""
    return returned_on is not None and returned_on > cut_off


def link_ends(cut_off: date) -> date:
    """The last day on which the link in the message works."""
    return cut_off + timedelta(days=LINK_LASTS_DAYS)


class Turn(StrEnum):
    """Which part of the form an action stands in."""

    OVERDUE = "overdue"
    DUE = "due"
    REST = "rest"
    COMPLETE = "complete"


def turn_of(due: date | None, *, complete: bool, cut_off: date, on: date) -> Turn:
    if complete:
        return Turn.COMPLETE
    if due is None:
        return Turn.REST
    if due < on:
        return Turn.OVERDUE
    soon = max(cut_off, on + timedelta(days=DUE_WITHIN_DAYS))
    return Turn.DUE if due <= soon else Turn.REST


_ORDER = {turn: place for place, turn in enumerate(Turn)}


def in_order(
    rows: Iterable[Row],
    facts: Callable[[Row], tuple[date | None, bool]],
    *,
    cut_off: date,
    on: date,
) -> list[Row]:
    """Rows as a form asks them: overdue, due before the cut-off or within 30 days, the rest, what
    is complete; within each the earliest first, without a date last, else as given. `facts` gives
    an action's last acceptable day and whether it is complete."""

    def place(row: Row) -> tuple[int, date]:
        due, complete = facts(row)
        turn = turn_of(due, complete=complete, cut_off=cut_off, on=on)
        return _ORDER[turn], due or date.max

    return sorted(rows, key=place)
