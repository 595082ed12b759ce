"""A workbook goes to a lead and comes back: sorted, cut, added to; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.urls import reverse

from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plans_told
from goldenthread.improvement_plan.models import SentWorkbook
from goldenthread.improvement_plan.queries import ActionFilters
from goldenthread.improvement_plan.queries.grid import matching
from goldenthread.intake.actions.returned import (
    Chosen,
    comparison_of,
    put_return_aside,
    take_over,
    upload_return,
)
from goldenthread.intake.models import ReturnState, WorkbookReturn
from goldenthread.reports import lead_workbooks
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.factories import plans
from tests.kept_rows import kept

pytestmark = pytest.mark.django_db
NONE: frozenset[str] = frozenset()
BULLETS = "• Ten\n• Twenty"


@pytest.fixture
@kept
def office(viewer: Any) -> Any:
    return viewer("programme_office")


@pytest.fixture
@kept
def plan_id(office: Any) -> UUID:
    """Five actions, 1.1 to 1.5; the second's words begin like a formula."""
    return plans.make_plan(
        by=office,
        new_actions=[
            plans.new_action(number, rating=plans.rating("green"), **more)
            for number, more in enumerate(
                (
                    {},
                    {"text": "=1+1 is what families say"},
                    {"progress": "• Ten\n• Twenty"},
                    {},
                    {},
                ),
                start=1,
            )
        ],
    )


@pytest.fixture
def cells(plan_id: UUID, office: Any, on: date) -> Any:
    def look() -> dict[str, Any]:
        rows = matching(plan_id, viewer=office, on=on, filters=ActionFilters())
        return {row.reference: row.cells for row in rows}

    return look


@pytest.fixture
def sent(plan_id: UUID, office: Any, on: date) -> bytes:
    _, content = lead_workbooks.make(
        plan_id=plan_id, filters=ActionFilters(), for_whom="Head of Inclusion", by=office, on=on
    )
    return content


def filled(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook as somebody saved it after changing its sheet of actions."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book["Actions"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def at(sheet: Any, reference: str, heading: str) -> Any:
    """The cell of an action under a heading."""
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    line = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == reference)
    return sheet.cell(line, column)


def put(sheet: Any, line: int, values: list[Any]) -> None:
    """A row's values, as Excel sorts them: words that begin with "=" stay words."""
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(line, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


@pytest.fixture
def back(office: Any, on: date, django_capture_on_commit_callbacks: Any) -> Any:
    """`back(content)`: it comes back; the id of that."""

    def load(content: bytes, by: Any = None, name: str = "back.xlsx") -> UUID:
        with django_capture_on_commit_callbacks(execute=True):  # a worker reads it then
            done = upload_return(upload=content, name=name, by=by or office, on=on)
        return done.return_id

    return load


@pytest.fixture
def seen(office: Any, on: date) -> Any:
    def look(return_id: UUID, by: Any = None) -> Any:
        return comparison_of(return_id, by=by or office, on=on)

    return look


@pytest.fixture
def take(office: Any, on: date, seen: Any) -> Any:
    def do(return_id: UUID, take: Any = NONE, add: Any = None, end: Any = NONE) -> None:
        row = WorkbookReturn.objects.get(pk=return_id)
        take_over(
            return_id=return_id,
            version=row.version,
            seen=seen(return_id).seen,
            chosen=Chosen(frozenset(take), add or {}, frozenset(end)),
            by=office,
            on=on,
        )

    return do


def keys(comparison: Any) -> set[str]:
    return {cell.key for cell in comparison.cells}


def test_nothing_is_hidden_and_nobody_named(sent: bytes, office: Any) -> None:
    book = openpyxl.load_workbook(BytesIO(sent))
    assert book.sheetnames == ["How to fill this in", "Actions", "Choices"]
    assert all(sheet.sheet_state == "visible" for sheet in book)
    for sheet in book:
        assert not any(each.hidden for each in sheet.column_dimensions.values())
        assert not any(each.hidden for each in sheet.row_dimensions.values())
    assert not book.properties.creator or book.properties.creator == "openpyxl"
    assert not book.properties.lastModifiedBy
    assert office.name.encode() not in sent
    assert at(book["Actions"], "1.2", "Action").data_type == "s"
    said = " ".join(str(row[0].value) for row in book["How to fill this in"].iter_rows())
    assert "Do not name a child" in said
    assert SentWorkbook.objects.get().code in said


def test_what_left_is_told_in_the_trail(sent: bytes) -> None:
    entry = TrailEntry.objects.get(act="improvement_plan.send_workbook")
    assert (entry.verb, entry.words[:29]) == ("disclosed", "made a workbook of 5 actions ")


def test_a_workbook_that_nobody_changed_differs_in_nothing(
    sent: bytes, back: Any, seen: Any
) -> None:
    comparison = seen(back(filled(sent, lambda sheet: None)))
    assert not comparison.differs
    assert (comparison.unchanged, comparison.notes) == (5, ())


def test_sorted_rows_are_known_by_their_code(sent: bytes, back: Any, seen: Any) -> None:
    def turn(sheet: Any) -> None:
        at(sheet, "1.1", "Progress").value = "Ten schools trained"
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=6)]
        for line, values in enumerate(reversed(rows), start=2):
            put(sheet, line, values)

    comparison = seen(back(filled(sent, turn)))
    assert [(row.reference, [cell.came for cell in row.cells]) for row in comparison.rows] == [
        ("1.1", ["Ten schools trained"])
    ]
    assert "The rows were sorted; each was found by its code." in comparison.notes


