"""The words of the advice of one child’s cases: every adviser in one table, with the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.ehcp_register.presenters.child import Due
from goldenthread.ehcp_register.queries.advice import AdviserFact, CaseAdvice, JudgementFact
from goldenthread.ehcp_register.queries.children import PersonFact
from goldenthread.pages.words import counted, say_date, say_date_with_day
from goldenthread.partnership.person_linked import Withheld
from goldenthread.rules.advice import CITED, HOW_WORDS, WORDS, How, Service, Standing, say_met

_SOON = 14
_OPEN = (Standing.DUE, Standing.LATE)


@dataclass(frozen=True)
class Deed:
    text: str
    href: str


@dataclass(frozen=True)
class ChaseLine:
    said: str
    taken_back: str
    back_href: str


@dataclass(frozen=True)
class AdviserLine:
    body: str
    service: str
    asked: str
    due: Due
    came: str
    came_note: str
    chases: tuple[ChaseLine, ...]
    quality: tuple[str, ...]
    link: str
    withheld: str
    next: str
    next_state: str
    deeds: tuple[Deed, ...]
    event_id: str  # "" where there is nobody to chase
    ticked: bool


@dataclass(frozen=True)
class CaseLines:
    heading: str
    counts: str
    lines: tuple[AdviserLine, ...]


@dataclass(frozen=True)
class AdvicePage:
    name: str
    lede: str
    cases: tuple[CaseLines, ...]
    ask_href: str
    chase_href: str
    may_chase: bool
    ways: tuple[tuple[str, str], ...] = tuple((one.value, HOW_WORDS[one]) for one in How)


def advice_page(
    person: PersonFact,
    found: tuple[CaseAdvice, ...],
    *,
    handles: dict[Service, str],
    judges: dict[Service, str],
    may_record: bool,
    on: date,
    slug: str,
) -> AdvicePage:
    """`handles` and `judges`: service → why the viewer may not, "" where they may."""

    def line(one: AdviserFact) -> AdviserLine:
        return _line(one, not handles[one.service], not judges[one.service], may_record, on, slug)

    cases = tuple(
        CaseLines(
            f"{one.case.process_words}, from {say_date(one.case.opened_on)}",
            _counts(one.advisers),
            tuple(line(adviser) for adviser in one.advisers),
        )
        for one in found
    )
    return AdvicePage(
        name=person.name,
        lede="Each body has six weeks from the day it received the request: SEND Regulations 2014, "
        "reg 8(1). A closed school does not excuse it.",
        cases=cases,
        ask_href=reverse("ehcp_register:ask_advice", args=[slug, person.id]) if may_record else "",
        chase_href=reverse("ehcp_register:chase_advice", args=[slug, person.id]),
        may_chase=may_record and any(line.event_id for case in cases for line in case.lines),
    )


def _counts(advisers: tuple[AdviserFact, ...]) -> str:
    came = sum(1 for one in advisers if one.received_on)
    late = sum(1 for one in advisers if one.standing is Standing.LATE)
    words = f"{came} of {len(advisers)} came"
    return f"{words}; {late} late now" if late else words


def _line(
    one: AdviserFact, handles: bool, judges: bool, may_record: bool, on: date, slug: str
) -> AdviserLine:
    chases = tuple(
        ChaseLine(
            f"{say_date(chase.on)}, {chase.how.lower()}, {chase.by}",
            chase.taken_back,
            reverse("ehcp_register:take_chase_back", args=[slug, chase.id])
            if may_record and not chase.taken_back
            else "",
        )
        for chase in one.chases
    )
    words, state = _next(one, on, judges)
    return AdviserLine(
        body=one.body,
        service=", ".join(
            part for part in (WORDS[one.service], CITED[one.service]) if part != one.body
        ),
        asked=say_date(one.asked_on),
        due=_due(one, on),
        came=say_date(one.received_on) if one.received_on else "",
        came_note=_came(one),
        chases=chases,
        quality=_quality(one.judgements),
        link=one.link if isinstance(one.link, str) else "",
        withheld=str(one.link) if isinstance(one.link, Withheld) else "",
        next=words,
        next_state=state,
        deeds=tuple(_deeds(one, handles, judges, may_record, slug)),
        event_id=str(one.event_id) if may_record and one.standing in _OPEN else "",
        ticked=one.standing is Standing.LATE,
    )


def _due(one: AdviserFact, on: date) -> Due:
    if one.due_on is None:
        return Due("", "No limit binds", "none")
    if one.standing is Standing.LATE:
        return Due(say_date_with_day(one.due_on), f"{counted(one.late_by, 'day')} late", "overdue")
    soon = one.standing is Standing.DUE and (one.due_on - on).days <= _SOON
    return Due(say_date_with_day(one.due_on), "", "soon" if soon else "")


def _came(one: AdviserFact) -> str:
    if one.received_on is None:
        return ""
    parts = [counted((one.received_on - one.asked_on).days, "day")]
    if one.late_by:
        parts.append(f"{counted(one.late_by, 'day')} late")
    if one.excepted:
        parts.append("exception accepted")
    return ", ".join(parts)


def _quality(judgements: tuple[JudgementFact, ...]) -> tuple[str, ...]:
    """The last first: "4 of 5 met; partly: voice. A. Moyo, 3 May 2024"."""
    return tuple(
        f"{say_met(one.met)}. {'Sent back. ' if one.returned else ''}{one.by}, {say_date(one.on)}"
        for one in judgements
    )


def _next(one: AdviserFact, on: date, judges: bool) -> tuple[str, str]:
    chases = [chase for chase in one.chases if not chase.taken_back]
    chased = f"; last chased {say_date(chases[-1].on)}" if chases else ""
    days = (one.due_on - on).days if one.due_on else 0
    because = f": {one.ended_because}" if one.ended_because else ""
    returned = _returned(one.judgements[0]) if one.standing is Standing.RETURNED else ""
    return {
        Standing.LATE: (f"Chase it: {counted(one.late_by, 'day')} late{chased}", "late"),
        Standing.DUE: (f"Wait: {counted(days, 'day')} left{chased}", ""),
        Standing.OPEN: ("Wait: they may take their time", ""),
        Standing.RECEIVED: ("Say how good it is", "now")
        if judges
        else ("Wait: nobody has said how good it is", ""),
        Standing.RETURNED: (returned, "now"),
        Standing.NOT_NEEDED: (f"Nothing: not needed{because}", ""),
        Standing.JUDGED: ("Nothing: it is there", ""),
    }[one.standing]


def _returned(one: JudgementFact) -> str:
    by = f", asked for by {say_date(one.more_by)}" if one.more_by else ""
    return f"Wait for more{by}: {one.more}"


def _deeds(
    one: AdviserFact, handles: bool, judges: bool, may_record: bool, slug: str
) -> list[Deed]:
    def to(name: str, *args: object) -> str:
        return reverse(f"ehcp_register:{name}", args=[slug, *args])

    found = []
    waits = (*_OPEN, Standing.RETURNED)
    if one.event_id and handles and one.standing in waits:
        found.append(Deed("It came", to("receive_advice", one.event_id)))
    if one.coming_id and judges and one.standing in (Standing.RECEIVED, Standing.JUDGED):
        words = "Judge it" if one.standing is Standing.RECEIVED else "Judge it again"
        found.append(Deed(words, to("judge_advice", one.coming_id)))
    if one.views_id and may_record and one.standing is Standing.OPEN:
        found.append(Deed("It came, or is not needed", to("settle_views", one.views_id)))
    return found
