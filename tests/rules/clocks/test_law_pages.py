"""docs/law is what the code says, and every duty in it has its law, its function and its cases."""

from __future__ import annotations

import importlib
import os
import re

import pytest

from goldenthread.rules.clocks import DUTIES, Answer, Duty
from tests.rules.clocks import law_pages
from tests.rules.clocks.cases import ALL


def test_the_pages_of_the_law_are_current() -> None:
    pages = law_pages.pages()
    if os.environ.get("GOLDENTHREAD_WRITE"):
        law_pages.FOLDER.mkdir(exist_ok=True)
        for name, text in pages.items():
            (law_pages.FOLDER / name).write_text(text, encoding="utf-8")
    kept = {path.name: path.read_text(encoding="utf-8") for path in law_pages.FOLDER.glob("*.md")}
    old = [name for name in {*kept, *pages} if kept.get(name) != pages.get(name)]
    assert old == [], "Write them anew: GOLDENTHREAD_WRITE=1 pytest tests/rules/clocks"


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.key)
def test_a_duty_leads_from_its_law_to_its_function_and_its_cases(duty: Duty[..., Answer]) -> None:
    pages = law_pages.pages()
    row = next(line for line in pages["README.md"].splitlines() if f"[{duty.key}]" in line)
    assert duty.law.cited in row
    assert f"`{duty.reckon.__name__}`" in row
    assert re.search(r"\| [1-9]\d* \|$", row)
    page = next(text for text in pages.values() if f"## {duty.key}: " in text)
    written = re.search(rf"## {duty.key}: .*?\* Function: `([\w.]+)`", page, re.DOTALL)
    assert written
    module, name = f"goldenthread.{written[1]}".rsplit(".", 1)
    assert getattr(importlib.import_module(module), name) is duty
    assert any(case.duty == duty.key for case in ALL)
