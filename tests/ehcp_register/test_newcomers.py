"""Somebody with an EHC plan is new to the area: all departments are told at once, each acts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions.telling_due import tell_what_is_due
from goldenthread.ehcp_register.models import Child, Department, DepartmentPart, Newcomer
from goldenthread.notifications.models import Message
from goldenthread.partnership.models import Grant, Person, PostHolding, Restriction, User
from goldenthread.partnership.queries import viewer_for
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.rules.standing.records import Said
from goldenthread.rules.telling import Practice
from tests.conftest import NOW, PASSWORD, TODAY
from tests.ehcp_register.test_telling import post
from tests.factories import register

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=11)


@pytest.fixture
def posts(local_area: Any, manager: Any) -> dict[str, Any]:
    made = {
        "caseload": post(local_area, "Case officer, north", "Olive"),
        "Transport": post(local_area, "Transport team", "Tariq"),
        "Virtual school": post(local_area, "Virtual head", "Vera"),
    }
    for name in ("Transport", "Virtual school"):
        actions.name_department(name=name, post_id=made[name].pk, by=manager, on=TODAY)
    actions.change_telling(
        tells=True, practice=Practice(), version=0, by=manager, on=TODAY - timedelta(days=9)
    )
    return made


@pytest.fixture
def arrived(manager: Any, officer: Any, posts: Any) -> UUID:
    """The child whose plan came from another authority."""
    record = register.child(1, post_id=posts["caseload"].pk, events=(), cases=())
    child = register.add(record, by=manager)["EM00001"]
    transfer(child, officer)
    return child


def transfer(child: UUID, by: Any, on: date = TODAY) -> UUID:
    said = Said(what=What.PLAN_TRANSFERRED_IN, on=on, day=date(2019, 3, 1))
    return actions.record_event(
        child_id=child, said=said, process="transfer", by=by, on=TODAY, at=NOW
    )


def colleague(area: Any, post: Any, name: str = "Tess") -> Any:
    """Somebody of a department who signs in and does not work with children's records."""
    email = f"{name.lower()}@{area.slug}.example"
    user = User.objects.create_user(email, PASSWORD, name=name)
    person = Person.objects.create(local_area=area, name=name, email=email, user=user)
    PostHolding.objects.create(
        local_area=area, post=post, person=person, from_date=date(2018, 1, 1)
    )
    Grant.objects.create(
        local_area=area, user=user, role="board_member", from_date=date(2018, 1, 1),
        reason="for the test", recorded_at=NOW,
    )  # fmt: skip
    return viewer_for(user, area.slug, on=TODAY)


def part(department: str, viewer: Any) -> DepartmentPart:
    rows = DepartmentPart.objects.visible_to(viewer, on=TODAY)
    return rows.get(department__name=department)


def mark(row: DepartmentPart, by: Any, **more: Any) -> None:
    given = {"version": row.version, "done_on": TODAY, "on": TODAY, **more}
    actions.mark_part_done(part_id=row.pk, by=by, **given)


def told() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind="new_to_the_area").order_by("person__name", "id")
    return [(row.person.name, row.subject) for row in rows]


def test_all_departments_are_told_at_once_with_the_day_and_a_checklist(
    arrived: UUID, officer: Any
) -> None:
    subject = "Somebody with an EHC plan is new to the area: your part is due by 24 January 2020"
    assert told() == [("Tariq", subject), ("Vera", subject)]
    checklist = Newcomer.objects.visible_to(officer, on=TODAY).get()
    row = Message.objects.filter(kind="new_to_the_area").first()
    assert row
    assert row.address == f"/a/eastmere/register/new/{checklist.pk}/"
    assert row.urgent


def test_run_again_there_is_one_checklist_and_nobody_is_told_twice(
    arrived: UUID, officer: Any, local_area: Any
) -> None:
    assert tell_what_is_due(local_area_id=local_area.pk, on=TODAY) == 0
    assert Newcomer.objects.visible_to(officer, on=TODAY).count() == 1


def test_a_part_that_is_late_is_told_to_the_department_and_to_casework(
    arrived: UUID, officer: Any, manager: Any, local_area: Any
) -> None:
    mark(part("Transport", officer), officer)
    before = len(told())
    tell_what_is_due(local_area_id=local_area.pk, on=LATER)
    late = {name for name, words in told() if "late" in words}
    assert (late, len(told()) - before) == ({"Vera", "Olive", manager.name}, 3)


def test_a_department_s_own_people_mark_their_part_done_and_no_other(
    arrived: UUID, officer: Any, posts: Any, local_area: Any
) -> None:
    tess = colleague(local_area, posts["Transport"])
    mark(part("Transport", officer), tess, note="A bus from Monday")
    row = part("Transport", officer)
    assert (row.done_on, row.done_by_label, row.note) == (TODAY, "Tess", "A bus from Monday")
    with pytest.raises(NotThere):
        mark(part("Virtual school", officer), tess)


