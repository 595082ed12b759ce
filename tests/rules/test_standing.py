"""How a child stands on each day: spans against a plain twin, and each contradiction on both
sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.rules.proceedings import What
from goldenthread.rules.standing import (
    CIRCUMSTANCES,
    ELSEWHERE,
    NEEDS,
    STAGES,
    Attends,
    Circumstance,
    Contradiction,
    Elsewhere,
    HasDeadline,
    HasNeed,
    IsIn,
    IsResponsible,
    Known,
    OnCaseload,
    Stage,
    age_on,
    contradictions,
    say_where,
    say_year_group,
    spans,
    year_group,
)
from tests.rules.slow_lines import spans_slowly

FIRST = date(2023, 9, 1)
DAY = timedelta(days=1)
DAYS = st.integers(0, 900).map(lambda days: FIRST + days * DAY)


@st.composite
def dated(draw: st.DrawFn, make: Any, **given: Any) -> Any:
    first = draw(DAYS)
    last = draw(st.none() | st.integers(0, 300).map(lambda days: first + days * DAY))
    return make(first, last, **{name: draw(one) for name, one in given.items()})


PLACES = dated(
    Attends, named=st.booleans(), rank=st.sampled_from([1, 1, 2]), setting=st.just(""),
    name=st.sampled_from(["Alder", "Birch"]), elsewhere=st.just(""), residential=st.just(""),
    out_of_area=st.booleans(),
)  # fmt: skip
KNOWN = st.builds(
    Known,
    events=st.lists(st.tuples(st.sampled_from(What), DAYS), max_size=8).map(tuple),
    placements=st.lists(PLACES, max_size=3).map(tuple),
    needs=st.lists(
        dated(HasNeed, need=st.sampled_from(["ASD", "SEMH"]), rank=st.sampled_from([1, 2])),
        max_size=3,
    ).map(tuple),
    circumstances=st.lists(
        dated(IsIn, kind=st.sampled_from([one.value for one in Circumstance])), max_size=3
    ).map(tuple),
    caseloads=st.lists(dated(OnCaseload, post=st.sampled_from(["a", "b"])), max_size=1).map(tuple),
    responsible=st.lists(
        dated(
            IsResponsible, kind=st.just("responsible"), authority=st.sampled_from(["001", "002"])
        ),
        max_size=1,
    ).map(tuple),
    deadlines=st.lists(
        dated(HasDeadline, duty=st.sampled_from(["D08", "D21"]), due_on=st.none() | DAYS),
        max_size=2,
    ).map(tuple),
    visits=st.lists(DAYS, max_size=3).map(tuple),
)
ON = date(2024, 6, 3)
BORN = date(2014, 1, 5)
PLAN = ((What.REQUEST_RECEIVED, date(2023, 9, 4)), (What.PLAN_MADE, date(2024, 1, 15)))
GOOD = Known(
    events=PLAN,
    placements=(
        Attends(FIRST, None, True, 1, "", "Alder", "", "", False),
        Attends(FIRST, None, False, 1, "", "Alder", "", "", False),
    ),
    needs=(HasNeed(FIRST, None, "ASD", 1),),
    caseloads=(OnCaseload(FIRST, None, "post"),),
)


def _on(known: Known, day: date) -> Any:
    found = [
        one for one in spans(known) if one.first <= day and (one.last is None or day <= one.last)
    ]
    assert len(found) <= 1
    return found[0].line if found else None


def _as_if_nothing_came_later(known: Known, day: date) -> Any:
    """The plain twin: the same day, of a child of whom nothing later is known."""

    def until(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(one for one in rows if one.first <= day)

    past = Known(
        events=tuple(one for one in known.events if one[1] <= day),
        placements=until(known.placements),
        needs=until(known.needs),
        circumstances=until(known.circumstances),
        caseloads=until(known.caseloads),
        responsible=until(known.responsible),
        deadlines=until(known.deadlines),
        visits=tuple(one for one in known.visits if one <= day),
    )
    return _on(past, day)


@settings(max_examples=300, deadline=None)
@given(KNOWN, DAYS)
def test_a_day_s_line_knows_nothing_of_later_days(known: Known, day: date) -> None:
    assert _on(known, day) == _as_if_nothing_came_later(known, day)


@settings(max_examples=200, deadline=None)
@given(KNOWN)
def test_spans_are_those_of_the_slow_way(known: Known) -> None:
    assert spans(known) == spans_slowly(known)


@settings(max_examples=200, deadline=None)
@given(KNOWN)
def test_spans_leave_no_gap_and_neighbours_differ(known: Known) -> None:
    found = spans(known)
    for one, after in pairwise(found):
        assert one.last is not None
        assert one.last + DAY == after.first
        assert one.line != after.line
    assert not found or found[-1].last is None


@settings(max_examples=200, deadline=None)
@given(KNOWN, DAYS)
def test_what_is_shown_held_on_the_day(known: Known, day: date) -> None:
    line = _on(known, day)
    if line is None:
        return
    held = {one.need for one in known.needs if one.on(day) and one.rank == 1} | {""}
    assert line.need in held
    assert (line.need == "") == (held == {""})
    assert line.last_visit_on == max((one for one in known.visits if one <= day), default=None)
    since = {one.kind: one.first for one in known.circumstances if one.on(day)}
    assert (line.unknown_since is None) == (Circumstance.WHEREABOUTS_UNKNOWN not in since)


def test_a_plan_once_made_is_not_undone_by_a_later_request() -> None:
    later = (*PLAN, (What.REQUEST_RECEIVED, date(2024, 3, 1)))
    assert _on(Known(events=later), ON).stage is Stage.PLAN
    gone = (*PLAN, (What.PLAN_CEASED, date(2024, 3, 1)))
    assert _on(Known(events=gone), ON).stage is Stage.CEASED
    again = (*gone, (What.REQUEST_RECEIVED, date(2024, 4, 1)))
    assert _on(Known(events=again), ON).stage is Stage.REQUESTED


def test_a_good_record_has_nothing_wrong() -> None:
    assert contradictions(GOOD, _on(GOOD, ON), born=BORN, on=ON) == ()


def _with(**changes: Any) -> Known:
    return replace(GOOD, **changes)


WRONG: dict[Contradiction, tuple[Known, date | None]] = {
    Contradiction.BORN_LATER: (GOOD, date(2023, 12, 1)),
    Contradiction.NOT_BORN_KNOWN: (GOOD, None),
    Contradiction.TOO_OLD: (GOOD, date(1998, 6, 3)),
    Contradiction.PLAN_BEFORE_REQUEST: (
        _with(events=((What.REQUEST_RECEIVED, ON), (What.PLAN_MADE, date(2024, 1, 15)))), BORN,
    ),
    Contradiction.DECISION_WITHOUT_MEETING: (
        _with(events=(*PLAN, (What.REVIEW_KEEPS, ON))), BORN,
    ),
    Contradiction.AFTER_THE_END: (
        _with(events=(*PLAN, (What.PLAN_CEASED, ON - DAY), (What.DRAFT_SENT, ON))), BORN,
    ),
    Contradiction.NO_NEED: (_with(needs=()), BORN),
    Contradiction.NO_PLACEMENT: (_with(placements=()), BORN),
    Contradiction.NAMED_UNLIKE_ATTENDED: (
        _with(placements=(GOOD.placements[0], replace(GOOD.placements[1], name="Birch"))), BORN,
    ),
    Contradiction.TWO_PLACEMENTS: (
        _with(placements=(*GOOD.placements, GOOD.placements[1])), BORN,
    ),
    Contradiction.SEEN_WHILE_UNKNOWN: (
        _with(
            circumstances=(IsIn(ON - 9 * DAY, None, "whereabouts-unknown"),), visits=(ON - DAY,)
        ),
        BORN,
    ),
    Contradiction.HOME_AND_ATTENDING: (
        _with(circumstances=(IsIn(ON, None, "home-educated"),)), BORN,
    ),
    Contradiction.AWAITING_AND_ATTENDING: (
        _with(circumstances=(IsIn(ON, None, "awaiting-provision"),)), BORN,
    ),
    Contradiction.NO_CASELOAD: (_with(caseloads=()), BORN),
}  # fmt: skip


@pytest.mark.parametrize("kind", Contradiction)
def test_each_contradiction_is_found_and_alone(kind: Contradiction) -> None:
    known, born = WRONG[kind]
    found = contradictions(known, _on(known, ON), born=born, on=ON)
    assert [one.kind for one in found] == [kind]
    assert found[0].sentence.endswith(".")


@pytest.mark.parametrize("kind", [Contradiction.TOO_OLD, Contradiction.SEEN_WHILE_UNKNOWN])
def test_the_day_before_it_is_none(kind: Contradiction) -> None:
    if kind is Contradiction.TOO_OLD:
        known, born = GOOD, date(1998, 6, 4)  # 26 tomorrow
    else:
        unknown = IsIn(ON - DAY, None, "whereabouts-unknown")
        known, born = _with(circumstances=(unknown,), visits=(ON - DAY,)), BORN
    assert contradictions(known, _on(known, ON), born=born, on=ON) == ()


def test_ages_and_year_groups_turn_on_their_days() -> None:
    assert age_on(date(2012, 2, 29), date(2024, 2, 28)) == 11
    assert age_on(date(2012, 2, 29), date(2024, 2, 29)) == 12
    assert age_on(date(2012, 2, 29), date(2023, 2, 28)) == 10
    assert year_group(date(2013, 8, 31), date(2024, 9, 1)) == 7
    assert year_group(date(2013, 9, 1), date(2024, 9, 1)) == 6
    assert year_group(date(2013, 8, 31), date(2024, 8, 31)) == 6
    assert [say_year_group(one) for one in (-3, -1, 0, 7, 14)] == [
        "Before nursery", "Nursery", "Reception", "Year 7", "After year 13",
    ]  # fmt: skip


def test_every_stage_has_a_sentence_and_every_set_its_words() -> None:
    for stage in Stage:
        line = _on(GOOD, ON)._replace(stage=stage)
        assert "Amina" in say_where(line, "Amina", on=ON)
    assert set(STAGES) == set(Stage)
    assert set(CIRCUMSTANCES) == set(Circumstance)
    assert set(ELSEWHERE) == set(Elsewhere)
    assert "DS" in NEEDS
