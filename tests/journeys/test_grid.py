"""The grid as people use it: by keyboard, with blocks from Excel, without a script, as two."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl

from tests.journeys.reader import Reader


def grid_of(one: Reader, *references: str) -> str:
    """Open the grid on these actions alone; the plan's address."""
    one.go("/plans/")
    plan = str(one.page.url.split("?")[0])
    query = "&".join(f"ref={reference}" for reference in references)
    one.page.goto(f"{plan}grid/?fresh=yes&{query}")
    return plan


def cell(one: Reader, reference: str, column: str) -> Any:
    return one.page.get_by_label(f"{column} of {reference}", exact=True)


def said(one: Reader) -> str:
    return str(one.page.locator("[data-grid-said]").inner_text())


def paste(one: Reader, text: str) -> None:
    """What a copied block of Excel gives the page."""
    one.page.evaluate(
        """text => {
          const data = new DataTransfer(); data.setData('text/plain', text)
          document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
        }""",
        text,
    )


def test_a_grid_is_edited_by_keyboard_alone(reader: Callable[..., Reader]) -> None:
    office = reader("priya.nair")
    grid_of(office, "2.1.3", "2.2.1", "2.2.2")
    keys = office.page.keyboard
    # Given the first due date, typed over and filled down
    cell(office, "2.1.3", "Due").focus()
    keys.type("3 May 2021")
    keys.press("Enter")
    keys.press("ArrowUp")
    keys.press("Shift+ArrowDown")
    keys.press("Shift+ArrowDown")
    keys.press("Control+d")
    assert "3 cells in 3 actions not saved" in said(office)
    # When it is taken back and done again
    keys.press("Control+z")
    assert "1 cell in 1 action not saved" in said(office)
    keys.press("Control+y")
    # And a cell that is entered is left as it was by Escape
    lead = cell(office, "2.2.1", "Lead")
    before = lead.input_value()
    lead.focus()
    keys.press("F2")
    keys.type(" and others")
    keys.press("Escape")
    assert lead.input_value() == before
    office.looks_right("grid")
    # Then all of it is saved together, and can be undone
    office.press("Save all")
    assert "3 cells in 3 actions are saved." in office.said
    assert cell(office, "2.2.2", "Due").input_value() == "3 May 2021"
    office.press("Undo this change")
    assert "put back as it was" in office.said


def test_a_block_from_excel_is_pasted_and_what_is_unknown_is_marked_not_lost(
    reader: Callable[..., Reader],
) -> None:
    office = reader("priya.nair")
    grid_of(office, "2.3.1", "2.3.2")
    cell(office, "2.3.1", "Lead").focus()
    paste(office, 'Head of SEND\t03/05/2021\n"Nobody ""at"" all"\tMay 2021\n')
    assert "4 cells pasted. 1 name not known here, and marked." in said(office)
    # What was typed is kept as a draft while nothing is saved
    office.page.locator("[data-draft-said]").get_by_text("Kept as a draft.").wait_for()
    office.press("Save all")
    assert "no post or person known here" in office.said
    assert cell(office, "2.3.2", "Lead").input_value() == 'Nobody "at" all'
    office.looks_right("grid-marked")
    # The rest can be saved, and the marked row stays typed
    office.page.get_by_label("Save the rest").check()
    office.press("Save all")
    assert "2 cells in 1 action are saved." in office.said
    assert cell(office, "2.3.2", "Lead").input_value() == 'Nobody "at" all'
    cell(office, "2.3.2", "Lead").fill("Head of SEND")
    office.press("Save all")
    assert "2 cells in 1 action are saved." in office.said


def test_the_grid_is_a_plain_form_without_a_script(reader: Callable[..., Reader]) -> None:
    office = reader("priya.nair", java_script_enabled=False)
    grid_of(office, "2.4.1", "2.4.2")
    cell(office, "2.4.1", "Next steps").fill("Ask the three schools that are left")
    cell(office, "2.4.1", "Latest progress").fill("Nine schools trained")
    office.press("Save all")
    assert "2 cells in 1 action are saved." in office.said


