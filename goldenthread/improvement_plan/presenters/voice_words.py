"""What families tell us, in finished words: one statement, a part's, and the plan's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deed, Deeds, deeds
from goldenthread.improvement_plan.presenters.plan_tabs import FAMILIES, plan_tabs
from goldenthread.improvement_plan.presenters.saying import lowered, mark
from goldenthread.improvement_plan.queries.facts import LevelRef, PlanFact
from goldenthread.improvement_plan.queries.voice_facts import (
    PartVoices,
    VoiceFact,
    VoicesOfPlan,
)
from goldenthread.pages.marks import RatingMark
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date


@dataclass(frozen=True)
class VoiceLine:
    """One statement: the words verbatim, and who said them when. The hrefs are "" where the viewer
    may not."""

    anchor: str
    words: str
    who: str
    as_of: str
    how: str  # for whom it was recorded, and that they confirmed it
    rating: RatingMark | None
    rated: str
    asked_point: str
    withdrawn: str
    draft: bool
    confirm_href: str
    withdraw_href: str
    history_href: str


@dataclass(frozen=True)
class PartLine:
    """A part of the plan with what families tell us of it."""

    anchor: str
    name: str
    title: str
    href: str
    voices: tuple[VoiceLine, ...]
    earlier: tuple[VoiceLine, ...]
    earlier_title: str
    drafts: tuple[VoiceLine, ...]


@dataclass(frozen=True)
class FamiliesPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    deeds: Deeds
    drafts_said: str
    parts: tuple[PartLine, ...]
    rule: str


@dataclass(frozen=True)
class PlanVoices:
    """The calm block of a plan's page."""

    parts: tuple[PartLine, ...]
    href: str
    silent: str  # which parts nobody has spoken of


def part_name(level: LevelRef) -> str:
    return f"{level.word} {level.reference}".strip()


def voice_line(fact: VoiceFact, plan: PlanFact, addresses: Addresses) -> VoiceLine:
    rating = fact.rating
    return VoiceLine(
        anchor=f"voice-{fact.id}",
        words=fact.words,
        who=fact.organisation,
        as_of=say_date(fact.on),
        how=_how(fact),
        rating=mark(rating.point, plan) if rating else None,
        rated=f"given on {say_date(rating.on)}" if rating and rating.on != fact.on else "",
        asked_point=fact.asked_point if fact.draft else "",
        withdrawn=_withdrawn(fact),
        draft=fact.draft,
        confirm_href=addresses.to("confirm_voice", fact.id)
        if fact.draft and not fact.may_confirm and fact.withdrawn_on is None
        else "",
        withdraw_href=addresses.to("withdraw_voice", fact.id)
        if not fact.may_withdraw and fact.withdrawn_on is None
        else "",
        history_href=addresses.history("voice", fact.id),
    )


def _how(fact: VoiceFact) -> str:
    if not fact.on_behalf:
        return f"Written by {fact.said_by}"
    where = f"{fact.said_by}, {lowered(fact.occasion)}" if fact.occasion else fact.said_by
    recorded = f"{where}. Recorded by {fact.recorded_by} for {fact.organisation}"
    if fact.confirmed_on is None:
        return f"{recorded}, not confirmed yet"
    return f"{recorded}, confirmed by {fact.confirmed_by} on {say_date(fact.confirmed_on)}"


def _withdrawn(fact: VoiceFact) -> str:
    if fact.withdrawn_on is None:
        return ""
    return (
        f"{fact.organisation} took back on {say_date(fact.withdrawn_on)} what it had said. "
        f"Why: {fact.withdrawn_reason}"
    )


def voice_lines(
    facts: Iterable[VoiceFact], plan: PlanFact, addresses: Addresses
) -> tuple[VoiceLine, ...]:
    return tuple(voice_line(fact, plan, addresses) for fact in facts)


def part_line(part: PartVoices, plan: PlanFact, addresses: Addresses) -> PartLine:
    level = part.level
    return PartLine(
        anchor=f"part-{level.id}",
        name=part_name(level),
        title=level.title,
        href=addresses.level(level.id),
        voices=voice_lines(part.current, plan, addresses),
        earlier=voice_lines(part.earlier, plan, addresses),
        earlier_title=f"What they said before ({len(part.earlier)})",
        drafts=voice_lines(part.drafts, plan, addresses),
    )


def families_page(found: VoicesOfPlan, *, as_at: str, addresses: Addresses) -> FamiliesPage:
    plan = found.plan
    waiting = sum(len(part.drafts) for part in found.parts)
    mine = any(not draft.may_confirm for part in found.parts for draft in part.drafts)
    return FamiliesPage(
        title="What families tell us",
        caption=plan.title,
        lede="In the words of the parent carer forum and of young people’s groups, as they wrote "
        "them.",
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("What families tell us")),
        tabs=plan_tabs(plan.id, FAMILIES, addresses),
        as_at=as_at,
        deeds=_deeds(found, addresses),
        drafts_said=_drafts_said(waiting, mine=mine) if waiting else "",
        parts=tuple(part_line(part, plan, addresses) for part in found.parts),
        rule="Only those who said these words can take them back. Nobody at the council can "
        "change or hide them.",
    )


def _drafts_said(waiting: int, *, mine: bool) -> str:
    if mine:
        return (
            f"{counted(waiting, 'statement')} written down for you at a meeting "
            f"{'waits' if waiting == 1 else 'wait'} for you. "
            "Nobody else reads them until you say that they are your words."
        )
    return (
        f"{counted(waiting, 'statement')} that you wrote down "
        f"{'waits' if waiting == 1 else 'wait'} for the forum to confirm. Nobody else sees them."
    )


def _deeds(found: VoicesOfPlan, addresses: Addresses) -> Deeds:
    """Each role sees its own way to write; others, one sentence."""
    plan_id = found.plan.id
    telling = Deed("Say how it is for families", addresses.to("tell_families", plan_id), "")
    noting = Deed(
        "Write down what was said at a meeting", addresses.to("write_down_voices", plan_id), ""
    )
    offered = [
        deed
        for deed, refused in ((telling, found.may_tell), (noting, found.may_write_down))
        if not refused
    ]
    return deeds(offered)


def plan_voices(
    facts: Iterable[VoiceFact], levels: Iterable[LevelRef], plan: PlanFact, addresses: Addresses
) -> PlanVoices:
    """The newest words for each top part; the parts nobody has spoken of are named."""
    by_level: dict[UUID, list[VoiceFact]] = {}
    for fact in facts:
        by_level.setdefault(fact.level_id, []).append(fact)
    tops = tuple(levels)
    heard = [level for level in tops if level.id in by_level]
    silent = [part_name(level) for level in tops if level.id not in by_level]
    return PlanVoices(
        parts=tuple(
            part_line(PartVoices(level, tuple(by_level[level.id]), (), ()), plan, addresses)
            for level in heard
        ),
        href=addresses.to("families", plan.id),
        silent=f"Nothing yet about {', '.join(silent)}." if silent and heard else "",
    )
