"""The words of one child's page, and of the page for their family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from goldenthread.ehcp_register.presenters.addresses import address_of_each
from goldenthread.ehcp_register.queries.children import (
    ChildWhole,
    CircumstanceFact,
    ClaimFact,
    EventFact,
    PersonFact,
    PlacementFact,
)
from goldenthread.pages.words import counted, say_date, say_date_with_day
from goldenthread.rules.clocks import NoLimit, find
from goldenthread.rules.clocks.exceptions import WORDS as EXCEPTIONS
from goldenthread.rules.clocks.exceptions import LawfulException
from goldenthread.rules.proceedings import WORDS, Deadline, Owed, State, step_words
from goldenthread.rules.standing import (
    NEEDS,
    STAGES,
    age_on,
    say_where,
    say_year_group,
    year_group,
)
from goldenthread.rules.standing.told import code_words

_STATES = {
    State.LATE: "overdue",
    State.RUNNING: "",
    State.WAITS: "none",
    State.PASSED: "none",
}
_SOON = 14


@dataclass(frozen=True)
class Due:
    when: str
    note: str
    state: str


@dataclass(frozen=True)
class DutyLine:
    """A deadline that runs: what, who, by when, under which law."""

    step: str
    who: str
    due: Due
    key: str
    href: str
    law: str
    except_href: str
    excepted: str


@dataclass(frozen=True)
class Happening:
    """An event in the timeline. One that was corrected stays, struck through."""

    when: str
    title: str
    text: str
    struck: bool
    right_href: str
    strike_href: str


@dataclass(frozen=True)
class ClaimLine:
    duty: str
    reason: str
    said: str
    evidence: str
    state: str
    accept_href: str
    refused: str


@dataclass(frozen=True)
class ChildPage:
    name: str
    caption: str
    where: str
    stage: str
    next: str
    next_due: Due
    waited: tuple[str, ...]
    wrong: tuple[str, ...]
    late: str
    facts: tuple[dict[str, str], ...]
    correct_href: str
    placements: tuple[dict[str, str], ...]
    unlike: str
    circumstances: tuple[dict[str, str], ...]
    visits: tuple[dict[str, str], ...]
    duties: tuple[DutyLine, ...]
    times: tuple[DutyLine, ...]
    claims: tuple[ClaimLine, ...]
    events: tuple[tuple[str, tuple[Happening, ...]], ...]  # by case
    deeds: tuple[dict[str, str], ...]


def child_page(
    whole: ChildWhole, *, slug: str, on: date, may_record: bool, accepts: dict[UUID, str]
) -> ChildPage:
    """`accepts`: claim id → why the viewer may not accept it, "" where they may."""
    who = whole.person
    return ChildPage(
        name=who.name,
        caption=_caption(who, on),
        where=say_where(whole.line, who.forename or who.name, on=on)
        if whole.line
        else "Nothing is recorded yet that says how far this child has come.",
        stage=STAGES[whole.line.stage] if whole.line else "",
        next=whole.next.sentence,
        next_due=_due(whole.next.deadline, on) if whole.next.deadline else Due("", "", ""),
        waited=whole.next.waited_for,
        wrong=tuple(f"{one.kind.value}. {one.sentence}" for one in whole.wrong),
        late=_late(whole.deadlines),
        facts=tuple(_facts(whole, on)),
        correct_href=reverse("ehcp_register:correct_identity", args=[slug, who.id])
        if may_record
        else "",
        placements=tuple(_placement(one, on, slug, may_record) for one in whole.placements),
        unlike="Section I names another place than the one attended."
        if whole.line and whole.line.named_unlike_attended
        else "",
        circumstances=tuple(_circumstance(one, slug, may_record) for one in whole.circumstances),
        visits=tuple(
            {"when": say_date(one.on), "by": one.by, "seen": "" if one.seen else "Not seen"}
            for one in whole.visits
        ),
        duties=_duties(whole.deadlines, on, slug, Owed.MAY, wanted=False, may=may_record),
        times=_duties(whole.deadlines, on, slug, Owed.MAY, wanted=True, may=False),
        claims=tuple(_claim(one, slug, accepts.get(one.id, "")) for one in whole.claims),
        events=_by_case(whole, slug, may_record),
        deeds=_deeds(who, slug, may_record),
    )


def _caption(who: PersonFact, on: date) -> str:
    parts = [who.reference]
    if who.born_on:
        age = age_on(who.born_on, on)
        year = say_year_group(year_group(who.born_on, on))
        parts.append(f"born {say_date(who.born_on)}, aged {age}")
        parts.append(year)
    return " · ".join(part for part in parts if part)


def _late(deadlines: Iterable[Deadline]) -> str:
    late = [one for one in deadlines if one.state is State.LATE]
    return f"{counted(len(late), 'step')} late" if late else ""


def _facts(whole: ChildWhole, on: date) -> Iterator[dict[str, str]]:
    who, line = whole.person, whole.line
    held = f"{whole.post}: {whole.holder}" if whole.holder else whole.post
    yield {"key": "Caseload", "value": held, "missing": "On nobody’s caseload"}
    if line:
        needs = [NEEDS.get(code, code) for code in (line.need, line.second_need) if code]
        yield {"key": "Needs", "value": "; ".join(needs)}
        yield {
            "key": "Plan made",
            "value": say_date(line.plan_made_on),
            "missing": "Not known here",
        }
        yield {
            "key": "Plan last changed",
            "value": say_date(line.plan_changed_on),
            "missing": "Never changed",
        }
        yield {
            "key": "Last review meeting",
            "value": say_date(line.last_meeting_on),
            "missing": "None recorded",
        }
    yield {"key": "UPN", "value": who.upn or who.upn_unknown}
    if who.uln:
        yield {"key": "ULN", "value": who.uln}
    yield {"key": "NHS number", "value": str(who.nhs_number)}
    yield {"key": "Social care", "value": str(who.social_care)}


def _placement(one: PlacementFact, on: date, slug: str, may: bool) -> dict[str, str]:
    until = f" to {say_date(one.until)}" if one.until else ""
    ahead = one.from_date > on
    notes = [
        "second of two" if one.second else "",
        f"residential, {one.residential}" if one.residential else "",
        *one.also,
        "out of area" if one.out_of_area else "",
    ]
    return {
        "kind": "Named in section I" if one.named else "Attended",
        "where": one.where,
        "when": f"From {say_date(one.from_date)}{until}",
        "notes": ", ".join(note for note in notes if note),
        "now": "" if ahead or (one.until and one.until < on) else "yes",
        "end_href": reverse("ehcp_register:placement_over", args=[slug, one.id])
        if may and one.until is None
        else "",
    }


def _circumstance(one: CircumstanceFact, slug: str, may: bool) -> dict[str, str]:
    href = reverse("ehcp_register:end_circumstance", args=[slug, one.id])
    return {
        "words": one.words,
        "when": f"Since {say_date(one.from_date)}"
        if one.until is None
        else f"{say_date(one.from_date)} to {say_date(one.until)}",
        "open": "" if one.until else "yes",
        "end_href": href if may and one.until is None else "",
    }


def _duties(
    deadlines: Iterable[Deadline], on: date, slug: str, owed: Owed, *, wanted: bool, may: bool
) -> tuple[DutyLine, ...]:
    """Deadlines that run, late and soonest first; those that bind all the time last."""
    lines = [
        one
        for one in deadlines
        if one.open and (one.owed is owed) is wanted and one.state is not State.PASSED
    ]
    lines.sort(key=lambda one: (one.duty == "D53", one.due_on or date.max, one.duty))
    return tuple(_duty(one, on, slug, may) for one in lines)


def _duty(one: Deadline, on: date, slug: str, may: bool) -> DutyLine:
    duty = find(one.duty)
    step = step_words(one)
    except_href = ""
    if may and duty.exceptions and one.due_on and one.owed is Owed.MUST:
        except_href = reverse(
            "ehcp_register:claim_exception", args=[slug, UUID(one.started_by), one.duty]
        )
    return DutyLine(
        step=f"{step[:1].upper()}{step[1:]}",
        who=one.body or duty.holder.value,
        due=_due(one, on),
        key=one.duty,
        href=reverse("deadlines:deadline", args=[slug, one.duty]),
        law=duty.law.cited,
        except_href=except_href,
        excepted="A lawful exception was accepted." if one.excepted else "",
    )


def _due(one: Deadline, on: date) -> Due:
    if one.due_on is None:
        aim = one.answer.aim if isinstance(one.answer, NoLimit) else None
        if aim:
            return Due(say_date_with_day(aim), "to work towards", "none")
        return Due("", "No last day" if one.state is not State.WAITS else "Not known yet", "none")
    state = _STATES.get(one.state, "")
    if one.state is State.RUNNING and (one.due_on - on).days <= _SOON:
        state = "soon"
    note = "its time has passed" if one.state is State.PASSED else _in_days(one.due_on, on)
    return Due(say_date_with_day(one.due_on), note, state)


def _in_days(due: date, on: date) -> str:
    days = (due - on).days
    if days == 0:
        return "due today"
    return f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} late"


def _claim(one: ClaimFact, slug: str, refused: str) -> ClaimLine:
    state = (
        f"Accepted by {one.accepted_by} on {say_date(one.accepted_on)}"
        if one.accepted_on
        else f"Claimed by {one.claimed_by} on {say_date(one.claimed_on)}; not accepted yet"
    )
    waits = one.accepted_on is None
    return ClaimLine(
        duty=f"{one.duty}: {find(one.duty).step}",
        reason=EXCEPTIONS[LawfulException(one.reason)],
        said=f"{say_date(one.first_on)} to {say_date(one.then_on)}",
        evidence=one.evidence,
        state=state,
        accept_href=reverse("ehcp_register:accept_exception", args=[slug, one.id])
        if waits and not refused
        else "",
        refused=refused if waits else "",
    )


def _by_case(
    whole: ChildWhole, slug: str, may: bool
) -> tuple[tuple[str, tuple[Happening, ...]], ...]:
    """What happened, the last first, under the case it belongs to."""
    found = []
    right = address_of_each("put_right", slug) if may else _nowhere
    strike = address_of_each("strike_out", slug) if may else _nowhere
    for case in whole.cases:
        own = tuple(
            _happening(one, right=right, strike=strike)
            for one in whole.events
            if one.case_id == case.id
        )
        if own:
            found.append((f"{case.process_words}, from {say_date(case.opened_on)}", own))
    return tuple(found)


def _happening(
    one: EventFact, *, right: Callable[[UUID], str], strike: Callable[[UUID], str]
) -> Happening:
    gone = one.corrected or one.struck
    details = [
        one.body,
        f"for {say_date(one.day)}" if one.day else "",
        one.asks,
        code_words(one.what, one.code),
    ]
    text = ". ".join(part for part in details if part)
    if one.by_correction:
        text = f"{text} {'Struck out' if one.struck else 'Put right'}: {one.by_correction}".strip()
    return Happening(
        when=say_date(one.on),
        title=WORDS[one.what],
        text=text,
        struck=gone,
        right_href="" if gone else right(one.id),
        strike_href="" if gone else strike(one.id),
    )


def _nowhere(_: UUID) -> str:
    return ""


def _deeds(who: PersonFact, slug: str, may_record: bool) -> tuple[dict[str, str], ...]:
    ways = (
        ("record", "Record what happened"),
        ("advice", "Advice"),
        ("bring_to_panel", "Bring to a panel"),
        ("record_contact", "Somebody got in touch"),
        ("place", "Change the placement"),
        ("visit", "Record a visit"),
        ("circumstance", "Record where they are"),
    )
    return tuple(
        {"text": text, "href": reverse(f"ehcp_register:{name}", args=[slug, who.id])}
        for name, text in ways
        if may_record or name == "advice"
    )


@dataclass(frozen=True)
class FamilyPage:
    """The same for the family: where we are, what comes next, who to ask."""

    name: str
    where: str
    next: str
    waited: tuple[str, ...]
    told: tuple[dict[str, str], ...]
    contact: str


_FOR_FAMILIES = frozenset(
    {
        "request-received", "assessment-agreed", "assessment-refused", "draft-sent", "plan-made",
        "plan-refused", "meeting-arranged", "meeting-held", "meeting-report-sent", "review-keeps",
        "review-amends", "review-ceases", "amendments-sent", "plan-amended", "plan-replaced",
        "plan-ceased", "plan-transferred-in", "reassessment-agreed", "reassessment-refused",
    }
)  # fmt: skip


def family_page(whole: ChildWhole, *, on: date) -> FamilyPage:
    """Nothing of what looks wrong, and nothing that others said in confidence."""
    name = whole.person.forename or whole.person.name
    told = [
        {"when": say_date(one.on), "title": WORDS[one.what], "state": "done"}
        for one in whole.events
        if one.what.value in _FOR_FAMILIES and not one.corrected and not one.struck
    ]
    return FamilyPage(
        name=name,
        where=say_where(whole.line, name, on=on) if whole.line else "",
        next=whole.next.sentence,
        waited=whole.next.waited_for,
        told=tuple(told[:12]),
        contact=whole.holder or whole.post,
    )
