"""Worked cases from tests/cases: each row of a CSV file is one case."""

import csv
from pathlib import Path

CASES = Path(__file__).resolve().parents[1] / "cases"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of worked cases; an empty file is a mistake."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert found, f"{name} holds no cases"
    return found