def test_two_who_change_one_cell_both_see_both(reader: Callable[..., Reader]) -> None:
    first, second = reader("priya.nair"), reader("tom.ashdown")
    for one in (first, second):
        grid_of(one, "4.3.1")
    cell(first, "4.3.1", "Next steps").fill("What the office wrote")
    cell(first, "4.3.1", "Latest progress").fill("The office said so")
    first.press("Save all")
    cell(second, "4.3.1", "Next steps").fill("What the lead wrote")
    second.press("Save all")
    assert "Somebody else changed the same cells" in second.said
    assert "What the office wrote" in second.said
    assert cell(second, "4.3.1", "Next steps").input_value() == "What the lead wrote"
    second.looks_right("grid-two-people")
    second.press("Save all")
    assert "saved." in second.said


def test_many_are_changed_at_once_after_a_look_at_what_would_happen(
    reader: Callable[..., Reader],
) -> None:
    office = reader("priya.nair")
    grid_of(office, "4.1.1", "4.1.2")
    for box in office.page.locator("input[name=row]").all():
        box.check()
    office.page.select_option("#many-field", "due")
    office.page.fill("#many-due", "30 June 2021")
    office.press("See what would change")
    assert "2 actions" in office.heading
    office.looks_right("grid-many")
    office.press("Change 2 actions")
    assert "2 cells in 2 actions are saved." in office.said
    assert "Undo this change" in office.said


def test_a_lead_sees_other_cells_as_text_with_the_reason(reader: Callable[..., Reader]) -> None:
    lead = reader("hannah.wolfe")
    grid_of(lead, "3.3.3")
    assert cell(lead, "3.3.3", "Latest progress").is_editable()
    assert cell(lead, "3.3.3", "Due").count() == 0
    lead.page.get_by_text("Why some cells cannot be changed").click()
    assert "Only the workstream lead or the programme office can change" in lead.said
    lead.looks_right("grid-as-a-lead")


def test_a_view_is_saved_and_opened_again(reader: Callable[..., Reader]) -> None:
    office = reader("priya.nair")
    grid_of(office, "4.4.3", "4.4.2")
    office.follow("Save this view")
    office.looks_right("saved-views")
    office.fill("Name", "Two of mine")
    office.press("Save this view")
    office.follow("Two of mine")
    assert office.page.locator("input[name=row]").count() == 2


def test_a_workbook_goes_to_a_lead_and_every_difference_is_offered(
    reader: Callable[..., Reader],
) -> None:
    office = reader("priya.nair")
    plan = grid_of(office, "2.5.1", "2.5.2", "2.5.3")
    office.follow("Excel for a lead")
    office.looks_right("excel-for-a-lead")
    with office.page.expect_download() as made:
        # A file comes back, not a page: there is none to wait for.
        office.main.get_by_role("button", name="Make the workbook").click()
    # The lead sorts nothing, writes progress, deletes a row, adds another
    book = openpyxl.load_workbook(BytesIO(made.value.path().read_bytes()))
    sheet = book["Actions"]
    place = {str(one.value): one.column for one in sheet[1]}
    sheet.cell(2, place["Progress"]).value = "Two schools trained"
    sheet.cell(3, place["Due"]).value = "before long"
    sheet.delete_rows(4)
    sheet.append(["", "", "Open a Saturday club"])
    out = BytesIO()
    book.save(out)
    office.page.goto(f"{plan.split('/plans/')[0]}/import/workbooks/")
    office.looks_right("workbooks-that-came-back")
    office.page.set_input_files(
        "#workbook", {"name": "back.xlsx", "mimeType": "", "buffer": out.getvalue()}
    )
    office.press("Load it")
    office.page.get_by_role("heading", name="What came back").wait_for()
    assert "Two schools trained" in office.said
    assert "cannot be taken as a date" in office.said
    assert "Open a Saturday club" in office.said
    assert "They stay as they are, unless you tick them" in office.said
    office.looks_right("what-came-back")
    office.press("Take over what is ticked")
    assert "1 cell in 1 action" in office.said
    office.looks_right("workbook-taken-over")
