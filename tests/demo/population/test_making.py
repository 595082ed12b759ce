"""The invented population: the same for one seed, whole in itself, shaped as was published."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.demo.population import Person, Population, Standing, make, names
from goldenthread.rules.clocks import LawfulException
from goldenthread.rules.proceedings import Facts, What
from goldenthread.rules.sen2.numbers import is_uln
from goldenthread.rules.standing import NEEDS, Circumstance, Elsewhere
from tests.demo.population import published

TODAY = date(2026, 11, 20)
DECISIONS = {What.REVIEW_KEEPS, What.REVIEW_AMENDS, What.REVIEW_CEASES}


@pytest.fixture(scope="module")
def made() -> Population:
    return make(plans=3300, seed=7, ends_on=TODAY)


@pytest.fixture(scope="module")
def with_plans(made: Population) -> list[Person]:
    return [one for one in made.people if one.standing is Standing.PLAN]


def day_of(person: Person, *kinds: What) -> date | None:
    return min((one.on for one in person.events if one.what in kinds), default=None)


def share(part: Iterable[Any], of: Iterable[Any]) -> float:
    return len(list(part)) / len(list(of))


def near(found: dict[Any, float], wanted: dict[Any, float], tolerance: float) -> None:
    off = {
        key: (round(found.get(key, 0.0), 3), round(value, 3))
        for key, value in wanted.items()
        if abs(found.get(key, 0.0) - value) > tolerance
    }
    assert off == {}


def shares_of(values: Iterable[Any]) -> dict[Any, float]:
    counts = Counter(values)
    total = sum(counts.values())
    return {key: count / total for key, count in counts.items()}


# --- whole in itself ------------------------------------------------------------------------------


def test_one_seed_makes_the_same_people_and_another_others() -> None:
    first, again, other = (make(plans=150, seed=seed, ends_on=TODAY) for seed in (1, 1, 2))
    assert first == again
    assert first.people != other.people


def test_making_needs_no_django() -> None:
    import subprocess

    code = (
        "import sys; from datetime import date; from goldenthread.demo.population import make; "
        "make(plans=20, seed=1, ends_on=date(2020, 1, 14)); print('django' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize("ends_on", [date(2020, 1, 14), date(2024, 2, 29), date(2026, 8, 31)])
@pytest.mark.parametrize("plans", [1, 40, 400])
def test_there_are_as_many_plans_as_asked_for(plans: int, ends_on: date) -> None:
    made = make(plans=plans, seed=3, ends_on=ends_on)
    kept = [one for one in made.people if one.standing is Standing.PLAN]
    assert len(kept) == plans
    assert all(day_of(one, What.PLAN_MADE, What.PLAN_TRANSFERRED_IN) for one in kept)


def test_every_history_can_be_read_by_the_rules(made: Population) -> None:
    for person in made.people:
        facts = Facts(tuple(person.events), claims=tuple(person.claims), born=person.born_on)
        cases = [case.key for case in person.cases]
        assert len(set(cases)) == len(cases)
        assert {event.case for event in facts.events} <= set(cases)


def test_nothing_is_told_of_days_to_come(made: Population) -> None:
    for person in made.people:
        days = [event.on for event in person.events]
        days += [row.from_date for row in (*person.placements, *person.needs)]
        days += [row.from_date for row in (*person.circumstances, *person.responsible)]
        days += [visit.on for visit in person.visits]
        days += [budget.from_date for budget in person.budgets]
        assert max(days) <= TODAY, person.reference
        assert min(days) > person.born_on, person.reference


def test_what_lasts_ends_after_it_began(made: Population) -> None:
    for person in made.people:
        rows = (*person.placements, *person.circumstances, *person.responsible, *person.needs)
        assert all(row.until is None or row.until >= row.from_date for row in rows)


def test_codes_are_of_the_closed_sets(made: Population) -> None:
    for person in made.people:
        assert {row.need for row in person.needs} <= set(NEEDS)
        assert {row.kind for row in person.circumstances} <= set(Circumstance)
        assert {row.elsewhere for row in person.placements} - {""} <= set(Elsewhere)
        assert {claim.reason for claim in person.claims} <= {LawfulException.PERSONAL_CIRCUMSTANCES}


def test_settings_exist_once_and_most_are_open(made: Population) -> None:
    urns = [one.urn for one in made.settings]
    assert len(set(urns)) == len(urns)
    assert len({one.name for one in made.settings}) == len(urns)
    assert share((one for one in made.settings if one.open_on(TODAY)), made.settings) > 0.97


def test_nobody_could_be_somebody(made: Population) -> None:
    """No postcode area begins with Z; no authority has these numbers; URNs are too high."""
    assert all(one.postcode.startswith("ZM") for one in (*made.people, *made.settings))
    assert {one.authority_code for one in made.settings} == {
        names.AUTHORITY, *(code for code, _ in names.NEIGHBOURS),
    }  # fmt: skip
    assert min(int(one.urn or 0) for one in made.settings) > 990_000


def test_references_and_numbers_are_everybody_s_own(made: Population) -> None:
    assert len({one.reference for one in made.people}) == len(made.people)
    ulns = [one.uln for one in made.people if one.uln]
    assert len(set(ulns)) == len(ulns)
    assert all(is_uln(one) for one in ulns)


def test_most_reviews_and_visits_are_on_weekdays(made: Population) -> None:
    days = [e.on for one in made.people for e in one.events if e.what is What.MEETING_HELD]
    assert share((day for day in days if day.weekday() > 4), days) < 0.08


# --- as was published -----------------------------------------------------------------------------

_PLACES = {
    "mainstream": "mainstream_total", "special": "special_total", "ap": "ap_pru_total",
    "fe": "fe_total", "elsewhere": "ed_elsewhere", "early_years": "nm_early_years",
    "unknown": "placement_unknown",
}  # fmt: skip
_ETHNICITIES = {
    "WBRI": "White - White British", "BAFR": "Black - Black African",
    "APKN": "Asian - Pakistani", "NOBT": "Unclassified",
    "WOTH": "White - Any other White background",
}  # fmt: skip


def test_ages_are_as_published(with_plans: list[Person]) -> None:
    told = published.by("caseload", "Child or young persons age", "ehcplans")
    total = sum(told.values())
    wanted = {int(word.split()[1]): n / total for word, n in told.items() if word[:4] == "age "}
    near(shares_of(one.age for one in with_plans), wanted, 0.003)


def test_ages_are_those_of_the_birthdays(with_plans: list[Person], made: Population) -> None:
    spoilt = {one for kinds in made.wrong.values() for one in kinds}
    for one in with_plans:
        if one.reference in spoilt or one.age in (2, 25):
            continue
        august = date(2026, 8, 31)
        after = (one.born_on.month, one.born_on.day) > (8, 31)
        assert august.year - one.born_on.year - after == one.age


def test_placements_are_as_published_and_so_by_age(with_plans: list[Person]) -> None:
    near(
        shares_of(one.place for one in with_plans),
        published.parts(published.whole("caseload"), _PLACES),
        0.01,
    )
    for age in (5, 12, 17):
        row = next(r for r in published.rows("caseload") if r["breakdown"] == f"age {age}"
                   and r["breakdown_topic"] == "Child or young persons age")  # fmt: skip
        found = shares_of(one.place for one in with_plans if one.age == age)
        near(found, published.parts(row, _PLACES), 0.03)


def test_needs_are_as_published(with_plans: list[Person]) -> None:
    row = published.whole("sen_needs_all_plans")
    wanted = {
        code: float(row[f"{code.lower()}_pc"]) / 100
        for code in ("ASD", "SLCN", "SEMH", "MLD", "PD", "SLD", "SPLD", "PMLD", "HI", "VI", "OTH")
    }
    first = ["".join(n.need for n in one.needs if n.rank == 1) for one in with_plans]
    near(shares_of(first), wanted, 0.012)


def test_sex_and_ethnicity_are_as_published(with_plans: list[Person]) -> None:
    sexes = published.by("caseload", "Sex", "ehcplans")
    total = sexes["Male"] + sexes["Female"]
    near(shares_of(one.sex for one in with_plans), {"M": sexes["Male"] / total}, 0.005)
    told = published.by("caseload", "Ethnicity", "ehcplans")
    wanted = {code: told[words] / sum(told.values()) for code, words in _ETHNICITIES.items()}
    near(shares_of(one.ethnicity for one in with_plans), wanted, 0.005)


def test_years_in_place_are_as_published(with_plans: list[Person]) -> None:
    told = published.by("caseload", "Years EHC plan in place", "ehcplans")
    total = sum(told.values())
    made = [day_of(one, What.PLAN_MADE, What.PLAN_TRANSFERRED_IN) for one in with_plans]
    years = [(TODAY - day).days / 365.25 for day in made if day]
    wanted = {
        1: (told["1"] + told["Less than a year"]) / total,
        3: sum(told[str(n)] for n in (1, 2, 3)) / total + told["Less than a year"] / total,
        7: (sum(told[str(n)] for n in range(1, 8)) + told["Less than a year"]) / total,
    }
    found = {most: share((one for one in years if one <= most), years) for most in wanted}
    near(found, wanted, 0.03)


def test_timeliness_is_as_published(made: Population) -> None:
    row = published.whole("timeliness_20_week")
    wanted = {
        "in time": float(row["pc_plans_issued_within_20_weeks"]) / 100,
        "over a year": float(row["pc_plans_issued_gt_1_year"]) / 100,
    }
    took: list[int] = []
    for one in made.people:
        asked, planned = day_of(one, What.REQUEST_RECEIVED), day_of(one, What.PLAN_MADE)
        if asked and planned:
            took.append((planned - asked).days)
    assert len(took) > 2000
    found = {
        "in time": share((days for days in took if days <= 140), took),
        "over a year": share((days for days in took if days > 365), took),
    }
    near(found, wanted, 0.03)
    exceptions = share((one for one in made.people if one.claims), took)
    excepted = 1 - float(row["plans_issued_den_ex"]) / float(row["plans_issued_den"])
    assert exceptions == pytest.approx(excepted, abs=0.02)


def test_decisions_on_requests_are_as_published(made: Population) -> None:
    row = published.whole("requests")
    since = TODAY - timedelta(days=5 * 365)
    until = TODAY - timedelta(days=600)
    asked: Counter[str] = Counter()
    in_time = []
    for one in made.people:
        day = day_of(one, What.REQUEST_RECEIVED)
        if day is None or not since <= day < until:
            continue
        decided = day_of(one, What.ASSESSMENT_AGREED, What.ASSESSMENT_REFUSED)
        kind = "withdrawn" if decided is None else "agreed"
        if day_of(one, What.ASSESSMENT_REFUSED):
            kind = "refused"
        asked[kind] += 1
        if decided:
            in_time.append((decided - day).days <= 42)
    decided_ones = ("agreed", "refused", "withdrawn")
    wanted = published.parts(row, {
        "agreed": "requests_decided_to_assess", "refused": "requests_decided_not_to_assess",
        "withdrawn": "requests_withdrawn",
    })  # fmt: skip
    near({key: asked[key] / asked.total() for key in decided_ones}, wanted, 0.035)
    six_weeks = float(row["request_outcome_six_weeks_pc"]) / 100
    assert share((one for one in in_time if one), in_time) == pytest.approx(six_weeks, abs=0.05)


def test_reviews_held_late_and_undecided_are_as_published(with_plans: list[Person]) -> None:
    row = published.whole("annual_reviews")
    year = timedelta(days=365)
    held, overdue, never, meetings, waiting, days, outcomes = 0, 0, 0, 0, 0, [], []
    for one in with_plans:
        planned = day_of(one, What.PLAN_MADE, What.PLAN_TRANSFERRED_IN)
        if planned is None or TODAY - planned <= year:
            continue
        last = max((e for e in one.events if e.what is What.MEETING_HELD),
                   key=lambda e: e.on, default=None)  # fmt: skip
        if last is None:
            never += 1
            continue
        held, overdue = held + (TODAY - last.on <= year), overdue + (TODAY - last.on > year)
        meetings += 1
        decision = next(
            (e for e in one.events if e.case == last.case and e.what in DECISIONS), None
        )
        if decision is None:
            waiting += 1
        else:
            days.append((decision.on - last.on).days)
            outcomes.append(decision.what)
    total = held + overdue + never
    expected = float(row["review_expected"])
    in_the_year = float(row["review_meeting_24"]) + float(row["review_meeting_25"])
    assert held / total == pytest.approx(in_the_year / expected, abs=0.03)
    assert never / total == pytest.approx(float(row["no_review_meeting"]) / expected, abs=0.02)
    undecided = float(row["review_decision_outstanding"]) / float(row["total_review_meeting"])
    assert waiting / meetings == pytest.approx(undecided, abs=0.03)
    in_time = float(row["pc_decsion_4weeks"]) / 100
    assert share((n for n in days if n <= 28), days) == pytest.approx(in_time, abs=0.06)
    amended = float(row["outcome_amend"]) / sum(
        float(row[f"outcome_{word}"]) for word in ("amend", "cease", "maintan")
    )
    assert share((o for o in outcomes if o is What.REVIEW_AMENDS), outcomes) == pytest.approx(
        amended, abs=0.04
    )


def test_plans_cease_for_the_reasons_published(made: Population) -> None:
    row = published.whole("ceased_plans")
    wanted = published.parts(row, {
        "disengaged": "no_engage", "transferred": "transfer", "employment": "employ",
        "needs-met": "needs_met", "higher-education": "he", "age": "max_age",
    })  # fmt: skip
    near(shares_of(one.why for one in made.people if one.why), wanted, 0.03)
    year = [one for one in made.people if one.why and max(e.on for e in one.events) >
            TODAY - timedelta(days=365)]  # fmt: skip
    plans = float(published.whole("caseload")["ehcplans"])
    assert len(year) / 3300 == pytest.approx(float(row["total_ceased"]) / plans, abs=0.01)


def test_budgets_and_residential_places_are_as_published(with_plans: list[Person]) -> None:
    plans = float(published.whole("caseload")["ehcplans"])
    budgets = float(published.whole("personal_budgets")["personal_budget"]) / plans
    found = share((one for one in with_plans if one.budgets), with_plans)
    assert found == pytest.approx(budgets, abs=0.01)
    residential = float(published.whole("residential_settings")["Res_tot"]) / plans
    boarding = [one for one in with_plans if any(p.residential for p in one.placements)]
    assert share(boarding, with_plans) == pytest.approx(residential, abs=0.003)


def test_moves_between_phases_are_due_when_the_law_says(with_plans: list[Person]) -> None:
    moves = [e for one in with_plans for e in one.events if e.what is What.PHASE_MOVE_EXPECTED]
    assert len(moves) > 500
    assert {(one.day.month, one.day.day) for one in moves if one.day} == {(9, 1)}


def test_what_an_area_must_know_of_is_there(with_plans: list[Person]) -> None:
    now = Counter(row.kind for one in with_plans for row in one.circumstances if row.until is None)
    assert set(now) == {one.value for one in Circumstance}
    looked_after = [one for one in with_plans
                    if any(row.kind == "placing" for row in one.responsible)]  # fmt: skip
    assert 0.02 < share(looked_after, with_plans) < 0.06
    visited = [one for one in with_plans if one.visits]
    assert 0.02 < share(visited, with_plans) < 0.12


def test_families_mediate_and_appeal(made: Population) -> None:
    kinds = Counter(event.what for one in made.people for event in one.events)
    assert kinds[What.APPEAL_LODGED] > 60
    assert kinds[What.MEDIATION_HELD] > 100
    assert kinds[What.ORDER_MADE] < kinds[What.APPEAL_LODGED]
