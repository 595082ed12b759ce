"""The words of panels: the list, an agenda to print, what a child’s panels said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.panels import ItemFact, MeetingFact, OutcomeFact, PanelFact
from goldenthread.pages.words import counted, say_date, say_date_with_day
from goldenthread.rules.panels import ASK_WORDS, SAID_WORDS, notices_of
from goldenthread.rules.proceedings import WORDS


@dataclass(frozen=True)
class Way:
    text: str
    href: str


@dataclass(frozen=True)
class ItemLine:
    """An item as a page shows it. `paper` is what it is called in print: no name."""

    number: str
    name: str
    paper: str
    href: str
    asks: str
    bundle: tuple[str, ...]
    when: str
    red: str
    outcome: str
    outcome_when: str
    reasons: tuple[tuple[str, str], ...]
    corrected: tuple[str, ...]
    told: str
    waits: str
    withdrawn: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class PanelCard:
    name: str
    href: str
    next: str


@dataclass(frozen=True)
class PanelsPage:
    cards: tuple[PanelCard, ...]
    coming: tuple[ItemLine, ...]
    coming_says: str
    without_notice: tuple[ItemLine, ...]
    without_notice_says: str
    add_href: str


@dataclass(frozen=True)
class MeetingLine:
    when: str
    href: str
    papers: str
    items: str
    cancelled: bool


@dataclass(frozen=True)
class PanelPage:
    name: str
    terms: str
    members: tuple[str, ...]
    meetings: tuple[MeetingLine, ...]
    before: tuple[MeetingLine, ...]
    change_href: str
    add_href: str


@dataclass(frozen=True)
class AgendaPage:
    title: str
    caption: str
    lede: str
    items: tuple[ItemLine, ...]
    left: tuple[ItemLine, ...]
    cancel_href: str
    version: int
    panel_href: str
    missing: str


def panels_page(
    found: Sequence[PanelFact],
    meetings: Sequence[MeetingFact],
    coming: Sequence[ItemFact],
    waiting: Sequence[ItemFact],
    *,
    may_manage: bool,
    may_record: bool,
    on: date,
    slug: str,
) -> PanelsPage:
    """`meetings`: those from today on, the first first."""
    there = Addresses(slug)
    first: dict[UUID, MeetingFact] = {}
    for one in meetings:
        if not one.cancelled:
            first.setdefault(one.panel_id, one)
    return PanelsPage(
        cards=tuple(
            PanelCard(one.name, there.to("panel", one.id), _next(first.get(one.id)))
            for one in found
        ),
        coming=tuple(item_line(one, there, on, may_record) for one in coming),
        coming_says=counted(len(coming), "item"),
        without_notice=tuple(item_line(one, there, on, may_record) for one in waiting),
        without_notice_says=counted(len(waiting), "item"),
        add_href=there.to("add_panel") if may_manage else "",
    )


def _next(one: MeetingFact | None) -> str:
    if one is None:
        return "No meeting is arranged"
    return f"Next on {say_date_with_day(one.held_on)}, {counted(one.items, 'item')}"


def panel_page(
    one: PanelFact, meetings: Sequence[MeetingFact], *, may_manage: bool, on: date, slug: str
) -> PanelPage:
    there = Addresses(slug)
    lines = [(meeting, _meeting(meeting, there)) for meeting in meetings]
    return PanelPage(
        name=one.name,
        terms=one.terms,
        members=one.members,
        meetings=tuple(line for meeting, line in lines if meeting.held_on >= on),
        before=tuple(line for meeting, line in reversed(lines) if meeting.held_on < on),
        change_href=there.to("change_panel", one.id) if may_manage else "",
        add_href=there.to("add_panel_meeting", one.id) if may_manage else "",
    )


def _meeting(one: MeetingFact, there: Addresses) -> MeetingLine:
    return MeetingLine(
        say_date_with_day(one.held_on),
        there.to("panel_meeting", one.id),
        say_date(one.papers_by),
        counted(one.items, "item"),
        one.cancelled,
    )


def agenda_page(
    one: MeetingFact,
    items: Sequence[ItemFact],
    *,
    may_manage: bool,
    may_record: bool,
    on: date,
    slug: str,
) -> AgendaPage:
    there = Addresses(slug)
    stand = [item for item in items if not item.withdrawn]
    missing = sum(1 for item in stand if item.misses_the_law)
    cancel = may_manage and not stand and not one.cancelled
    papers = f"Papers are in by {say_date_with_day(one.papers_by)}."
    lede = "This meeting was cancelled." if one.cancelled else papers
    return AgendaPage(
        title=f"{one.panel}, {say_date(one.held_on)}",
        caption="Agenda",
        lede=f"{lede} A panel advises; the authority decides. On paper an item has its number and "
        "the case’s reference, and no name.",
        items=tuple(item_line(item, there, on, may_record) for item in stand),
        left=tuple(item_line(item, there, on, may_record) for item in items if item.withdrawn),
        cancel_href=there.to("cancel_panel_meeting", one.id) if cancel else "",
        version=one.version,
        panel_href=there.to("panel", one.panel_id),
        missing=f"{counted(missing, 'item')} would miss the law’s last day by waiting for this "
        "meeting."
        if missing
        else "",
    )


def item_lines(found: Sequence[ItemFact], *, slug: str, on: date) -> tuple[ItemLine, ...]:
    """A child's panel history, to read."""
    return tuple(item_line(one, Addresses(slug), on, False) for one in found)


