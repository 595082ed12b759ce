"""Workbooks for leads at the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from goldenthread.intake.models import WorkbookReturn
from tests.config.commands.test_commands import Run, run  # noqa: F401
from tests.factories import plans

pytestmark = pytest.mark.django_db


def test_a_workbook_leaves_and_what_only_it_changed_comes_back(
    run: Run,  # noqa: F811
    viewer: Any,
    tmp_path: Path,
) -> None:
    plans.make_plan(
        by=viewer("programme_office"), new_actions=[plans.new_action(1), plans.new_action(2)]
    )
    out = tmp_path / "lead.xlsx"
    assert run("lead-workbook", "--filter", "ref=1.1", "--out", str(out)).code == 0
    book = openpyxl.load_workbook(out)
    sheet = book["Actions"]
    assert sheet.max_row == 2
    place = {str(cell.value): cell.column for cell in sheet[1]}
    sheet.cell(2, place["Progress"]).value = "Ten schools trained"
    sheet.cell(2, place["Due"]).value = "before long"
    book.save(back := tmp_path / "back.xlsx")
    shown = run("import-workbook", str(back), "--dry-run")
    assert "1.1, Progress: empty → Ten schools trained" in shown.out
    assert WorkbookReturn.objects.count() == 0
    done = run("import-workbook", str(back))
    assert "1 cell taken over from back.xlsx." in done.out
    assert "cannot be taken as a date" in done.out
    again = run("import-workbook", str(back))
    assert (again.code, "came back before" in again.err) == (1, True)


def test_a_lead_nobody_knows_is_refused(run: Run, viewer: Any, tmp_path: Path) -> None:  # noqa: F811
    plans.make_plan(by=viewer("programme_office"), new_actions=[plans.new_action(1)])
    answer = run("lead-workbook", "--lead", "Nobody", "--out", str(tmp_path / "x.xlsx"))
    assert (answer.code, "no one post or person" in answer.err) == (1, True)
