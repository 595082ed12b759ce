"""What is told before an extract comes in is what it then does, change by change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from benchmarks import returns
from goldenthread.intake.actions import arrivals
from goldenthread.intake.queries import arrivals as queries
from goldenthread.rules.sen2.records import Person
from tests.intake.extracts.test_whole_way import a_return

pytestmark = pytest.mark.django_db
PERSONS = list(returns.persons(24))


def otherwise(number: int, person: Person) -> Person:
    """Every third as before; the others with another name, sex, day of a request, or need."""
    request = person.requests[0]
    match number % 6:
        case 1:
            return replace(person, surname=f"{person.surname}son", postcode="ZZ99 1AA")
        case 2:
            earlier = request.received - timedelta(days=2) if request.received else None
            changed = replace(request, received=earlier)
            return replace(person, requests=(changed, *person.requests[1:]))
        case 4:
            return replace(person, sex="F" if person.sex == "M" else "M")
        case 5:
            actives = tuple(
                replace(
                    one,
                    needs=tuple(
                        replace(need, kind="HI" if need.kind != "HI" else "VI")
                        for need in one.needs
                    ),
                )
                for one in request.active_plans
            )
            changed = replace(request, active_plans=actives)
            return replace(person, requests=(changed, *person.requests[1:]))
    return person


def test_what_is_told_is_what_is_done(give: Any, press: Any, manager: Any, on: date) -> None:
    press(arrivals.bring_in_arrival, give(a_return(PERSONS)))
    changed = [otherwise(number, person) for number, person in enumerate(PERSONS)]
    row = give(a_return(changed), as_at=date(2020, 1, 6))
    lists = row.found["lists"]
    page = queries.page_of(row.pk, "changes", page=1, viewer=manager, on=on)
    kinds = Counter(kind for line in page.lines for kind, *_ in line["what"])
    assert kinds["field"] >= 8
    assert kinds["need"] > 0

    done = press(arrivals.bring_in_arrival, row).outcome
    assert (lists["new"], lists["changes"], lists["same"]) == (
        done["new"], done["changed"], done["unchanged"],
    )  # fmt: skip
    assert (kinds["field"], kinds["event"], kinds["corrected"]) == (
        done["fields_changed"], done["events_added"], done["events_corrected"],
    )  # fmt: skip
    # And brought in, it has nothing left to change.
    again = give(a_return(changed), as_at=date(2020, 1, 7))
    assert (again.found["lists"]["changes"], again.found["lists"]["same"]) == (0, len(PERSONS))
