"""What to write so that the rows that are kept are those that the facts give."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from goldenthread.rules.proceedings import (
    DeadlineRow,
    History,
    Told,
    What,
    all_deadlines,
    difference,
    history_of,
)
from goldenthread.rules.proceedings.difference import Difference, identity
from tests.rules.proceedings.generated import FIRST, ONE_DAY, life

ON = FIRST + timedelta(days=700)


def rows(*told: Told, on: date = ON) -> list[DeadlineRow]:
    [found] = all_deadlines([History(told)], on=on)
    return found


REQUEST = Told(FIRST, "e1", "case", What.REQUEST_RECEIVED)
AGREED = Told(FIRST + 40 * ONE_DAY, "e2", "case", What.ASSESSMENT_AGREED)


def duties(found: tuple[DeadlineRow, ...]) -> list[str]:
    return [one.duty for one in found]


def test_the_first_event_adds_its_deadlines() -> None:
    told = difference([], rows(REQUEST))
    assert duties(told.added) == ["D01", "D03", "D04", "D07"]
    assert (told.changed, told.ended) == ((), ())


def test_an_event_that_meets_a_deadline_changes_its_row_alone() -> None:
    told = difference(rows(REQUEST), rows(REQUEST, AGREED))
    assert (told.added, told.ended) == ((), ())
    [(before, after)] = told.changed
    assert (before.duty, before.met_by, before.met_on) == ("D01", "", None)
    assert (after.duty, after.met_by, after.met_on) == ("D01", "e2", AGREED.on)


def test_a_start_that_was_wrong_ends_the_old_rows_and_adds_new_ones() -> None:
    right = REQUEST._replace(key="w1", on=FIRST + 2 * ONE_DAY)
    told = difference(rows(REQUEST), rows(right))
    assert duties(told.ended) == duties(told.added) == ["D01", "D03", "D04", "D07"]
    assert {one.started_by for one in told.ended} == {"e1"}
    assert {one.started_by for one in told.added} == {"w1"}
    assert told.changed == ()


def test_the_same_rows_in_another_order_differ_in_nothing() -> None:
    found = rows(REQUEST, AGREED)
    told = difference(found[::-1], found)
    assert told == Difference((), (), ())
    assert not told


def test_a_passing_day_changes_nothing() -> None:
    assert not difference(rows(REQUEST, on=FIRST), rows(REQUEST, on=ON))


def test_any_of_the_three_is_a_difference() -> None:
    row = rows(REQUEST)[0]
    assert Difference((row,), (), ())
    assert Difference((), ((row, row),), ())
    assert Difference((), (), (row,))


def test_a_deadline_that_is_kept_twice_is_ended_once() -> None:
    found = rows(REQUEST)
    told = difference([*found, found[0]], found)
    assert (told.added, told.changed) == ((), ())
    assert told.ended == (found[0],)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_makes_the_rows_that_the_facts_give(seed: int) -> None:
    """The rows of one day, changed by hand and by time, are made those of another day."""
    chance = Random(seed)
    history = history_of(life(seed, number=50, days=500))
    early, late = (next(all_deadlines([history], on=FIRST + days * ONE_DAY)) for days in (200, 520))
    kept = [one for one in early if chance.random() < 0.8]
    gone = [one._replace(started_by="gone") for one in chance.sample(kept, k=1)]
    kept += gone
    chance.shuffle(kept)
    told = difference(kept, late)
    written = {identity(one): one for one in kept}
    for one in told.ended:
        del written[identity(one)]
    for before, after in told.changed:
        assert written[identity(after)] == before
        written[identity(after)] = after
    for one in told.added:
        assert identity(one) not in written
        written[identity(one)] = one
    assert sorted(written.values(), key=identity) == sorted(late, key=identity)
    assert told.added
    assert told.changed
    assert set(gone) <= set(told.ended)
    assert not difference(written.values(), late)


def test_what_a_deadline_is_does_not_hang_on_what_became_of_it() -> None:
    [before, *_], [after, *_] = rows(REQUEST), rows(REQUEST, AGREED)
    assert identity(before) == identity(after) == ("D01", "", "case", "", "e1")
    moved = before._replace(started_on=before.started_on + ONE_DAY)
    assert identity(moved) == identity(before)
    assert difference([before], [moved]) == Difference((), ((before, moved),), ())
