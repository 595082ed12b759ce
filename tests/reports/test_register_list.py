"""The register's list as a file: the rows of the page, each a look, and an act in the trail."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from goldenthread.partnership.models import Restriction
from goldenthread.trail import things
from goldenthread.trail.models import TrailEntry, TrailLook
from tests.factories import register

pytestmark = pytest.mark.django_db
AT = "/a/eastmere/papers/register/"


@pytest.fixture
def manager(viewer: Any) -> Any:
    return viewer("case_manager", name="Mina Manager")


@pytest.fixture
def ids(manager: Any) -> dict[str, Any]:
    records = [register.child(number) for number in range(1, 4)]
    evil = register.child(4, surname="=HYPERLINK(1)", forename="@SUM")
    return register.add(*records, evil, by=manager)


def _sheet(answer: Any) -> list[list[Any]]:
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["About this list", "Register"]
    return [list(row) for row in book["Register"].iter_rows(values_only=True)]


def test_excel_has_the_rows_and_columns_of_the_page(signed_in: Any, manager: Any, ids: Any) -> None:
    query = "?day=2019-07-18&col=name&col=age&col=setting&col=review_due&col=out_of_area"
    answer = signed_in(manager).post(f"{AT}{query}", {"form": "xlsx"})

    rows = _sheet(answer)
    assert rows[0] == [
        "Child or young person", "Age", "Placed at", "Out of area", "Next review due",
    ]  # fmt: skip
    assert rows[2][:4] == ["Surname001, Forename1", 9, "Alder School", None]
    assert rows[2][4].date() == date(2020, 4, 30)
    assert len(rows) == 5
    assert answer["Content-Class"] == "special; people=4"
    assert "register-2019-07-18-special-category.xlsx" in answer["Content-Disposition"]


def test_a_name_like_a_formula_stays_text(signed_in: Any, manager: Any, ids: Any) -> None:
    client = signed_in(manager)
    book = openpyxl.load_workbook(BytesIO(client.post(AT, {"form": "xlsx"}).content))
    cell = next(row[0] for row in book["Register"].iter_rows() if "HYPERLINK" in str(row[0].value))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    content = client.post(AT, {"form": "csv"}).content.decode("utf-8-sig")
    names = [row[0] for row in csv.reader(StringIO(content))]
    assert "'=HYPERLINK(1), @SUM" in names


def test_csv_says_days_as_the_standard_does(signed_in: Any, manager: Any, ids: Any) -> None:
    answer = signed_in(manager).post(f"{AT}?col=review_due&col=unlike", {"form": "csv"})

    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == ["Child or young person", "Section I names another", "Next review due"]
    assert lines[-1] == ["Surname003, Forename3", "", "2020-04-30"]


def test_that_it_left_is_an_act_and_every_child_in_it_was_seen(
    signed_in: Any, manager: Any, ids: Any
) -> None:
    signed_in(manager).post(AT, {"form": "csv"})

    entry = TrailEntry.objects.latest("seq")
    assert (entry.verb, entry.act) == ("disclosed", "ehcp_register.export_list")
    assert "list of 4 children" in entry.words
    assert "Surname" not in entry.words
    look = TrailLook.objects.latest("number")
    assert {("child", str(pk)) for pk in ids.values()} <= set(things.read(look.things))


def test_the_page_counts_what_the_file_holds(signed_in: Any, manager: Any, ids: Any) -> None:
    words = signed_in(manager).get(f"{AT}?col=name&col=need").content.decode()

    assert "4 children and young people" in words
    assert "Columns: Child or young person, Main need." in words
    assert "Special category" in words
    assert "Records of 4 people are in it." in words


def test_a_restricted_child_leaves_in_no_file(
    signed_in: Any, manager: Any, ids: Any, on: date
) -> None:
    Restriction.objects.create(
        local_area_id=manager.local_area_id, about_id=ids["EM00002"], category="other",
        reason="words", owner_id=manager.person_id, restricted_by_id=manager.user_id, from_date=on,
        review_due=on,
    )  # fmt: skip
    answer = signed_in(manager).post(AT, {"form": "csv"})

    assert "Surname002" not in answer.content.decode()
    assert answer["Content-Class"].endswith("people=3")


def test_it_is_for_those_who_work_with_children(signed_in: Any, viewer: Any, ids: Any) -> None:
    client = signed_in(viewer("area_administrator", name="Ada Admin"))
    assert client.get(AT).status_code == 403
    assert client.post(AT, {"form": "csv"}).status_code == 403


def test_a_search_that_is_not_kept_any_more_lets_nothing_out(
    signed_in: Any, manager: Any, ids: Any
) -> None:
    client = signed_in(manager)
    answer = client.post(f"{AT}?found=gone", {"form": "csv"})
    assert answer.status_code >= 400
    assert "Surname" not in answer.content.decode()
    sent = client.post("/a/eastmere/register/search/", {"words": "Forename3", "query": ""})
    query = sent["Location"].split("?")[1]
    answer = client.post(f"{AT}?{query}", {"form": "csv"})
    assert answer["Content-Class"].endswith("people=1")
