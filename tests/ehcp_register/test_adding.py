"""A child added by hand, and who a child is put right: who it may be, who said it, what holds."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import (
    STILL,
    Child,
    Deadline,
    Event,
    FieldSource,
    RegisterEntry,
)
from goldenthread.ehcp_register.queries.known import who_may_be
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea
from goldenthread.rules.matching import Identity, Verdict, likeness
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.rules.sen2.numbers import upn_check_letter
from goldenthread.rules.standing.records import ChildRecord, Said
from goldenthread.trail.models import TrailEntry, TrailLook
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
REQUEST = Said(what=What.REQUEST_RECEIVED, on=date(2020, 1, 6), code="1")
UPN = upn_check_letter("801200001001") + "801200001001"


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


def new(**changes: Any) -> ChildRecord:
    whole: dict[str, Any] = {
        "reference": "", "forename": "Bryony", "surname": "Ashcombe",
        "born_on": date(2012, 3, 27), "upn": UPN,
    }  # fmt: skip
    return ChildRecord(**(whole | changes))


def add(by: Any, record: ChildRecord | None = None, **more: Any) -> UUID:
    given: dict[str, Any] = {
        "said_by": "The request form",
        "first": REQUEST,
        "process": "assessment",
    } | more
    return actions.add_by_hand(record=record or new(), by=by, on=TODAY, at=NOW, **given)


def typed(**changes: str) -> dict[str, str]:
    return {
        "forename": "Bryony", "surname": "Ashcombe", "born_on_day": "27", "born_on_month": "3",
        "born_on_year": "2012", "first": "request", "first_on_day": "6", "first_on_month": "1",
        "first_on_year": "2020", "code": "1", "said_by": "The request form", "looked_at": "",
    } | changes  # fmt: skip


PAGE = reverse("ehcp_register:add_child", args=["eastmere"])


def test_a_child_is_added_with_their_request_and_its_deadlines_run(officer: Any) -> None:
    child_id = add(officer)

    asked = Event.objects.visible_to(officer, on=TODAY).get(child_id=child_id)
    assert (asked.what, asked.on, asked.code) == ("request-received", date(2020, 1, 6), "1")
    decision = Deadline.objects.visible_to(officer, on=TODAY).get(child_id=child_id, duty="D01")
    assert decision.due_on == date(2020, 2, 17)
    line = RegisterEntry.objects.visible_to(officer, on=TODAY).get(until=STILL)
    assert (line.surname, line.stage) == ("Ashcombe", "requested")


def test_who_said_what_is_kept_of_every_field_but_details(officer: Any) -> None:
    add(officer)

    told = FieldSource.objects.visible_to(officer, on=TODAY)
    assert {(one.field, one.given, one.system) for one in told} == {
        ("forename", "Bryony", "Recorded here"), ("surname", "Ashcombe", "Recorded here"),
        ("born_on", "2012-03-27", "Recorded here"), ("upn", UPN, "Recorded here"),
    }  # fmt: skip
    assert {one.source.title for one in told.select_related("source")} == {"The request form"}


def test_one_who_moved_here_has_a_review_to_come(officer: Any) -> None:
    moved = Said(what=What.PLAN_TRANSFERRED_IN, on=date(2020, 1, 6), day=date(2019, 5, 1))
    child_id = add(officer, first=moved, process="transfer")

    duties = Deadline.objects.visible_to(officer, on=TODAY).filter(child_id=child_id)
    assert {"D24", "D25"} <= {one.duty for one in duties}


def test_somebody_known_is_asked_about_before_anything_is_kept(officer: Any) -> None:
    first = add(officer)
    twin = new(upn="", forename="Briony")
    with pytest.raises(Refused, match="Somebody known may be this child"):
        add(officer, twin)
    assert Child.objects.visible_to(officer, on=TODAY).count() == 1

    add(officer, twin, not_them={first})
    assert Child.objects.visible_to(officer, on=TODAY).count() == 2


def test_somebody_else_who_is_alike_meanwhile_is_asked_about_anew(officer: Any) -> None:
    first = add(officer)
    second = add(officer, new(upn="", forename="Briony"), not_them={first})
    with pytest.raises(Refused, match="Somebody known"):
        add(officer, new(upn="", forename="Brionie"), not_them={first})
    assert second != first


def test_the_score_is_the_one_that_imports_use(officer: Any) -> None:
    add(officer)
    (found,) = who_may_be(new(forename="Briony"), viewer=officer, on=TODAY)

    assert found.likeness.verdict is Verdict.SAME
    assert "The UPN is the same".lower() in {r.words.lower() for r in found.likeness.reasons}
    assert found.likeness == likeness(
        Identity("a", "Ashcombe", "Bryony", date(2012, 3, 27), UPN),
        Identity("b", "Ashcombe", "Briony", date(2012, 3, 27), UPN),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"upn": "", "born_on": date(2012, 3, 27)},
        {"upn": "", "born_on": date(2011, 3, 27)},  # another year, the same day
        {"upn": "", "surname": "Bryony", "forename": "Ashcombe", "born_on": date(2012, 7, 1)},
        {"forename": "X", "surname": "Y", "born_on": date(2001, 1, 1)},  # the same UPN alone
    ],
)
def test_whoever_comparing_everybody_would_ask_about_is_found(
    officer: Any, changes: dict[str, Any]
) -> None:
    child_id = add(officer)
    record = new(**changes)
    alike = likeness(
        Identity("a", "Ashcombe", "Bryony", date(2012, 3, 27), UPN),
        Identity("b", record.surname, record.forename, record.born_on, record.upn),
    )
    found = who_may_be(record, viewer=officer, on=TODAY)
    expected = alike.verdict is not Verdict.DIFFERENT
    assert [one.child_id for one in found] == ([child_id] if expected else [])


def test_nothing_is_told_of_a_restricted_record(officer: Any, administrator: Any) -> None:
    child_id = add(officer)
    partnership.restrict(
        about_id=child_id, category="adoption", reason="Placed for adoption",
        owner_id=administrator.person_id, by=administrator, on=TODAY,
    )  # fmt: skip
    assert who_may_be(new(), viewer=officer, on=TODAY) == ()


def test_two_areas_do_not_know_each_other_s_children(officer: Any, stranger: Any) -> None:
    add(officer)
    assert who_may_be(new(), viewer=stranger, on=TODAY) == ()


def test_details_are_written_by_those_who_may_see_them(officer: Any) -> None:
    with pytest.raises(NotPermitted, match="NHS number"):
        add(officer, new(nhs_number="9434765919"))


@pytest.mark.parametrize("role", ["clinical_officer", "programme_office", "area_administrator"])
def test_only_case_staff_add(role: str, viewer: Any, signed_in: Any) -> None:
    other = viewer(role, name="Olly Other")
    with pytest.raises(NotPermitted):
        add(other)
    assert signed_in(other).get(PAGE).status_code == 403


def test_a_request_to_come_is_refused(officer: Any) -> None:
    with pytest.raises(Refused, match="still to come"):
        add(officer, first=Said(what=What.REQUEST_RECEIVED, on=date(2020, 6, 1)))


def test_the_form_adds_a_child_and_opens_their_record(officer: Any, signed_in: Any) -> None:
    answer = signed_in(officer).post(PAGE, typed(), follow=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Bryony Ashcombe" in page
    assert "The young person or a parent" in page
    assert "Ashcombe" not in answer.request["PATH_INFO"]
    entry = TrailEntry.objects.get(act="ehcp_register.add_by_hand")
    assert "Ashcombe" not in f"{entry.words} {entry.object_label}"


def test_the_form_shows_who_it_may_be_and_keeps_what_was_typed(
    officer: Any, signed_in: Any
) -> None:
    first = add(officer)
    client = signed_in(officer)
    answer = client.post(PAGE, typed(forename="Briony"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody known may be this child" in page
    assert "The surname is the same" in page
    assert "+20" in page
    assert 'value="Briony"' in page
    assert str(first) in page
    look = TrailLook.objects.order_by("pk").last()
    assert look is not None

    sure = typed(forename="Briony", looked_at=str(first), not_them="on")
    assert client.post(PAGE, sure, follow=True).status_code == 200
    assert Child.objects.visible_to(officer, on=TODAY).count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"upn": "H801"}, "A UPN has 13 characters; this has 4"),
        ({"upn": "A801200001001"}, "first letter of a UPN checks the others"),
        ({"uln": "1234567890"}, "last digit of a ULN checks the others"),
        ({"born_on_year": "2031"}, "still to come"),
        ({"born_on_year": "1990"}, "over 25"),
        ({"first_on_year": "2031"}, "still to come"),
        ({"first_on_year": "2010"}, "before the date of birth"),
        ({"code": ""}, "Say who asked"),
        ({"first": "moved-in"}, "made or last reviewed"),
        ({"upn": UPN, "upn_unknown": "UN9"}, "There is a UPN above"),
        ({"surname": " "}, "Give the surname"),
    ],
)
def test_an_error_says_how_to_mend(
    officer: Any, signed_in: Any, changes: dict[str, str], said: str
) -> None:
    answer = signed_in(officer).post(PAGE, typed(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Child.objects.visible_to(officer, on=TODAY).exists()


# --- putting right --------------------------------------------------------------------------------


def correct(by: Any, child_id: UUID, **given: Any) -> None:
    version = (
        given.pop("version", None)
        or Child.objects.visible_to(by, on=TODAY).get(pk=child_id).version
    )
    actions.correct_identity(
        child_id=child_id, version=version, given=given, said_by="The family, by letter",
        reason="A slip", by=by, on=TODAY, at=NOW,
    )  # fmt: skip


def test_what_is_put_right_holds_and_who_said_it_is_kept(officer: Any) -> None:
    child_id = add(officer)
    correct(officer, child_id, forename="Brianna", born_on=date(2012, 3, 26))

    child = Child.objects.visible_to(officer, on=TODAY).get(pk=child_id)
    assert (child.forename, child.born_on) == ("Brianna", date(2012, 3, 26))
    rows = FieldSource.objects.visible_to(officer, on=TODAY).filter(field="forename")
    assert {(one.system, one.given, one.decided_on) for one in rows} == {
        ("Recorded here", "Bryony", None), ("Corrected here", "Brianna", TODAY),
    }  # fmt: skip
    line = RegisterEntry.objects.visible_to(officer, on=TODAY).get(until=STILL)
    assert (line.forename, line.born_on) == ("Brianna", date(2012, 3, 26))
    entry = TrailEntry.objects.get(act="ehcp_register.correct_identity")
    assert entry.words.endswith("forename, date of birth")
    assert "Brianna" not in entry.words


def test_a_later_extract_does_not_undo_it(officer: Any, manager: Any) -> None:
    child_id = add(officer)
    correct(officer, child_id, forename="Bryonny")
    actions.bring_in(
        records=[new(reference="EM1")],
        extract=actions.Extract(system="Case system", title="June", as_at=date(2020, 6, 1)),
        by=manager, on=date(2020, 6, 2), at=NOW,
    )  # fmt: skip
    child = Child.objects.visible_to(officer, on=TODAY).get(pk=child_id)
    assert (child.forename, child.reference) == ("Bryonny", "EM1")


def test_two_who_put_right_at_once_do_not_overwrite_each_other(officer: Any) -> None:
    child_id = add(officer)
    version = Child.objects.visible_to(officer, on=TODAY).get(pk=child_id).version
    correct(officer, child_id, forename="Brianna", version=version)
    with pytest.raises(ChangedMeanwhile):
        correct(officer, child_id, forename="Bree", version=version)


def test_nothing_changed_is_said(officer: Any) -> None:
    child_id = add(officer)
    with pytest.raises(Refused, match="Nothing differs"):
        correct(officer, child_id, forename="Bryony")


def test_a_detail_is_put_right_by_those_who_may_see_it(officer: Any) -> None:
    child_id = add(officer)
    with pytest.raises(NotPermitted):
        correct(officer, child_id, nhs_number="9434765919")


def test_another_area_s_child_is_not_put_right(officer: Any, stranger: Any) -> None:
    child_id = add(officer)
    with pytest.raises(NotThere):
        correct(stranger, child_id, forename="Wes", version=1)


def test_the_form_for_putting_right_shows_what_is_recorded(
    officer: Any, manager: Any, signed_in: Any
) -> None:
    child_id = register.add(register.child(1), by=manager)["EM00001"]
    client = signed_in(officer)
    page = reverse("ehcp_register:correct_identity", args=["eastmere", child_id])
    shown = client.get(page).content.decode()
    assert 'value="Forename1"' in shown
    assert "NHS number" not in shown
    version = Child.objects.visible_to(officer, on=TODAY).get(pk=child_id).version
    given = {
        "forename": "Forename One", "surname": "Surname001", "born_on_day": "1",
        "born_on_month": "3", "born_on_year": "2010", "sex": "M", "reference": "EM00001",
        "said_by": "The school", "reason": "A slip", "version": str(version),
    }  # fmt: skip
    after = client.post(page, given, follow=True).content.decode()
    assert "Forename One Surname001" in after


def test_what_came_in_with_a_fault_does_not_stand_in_the_way_of_putting_something_else_right(
    officer: Any, manager: Any, signed_in: Any
) -> None:
    child_id = register.add(register.child(1), by=manager)["EM00001"]
    rows = Child.objects.visible_to(officer, on=TODAY).filter(pk=child_id)
    rows.update(upn="A801200001001", uln="1", born_on=date(1990, 3, 1))
    page = reverse("ehcp_register:correct_identity", args=["eastmere", child_id])
    given = {
        "forename": "Mended", "surname": "Surname001", "born_on_day": "1", "born_on_month": "3",
        "born_on_year": "1990", "sex": "M", "reference": "EM00001", "upn": "A801200001001",
        "uln": "1", "said_by": "The school", "reason": "A slip",
        "version": str(rows.get().version),
    }  # fmt: skip
    client = signed_in(officer)
    for wrong in ({"upn": "B801200001001"}, {"born_on_year": "1991"}, {"uln": "2"}):
        assert client.post(page, given | wrong).status_code == 422
    assert client.post(page, given).status_code == 302
    assert rows.get().forename == "Mended"
