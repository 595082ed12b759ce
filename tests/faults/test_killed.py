"""kill -9 at every step: all or nothing, the trail whole, and done again it is done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.installations import Installation, demonstration, drop
from tests.faults.told import Told

# Deed → at how many steps it is killed; what takes longer, at fewer.
DEEDS = {
    "uploading a plan": 12,
    "reading an uploaded plan": 7,
    "importing a plan": 14,
    "closing a period": 9,
    "drafting a paper": 9,
    "issuing a paper": 9,
    "asking every lead for an update": 10,
    "uploading an extract": 9,
    "saying what its columns are": 7,
    "reading an extract": 12,
    "deciding who somebody is": 7,
    "bringing in an extract": 14,
    "sealing looks": 9,
}
# What is noted on the way and is no half effect: whose job it is, and since when.
ON_THE_WAY = {"reading an uploaded plan", "reading an extract", "bringing in an extract"}
WHOLE = {"reading an extract", "bringing in an extract"}


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = demonstration(tmp_path / "var", "killed")
    yield made
    drop(made)


@pytest.mark.asvs("2.3.3")
@pytest.mark.parametrize("deed", DEEDS)
def test_killed_at_any_step_all_is_done_or_nothing_and_again_does_it(
    deed: str, installation: Installation, survived: Told
) -> None:
    said = installation.python("-m", "tests.faults.killing", deed, str(DEEDS[deed]))
    found = json.loads(said)
    kills = found["kills"]
    assert found["differs"]
    assert len(kills) >= min(found["steps"], DEEDS[deed]) - 3
    assert {kill["died"] for kill in kills} == {9}
    half = [kill for kill in kills if kill["then"] == "something else"]
    assert deed in ON_THE_WAY or not half, half
    # Whatever is noted on the way, its own things are as before, or as after.
    assert all(kill["left"]["told"] in found["told"] for kill in half if deed in WHOLE)
    assert {kill["again"] for kill in kills if "again" in kill} == {True}
    ended = Counter(kill["then"] for kill in kills)
    survived(
        f"kill -9 at {len(kills)} of {found['steps']} steps of {deed}: "
        f"{ended['all']} times done whole, else not begun, then done"
    )
