"""The rounds of a plan, and the page that starts one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.presenters import round_words as words
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.plan_tabs import ROUNDS, plan_tabs
from goldenthread.improvement_plan.queries.asking import NO_LEAD, NOT_MATCHED, VACANT
from goldenthread.improvement_plan.queries.facts import LevelFact, PeriodFact, PlanFact
from goldenthread.improvement_plan.queries.round_facts import (
    ActionRef,
    RoundFact,
    Unasked,
    WhoIsAsked,
)
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.reminders import Reminders, say_escalation, say_reminders

REFERENCES_SHOWN = 12


@dataclass(frozen=True)
class RoundLine:
    name: str
    href: str
    part: str
    asked: str
    cut_off: str
    state: str
    returned: str
    done: int
    of: int
    open: bool


@dataclass(frozen=True)
class RoundsPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    rounds: tuple[RoundLine, ...]
    ask_href: str
    refused: str
    reminders: tuple[str, ...]
    reminders_href: str


def rounds_page(
    plan: PlanFact,
    rounds: Sequence[RoundFact],
    reminders: Reminders,
    *,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
) -> RoundsPage:
    return RoundsPage(
        title="Update rounds",
        caption=plan.title,
        lede="A round asks every lead where their actions stand, by a day. Each gets one message "
        "with one link to one form.",
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("Update rounds")),
        tabs=plan_tabs(plan.id, ROUNDS, addresses),
        as_at=say_date(on),
        rounds=tuple(round_line(one, on=on, addresses=addresses) for one in rounds),
        ask_href=addresses.to("request_updates", plan.id),
        refused=may_ask_some_part(viewer, plan),
        reminders=reminder_lines(reminders),
        reminders_href=""
        if policies.may_request_updates(viewer, ActionSubject(plan.id))
        else addresses.to("plan_reminders", plan.id),
    )


def reminder_lines(reminders: Reminders) -> tuple[str, ...]:
    """When leads are reminded, and when those above them are told, in two sentences."""
    above = (
        "Nobody above the leads is told what is missing."
        if reminders.escalate_after is None
        else "The accountable officer, or else the programme office, hears how many are missing "
        f"{say_escalation(reminders)}."
    )
    if not (reminders.days_before or reminders.on_the_day or reminders.working_days_after):
        return ("Nobody is reminded unless you press a button.", above)
    return (f"Whoever has not returned is reminded {say_reminders(reminders)}.", above)


def may_ask_some_part(viewer: Viewer, plan: PlanFact) -> str:
    """A workstream lead may ask a part, though not the whole plan."""
    refused = policies.may_request_updates(viewer, ActionSubject(plan.id))
    narrow = viewer.holds("workstream_lead") and viewer.scopes("workstream_lead", "level")
    return "" if narrow else refused


def round_line(one: RoundFact, *, on: date, addresses: Addresses) -> RoundLine:
    return RoundLine(
        name=one.name,
        href=addresses.to("round", one.id),
        part=words.part_of(one),
        asked=f"Asked {say_date(one.asked_on)} by {one.asked_by}",
        cut_off=words.cut_off_words(one.cut_off, on=on)
        if one.closed_on is None
        else say_date(one.cut_off),
        state=f"Closed {say_date(one.closed_on)}" if one.closed_on else "Open",
        returned=words.returned_words(one),
        done=one.returned,
        of=one.requests,
        open=one.closed_on is None,
    )


@dataclass(frozen=True)
class RoundNote:
    """The calm line on the plan's page."""

    words: str
    href: str
    name: str


def round_notes(rounds: Sequence[RoundFact], addresses: Addresses) -> tuple[RoundNote, ...]:
    return tuple(
        RoundNote(words.returned_words(one), addresses.to("round", one.id), one.name)
        for one in rounds
        if one.closed_on is None
    )


@dataclass(frozen=True)
class AskedLine:
    name: str
    posts: str
    actions: str
    references: str
    overdue: str
    no_address: str


@dataclass(frozen=True)
class ProblemLine:
    """What stands in the way, which actions, and how to mend it."""

    title: str
    says: str
    nobody: str
    actions: tuple[tuple[str, str, str], ...]  # (reference, title, address where it is mended)
    more: str
    href: str
    href_words: str


@dataclass(frozen=True)
class Preview:
    heading: str
    people: tuple[AskedLine, ...]
    problems: tuple[ProblemLine, ...]
    left_out: tuple[str, ...]
    button: str


