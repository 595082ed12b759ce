"""Who may be somebody known: told with the reasons, decided one by one, or left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.ehcp_register.models import Child, FieldSource
from goldenthread.intake.actions import arrivals
from goldenthread.intake.actions.mappings import save_mapping
from goldenthread.intake.models import ArrivalState, RegisterArrival
from goldenthread.intake.presenters.extracts import preview_page
from goldenthread.intake.queries import arrivals as queries
from goldenthread.intake.registers.mapping import guess
from goldenthread.partnership.models import Restriction
from goldenthread.rules.refusals import Refused
from tests.factories import register
from tests.factories.registers import TIDY, csv_of

pytestmark = pytest.mark.django_db
EVERY = "a test counts what was written"


@pytest.fixture
def farah(manager: Any) -> Any:
    """Farah Other, in the register, of the same day of birth as the extract's Farah Eze."""
    known = register.child(1, forename="Farah", surname="Other", born_on=date(2014, 5, 6))
    (pk,) = register.add(known, by=manager).values()
    return pk


@pytest.fixture
def row(farah: Any, give: Any, press: Any) -> RegisterArrival:
    mapping = guess(TIDY[0]).mapping("Tidy")
    found: RegisterArrival = press(save_mapping, give(csv_of(TIDY), "x.csv"), mapping=mapping)
    return found


def children() -> int:
    return Child.objects.including_restricted_records(because=EVERY).count()


def test_it_is_told_with_the_reasons(row: Any, manager: Any, farah: Any, on: date) -> None:
    assert (row.found["lists"]["asked"], row.found["lists"]["new"]) == (1, 1)
    (line,) = queries.page_of(row.pk, "asked", page=1, viewer=manager, on=on).lines
    (perhaps,) = line["perhaps"]
    assert perhaps["child"] == str(farah)
    assert "the day of birth is the same" in [words for words, _ in perhaps["reasons"]]
    assert perhaps["score"] == sum(points for _, points in perhaps["reasons"])


def test_not_decided_about_it_is_left_out(row: Any, press: Any) -> None:
    row = press(arrivals.bring_in_arrival, row)
    assert (row.outcome["new"], row.outcome["left_to_ask"], children()) == (1, 1, 2)


def test_decided_to_be_this_child_they_change(row: Any, press: Any, farah: Any) -> None:
    row = press(arrivals.decide, row, page=1, answers={0: str(farah)})
    row = press(arrivals.look_again, row)
    assert (row.found["lists"]["asked"], row.found["lists"]["changes"]) == (0, 1)
    row = press(arrivals.bring_in_arrival, row)
    assert (row.outcome["new"], row.outcome["changed"], children()) == (1, 1, 2)
    said = FieldSource.objects.including_restricted_records(because=EVERY)
    assert said.get(child_id=farah, field="surname", system="Tidy").given == "Eze"


def test_looked_at_again_those_still_undecided_are_told(
    row: Any, press: Any, farah: Any, manager: Any
) -> None:
    gethin = register.child(2, forename="Gethin", surname="Other", born_on=date(2012, 11, 30))
    register.add(gethin, by=manager)
    row = press(arrivals.look_again, row)
    assert undecided(row, manager).startswith("2 who may be somebody known are")
    row = press(arrivals.decide, row, page=1, answers={0: str(farah)})
    row = press(arrivals.look_again, row)
    assert undecided(row, manager).startswith("One who may be somebody known is")
    row = press(arrivals.decide, row, page=1, answers={1: "out"})
    row = press(arrivals.look_again, row)
    assert undecided(row, manager) == ""


def undecided(row: Any, viewer: Any) -> str:
    return preview_page(queries.an_arrival(row.pk, viewer=viewer), viewer).undecided


def test_decided_to_be_somebody_new_they_come_in(row: Any, press: Any) -> None:
    row = press(arrivals.decide, row, page=1, answers={0: "new"})
    row = press(arrivals.bring_in_arrival, row)
    assert (row.outcome["new"], row.outcome["left_to_ask"], children()) == (2, 0, 3)


def test_decided_to_be_left_out_nothing_of_them_is_written(row: Any, press: Any) -> None:
    row = press(arrivals.decide, row, page=1, answers={0: "out"})
    row = press(arrivals.bring_in_arrival, row)
    assert (row.outcome["left_to_ask"], row.outcome["left_out"], children()) == (1, 1, 2)


def test_an_answer_can_be_taken_back(row: Any, press: Any) -> None:
    row = press(arrivals.decide, row, page=1, answers={0: "new"})
    assert press(arrivals.decide, row, page=1, answers={0: ""}).decided == {}


def test_only_those_whom_it_may_be_can_be_chosen(row: Any, press: Any, manager: Any) -> None:
    other = register.add(register.child(2), by=manager)
    (pk,) = other.values()
    for answers in ({0: str(pk)}, {1: "new"}, {0: "whoever"}):
        with pytest.raises(Refused):
            press(arrivals.decide, row, page=1, answers=answers)


def test_of_a_restricted_record_its_page_says_neither_who_nor_why(
    row: Any, farah: Any, browser: Any, manager: Any, on: date
) -> None:
    Restriction.objects.create(
        local_area_id=manager.local_area_id, about_id=farah, category="other", reason="words",
        owner_id=manager.person_id, restricted_by_id=manager.user_id, from_date=on, review_due=on,
    )  # fmt: skip
    page = browser(manager).get(f"/a/eastmere/register/bring-in/{row.pk}/list/asked/")
    words = page.content.decode()
    assert "A restricted record" in words
    assert "Other" not in words.replace("Other local", "")
    assert "day of birth is the same" not in words
    assert str(farah) not in words


def test_by_its_page_it_is_decided(row: Any, farah: Any, browser: Any, manager: Any) -> None:
    at = f"/a/eastmere/register/bring-in/{row.pk}/list/asked/"
    client = browser(manager)
    page = client.get(at).content.decode()
    assert "This child: Other, Farah" in page
    assert "The day of birth is the same (+" in page
    answer = client.post(at, {"version": str(row.version), "is-0": str(farah)})
    assert answer.status_code == 302
    assert RegisterArrival.objects.get(pk=row.pk).decided == {"0": str(farah)}
    shown = client.get(f"/a/eastmere/register/bring-in/{row.pk}/").content.decode()
    assert "may be somebody known; 1 decided" in shown
    assert RegisterArrival.objects.get(pk=row.pk).state == ArrivalState.READY
