"""The table is whole: something starts and meets every duty, and every event matters."""

from __future__ import annotations

import pytest

from goldenthread.rules.clocks import DUTIES, find
from goldenthread.rules.proceedings import (
    NOTHING_MEETS,
    TABLE,
    WORDS,
    Again,
    Asked,
    From,
    Running,
    What,
)
from goldenthread.rules.proceedings.happenings import DAY_WORDS, MUST_CARRY, Carries
from goldenthread.rules.proceedings.steps import STEPS
from tests.rules.proceedings import plain

WAYS = {f"{one.duty} {one.kind}".strip(): one for one in TABLE}


def test_every_duty_of_the_law_runs_in_some_way() -> None:
    assert {one.duty for one in TABLE} == {duty.key for duty in DUTIES}
    assert len(WAYS) == len(TABLE)


@pytest.mark.parametrize("key", [duty.key for duty in DUTIES])
def test_something_starts_and_something_meets_every_duty(key: str) -> None:
    ways = [one for one in TABLE if one.duty == key]
    assert all(one.starts for one in ways)
    meets = {what for one in ways for what in one.meets}
    assert bool(meets) == (key not in NOTHING_MEETS), f"nothing meets {key}"


@pytest.mark.parametrize("line", plain.lines(), ids=lambda line: line[0])
def test_the_plain_twin_s_own_table_agrees(line: list[str]) -> None:
    way = WAYS[line[0]]
    starts = {f"{what}{plain_asked(way)}" for what in way.starts}
    assert starts == set(line[2].split())
    assert set(way.meets) == set(line[3].split())
    ends = {"*": plain.ALWAYS, "**": plain.WITH_A_PLAN}
    written = {one for word in line[4].split() for one in ends.get(word, {word.rstrip("!")})}
    assert {*way.ends, *way.ends_anywhere} == written
    marks = {way.within.name.lower(), way.owed.name.lower()} - {"must"}
    marks |= {"anew"} if way.again is Again.STARTS_ANEW else set()
    marks |= {"young"} if way.under_5 else set()
    assert marks == set(line[1].split())


def plain_asked(way: Running) -> str:
    """What an order must ask for, as the twin's table writes it."""
    if way.asks_nothing:
        return "="
    return f"={way.asks}" if way.asks else ""


def test_what_nothing_meets_is_named_with_its_reason() -> None:
    assert set(NOTHING_MEETS) <= {duty.key for duty in DUTIES}
    assert all(why.endswith(".") for why in NOTHING_MEETS.values())


@pytest.mark.parametrize("way", TABLE, ids=[*WAYS])
def test_everything_owed_ends_when_a_child_dies_or_the_authority_is_not_responsible(
    way: Running,
) -> None:
    assert {What.DIED, What.NO_LONGER_RESPONSIBLE} <= set(way.ends_anywhere)


@pytest.mark.parametrize("way", TABLE, ids=[*WAYS])
def test_no_event_both_meets_and_ends_a_duty_or_starts_and_ends_it(way: Running) -> None:
    ends = {*way.ends, *way.ends_anywhere}
    assert not ends & set(way.meets)
    assert not ends & set(way.starts)


def test_every_event_starts_meets_or_ends_something() -> None:
    used = {
        what
        for one in TABLE
        for what in (*one.starts, *one.meets, *one.ends, *one.ends_anywhere, *one.owed_once)
    }
    assert set(What) == used


@pytest.mark.parametrize("way", TABLE, ids=[*WAYS])
def test_a_clock_gets_what_it_asks_for(way: Running) -> None:
    duty = find(way.duty)
    two_days = way.counts in (From.DAY_AND_EVENT, From.EVENT_AND_CERTIFICATE)
    assert two_days == (duty.second is not None)
    if way.counts in (From.DAY, From.DAY_AND_EVENT):
        assert all(Carries.DAY in MUST_CARRY[what] for what in way.starts)
    if duty.kinds and way.kind:
        assert way.kind in {one.value for one in duty.kinds}


def test_every_kind_of_a_duty_runs() -> None:
    asked = {f"{duty.key} {kind.value}" for duty in DUTIES for kind in duty.kinds or ()}
    by_appeal = {"D40 anything", "D40 section-i-only"}  # told by the appeal itself
    assert asked - by_appeal <= set(WAYS)


def test_every_order_has_its_steps_and_every_event_its_words() -> None:
    assert set(STEPS) == set(Asked)
    assert set(WORDS) == set(What)
    assert len(set(WORDS.values())) == len(WORDS)
    assert set(DAY_WORDS) == {
        what for what, carries in MUST_CARRY.items() if Carries.DAY in carries
    }