def preview(asked: WhoIsAsked, addresses: Addresses) -> Preview:
    many = len(asked.people)
    people = counted(many, "person", "people")
    left_out = []
    if asked.complete:
        are = "is" if asked.complete == 1 else "are"
        left_out.append(f"{counted(asked.complete, 'action')} {are} complete and left out.")
    for name, count in asked.asked_already.items():
        left_out.append(f"{counted(count, 'action')} asked about already in “{name}”, still open.")
    heading = f"{people} will be asked about {counted(asked.actions, 'action')}"
    return Preview(
        heading=heading if many else "Nobody would be asked",
        people=tuple(
            AskedLine(
                name=person.name,
                posts=", ".join(person.posts),
                actions=str(len(person.actions)),
                references=_references(person.actions),
                overdue=_overdue(person.actions),
                no_address="" if person.email else "No email address: nothing can be sent",
            )
            for person in asked.people
        ),
        problems=(*_without_address(asked, addresses), *_problems(asked.problems, addresses)),
        left_out=tuple(left_out),
        button=f"Ask {people}" if many else "",
    )


def _references(actions: Sequence[ActionRef]) -> str:
    named = ", ".join(action.reference for action in actions[:REFERENCES_SHOWN])
    more = len(actions) - REFERENCES_SHOWN
    return f"{named} and {more} more" if more > 0 else named


def _overdue(actions: Sequence[ActionRef]) -> str:
    late = sum(action.overdue for action in actions)
    return f"{late} overdue" if late else ""


def _without_address(asked: WhoIsAsked, addresses: Addresses) -> tuple[ProblemLine, ...]:
    found = asked.without_address
    if not found:
        return ()
    names = ", ".join(person.name for person in found)
    return (
        ProblemLine(
            title=f"{counted(len(found), 'person has', 'people have')} no email address",
            says=f"{names}. They stand on the board all the same: add an address, or answer on "
            "their behalf.",
            nobody="",
            actions=(),
            more="",
            href=addresses.people(),
            href_words="Add an address under People and forums",
        ),
    )


_TITLES = {
    NO_LEAD: ("No lead", "These actions have no lead. Choose one on the action’s page."),
    NOT_MATCHED: (
        "Not matched to a person",
        "The plan names this lead in words that match no person or post. Choose one.",
    ),
    VACANT: (
        "Nobody holds this post",
        "Say who holds the post, and they are asked; or choose another lead.",
    ),
}


def _problems(found: Sequence[Unasked], addresses: Addresses) -> tuple[ProblemLine, ...]:
    lines = []
    for one in found:
        title, says = _TITLES[one.kind]
        more = len(one.actions) - REFERENCES_SHOWN
        lines.append(
            ProblemLine(
                title=f"{title}: {one.words}" if one.words else title,
                says=says,
                nobody=f"Nobody is asked about {counted(one.nobody, 'action')}."
                if one.nobody
                else "Another lead is asked about each of these.",
                actions=tuple(
                    (action.reference, action.title, addresses.to("edit_leads", action.id))
                    for action in one.actions[:REFERENCES_SHOWN]
                ),
                more=f"and {more} more" if more > 0 else "",
                href=addresses.people() if one.kind == VACANT else "",
                href_words="Say who holds the post" if one.kind == VACANT else "",
            )
        )
    return tuple(lines)


def part_choices(
    plan: PlanFact, tree: Sequence[LevelFact], viewer: Viewer, whole: str
) -> list[tuple[str, str]]:
    """The whole plan and its parts, those the viewer may ask; `whole` is the first one's value."""
    choices = []
    if not policies.may_request_updates(viewer, ActionSubject(plan.id)):
        choices.append((whole, "The whole plan"))
    above: dict[object, frozenset[object]] = {}
    for level in tree:
        above[level.id] = above.get(level.parent_id, frozenset()) | {level.id}
        subject = ActionSubject(plan.id, level_ids=frozenset(above[level.id]))  # type: ignore[arg-type]
        if not policies.may_request_updates(viewer, subject):
            named = f"{level.word} {level.reference}".strip()
            choices.append((str(level.id), f"{'– ' * level.depth}{named}: {level.title}"))
    return choices


def usual_cut_off(periods: Sequence[PeriodFact], *, on: date, otherwise: date) -> date:
    """The cut-off of the open reporting period, where it is still to come."""
    coming = [one.cut_off for one in periods if not one.closed and one.cut_off >= on]
    return min(coming, default=otherwise)


def period_hint(periods: Sequence[PeriodFact], *, on: date) -> str:
    coming = sorted(
        (one for one in periods if not one.closed and one.cut_off >= on),
        key=lambda one: one.cut_off,
    )
    if not coming:
        return ""
    return (
        f"The reporting period {coming[0].name} counts what is returned until "
        f"{say_date(coming[0].cut_off)}; what comes later counts in the next one."
    )
