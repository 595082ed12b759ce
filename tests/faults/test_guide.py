"""The guide to faults speaks of tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

from tests.prepared import ROOT

PAGE = ROOT / "docs" / "guide" / "faults.md"


def test_every_test_that_the_guide_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE.read_text(encoding="utf-8")))
    assert len(named) > 15
    assert {name for name in named if not (ROOT / name).is_file()} == set()


def test_every_file_of_faults_is_named_in_the_guide() -> None:
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {"test_guide.py"}
    text = PAGE.read_text(encoding="utf-8")
    assert {name for name in here if f"tests/faults/{name}" not in text} == set()
