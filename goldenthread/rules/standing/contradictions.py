"""What looks wrong in the record of one child: facts that cannot all be true, or that are missing.

What is late is no contradiction; the deadlines tell it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.rules.calendars import say_date
from goldenthread.rules.proceedings import What
from goldenthread.rules.standing.facts import Attends, Known
from goldenthread.rules.standing.lines import Line
from goldenthread.rules.standing.saying import age_on
from goldenthread.rules.standing.words import ELSEWHERE, Elsewhere

_DECISIONS = {What.REVIEW_KEEPS, What.REVIEW_AMENDS, What.REVIEW_CEASES}
_REQUESTS = {What.REQUEST_RECEIVED, What.BECAME_RESPONSIBLE, What.DETAINED_REQUEST}
_OLDEST = 25
_ENDS = {What.PLAN_CEASED, What.DIED}
_BEGINS_ANEW = {*_REQUESTS, What.PLAN_TRANSFERRED_IN, What.CEASING_DROPPED, What.PLAN_MADE}
# What may well come after a plan has ended: others still say or decide something of it.
_AFTERWARDS = {
    What.APPEAL_LODGED, What.APPEAL_SENT, What.APPEAL_ANSWERED, What.APPEAL_NOT_OPPOSED,
    What.APPEAL_WITHDRAWN, What.ORDER_MADE, What.RECONSIDERED, What.RECOMMENDED,
    What.RECOMMENDATION_ANSWERED, What.ADVISER_CONTACTED, What.CERTIFICATE_ISSUED,
    What.MEDIATION_WANTED, What.MEDIATION_DECLINED, What.MEDIATION_HELD, What.DIED,
    What.NO_LONGER_RESPONSIBLE, What.RELEASED,
}  # fmt: skip


class Contradiction(StrEnum):
    """A kind of what looks wrong, with its words for lists."""

    BORN_LATER = "Born after something that happened to them"
    NOT_BORN_KNOWN = "No date of birth"
    TOO_OLD = "An EHC plan after the age of 25"
    PLAN_BEFORE_REQUEST = "The plan was made before it was asked for"
    DECISION_WITHOUT_MEETING = "A review decided without a meeting"
    AFTER_THE_END = "Something happened after the plan had ended"
    NO_NEED = "An EHC plan without a need"
    NO_PLACEMENT = "An EHC plan without a placement"
    NAMED_UNLIKE_ATTENDED = "Section I names another place than the one attended"
    TWO_PLACEMENTS = "Two first placements at once"
    SEEN_WHILE_UNKNOWN = "Seen while their whereabouts are unknown"
    HOME_AND_ATTENDING = "Home educated, and attending a setting"
    AWAITING_AND_ATTENDING = "Awaiting provision, and attending a setting"
    NO_CASELOAD = "On nobody’s caseload"


@dataclass(frozen=True)
class Wrong:
    """One of them, with a sentence that says what to look at."""

    kind: Contradiction
    sentence: str


def contradictions(known: Known, line: Line, *, born: date | None, on: date) -> tuple[Wrong, ...]:
    """What looks wrong on a day; `line` is how the child stands on it. In the order of the set."""
    found = {
        kind: sentence
        for kind, check in _CHECKS.items()
        if (sentence := check(known, line, born, on))
    }
    return tuple(Wrong(kind, found[kind]) for kind in Contradiction if kind in found)


def _born_later(known: Known, _: Line, born: date | None, on: date) -> str:
    first = min((day for _, day in known.events), default=None)
    if born is None or first is None or born <= first:
        return ""
    return f"Born on {say_date(born)}, but something is recorded of {say_date(first)}."


def _not_born_known(_: Known, __: Line, born: date | None, ___: date) -> str:
    return "" if born else "Without a date of birth no age, year group or phase can be told."


def _too_old(_: Known, line: Line, born: date | None, on: date) -> str:
    if not line.has_plan or born is None or age_on(born, on) <= _OLDEST:
        return ""
    return f"They are {age_on(born, on)}; a plan runs to the end of the school year of the 25th."


def _plan_before_request(known: Known, _: Line, __: date | None, on: date) -> str:
    made = _first(known, {What.PLAN_MADE}, on)
    asked = _first(known, _REQUESTS, on)
    if not made or not asked or made >= asked:
        return ""
    return f"The plan is of {say_date(made)}, the request of {say_date(asked)}."


def _decision_without_meeting(known: Known, _: Line, __: date | None, on: date) -> str:
    met = False
    for what, day in sorted(known.events, key=lambda one: one[1]):
        if day > on:
            break
        if what is What.MEETING_HELD:
            met = True
        elif what in _DECISIONS:
            if not met:
                return f"A review was decided on {say_date(day)}; no meeting before it is recorded."
            met = False
    return ""


def _after_the_end(known: Known, _: Line, __: date | None, on: date) -> str:
    ended: date | None = None
    for what, day in sorted(known.events, key=lambda one: one[1]):
        if day > on:
            break
        if what in _ENDS:
            ended = ended or day
        elif what in _BEGINS_ANEW:
            ended = None
        elif ended and day > ended and what not in _AFTERWARDS:
            return f"The plan ended on {say_date(ended)}, but something is of {say_date(day)}."
    return ""


def _no_need(_: Known, line: Line, __: date | None, ___: date) -> str:
    return "No primary need is recorded." if line.has_plan and not line.need else ""


def _no_placement(_: Known, line: Line, __: date | None, ___: date) -> str:
    if not line.has_plan or line.setting or line.setting_name or line.elsewhere:
        return ""
    return "Neither a setting nor another arrangement is recorded."


def _named_unlike_attended(known: Known, line: Line, _: date | None, on: date) -> str:
    if not line.named_unlike_attended:
        return ""
    return "Check which is right: amend section I, or put the placement right."


def _two_placements(known: Known, _: Line, __: date | None, on: date) -> str:
    for named in (True, False):
        both = [
            one for one in known.placements if one.named is named and one.rank == 1 and one.on(on)
        ]
        if len(both) > 1:
            where = "named in section I" if named else "attended"
            return f"Two first placements {where} stand at once. End the one that is over."
    return ""


def _seen_while_unknown(known: Known, line: Line, _: date | None, on: date) -> str:
    since = line.unknown_since
    seen = [day for day in known.visits if since and since < day <= on]
    met = [
        day
        for what, day in known.events
        if what is What.MEETING_HELD and since and since < day <= on
    ]
    if not since or not (seen or met):
        return ""
    return (
        f"Whereabouts unknown since {say_date(since)}, but seen or met on "
        f"{say_date(max(seen + met))}."
    )


def _home_and_attending(known: Known, line: Line, _: date | None, on: date) -> str:
    if not line.home_since or not _attended(known, on):
        return ""
    return f"Home educated since {say_date(line.home_since)}, but a setting is attended."


def _awaiting_and_attending(known: Known, line: Line, _: date | None, on: date) -> str:
    if not line.awaiting_since or not _attended(known, on) or line.named_unlike_attended:
        return ""
    return f"Awaiting provision since {say_date(line.awaiting_since)}, but a setting is attended."


def _no_caseload(_: Known, line: Line, __: date | None, ___: date) -> str:
    return "Nobody is asked to act. Put the child on a caseload." if not line.post else ""


def _attended(known: Known, on: date) -> Attends | None:
    """A setting that the child goes to; home education is none."""
    return next(
        (
            one
            for one in known.placements
            if not one.named and one.on(on) and one.elsewhere not in _NO_SETTING
        ),
        None,
    )


def _first(known: Known, kinds: set[What], on: date) -> date | None:
    return min((day for what, day in known.events if what in kinds and day <= on), default=None)


_NO_SETTING = {one.value for one in ELSEWHERE if one not in (Elsewhere.EYP, Elsewhere.OTH)}
_CHECKS: dict[Contradiction, Callable[[Known, Line, date | None, date], str]] = {
    Contradiction.BORN_LATER: _born_later,
    Contradiction.NOT_BORN_KNOWN: _not_born_known,
    Contradiction.TOO_OLD: _too_old,
    Contradiction.PLAN_BEFORE_REQUEST: _plan_before_request,
    Contradiction.DECISION_WITHOUT_MEETING: _decision_without_meeting,
    Contradiction.AFTER_THE_END: _after_the_end,
    Contradiction.NO_NEED: _no_need,
    Contradiction.NO_PLACEMENT: _no_placement,
    Contradiction.NAMED_UNLIKE_ATTENDED: _named_unlike_attended,
    Contradiction.TWO_PLACEMENTS: _two_placements,
    Contradiction.SEEN_WHILE_UNKNOWN: _seen_while_unknown,
    Contradiction.HOME_AND_ATTENDING: _home_and_attending,
    Contradiction.AWAITING_AND_ATTENDING: _awaiting_and_attending,
    Contradiction.NO_CASELOAD: _no_caseload,
}
