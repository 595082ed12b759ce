"""Invented persons of a SEN2 return, as many as asked, the same for the same seed.

Beside a plan with its needs and places each has, now and then, a second place, an earlier request,
a review that is late, a plan that ceased. About sixty elements a person, as in real returns.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from goldenthread.rules.sen2.numbers import upn_check_letter
from goldenthread.rules.sen2.records import (
    ActivePlan,
    Assessment,
    Header,
    NamedPlan,
    Need,
    Person,
    PlacementDetail,
    PlanDetail,
    Request,
)

CENSUS_DAY = date(2027, 1, 21)
HEADER = Header(
    "SEN2", 2027, CENSUS_DAY, "L", "801", "invented", "1", "1", "2027-02-01T09:00:00",
    "Yes", "Yes", "Recruiting",
)  # fmt: skip
_SURNAMES = ("Ashdown", "Birkett", "Chaudhry", "Devereux", "Eze", "Fenwick", "Garrity", "Hollis")
_FORENAMES = ("Amara", "Bilal", "Cerys", "Dorian", "Esme", "Farah", "Gethin", "Hollie")
_NEEDS = ("ASD", "SLCN", "SEMH", "MLD", "SPLD", "SLD", "PD", "HI")


def persons(count: int, *, seed: int = 1) -> Iterator[Person]:
    chance = random.Random(seed)
    for number in range(count):
        yield _person(chance, number)


def _person(chance: random.Random, number: int) -> Person:
    rest = f"{number:012}"
    requests = [_request(chance, number)]
    if chance.random() < 0.35:
        requests.insert(0, _refused(chance))
    return Person(
        surname=chance.choice(_SURNAMES), forename=chance.choice(_FORENAMES),
        born=CENSUS_DAY - timedelta(days=chance.randrange(4 * 365, 24 * 365)),
        sex=chance.choice("MMF"), ethnicity="WBRI", postcode=f"ZZ{number % 90 + 1} 1AA",
        upn=upn_check_letter(rest) + rest, uln=f"{1_000_000_000 + number}",
        requests=tuple(requests),
    )  # fmt: skip


def _refused(chance: random.Random) -> Request:
    received = CENSUS_DAY - timedelta(days=chance.randrange(400, 1500))
    return Request(
        received, 1, False, received + timedelta(days=chance.randrange(20, 50)), "N", False, False
    )


def _request(chance: random.Random, number: int) -> Request:
    received = CENSUS_DAY - timedelta(days=chance.randrange(200, 2500))
    decided = received + timedelta(days=chance.randrange(20, 48))
    issued = received + timedelta(days=chance.randrange(110, 190))
    in_year = issued.year == CENSUS_DAY.year - 1
    outcome = "Y" if in_year else "H"
    return Request(
        received=received, source=chance.choice((1, 2, 2, 3)), rya=False,
        outcome_date=decided if in_year else None, outcome=outcome, mediation=False, tribunal=False,
        assessments=(
            Assessment(
                outcome, issued if in_year else None, False, False, False, False,
                False if in_year else None, (_plan(chance, issued),),
            ),
        ),
        active_plans=(_active(chance, issued, number),),
    )  # fmt: skip


def _plan(chance: random.Random, issued: date) -> NamedPlan:
    urn = str(100_000 + chance.randrange(400))
    places = [PlanDetail(urn, None, None, None, 1, False, False)]
    if chance.random() < 0.1:
        places.append(PlanDetail(None, "10012345", None, None, 2, False, False))
    return NamedPlan(
        start=issued, residential="A" if chance.random() < 0.05 else None, personal_budget=False,
        organised_arrangements=False, details=tuple(places),
    )  # fmt: skip


def _active(chance: random.Random, issued: date, number: int) -> ActivePlan:
    met = CENSUS_DAY - timedelta(days=chance.randrange(20, 420))
    urn = str(100_000 + chance.randrange(400))
    places = [PlacementDetail(urn, rank=1, entered=issued, sen_unit=False,
                              resourced_provision=False)]  # fmt: skip
    if chance.random() < 0.15:
        places.append(
            PlacementDetail(sen_setting="OLA", rank=2, entered=issued, sen_unit=False,
                            resourced_provision=False)
        )  # fmt: skip
    if chance.random() < 0.6:
        began = issued - timedelta(days=400)
        places.append(
            PlacementDetail("100500", rank=1, entered=began, left=issued - timedelta(days=1),
                            sen_unit=False, resourced_provision=False, residential="A",
                            work_based="1")
        )  # fmt: skip
    first, second = chance.sample(_NEEDS, 2)
    return ActivePlan(
        phase_transfer_due=date(2027, 2, 15) if number % 6 == 0 else None,
        review_meeting=met, review_outcome=chance.choice("MMA"),
        last_review=met + timedelta(days=chance.randrange(5, 40)),
        placements=tuple(places), needs=(Need(first, 1), Need(second, 2)),
    )  # fmt: skip
