"""The main job, whole, in one sitting: from a council's plan document to the board's paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.factories.plan_documents import as_docx, thurrock_layout
from tests.journeys.reader import Reader

FORMATS = {"html": b"<!DOCTYPE html>", "docx": b"PK", "pdf": b"%PDF", "xlsx": b"PK"}


def test_an_officer_brings_a_plan_from_its_document_to_the_board_s_paper(
    reader: Callable[..., Reader],
) -> None:
    officer = reader("priya.nair")
    plan, actions = _bring_in(officer)
    _see_every_action(officer, plan, actions)
    _rate(officer, plan)
    _close_a_period(officer, plan)
    _write_the_paper(officer, plan)
    _issue_and_open(officer)


def test_an_officer_without_scripts_brings_a_plan_in(reader: Callable[..., Reader]) -> None:
    officer = reader("priya.nair", java_script_enabled=False)
    document = as_docx(thurrock_layout(), tracked_changes=True)
    officer.go("/import/")
    _upload(officer, "plan without scripts.docx", document)
    officer.fill("Title of the plan", "A plan brought in without scripts")
    _go_through(officer, pictures=False)
    officer.press("Import the plan")
    assert officer.heading == "The plan is imported"


def _upload(officer: Reader, name: str, document: bytes) -> None:
    officer.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "", "buffer": document}
    )
    officer.press("Upload and read it")


def _bring_in(officer: Reader) -> tuple[str, int]:
    """The document becomes a plan; its address, and how many actions were promised."""
    # Given her home, when she uploads the council's document
    officer.go("/")
    officer.open(officer.page.get_by_role("link", name="Import a plan").first)
    officer.looks_right("import-upload")
    _upload(officer, "Valley written statement of action.docx", as_docx(thurrock_layout()))
    # Then she goes through what was understood, step by step
    _go_through(officer, pictures=True)
    officer.looks_right("import-confirm")
    promised = re.search(r"(?m)^(\d+) actions?\b|^Actions\s+(\d+)", officer.said)
    assert promised, officer.said
    officer.press("Import the plan")
    assert officer.heading == "The plan is imported"
    officer.looks_right("import-done")
    officer.follow("Open the plan")
    return str(officer.page.url), int(promised[1] or promised[2])


def _go_through(officer: Reader, *, pictures: bool) -> None:
    page = officer.page
    steps = (
        ("columns", "Save and look at the rows"),
        ("rows", "Save and go to the ratings"),
        ("ratings", "Save and go on"),
        ("leads", "Save and go on"),
    )
    for name, button in steps:
        if pictures:
            officer.looks_right(f"import-{name}")
        if name == "columns" and page.locator("select#plan").count():
            page.locator("select#plan").select_option("new")
        if name == "ratings":
            page.locator("input[name^=scale-]").first.check()
        for group in _unanswered(page):
            page.locator(f"input[type=radio][name='{group}']").first.check()
        officer.press(button)


def _unanswered(page: Any) -> list[str]:
    """Questions with several answers of which none is chosen."""
    named = page.locator("main input[type=radio]")
    names = [named.nth(at).get_attribute("name") for at in range(named.count())]
    return [
        name
        for name in dict.fromkeys(names)
        if not page.locator(f"input[type=radio][name='{name}']:checked").count()
    ]


def _see_every_action(officer: Reader, plan: str, actions: int) -> None:
    officer.page.goto(f"{plan}actions/")
    assert officer.page.locator(".gt-filters__count").inner_text().startswith(f"{actions} ")
    rows = officer.page.locator("tbody tr")
    assert rows.count() == actions
    # Every action has a lead and a date, or is counted among the gaps
    for missing, gap in (("No lead", "no-lead"), ("No date", "no-date")):
        without = sum(missing in rows.nth(at).inner_text() for at in range(actions))
        officer.page.goto(f"{plan}actions/?state={gap}")
        told = officer.page.locator(".gt-filters__count").inner_text()
        assert int(told.split()[0]) == without, told
        officer.page.goto(f"{plan}actions/")
    assert "Assistant Director Learning" in officer.said
    officer.looks_right("actions-imported")


def _rate(officer: Reader, plan: str) -> None:
    page = officer.page
    for at, (point, reason) in enumerate(
        (("amber", "The consultation is closed"), ("red", "Nobody could be appointed"))
    ):
        page.goto(f"{plan}actions/")
        officer.open(page.locator("tbody a.gt-row-title").nth(at))
        officer.follow("Rate")
        page.locator(f"input[name=point][value={point}]").check()
        officer.fill("Why this rating?", reason)
        if point == "red":
            officer.fill("What is holding it up?", "Two rounds of interviews found nobody")
            group = page.get_by_role("group", name="Back on track by")
            for box, number in (("Day", "30"), ("Month", "6"), ("Year", "2020")):
                group.get_by_label(box).fill(number)
            officer.looks_right("rate")
        officer.press("Record this rating")
        assert "is rated" in officer.said


def _close_a_period(officer: Reader, plan: str) -> None:
    officer.page.goto(f"{plan}periods/open/")
    officer.fill("Name", "January 2020")
    for name, day in (("First day", "1"), ("Cut-off", "14")):
        group = officer.page.get_by_role("group", name=name)
        for box, number in (("Day", day), ("Month", "1"), ("Year", "2020")):
            group.get_by_label(box).fill(number)
    officer.press("Open it")
    officer.page.goto(f"{plan}periods/")
    officer.follow("January 2020")
    officer.follow("Close")
    officer.looks_right("close-period")
    officer.press("Close January 2020")
    assert "January 2020" in officer.said
    officer.looks_right("period-closed")


def _write_the_paper(officer: Reader, plan: str) -> None:
    page = officer.page
    page.goto(f"{page.url.split('/plans/')[0]}/papers/new/{plan.rstrip('/').rsplit('/', 1)[1]}/")
    page.get_by_label("Which body is the paper for?").select_option(label="SEND Partnership Board")
    officer.press("Make the draft")
    officer.looks_right("paper-draft")
    officer.follow("Front sheet")
    group = page.get_by_role("group", name="Date of the meeting")
    for box, number in (("Day", "28"), ("Month", "1"), ("Year", "2020")):
        group.get_by_label(box).fill(number)
    officer.choose("Public")
    officer.fill("Item type", "Information")
    officer.fill("Board sponsor", "Assistant Director Education")
    officer.fill("Author", "SEND Programme Manager")
    officer.fill("Recommendations", "Consider the progress made")
    officer.looks_right("front-sheet")
    officer.press("Save the front sheet")
    officer.follow("Write beside the figures")
    page.locator("main textarea").first.fill("Recruitment is the one thing that holds us up.")
    officer.looks_right("commentary")
    officer.press("Save")
    assert "Recruitment is the one thing that holds us up." in officer.said


def _issue_and_open(officer: Reader) -> None:
    page = officer.page
    assert "Draft – not for publication" in officer.said
    officer.follow("Issue the paper")
    officer.looks_right("issue-paper")
    officer.press("Issue the paper")
    assert "Issued on 14 January 2020 by Priya Nair" in officer.said
    # Then it is there in four formats
    paper = page.url.split("?")[0]
    for form, begins in FORMATS.items():
        answer = page.request.get(f"{paper}document.{form}")
        assert answer.status == 200, form
        assert answer.body().lstrip()[: len(begins)].lower() == begins.lower(), form
    # And a figure opens its rows
    figure = page.locator("main a[href*='/papers/figures/']").filter(
        has_text=re.compile(r"^\s*[1-9]\d*\s*$")
    )
    number = figure.first.inner_text().strip()
    officer.open(figure.first)
    assert officer.heading.startswith(number)
    assert page.locator("tbody tr").count() == int(number)
