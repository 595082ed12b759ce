"""Errors that are put in on purpose: each is found again, and of most kinds there is no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from goldenthread.demo.population import Person, Population, Standing, Wrong, make
from goldenthread.rules.proceedings import What
from goldenthread.rules.sen2.numbers import is_upn

TODAY = date(2020, 1, 14)
DECISIONS = {What.REVIEW_KEEPS, What.REVIEW_AMENDS, What.REVIEW_CEASES}


@pytest.fixture(scope="module")
def made() -> Population:
    return make(plans=1500, seed=11, ends_on=TODAY)


def first(person: Person, what: What) -> date | None:
    return min((one.on for one in person.events if one.what is what), default=None)


def now_at(person: Person, kind: str) -> list[str]:
    return [row.urn or row.name or row.elsewhere for row in person.placements
            if row.kind == kind and row.until is None]  # fmt: skip


def same_upn(made: Population) -> set[str]:
    often = Counter(one.upn for one in made.people if one.upn)
    return {one.reference for one in made.people if often[one.upn] > 1}


def wrong_letter(made: Population) -> set[str]:
    return {one.reference for one in made.people if one.upn and not is_upn(one.upn)}


def reviewed_before_the_plan(made: Population) -> set[str]:
    return {
        one.reference
        for one in made.people
        if (held := first(one, What.MEETING_HELD)) and (plan := first(one, What.PLAN_MADE))
        and held < plan
    }  # fmt: skip


def undecided(made: Population) -> set[str]:
    found = set()
    for one in made.people:
        decided = {event.case for event in one.events if event.what in DECISIONS}
        old = [e for e in one.events if e.what is What.MEETING_HELD and e.case not in decided
               and (TODAY - e.on).days >= 180]  # fmt: skip
        if old:
            found.add(one.reference)
    return found


def never_reviewed(made: Population) -> set[str]:
    return {
        one.reference
        for one in made.people
        if one.standing is Standing.PLAN and first(one, What.MEETING_HELD) is None
        and min(event.on for event in one.events) < TODAY - timedelta(days=365)
    }  # fmt: skip


def in_a_closed_setting(made: Population) -> set[str]:
    closed = {one.urn for one in made.settings if not one.open_on(TODAY)}
    return {one.reference for one in made.people if closed & set(now_at(one, "attended"))}


def at_an_unknown_urn(made: Population) -> set[str]:
    known = {one.urn for one in made.settings} | {""}
    return {one.reference for one in made.people
            if {row.urn for row in one.placements} - known}  # fmt: skip


def too_old(made: Population) -> set[str]:
    return {
        one.reference
        for one in made.people
        if one.standing is Standing.PLAN
        and (TODAY.year - one.born_on.year - ((one.born_on.month, one.born_on.day) > (1, 14))) >= 26
    }


def named_elsewhere(made: Population) -> set[str]:
    return {
        one.reference
        for one in made.people
        if one.standing is Standing.PLAN and len(now_at(one, "attended")) == 1
        and now_at(one, "named") != now_at(one, "attended")
    }  # fmt: skip


def at_two_places(made: Population) -> set[str]:
    return {one.reference for one in made.people if len(now_at(one, "attended")) > 1}


def final_before_draft(made: Population) -> set[str]:
    return {
        one.reference
        for one in made.people
        if (draft := first(one, What.DRAFT_SENT)) and (plan := first(one, What.PLAN_MADE))
        and plan < draft
    }  # fmt: skip


def without_need(made: Population) -> set[str]:
    return {
        one.reference
        for one in made.people
        if one.standing is Standing.PLAN and not any(row.rank == 1 for row in one.needs)
    }


# How each kind is found, and whether nobody else is.
FOUND: dict[Wrong, tuple[Callable[[Population], set[str]], bool]] = {
    Wrong.DUPLICATE_UPN: (same_upn, False),  # the other of the two has it too
    Wrong.UPN_CHECK_LETTER: (wrong_letter, True),
    Wrong.REVIEW_BEFORE_PLAN: (reviewed_before_the_plan, True),
    Wrong.MEETING_WITHOUT_DECISION: (undecided, False),  # some wait as long anyway
    Wrong.NEVER_REVIEWED: (never_reviewed, False),  # and so are many
    Wrong.CLOSED_SETTING: (in_a_closed_setting, True),
    Wrong.UNKNOWN_URN: (at_an_unknown_urn, True),
    Wrong.AGE_26: (too_old, True),
    Wrong.NAMED_UNLIKE_ATTENDED: (named_elsewhere, True),
    Wrong.TWO_MAIN_PLACEMENTS: (at_two_places, True),
    Wrong.FINAL_BEFORE_DRAFT: (final_before_draft, True),
    Wrong.NO_NEED: (without_need, False),  # of some it is not known, as in England
}


def test_every_kind_is_looked_for() -> None:
    assert set(FOUND) == set(Wrong)


@pytest.mark.parametrize("kind", Wrong)
def test_what_was_put_in_is_found_again(kind: Wrong, made: Population) -> None:
    find, no_other = FOUND[kind]
    put_in = set(made.wrong[kind])
    assert len(put_in) == len(made.wrong[kind]) == 3
    found = find(made)
    assert put_in <= found
    if no_other:
        assert put_in == found


def test_of_two_with_one_upn_one_is_named(made: Population) -> None:
    assert len(same_upn(made)) == 2 * len(made.wrong[Wrong.DUPLICATE_UPN])


def test_nobody_has_two_errors_that_were_put_in(made: Population) -> None:
    everybody = [one for references in made.wrong.values() for one in references]
    assert len(set(everybody)) == len(everybody)
