"""Hostile files are refused at the gate, in a second, with little memory."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faults.installations import Installation
from tests.faults.told import Told

WITHIN = 1.0  # seconds of processor time
MEMORY = 64.0  # megabytes


def test_every_hostile_file_is_refused_within_a_second_and_in_little_memory(
    tmp_path: Path, survived: Told
) -> None:
    one = Installation(tmp_path / "var", "")
    told = json.loads(one.python("-m", "tests.faults.bombs"))
    assert len(told) >= 15
    assert [file["what"] for file in told if not file["said"].endswith(".")] == []
    assert [file for file in told if file["seconds"] > WITHIN] == []
    assert [file for file in told if file["megabytes"] > MEMORY] == []
    slowest = max(file["seconds"] for file in told)
    largest = max(file["megabytes"] for file in told)
    survived(
        f"{len(told)} bombs, viruses and disguises at the gate: each refused, the slowest in "
        f"{slowest:.2f} s, with at most {largest:.0f} MB more memory"
    )
