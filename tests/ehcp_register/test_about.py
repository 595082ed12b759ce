"""Needs, personal budgets, who is responsible: from a day on, one after another, and over."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import (
    STILL,
    Child,
    Need,
    PersonalBudget,
    Placement,
    RegisterEntry,
    Responsibility,
)
from goldenthread.ehcp_register.queries import children
from goldenthread.partnership.models import LocalArea
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 6)


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def child(manager: Any) -> UUID:
    return register.add(register.child(1), by=manager)["EM00001"]


def given(by: Any, child: UUID, **more: Any) -> dict[str, Any]:
    rows = Child.objects.visible_to(by, on=TODAY)
    found = rows.filter(pk=child).values_list("version", flat=True).first()
    whole = {"child_id": child, "version": found or 1, "from_date": DAY}
    return whole | {"by": by, "on": TODAY, "at": NOW} | more


def line(by: Any) -> RegisterEntry:
    return RegisterEntry.objects.visible_to(by, on=TODAY).get(until=STILL)


def address(name: str, *args: Any) -> str:
    return reverse(f"ehcp_register:{name}", args=["eastmere", *args])


def test_a_new_primary_need_ends_the_one_before_it(child: UUID, officer: Any) -> None:
    actions.record_need(**given(officer, child, need="SEMH", rank=1))
    actions.record_need(**given(officer, child, need="ASD", rank=2))

    rows = Need.objects.visible_to(officer, on=TODAY)
    assert {(one.need, one.rank, one.until) for one in rows} == {
        ("ASD", 1, date(2020, 1, 5)), ("SEMH", 1, None), ("ASD", 2, None),
    }  # fmt: skip
    assert (line(officer).need, line(officer).second_need) == ("SEMH", "ASD")


def test_one_need_is_not_both(child: UUID, officer: Any) -> None:
    with pytest.raises(Refused, match="the other need already"):
        actions.record_need(**given(officer, child, need="ASD", rank=2))


def test_a_need_from_before_the_one_that_holds_is_refused(child: UUID, officer: Any) -> None:
    early = date(2018, 5, 25)
    with pytest.raises(Refused, match="began on 25 May 2018"):
        actions.record_need(**given(officer, child, need="SEMH", rank=1, from_date=early))


def test_a_budget_that_was_agreed_ends_the_one_for_the_same_part(child: UUID, officer: Any) -> None:
    first = {"how": "direct", "part": "education", "amount": Decimal("4200")}
    actions.record_budget(**given(officer, child, from_date=date(2019, 9, 2), **first))
    actions.record_budget(**given(officer, child, how="both", part="education"))
    actions.record_budget(**given(officer, child, how="organised", part="health"))

    rows = PersonalBudget.objects.visible_to(officer, on=TODAY)
    assert {(one.how, one.part, one.amount, one.until) for one in rows} == {
        ("direct", "education", Decimal("4200.00"), date(2020, 1, 5)),
        ("both", "education", None, None), ("organised", "health", None, None),
    }  # fmt: skip
    whole = children.child(child, viewer=officer, on=TODAY)
    assert whole is not None
    told = {one.note for one in whole.about.budgets}
    assert "Special educational provision, £4,200 a year" in told


def test_a_budget_that_was_declined_ends_nothing_and_says_why(child: UUID, officer: Any) -> None:
    actions.record_budget(**given(officer, child, how="direct", from_date=date(2019, 9, 2)))
    actions.record_budget(**given(officer, child, declined=True, reason="No saving is possible"))

    rows = PersonalBudget.objects.visible_to(officer, on=TODAY)
    assert {(one.declined, one.until) for one in rows} == {(False, None), (True, DAY)}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "how it is paid"),
        ({"how": "cash"}, "how it is paid"),
        ({"how": "direct", "amount": Decimal("0")}, "pounds a year"),
        ({"how": "direct", "amount": Decimal("9999999")}, "pounds a year"),
        ({"declined": True}, "why it was declined"),
        ({"declined": True, "how": "direct", "reason": "No"}, "paid nothing"),
        ({"how": "direct", "part": "travel"}, "provision that it is for"),
    ],
)
def test_a_budget_that_contradicts_itself_is_refused(
    child: UUID, officer: Any, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        actions.record_budget(**given(officer, child, **more))


def test_one_authority_is_responsible_at_a_time(child: UUID, officer: Any) -> None:
    for authority, day in (("873", date(2019, 9, 2)), ("874", DAY)):
        more = {"kind": "responsible", "authority": authority, "from_date": day}
        actions.record_responsible(**given(officer, child, **more))
    placing = {"kind": "placing", "authority": "330", "how_known": "Its letter"}
    actions.record_responsible(**given(officer, child, **placing))

    rows = Responsibility.objects.visible_to(officer, on=TODAY)
    assert {(one.kind, one.authority, one.until) for one in rows} == {
        ("responsible", "873", date(2020, 1, 5)), ("responsible", "874", None),
        ("placing", "330", None),
    }  # fmt: skip
    assert line(officer).looked_after_by == "330"


@pytest.mark.parametrize("authority", ["000", "87", "", "abc"])
def test_a_number_that_is_no_authority_s_is_refused(
    child: UUID, officer: Any, authority: str
) -> None:
    with pytest.raises(Refused, match="no authority in England"):
        actions.record_responsible(**given(officer, child, kind="previous", authority=authority))


def test_an_authority_that_ended_was_one_on_its_days(child: UUID, officer: Any) -> None:
    old = {"kind": "previous", "authority": "835", "from_date": date(2018, 5, 1)}
    actions.record_responsible(**given(officer, child, **old))
    with pytest.raises(Refused, match="no authority"):
        actions.record_responsible(**given(officer, child, **(old | {"from_date": DAY})))


def test_what_is_over_holds_no_longer(child: UUID, officer: Any) -> None:
    row = Placement.objects.visible_to(officer, on=TODAY).get(kind="attended")
    version = given(officer, child)["version"]
    over = {"what": "placement", "row_id": row.pk, "by": officer, "on": TODAY}
    with pytest.raises(Refused, match="began on"):
        actions.end_dated(**over, version=version, last_day=date(2018, 1, 1))
    actions.end_dated(**over, version=version, last_day=date(2020, 1, 10))

    row.refresh_from_db(from_queryset=Placement.objects.visible_to(officer, on=TODAY))
    assert row.until == date(2020, 1, 10)
    with pytest.raises(NotThere):
        actions.end_dated(**over, version=version + 1, last_day=TODAY)


def test_two_at_once_do_not_overwrite_each_other(child: UUID, officer: Any) -> None:
    first = given(officer, child, need="SEMH", rank=1)
    actions.record_need(**first)
    with pytest.raises(ChangedMeanwhile):
        actions.record_need(**(first | {"need": "MLD"}))


def test_only_case_staff_record_and_of_their_own_area(
    child: UUID, viewer: Any, stranger: Any
) -> None:
    clinical = viewer("clinical_officer", name="Clara Clinic")
    need = {"need": "SEMH", "rank": 1}
    with pytest.raises(NotPermitted):
        actions.record_need(**given(clinical, child, **need))
    with pytest.raises(NotThere):
        actions.record_need(**given(stranger, child, **need))


def test_the_forms_record_and_the_record_shows_it(
    child: UUID, officer: Any, signed_in: Any
) -> None:
    client = signed_in(officer)
    day = {"from_date_day": "6", "from_date_month": "1", "from_date_year": "2020"}
    for name, typed in (
        ("need", {"rank": "1", "need": "SEMH"}),
        ("budget", {"decided": "agreed", "how": "direct", "amount": "£4,200"}),
        ("responsible", {"kind": "placing", "authority": "873", "how_known": "Its letter"}),
    ):
        version = str(given(officer, child)["version"])
        sent = client.post(address(name, child), day | typed | {"version": version})
        assert sent.status_code == 302, sent.content.decode()[:3000]
    page = client.get(address("child", child)).content.decode()
    for words in (
        "Social, emotional and mental health", "£4,200 a year", "looks after the child: 873",
        "Its letter", "Since 6 January 2020",
    ):  # fmt: skip
        assert words in page
    over = address("need_over", Need.objects.visible_to(officer, on=TODAY).get(need="SEMH").pk)
    assert "Since 6 January 2020" in client.get(over).content.decode()


def test_who_was_second_looks_and_saves_and_is_not_refused_for_ever(
    child: UUID, officer: Any, signed_in: Any
) -> None:
    client = signed_in(officer)
    stale = str(given(officer, child)["version"])
    typed = {
        "from_date_day": "6", "from_date_month": "1", "from_date_year": "2020", "rank": "1",
        "need": "SEMH",
    }  # fmt: skip
    actions.record_need(**given(officer, child, need="MLD", rank=2))
    answer = client.post(address("need", child), typed | {"version": stale})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody else changed this record" in page
    sent_again = re.search(r'name="version" value="(\d+)"', page)
    assert sent_again
    assert sent_again[1] != stale
    again = client.post(address("need", child), typed | {"version": sent_again[1]})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("need", {}, "Choose the need"),
        ("budget", {"decided": "agreed"}, "Say how it is paid"),
        ("budget", {"decided": "declined"}, "Say why it was declined"),
        ("budget", {"decided": "agreed", "how": "direct", "amount": "lots"}, "such as 4,200"),
        ("responsible", {"kind": "previous", "authority": "8a"}, "three digits"),
    ],
)
def test_an_error_says_how_to_mend(
    child: UUID, officer: Any, signed_in: Any, name: str, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(officer).post(address(name, child), typed | {"version": "1"})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_placement_keeps_what_the_return_asks(child: UUID, officer: Any, signed_in: Any) -> None:
    typed = {
        "kind": "attended", "from_date_day": "6", "from_date_month": "1",
        "from_date_year": "2020", "name": "Harbour Works", "work_based": "on", "rank": "2",
        "residential": "A", "version": str(given(officer, child)["version"]),
    }  # fmt: skip
    client = signed_in(officer)
    page = client.post(address("place", child), typed, follow=True).content.decode()
    assert "Second of two, residential, 38 to 51 weeks, work-based" in page
    assert "The one before it" in page


def test_a_placement_is_over_by_its_page(child: UUID, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    row = Placement.objects.visible_to(officer, on=TODAY).get(kind="attended")
    over = address("placement_over", row.pk)
    page = client.get(over).content.decode()
    assert "Record that it is over" in page
    name = re.search(r'name="([a-z_]+)_day"', page)
    assert name is not None
    days = {f"{name[1]}_day": "10", f"{name[1]}_month": "1", f"{name[1]}_year": "2020"}
    version = str(given(officer, child)["version"])
    sent = client.post(over, days | {"version": version})
    assert sent.status_code == 302, sent.content.decode()[:3000]
    row.refresh_from_db(from_queryset=Placement.objects.visible_to(officer, on=TODAY))
    assert row.until == date(2020, 1, 10)