def test_a_deleted_row_changes_nothing_unless_it_is_chosen(
    sent: bytes, back: Any, seen: Any, take: Any, cells: Any
) -> None:
    def cut(sheet: Any) -> None:
        sheet.delete_rows(4)
        at(sheet, "1.1", "Due").value = date(2020, 5, 3)

    comparison = seen(return_id := back(filled(sent, cut)))
    assert [one.reference for one in comparison.missing] == ["1.3"]
    take(return_id, keys(comparison))
    assert set(cells()) == {"1.1", "1.2", "1.3", "1.4", "1.5"}
    assert cells()["1.1"]["due"] == "3 May 2020"


def test_a_deleted_row_ends_its_action_when_that_is_chosen(
    sent: bytes, back: Any, seen: Any, take: Any, cells: Any
) -> None:
    comparison = seen(return_id := back(filled(sent, lambda sheet: sheet.delete_rows(4))))
    take(return_id, end={comparison.missing[0].key})
    assert set(cells()) == {"1.1", "1.2", "1.4", "1.5"}


def test_an_added_row_comes_into_the_part_that_is_chosen_or_not_at_all(
    sent: bytes, back: Any, seen: Any, take: Any, cells: Any, plan_id: UUID, office: Any, on: date
) -> None:
    def add(sheet: Any) -> None:
        for heading, value in (("Action", "Open a Saturday club"), ("Due", "May 2021")):
            column = next(cell.column for cell in sheet[1] if cell.value == heading)
            sheet.cell(7, column).value = value

    comparison = seen(return_id := back(filled(sent, add)))
    assert [row.cells["text"] for row in comparison.added] == ["Open a Saturday club"]
    level = plans_told.level_tree(plan_id, viewer=office, on=on)[-1]
    take(return_id, add={7: level.id})
    added = next(one for one in cells().values() if one["text"] == "Open a Saturday club")
    assert added["due"] == "May 2021"


def test_each_of_three_leads_loses_nothing(
    sent: bytes, back: Any, seen: Any, take: Any, cells: Any
) -> None:
    """One sorts, one deletes a row, one adds one; each wrote progress of their own."""

    def write(reference: str, then: Callable[[Any], object]) -> Callable[[Any], None]:
        def change(sheet: Any) -> None:
            at(sheet, reference, "Progress").value = f"Progress of {reference}"
            then(sheet)

        return change

    def turn(sheet: Any) -> None:
        first, second = ([cell.value for cell in sheet[line]] for line in (2, 3))
        put(sheet, 2, second)
        put(sheet, 3, first)

    for reference, then in (
        ("1.1", turn),
        ("1.4", lambda sheet: sheet.delete_rows(6)),
        ("1.5", lambda sheet: sheet.append(["", "", "One more"])),
    ):
        content = filled(sent, write(reference, then))
        return_id = back(content, name=f"{reference}.xlsx")
        take(return_id, keys(seen(return_id)))
    found = cells()
    assert len(found) == 5
    for reference in ("1.1", "1.4", "1.5"):
        assert found[reference]["progress"] == f"Progress of {reference}"
    assert found["1.3"]["progress"] == "• Ten\n• Twenty"


def test_what_changed_here_there_or_in_both_is_told_apart(
    sent: bytes, back: Any, seen: Any, plan_id: UUID, office: Any, on: date
) -> None:
    ids = plans.action_ids(plan_id, by=office, on=on)
    for reference in ("1.1", "1.2"):
        plan_actions.edit_action(
            action_id=ids[reference], version=1, changes={"text": "Said here"}, by=office, on=on
        )

    def change(sheet: Any) -> None:
        at(sheet, "1.1", "Action").value = "Said there"
        at(sheet, "1.3", "Action").value = "Said there"

    comparison = seen(back(filled(sent, change)))
    both, there = comparison.cells
    assert (both.both, both.now, both.came) == (True, "Said here", "Said there")
    assert (there.both, there.came) == (False, "Said there")
    assert comparison.here_only == 1


