"""The golden thread of one action: finding, priority, action, evidence, measure."""

from __future__ import annotations

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.saying import (
    mark,
    shortened,
)
from goldenthread.improvement_plan.queries.facts import (
    ActionDetail,
    LevelRef,
)
from goldenthread.pages.marks import Station
from goldenthread.pages.words import counted, say_date


def stations(
    detail: ActionDetail, addresses: Addresses, may: dict[str, str]
) -> tuple[Station, ...]:
    """The five stations; `may` holds the forms that mend a gap, for whoever may."""
    row = detail.row
    return (
        _finding_station(detail, addresses, may["link_finding"]),
        _level_station(detail, addresses),
        Station(
            "Action",
            f"{row.reference} {shortened(row.title, 80)}",
            addresses.action(row.id),
            current=True,
            mark=mark(row.rating, detail.plan),
        ),
        _evidence_station(detail, may["add_evidence"]),
        _measure_station(detail, may["edit_action"]),
    )


def _finding_station(detail: ActionDetail, addresses: Addresses, mended_at: str) -> Station:
    if not detail.findings:
        return Station(
            "Finding",
            gap="No finding is linked",
            href=mended_at or addresses.to("findings", detail.row.plan_id),
        )
    first = detail.findings[0]
    more = len(detail.findings) - 1
    ended = f"{first.ended_words} on {say_date(first.ended_on)}" if first.ended_on else ""
    said = [first.source, say_date(first.on), ended, f"and {more} more" if more else ""]
    return Station(
        "Finding",
        f"{first.reference} {shortened(first.text, 90)}".strip(),
        f"{addresses.to('findings', detail.row.plan_id)}#finding-{first.id}",
        detail=" · ".join(part for part in said if part),
    )


def _level_station(detail: ActionDetail, addresses: Addresses) -> Station:
    row = detail.row
    if not row.levels:
        word = detail.plan.level_word(0)
        return Station(word, gap="Not in any part of the plan")
    first = row.levels[0]
    more = len(row.levels) - 1
    top = top_level(detail) or first
    said = [
        f"{first.word} {first.reference} {shortened(first.title, 70)}" if top != first else "",
        f"and {more} more" if more else "",
    ]
    return Station(
        top.word,
        f"{top.reference} {shortened(top.title, 90)}".strip(),
        addresses.level(top.id),
        detail=", ".join(part for part in said if part),
    )


def top_level(detail: ActionDetail) -> LevelRef | None:
    """The part at the top of the plan that the action belongs to, by its first place."""
    return next(iter((*detail.above, *detail.row.levels[:1])), None)


def _evidence_station(detail: ActionDetail, mended_at: str) -> Station:
    standing = [each for each in detail.evidence if not each.withdrawn_on]
    if not standing:
        return Station("Evidence", gap="No evidence yet", href=mended_at)
    latest = max(standing, key=lambda each: each.on)
    impact = sum(each.kind == "impact" for each in standing)
    shows = f"{impact} of impact" if impact else "none of impact yet"
    return Station(
        "Evidence",
        f"{counted(len(standing), 'piece')}, {shows}",
        "#evidence",
        detail=f"Latest {say_date(latest.on)}",
    )


def _measure_station(detail: ActionDetail, mended_at: str) -> Station:
    if detail.targets:
        target = detail.targets[0]
        latest = target.latest
        return Station(
            "Measure",
            shortened(target.measure or target.text, 90),
            "#measures",
            detail=f"Latest {say_date(latest.on)}" if latest else "No reading yet",
        )
    if detail.success_measures:
        return Station(
            "Measure", shortened(detail.success_measures, 90), "#measures", detail="In words only"
        )
    return Station("Measure", gap="No success measure", href=mended_at)