def item_line(one: ItemFact, there: Addresses, on: date, may_record: bool) -> ItemLine:
    """An item in any of the lists."""
    said = one.outcome
    return ItemLine(
        number=str(one.number),
        name=one.name,
        paper=f"Item {one.number}" + (f", {one.reference}" if one.reference else ""),
        href=there.child(one.child_id),
        asks=ASK_WORDS[one.asks],
        bundle=one.bundle,
        when=f"{one.panel}, {say_date(one.held_on)}",
        red=_red(one),
        outcome=SAID_WORDS[said.said] if said else "",
        outcome_when=f"Recorded by {said.by}, {say_date(said.on)}" if said else "",
        reasons=_reasons(said) if said else (),
        corrected=tuple(
            f"Before it was put right: {SAID_WORDS[earlier.said]}. {later.correction}"
            for later, earlier in zip(one.outcomes, one.outcomes[1:], strict=False)
        ),
        told=f"Family told on {say_date(one.told_on)}" if one.told_on else "",
        waits=f"Family not told for {counted((on - one.held_on).days, 'day')}"
        if one.without_notice
        else "",
        withdrawn=one.withdrawn,
        ways=tuple(_ways(one, there, on)) if may_record and not one.withdrawn else (),
    )


def _red(one: ItemFact) -> str:
    if not one.misses_the_law or one.law_due is None:
        return ""
    return (
        f"The law’s last day for this decision is {say_date(one.law_due)} ({one.law_duty}), before "
        f"the panel on {say_date(one.held_on)}. Decide without waiting for it."
    )


def _reasons(said: OutcomeFact) -> tuple[tuple[str, str], ...]:
    told = [("Reasons", said.reasons), ("Conditions", said.conditions)]
    if said.needed:
        by = f" by {say_date(said.needed_by)}" if said.needed_by else ""
        told.append((f"Needed{by}", said.needed))
    return tuple((name, words) for name, words in told if words)


def _ways(one: ItemFact, there: Addresses, on: date) -> list[Way]:
    said = one.outcome
    if said is None:
        ways = [Way("Take it off", there.to("withdraw_panel_item", one.id))]
        if one.held_on <= on:
            ways.insert(0, Way("Record what the panel said", there.to("panel_outcome", one.id)))
        return ways
    ways = []
    if one.without_notice:
        ways += [
            Way(f"Record the notice: {WORDS[what][:1].lower()}{WORDS[what][1:]}",
                there.to("record_event", one.child_id, what.value))
            for what in notices_of(one.asks, said.said)[:1]
        ]  # fmt: skip
        ways.append(Way("The family was told", there.to("family_told", one.id)))
    ways.append(Way("Put the outcome right", there.to("panel_outcome", one.id)))
    return ways