def test_edited_references_and_duplicated_rows_are_told(
    sent: bytes, back: Any, seen: Any, take: Any
) -> None:
    def change(sheet: Any) -> None:
        values = [cell.value for cell in sheet[2]]
        sheet.append(values)
        at(sheet, "1.1", "Action").value = "One reading"
        sheet.cell(7, 3).value = "Another reading"
        at(sheet, "1.4", "Reference (do not change)").value = "9.9"

    comparison = seen(return_id := back(filled(sent, change)))
    assert any("1.1 stands in rows 2 and 7" in note for note in comparison.notes)
    assert any("instead of 1.4" in note for row in comparison.rows for note in row.notes)
    with pytest.raises(Refused, match="Two rows of the workbook"):
        take(return_id, keys(comparison))
    take(return_id, {"cell:7:text"})


def test_moved_added_and_missing_columns_and_merged_cells_change_nothing(
    sent: bytes, back: Any, seen: Any
) -> None:
    def change(sheet: Any) -> None:
        sheet.delete_cols(12)
        sheet.insert_cols(3)
        sheet.cell(1, 3).value = "My notes"
        sheet.cell(2, 3).value = "Ask Sam"
        sheet.merge_cells("D3:E3")

    comparison = seen(back(filled(sent, change)))
    assert not comparison.cells
    told = " ".join(comparison.notes)
    assert "My notes" in told
    assert "Left out as columns" in told
    assert "Merged cells in row 3" in told


def test_without_its_codes_a_workbook_is_known_by_its_first_sheet_and_references(
    sent: bytes, back: Any, seen: Any
) -> None:
    def change(sheet: Any) -> None:
        at(sheet, "1.2", "Progress").value = "Still known"
        sheet.delete_cols(2)

    comparison = seen(back(filled(sent, change)))
    assert [(row.reference, row.cells[0].came) for row in comparison.rows] == [
        ("1.2", "Still known")
    ]
    assert any("column of codes is gone" in note for note in comparison.notes)


def test_unknown_ratings_leads_and_dates_are_told_and_never_taken(
    sent: bytes, back: Any, seen: Any, take: Any, cells: Any
) -> None:
    def change(sheet: Any) -> None:
        at(sheet, "1.1", "Rating").value = "Mauve"
        at(sheet, "1.1", "Lead").value = "Nobody Known"
        at(sheet, "1.1", "Due").value = "before long"
        at(sheet, "1.2", "Due").value = "03/05/2021"
        at(sheet, "1.2", "Status").value = "On track"

    before = cells()["1.1"]
    comparison = seen(return_id := back(filled(sent, change)))
    sentences = {cell.column: cell.sentence for cell in comparison.rows[0].cells}
    assert set(sentences) == {"rating", "lead", "due"}
    assert all(sentences.values())
    with pytest.raises(Refused, match="Nothing was taken over"):
        take(return_id, keys(comparison))
    take(return_id, {cell.key for cell in comparison.cells if not cell.sentence})
    assert cells()["1.1"] == before
    assert cells()["1.2"]["due"] == "3 May 2021"
    assert cells()["1.2"]["progress"] == "On track"


def test_it_is_taken_over_once_and_the_same_file_is_told(
    sent: bytes, back: Any, seen: Any, take: Any, office: Any, on: date
) -> None:
    def change(sheet: Any) -> None:
        at(sheet, "1.1", "Progress").value = "Ten schools trained"

    content = filled(sent, change)
    return_id = back(content)
    chosen = Chosen(frozenset(keys(seen(return_id))), {}, NONE)
    row = WorkbookReturn.objects.get(pk=return_id)
    told: dict[str, Any] = {"version": row.version, "seen": seen(return_id).seen}
    for _ in range(2):  # a double click
        take_over(return_id=return_id, chosen=chosen, by=office, on=on, **told)
    assert TrailEntry.objects.filter(act="intake.take_over").count() == 1
    again = upload_return(upload=content, name="again.xlsx", by=office, on=on)
    assert (again.return_id, again.already) == (return_id, True)


