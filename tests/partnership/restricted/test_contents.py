"""What leaves says of how many children it tells, and how sensitive that is."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.partnership.queries.leaving import contents_of_records
from goldenthread.rules.sensitivity import Sensitivity
from tests.conftest import TODAY
from tests.person_linked_app.models import AssessmentRequest, Child


def test_a_child_with_several_records_counts_once(office: Any, children: dict[str, Child]) -> None:
    AssessmentRequest.objects.create(
        local_area_id=office.local_area_id,
        child=children["Ada Quill"],
        received_on=date(2019, 12, 1),
    )
    rows = AssessmentRequest.objects.visible_to(office, on=TODAY)
    found = contents_of_records(rows, shown=["received_on"], viewer=office)
    assert (len(rows), found.people) == (4, 3)
    assert found.sensitivity is Sensitivity.RESTRICTED
    assert found.people_words == "Records of 3 people are in it."


def test_a_detail_makes_it_special_category(office: Any, children: dict[str, Child]) -> None:
    rows = Child.objects.visible_to(office, on=TODAY)
    plain = contents_of_records(rows, shown=["name"], viewer=office)
    detailed = contents_of_records(rows, shown=["name", "health_advice"], viewer=office)
    assert plain.sensitivity is Sensitivity.RESTRICTED
    assert detailed.sensitivity is Sensitivity.SPECIAL


def test_a_restricted_record_makes_it_special_category(
    office: Any, children: dict[str, Child], restricted: UUID
) -> None:
    seen = Child.objects.visible_to(office, on=TODAY)
    assert contents_of_records(seen, shown=["name"], viewer=office).people == 2, "Ben is not in it"
    every = Child.objects.including_restricted_records(because="a test of what an export says")
    found = contents_of_records(
        every.filter(local_area_id=office.local_area_id), shown=["name"], viewer=office
    )
    assert (found.people, found.sensitivity) == (3, Sensitivity.SPECIAL)


def test_nothing_is_about_nobody(office: Any) -> None:
    found = contents_of_records([], shown=["health_advice"], viewer=office)
    assert (found.people, found.sensitivity) == (0, Sensitivity.RESTRICTED)
