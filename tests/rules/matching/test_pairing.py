"""Who is the same person: how like two records are, and pairs beside a twin that compares all."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.rules.matching import (
    ASK_FROM,
    SAME_FROM,
    Identity,
    Likeness,
    Pairs,
    Verdict,
    is_nhs_number,
    likeness,
    pair,
)
from goldenthread.rules.matching.likeness import are_like, letters
from goldenthread.rules.matching.pairing import SEVERAL
from goldenthread.rules.sen2.numbers import upn_check_letter
from tests.rules import cases

UPNS = [upn_check_letter(rest) + rest for rest in ("801200001001", "801200001002", "80120000100A")]


def identity(words: str, key: str = "x") -> Identity:
    """ "surname=Eze born=2014-05-06": underscores are spaces."""
    given = dict(part.split("=") for part in words.split())
    values: dict[str, str] = {name: value.replace("_", " ") for name, value in given.items()}
    born = values.pop("born", None)
    return Identity(key, born=date.fromisoformat(born) if born else None, **values)


@pytest.mark.parametrize("row", cases.rows("matching.csv"), ids=lambda row: row["why"])
def test_two_records_are_as_like_as_the_case_says(row: dict[str, str]) -> None:
    found = likeness(identity(row["one"]), identity(row["other"]))
    assert found.verdict.name.lower() == row["verdict"], found
    assert found.score == int(row["score"]), found


def test_the_reasons_are_words_and_repeat_nothing_of_the_person() -> None:
    one = identity(f"surname=Eze forename=Farah born=2014-05-06 upn={UPNS[0]} postcode=ZZ1_1AA")
    other = identity(f"surname=Eze forename=Gethin born=2014-05-06 upn={UPNS[0]} postcode=zz11aa")
    found = likeness(one, other)
    assert [(reason.words, reason.points) for reason in found.reasons] == [
        ("the UPN is the same", 100),
        ("the day of birth is the same", 30),
        ("the surname is the same", 20),
        ("the forename is another", -15),
        ("the postcode is the same", 8),
        ("the day of birth and surname are the same, the forename is not: twins?", -70),
    ]
    assert found.score == 73
    assert not any(value in repr(found) for value in ("Eze", "Farah", "ZZ1", UPNS[0]))


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("anna", "anna", True), ("smith jones", "jones", True), ("sam", "samuel", True),
        ("jon", "john", False), ("katherine", "catherine", True), ("sara", "sarah", True),
        ("brian", "brain", True), ("al", "alan", False), ("eze", "ezra", False),
        ("mohammed", "muhammed", True), ("farah", "gethin", False), ("ann", "annabel", True),
    ],
)  # fmt: skip
def test_names_are_alike_or_not(one: str, other: str, like: bool) -> None:
    assert are_like(one, other) is like
    assert are_like(other, one) is like


@pytest.mark.parametrize(
    ("written", "read"),
    [("Zoë-Ann O’Hara", "zoe ann o hara"), ("Łukasz", "lukasz"), ("STRAẞE", "strasse"),
     ("Ñandú", "nandu"), ("李雷", "李雷"), ("  ", ""), (None, ""), ("Mc Donald", "mc donald")],
)  # fmt: skip
def test_names_are_compared_by_their_letters(written: str | None, read: str) -> None:
    assert letters(written) == read


def test_an_nhs_number_has_ten_digits_and_its_check_digit() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("943476591")
    assert not is_nhs_number("abcdefghij")


# --- pairs ----------------------------------------------------------------------------------------


def slowly(left: list[Identity], right: list[Identity]) -> Pairs:
    """The plain twin: every pair compared, and each verdict from its definition."""
    table = {(one.key, other.key): likeness(one, other) for one in left for other in right}

    def beats_all(one: str, other: str) -> bool:
        score = table[one, other].score
        rivals = [like for (a, b), like in table.items() if (a == one) != (b == other)]
        return all(like.score < score for like in rivals)

    same = [
        keys for keys, like in table.items() if like.verdict is Verdict.SAME and beats_all(*keys)
    ]
    taken_left, taken_right = {one for one, _ in same}, {other for _, other in same}
    ask = [
        (one, other)
        for (one, other), like in table.items()
        if like.score >= ASK_FROM and one not in taken_left and other not in taken_right
    ]
    taken_left |= {one for one, _ in ask}
    taken_right |= {other for _, other in ask}
    return Pairs(
        tuple(sorted(same)), tuple(sorted(ask)),  # type: ignore[arg-type]
        tuple(one.key for one in left if one.key not in taken_left),
        tuple(one.key for one in right if one.key not in taken_right),
    )  # fmt: skip


NAMES = st.sampled_from(["Eze", "Ezé", "Ezra", "Hollis", "Holliss", "Ann", "Anna", "Smith-Eze"])
DAYS = st.sampled_from(
    [date(2014, 5, 6), date(2014, 6, 5), date(2014, 5, 7), date(2015, 5, 6), date(2012, 1, 9)]
)
NUMBERS = st.sampled_from([*UPNS, "A000000000000", "x"])


def maybe(values: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | values


IDENTITIES = st.builds(
    Identity,
    key=st.just(""),
    surname=maybe(NAMES),
    forename=maybe(NAMES),
    born=st.none() | DAYS,
    upn=st.none() | st.none() | NUMBERS,
    uln=maybe(st.sampled_from(["1000000027", "1234567899", "1"])),
    nhs_number=maybe(st.sampled_from(["9434765919", "1"])),
    postcode=maybe(st.sampled_from(["ZZ1 1AA", "zz11aa", "ZZ2 2BB"])),
)


def keyed(found: list[Identity], mark: str) -> list[Identity]:
    from dataclasses import replace

    return [replace(one, key=f"{mark}{at}") for at, one in enumerate(found)]


SOURCE = st.lists(IDENTITIES, max_size=7)


@given(SOURCE, SOURCE)
@settings(max_examples=400, deadline=None)
def test_pairs_are_those_of_a_twin_that_compares_everybody(
    left: list[Identity], right: list[Identity]
) -> None:
    left, right = keyed(left, "a"), keyed(right, "b")
    found, twin = pair(left, right), slowly(left, right)
    assert tuple(sorted((one.left, one.right) for one in found.same)) == twin.same
    assert tuple(sorted((one.left, one.right) for one in found.ask)) == twin.ask
    assert (found.left_only, found.right_only) == (twin.left_only, twin.right_only)


@given(IDENTITIES, IDENTITIES)
@settings(max_examples=600, deadline=None)
def test_two_records_are_as_like_one_way_as_the_other(one: Identity, other: Identity) -> None:
    def told(like: Likeness) -> list[tuple[str, int]]:
        return [(reason.words, reason.points) for reason in like.reasons]

    assert told(likeness(one, other)) == told(likeness(other, one))


@given(SOURCE, SOURCE)
@settings(max_examples=150, deadline=None)
def test_nobody_is_the_same_as_two_and_nobody_is_lost(
    left: list[Identity], right: list[Identity]
) -> None:
    left, right = keyed(left, "a"), keyed(right, "b")
    found = pair(left, right)
    for side, everyone, only in (("left", left, found.left_only), ("right", right,
                                                                   found.right_only)):  # fmt: skip
        same = [getattr(one, side) for one in found.same]
        asked = {getattr(one, side) for one in found.ask}
        assert len(set(same)) == len(same)
        assert sorted([*same, *asked, *only]) == sorted(one.key for one in everyone)
        assert all(one.likeness.score >= SAME_FROM for one in found.same)


def test_two_records_that_fit_equally_well_are_asked_about() -> None:
    left = [identity("surname=Eze forename=Farah born=2014-05-06", "a")]
    right = [identity("surname=Eze forename=Farah born=2014-05-06", key) for key in "bc"]
    found = pair(left, right)
    assert found.same == ()
    assert [(one.right, one.why) for one in found.ask] == [("b", SEVERAL), ("c", SEVERAL)]
    assert found.left_only == found.right_only == ()


def test_twins_are_told_apart_without_a_question() -> None:
    left = [
        identity(f"surname=Eze forename={name} born=2014-05-06", name) for name in ("Ava", "Bo")
    ]
    right = [identity(f"surname=Eze forename={name} born=2014-05-06", f"{name}2")
             for name in ("Bo", "Ava")]  # fmt: skip
    found = pair(left, right)
    assert {(one.left, one.right) for one in found.same} == {("Ava", "Ava2"), ("Bo", "Bo2")}
    assert found.ask == ()


def word(number: int) -> str:
    """A name of letters for a number."""
    return "".join(chr(97 + int(digit)) for digit in str(number)) + "son"


def people(count: int, *, name: str = "") -> list[Identity]:
    return [
        Identity(
            str(at), name or word(at % 911), name or word(at % 1_397),
            date(2004, 1, 1) + timedelta(days=at * 17 % 7_000), f"N{at:012}",
            postcode=f"ZZ{at % 5000}",
        )
        for at in range(count)
    ]  # fmt: skip


def test_twenty_thousand_by_twenty_thousand_takes_seconds() -> None:
    """Not a benchmark: a wrong block would take many minutes."""
    everyone = people(20_000)
    before = process_time()
    found = pair(everyone, everyone)
    assert process_time() - before < 90
    assert len(found.same) == 20_000
    assert found.notes == ()


def test_a_name_that_stands_for_nobody_finds_no_pairs_and_is_told() -> None:
    everyone = people(3_000, name="Child")
    found = pair(everyone, everyone)
    assert len(found.same) == 3_000  # by their numbers and births
    assert any("records share one name and year of birth" in note for note in found.notes)