def test_a_part_is_marked_once_and_not_for_a_day_to_come(arrived: UUID, officer: Any) -> None:
    row = part("Transport", officer)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(Refused, match="Give a day"):
            mark(row, officer, done_on=day)
    mark(row, officer)
    with pytest.raises(ChangedMeanwhile):
        mark(part("Transport", officer), officer)


def test_nobody_of_another_area_marks_a_part(arrived: UUID, officer: Any, stranger: Any) -> None:
    with pytest.raises(NotThere):
        mark(part("Transport", officer), stranger)


def test_a_clinical_officer_reads_the_checklist_and_marks_nothing(
    arrived: UUID, officer: Any, viewer: Any, signed_in: Any
) -> None:
    cora = viewer("clinical_officer", name="Cora Clinical")
    with pytest.raises(NotPermitted):
        mark(part("Transport", officer), cora)
    assert "Mark done" not in signed_in(cora).get(_page(officer)).content.decode()


def _page(viewer: Any) -> str:
    pk = Newcomer.objects.visible_to(viewer, on=TODAY).get().pk
    return f"/a/eastmere/register/new/{pk}/"


def test_somebody_of_a_department_sees_the_checklist_and_not_whose_it_is(
    arrived: UUID, officer: Any, posts: Any, local_area: Any, signed_in: Any
) -> None:
    tess = colleague(local_area, posts["Transport"])
    client = signed_in(tess)
    page = client.get(_page(officer)).content.decode()
    child = Child.objects.visible_to(officer, on=TODAY).get(pk=arrived)
    assert "Whose plan it is does not stand here." in page
    for secret in (child.surname, child.forename, child.reference, str(child.pk)):
        assert secret not in page
    assert client.get("/a/eastmere/register/new/").status_code == 403
    row = part("Transport", officer)
    assert (
        "On which day was it done?"
        in client.get(f"{_page(officer)}?part={row.pk}").content.decode()
    )
    day = {"done_on_day": "14", "done_on_month": "1", "done_on_year": "2020"}
    sent = {"part": str(row.pk), "version": str(row.version), "note": "", **day}
    assert (
        "1 of 2 departments have acted"
        in client.post(_page(officer), sent, follow=True).content.decode()
    )


def test_a_stranger_to_the_checklist_finds_no_page(
    arrived: UUID, officer: Any, viewer: Any, stranger: Any, signed_in: Any
) -> None:
    assert signed_in(viewer("board_member")).get(_page(officer)).status_code == 404
    page = _page(officer).replace("eastmere", "westholm")
    assert signed_in(stranger).get(page).status_code == 404


def test_the_list_says_who_has_acted(arrived: UUID, officer: Any, signed_in: Any) -> None:
    page = signed_in(officer).get("/a/eastmere/register/new/").content.decode()
    assert "0 of 2 departments have acted" in page


def test_departments_are_named_changed_and_taken_off_by_a_manager(
    manager: Any, officer: Any, posts: Any, signed_in: Any
) -> None:
    client = signed_in(manager)
    add = "/a/eastmere/register/telling/departments/add/"
    chosen = {"name": "Social care", "post": str(posts["Transport"].pk)}
    assert "It is kept." in client.post(add, chosen, follow=True).content.decode()
    again = client.post(add, {**chosen, "name": "SOCIAL care"})
    assert "stands in the list already" in again.content.decode()
    row = Department.objects.get(name="Social care")
    one = f"/a/eastmere/register/telling/departments/{row.pk}/"
    client.post(one, {**chosen, "name": "Early help", "version": "1"})
    client.post(f"{one}take-off/", {"version": "2"})
    row.refresh_from_db()
    assert (row.name, bool(row.until)) == ("Early help", True)
    assert signed_in(officer).get(add).status_code == 403


def test_of_a_restricted_record_a_late_part_is_told_to_its_department_alone(
    arrived: UUID, officer: Any, manager: Any, local_area: Any
) -> None:
    child = Newcomer.objects.visible_to(officer, on=TODAY).get().child_id
    Restriction.objects.create(
        local_area_id=local_area.pk, about_id=child, category="high_profile", reason="Known",
        owner_id=manager.person_id, restricted_by_id=manager.user_id, from_date=TODAY,
        review_due=TODAY + timedelta(days=90),
    )  # fmt: skip
    tell_what_is_due(local_area_id=local_area.pk, on=LATER)
    assert {name for name, words in told() if "late" in words} == {"Tariq", "Vera"}
