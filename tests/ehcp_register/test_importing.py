"""Extracts come in: who is new is new, of whom something changed that changes, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions import Extract, Finding
from goldenthread.ehcp_register.models import (
    STILL,
    Child,
    Deadline,
    Event,
    FieldSource,
    Need,
    Placement,
    Problem,
    RegisterEntry,
)
from goldenthread.ehcp_register.queries.checks import key_of_return
from goldenthread.rules import sen2
from goldenthread.rules.proceedings import Event as Happened
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.rules.standing.records import (
    CaseRecord,
    ChildRecord,
    NeedRecord,
    PlacementRecord,
)
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2019, 9, 1), date(2020, 1, 1)


def bring(
    *records: ChildRecord, by: Any, as_at: date = FIRST, system: str = "Case system", **more: Any
) -> actions.Brought:
    extract = Extract(system=system, title=f"{system} {as_at}", as_at=as_at)
    return actions.bring_in(records=records, extract=extract, by=by, on=TODAY, at=NOW, **more)


def known(number: int, **changes: Any) -> ChildRecord:
    """A child as an extract has them, with numbers to be known by."""
    usual = {"upn": f"A82320000{number:04}", "postcode": "ZZ1 1AA"}
    return register.child(number, **(usual | changes))


def _child(viewer: Any, reference: str = "EM00001") -> Child:
    return Child.objects.visible_to(viewer, on=TODAY).get(reference=reference)


def test_who_is_new_comes_in_with_what_follows(manager: Any) -> None:
    brought = bring(known(1), known(2), by=manager)

    assert (brought.new, brought.changed, brought.unchanged, brought.asked) == (2, 0, 0, ())
    assert Child.objects.visible_to(manager, on=TODAY).count() == 2
    assert RegisterEntry.objects.visible_to(manager, on=TODAY).filter(until=STILL).count() == 2


def test_the_same_extract_again_changes_nothing(manager: Any) -> None:
    bring(known(1), known(2), by=manager)
    before = Event.objects.visible_to(manager, on=TODAY).count()

    brought = bring(known(1), known(2), by=manager, as_at=SECOND)

    assert (brought.new, brought.changed, brought.unchanged) == (0, 0, 2)
    assert Event.objects.visible_to(manager, on=TODAY).count() == before
    assert _child(manager).version == 1


def test_a_later_extract_adds_what_happened_since_and_deadlines_follow(manager: Any) -> None:
    bring(known(1), by=manager)
    later = register.history(("review-1", What.MEETING_HELD, date(2019, 12, 2), ""))

    brought = bring(known(1, events=later), by=manager, as_at=SECOND)

    assert (brought.changed, brought.events, brought.corrected) == (1, 1, 0)
    decision = Deadline.objects.visible_to(manager, on=TODAY).get(
        duty="D14", started_on=date(2019, 12, 2)
    )
    assert decision.due_on == date(2019, 12, 30)


def test_a_day_that_the_same_source_gives_otherwise_is_put_right(manager: Any) -> None:
    bring(known(1), by=manager)
    events = tuple(
        replace(one, on=date(2018, 5, 24)) if one.what is What.PLAN_MADE else one
        for one in register.history()
    )

    brought = bring(known(1, events=events), by=manager, as_at=SECOND)

    assert (brought.events, brought.corrected) == (0, 1)
    rows = Event.objects.visible_to(manager, on=TODAY).filter(what="plan-made")
    assert {one.on for one in rows} == {date(2018, 5, 24), date(2018, 5, 25)}
    final = Deadline.objects.visible_to(manager, on=TODAY).get(duty="D07")
    assert final.met_on == date(2018, 5, 24)


def test_what_another_source_gives_does_not_correct_the_first(manager: Any) -> None:
    bring(known(1), by=manager)
    cases = (CaseRecord(key="a", process="assessment", opened_on=date(2018, 1, 8)),)
    events = (Happened("1", "a", What.PLAN_MADE, date(2018, 5, 24)),)

    brought = bring(known(1, cases=cases, events=events), by=manager, system="SEN2")

    assert (brought.events, brought.corrected) == (1, 0)


def test_a_new_placement_ends_the_old_and_the_same_from_another_day_is_none(
    manager: Any,
) -> None:
    bring(known(1), by=manager)
    same = PlacementRecord(kind="named", from_date=date(2019, 9, 2), name="Alder School")
    moved = PlacementRecord(kind="attended", from_date=date(2019, 11, 4), name="Birch School")

    brought = bring(known(1, placements=(same, moved)), by=manager, as_at=SECOND)

    assert brought.changed == 1
    rows = Placement.objects.visible_to(manager, on=TODAY).order_by("kind", "from_date")
    assert [(one.kind, one.name, one.until) for one in rows] == [
        ("attended", "Alder School", date(2019, 11, 3)),
        ("attended", "Birch School", None),
        ("named", "Alder School", None),
    ]


def test_another_first_need_takes_the_place_of_the_one_before(manager: Any) -> None:
    bring(known(1), by=manager)
    need = NeedRecord(need="SEMH", rank=1, from_date=SECOND)
    bring(known(1, needs=(need,)), by=manager, as_at=SECOND)

    rows = Need.objects.visible_to(manager, on=TODAY).order_by("from_date")
    assert [(one.need, one.until) for one in rows] == [("ASD", date(2019, 12, 31)), ("SEMH", None)]


def test_each_field_remembers_its_source_and_a_new_value_of_a_source_holds(manager: Any) -> None:
    bring(known(1), by=manager)
    bring(known(1, postcode="ZZ1 2BB"), by=manager, system="SEN2", as_at=SECOND)

    assert _child(manager).postcode == "ZZ1 2BB"
    said = FieldSource.objects.visible_to(manager, on=TODAY).filter(field="postcode")
    assert {(one.system, one.given) for one in said} == {
        ("Case system", "ZZ1 1AA"), ("SEN2", "ZZ1 2BB"),
    }  # fmt: skip


def test_what_another_source_said_of_a_later_day_holds(manager: Any) -> None:
    bring(known(1, postcode="ZZ1 2BB"), by=manager, system="SEN2", as_at=SECOND)
    bring(known(1), by=manager, as_at=FIRST)

    assert _child(manager).postcode == "ZZ1 2BB"
    said = FieldSource.objects.visible_to(manager, on=TODAY).filter(field="postcode")
    assert {one.given for one in said} == {"ZZ1 1AA", "ZZ1 2BB"}


def test_who_may_be_somebody_known_is_asked_about_and_nothing_is_written(manager: Any) -> None:
    bring(register.child(1), by=manager)  # without numbers
    alike = register.child(7, forename="Forename1", surname="Another", reference="X1")

    brought = bring(alike, by=manager, as_at=SECOND)

    assert (brought.new, brought.changed, brought.asked) == (0, 0, (0,))
    assert Child.objects.visible_to(manager, on=TODAY).count() == 1


def test_what_was_decided_of_somebody_holds(manager: Any) -> None:
    bring(register.child(1), by=manager)
    alike = register.child(7, forename="Forename1", surname="Another", reference="X1")
    child = _child(manager).pk

    brought = bring(alike, by=manager, as_at=SECOND, decided={0: child})
    assert brought.ids == {0: child}
    assert brought.new == 0

    again = bring(replace(alike, reference="X2"), by=manager, as_at=SECOND, decided={0: None})
    assert again.new == 1


def test_the_system_s_own_number_is_enough_where_a_name_was_changed(manager: Any) -> None:
    bring(register.child(1), by=manager)
    renamed = register.child(1, surname="Another")

    brought = bring(renamed, by=manager, as_at=SECOND)

    assert (brought.new, brought.changed, brought.asked) == (0, 1, ())
    assert _child(manager).surname == "Another"
    other = register.child(1, surname="Otherwise", forename="Zoe", born_on=date(2015, 6, 6))
    assert bring(other, by=manager, as_at=SECOND).new == 1  # the number was given anew


def test_two_records_without_a_reference_are_two(manager: Any) -> None:
    one, other = known(1, reference=""), known(2, reference="")
    brought = bring(one, other, by=manager)
    assert len(set(brought.ids.values())) == brought.new == 2


def test_a_record_that_contradicts_itself_leaves_nothing_behind(manager: Any) -> None:
    wrong = known(2, cases=())  # its events name cases that are not there
    with pytest.raises(Refused):
        bring(known(1), wrong, by=manager)
    assert not Child.objects.visible_to(manager, on=TODAY).exists()
    assert not TrailEntry.objects.filter(act="ehcp_register.bring_in").exists()


def test_each_change_stands_in_the_trail_of_its_child_without_a_name(manager: Any) -> None:
    bring(known(1), known(2), by=manager)
    bring(known(1, postcode="ZZ1 2BB"), known(2), by=manager, as_at=SECOND)

    acts = TrailEntry.objects.filter(act="ehcp_register.bring_in", object_kind="child")
    assert [one.object_id for one in acts] == [str(_child(manager).pk)]
    whole = TrailEntry.objects.filter(act="ehcp_register.bring_in", object_kind="registersource")
    assert "0 new, 1 changed, 1 as before" in whole.latest("seq").words
    assert not any("Surname" in one.words for one in TrailEntry.objects.all())


def test_what_the_checks_found_is_kept_with_the_source(manager: Any) -> None:
    brought = bring(known(1), by=manager)
    key = key_of_return(next(iter(sen2.CHECKS)))
    actions.keep_checks(
        brought=brought, findings=[Finding(key, {brought.ids[0]: "Wrong."})], by=manager,
        on=TODAY, at=NOW,
    )  # fmt: skip
    row = Problem.objects.visible_to(manager, on=TODAY).get()
    assert (row.child_id, row.check_key) == (brought.ids[0], key)


def test_a_restricted_child_is_known_again_and_not_brought_in_twice(
    manager: Any, administrator: Any
) -> None:
    from goldenthread.partnership import actions as partnership

    bring(known(1), by=manager)
    pk: UUID = _child(manager).pk
    partnership.restrict(
        about_id=pk, category="adoption", reason="Placed for adoption",
        owner_id=administrator.person_id, by=administrator, on=TODAY,
    )  # fmt: skip
    brought = bring(known(1), by=manager, as_at=SECOND)
    assert (brought.new, brought.unchanged) == (0, 1)


def test_only_a_case_manager_brings_in(officer: Any) -> None:
    with pytest.raises(NotPermitted):
        bring(known(1), by=officer)


def test_the_system_s_own_number_alone_is_enough_where_nothing_else_is_said(manager: Any) -> None:
    bring(register.child(1), by=manager)
    bare = register.child(1, surname="", forename="", born_on=None)

    brought = bring(bare, by=manager, as_at=SECOND)

    assert (brought.new, brought.asked) == (0, ())
    assert _child(manager).surname == "Surname001"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"reference": "", "forename": "", "events": (), "needs": (), "placements": ()},
        {"postcode": "ZZ2 2AA"},
        {"nhs_number": "9434765919"},
        {"events": register.history(("review-1", What.MEETING_REPORT_SENT, date(2019, 4, 20), ""))},
        {"needs": (NeedRecord(need="SLCN", rank=1, from_date=date(2019, 9, 1)),)},
        {"placements": (PlacementRecord(kind="attended", from_date=FIRST, name="Birch School"),)},
    ],
)
def test_who_is_left_as_before_is_who_the_whole_comparison_would_leave(
    manager: Any, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    from goldenthread.ehcp_register.actions import importing

    bring(known(1), known(2), by=manager)
    says = [known(1, **changes), known(2)]
    ids = [_child(manager, f"EM0000{number}").pk for number in (1, 2)]
    left = importing.as_before(dict(zip(ids, says, strict=True)), system="Case system")

    monkeypatch.setattr(importing, "as_before", lambda records, system: set())
    brought = bring(*says, by=manager, as_at=SECOND, decided=dict(enumerate(ids)))

    assert (len(left), 2 - len(left)) == (brought.unchanged, brought.changed)
    assert ids[1] in left
