"""Whoever has an EHC plan that still runs is not erased, however old they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.ehcp_register.models import Child, RegisterEntry
from goldenthread.retention.queries.going import what_goes
from goldenthread.retention.schedule import CHILDREN
from tests.conftest import TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db


def test_a_plan_that_still_runs_keeps_a_young_person(local_area: Any, viewer: Any) -> None:
    ids = register.add(register.child(1), register.child(2), by=viewer("case_manager"))
    every = Child.objects.including_restricted_records(because="to make them older")
    every.update(born_on=date(1993, 5, 1))
    lines = RegisterEntry.objects.including_restricted_records(because="one has no plan any more")
    assert lines.filter(child_id=ids["EM00001"], has_plan=True, until=date.max).exists()
    lines.filter(child_id=ids["EM00002"]).update(has_plan=False)

    (going,) = what_goes(local_area.pk, {CHILDREN: 25}, on=TODAY)

    assert going.rows["ehcp_register.Child"] == {ids["EM00002"]}
    (held,) = going.held
    assert held.row_id == ids["EM00001"]
    assert "EHC plan still runs" in held.why