def test_a_plan_that_changed_while_it_was_looked_at_is_looked_at_again(
    sent: bytes, back: Any, seen: Any, office: Any, on: date, plan_id: UUID
) -> None:
    def change(sheet: Any) -> None:
        at(sheet, "1.1", "Action").value = "Said there"

    return_id = back(filled(sent, change))
    comparison = seen(return_id)
    ids = plans.action_ids(plan_id, by=office, on=on)
    plan_actions.edit_action(
        action_id=ids["1.2"], version=1, changes={"text": "Said here"}, by=office, on=on
    )
    with pytest.raises(ChangedMeanwhile):
        take_over(
            return_id=return_id,
            version=WorkbookReturn.objects.get(pk=return_id).version,
            seen=comparison.seen,
            chosen=Chosen(frozenset(keys(comparison)), {}, NONE),
            by=office,
            on=on,
        )


def test_another_document_is_refused_in_a_sentence(back: Any, seen: Any) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Something", "else"])  # type: ignore[union-attr]
    out = BytesIO()
    book.save(out)
    row = WorkbookReturn.objects.get(pk=back(out.getvalue()))
    assert row.state == ReturnState.REFUSED
    assert "no sheet with the columns" in row.refusal


def test_a_lead_sees_their_own_returns_and_cells_not_theirs_are_marked(
    sent: bytes, back: Any, seen: Any, viewer: Any, office: Any, on: date
) -> None:
    lead = viewer("action_lead")

    def change(sheet: Any) -> None:
        at(sheet, "1.1", "Due").value = "June 2021"

    comparison = seen(back(filled(sent, change), by=lead), lead)
    assert "what the plan says" in comparison.cells[0].sentence
    of_office = back(filled(sent, lambda sheet: sheet.delete_rows(3)))
    with pytest.raises(Refused, match="no such workbook"):
        put_return_aside(return_id=of_office, version=2, by=lead, on=on)
    with pytest.raises(NotPermitted):
        back(sent, by=viewer("board_member"))


def test_another_area_never_sees_it(
    sent: bytes, back: Any, other_viewer: Any, on: date, signed_in: Any, plan_id: UUID
) -> None:
    stranger = other_viewer("programme_office")
    return_id = back(sent)
    with pytest.raises(Refused, match="no such workbook"):
        comparison_of(return_id, by=stranger, on=on)
    theirs = back(sent, by=stranger)
    with pytest.raises(Refused, match="not made here"):
        comparison_of(theirs, by=stranger, on=on)
    client = signed_in(stranger)
    for name, args in (
        ("intake:returned_workbook", [return_id]),
        ("intake:returned_original", [return_id]),
        ("intake:return_history", [return_id]),
        ("reports:lead_workbook", [plan_id]),
    ):
        assert client.get(reverse(name, args=["westholm", *args])).status_code == 404


def test_the_pages_lead_all_the_way(
    signed_in: Any,
    office: Any,
    plan_id: UUID,
    cells: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = signed_in(office)
    make = reverse("reports:lead_workbook", args=["eastmere", plan_id])
    assert b"5 actions" in client.get(make).content
    answer = client.post(f"{make}?ref=1.1&ref=1.2", {"for_whom": "Head of Inclusion"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")

    def change(sheet: Any) -> None:
        at(sheet, "1.1", "Progress").value = "Ten schools trained"

    upload = BytesIO(filled(answer.content, change))
    upload.name = "back.xlsx"
    address = reverse("intake:returned_workbooks", args=["eastmere"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"workbook": upload})
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert "Ten schools trained" in page.content.decode()
    row = WorkbookReturn.objects.get()
    seen = page.content.decode().split('name="seen" value="')[1].split('"')[0]
    done = client.post(
        answer["Location"],
        {"version": row.version, "seen": seen, "do": "every", "every": "cell:2:progress"},
    )
    assert done.status_code == 302
    assert cells()["1.1"]["progress"] == "Ten schools trained"
    assert "Taken over" in client.get(answer["Location"]).content.decode()
    history = reverse("intake:return_history", args=["eastmere", row.pk])
    assert f'href="{history}"' in client.get(answer["Location"]).content.decode()
    told = client.get(history).content.decode()
    assert office.name in told
    assert told.count("back.xlsx") > 1  # brought back, and taken over


def test_reading_that_broke_off_is_begun_again_and_done_once(
    sent: bytes, office: Any, on: date, seen: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=False) as enqueued:
        done = upload_return(upload=sent, name="back.xlsx", by=office, on=on)
    with pytest.raises(Refused, match="still being read"):
        seen(done.return_id)
    for callback in (*enqueued, *enqueued):  # a killed worker's job is taken up again
        callback()
    row = WorkbookReturn.objects.get()
    assert (row.state, row.version) == (ReturnState.READY, 2)
