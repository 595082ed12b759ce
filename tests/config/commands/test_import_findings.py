"""The command `goldenthread import-findings`, run as a script would run it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.config.commands.test_import_plan import _run
from tests.intake.understanding.test_findings import REPORT
from tests.intake.understanding.test_outcome_letters import LETTER


def test_a_dry_run_shows_the_findings_of_a_report_without_a_database(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    ran = _run("import-findings", file, "--dry-run", "--format", "json")
    said = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, "False\n")
    assert [one["responsible"] for one in said][:2] == [
        "Marlow Vale Council and NHS Marlow ICB",
        "Marlow Vale Council",
    ]


def test_a_file_without_findings_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("The weather was fine.\n", encoding="utf-8")
    ran = _run("import-findings", file, "--dry-run")
    assert ran.returncode == 1
    assert "No finding was found in this file" in ran.stderr


def test_a_dry_run_says_of_an_old_letter_what_is_proposed_and_from_where(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(LETTER, encoding="utf-8")
    ran = _run("import-findings", file, "--dry-run")
    assert ran.returncode == 0
    assert "Proposed, from the list under: Areas for development" in ran.stdout
    assert ": 5 findings" in ran.stdout
