"""What the Department for Education published for England, read where the files are there."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

from tests.conftest import shared


def rows(name: str) -> Iterator[dict[str, str]]:
    """National rows of one of the published files, of the latest year in it."""
    with zipfile.ZipFile(shared("data/dfe-ehc-plans-2025.zip")) as archive:
        text = archive.read(f"data/{name}.csv").decode("utf-8-sig")
    national = [
        row for row in csv.DictReader(io.StringIO(text)) if row["geographic_level"] == "National"
    ]
    latest = max(row["time_period"] for row in national)
    return (row for row in national if row["time_period"] == latest)


def whole(name: str) -> dict[str, str]:
    """The row of all plans, requests or whatever the file counts."""
    return next(row for row in rows(name) if row["breakdown_topic"].startswith("All"))


def by(name: str, topic: str, column: str) -> dict[str, float]:
    """A column by the words of a breakdown."""
    return {
        row["breakdown"]: float(row[column])
        for row in rows(name)
        if row["breakdown_topic"] == topic
    }


def parts(row: dict[str, str], columns: dict[str, str]) -> dict[str, float]:
    """Shares of some columns among themselves: {our word: share}."""
    counts = {word: float(row[column]) for word, column in columns.items()}
    total = sum(counts.values())
    return {word: count / total for word, count in counts.items()}
