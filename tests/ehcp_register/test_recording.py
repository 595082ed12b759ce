"""What people record: deadlines follow, corrections stay to be seen, nothing happens tomorrow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import (
    STILL,
    Child,
    ChildsCircumstance,
    Deadline,
    EhcPlan,
    Event,
    ExceptionClaim,
    Placement,
    RegisterEntry,
)
from goldenthread.rules.clocks import LawfulException
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.rules.standing.records import (
    CircumstanceRecord,
    Claimed,
    PlacementRecord,
    Said,
    VisitRecord,
)
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(manager: Any) -> UUID:
    return register.add(register.child(1), by=manager)["EM00001"]


def _event(viewer: Any, what: What) -> Event:
    return Event.objects.visible_to(viewer, on=TODAY).get(what=what.value)


def _deadline(viewer: Any, duty: str, started_on: date) -> Deadline:
    return Deadline.objects.visible_to(viewer, on=TODAY).get(duty=duty, started_on=started_on)


def _line(viewer: Any) -> RegisterEntry:
    return RegisterEntry.objects.visible_to(viewer, on=TODAY).get(until=STILL)


def _version(viewer: Any, child: UUID) -> int:
    return Child.objects.visible_to(viewer, on=TODAY).get(pk=child).version


def record(child: UUID, what: What, on: date, by: Any, **more: Any) -> UUID:
    said = Said(what=what, on=on, **{k: v for k, v in more.items() if k in ("body", "day")})
    where = {k: v for k, v in more.items() if k in ("process", "case_id")}
    return actions.record_event(child_id=child, said=said, by=by, on=TODAY, at=NOW, **where)


def test_a_meeting_that_was_held_starts_its_deadlines(child: UUID, officer: Any) -> None:
    held = record(child, What.MEETING_HELD, date(2020, 1, 6), officer, process="review")

    decision = _deadline(officer, "D14", date(2020, 1, 6))
    assert (decision.due_on, decision.open_until) == (date(2020, 2, 3), STILL)
    assert decision.started_by == held
    assert _line(officer).last_meeting_on == date(2020, 1, 6)


def test_a_decision_in_the_same_case_meets_them(child: UUID, officer: Any) -> None:
    record(child, What.MEETING_HELD, date(2020, 1, 6), officer, process="review")
    held = Event.objects.visible_to(officer, on=TODAY).get(on=date(2020, 1, 6))
    record(child, What.REVIEW_KEEPS, date(2020, 1, 13), officer, case_id=held.case_id)

    assert _deadline(officer, "D14", date(2020, 1, 6)).met_on == date(2020, 1, 13)
    assert _line(officer).last_review_on == date(2020, 1, 13)


def test_what_happened_is_never_of_a_day_to_come(child: UUID, officer: Any) -> None:
    with pytest.raises(Refused, match="still to come"):
        record(child, What.MEETING_HELD, TODAY + timedelta(days=1), officer, process="review")


def test_an_event_without_what_it_must_carry_is_refused(child: UUID, officer: Any) -> None:
    with pytest.raises(Refused, match="needs its body"):
        record(child, What.ADVICE_ASKED, TODAY, officer, process="assessment")


def test_an_event_needs_a_case(child: UUID, officer: Any) -> None:
    with pytest.raises(Refused, match="Choose the case"):
        record(child, What.MEETING_HELD, TODAY, officer)


def test_what_was_wrong_is_put_right_and_stays_to_be_seen(child: UUID, officer: Any) -> None:
    wrong = _event(officer, What.PLAN_MADE)
    said = Said(what=What.PLAN_MADE, on=date(2018, 6, 1))
    right = actions.put_right(
        event_id=wrong.pk, version=_version(officer, child), said=said,
        reason="The letter has this date", by=officer, on=TODAY, at=NOW,
    )  # fmt: skip

    rows = Event.objects.visible_to(officer, on=TODAY)
    assert rows.get(pk=wrong.pk).on == date(2018, 5, 25)
    assert rows.get(pk=right).instead_of_id == wrong.pk
    final = _deadline(officer, "D07", date(2018, 1, 8))
    assert final.met_on == date(2018, 6, 1)
    assert final.due_on is not None
    assert final.met_on > final.due_on  # so the plan was late after all
    assert _line(officer).plan_made_on == date(2018, 6, 1)


def test_what_never_happened_is_struck_out_and_nothing_follows_from_it(
    child: UUID, officer: Any
) -> None:
    wrong = _event(officer, What.REVIEW_KEEPS)
    version = _version(officer, child)
    actions.strike_out(
        event_id=wrong.pk, version=version, reason="Another child’s", by=officer, on=TODAY, at=NOW
    )

    assert _deadline(officer, "D08", date(2018, 5, 25)).open_until == STILL
    assert _line(officer).last_review_on is None


def test_two_who_correct_at_once_do_not_overwrite_each_other(
    child: UUID, officer: Any, manager: Any
) -> None:
    wrong = _event(officer, What.REVIEW_KEEPS)
    version = _version(officer, child)
    said = Said(what=What.REVIEW_AMENDS, on=date(2019, 5, 1))
    actions.put_right(
        event_id=wrong.pk, version=version, said=said, reason="It amends", by=officer, on=TODAY,
        at=NOW,
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        actions.strike_out(
            event_id=wrong.pk, version=version, reason="No", by=manager, on=TODAY, at=NOW
        )
    with pytest.raises(ChangedMeanwhile, match="corrected already"):
        actions.strike_out(
            event_id=wrong.pk, version=version + 1, reason="No", by=manager, on=TODAY, at=NOW
        )


def test_a_correction_says_why(child: UUID, officer: Any) -> None:
    wrong = _event(officer, What.REVIEW_KEEPS)
    with pytest.raises(Refused, match="why it was wrong"):
        actions.strike_out(
            event_id=wrong.pk, version=_version(officer, child), reason=" ", by=officer, on=TODAY,
            at=NOW,
        )  # fmt: skip


def test_an_amended_plan_is_a_new_version(child: UUID, officer: Any) -> None:
    held = record(child, What.MEETING_HELD, date(2020, 1, 6), officer, process="review")
    case = Event.objects.visible_to(officer, on=TODAY).get(pk=held).case_id
    record(child, What.PLAN_AMENDED, date(2020, 1, 13), officer, case_id=case)

    versions = EhcPlan.objects.visible_to(officer, on=TODAY).order_by("number")
    assert [(one.number, one.made_on) for one in versions] == [
        (1, date(2018, 5, 25)), (2, date(2020, 1, 13)),
    ]  # fmt: skip


def _claim(officer: Any, **changes: Any) -> UUID:
    claimed = {
        "reason": LawfulException.ABSENT_4_WEEKS, "first_on": date(2018, 3, 1),
        "then_on": date(2018, 4, 2), "evidence": "Letter of the family",
    } | changes  # fmt: skip
    return actions.claim_exception(
        event_id=_event(officer, What.REQUEST_RECEIVED).pk, duty="D07",
        claimed=Claimed(**claimed), by=officer, on=TODAY, at=NOW,
    )  # fmt: skip


def test_an_exception_counts_once_another_person_accepted_it_and_moves_no_day(
    child: UUID, officer: Any, manager: Any
) -> None:
    before = _deadline(officer, "D07", date(2018, 1, 8))
    claim = _claim(officer)
    assert _deadline(officer, "D07", date(2018, 1, 8)).excepted_from is None
    with pytest.raises(NotPermitted):
        actions.accept_exception(claim_id=claim, version=1, by=officer, on=TODAY)

    actions.accept_exception(claim_id=claim, version=1, by=manager, on=TODAY)

    after = _deadline(officer, "D07", date(2018, 1, 8))
    assert after.excepted_from == TODAY
    assert after.due_on == before.due_on
    with pytest.raises(ChangedMeanwhile):
        actions.accept_exception(claim_id=claim, version=1, by=manager, on=TODAY)


def test_nobody_accepts_an_exception_of_their_own(child: UUID, manager: Any) -> None:
    claim = _claim(manager)
    with pytest.raises(NotPermitted, match="yourself"):
        actions.accept_exception(claim_id=claim, version=1, by=manager, on=TODAY)


def test_an_exception_that_the_days_do_not_allow_counts_for_nothing(
    child: UUID, officer: Any, manager: Any
) -> None:
    claim = _claim(officer, then_on=date(2018, 3, 20))  # less than four weeks
    actions.accept_exception(claim_id=claim, version=1, by=manager, on=TODAY)

    assert ExceptionClaim.objects.visible_to(officer, on=TODAY).get(pk=claim).accepted_on == TODAY
    assert _deadline(officer, "D07", date(2018, 1, 8)).excepted_from is None


def test_a_review_knows_no_exception(child: UUID, officer: Any) -> None:
    with pytest.raises(Refused, match="no such exception"):
        actions.claim_exception(
            event_id=_event(officer, What.PLAN_MADE).pk, duty="D08",
            claimed=Claimed(
                reason=LawfulException.ABSENT_4_WEEKS, first_on=date(2019, 1, 1),
                then_on=date(2019, 3, 1), evidence="Letter",
            ),
            by=officer, on=TODAY, at=NOW,
        )  # fmt: skip


def test_a_new_placement_ends_the_one_before_it(child: UUID, officer: Any) -> None:
    new = PlacementRecord(kind="attended", from_date=date(2020, 1, 6), elsewhere="EHE")
    version = _version(officer, child)
    actions.place(child_id=child, version=version, placement=new, by=officer, on=TODAY, at=NOW)

    rows = Placement.objects.visible_to(officer, on=TODAY).filter(kind="attended")
    assert {(one.name, one.elsewhere, one.until) for one in rows} == {
        ("Alder School", "", date(2020, 1, 5)), ("", "EHE", None),
    }  # fmt: skip
    line = _line(officer)
    assert (line.elsewhere, line.setting_name, line.named_unlike_attended) == ("EHE", "", True)
    with pytest.raises(ChangedMeanwhile):
        actions.place(child_id=child, version=version, placement=new, by=officer, on=TODAY, at=NOW)


def test_whereabouts_unknown_stand_until_they_end(child: UUID, officer: Any) -> None:
    unknown = CircumstanceRecord(kind="whereabouts-unknown", from_date=date(2019, 12, 2))
    begun = actions.begin_circumstance(
        child_id=child, circumstance=unknown, by=officer, on=TODAY, at=NOW
    )
    assert _line(officer).unknown_since == date(2019, 12, 2)
    with pytest.raises(Refused, match="holds already"):
        actions.begin_circumstance(
            child_id=child, circumstance=unknown, by=officer, on=TODAY, at=NOW
        )

    actions.end_circumstance(
        circumstance_id=begun, version=_version(officer, child), last_day=date(2020, 1, 13),
        by=officer, on=TODAY,
    )  # fmt: skip
    assert _line(officer).unknown_since is None
    ended = ChildsCircumstance.objects.visible_to(officer, on=TODAY).get(pk=begun)
    assert ended.until == date(2020, 1, 13)


def test_a_visit_is_the_last_visit(child: UUID, officer: Any) -> None:
    seen = VisitRecord(on=date(2020, 1, 10), by_label="J. Okoye, social worker")
    actions.record_welfare_visit(child_id=child, visit=seen, by=officer, on=TODAY, at=NOW)

    assert _line(officer).last_visit_on == date(2020, 1, 10)


def test_what_is_recorded_stands_in_the_trail_without_a_name(child: UUID, officer: Any) -> None:
    record(child, What.MEETING_HELD, date(2020, 1, 6), officer, process="review")

    entry = TrailEntry.objects.get(act="ehcp_register.record_event")
    assert entry.object_id == str(child)
    said = f"{entry.words} {entry.object_label}"
    assert "the review meeting was held" in said
    assert "Surname" not in said
    assert "EM00001" not in said


@pytest.mark.parametrize("role", ["clinical_officer", "programme_office", "board_member"])
def test_only_case_staff_record(child: UUID, viewer: Any, role: str) -> None:
    other = viewer(role, name="Somebody Else")
    with pytest.raises(NotPermitted):
        record(child, What.MEETING_HELD, date(2020, 1, 6), other, process="review")


def test_another_area_s_child_is_not_there(child: UUID, stranger: Any) -> None:
    with pytest.raises(NotThere):
        record(child, What.MEETING_HELD, date(2020, 1, 6), stranger, process="review")
