"""Plan quality in words: what stands whole, each gap with its list, and whether it gets better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.counts import Block, Figure
from goldenthread.improvement_plan.presenters.plan_tabs import QUALITY, plan_tabs
from goldenthread.improvement_plan.queries.facts import LevelRef, SnapshotTotals
from goldenthread.improvement_plan.queries.quality import GapFact, PlanQuality
from goldenthread.pages.marks import Measured
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.plan_quality import ANY, PLAN_GAPS, Part

# What can be said where no action has the gap.
WHOLE: Mapping[str, str] = {
    "no-lead": "Every action has a lead",
    "lead-not-identified": "Every lead is matched to a post or person",
    "lead-gone": "Every lead is in post",
    "no-forum": "Every action reports to a forum",
    "no-date": "Every action has a due date, or is ongoing",
    "contradicting-dates": "No dates contradict each other",
    "no-success-measure": "Every action has a success measure",
    "not-rated": "Every action is rated",
    "old-rating": "No rating is older than two reporting periods",
    "no-cause": "Every action at risk has a cause and a recovery date",
    "overdue-no-cause": "Every overdue action says why",
    "no-evidence": "Every rating that wants evidence has some",
    "as-imported": "No rating rests on an imported document alone",
    "awaiting-sign-off": "Nothing complete waits to be signed off",
}


@dataclass(frozen=True)
class GapLine:
    """One gap; `change` compares with the last report ("3 fewer"), "" where nothing is kept."""

    words: str
    why: str
    figure: Figure
    mend_href: str
    change: str
    way: str  # better, worse or "": for its colour and shape


@dataclass(frozen=True)
class GapGroup:
    title: str
    anchor: str
    lines: tuple[GapLine, ...]


@dataclass(frozen=True)
class ThreadLine:
    """A finding or a part of the plan with a gap, and where it is mended."""

    words: str
    href: str
    mend_words: str
    mend_href: str


@dataclass(frozen=True)
class ThreadGap:
    words: str
    why: str
    lines: tuple[ThreadLine, ...]


@dataclass(frozen=True)
class QualityPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    blocks: tuple[Block, ...]
    groups: tuple[GapGroup, ...]  # those with a gap, in the order of the thread
    in_order: tuple[str, ...]  # what no action lacks
    thread: tuple[ThreadGap, ...]
    drawn: tuple[Measured, ...]  # actions with a gap, oldest report first, today last
    trend_title: str
    empty: bool


def quality_page(found: PlanQuality, *, addresses: Addresses) -> QualityPage:
    plan = found.plan
    return QualityPage(
        title="Plan quality",
        caption=plan.title,
        lede=f"As at {say_date(found.on)}. What the plan itself does not say yet, or says twice.",
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("Plan quality")),
        tabs=plan_tabs(plan.id, QUALITY, addresses),
        blocks=_blocks(found, addresses),
        groups=tuple(_groups(found, addresses)),
        in_order=tuple(WHOLE[fact.gap.key] for fact in found.gaps if not fact.now.count),
        thread=_thread(found, addresses),
        drawn=_drawn(found),
        trend_title=_trend_title(found),
        empty=not found.actions.count,
    )


def _blocks(found: PlanQuality, addresses: Addresses) -> tuple[Block, ...]:
    """How many actions have a gap; how many gaps there are; and of the parts of the plan."""
    gaps = sum(fact.now.count for fact in found.gaps)
    total, with_gap = found.actions.count, found.with_gap
    last = found.last
    before = last.gaps[ANY] if last and last.gaps else None
    parts = (
        len(found.findings_without_action)
        + len(found.parts_without_action)
        + len(found.without_impact)
    )
    return (
        Block(
            number=str(with_gap.count),
            label="actions with a gap",
            of=f"of {counted(total, 'action')}",
            percent="",
            when=say_date(found.on),
            change=_compared(with_gap.count, before, last),
            counts="At least one of the gaps below is true of the action.",
            href=addresses.actions(found.plan.id, with_gap.query),
            lead=True,
        ),
        Block(
            number=str(gaps),
            label="gaps in actions",
            of="",
            percent="",
            when=say_date(found.on),
            change="",
            counts="Every gap of every action, counted once each: an action may have several.",
            href="",
        ),
        Block(
            number=str(parts),
            label="breaks in the thread",
            of="",
            percent="",
            when=say_date(found.on),
            change="",
            counts="Findings that no action answers, parts without an action, and priorities with "
            "no evidence of impact.",
            href="#thread" if parts else "",
        ),
    )


def _compared(now: int, before: int | None, last: SnapshotTotals | None) -> str:
    if before is None or last is None:
        return ""
    when = f"in {last.period_name}"
    if now == before:
        return f"The same as {when}"
    return f"{'Down' if now < before else 'Up'} from {before} {when}"


def _groups(found: PlanQuality, addresses: Addresses) -> Iterable[GapGroup]:
    for part in Part:
        facts = [fact for fact in found.gaps if fact.gap.part is part and fact.now.count]
        if facts:
            lines = tuple(_line(fact, found, addresses) for fact in facts)
            yield GapGroup(title=part.value, anchor=part.name.lower(), lines=lines)


def _line(fact: GapFact, found: PlanQuality, addresses: Addresses) -> GapLine:
    now, before = fact.now.count, fact.before
    change, way = "", ""
    if before is not None and now != before:
        fewer = now < before
        change = f"{abs(now - before)} {'fewer' if fewer else 'more'}"
        way = "better" if fewer else "worse"
    return GapLine(
        words=fact.gap.words,
        why=fact.gap.why,
        figure=counts.figure(fact.now, found.plan.id, addresses),
        mend_href="" if found.plan.closed_on else addresses.to("gap", found.plan.id, fact.gap.key),
        change=change,
        way=way,
    )


def _thread(found: PlanQuality, addresses: Addresses) -> tuple[ThreadGap, ...]:
    plan = found.plan
    findings = addresses.to("findings", plan.id)
    answers = tuple(
        ThreadLine(
            words=f"{each.reference} {each.text}".strip(),
            href=findings,
            mend_words="Say what answers it",
            mend_href=addresses.to("edit_finding", plan.id, each.id),
        )
        for each in found.findings_without_action
    )
    empty = tuple(
        _part(level, "Add an action", addresses.to("add_action", level.id), addresses)
        for level in found.parts_without_action
    )
    unproven = tuple(
        _part(
            level,
            "Add evidence of impact",
            addresses.to("add_evidence", "level", level.id),
            addresses,
        )
        for level in found.without_impact
    )
    word = plan.level_word(0).lower()
    named = {
        "finding-without-action": answers,
        "part-without-action": empty,
        "no-impact-evidence": unproven,
    }
    if plan.closed_on:  # told, and not to be mended
        named = {
            key: tuple(replace(line, mend_href="") for line in lines)
            for key, lines in named.items()
        }
    return tuple(
        ThreadGap(
            PLAN_GAPS[key].words.replace("Priority", word.capitalize()), PLAN_GAPS[key].why, lines
        )
        for key, lines in named.items()
        if lines
    )


def _part(level: LevelRef, mend_words: str, mend_href: str, addresses: Addresses) -> ThreadLine:
    return ThreadLine(
        words=f"{level.word} {level.reference}: {level.title}".replace(" :", ":"),
        href=addresses.level(level.id),
        mend_words=mend_words,
        mend_href=mend_href,
    )


def _drawn(found: PlanQuality) -> tuple[Measured, ...]:
    """Nothing before a report kept its gaps: one point is no trend."""
    if not found.trend:
        return ()
    kept = tuple(
        Measured(each.period_name, float((each.gaps or {}).get(ANY, 0))) for each in found.trend
    )
    return (*kept, Measured("Today", float(found.with_gap.count)))


def _trend_title(found: PlanQuality) -> str:
    """The finding of the trend: from the first report that kept gaps until today."""
    if not found.trend:
        return ""
    first = found.trend[0]
    before, now = (first.gaps or {}).get(ANY, 0), found.with_gap.count
    if before == now:
        return f"{now} actions have a gap, as many as in {first.period_name}"
    way = "fell" if now < before else "rose"
    return f"Actions with a gap {way} from {before} in {first.period_name} to {now} today"
