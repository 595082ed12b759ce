"""The command `goldenthread import-plan`, run as a script would run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.factories import plan_documents

ROOT = Path(__file__).resolve().parents[3]
_RUN = (
    "import sys\n"
    "from goldenthread.config import command_line\n"
    "try:\n"
    "    command_line.main()\n"
    "finally:\n"
    "    print('django' in sys.modules, file=sys.stderr)\n"
)


def _run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; its last line on standard error says whether Django
    was loaded."""
    return subprocess.run(
        [sys.executable, "-c", _RUN, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if "DATABASE" not in key},
        check=False,
    )


def _plan(folder: Path) -> Path:
    file = folder / "plan.docx"
    file.write_bytes(plan_documents.as_docx(plan_documents.thurrock_layout()))
    return file


def test_a_dry_run_prints_json_without_loading_django(tmp_path: Path) -> None:
    ran = _run("import-plan", _plan(tmp_path), "--dry-run", "--format", "json")
    said = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, "False\n")
    assert said["levels"] == ["Significant weakness", "Improvement area"]
    assert said["counts"]["areas"] == 12
    assert {"row", "kind", "text"} <= set(said["problems"][0])


def test_a_dry_run_prints_words_for_people_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "said.txt"
    ran = _run("import-plan", _plan(tmp_path), "--dry-run", "--title", "Our plan", "--out", out)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert out.read_text().startswith("Our plan\n========")


def test_a_file_that_is_no_plan_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(b"not a Word file at all")
    ran = _run("import-plan", file, "--dry-run")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.splitlines()[0].endswith(".")
    assert "Traceback" not in ran.stderr


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    ran = _run("import-plan", tmp_path / "no.docx", "--dry-run")
    assert ran.returncode == 1
    assert "There is no file" in ran.stderr
