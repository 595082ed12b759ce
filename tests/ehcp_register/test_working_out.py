"""Children in the register: what follows from the facts is there, and is what the rules say."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from goldenthread.demo import register as demonstration
from goldenthread.demo.population import make
from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions import proving
from goldenthread.ehcp_register.models import (
    OPEN_YEAR,
    STILL,
    Child,
    Deadline,
    Event,
    RegisterEntry,
)
from goldenthread.partnership import actions as partnership
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import NotPermitted
from goldenthread.rules.standing.records import Said
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db


def _deadlines(viewer: Any, on: date) -> dict[str, Deadline]:
    rows = Deadline.objects.visible_to(viewer, on=on)
    return {f"{one.duty} {one.started_on}": one for one in rows}


def test_a_child_brings_the_deadlines_that_their_history_gives(manager: Any, on: date) -> None:
    register.add(register.child(1), by=manager)

    found = _deadlines(manager, on)
    final = found["D07 2018-01-08"]
    assert (final.due_on, final.met_on) == (date(2018, 5, 28), date(2018, 5, 25))
    review = found["D09 2019-05-01"]
    assert (review.due_on, review.open_until) == (date(2020, 4, 30), STILL)


def test_a_child_s_line_says_how_they_stand_on_each_day(manager: Any, on: date) -> None:
    register.add(register.child(1), by=manager)

    lines = list(RegisterEntry.objects.visible_to(manager, on=on).order_by("from_date"))
    assert [one.stage for one in lines if one.from_date.year == 2018][:4] == [
        "requested", "assessed", "drafted", "plan",
    ]  # fmt: skip
    assert all(a.until < b.from_date for a, b in pairwise(lines))
    last = lines[-1]
    assert (last.year, last.until, last.has_plan) == (OPEN_YEAR, STILL, True)
    assert (last.setting_name, last.need) == ("Alder School", "ASD")
    assert (last.last_review_on, last.review_due_on) == (date(2019, 5, 1), date(2020, 4, 30))
    assert last.last_visit_on == date(2019, 6, 3)
    assert all(one.year == one.from_date.year == one.until.year for one in lines[:-1])


def test_rows_that_are_as_the_rules_say_are_left_alone(manager: Any, local_area: Any) -> None:
    ids = register.add(register.child(1), register.child(2), by=manager)

    worked = actions.work_out(ids.values(), local_area_id=local_area.pk)

    assert worked.children == 2
    assert worked.rows > 20
    assert worked.differed == {}


def test_rows_that_were_tampered_with_are_found_and_mended(
    manager: Any, local_area: Any, on: date
) -> None:
    ids = register.add(register.child(1), register.child(2), by=manager)
    rows = Deadline.objects.including_restricted_records(because="a test tampers with them")
    rows.filter(child_id=ids["EM00001"], duty="D07").update(due_on=date(2030, 1, 1))
    rows.filter(child_id=ids["EM00002"], duty="D09").delete()

    found = actions.work_out(ids.values(), local_area_id=local_area.pk, write=False)
    assert found.differed == {ids["EM00001"]: (0, 1, 0), ids["EM00002"]: (1, 0, 0)}

    actions.work_out(ids.values(), local_area_id=local_area.pk)
    assert actions.work_out(ids.values(), local_area_id=local_area.pk, write=False).differed == {}
    assert _deadlines(manager, on)["D07 2018-01-08"].due_on == date(2018, 5, 28)


@pytest.mark.parametrize(
    "role", ["area_administrator", "programme_office", "board_member", "parent_carer_forum"]
)
def test_nobody_sees_children_but_those_who_work_with_them(
    manager: Any, viewer: Any, role: str, on: date
) -> None:
    register.add(register.child(1), by=manager)
    other = viewer(role, name="Somebody Else")

    assert not Child.objects.visible_to(other, on=on).exists()
    assert not Deadline.objects.visible_to(other, on=on).exists()
    with pytest.raises(NotPermitted):
        register.add(register.child(2), by=other)


def test_another_area_sees_none_of_them(manager: Any, stranger: Any, on: date) -> None:
    register.add(register.child(1), by=manager)

    assert not Child.objects.visible_to(stranger, on=on).exists()


def test_all_that_can_happen_to_a_child_is_proved_in_bulk(manager: Any, viewer: Any) -> None:
    """Exceptions, transfers, appeals, moves, visits; what was corrected and what was struck out."""
    people = make(plans=40, seed=7, ends_on=TODAY).people
    post = partnership.add_post(title="Caseload", by=viewer("programme_office"), on=TODAY)
    told = [demonstration._record(one, {}, post) for one in people]
    ids = list(register.add(*told, register.child(1, born_on=None), by=manager).values())
    _correct_and_strike(manager, ids[-1])

    found = proving._compare(manager.local_area_id, ids)
    slowly = actions.work_out(ids, local_area_id=manager.local_area_id, write=False)

    assert found.differ == []
    assert (found.children, found.rows) == (slowly.children, slowly.rows)
    assert (len(ids), slowly.differed) == (found.children, {})


def _correct_and_strike(manager: Any, child_id: Any) -> None:
    events = list(Event.objects.visible_to(manager, on=TODAY).filter(child_id=child_id))
    held = next(one for one in events if one.what == What.MEETING_HELD)
    draft = next(one for one in events if one.what == What.DRAFT_SENT)
    actions.put_right(
        event_id=held.pk, version=1, said=Said(what=What.MEETING_HELD, on=date(2019, 4, 12)),
        reason="Typed wrongly", by=manager, on=TODAY, at=NOW,
    )  # fmt: skip
    actions.strike_out(
        event_id=draft.pk, version=2, reason="It never happened", by=manager, on=TODAY, at=NOW
    )


@pytest.mark.parametrize("model", [Deadline, RegisterEntry])
def test_a_row_too_many_too_few_or_otherwise_is_found_in_bulk(manager: Any, model: Any) -> None:
    ids = register.add(register.child(1), register.child(2), register.child(3), by=manager)
    first, second, third = ids.values()
    rows = model.objects.including_restricted_records(because="a test spoils them")
    rows.filter(pk=rows.filter(child_id=first).order_by("id")[0].pk).delete()
    more = rows.filter(child_id=second).order_by("id")[0]
    more.pk = uuid7()
    if model is Deadline:
        more.started_by = uuid7()
    else:
        more.from_date = more.until = date(2017, 1, 1)
    model.objects.bulk_create([more])

    assert proving._compare(manager.local_area_id, list(ids.values())).differ == [first, second]
    proved = actions.recompute_clocks(repair=True, by=manager, on=TODAY)
    assert proved.differed == {first: (1, 0, 0), second: (0, 0, 1)}
    assert actions.recompute_clocks(repair=False, by=manager, on=TODAY).differed == {}
    assert third not in proved.differed
