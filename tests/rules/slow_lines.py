"""The lines of a child, each worked out whole for each day on which anything happens: what
`spans` is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from goldenthread.rules.standing import Attends, HasNeed, Known, Line, Span
from goldenthread.rules.standing.facts import Dated
from goldenthread.rules.standing.lines import _WITH_PLAN, _Process, _steps
from goldenthread.rules.standing.words import Circumstance

_DAY = timedelta(days=1)
_REVIEW_DUTIES = ("D08", "D09", "D25")
_PHASE_DUTIES = ("D20", "D21", "D22")


def spans_slowly(known: Known) -> tuple[Span, ...]:
    """Every line from the first event on, without a gap; equal neighbours are one. Empty where no
    event says how far the child has come."""
    steps = tuple(_steps(known))
    if not steps:
        return ()
    days = [day for day in _days(known) if day > steps[0][0]]
    days.insert(0, steps[0][0])
    found: list[Span] = []
    place = 0
    for day in days:
        while place + 1 < len(steps) and steps[place + 1][0] <= day:
            place += 1
        line = _line(known, steps[place][1], day)
        if found and found[-1].line == line:
            continue
        if found:
            found[-1] = found[-1]._replace(last=day - _DAY)
        found.append(Span(day, None, line))
    return tuple(found)


def _days(known: Known) -> list[date]:
    """Every day on which a line may differ from the day before."""
    days = {day for _, day in known.events} | set(known.visits)
    for rows in _dated(known):
        for row in rows:
            days.add(row.first)
            if row.last is not None:
                days.add(row.last + _DAY)
    return sorted(days)


def _dated(known: Known) -> tuple[tuple[Dated, ...], ...]:
    return (
        known.placements,
        known.needs,
        known.circumstances,
        known.caseloads,
        known.responsible,
        known.deadlines,
    )


def _line(known: Known, process: _Process, day: date) -> Line:
    named, attended = _placements(known, day)
    shown = attended or named
    since = {one.kind: one.first for one in _in_force(known.circumstances, day)}
    authorities = {one.kind: one.authority for one in _in_force(known.responsible, day)}
    caseload = next(_in_force(known.caseloads, day), None)
    has_plan = process.stage in _WITH_PLAN
    return Line(
        stage=process.stage,
        plan_made_on=process.made,
        plan_changed_on=process.changed,
        need=_need(known.needs, 1, day),
        second_need=_need(known.needs, 2, day),
        setting=shown.setting if shown else "",
        setting_name=shown.name if shown else "",
        elsewhere=shown.elsewhere if shown else "",
        named_unlike_attended=bool(named and attended) and _differ(named, attended),
        residential=shown.residential if shown else "",
        out_of_area=bool(shown and shown.out_of_area),
        looked_after_by=authorities.get("placing", ""),
        authority=authorities.get("responsible", ""),
        post=caseload.post if caseload else "",
        last_meeting_on=process.meeting,
        last_review_on=process.review,
        review_due_on=_due(known, _REVIEW_DUTIES, day) if has_plan else None,
        phase_transfer_due_on=_due(known, _PHASE_DUTIES, day) if has_plan else None,
        last_visit_on=max((one for one in known.visits if one <= day), default=None),
        awaiting_since=since.get(Circumstance.AWAITING_PROVISION),
        unknown_since=since.get(Circumstance.WHEREABOUTS_UNKNOWN),
        missing_since=since.get(Circumstance.MISSING_EDUCATION),
        off_roll_since=since.get(Circumstance.OFF_ROLL),
        part_time_since=since.get(Circumstance.PART_TIME),
        home_since=since.get(Circumstance.HOME_EDUCATED),
    )


_Row = TypeVar("_Row", bound=Dated)


def _in_force(rows: Iterable[_Row], day: date) -> Iterator[_Row]:
    return (row for row in rows if row.on(day))


def _placements(known: Known, day: date) -> tuple[Attends | None, Attends | None]:
    """The first placement named and the first attended on a day; of two, the later begun."""
    of_kind: dict[bool, Attends] = {}
    for one in sorted(_in_force(known.placements, day), key=lambda row: (-row.rank, row.first)):
        of_kind[one.named] = one
    return of_kind.get(True), of_kind.get(False)


def _differ(named: Attends | None, attended: Attends | None) -> bool:
    if named is None or attended is None:
        return False
    return (named.setting, named.name, named.elsewhere) != (
        attended.setting,
        attended.name,
        attended.elsewhere,
    )


def _need(needs: tuple[HasNeed, ...], rank: int, day: date) -> str:
    of_rank = [one for one in _in_force(needs, day) if one.rank == rank]
    return max(of_rank, key=lambda one: one.first).need if of_rank else ""


def _due(known: Known, duties: tuple[str, ...], day: date) -> date | None:
    """The earliest day of those that run."""
    days = [one.due_on for one in _in_force(known.deadlines, day) if one.duty in duties]
    return min((one for one in days if one is not None), default=None)
