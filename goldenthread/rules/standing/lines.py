"""`spans`: the lines of a child in the register, each from one day to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple, TypeVar

from goldenthread.rules.proceedings import What
from goldenthread.rules.standing.facts import (
    Attends,
    Dated,
    HasDeadline,
    HasNeed,
    IsIn,
    IsResponsible,
    Known,
    OnCaseload,
)
from goldenthread.rules.standing.words import Circumstance, Stage

_DAY = timedelta(days=1)
_WITH_PLAN = {Stage.PLAN}
_TO_A_PLAN: dict[What, Stage] = {
    What.REQUEST_RECEIVED: Stage.REQUESTED,
    What.BECAME_RESPONSIBLE: Stage.REQUESTED,
    What.DETAINED_REQUEST: Stage.REQUESTED,
    What.ASSESSMENT_AGREED: Stage.ASSESSED,
    What.DRAFT_SENT: Stage.DRAFTED,
    What.ASSESSMENT_REFUSED: Stage.NO_PLAN,
    What.PLAN_REFUSED: Stage.NO_PLAN,
    What.REQUEST_WITHDRAWN: Stage.NO_PLAN,
}
_WHATEVER_STOOD: dict[What, Stage] = {
    What.PLAN_MADE: Stage.PLAN,
    What.PLAN_REPLACED: Stage.PLAN,
    What.PLAN_TRANSFERRED_IN: Stage.PLAN,
    What.PLAN_TRANSFERRED_AWAY: Stage.MOVED,
    What.NO_LONGER_RESPONSIBLE: Stage.MOVED,
    What.PLAN_CEASED: Stage.CEASED,
    What.DIED: Stage.CEASED,
}
_MADE = {What.PLAN_MADE}
_CHANGED = {What.PLAN_AMENDED, What.PLAN_REPLACED}
_REVIEWED = {What.REVIEW_KEEPS, What.REVIEW_AMENDS, What.REVIEW_CEASES}
# Whichever of them runs says by when the next review is to be finished.
# In the order of a line's last fields.
_CIRCUMSTANCES = (
    Circumstance.AWAITING_PROVISION, Circumstance.WHEREABOUTS_UNKNOWN,
    Circumstance.MISSING_EDUCATION, Circumstance.OFF_ROLL, Circumstance.PART_TIME,
    Circumstance.HOME_EDUCATED,
)  # fmt: skip
_NONE = (None,)
_REVIEW_DUTIES = ("D08", "D09", "D25")
_PHASE_DUTIES = ("D20", "D21", "D22")


class Line(NamedTuple):
    """How a child stands: what the list of the register shows. Days are None, words "" where there
    is nothing to say."""

    stage: Stage
    plan_made_on: date | None = None
    plan_changed_on: date | None = None
    need: str = ""
    second_need: str = ""
    setting: str = ""
    setting_name: str = ""
    elsewhere: str = ""
    named_unlike_attended: bool = False
    residential: str = ""
    out_of_area: bool = False
    looked_after_by: str = ""
    authority: str = ""
    post: str = ""
    last_meeting_on: date | None = None
    last_review_on: date | None = None
    review_due_on: date | None = None
    phase_transfer_due_on: date | None = None
    last_visit_on: date | None = None
    awaiting_since: date | None = None
    unknown_since: date | None = None
    missing_since: date | None = None
    off_roll_since: date | None = None
    part_time_since: date | None = None
    home_since: date | None = None

    @property
    def has_plan(self) -> bool:
        return self.stage in _WITH_PLAN


class Span(NamedTuple):
    """A line from one day to another, both included; `last` None is still."""

    first: date
    last: date | None
    line: Line


class _Process(NamedTuple):
    """What events alone say by a day."""

    stage: Stage
    made: date | None = None
    changed: date | None = None
    meeting: date | None = None
    review: date | None = None


def spans(known: Known) -> tuple[Span, ...]:
    """Every line from the first event on, without a gap; equal neighbours are one. Empty where no
    event says how far the child has come."""
    steps = dict(_steps(known))
    first = min(steps, default=None)
    if first is None:
        return ()
    facets = _facets(known)
    said = [one.say(first) for one in facets]
    days = set(steps).union(*(one.turns for one in facets))
    found: list[Span] = []
    process = steps[first]
    for day in sorted(one for one in days if one >= first):
        process = steps.get(day, process)
        for at, one in enumerate(facets):
            if day in one.turns:
                said[at] = one.say(day)
        line = _line(process, said)
        if found and found[-1].line == line:
            continue
        if found:
            found[-1] = found[-1]._replace(last=day - _DAY)
        found.append(Span(day, None, line))
    return tuple(found)


def _steps(known: Known) -> Iterator[tuple[date, _Process]]:
    """What events say from each day on on which one changed it."""
    now: _Process | None = None
    for what, day in sorted(known.events, key=lambda one: one[1]):
        after = _after(now, what, day)
        if after is not None and after != now:
            now = after
            yield day, after


def _after(now: _Process | None, what: What, day: date) -> _Process | None:
    stage = _WHATEVER_STOOD.get(what)
    if stage is None and (now is None or now.stage not in _WITH_PLAN):
        stage = _TO_A_PLAN.get(what)
    if stage is not None:
        now = now._replace(stage=stage) if now else _Process(stage)
    if now is None:
        return None
    if what in _MADE:
        return now._replace(made=day)
    if what in _CHANGED:
        return now._replace(changed=day)
    if what is What.MEETING_HELD:
        return now._replace(meeting=day)
    return now._replace(review=day) if what in _REVIEWED else now


class _Facet(NamedTuple):
    """Some fields of a line that hang together: the days on which they may turn, and what they say
    on a day. Of the days of a child, few turn more than one facet."""

    turns: set[date]
    say: Callable[[date], tuple[Any, ...]]


def _facets(known: Known) -> tuple[_Facet, ...]:
    """In the order in which `_line` takes them."""
    reviews = tuple(one for one in known.deadlines if one.duty in _REVIEW_DUTIES)
    phases = tuple(one for one in known.deadlines if one.duty in _PHASE_DUTIES)
    return (
        _Facet(_turns(known.needs), partial(_needs, known.needs)),
        _Facet(_turns(known.placements), partial(_placed, known.placements)),
        _Facet(_turns(known.responsible), partial(_authorities, known.responsible)),
        _Facet(_turns(known.caseloads), partial(_post, known.caseloads)),
        _Facet(_turns(reviews), partial(_due, reviews)),
        _Facet(_turns(phases), partial(_due, phases)),
        _Facet(set(known.visits), partial(_visited, known.visits)),
        _Facet(_turns(known.circumstances), partial(_since, known.circumstances)),
    )


def _turns(rows: Iterable[Dated]) -> set[date]:
    """The days on which rows begin, and those on which they no longer hold."""
    days = set()
    for row in rows:
        days.add(row.first)
        if row.last is not None and row.last < date.max:
            days.add(row.last + _DAY)
    return days


def _line(process: _Process, said: Sequence[tuple[Any, ...]]) -> Line:
    needs, placed, authorities, post, review_due, phase_due, visit, since = said
    has_plan = process.stage in _WITH_PLAN
    return Line._make(
        (
            process.stage, process.made, process.changed, *needs, *placed, *authorities, *post,
            process.meeting, process.review, *(review_due if has_plan else _NONE),
            *(phase_due if has_plan else _NONE), *visit, *since,
        )
    )  # fmt: skip


_Row = TypeVar("_Row", bound=Dated)


def _in_force(rows: Iterable[_Row], day: date) -> Iterator[_Row]:
    return (row for row in rows if row.on(day))


def _needs(rows: tuple[HasNeed, ...], day: date) -> tuple[str, str]:
    return _need(rows, 1, day), _need(rows, 2, day)


def _authorities(rows: tuple[IsResponsible, ...], day: date) -> tuple[str, str]:
    """Who looks after the child, and who is responsible for them."""
    of_kind = {one.kind: one.authority for one in _in_force(rows, day)}
    return of_kind.get("placing", ""), of_kind.get("responsible", "")


def _post(rows: tuple[OnCaseload, ...], day: date) -> tuple[str]:
    first = next(_in_force(rows, day), None)
    return (first.post if first else "",)


def _visited(days: tuple[date, ...], day: date) -> tuple[date | None]:
    return (max((one for one in days if one <= day), default=None),)


def _since(rows: tuple[IsIn, ...], day: date) -> tuple[date | None, ...]:
    since = {one.kind: one.first for one in _in_force(rows, day)}
    return tuple(since.get(kind) for kind in _CIRCUMSTANCES)


def _placed(rows: tuple[Attends, ...], day: date) -> tuple[Any, ...]:
    """Where a child is, and whether that is unlike what is named."""
    named, attended = _placements(rows, day)
    shown = attended or named
    if shown is None:
        return "", "", "", False, "", False
    unlike = bool(named and attended) and _differ(named, attended)
    return (
        shown.setting, shown.name, shown.elsewhere, unlike, shown.residential, shown.out_of_area,
    )  # fmt: skip


def _placements(rows: tuple[Attends, ...], day: date) -> tuple[Attends | None, Attends | None]:
    """The first placement named and the first attended on a day; of two, the later begun."""
    of_kind: dict[bool, Attends] = {}
    for one in sorted(_in_force(rows, day), key=lambda row: (-row.rank, row.first)):
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


def _due(rows: tuple[HasDeadline, ...], day: date) -> tuple[date | None]:
    """The earliest day of those that run."""
    return (min((one.due_on for one in _in_force(rows, day) if one.due_on), default=None),)
