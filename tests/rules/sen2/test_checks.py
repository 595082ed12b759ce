"""The checks of the return: worked cases on both sides of each, and what a check never does."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest

from goldenthread.rules.sen2 import CHECKS, Given, Level, SettingFacts, asked_in, run
from goldenthread.rules.sen2.checking import CheckResult, check
from goldenthread.rules.sen2.items import BY_KEY
from goldenthread.rules.sen2.records import RETURN
from tests.conftest import shared
from tests.factories.returns import person, persons
from tests.rules import cases

ALL_FIELDS = frozenset(BY_KEY)
ON = date(2027, 3, 1)
SETTINGS = {
    "100001": SettingFacts("Community school", sen_unit=False, resourced_provision=False),
    "100002": SettingFacts("Community school", closed=date(2027, 1, 20)),
    "100003": SettingFacts(
        "Academy converter", closed=date(2027, 1, 21), sen_unit=True, resourced_provision=False
    ),
    "100004": SettingFacts("Free schools", opened=date(2027, 1, 22)),
    "100005": SettingFacts("University technical college"),
    "100006": SettingFacts("Community school"),
}
ROWS = cases.rows("sen2/checks.csv")


def given_by(words: str) -> Given:
    said = dict(pair.split("=") for pair in words.split())
    year = said.get("year", "2027")
    day = said.get("reference_date", "2027-01-21")
    return Given(
        on=ON,
        year=int(year) if year else None,
        reference_date=date.fromisoformat(day) if day else None,
        own_authority=said.get("own", "801") or None,
        settings=SETTINGS if "settings" in said else None,
        transferred_in_elsewhere=frozenset({said["elsewhere"]}) if "elsewhere" in said else None,
    )


def outcome(result: CheckResult) -> str:
    if not result.ran:
        return "not run"
    if result.not_judged:
        return "not judged"
    levels = {hit.level.value for hit in result.hits}
    return "+".join(sorted(levels)) or "clear"


def result_of(key: str, lines: str, given: Given) -> CheckResult:
    results = run(persons(lines), given, fields=ALL_FIELDS)
    return next(one for one in results if one.check.key == key)


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{row['check']}-{number}" for number, row in enumerate(ROWS, 2)]
)
def test_a_check_finds_what_the_case_says(row: dict[str, str]) -> None:
    found = result_of(row["check"], row["records"], given_by(row["given"]))
    assert outcome(found) == row["expected"], row["why"]


def test_every_check_has_cases_on_both_sides() -> None:
    sides = defaultdict(set)
    for row in ROWS:
        sides[row["check"]].add("found" if row["expected"] in ("error", "query") else "clear")
    assert {key for key in CHECKS if sides[key] != {"found", "clear"}} == set()


def test_the_checks_are_s01_to_s50_and_each_can_judge() -> None:
    assert sorted(CHECKS) == [f"S{number:02}" for number in range(1, 51)]
    for one in CHECKS.values():
        assert one.parts, one.key
        assert one.basis, one.key
        assert one.rule.endswith("."), one.key


def test_every_check_that_is_listed_outside_has_a_function_of_its_level() -> None:
    with shared("domain/sen2_checks.csv").open(encoding="utf-8") as file:
        listed = {row["check_id"]: row["severity_suggested"] for row in csv.DictReader(file)}
    assert listed == {key: one.level.value for key, one in CHECKS.items()}


def test_a_check_cannot_be_declared_twice_or_read_what_is_no_item() -> None:
    from goldenthread.rules.sen2.checking import Scope

    with pytest.raises(ValueError, match="S01 is there already"):
        check("S01", Level.ERROR, "x.", basis="x", scope=Scope.PERSON)
    with pytest.raises(ValueError, match="no item"):
        check("S99", Level.ERROR, "x.", basis="x", scope=Scope.PERSON, reads=("person.shoe_size",))


def test_a_check_without_its_field_is_not_run_and_has_not_passed() -> None:
    results = run([person("person")], given_by(""), fields=ALL_FIELDS - {"request.outcome"})
    found = {one.check.key: one for one in results}
    assert found["S08"].reason == "this source has no RequestOutcome"
    assert not found["S08"].passed
    assert found["S10"].passed


@pytest.mark.parametrize("key", sorted(CHECKS))
def test_each_check_is_not_run_without_what_it_reads(key: str) -> None:
    one = CHECKS[key]
    lacking = [{name} for name in one.reads] + ([set(one.any_of)] if one.any_of else [])
    assert lacking, "a check that reads nothing"
    for names in lacking:
        reason = one.why_not(ALL_FIELDS - names, given_by("settings=yes elsewhere=X"))
        assert reason.startswith("this source has no ")


@pytest.mark.parametrize("key", sorted(CHECKS))
def test_each_check_says_what_it_wants_beside_the_return(key: str) -> None:
    one = CHECKS[key]
    nothing = Given(on=ON)
    assert one.why_not(ALL_FIELDS, nothing) == (one.wants[0].value if one.wants else "")


@pytest.mark.parametrize("key", sorted(CHECKS))
def test_each_check_reads_items_that_are_asked_in_the_years_it_runs(key: str) -> None:
    one = CHECKS[key]
    for year in range(one.since, 2028):
        lacking = set(one.reads) - asked_in(year) - {"named_plan.first_issued"}
        assert lacking == set(), year


def test_a_check_that_runs_with_some_of_its_fields_says_what_it_ran_without() -> None:
    fields = frozenset({"person.born", "named_plan.first_issued"})
    results = run([person("person")], given_by(""), fields=fields)
    found = next(one for one in results if one.check.key == "S07")
    assert found.ran
    assert "ReceivedDate" in found.without
    assert "“EHC plan last amended”" in found.without
    assert "PersonBirthDate" not in found.without


def test_a_person_with_an_unreadable_value_is_not_judged_by_what_rests_on_it() -> None:
    several = [person("request ?outcome_date outcome=Y"), person("request outcome=Y")]
    results = {one.check.key: one for one in run(several, given_by(""), fields=ALL_FIELDS)}
    assert [str(place) for place in results["S09"].not_judged] == ["person 1"]
    assert [str(hit.place) for hit in results["S09"].hits] == ["person 2, request 1"]
    assert [str(hit.place) for hit in results["S13"].hits] == [
        "person 1, request 1",
        "person 2, request 1",
    ]


def test_a_hit_says_where_and_never_who() -> None:
    hits = result_of("S35", "person surname=Okafor; request; request; active; placement; "
                     "placement entered=2026-05-02 left=2026-05-01", given_by("")).hits  # fmt: skip
    assert [str(hit.place) for hit in hits] == [
        "person 1, request 2, active plan 1, placement detail 2"
    ]
    assert str(RETURN) == "the whole return"
    assert "Okafor" not in repr(hits)


def test_both_needs_and_every_placement_are_judged() -> None:
    hits = result_of("S38", "need kind=ASD; need kind=XX", given_by("")).hits
    assert [hit.place.numbers for hit in hits] == [(1, 1, 1, 2)]
    hits = result_of("S28", "placement urn=1; placement; placement", given_by("")).hits
    assert [hit.place.numbers for hit in hits] == [(1, 1, 1, 2), (1, 1, 1, 3)]
