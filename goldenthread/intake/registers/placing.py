"""Where a person is placed and what they need, as the register keeps it: dated rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.intake.registers.rows import PersonRead
from goldenthread.rules.sen2.records import ActivePlan, NamedPlan, PlacementDetail, PlanDetail
from goldenthread.rules.standing import NEEDS, Circumstance, Elsewhere, Residential
from goldenthread.rules.standing.records import (
    BudgetRecord,
    CircumstanceRecord,
    NeedRecord,
    PlacementRecord,
)

_ELSEWHERE = frozenset(one.value for one in Elsewhere)
_RESIDENTIAL = frozenset(one.value for one in Residential)
_NOT_WORK_BASED = frozenset({"0", "N", "n"})
_FROM_UNKNOWN = (
    "Where the source does not say since when, a placement or need was taken to hold from the day "
    "that the source describes."
)


@dataclass(slots=True)
class _Placing:
    as_at: date
    settings: Mapping[str, UUID]
    placements: list[PlacementRecord] = field(default_factory=list)
    needs: list[NeedRecord] = field(default_factory=list)
    budgets: list[BudgetRecord] = field(default_factory=list)
    circumstances: list[CircumstanceRecord] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def since(self, *days: date | None) -> date:
        """The first of these that is known and past, or the source's own day."""
        for day in days:
            if day is not None and day <= self.as_at:
                return day
        self.assumed.append(_FROM_UNKNOWN)
        return self.as_at


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Dated rows, and sentences on what was assumed and what was left."""

    placements: tuple[PlacementRecord, ...]
    needs: tuple[NeedRecord, ...]
    budgets: tuple[BudgetRecord, ...]
    circumstances: tuple[CircumstanceRecord, ...]
    assumed: tuple[str, ...]
    left: tuple[str, ...]


def whereabouts(read: PersonRead, *, as_at: date, settings: Mapping[str, UUID]) -> Whereabouts:
    """Every placement, need and budget of a person, from all their requests."""
    placing = _Placing(as_at, settings)
    for request in read.person.requests:
        plans = [plan for one in request.assessments for plan in one.named_plans]
        for plan in plans:
            _named(placing, plan)
            _budget(placing, plan)
        begun = next((plan.start or plan.first_issued for plan in plans), None)
        ended = next((plan.ceased for plan in plans if plan.ceased), None)
        for active in request.active_plans:
            _attended(placing, active, read)
            _needs(placing, active, begun, ended)
    name = dict(read.beside).get("setting", "")[:200]
    if name and not any(one.kind == "attended" for one in placing.placements):
        _placed(placing, kind="attended", from_date=placing.since(None), name=name)
    if read.annex_a and read.annex_a.home_educated:
        placing.circumstances.append(
            CircumstanceRecord(kind=Circumstance.HOME_EDUCATED.value, from_date=as_at)
        )
    return Whereabouts(
        tuple(placing.placements), tuple(placing.needs), tuple(placing.budgets),
        tuple(placing.circumstances), tuple(placing.assumed), tuple(placing.left),
    )  # fmt: skip


def _named(placing: _Placing, plan: NamedPlan) -> None:
    if not plan.details:
        return
    begun = placing.since(plan.start, plan.first_issued)
    until = plan.ceased if plan.ceased and plan.ceased >= begun else None
    for number, detail in enumerate(plan.details, 1):
        where = _where(placing, detail)
        if where:
            first = (detail.rank or number) == 1
            _placed(
                placing, kind="named", from_date=begun, until=until, rank=detail.rank or number,
                residential=_residential(placing, plan.residential) if first else "",
                work_based=first and _is_work_based(plan.work_based),
                sen_unit=bool(detail.sen_unit),
                resourced_provision=bool(detail.resourced_provision), **where,
            )  # fmt: skip


def _attended(placing: _Placing, active: ActivePlan, read: PersonRead) -> None:
    name = dict(read.beside).get("setting", "")[:200]
    for number, one in enumerate(active.placements, 1):
        where = _where(placing, one)
        rank = one.rank or min(number, 2)
        if not where and not (name and rank == 1):
            continue
        begun = placing.since(one.entered)
        if one.left is not None and one.left < begun:
            placing.left.append("A placement ends before it begins; it was left out.")
            continue
        first = rank == 1
        of_plan = active if first else None  # where the return of 2023 has it
        residential = one.residential or (of_plan.residential if of_plan else None)
        work_based = one.work_based or (of_plan.work_based if of_plan else None)
        _placed(
            placing, kind="attended", from_date=begun, until=one.left, rank=rank,
            residential=_residential(placing, residential), work_based=_is_work_based(work_based),
            sen_unit=bool(one.sen_unit), resourced_provision=bool(one.resourced_provision),
            **({"name": name} if name and first and "name" not in where else {}), **where,
        )  # fmt: skip


def _placed(placing: _Placing, **said: Any) -> None:
    if said.get("rank", 1) not in (1, 2):
        placing.left.append("A place has a rank that is neither 1 nor 2; it was taken as second.")
        said["rank"] = 2
    placing.placements.append(PlacementRecord(**said))


def _where(placing: _Placing, place: PlacementDetail | PlanDetail) -> dict[str, Any]:
    """The setting, the number or name, or what there is instead; {} where nothing is said."""
    where: dict[str, Any] = {}
    setting = placing.settings.get(place.urn or "") or placing.settings.get(place.ukprn or "")
    if setting is not None:
        where["setting_id"] = setting
    if place.urn and len(place.urn) <= 6:
        where["urn"] = place.urn
    if place.ukprn and setting is None:
        where["name"] = f"Provider with UKPRN {place.ukprn}"[:200]
    if place.sen_setting in _ELSEWHERE:
        where["elsewhere"] = place.sen_setting
        if place.sen_setting_other:
            where["name"] = place.sen_setting_other[:200]
    elif place.sen_setting:
        placing.left.append("A place has a code that is none of the return's; it was left out.")
    return where


def _residential(placing: _Placing, code: str | None) -> str:
    if code and code not in _RESIDENTIAL:
        placing.left.append("A residential placement has a code that is none of the return's.")
        return ""
    return code or ""


def _is_work_based(code: str | None) -> bool:
    return bool(code) and code not in _NOT_WORK_BASED


def _needs(placing: _Placing, active: ActivePlan, begun: date | None, ended: date | None) -> None:
    seen: set[str] = set()
    for number, need in enumerate(active.needs, 1):
        if need.kind not in NEEDS:
            placing.left.append("A need has a code that is none of the return's; it was left out.")
        elif need.kind not in seen:
            seen.add(need.kind)
            since = placing.since(begun)
            until = ended if ended and ended >= since else None
            placing.needs.append(
                NeedRecord(need=need.kind, rank=need.rank or number, from_date=since, until=until)
            )


def _budget(placing: _Placing, plan: NamedPlan) -> None:
    if not plan.personal_budget:
        return
    direct = bool(plan.direct_payments) and plan.direct_payments != "0"
    organised = bool(plan.organised_arrangements)
    if not (direct or organised):
        placing.left.append("A personal budget is recorded without how it is paid.")
        return
    how = "both" if direct and organised else "direct" if direct else "organised"
    since = placing.since(plan.start, plan.first_issued)
    until = plan.ceased if plan.ceased and plan.ceased >= since else None
    placing.budgets.append(BudgetRecord(how=how, from_date=since, until=until))
