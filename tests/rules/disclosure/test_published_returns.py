"""The ceased plans that England publishes unsuppressed, protected: 153 councils in nine regions."""

from __future__ import annotations

import csv
import io
import zipfile
from functools import cache
from pathlib import Path

import pytest

from goldenthread.rules.disclosure import HIDE_SMALL, Dimension, Key, Table, protect, recoverable
from tests.rules.disclosure.attacker import attack

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "dfe-ehc-plans-2025.zip"
REASONS = (
    "max_age", "needs_met", "he", "employ", "transfer", "no_engage", "moved_outside_eng",
    "deceased", "not_rec", "other",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the published files are not here")


@cache
def published() -> tuple[dict[str, list[str]], dict[Key, int]]:
    """Councils by region, and plans ceased in 2024 by council and reason."""
    regions: dict[str, list[str]] = {}
    counts: dict[Key, int] = {}
    with zipfile.ZipFile(DATA) as archive:
        text = archive.read("data/ceased_plans.csv").decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        if (
            row["time_period"] == "2024"
            and row["geographic_level"] == "Local authority"
            and row["breakdown_topic"] == "All ceased EHC plans"
        ):
            regions.setdefault(row["region_name"], []).append(row["la_name"])
            for reason in REASONS:
                found = row[reason]
                counts[row["la_name"], reason] = int(found) if found.isdigit() else 0
    return regions, counts


def test_councils_in_regions_are_protected_and_the_auditor_finds_nothing() -> None:
    regions, counts = published()
    assert len(regions) == 9
    places = Dimension.nested("Place", {"England": regions})
    table = Table((places, Dimension.flat("Reason", REASONS)), counts)
    protected = protect(table)
    small = {key for key, count in table.totals().items() if 1 <= count <= 5}
    assert len(small) > 100
    assert small <= protected.hidden
    assert recoverable(protected.statements, HIDE_SMALL) == ()
    # What is hidden for others' sake stays less than what is small.
    assert len(protected.hidden - small) < len(small)
    assert not protected.cells[("England", "All")].hidden


def test_a_solver_works_out_nothing_of_one_region() -> None:
    regions, counts = published()
    councils = regions["North East"]
    table = Table(
        (Dimension.flat("Place", councils, "North East"), Dimension.flat("Reason", REASONS)),
        {key: count for key, count in counts.items() if key[0] in councils},
    )
    protected = protect(table)
    assert protected.hidden
    assert attack(protected) == []
